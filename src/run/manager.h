/* A manager: a server of its own that owns named integers. A question goes to it through a kernel pipe; the
 * answer comes back into the asker's slot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* Opens the way to all managers, for this process and for all that are forked after it. Before any fork of
 * tasks or of whatever starts them. FALSE and an error where the machine refuses. */
bool gantry_managers_open (GantryWorld *world, GError **error);
/* Starts the servers of all managers: as threads, or where tasks are processes, as processes forked here (and
 * told by `forked`). After gantry_managers_open(), before the first task. */
bool gantry_managers_start (GantryWorld *world, bool as_processes, GError **error);
/* Sends a STORE or LOAD; the answer has come when gantry_manager_has_answered(). */
void gantry_manager_ask (GantryWorld *world, GantryTaskSlot *slot, const GantryRequest *request,
                         uint64_t ticks);
bool gantry_manager_has_answered (const GantryTaskSlot *slot);
