/* Turns the collector's records into a timeline: a state machine for each lane.
 *
 * An application event opens a state; switch records, the kernel's or the task's own gaps, cut it into
 * running and ready. A wait whose end names its cause is split there: waiting until the cause, ready from it
 * until the task ran again. Shared steps, counters and arrows are put in order of time before they are
 * published.
 *
 * Records may come in any order: a lane's time never goes back (a record that comes too late counts from the
 * lane's last change on), so each lane is gapless and its states add up to its life whatever comes.
 *
 * One builder for a timeline, used on one thread (the collector's).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"
#include "trace/collector.h"

typedef struct GantryBuilder GantryBuilder;

GantryBuilder *gantry_builder_new (GantryTimeline *timeline);
void gantry_builder_free (GantryBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryBuilder, gantry_builder_free)

/* A processor that the run may use: it has a lane also if nothing runs on it. Others have one once something
 * does. Nothing happens for a number that no processor has. */
void gantry_builder_expect_core (GantryBuilder *builder, int cpu);

/* What a collector is to be given; its user data is the builder.
 *
 * The records of a lane that was not created yet are refused, so that its creation, which stands in another
 * ring, can come first. Once that is seen not to come (the same record is offered in a later pass and no lane
 * was created in between: it was lost with a full ring) the lane is made up, under a name like "lane 7". */
const GantrySink *gantry_builder_get_sink (void);

/* To be called before the collector's last pass: from now on nothing is refused. */
void gantry_builder_set_last (GantryBuilder *builder);

/* Ends the run at `now`: lanes without an end are closed there (killed, or daemon-killed
 * for daemons; loops and servers of a run that told its end ended well), everything held back is published,
 * and the timeline is finished. `result` is copied; a RUN_ENDED record, if one came, decides outcome and
 * reason unless `override_outcome`, and its time is then the end of the run. wall_ns is taken from the
 * records: the end of the run. Where `result` counts no events, those that came are counted. */
void gantry_builder_finish (GantryBuilder *builder, int64_t now, const GantryRunResult *result,
                            bool override_outcome);

/* The outcome that a RUN_ENDED record told, GANTRY_RUN_UNFINISHED before one came. */
GantryRunOutcome gantry_builder_get_told_outcome (const GantryBuilder *builder);
