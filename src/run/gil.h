/* An interpreter lock between the threads of one process, by CPython's protocol: who wants it waits for the
 * switch interval and then asks for it; the holder lets go at its next check, and stands back until somebody
 * else has had it.
 *
 * Source of the protocol: the description of "the new GIL" in CPython's Python/ceval_gil.c (A. Pitrou, 2009).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/shared-memory.h"
#include "trace/recorder.h"

typedef struct GantryGil GantryGil;

GantryGil *gantry_gil_new (int64_t interval_ns);
/* Takes it for the thread that records by `recorder`, as `lane`, at `line`; a wait is recorded as wait-gil.
 */
void gantry_gil_take (GantryGil *gil, GantryRecorder *recorder, uint32_t lane, uint32_t line);
void gantry_gil_drop (GantryGil *gil, uint32_t lane, uint64_t ticks);
/* Whether somebody waits who has asked for it. */
bool gantry_gil_is_asked_for (const GantryGil *gil);
/* The holder's check: drops it and takes it again if somebody has asked. */
void gantry_gil_check (GantryGil *gil, GantryRecorder *recorder, uint32_t lane, uint32_t line);
