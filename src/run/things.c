/* Making the shared things.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things.h"

#define UNBOUNDED 1000000

GantryThingState *
gantry_things_new (const GantryProgram *program)
{
  GantryThingState *things = gantry_shared_new(sizeof *things * (program->n_things + 1));
  g_assert(things);
  for (uint32_t i = 0; i < program->n_things; i++) {
    GantryThingState *thing = &things[i];
    gantry_shared_mutex_init(&thing->mutex);
    thing->owner = GANTRY_NO_LANE;
    if (program->things[i].kind == GANTRY_THING_SEMAPHORE)
      thing->count = program->things[i].initial;
    if (program->things[i].kind != GANTRY_THING_QUEUE)
      continue;
    thing->capacity = program->things[i].capacity > 0 ? program->things[i].capacity : UNBOUNDED;
    thing->items = gantry_shared_new(sizeof(GantryQueueItem) * (gsize)thing->capacity);
    g_assert(thing->items);
  }
  return things;
}
