/* What must be true of every timeline that was read from whatever bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Aborts where a lane of a finished timeline has gaps, or sums that are wrong. */
void fuzz_check_lanes (const GantryTimeline *timeline);
/* The same, or where a text is no UTF-8. */
void fuzz_check_timeline (const GantryTimeline *timeline);
/* Aborts where it cannot be counted. */
void fuzz_check_figures (const GantryTimeline *timeline);
