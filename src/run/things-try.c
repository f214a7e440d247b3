/* Trying a request, and giving one up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things-private.h"

static GantryThingKind
kind_of (const GantryWorld *world, uint32_t object)
{
  return world->run->program->things[object].kind;
}

bool
gantry_thing_is_open (const GantryWorld *world, const GantryTaskSlot *slot, GantryRequestKind request,
                      uint32_t object, uint32_t mode)
{
  if (request == GANTRY_REQUEST_ACQUIRE)
    return gantry_lock_is_open(world, slot, object, mode);
  if (request == GANTRY_REQUEST_WAIT && kind_of(world, object) == GANTRY_THING_CONDITION)
    return gantry_condition_is_open(world, slot, object);
  return gantry_flow_is_open(world, slot, request, object);
}

bool
gantry_thing_waits_to_write (const GantryWorld *world, const GantryTaskSlot *slot)
{
  const GantryWait *wait = &slot->wait;
  return gantry_wait_get(wait->kind) == (uint32_t)GANTRY_REQUEST_ACQUIRE + 1 &&
         gantry_wait_get(wait->mode) == 0 &&
         kind_of(world, gantry_wait_get(wait->object)) == GANTRY_THING_RWLOCK;
}

/* The thing counts those that wait for it, where its rules need that. */
static void
register_wait (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = &actor->world->things[request->object];
  GantryTaskSlot *slot = actor->slot;
  GantryThingKind kind = kind_of(actor->world, request->object);
  gantry_wait_begin(slot, request, thing->generation);
  thing->writers += gantry_thing_waits_to_write(actor->world, slot);
  thing->count += kind == GANTRY_THING_BARRIER;
  thing->n_idle += kind == GANTRY_THING_POOL && request->kind == GANTRY_REQUEST_GET;
  gantry_wait_register(slot, true);
}

static void
unregister_wait (GantryActor *actor, uint32_t object, GantryTaskSlot *slot)
{
  GantryThing *thing = &actor->world->things[object];
  uint32_t request = gantry_wait_get(slot->wait.kind) - 1;
  if (!gantry_wait_is_registered(slot))
    return;
  gantry_wait_register(slot, false);
  thing->writers -= gantry_thing_waits_to_write(actor->world, slot);
  if (kind_of(actor->world, object) == GANTRY_THING_POOL)
    thing->n_idle -= request == GANTRY_REQUEST_GET;
}

void
gantry_thing_forget_wait (GantryActor *actor, uint32_t object, GantryTaskSlot *slot)
{
  GantryThing *thing = &actor->world->things[object];
  GantryThingKind kind = kind_of(actor->world, object);
  if (!gantry_wait_is_registered(slot))
    return;
  if (kind == GANTRY_THING_BARRIER && gantry_wait_get(slot->wait.ticket) == thing->generation)
    thing->count--;
  if (kind == GANTRY_THING_CONDITION && gantry_wait_get(slot->wait.stage) == 1) {
    thing->waiting--;
    thing->permits = MIN(thing->permits, thing->waiting);
  }
  unregister_wait(actor, object, slot);
  /* It may have been woken in another's place, and readers may have stood back for this writer. */
  bool was_writer = gantry_thing_waits_to_write(actor->world, slot);
  gantry_thing_changed(actor, object, 0, was_writer ? INT_MAX : 1);
  gantry_thing_changed(actor, object, 1, 1);
}

static GantryTry
try_open (GantryActor *actor, const GantryRequest *request)
{
  /* An rwlock's own wait to write must not stand in its way. */
  if (request->kind != GANTRY_REQUEST_ACQUIRE)
    return gantry_flow_try(actor, request);
  gantry_lock_take(actor, request);
  return GANTRY_TRY_DONE;
}

GantryTry
gantry_thing_try (GantryActor *actor, const GantryRequest *request)
{
  GantryTaskSlot *slot = actor->slot;
  bool is_condition = kind_of(actor->world, request->object) == GANTRY_THING_CONDITION;
  if (request->kind == GANTRY_REQUEST_RELEASE)
    return gantry_lock_release(actor, request);
  if (request->kind == GANTRY_REQUEST_NOTIFY)
    return gantry_condition_notify(actor, request);
  if (request->kind == GANTRY_REQUEST_WAIT && is_condition)
    return gantry_condition_try(actor, request);
  GantryTry result = GANTRY_TRY_WAIT;
  if (gantry_thing_is_open(actor->world, slot, request->kind, request->object, request->mode))
    result = try_open(actor, request);
  if (result == GANTRY_TRY_WAIT && gantry_wait_get(slot->wait.kind) == 0)
    register_wait(actor, request);
  if (result == GANTRY_TRY_DONE && gantry_wait_get(slot->wait.kind) != 0) {
    unregister_wait(actor, request->object, slot);
    gantry_wait_end(slot);
  }
  return result;
}

GantryTry
gantry_thing_give_up (GantryActor *actor, const GantryRequest *request)
{
  if (request->kind == GANTRY_REQUEST_WAIT &&
      kind_of(actor->world, request->object) == GANTRY_THING_CONDITION)
    return gantry_condition_give_up(actor, request);
  gantry_thing_forget_wait(actor, request->object, actor->slot);
  gantry_wait_end(actor->slot);
  return GANTRY_TRY_DONE;
}
