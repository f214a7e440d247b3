/* Pools.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/pools.h"

#include "run/things-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static GantryCarrier
carrier_of (const GantryWorld *world, uint32_t object)
{
  const GantryThingDeclaration *pool = &world->run->program->things[object];
  if (world->carrier == GANTRY_CARRIER_LOOP || !pool->pool_has_model)
    return world->carrier;
  return pool->pool_model == GANTRY_MODEL_PROCESSES ? GANTRY_CARRIER_PROCESS : GANTRY_CARRIER_THREAD;
}

static GantryTaskSlot *
new_worker (GantryActor *actor, uint32_t object, uint32_t number, char **reason)
{
  const GantryThingDeclaration *pool = &actor->world->run->program->things[object];
  GantrySlotStart start = {
      .carrier = carrier_of(actor->world, object),
      .pool = object,
      .name = pool->name,
      .numbered = true,
      .number = number,
  };
  return gantry_tasks_add(actor->world->tasks, actor->world->run, &start, reason);
}

/* The pool and the number of a worker that is counted and not made, as a slot tells it. */
static uint64_t
hiring (uint32_t object, int64_t number)
{
  return (uint64_t)(object + 1) << 32 | (uint32_t)number;
}

static bool
push_call (GantryActor *actor, const GantryRequest *request, char **reason)
{
  GantryTasks *tasks = actor->world->tasks;
  GantryThing *pool = &actor->world->things[request->object];
  const int64_t *args = gantry_tasks_keep_args(tasks, request->args, request->n_args);
  if (gantry_thing_length(pool) == pool->capacity || !args) {
    *reason = g_strdup_printf(_("more than %" PRId64 " calls wait in the pool"), pool->capacity);
    return false;
  }
  pool->calls[pool->put % pool->capacity] = (GantryCall){
      .task = request->task,
      .n_args = request->n_args,
      .args = args,
      .index = atomic_fetch_add(&tasks->indices[request->task], 1) + 1,
      .seed = gantry_vm_seed_of(request->seed, request->ordinal),
      .put = {actor->slot->lane, actor->ticks},
  };
  pool->count++;
  pool->put++;
  gantry_pool_tell_calls(actor, request->object);
  atomic_fetch_add(&tasks->live, 1);
  gantry_thing_changed(actor, request->object, 0, 1);
  return true;
}

void
gantry_pool_tell_calls (GantryActor *actor, uint32_t object)
{
  gantry_record_value(actor->recorder, actor->ticks, actor->slot->lane, object, 1,
                      gantry_thing_length(&actor->world->things[object]));
}

bool
gantry_pool_submit (GantryActor *actor, const GantryRequest *request, GantrySpawnWorker spawn, bool *retry,
                    char **reason)
{
  GantryThing *pool = &actor->world->things[request->object];
  uint32_t number = 0;
  gantry_thing_lock(actor->world, request->object);
  bool pushed = push_call(actor, request, reason);
  bool lacks = pool->n_idle < (uint64_t)gantry_thing_length(pool) &&
               pool->n_workers < actor->world->run->program->things[request->object].initial;
  if (pushed && lacks) {
    number = pool->n_workers + 1;
    /* First: whoever is killed in between takes it along. */
    atomic_store(&actor->slot->hires, hiring(request->object, number));
    pool->n_workers = number;
  }
  *retry = gantry_thing_unlock(actor, request->object);
  if (number == 0)
    return pushed;
  GantryTaskSlot *worker = new_worker(actor, request->object, number, reason);
  atomic_store(&actor->slot->hires, 0);
  if (worker && spawn(actor, worker, request->line, reason))
    return true;
  /* Nobody may ever take the call, which the run waits for. */
  actor->slot->stops_run = true;
  return false;
}

GantryCall
gantry_pool_get_call (const GantryWorld *world, uint32_t object, int64_t call)
{
  return world->things[object].calls[call];
}

bool
gantry_pool_finish (GantryActor *actor, uint32_t object)
{
  GantryThing *pool = &actor->world->things[object];
  gantry_thing_lock(actor->world, object);
  pool->set = (GantryStamp){actor->slot->lane, actor->ticks};
  atomic_store(&actor->slot->busy, 0);
  if (--pool->count == 0)
    gantry_thing_changed(actor, object, 1, INT_MAX);
  bool retry = gantry_thing_unlock(actor, object);
  gantry_tasks_less(actor->world->tasks);
  return retry;
}

/* A worker that a living task is about to make. */
typedef struct {
  uint64_t hires;
  uint32_t pid; /* of whom makes it; 0: it is not known */
  bool is_made;
} Hire;

static GArray *
hires_of (GantryTasks *tasks, uint32_t n_slots, uint32_t object, const GantryTaskSlot *dead)
{
  GArray *hires = g_array_new(FALSE, FALSE, sizeof(Hire));
  for (uint32_t i = 0; i < n_slots; i++) {
    GantryTaskSlot *slot = &tasks->slots[i];
    Hire hire = {atomic_load(&slot->hires), atomic_load(&slot->pid), false};
    if (hire.hires >> 32 == (uint64_t)object + 1 && slot != dead && !atomic_load(&slot->ended))
      g_array_append_val(hires, hire);
  }
  return hires;
}

static void
note_made (GArray *hires, uint64_t made, uint32_t starter_pid)
{
  for (guint i = 0; i < hires->len; i++) {
    Hire *hire = &g_array_index(hires, Hire, i);
    hire->is_made = hire->is_made || (hire->hires == made && (hire->pid == 0 || hire->pid == starter_pid));
  }
}

/* Those that are there, and those that are on their way: who makes one tells it before, and that it is made
 * after, so that looked at in this order none is left out, and none counted twice. */
static uint32_t
count_workers (GantryTasks *tasks, uint32_t n_slots, uint32_t object, const GantryTaskSlot *dead)
{
  uint32_t n_workers = 0;
  g_autoptr(GArray) hires = hires_of(tasks, n_slots, object, dead);
  for (uint32_t i = 0; i < n_slots; i++) {
    const GantryTaskSlot *slot = &tasks->slots[i];
    uint32_t starter_pid = atomic_load(&slot->starter_pid);
    if (starter_pid == 0 || slot->pool != object || atomic_load(&slot->ended))
      continue;
    n_workers++;
    note_made(hires, hiring(object, slot->number), starter_pid);
  }
  for (guint i = 0; i < hires->len; i++)
    n_workers += !g_array_index(hires, Hire, i).is_made;
  return n_workers;
}

void
gantry_pool_recount (GantryActor *actor, uint32_t object, GantryTaskSlot *dead)
{
  GantryTasks *tasks = actor->world->tasks;
  GantryThing *pool = &actor->world->things[object];
  uint32_t n_slots = MIN(atomic_load(&tasks->n_slots), GANTRY_MOST_STARTS);
  if (dead->pool == object && atomic_load(&dead->busy)) {
    atomic_store(&dead->busy, 0);
    pool->set = (GantryStamp){dead->lane, actor->ticks};
    gantry_tasks_less(tasks);
  }
  pool->count = gantry_thing_length(pool);
  for (uint32_t i = 0; i < n_slots; i++)
    if (tasks->slots[i].pool == object)
      pool->count += atomic_load(&tasks->slots[i].busy);
  pool->n_workers = count_workers(tasks, n_slots, object, dead);
}

void
gantry_pool_bury (GantryActor *actor, GantryTaskSlot *dead, GantrySpawnWorker spawn)
{
  g_autofree char *reason = NULL;
  GantryThing *pool = &actor->world->things[dead->pool];
  gantry_thing_lock(actor->world, dead->pool);
  bool lacks = gantry_thing_length(pool) > 0;
  uint32_t number = lacks ? pool->n_workers + 1 : 0;
  if (!lacks)
    pool->n_workers--;
  gantry_thing_unlock(actor, dead->pool);
  if (!lacks)
    return;
  GantryTaskSlot *worker = new_worker(actor, dead->pool, number, &reason);
  if (worker && spawn(actor, worker, 0, &reason))
    return;
  /* Nobody may be left to take the calls that there are: who waits for them would wait for ever. */
  GantryTasks *tasks = actor->world->tasks;
  gantry_ending_task(tasks->ending, actor->world->run->program->things[dead->pool].name,
                     GANTRY_OUTCOME_FAILED, reason);
  gantry_tasks_stop(tasks);
}

GantryRequest
gantry_pool_take_request (uint32_t object, uint32_t line)
{
  return (GantryRequest){
      .kind = GANTRY_REQUEST_GET,
      .object = object,
      .line = line,
      .deadline = GANTRY_NO_DEADLINE,
  };
}

char *
gantry_pool_call_name (const GantryProgram *program, const GantryCall *call)
{
  return gantry_vm_instance_name(program->tasks[call->task].name, true, call->index);
}
