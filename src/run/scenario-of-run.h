/* The scenario that a run carries with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"
#include "timeline/timeline.h"

/* So that a saved run can be run again. `name`: its name where the run does not tell it. NULL where the run
 * has no text, or not one that this version reads. Owned by the caller. Any thread. */
GantryScenario *gantry_scenario_of_run (const GantryTimeline *timeline, const char *name);
