/* A cursor among the uses of each thing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/takings.h"

void
gantry_takings_init (GantryTakings *takings, const GantryTimeline *timeline)
{
  takings->timeline = timeline;
  takings->next = g_new0(size_t, gantry_timeline_get_n_things(timeline) + 1);
}

void
gantry_takings_clear (GantryTakings *takings)
{
  g_clear_pointer(&takings->next, g_free);
}

uint64_t
gantry_takings_count (GantryTakings *takings, uint32_t index, int64_t time)
{
  const GantryThing *thing = gantry_timeline_get_thing(takings->timeline, index);
  size_t *next = &takings->next[index], n_uses = gantry_thing_get_n_uses(thing);
  uint64_t count = 0;
  for (; *next < n_uses; ++*next) {
    GantryThingUse use = gantry_thing_get_use(thing, *next);
    if (use.time > time)
      break;
    count += use.acquired;
  }
  return count;
}
