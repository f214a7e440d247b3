/* What happened in a finished timeline, one thing after the other in the order of time.
 *
 * For writers of files that want it so. Nothing is copied: each lane and each list is walked where it lies,
 * and the earliest of them comes next; so a long run needs no more memory than a short one, but for a dozen
 * bytes a note and eight an arrow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* At one moment in this order: what ends is before what begins, and an arrow leaves or meets the interval
 * that has begun by then. */
typedef enum {
  GANTRY_HAPPENING_NOTE_END,
  GANTRY_HAPPENING_COUNTER,
  GANTRY_HAPPENING_STEP,     /* of a shared thing */
  GANTRY_HAPPENING_LANE_END, /* of the lane's last interval */
  GANTRY_HAPPENING_INTERVAL,
  GANTRY_HAPPENING_NOTE_BEGIN,     /* the outer ones first */
  GANTRY_HAPPENING_EMPTY_NOTE_END, /* of one that ends when it begins */
  GANTRY_HAPPENING_LOSS,
  GANTRY_HAPPENING_MARK,
  GANTRY_HAPPENING_ARROW_START,
  GANTRY_HAPPENING_ARROW_END,
} GantryHappeningKind;

typedef struct {
  int64_t time;
  GantryHappeningKind kind;
  const GantryLane *lane; /* of an interval, note, loss, mark or arrow's end; NULL: it is not known, or there
                             is none */
  uint32_t place;         /* of an interval or loss: the lane's, by creation, cores behind all lanes; of a
                             counter or step: which one, or which thing */
  size_t index;           /* in its lane's, thing's, counter's or the timeline's list */
} GantryHappening;

typedef struct GantryChronicle GantryChronicle;

/* The timeline must be finished and outlive it. One thread at a time. */
GantryChronicle *gantry_chronicle_new (const GantryTimeline *timeline);
void gantry_chronicle_free (GantryChronicle *chronicle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryChronicle, gantry_chronicle_free)

/* FALSE: that was all. Notes of lanes that are not known and arrows that do not lead from one lane with
 * intervals to another are left out; an arrow that begins or ends behind its lane's end does so at its end.
 */
bool gantry_chronicle_next (GantryChronicle *chronicle, GantryHappening *happening);
