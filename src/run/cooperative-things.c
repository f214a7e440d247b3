/* Waits of parked tasks: for things, for the ends of others, for a manager's answer.
 *
 * What a parked task waits for is done for it by whoever makes it possible, in the order of their coming, so
 * nobody can come between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/cooperative.h"

#include "run/pools.h"
#include "run/requests.h"

static bool
waits_for_thing (const GantryCooperativeTask *task)
{
  uint32_t kind = gantry_wait_get(task->slot->wait.kind) - 1;
  return task->request && task->request->object != GANTRY_NO_OBJECT && kind == (uint32_t)task->request->kind;
}

/* The thing's guard is held. */
static GQueue *
queue_of (GantryCooperative *self, const GantryCooperativeTask *task, uint32_t object)
{
  int channel = gantry_thing_wait_channel(self->world, task->slot);
  self->world->things[object].loops |= UINT64_C(1) << self->loop;
  return &self->parked[object][channel];
}

static void
not_held (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  g_autofree char *reason = gantry_reason_not_held(self->world, request);
  if (!request->unwinding)
    gantry_vm_fail(task->vm, reason);
}

bool
gantry_cooperative_use_thing (GantryCooperative *self, GantryCooperativeTask *task,
                              const GantryRequest *request)
{
  uint32_t object = request->object;
  GantryActor actor = gantry_cooperative_actor(self, task);
  gantry_thing_lock(self->world, object);
  GantryTry result = gantry_thing_try(&actor, request);
  if (result == GANTRY_TRY_WAIT)
    gantry_cooperative_park(self, task, request, gantry_thing_wait_state(self->world, task->slot), object,
                            queue_of(self, task, object));
  bool retry = gantry_thing_unlock(&actor, object);
  if (result == GANTRY_TRY_NOT_HELD)
    not_held(self, task, request);
  else if (result == GANTRY_TRY_DONE && task->vm)
    gantry_vm_answer(task->vm, task->slot->wait.result);
  if (retry)
    gantry_cooperative_retry(self, object);
  return result != GANTRY_TRY_WAIT;
}

/* Notified, it now waits for the condition's lock. */
static void
move (GantryCooperative *self, GantryCooperativeTask *task, uint32_t object)
{
  gantry_cooperative_unpark(task);
  task->parked_in = queue_of(self, task, object);
  g_queue_push_tail_link(task->parked_in, &task->link);
  gantry_timer_heap_remove(&self->timers, &task->timer);
  gantry_cooperative_record_state(self, task, gantry_thing_wait_state(self->world, task->slot),
                                  task->request->line, object, 0);
}

/* Tries for those in the queue, in their order, until one has to go on waiting. */
static void
retry_queue (GantryCooperative *self, GantryActor *actor, GQueue *queue, uint32_t object)
{
  GList *link;
  while ((link = g_queue_peek_head_link(queue))) {
    GantryCooperativeTask *task = link->data;
    actor->slot = task->slot;
    actor->ticks = gantry_recorder_now(self->recorder);
    if (gantry_thing_try(actor, task->request) == GANTRY_TRY_WAIT) {
      if (queue == queue_of(self, task, object))
        return;
      move(self, task, object);
    } else {
      const GantryStamp *cause = &task->slot->wait.cause;
      gantry_cooperative_wake(self, task, GANTRY_WOKEN_DONE, cause->lane, cause->ticks);
    }
  }
}

void
gantry_cooperative_retry (GantryCooperative *self, uint32_t object)
{
  GQueue *queues = self->parked[object];
  GantryActor actor = {.world = self->world, .recorder = self->recorder, .loop = self->loop};
  bool again = true;
  while (again) {
    gantry_thing_lock(self->world, object);
    retry_queue(self, &actor, &queues[1], object);
    retry_queue(self, &actor, &queues[0], object);
    if (g_queue_is_empty(&queues[0]) && g_queue_is_empty(&queues[1]))
      self->world->things[object].loops &= ~(UINT64_C(1) << self->loop);
    again = gantry_thing_unlock(&actor, object);
  }
}

static bool
give_up_thing (GantryCooperative *self, GantryCooperativeTask *task)
{
  uint32_t object = task->request->object;
  GantryActor actor = gantry_cooperative_actor(self, task);
  actor.ticks = gantry_recorder_now(self->recorder);
  gantry_thing_lock(self->world, object);
  GantryTry result = gantry_thing_give_up(&actor, task->request);
  if (result == GANTRY_TRY_WAIT) {
    task->given_up = true;
    move(self, task, object);
  } else {
    gantry_cooperative_unpark(task);
  }
  if (gantry_thing_unlock(&actor, object))
    gantry_cooperative_retry(self, object);
  return result != GANTRY_TRY_WAIT;
}

bool
gantry_cooperative_give_up (GantryCooperative *self, GantryCooperativeTask *task)
{
  if (waits_for_thing(task))
    return give_up_thing(self, task);
  gantry_cooperative_unpark(task);
  gantry_wait_end(task->slot);
  return true;
}

static GQueue *
joiners_of (GantryCooperative *self, GantryTaskSlot *slot)
{
  GQueue *queue = g_hash_table_lookup(self->joiners, slot);
  if (queue)
    return queue;
  queue = g_new0(GQueue, 1);
  g_hash_table_insert(self->joiners, slot, queue);
  return queue;
}

/* Waits for the end of another, which this loop may not carry. TRUE: it has come. */
static bool
wait_for (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request,
          GantryTaskSlot *other, GantryState state)
{
  /* First said, then asked: the other's carrier sees this or is seen to have ended. */
  if (!g_hash_table_contains(self->tasks, other))
    atomic_fetch_or(&self->world->tasks->loops_joining, UINT64_C(1) << self->loop);
  if (atomic_load(&other->ended))
    return true;
  gantry_wait_begin(task->slot, request, (uint64_t)(uintptr_t)other);
  gantry_cooperative_park(self, task, request, state, other->lane, joiners_of(self, other));
  return false;
}

bool
gantry_cooperative_join (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  int64_t result = 0;
  for (; task->join_at < request->n_handles; task->join_at++) {
    GantryTaskSlot *other = (GantryTaskSlot *)(uintptr_t)request->handles[task->join_at];
    if (!wait_for(self, task, request, other, GANTRY_STATE_WAIT_JOIN))
      return false;
    result = other->result;
  }
  if (request->n_handles > 0)
    result = ((GantryTaskSlot *)(uintptr_t)request->handles[request->n_handles - 1])->result;
  task->join_at = 0;
  gantry_vm_answer(task->vm, result);
  return true;
}

void
gantry_cooperative_wake_joiners (GantryCooperative *self, GantryTaskSlot *ended)
{
  GQueue *queue = g_hash_table_lookup(self->joiners, ended);
  GList *link;
  if (!queue)
    return;
  while ((link = g_queue_peek_head_link(queue))) {
    GantryCooperativeTask *task = link->data;
    bool joins = task->request->kind == GANTRY_REQUEST_JOIN;
    gantry_wait_end(task->slot);
    task->slot->wait.result = ended->result;
    gantry_cooperative_wake(self, task, joins ? GANTRY_WOKEN_TO_GO_ON : GANTRY_WOKEN_DONE, ended->lane,
                            ended->end_ticks);
  }
  g_hash_table_remove(self->joiners, ended);
}

/* A slot for the call, with its carrier. */
static GantryTaskSlot *
start_elsewhere (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request,
                 char **reason)
{
  GantrySlotStart start = gantry_offload_start(self->world, request);
  GantryActor actor = gantry_cooperative_actor(self, task);
  if (start.carrier == GANTRY_CARRIER_LOOP) {
    const GantryCooperativeTask *other =
        gantry_cooperative_start(self, &start, task->slot->lane, request->line, reason);
    return other ? other->slot : NULL;
  }
  GantryTaskSlot *slot = gantry_tasks_add(self->world->tasks, self->world->run, &start, reason);
  return slot && self->host->spawn(&actor, slot, request->line, reason) ? slot : NULL;
}

bool
gantry_cooperative_offload (GantryCooperative *self, GantryCooperativeTask *task,
                            const GantryRequest *request)
{
  g_autofree char *reason = NULL;
  GantryTaskSlot *slot = start_elsewhere(self, task, request, &reason);
  if (!slot) {
    gantry_vm_fail(task->vm, reason);
    return true;
  }
  if (!wait_for(self, task, request, slot, GANTRY_STATE_WAIT_RESULT))
    return false;
  gantry_vm_answer(task->vm, slot->result);
  return true;
}

bool
gantry_cooperative_submit (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  g_autofree char *reason = NULL;
  bool retry = false;
  GantryActor actor = gantry_cooperative_actor(self, task);
  if (!gantry_pool_submit(&actor, request, self->host->spawn, &retry, &reason))
    gantry_vm_fail(task->vm, reason);
  if (retry)
    gantry_cooperative_retry(self, request->object);
  return true;
}

void
gantry_cooperative_cancel (GantryCooperative *self, const GantryRequest *request)
{
  for (uint32_t i = 0; i < request->n_handles; i++) {
    GantryTaskSlot *slot = (GantryTaskSlot *)(uintptr_t)request->handles[i];
    GantryCooperativeTask *task = g_hash_table_lookup(self->tasks, slot);
    GantryStamp by = {self->current->slot->lane, gantry_recorder_now(self->recorder)};
    if (!task) {
      gantry_tasks_cancel(self->world->tasks, slot, &by);
      continue;
    }
    gantry_task_slot_cancel(slot, &by);
    gantry_cooperative_take_cancel(self, task);
  }
}

static void
look_for_cancels (GantryCooperative *self)
{
  uint32_t cancels = atomic_load(&self->world->tasks->cancels);
  if (cancels == self->cancels)
    return;
  self->cancels = cancels;
  g_autoptr(GList) tasks = g_hash_table_get_values(self->tasks);
  for (GList *link = tasks; link; link = link->next) {
    GantryCooperativeTask *task = link->data;
    if (gantry_task_slot_is_cancelled(task->slot))
      gantry_cooperative_take_cancel(self, task);
  }
}

static void
look_for_ends (GantryCooperative *self)
{
  g_autoptr(GList) slots = g_hash_table_get_keys(self->joiners);
  for (GList *link = slots; link; link = link->next) {
    GantryTaskSlot *slot = link->data;
    if (atomic_load(&slot->ended))
      gantry_cooperative_wake_joiners(self, slot);
  }
}

static void
look_for_answers (GantryCooperative *self)
{
  GList *link = g_queue_peek_head_link(&self->asking);
  while (link) {
    GantryCooperativeTask *task = link->data;
    GantryTaskSlot *slot = task->slot;
    link = link->next;
    if (atomic_load(&slot->answered) != slot->asked)
      continue;
    slot->wait.result = slot->answer;
    gantry_cooperative_wake(self, task, GANTRY_WOKEN_DONE, slot->answer_stamp.lane, slot->answer_stamp.ticks);
  }
}

void
gantry_cooperative_look (GantryCooperative *self)
{
  uint32_t n_things = self->world->run->program->n_things;
  look_for_cancels(self);
  look_for_ends(self);
  look_for_answers(self);
  for (uint32_t i = 0; i < n_things; i++)
    if (!g_queue_is_empty(&self->parked[i][0]) || !g_queue_is_empty(&self->parked[i][1]))
      gantry_cooperative_retry(self, i);
}
