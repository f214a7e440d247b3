/* What a simulated run simulated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* "threads", "processes" or "async": what its tasks were; NULL where it was none, or has no task yet. Any
 * thread. */
const char *gantry_simulated_model (const GantryTimeline *timeline);
