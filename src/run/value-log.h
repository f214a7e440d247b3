/* Records what is stored into variables, but not more often than every ten microseconds for each variable and
 * task: a tight loop of stores would fill the ring with nothing else. A record says how many stores it stands
 * for, and the last value is never left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/recorder.h"

typedef struct GantryValueLog GantryValueLog;

GantryValueLog *gantry_value_log_new (uint32_t n_things);
void gantry_value_log_free (GantryValueLog *log);
/* `lane` has stored `value`. */
void gantry_value_log_store (GantryValueLog *log, GantryRecorder *recorder, uint32_t lane, uint32_t object,
                             int64_t value);
/* Records what was kept back, before anything else is recorded that could come after it. */
void gantry_value_log_flush (GantryValueLog *log, GantryRecorder *recorder, uint32_t lane);
