/* The rules of events, barriers, queues, pipes and pools.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/pools.h"
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
    return gantry_thing_length(thing) < thing->capacity;
  case GANTRY_REQUEST_GET:
  case GANTRY_REQUEST_RECEIVE:
    return gantry_thing_length(thing) > 0;
  case GANTRY_REQUEST_JOIN_POOL:
    return thing->count == 0;
  default:
    return true;
  }
}

/* Without a wait, which would tell of it. */
static void
record_passage (GantryActor *actor, const GantryRequest *request)
{
  if (gantry_wait_get(actor->slot->wait.kind) == 0)
    gantry_record_acquired(actor->recorder, actor->ticks, actor->slot->lane, request->object, 0,
                           GANTRY_NO_LANE);
}

/* What was waited for, an event or a pool's last call, has come. */
static GantryTry
go_past (GantryActor *actor, const GantryRequest *request)
{
  actor->slot->wait.cause = thing_of(actor, request)->set;
  if (request->kind == GANTRY_REQUEST_WAIT)
    record_passage(actor, request);
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
    gantry_wait_register(actor->slot, false);
    actor->slot->wait.cause = barrier->set;
    return GANTRY_TRY_DONE;
  }
  record_passage(actor, request);
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
                       (uint64_t)gantry_thing_length(thing_of(actor, request)));
}

void
gantry_pipe_recount (GantryThing *pipe)
{
  GArray *items = g_array_new(FALSE, FALSE, sizeof(GantryQueueItem));
  GantryQueueItem item;
  /* All out and in again: the guard is held, and no other call that tells is allowed here. */
  while (read(pipe->fds[0], &item, sizeof item) == sizeof item)
    g_array_append_val(items, item);
  pipe->taken = pipe->put;
  for (guint i = 0; i < items->len; i++)
    if (write(pipe->fds[1], &g_array_index(items, GantryQueueItem, i), sizeof item) == sizeof item)
      pipe->put++;
  g_array_unref(items);
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
    queue->items[queue->put % queue->capacity] = item;
  }
  queue->put++;
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
      queue->taken = queue->put;
      return GANTRY_TRY_WAIT;
    }
  } else {
    item = queue->items[queue->taken % queue->capacity];
  }
  queue->taken++;
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
  int64_t place = pool->taken % pool->capacity;
  actor->slot->wait.result = place;
  actor->slot->wait.cause = pool->calls[place].put;
  /* In this order: a call is never out of the queue and with nobody, whenever this worker is killed. */
  atomic_store(&actor->slot->busy, 1);
  pool->taken++;
  gantry_pool_tell_calls(actor, request->object);
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
    actor->slot->wait.result = gantry_thing_length(thing_of(actor, request));
    return GANTRY_TRY_DONE;
  case GANTRY_REQUEST_JOIN_POOL:
    return go_past(actor, request);
  default:
    g_assert_not_reached();
  }
}
