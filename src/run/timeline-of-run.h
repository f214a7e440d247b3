/* What the timeline of a run has before its first event.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"
#include "scenario/scenario.h"
#include "timeline/builder.h"

/* With the facts of the run and the shared things of its scenario. To be freed by gantry_timeline_unref().
 * Any thread. */
GantryTimeline *gantry_timeline_of_run (const GantryScenario *scenario, const GantryRunOptions *options);

/* Gives the cores that the run is held to their lanes. A core that was asked for and did nothing is part of
 * the story, too: of two, of which an interpreter lock leaves one idle, both are to be seen. On the builder's
 * thread, before its first record. */
void gantry_expect_cores_of_run (GantryBuilder *builder, const GantryRunOptions *options);
