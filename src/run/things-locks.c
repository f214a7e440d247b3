/* The rules of locks, rlocks, rwlocks, semaphores and conditions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things-private.h"

#include <glib/gi18n-lib.h>

static GantryThing *
thing_of (const GantryActor *actor, const GantryRequest *request)
{
  return &actor->world->things[request->object];
}

static GantryThingKind
kind_of (const GantryWorld *world, uint32_t object)
{
  return world->run->program->things[object].kind;
}

bool
gantry_lock_is_open (const GantryWorld *world, const GantryTaskSlot *slot, uint32_t object, uint32_t mode)
{
  const GantryThing *thing = &world->things[object];
  switch (kind_of(world, object)) {
  case GANTRY_THING_SEMAPHORE:
    return thing->count > 0;
  case GANTRY_THING_RWLOCK:
    return thing->owner == GANTRY_NO_LANE && (mode == 1 ? thing->writers == 0 : thing->n_holders == 0);
  case GANTRY_THING_LOCK:
    return thing->owner == GANTRY_NO_LANE;
  default:
    return thing->owner == GANTRY_NO_LANE || thing->owner == slot->lane;
  }
}

/* Its last holder was killed. */
static void
tell_left (GantryActor *actor, GantryThing *thing, const GantryRequest *request)
{
  const GantryProgram *program = actor->world->run->program;
  g_autofree char *name = gantry_task_slot_name(program, thing->left_by);
  g_autofree char *text = g_strdup_printf(_("‘%s’ was held by %s when that was killed"),
                                          program->things[request->object].name, name);
  thing->left_by = NULL;
  gantry_record_text(actor->recorder, actor->ticks, actor->slot->lane, GANTRY_EVENT_PRINT, 0, request->line,
                     text);
}

static void
record_acquired (GantryActor *actor, GantryThing *thing, const GantryRequest *request)
{
  bool waited = gantry_wait_get(actor->slot->wait.kind) != 0;
  uint32_t from = waited ? thing->released.lane : GANTRY_NO_LANE;
  gantry_record_acquired(actor->recorder, actor->ticks, actor->slot->lane, request->object,
                         request->kind == GANTRY_REQUEST_ACQUIRE ? request->mode : 0, from);
  actor->slot->wait.cause = thing->released;
  if (thing->left_by)
    tell_left(actor, thing, request);
}

void
gantry_lock_take (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  GantryThingKind kind = kind_of(actor->world, request->object);
  if (kind == GANTRY_THING_SEMAPHORE || (kind == GANTRY_THING_RWLOCK && request->mode == 1)) {
    thing->count -= kind == GANTRY_THING_SEMAPHORE;
    gantry_thing_add_holder(thing, actor->slot->lane);
  } else {
    thing->owner = actor->slot->lane;
    if (thing->depth++ > 0)
      return;
  }
  record_acquired(actor, thing, request);
}

/* Who waits may look again, now that it is free. */
static void
record_released (GantryActor *actor, GantryThing *thing, uint32_t object)
{
  bool many = kind_of(actor->world, object) == GANTRY_THING_RWLOCK;
  thing->released = (GantryStamp){actor->slot->lane, actor->ticks};
  gantry_record_released(actor->recorder, actor->ticks, actor->slot->lane, object);
  gantry_thing_changed(actor, object, 0, many ? INT_MAX : 1);
  if (many)
    gantry_thing_changed(actor, object, 1, 1);
}

GantryTry
gantry_lock_release (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  GantryThingKind kind = kind_of(actor->world, request->object);
  uint32_t lane = actor->slot->lane;
  if (kind == GANTRY_THING_SEMAPHORE) {
    /* Anyone may. */
    if (!gantry_thing_remove_holder(thing, lane))
      gantry_thing_remove_any_holder(thing);
    thing->count++;
  } else if (kind == GANTRY_THING_RWLOCK && gantry_thing_remove_holder(thing, lane)) {
    /* A reader has left. */
  } else if (thing->owner != lane) {
    return GANTRY_TRY_NOT_HELD;
  } else if (--thing->depth > 0) {
    return GANTRY_TRY_DONE;
  } else {
    thing->owner = GANTRY_NO_LANE;
  }
  record_released(actor, thing, request->object);
  return GANTRY_TRY_DONE;
}

/* Notified, or waiting for the lock again, which is free. */
bool
gantry_condition_is_open (const GantryWorld *world, const GantryTaskSlot *slot, uint32_t object)
{
  const GantryThing *thing = &world->things[object];
  if (gantry_wait_get(slot->wait.stage) == 1)
    return thing->permits > 0 && gantry_wait_get(slot->wait.ticket) < thing->horizon;
  return thing->owner == GANTRY_NO_LANE;
}

static GantryTry
begin_wait_for_notify (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  GantryWait *wait = &actor->slot->wait;
  if (thing->owner != actor->slot->lane)
    return GANTRY_TRY_NOT_HELD;
  wait->depth = thing->depth;
  thing->depth = 0;
  thing->owner = GANTRY_NO_LANE;
  record_released(actor, thing, request->object);
  gantry_wait_begin(actor->slot, request, thing->generation++);
  gantry_wait_set(wait->stage, 1);
  thing->waiting++;
  gantry_wait_register(actor->slot, true);
  return GANTRY_TRY_WAIT;
}

/* Has the lock again, or waits for it. */
static GantryTry
take_again (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  GantryWait *wait = &actor->slot->wait;
  GantryStamp notified = wait->cause;
  if (!gantry_condition_is_open(actor->world, actor->slot, request->object))
    return GANTRY_TRY_WAIT;
  thing->owner = actor->slot->lane;
  thing->depth = wait->depth;
  record_acquired(actor, thing, request);
  /* The later one is what it waited for. */
  if (notified.ticks > wait->cause.ticks)
    wait->cause = notified;
  gantry_wait_end(actor->slot);
  return GANTRY_TRY_DONE;
}

GantryTry
gantry_condition_try (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  GantryWait *wait = &actor->slot->wait;
  if (gantry_wait_get(wait->kind) == 0)
    return begin_wait_for_notify(actor, request);
  if (gantry_wait_get(wait->stage) == 1) {
    if (!gantry_condition_is_open(actor->world, actor->slot, request->object))
      return GANTRY_TRY_WAIT;
    thing->permits--;
    thing->waiting--;
    gantry_wait_register(actor->slot, false);
    wait->cause = thing->set;
    gantry_wait_set(wait->stage, 2);
    gantry_wait_set(wait->timed, false);
  }
  return take_again(actor, request);
}

GantryTry
gantry_condition_give_up (GantryActor *actor, const GantryRequest *request)
{
  GantryWait *wait = &actor->slot->wait;
  if (gantry_wait_get(wait->stage) == 1) {
    gantry_thing_forget_wait(actor, request->object, actor->slot);
    gantry_wait_set(wait->stage, 2);
    gantry_wait_set(wait->timed, false);
    wait->cause = (GantryStamp){GANTRY_NO_LANE, 0};
  }
  return take_again(actor, request);
}

GantryTry
gantry_condition_notify (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *thing = thing_of(actor, request);
  if (thing->owner != actor->slot->lane)
    return GANTRY_TRY_NOT_HELD;
  int64_t more = MIN(thing->waiting - thing->permits, MAX(request->value, 0));
  thing->permits += more;
  thing->horizon = thing->generation;
  thing->set = (GantryStamp){actor->slot->lane, actor->ticks};
  if (more > 0)
    gantry_thing_changed(actor, request->object, 1, INT_MAX);
  return GANTRY_TRY_DONE;
}
