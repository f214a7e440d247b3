/* Loads a saved trace for a command, and prints figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/run-options.h"
#include "format/reading.h"

/* Progress goes to a terminal, and what is wrong to standard error: NULL where nothing could be read.
 * `report` (nullable) is filled, to be cleared by the caller. Main thread. */
GantryTimeline *gantry_read_trace_or_complain (const char *path, GantryReport *report);
void gantry_print_stats (const GantryTimeline *timeline, GantryStatsForm form);
