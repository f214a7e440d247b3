/* A trace of the size that real ones have: lanes of slices of all lengths, and all that stands beside them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* A minute of `n_lanes` threads with `n_intervals` each: steady slices of microseconds, lengths of all
 * magnitudes, bursts with pauses, and one that waits for 3 % of its time. Four cores, six shared things, and
 * for every ten intervals an arrow and a print. */
GantryTimeline *gantry_enormous_new (uint32_t n_lanes, size_t n_intervals);
/* The same threads with nothing recorded beside them. */
GantryTimeline *gantry_enormous_lanes_new (uint32_t n_lanes, size_t n_intervals);
