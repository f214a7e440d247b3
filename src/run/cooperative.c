/* Parking and waking, starting and ending of tasks that take turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/cooperative.h"

#include "run/pools.h"
#include "run/requests.h"

#include <signal.h>
#include <unistd.h>

static void
stored (uint32_t object, int64_t value, uint32_t line, gpointer user_data)
{
  GantryCooperative *self = user_data;
  gantry_value_log_store(self->values, self->recorder, self->current->slot->lane, object, value);
}

static void
free_queue (gpointer data)
{
  g_free(data); /* what is linked in it is the tasks' own */
}

void
gantry_cooperative_init (GantryCooperative *self, GantryWorld *world, const GantryCooperativeHost *host,
                         GantryRecorder *recorder, int loop)
{
  uint32_t n_things = world->run->program->n_things;
  *self = (GantryCooperative){.world = world, .host = host, .recorder = recorder, .loop = loop};
  gantry_timer_heap_init(&self->timers);
  self->parked = g_malloc0(sizeof *self->parked * (n_things + 1));
  self->joiners = g_hash_table_new_full(NULL, NULL, NULL, free_queue);
  self->tasks = g_hash_table_new(NULL, NULL);
  self->values = gantry_value_log_new(n_things);
  self->variables = (GantryVariables){world->plain, world->shared, stored, self};
  self->start_variables = &self->variables;
}

void
gantry_cooperative_clear (GantryCooperative *self)
{
  gantry_timer_heap_clear(&self->timers);
  g_free(self->parked);
  g_hash_table_unref(self->joiners);
  g_hash_table_unref(self->tasks);
  gantry_value_log_free(self->values);
}

GantryActor
gantry_cooperative_actor (GantryCooperative *self, GantryCooperativeTask *task)
{
  return (GantryActor){
      .world = self->world,
      .slot = task->slot,
      .recorder = self->recorder,
      .ticks = gantry_recorder_stamp(self->recorder, task->slot->lane),
      .loop = self->loop,
  };
}

/* A virtual processor is no place where this thread is. */
void
gantry_cooperative_record_state (GantryCooperative *self, const GantryCooperativeTask *task,
                                 GantryState state, uint32_t line, uint32_t object, int64_t amount)
{
  GantryRecorder *recorder = self->recorder;
  uint32_t lane = task->slot->lane;
  if (recorder->clock == GANTRY_CLOCK_VIRTUAL)
    gantry_record_state_on(recorder, recorder->virtual_time, lane, state, GANTRY_NO_CPU, line, object,
                           (uint64_t)amount);
  else
    gantry_record_state(recorder, gantry_recorder_stamp(recorder, lane), lane, state, line, object,
                        (uint64_t)amount);
}

void
gantry_cooperative_park (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request,
                         GantryState state, uint32_t object, GQueue *queue)
{
  gantry_cooperative_record_state(self, task, state, request->line, object, request->amount);
  task->request = request;
  task->parked_in = queue;
  task->link.data = task;
  if (queue)
    g_queue_push_tail_link(queue, &task->link);
  if (request->kind != GANTRY_REQUEST_SLEEP && request->deadline != GANTRY_NO_DEADLINE && !task->given_up)
    gantry_timer_heap_add(&self->timers, &task->timer, request->deadline);
}

void
gantry_cooperative_unpark (GantryCooperativeTask *task)
{
  if (task->parked_in)
    g_queue_unlink(task->parked_in, &task->link);
  task->parked_in = NULL;
}

void
gantry_cooperative_wake (GantryCooperative *self, GantryCooperativeTask *task, GantryWokenHow how,
                         uint32_t by, uint64_t at)
{
  gantry_cooperative_unpark(task);
  gantry_timer_heap_remove(&self->timers, &task->timer);
  task->how = (uint8_t)how;
  task->woken = true;
  task->woken_by = by;
  task->woken_at = at;
  self->host->ready(self, task);
}

GantryCooperativeTask *
gantry_cooperative_adopt (GantryCooperative *self, GantryTaskSlot *slot, GantryVm *vm)
{
  GantryCooperativeTask *task = self->host->new_task(self);
  task->slot = slot;
  task->vm = vm;
  slot->loop = (int8_t)self->loop;
  slot->loop_block = task->loop_block;
  slot->is_process = task->is_process;
  slot->is_thread = task->is_thread;
  g_hash_table_insert(self->tasks, slot, task);
  return task;
}

GantryCooperativeTask *
gantry_cooperative_start (GantryCooperative *self, const GantrySlotStart *start, uint32_t parent,
                          uint32_t line, char **reason)
{
  const GantryProgram *program = self->world->run->program;
  GantryTaskSlot *slot = gantry_tasks_add(self->world->tasks, self->world->run, start, reason);
  if (!slot)
    return NULL;
  g_autofree char *name = gantry_task_slot_name(program, slot);
  GantryVmStart vm_start = gantry_slot_vm_start(slot, name);
  bool works = slot->pool != GANTRY_NO_OBJECT;
  GantryVm *vm = works ? NULL : gantry_vm_new(program, &vm_start, self->start_variables);
  GantryCooperativeTask *task = gantry_cooperative_adopt(self, slot, vm);
  self->live += slot->counts;
  gantry_record_slot_created(self->recorder, gantry_recorder_resume(self->recorder), self->world, slot,
                             parent, line);
  gantry_cooperative_wake(self, task, GANTRY_WOKEN_TO_GO_ON, GANTRY_NO_LANE,
                          gantry_recorder_now(self->recorder));
  return task;
}

bool
gantry_cooperative_start_main (GantryCooperative *self, uint32_t parent, GError **error)
{
  g_autofree char *reason = NULL;
  GantrySlotStart start = gantry_main_start(self->world, GANTRY_CARRIER_LOOP);
  if (gantry_cooperative_start(self, &start, parent, self->world->run->program->tasks[start.task].line,
                               &reason))
    return true;
  g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, reason);
  return false;
}

void
gantry_cooperative_end (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  GantryTaskSlot *slot = task->slot;
  g_autofree char *name = gantry_task_slot_name(self->world->run->program, slot);
  uint64_t ticks = gantry_recorder_stamp(self->recorder, slot->lane);
  gantry_ending_task(self->world->tasks->ending, name, request->outcome, request->text);
  gantry_record_lane_ended(self->recorder, ticks, slot->lane, request->outcome, request->value,
                           request->text);
  self->live -= slot->counts;
  g_hash_table_remove(self->tasks, slot);
  gantry_tasks_end(self->world->tasks, slot, request->value, ticks);
  gantry_cooperative_wake_joiners(self, slot);
  g_clear_pointer(&task->vm, gantry_vm_free);
  self->host->ended(self, task);
}

void
gantry_cooperative_kill (GantryCooperative *self, GantryCooperativeTask *task, GantryOutcome outcome,
                         const char *reason)
{
  GantryTaskSlot *slot = task->slot;
  const GantryProgram *program = self->world->run->program;
  g_autofree char *name = gantry_task_slot_name(program, slot);
  GantryActor actor = gantry_cooperative_actor(self, task);
  gantry_ending_task(self->world->tasks->ending, name, outcome, reason);
  gantry_record_lane_ended(self->recorder, actor.ticks, slot->lane, outcome, 0, reason);
  gantry_things_bury(&actor, slot);
  if (slot->pool != GANTRY_NO_OBJECT)
    gantry_pool_bury(&actor, slot, self->host->spawn);
  for (uint32_t i = 0; i < program->n_things; i++)
    gantry_cooperative_retry(self, i);
  self->live -= slot->counts;
  g_hash_table_remove(self->tasks, slot);
  gantry_tasks_end(self->world->tasks, slot, 0, actor.ticks);
  gantry_cooperative_wake_joiners(self, slot);
  g_clear_pointer(&task->vm, gantry_vm_free);
  self->host->ended(self, task);
}

static void
serve_start (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  GantryRequest copy = *request; /* the VM's, and changes when it is told something */
  gantry_recorder_stamp(self->recorder, task->slot->lane);
  for (uint32_t i = 0; i < copy.count; i++) {
    g_autofree char *reason = NULL;
    GantrySlotStart start = gantry_start_start(self->world, &copy, i);
    start.carrier = GANTRY_CARRIER_LOOP;
    if (self->host->begin_start)
      self->host->begin_start(self);
    const GantryCooperativeTask *child =
        gantry_cooperative_start(self, &start, task->slot->lane, copy.line, &reason);
    if (!child) {
      task->slot->stops_run = true;
      gantry_vm_fail(task->vm, reason);
      return;
    }
    gantry_vm_answer_started(task->vm, (uint64_t)(uintptr_t)child->slot);
  }
}

static bool
serve_sleep (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  int64_t begin = self->host->now(self);
  int64_t end = gantry_moment_after(begin, request->amount);
  gantry_cooperative_park(self, task, request, GANTRY_STATE_SLEEPING, GANTRY_NO_OBJECT, NULL);
  gantry_timer_heap_add(&self->timers, &task->timer, MIN(end, request->deadline));
  return false;
}

static bool
serve_rest (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_OFFLOAD:
    return gantry_cooperative_offload(self, task, request);
  case GANTRY_REQUEST_SUBMIT:
    return gantry_cooperative_submit(self, task, request);
  case GANTRY_REQUEST_COMPUTE:
  case GANTRY_REQUEST_BLOCK:
  case GANTRY_REQUEST_YIELD:
  case GANTRY_REQUEST_READ:
  case GANTRY_REQUEST_WRITE:
  case GANTRY_REQUEST_FETCH:
  case GANTRY_REQUEST_STORE:
  case GANTRY_REQUEST_LOAD:
  case GANTRY_REQUEST_CONTINUE:
  case GANTRY_REQUEST_CRASH:
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
  case GANTRY_REQUEST_RUN_ASYNC_END:
    return self->host->serve(self, task, request);
  default:
    return gantry_cooperative_use_thing(self, task, request);
  }
}

bool
gantry_cooperative_serve (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  if (gantry_request_is_waiting_point(request) && gantry_task_slot_is_cancelled(task->slot)) {
    gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_CANCEL, self->host->now(self));
    return true;
  }
  switch (request->kind) {
  case GANTRY_REQUEST_SLEEP:
    return serve_sleep(self, task, request);
  case GANTRY_REQUEST_PRINT:
  case GANTRY_REQUEST_NOTE_BEGIN:
  case GANTRY_REQUEST_EXPECT:
    gantry_record_request_text(self->recorder, gantry_recorder_stamp(self->recorder, task->slot->lane),
                               self->world, task->slot, request);
    return true;
  case GANTRY_REQUEST_NOTE_END:
    gantry_record_note_end(self->recorder, gantry_recorder_stamp(self->recorder, task->slot->lane),
                           task->slot->lane, request->line);
    return true;
  case GANTRY_REQUEST_START:
    serve_start(self, task, request);
    return true;
  case GANTRY_REQUEST_JOIN:
    return gantry_cooperative_join(self, task, request);
  case GANTRY_REQUEST_CANCEL:
    gantry_cooperative_cancel(self, request);
    return true;
  case GANTRY_REQUEST_WITHIN:
    gantry_vm_answer(task->vm, gantry_moment_after(self->host->now(self), request->amount));
    return true;
  default:
    return serve_rest(self, task, request);
  }
}

void
gantry_cooperative_take_due (GantryCooperative *self, int64_t now)
{
  GantryTimer *timer;
  while ((timer = gantry_timer_heap_first(&self->timers)) && timer->when <= now) {
    GantryCooperativeTask *task = (GantryCooperativeTask *)timer;
    uint64_t at = self->host->ticks_of(self, timer->when);
    gantry_timer_heap_remove(&self->timers, timer);
    if (gantry_cooperative_give_up(self, task))
      gantry_cooperative_wake(self, task, GANTRY_WOKEN_BY_TIME, GANTRY_NO_LANE, at);
  }
}

void
gantry_cooperative_take_cancel (GantryCooperative *self, GantryCooperativeTask *task)
{
  /* Not where it only waits for its turn, or is in a call that nothing ends: its next wait will not begin. */
  bool ends_loop = task->request && task->request->kind == GANTRY_REQUEST_RUN_ASYNC_END;
  if (!task->request || task->woken || task->given_up || task->request->kind == GANTRY_REQUEST_YIELD ||
      (!ends_loop && !gantry_request_is_waiting_point(task->request)))
    return;
  gantry_timer_heap_remove(&self->timers, &task->timer);
  GantryStamp by = gantry_task_slot_get_canceller(task->slot);
  if (gantry_cooperative_give_up(self, task))
    gantry_cooperative_wake(self, task, GANTRY_WOKEN_TO_LEAVE, by.lane, by.ticks);
}

static int
compare_lanes (gconstpointer a, gconstpointer b)
{
  uint32_t left = ((const GantryCooperativeTask *)a)->slot->lane;
  uint32_t right = ((const GantryCooperativeTask *)b)->slot->lane;
  return (left > right) - (left < right);
}

GList *
gantry_cooperative_list_tasks (GantryCooperative *self)
{
  return g_list_sort(g_hash_table_get_values(self->tasks), compare_lanes);
}

void
gantry_cooperative_cancel_rest (GantryCooperative *self, const GantryCooperativeTask *but,
                                bool (*of_loop)(const GantryCooperativeTask *task,
                                                const GantryCooperativeTask *but))
{
  g_autoptr(GList) tasks = gantry_cooperative_list_tasks(self);
  for (GList *link = tasks; link; link = link->next) {
    GantryCooperativeTask *task = link->data;
    if (task == but || !of_loop(task, but))
      continue;
    GantryStamp by = {but->slot->lane, gantry_recorder_now(self->recorder)};
    gantry_task_slot_cancel(task->slot, &by);
    gantry_cooperative_take_cancel(self, task);
  }
}

/* Whether time alone ends such a wait in the ordinary way, on this carrier: not only a deadline. */
static bool
takes_time (const GantryCooperativeTask *task, const GantryRequest *request)
{
  return request->kind == GANTRY_REQUEST_SLEEP || request->kind == GANTRY_REQUEST_YIELD ||
         request->kind == GANTRY_REQUEST_FETCH || task->asks;
}

/* A call that holds the thread knows neither deadline nor cancellation. */
static bool
holds_thread (const GantryRequest *request)
{
  return request->kind == GANTRY_REQUEST_BLOCK || request->kind == GANTRY_REQUEST_READ ||
         request->kind == GANTRY_REQUEST_WRITE;
}

/* The wait is over: what the VM is told. TRUE: it runs. */
static bool
finish_wait (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  int64_t now = self->host->now(self);
  bool given_up = task->given_up, by_time = task->how == GANTRY_WOKEN_BY_TIME;
  bool late = given_up || (by_time && (!takes_time(task, request) || request->deadline <= now));
  bool leaves = task->how == GANTRY_WOKEN_TO_LEAVE || given_up || (by_time && takes_time(task, request));
  task->given_up = task->asks = false;
  if (holds_thread(request))
    return true;
  if (task->how == GANTRY_WOKEN_TO_GO_ON)
    return gantry_cooperative_serve(self, task, request);
  task->join_at = 0;
  if (leaves && gantry_task_slot_is_cancelled(task->slot))
    gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_CANCEL, now);
  else if (late)
    gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_DEADLINE, now);
  else if (task->vm)
    gantry_vm_answer(task->vm, task->slot->wait.result);
  return true;
}

bool
gantry_cooperative_go_on (GantryCooperative *self, GantryCooperativeTask *task)
{
  const GantryRequest *request = task->request;
  task->request = NULL;
  task->woken = false;
  return !request || finish_wait(self, task, request);
}
