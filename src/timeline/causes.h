/* Who woke whom: what ended a wait, and the chain of waits behind it.
 *
 * A timeline's arrows are in the order of their arrival, over all lanes; here they are by lane, so that the
 * cause of any wait is found by one binary search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct GantryCauses GantryCauses;

/* Of a finished timeline, which must outlive it. Free with gantry_causes_free(). Once it is made, any
 * number of threads may ask it. O(arrows + lanes log lanes). */
GantryCauses *gantry_causes_new (const GantryTimeline *timeline);
void gantry_causes_free (GantryCauses *causes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryCauses, gantry_causes_free)

/* What ended a wait of that lane: `cause` is filled with who did it (from_lane), when (from_time, within the
 * interval), and when the lane ran again (to_time). For an interval READY: what ended the wait before it. A
 * wait for the end of a lane, or of all that were started, is ended by the last end, arrow or none. FALSE:
 * nobody ended it (a timer did, or the run was over), or it is not known who. O(log n). Any thread. */
bool gantry_causes_find (const GantryCauses *causes, uint32_t lane_id, const GantryInterval *interval,
                         GantryArrow *cause);

/* A link of a chain, from the effect back. */
typedef struct {
  uint32_t lane;           /* lane id */
  GantryInterval interval; /* a wait, or what it was doing where the chain ends */
  bool has_cause;          /* else the chain ends here */
  GantryArrow cause;
} GantryCauseLink;

/* Back from what a lane was in at `time`: a wait, what ended it, the last wait of that one before it did so,
 * what ended that … GantryCauseLink, at most `most`, none caused later than the one before; empty where the
 * lane does not live then. Free with g_array_unref(). O(log n) for each link and each interval that is passed
 * over. Any thread. */
GArray *gantry_causes_chain (const GantryCauses *causes, uint32_t lane_id, int64_t time, guint most);
