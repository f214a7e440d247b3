/* Workers of pools, by their names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/workers.h"

#include "timeline/numbered-name.h"

const GantryThing *
gantry_pool_of (const GantryTimeline *timeline, const GantryLane *lane)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    const char *name = gantry_thing_get_name(thing);
    if (gantry_thing_get_kind(thing) == GANTRY_THING_POOL &&
        gantry_is_numbered_name(gantry_lane_get_name(lane), name, strlen(name)))
      return thing;
  }
  return NULL;
}
