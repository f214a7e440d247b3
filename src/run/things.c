/* Making the shared things; their guards and eventcounts; who is blocked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things.h"

#include "run/pools.h"
#include "run/things-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define UNBOUNDED 1000000
#define PIPE_INTEGERS 8192 /* 64 KiB of them, as a pipe of the system's holds */
#define PIPE_BYTES 262144

static bool
make_pipe (GantryThing *thing)
{
  if (pipe2(thing->fds, O_CLOEXEC | O_NONBLOCK) != 0)
    return false;
  thing->capacity = PIPE_INTEGERS;
  if (fcntl(thing->fds[1], F_SETPIPE_SZ, PIPE_BYTES) < PIPE_BYTES)
    thing->capacity = 16 * (4096 / (int64_t)sizeof(GantryQueueItem));
  return true;
}

/* FALSE, with errno: the machine refuses it. */
static bool
make_thing (GantryThing *thing, const GantryThingDeclaration *declaration)
{
  gantry_shared_mutex_init(&thing->guard);
  thing->owner = GANTRY_NO_LANE;
  switch (declaration->kind) {
  case GANTRY_THING_SEMAPHORE:
    thing->count = declaration->initial;
    return (thing->holders = gantry_shared_new(sizeof(uint32_t) * GANTRY_MOST_STARTS)) != NULL;
  case GANTRY_THING_RWLOCK:
    return (thing->holders = gantry_shared_new(sizeof(uint32_t) * GANTRY_MOST_STARTS)) != NULL;
  case GANTRY_THING_QUEUE:
    thing->capacity = declaration->capacity > 0 ? declaration->capacity : UNBOUNDED;
    return (thing->items = gantry_shared_new(sizeof(GantryQueueItem) * (gsize)thing->capacity)) != NULL;
  case GANTRY_THING_PIPE:
    return make_pipe(thing);
  case GANTRY_THING_POOL:
    thing->capacity = UNBOUNDED;
    return (thing->calls = gantry_shared_new(sizeof(GantryCall) * UNBOUNDED)) != NULL;
  default:
    return true;
  }
}

GantryThing *
gantry_things_new (const GantryProgram *program, GError **error)
{
  GantryThing *things = gantry_shared_new(sizeof *things * (program->n_things + 1));
  bool is_made = things != NULL;
  for (uint32_t i = 0; is_made && i < program->n_things; i++)
    is_made = make_thing(&things[i], &program->things[i]);
  if (is_made)
    return things;
  gantry_run_refused(error);
  return NULL;
}

static void
clear_thing (GantryThing *thing, const GantryThingDeclaration *declaration)
{
  gantry_shared_free((gpointer)thing->holders, sizeof(uint32_t) * GANTRY_MOST_STARTS);
  gantry_shared_free(thing->items, sizeof(GantryQueueItem) * (gsize)thing->capacity);
  gantry_shared_free(thing->calls, sizeof(GantryCall) * UNBOUNDED);
  if (declaration->kind == GANTRY_THING_PIPE) {
    close(thing->fds[0]);
    close(thing->fds[1]);
  }
  pthread_mutex_destroy(&thing->guard);
}

void
gantry_things_free (GantryThing *things, const GantryProgram *program)
{
  for (uint32_t i = 0; i < program->n_things; i++)
    clear_thing(&things[i], &program->things[i]);
  gantry_shared_free(things, sizeof *things * (program->n_things + 1));
}

void
gantry_thing_lock (GantryWorld *world, uint32_t object)
{
  gantry_shared_mutex_lock(&world->things[object].guard);
}

bool
gantry_thing_unlock (GantryActor *actor, uint32_t object)
{
  GantryThing *thing = &actor->world->things[object];
  int wake[GANTRY_CHANNELS] = {0, 0};
  uint64_t own = actor->loop >= 0 ? UINT64_C(1) << actor->loop : 0;
  bool changed = actor->wake[0] > 0 || actor->wake[1] > 0;
  uint64_t loops = changed ? thing->loops : 0;
  for (int i = 0; i < GANTRY_CHANNELS; i++) {
    if (thing->sleepers[i] > 0)
      wake[i] = actor->wake[i];
    actor->wake[i] = 0;
  }
  pthread_mutex_unlock(&thing->guard);
  for (int i = 0; i < GANTRY_CHANNELS; i++)
    if (wake[i] > 0)
      gantry_futex_wake(&thing->changed[i], wake[i]);
  gantry_tasks_tell_loops(actor->world->tasks, loops & ~own);
  return (loops & own) != 0;
}

void
gantry_thing_changed (GantryActor *actor, uint32_t object, int channel, int most)
{
  GantryThing *thing = &actor->world->things[object];
  if (thing->sleepers[channel] > 0)
    gantry_shared_condition_touch(&thing->changed[channel]);
  actor->wake[channel] = MAX(actor->wake[channel], most);
}

void
gantry_wait_begin (GantryTaskSlot *slot, const GantryRequest *request, uint64_t target)
{
  GantryWait *wait = &slot->wait;
  gantry_wait_set(wait->object, request->object);
  gantry_wait_set(wait->mode, request->mode);
  gantry_wait_set(wait->line, request->line);
  gantry_wait_set(wait->timed, request->deadline != GANTRY_NO_DEADLINE);
  gantry_wait_set(wait->ticket, target);
  gantry_wait_set(wait->kind, (uint32_t)request->kind + 1);
  /* The compiler's: that it waits is told before the thing counts it, so that it can be counted again if it
   * is killed; and below until it does not any more. */
  atomic_signal_fence(memory_order_seq_cst);
}

void
gantry_wait_end (GantryTaskSlot *slot)
{
  atomic_signal_fence(memory_order_seq_cst);
  gantry_wait_set(slot->wait.kind, 0);
  gantry_wait_set(slot->wait.stage, 0);
}

static GantryThingKind
kind_of (const GantryWorld *world, uint32_t object)
{
  return world->run->program->things[object].kind;
}

GantryState
gantry_thing_wait_state (const GantryWorld *world, const GantryTaskSlot *slot)
{
  static const GantryState states[GANTRY_N_THING_KINDS] = {
      [GANTRY_THING_LOCK] = GANTRY_STATE_WAIT_LOCK,
      [GANTRY_THING_RLOCK] = GANTRY_STATE_WAIT_LOCK,
      [GANTRY_THING_RWLOCK] = GANTRY_STATE_WAIT_LOCK,
      [GANTRY_THING_SEMAPHORE] = GANTRY_STATE_WAIT_SEMAPHORE,
      [GANTRY_THING_CONDITION] = GANTRY_STATE_WAIT_LOCK,
      [GANTRY_THING_EVENT] = GANTRY_STATE_WAIT_EVENT,
      [GANTRY_THING_BARRIER] = GANTRY_STATE_WAIT_BARRIER,
      [GANTRY_THING_QUEUE] = GANTRY_STATE_WAIT_QUEUE,
      [GANTRY_THING_PIPE] = GANTRY_STATE_WAIT_PIPE,
      [GANTRY_THING_MANAGER] = GANTRY_STATE_WAIT_MANAGER,
      [GANTRY_THING_POOL] = GANTRY_STATE_WAIT_POOL,
  };
  if (gantry_wait_get(slot->wait.stage) == 1)
    return GANTRY_STATE_WAIT_CONDITION;
  return states[kind_of(world, gantry_wait_get(slot->wait.object))];
}

int
gantry_thing_wait_channel (const GantryWorld *world, const GantryTaskSlot *slot)
{
  const GantryWait *wait = &slot->wait;
  switch ((GantryRequestKind)(gantry_wait_get(wait->kind) - 1)) {
  case GANTRY_REQUEST_PUT:
  case GANTRY_REQUEST_SEND:
  case GANTRY_REQUEST_JOIN_POOL:
    return 1;
  case GANTRY_REQUEST_ACQUIRE:
    return kind_of(world, gantry_wait_get(wait->object)) == GANTRY_THING_RWLOCK &&
           gantry_wait_get(wait->mode) == 0;
  default:
    return gantry_wait_get(wait->stage) == 1;
  }
}

static void
append_holders (GantryThing *thing, GArray *holders)
{
  if (thing->owner != GANTRY_NO_LANE)
    g_array_append_val(holders, thing->owner);
  for (uint32_t i = 0; i < thing->n_holders; i++) {
    uint32_t lane = thing->holders[i];
    if (lane != GANTRY_NO_LANE)
      g_array_append_val(holders, lane);
  }
}

static bool
join_blocks (GantryWorld *world, GantryTaskSlot *slot, GArray *holders)
{
  const GantryTasks *tasks = world->tasks;
  GantryTaskSlot *other = (GantryTaskSlot *)(uintptr_t)gantry_wait_get(slot->wait.ticket);
  /* It may have gone on to wait for something else meanwhile, whose ticket is no slot. */
  if (other < tasks->slots || other >= tasks->slots + GANTRY_MOST_STARTS || atomic_load(&other->ended))
    return false;
  if (holders)
    g_array_append_val(holders, other->lane);
  return true;
}

bool
gantry_thing_blocks (GantryWorld *world, GantryTaskSlot *slot, GArray *holders)
{
  GantryWait *wait = &slot->wait;
  uint32_t kind = gantry_wait_get(wait->kind), object = gantry_wait_get(wait->object);
  if (kind == 0 || gantry_wait_get(wait->timed) || gantry_task_slot_is_cancelled(slot))
    return false;
  if (kind - 1 == GANTRY_REQUEST_JOIN || kind - 1 == GANTRY_REQUEST_OFFLOAD)
    return join_blocks(world, slot, holders);
  if (kind - 1 == GANTRY_REQUEST_RUN_ASYNC_END) /* for the other tasks of its loop */
    return true;
  if (object >= world->run->program->n_things)
    return false;
  gantry_thing_lock(world, object);
  /* Looked at again under the guard: it may have gone on meanwhile. */
  bool blocks =
      gantry_wait_get(wait->kind) == kind && gantry_wait_get(wait->object) == object &&
      !gantry_thing_is_open(world, slot, (GantryRequestKind)(kind - 1), object, gantry_wait_get(wait->mode));
  if (blocks && holders)
    append_holders(&world->things[object], holders);
  pthread_mutex_unlock(&world->things[object].guard);
  return blocks;
}

bool
gantry_things_have_calls (GantryWorld *world)
{
  int64_t n_calls = 0;
  for (uint32_t i = 0; i < world->run->program->n_things; i++) {
    if (kind_of(world, i) != GANTRY_THING_POOL)
      continue;
    gantry_thing_lock(world, i);
    n_calls += world->things[i].count;
    pthread_mutex_unlock(&world->things[i].guard);
  }
  return n_calls > 0;
}
