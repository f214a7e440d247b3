/* What the tasks of a simulated run were, by what the first of them is called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/simulated-model.h"

#include <string.h>

const char *
gantry_simulated_model (const GantryTimeline *timeline)
{
  if (strcmp(gantry_timeline_get_facts(timeline)->model, "simulated") != 0)
    return NULL;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP && gantry_lane_get_parent(lane) == GANTRY_NO_LANE)
      return "async";
    if (gantry_lane_is_task(lane))
      return gantry_lane_get_kind(lane) == GANTRY_LANE_PROCESS ? "processes" : "threads";
  }
  return NULL;
}
