/* What carriers of all kinds must know of a request.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* Whether a task that was asked to end ends here: wherever it could have to wait, but not in a call that
 * holds the whole thread. */
bool gantry_request_is_waiting_point (const GantryRequest *request);
/* What the slot of an OFFLOAD is made of. */
GantrySlotStart gantry_offload_start (const GantryWorld *world, const GantryRequest *request);
/* And of main. */
GantrySlotStart gantry_main_start (const GantryWorld *world, GantryCarrier carrier);
/* The same of the n-th of a START. */
GantrySlotStart gantry_start_start (const GantryWorld *world, const GantryRequest *request, uint32_t n);
/* For gantry_vm_new() of the slot's task; `name` is its name, and must stay as long. */
GantryVmStart gantry_slot_vm_start (const GantryTaskSlot *slot, const char *name);
/* Records the lane of a new slot as its starter's. `line`: of the start. */
void gantry_record_slot_created (GantryRecorder *recorder, uint64_t ticks, const GantryWorld *world,
                                 const GantryTaskSlot *slot, uint32_t parent, uint32_t line);
/* Why a task fails that used what it does not hold; whose temporary file could not be used, or whose
 * connection to the run's own server was refused, for `code` (errno). Newly allocated. */
char *gantry_reason_not_held (const GantryWorld *world, const GantryRequest *request);
char *gantry_reason_no_file (int code);
char *gantry_reason_no_fetch (int code);
/* Why a task ends that comes to a CRASH. Newly allocated. */
char *gantry_reason_crash (const GantryRequest *request);
/* The end of such a task, by its own word: the kernel says nothing of a dying process's last moment, and
 * whoever finds it comes later. */
void gantry_record_crash (GantryRecorder *recorder, uint64_t ticks, const GantryTaskSlot *slot,
                          const GantryRequest *request);
/* A PRINT, NOTE_BEGIN or EXPECT. A broken one is remembered by the ending. */
void gantry_record_request_text (GantryRecorder *recorder, uint64_t ticks, const GantryWorld *world,
                                 const GantryTaskSlot *slot, const GantryRequest *request);
