/* What a killed task leaves in the things: whatever it was in the middle of is done, or was never begun.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/pools.h"
#include "run/things-private.h"

static GantryThingKind
kind_of (const GantryWorld *world, uint32_t object)
{
  return world->run->program->things[object].kind;
}

/* How many wait, by their slots: the thing's own numbers may have been changed by half. */
static void
recount_waits (GantryWorld *world, uint32_t object, const GantryTaskSlot *dead)
{
  GantryThing *thing = &world->things[object];
  GantryThingKind kind = kind_of(world, object);
  uint32_t n_slots = MIN(atomic_load(&world->tasks->n_slots), GANTRY_MOST_STARTS);
  uint32_t writers = 0, idle = 0, come = 0, waiting = 0;
  if (kind != GANTRY_THING_RWLOCK && kind != GANTRY_THING_BARRIER && kind != GANTRY_THING_CONDITION &&
      kind != GANTRY_THING_POOL)
    return;
  for (uint32_t i = 0; i < n_slots; i++) {
    const GantryTaskSlot *slot = &world->tasks->slots[i];
    const GantryWait *wait = &slot->wait;
    if (slot == dead || !gantry_wait_is_registered(slot) || gantry_wait_get(wait->object) != object)
      continue;
    writers += gantry_thing_waits_to_write(world, slot);
    come += gantry_wait_get(wait->ticket) == thing->generation;
    waiting += gantry_wait_get(wait->stage) == 1;
    idle += gantry_wait_get(wait->kind) == (uint32_t)GANTRY_REQUEST_GET + 1;
  }
  if (kind == GANTRY_THING_RWLOCK)
    thing->writers = writers;
  else if (kind == GANTRY_THING_BARRIER)
    thing->count = come;
  else if (kind == GANTRY_THING_POOL)
    thing->n_idle = idle;
  else
    thing->waiting = waiting;
  thing->permits = MIN(thing->permits, waiting); /* conditions: of others there are none */
}

static void
bury_in (GantryActor *actor, uint32_t object, GantryTaskSlot *dead)
{
  GantryThing *thing = &actor->world->things[object];
  gantry_thing_lock(actor->world, object);
  if (gantry_wait_get(dead->wait.kind) != 0 && gantry_wait_get(dead->wait.object) == object)
    recount_waits(actor->world, object, dead);
  if (thing->owner == dead->lane) {
    thing->owner = GANTRY_NO_LANE;
    thing->depth = 0;
    thing->left_by = dead;
    thing->released = (GantryStamp){dead->lane, actor->ticks};
  }
  if (kind_of(actor->world, object) == GANTRY_THING_RWLOCK)
    gantry_thing_bury_holder(thing, dead->lane);
  if (kind_of(actor->world, object) == GANTRY_THING_PIPE)
    gantry_pipe_recount(thing);
  if (kind_of(actor->world, object) == GANTRY_THING_POOL)
    gantry_pool_recount(actor, object, dead);
  /* Whomever it had been woken to wake. */
  for (int i = 0; i < GANTRY_CHANNELS; i++)
    gantry_thing_changed(actor, object, i, INT_MAX);
  gantry_thing_unlock(actor, object);
}

void
gantry_things_bury (GantryActor *actor, GantryTaskSlot *dead)
{
  for (uint32_t i = 0; i < actor->world->run->program->n_things; i++)
    bury_in(actor, i, dead);
  gantry_wait_register(dead, false);
  gantry_wait_end(dead);
}
