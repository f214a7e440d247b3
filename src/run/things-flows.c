/* The rules of events, barriers, queues, pipes and pools.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things-private.h"

#include <unistd.h>

static GantryThing *
thing_of (const GantryActor *actor, const GantryRequest *request)
{
  return &actor->world->things[request->object];
}

static GantryStamp
stamp_of (const GantryActor *actor)
{
  return (GantryStamp){actor->slot->lane, actor->ticks};
}

bool
gantry_flow_is_open (const GantryWorld *world, const GantryTaskSlot *slot, GantryRequestKind request,
                     uint32_t object)
{
  const GantryThing *thing = &world->things[object];
  bool waits = gantry_wait_get(slot->wait.kind) != 0;
  switch (request) {
  case GANTRY_REQUEST_WAIT:
    if (waits)
      return thing->generation != gantry_wait_get(slot->wait.ticket);
    return world->run->program->things[object].kind == GANTRY_THING_EVENT
               ? thing->is_set
               : thing->count + 1 >= world->run->program->things[object].initial;
  case GANTRY_REQUEST_PUT:
  case GANTRY_REQUEST_SEND:
    return thing->length < thing->capacity;
  case GANTRY_REQUEST_GET:
  case GANTRY_REQUEST_RECEIVE:
    return thing->length > 0;
  case GANTRY_REQUEST_JOIN_POOL:
    return thing->count == 0;
  default:
    return true;
  }
}

/* What was waited for, an event or a pool's last call, has come. */
static GantryTry
go_past (GantryActor *actor, const GantryRequest *request)
{
  actor->slot->wait.cause = thing_of(actor, request)->set;
  return GANTRY_TRY_DONE;
}

static GantryTry
set_event (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *event = thing_of(actor, request);
  event->is_set = request->kind == GANTRY_REQUEST_SET;
  gantry_record_value(actor->recorder, actor->ticks, actor->slot->lane, request->object, 1, event->is_set);
  if (!event->is_set)
    return GANTRY_TRY_DONE;
  event->set = stamp_of(actor);
  event->generation++;
  gantry_thing_changed(actor, request->object, 0, INT_MAX);
  return GANTRY_TRY_DONE;
}

static GantryTry
pass_barrier (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *barrier = thing_of(actor, request);
  if (gantry_wait_get(actor->slot->wait.kind) != 0) {
    actor->slot->wait.registered = false;
    actor->slot->wait.cause = barrier->set;
    return GANTRY_TRY_DONE;
  }
  barrier->count = 0;
  barrier->generation++;
  barrier->set = stamp_of(actor);
  gantry_thing_changed(actor, request->object, 0, INT_MAX);
  return GANTRY_TRY_DONE;
}

static void
record_length (GantryActor *actor, const GantryRequest *request, bool was_get)
{
  gantry_record_length(actor->recorder, actor->ticks, actor->slot->lane, request->object, was_get,
                       (uint64_t)thing_of(actor, request)->length);
}

static GantryTry
put (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *queue = thing_of(actor, request);
  GantryQueueItem item = {request->value, stamp_of(actor)};
  actor->slot->wait.cause = queue->released;
  if (request->kind == GANTRY_REQUEST_SEND) {
    /* Whole or not at all: it is shorter than PIPE_BUF. Full before the count says so: wait like the rest. */
    if (write(queue->fds[1], &item, sizeof item) != sizeof item)
      return GANTRY_TRY_WAIT;
  } else {
    queue->items[(queue->first + queue->length) % queue->capacity] = item;
  }
  queue->length++;
  record_length(actor, request, false);
  gantry_thing_changed(actor, request->object, 0, 1);
  return GANTRY_TRY_DONE;
}

static GantryTry
get (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *queue = thing_of(actor, request);
  GantryQueueItem item = {0};
  if (request->kind == GANTRY_REQUEST_RECEIVE) {
    /* Empty although the count says otherwise: a sender was killed between the two. */
    if (read(queue->fds[0], &item, sizeof item) != sizeof item) {
      queue->length = 0;
      return GANTRY_TRY_WAIT;
    }
  } else {
    item = queue->items[queue->first];
    queue->first = (queue->first + 1) % queue->capacity;
  }
  queue->length--;
  queue->released = stamp_of(actor);
  actor->slot->wait.result = item.value;
  actor->slot->wait.cause = item.put;
  record_length(actor, request, true);
  gantry_thing_changed(actor, request->object, 1, 1);
  return GANTRY_TRY_DONE;
}

/* A worker takes the number of a call. */
static GantryTry
take_call (GantryActor *actor, const GantryRequest *request)
{
  GantryThing *pool = thing_of(actor, request);
  actor->slot->wait.result = pool->first;
  actor->slot->wait.cause = pool->calls[pool->first].put;
  pool->first = (pool->first + 1) % pool->capacity;
  pool->length--;
  gantry_thing_changed(actor, request->object, 1, 1);
  return GANTRY_TRY_DONE;
}

GantryTry
gantry_flow_try (GantryActor *actor, const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_WAIT:
    return actor->world->run->program->things[request->object].kind == GANTRY_THING_EVENT
               ? go_past(actor, request)
               : pass_barrier(actor, request);
  case GANTRY_REQUEST_SET:
  case GANTRY_REQUEST_CLEAR:
    return set_event(actor, request);
  case GANTRY_REQUEST_PUT:
  case GANTRY_REQUEST_SEND:
    return put(actor, request);
  case GANTRY_REQUEST_GET:
  case GANTRY_REQUEST_RECEIVE:
    return actor->world->run->program->things[request->object].kind == GANTRY_THING_POOL
               ? take_call(actor, request)
               : get(actor, request);
  case GANTRY_REQUEST_LENGTH:
    actor->slot->wait.result = thing_of(actor, request)->length;
    return GANTRY_TRY_DONE;
  case GANTRY_REQUEST_JOIN_POOL:
    return go_past(actor, request);
  default:
    g_assert_not_reached();
  }
}
