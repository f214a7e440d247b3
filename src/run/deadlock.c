/* Deadlocks.
 *
 * A task is stuck if what it waits for cannot come as things are, by the thing's own rules (things.h), and no
 * deadline ends the wait. If that holds for each task that has not ended, nothing can change any more: the
 * rules look at nothing but what tasks do. So looking once is enough, if nobody moved or ended meanwhile; who
 * moves is seen by its wait's end, who ended by looking again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/deadlock.h"

#include <glib/gi18n-lib.h>

#define MOST_TOLD 6

static void
clear_waiter (gpointer data)
{
  g_array_unref(((GantryDeadlockWaiter *)data)->holders);
}

static bool
is_idle_worker (const GantryTaskSlot *slot)
{
  return slot->pool != GANTRY_NO_OBJECT && !atomic_load(&slot->busy);
}

/* All that have not ended, if all of them are blocked. */
static GArray *
gather (GantryWorld *world)
{
  GArray *waiters = g_array_new(FALSE, FALSE, sizeof(GantryDeadlockWaiter));
  g_array_set_clear_func(waiters, clear_waiter);
  uint32_t n_slots = MIN(atomic_load(&world->tasks->n_slots), GANTRY_MOST_STARTS);
  for (uint32_t i = 0; i < n_slots; i++) {
    GantryTaskSlot *slot = &world->tasks->slots[i];
    if (atomic_load(&slot->ended))
      continue;
    GantryDeadlockWaiter waiter = {.slot = slot, .holders = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    bool blocks = gantry_thing_blocks(world, slot, waiter.holders);
    if (!blocks || is_idle_worker(slot))
      g_array_unref(waiter.holders);
    else
      g_array_append_val(waiters, waiter);
    if (blocks)
      continue;
    g_array_unref(waiters);
    return NULL;
  }
  return waiters;
}

static GHashTable *
index_by_lane (const GArray *waiters)
{
  GHashTable *by_lane = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < waiters->len; i++) {
    uint32_t lane = g_array_index(waiters, GantryDeadlockWaiter, i).slot->lane;
    g_hash_table_insert(by_lane, GUINT_TO_POINTER(lane), GUINT_TO_POINTER(i + 1));
  }
  return by_lane;
}

/* Follows each waiter to its first holder that waits as well; where that leads back is the cycle. Returns the
 * number of one in it, or -1. Method: walking with marks, each step taken once. */
static int
find_cycle (const GArray *waiters, GHashTable *by_lane, guint *next)
{
  g_autofree guint *walk = g_new0(guint, waiters->len);
  for (guint i = 0; i < waiters->len; i++) {
    const GArray *holders = g_array_index(waiters, GantryDeadlockWaiter, i).holders;
    next[i] = 0;
    for (guint k = 0; k < holders->len && next[i] == 0; k++)
      next[i] = GPOINTER_TO_UINT(
          g_hash_table_lookup(by_lane, GUINT_TO_POINTER(g_array_index(holders, uint32_t, k))));
  }
  for (guint start = 0; start < waiters->len; start++) {
    guint at = start + 1;
    while (at != 0 && walk[at - 1] == 0) {
      walk[at - 1] = start + 1;
      at = next[at - 1];
    }
    if (at != 0 && walk[at - 1] == start + 1)
      return (int)at - 1;
  }
  return -1;
}

/* Who waits at the end of a `run async` waits for each task on that loop. */
static void
add_loop_tasks (GArray *waiters, GHashTable *by_lane)
{
  for (guint i = 0; i < waiters->len; i++) {
    const GantryTaskSlot *slot = g_array_index(waiters, GantryDeadlockWaiter, i).slot;
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(by_lane, GUINT_TO_POINTER(slot->loop_block)));
    if (slot->loop_block == slot->lane || slot->daemon || place == 0)
      continue;
    const GantryDeadlockWaiter *block = &g_array_index(waiters, GantryDeadlockWaiter, place - 1);
    if (gantry_wait_get(block->slot->wait.kind) - 1 == GANTRY_REQUEST_RUN_ASYNC_END)
      g_array_append_val(block->holders, slot->lane);
  }
}

/* Those of the cycle go first. */
static GArray *
in_order (GArray *waiters)
{
  g_autoptr(GHashTable) by_lane = index_by_lane(waiters);
  add_loop_tasks(waiters, by_lane);
  g_autofree guint *next = g_new(guint, waiters->len);
  int at = find_cycle(waiters, by_lane, next);
  GArray *ordered = g_array_new(FALSE, FALSE, sizeof(GantryDeadlockWaiter));
  g_array_set_clear_func(ordered, clear_waiter);
  while (at >= 0 && !g_array_index(waiters, GantryDeadlockWaiter, at).in_cycle) {
    GantryDeadlockWaiter *waiter = &g_array_index(waiters, GantryDeadlockWaiter, at);
    waiter->in_cycle = true;
    g_array_ref(waiter->holders);
    g_array_append_val(ordered, *waiter);
    at = (int)next[at] - 1;
  }
  for (guint i = 0; i < waiters->len; i++) {
    GantryDeadlockWaiter *waiter = &g_array_index(waiters, GantryDeadlockWaiter, i);
    if (waiter->in_cycle)
      continue;
    g_array_ref(waiter->holders);
    g_array_append_val(ordered, *waiter);
  }
  return ordered;
}

/* Daemons alone hold up nothing: they wait as long as they live, and end with the run, which may be over by
 * now though it was not when somebody looked last. */
static bool
holds_up_run (const GArray *waiters)
{
  for (guint i = 0; i < waiters->len; i++)
    if (!g_array_index(waiters, GantryDeadlockWaiter, i).slot->daemon)
      return true;
  return false;
}

GArray *
gantry_deadlock_find (GantryWorld *world)
{
  /* In this order: nobody is awake after the number was read, so whoever does something wakes first. */
  uint64_t moves = atomic_load(&world->tasks->moves);
  if (!atomic_load(&world->tasks->is_doubtful) && atomic_load(&world->tasks->awake) > 0)
    return NULL;
  /* A task is no more awake a moment before it has ended. One that ended in the middle of the first look may
   * have been taken for alive by who joins it, and for dead after that; in the second look all that were not
   * seen waiting in the first have ended. */
  g_autoptr(GArray) first = gather(world);
  g_autoptr(GArray) waiters = first ? gather(world) : NULL;
  /* Whoever woke meanwhile may have let one go on that had been looked at, and wait again. */
  if (!waiters || !holds_up_run(waiters) || atomic_load(&world->tasks->moves) != moves)
    return NULL;
  return in_order(waiters);
}

static bool
is_join (const GantryTaskSlot *slot)
{
  uint32_t kind = gantry_wait_get(slot->wait.kind) - 1;
  return kind == GANTRY_REQUEST_JOIN || kind == GANTRY_REQUEST_OFFLOAD;
}

/* What the task waits for; or GANTRY_NO_OBJECT, where those are other tasks. */
static uint32_t
object_of (const GantryWorld *world, const GantryTaskSlot *slot)
{
  uint32_t kind = gantry_wait_get(slot->wait.kind) - 1, object = gantry_wait_get(slot->wait.object);
  bool is_thing =
      !is_join(slot) && kind != GANTRY_REQUEST_RUN_ASYNC_END && object < world->run->program->n_things;
  return is_thing ? object : GANTRY_NO_OBJECT;
}

void
gantry_deadlock_record (GantryWorld *world, const GArray *waiters)
{
  GantryRecorder *recorder = world->run->recorder;
  uint64_t ticks = gantry_recorder_resume(recorder);
  for (guint i = 0; i < waiters->len; i++) {
    const GantryDeadlockWaiter *waiter = &g_array_index(waiters, GantryDeadlockWaiter, i);
    const GantryTaskSlot *slot = waiter->slot;
    bool joins = is_join(slot);
    uint32_t object = object_of(world, slot);
    uint32_t line = gantry_wait_get(slot->wait.line);
    uint32_t n_told = MIN(waiter->holders->len, GANTRY_MOST_DEADLOCK_HOLDERS);
    for (uint32_t k = 0; k < MAX(n_told, 1u); k++) {
      uint32_t holder = k < n_told ? g_array_index(waiter->holders, uint32_t, k) : GANTRY_NO_LANE;
      gantry_record_deadlock(recorder, ticks, slot->lane, object, line, holder, joins, k == 0);
    }
  }
}

static const GantryTaskSlot *
slot_of_lane (const GantryWorld *world, uint32_t lane)
{
  uint32_t n_slots = MIN(atomic_load(&world->tasks->n_slots), GANTRY_MOST_STARTS);
  for (uint32_t i = 0; i < n_slots; i++)
    if (world->tasks->slots[i].lane == lane)
      return &world->tasks->slots[i];
  return NULL;
}

static void
append_name (GString *text, const GantryWorld *world, uint32_t lane)
{
  const GantryTaskSlot *slot = slot_of_lane(world, lane);
  g_autofree char *name = slot ? gantry_task_slot_name(world->run->program, slot) : NULL;
  g_string_append(text, name ? name : "?");
}

static void
describe_waiter (GString *text, const GantryWorld *world, const GantryDeadlockWaiter *waiter)
{
  const GantryTaskSlot *slot = waiter->slot;
  uint32_t line = gantry_wait_get(slot->wait.line), object = object_of(world, slot);
  append_name(text, world, slot->lane);
  if (is_join(slot) && waiter->holders->len > 0) {
    g_string_append(text, _(" waits for the end of "));
    append_name(text, world, g_array_index(waiter->holders, uint32_t, 0));
    g_string_append_printf(text, _(" (line %u)"), line);
    return;
  }
  if (object == GANTRY_NO_OBJECT) {
    g_string_append_printf(text, _(" waits for the tasks of its loop (line %u)"), line);
    return;
  }
  const GantryThingDeclaration *thing = &world->run->program->things[object];
  g_string_append_printf(text, _(" waits for the %s ‘%s’ (line %u)"), gantry_thing_kind_id(thing->kind),
                         thing->name, line);
  for (guint i = 0; i < waiter->holders->len && i < MOST_TOLD; i++) {
    g_string_append(text, i == 0 ? _(", held by ") : ", ");
    append_name(text, world, g_array_index(waiter->holders, uint32_t, i));
  }
}

char *
gantry_deadlock_describe (GantryWorld *world, const GArray *waiters)
{
  GString *text = g_string_new(_("deadlock: "));
  for (guint i = 0; i < waiters->len && i < MOST_TOLD; i++) {
    if (i > 0)
      g_string_append(text, "; ");
    describe_waiter(text, world, &g_array_index(waiters, GantryDeadlockWaiter, i));
  }
  if (waiters->len > MOST_TOLD)
    g_string_append_printf(text, _("; and %u more wait"), waiters->len - MOST_TOLD);
  return g_string_free(text, FALSE);
}
