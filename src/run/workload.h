/* The work itself: burning CPU time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/recorder.h"

/* Told about every 50 microseconds of a compute, on the computing thread; FALSE ends the compute early. */
typedef bool (*GantryWorkloadCheck)(gpointer user_data);

/* Burns `ns` of the calling thread's own CPU time (time off the processor does not count;
 * CLOCK_THREAD_CPUTIME_ID has the last word), stamping through `recorder` as it goes. Returns FALSE if
 * `check` (nullable) ended it. */
bool gantry_workload_compute (GantryRecorder *recorder, uint32_t lane, int64_t ns, GantryWorkloadCheck check,
                              gpointer user_data);
