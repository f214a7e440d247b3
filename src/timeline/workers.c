/* Workers of pools, by their names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/workers.h"

#include <string.h>

static bool
is_numbered (const char *name, const char *pool)
{
  gsize length = strlen(pool);
  if (strncmp(name, pool, length) != 0 || name[length] != ' ' || name[length + 1] == '\0')
    return false;
  return strspn(name + length + 1, "0123456789") == strlen(name + length + 1);
}

const GantryThing *
gantry_pool_of (const GantryTimeline *timeline, const GantryLane *lane)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    if (gantry_thing_get_kind(thing) == GANTRY_THING_POOL &&
        is_numbered(gantry_lane_get_name(lane), gantry_thing_get_name(thing)))
      return thing;
  }
  return NULL;
}
