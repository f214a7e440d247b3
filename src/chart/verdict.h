/* Which model fits a piece of work: one sentence, from the figures of its runs alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* `timelines`: finished runs of one scenario, each on another model; of others, gantry_verdict_of_runs().
 * `meant`: how it is to end; runs that ended otherwise are named and not counted among those that fit. A
 * simulated run's times are computed, not measured, and decide nothing; nor does a run that its user stopped.
 * Translated, newly allocated. Any thread. */
char *gantry_verdict_new (GantryTimeline *const *timelines, guint n_timelines, GantryRunOutcome meant);
/* Of whatever runs, at least one: which is done soonest, and how much longer the others take. */
char *gantry_verdict_of_runs (GantryTimeline *const *timelines, guint n_timelines);
