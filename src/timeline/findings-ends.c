/* Findings about ends: who failed, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include <glib/gi18n-lib.h>

static char *
failure_words (const GantryLane *lane)
{
  const char *name = gantry_lane_get_name(lane), *reason = gantry_lane_get_reason(lane);
  return reason && *reason ? g_strdup_printf(_("%s failed: %s."), name, reason)
                           : g_strdup_printf(_("%s failed."), name);
}

/* The place to look at is the last thing that each did. */
void
gantry_find_failures (GantrySearch *search)
{
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    size_t n_intervals = gantry_lane_get_n_intervals(lane);
    int64_t end = gantry_lane_get_ended(lane);
    GantryInterval last = {.start = gantry_lane_get_created(lane)};
    if (end == GANTRY_NO_TIME || gantry_lane_get_outcome(lane) != GANTRY_OUTCOME_FAILED ||
        !gantry_search_has_room(search, GANTRY_FINDING_FAILED))
      continue;
    if (n_intervals > 0)
      gantry_lane_get_interval(lane, n_intervals - 1, &last);
    GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_FAILED, last.start, end);
    gantry_finding_add_lane(finding, lane);
    finding->text = failure_words(lane);
  }
}
