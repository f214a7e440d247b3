/* What a simulated task does between two moments, and how long things take that are no computing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

#include "run/needs.h"
#include "run/requests.h"

#include <glib/gi18n-lib.h>

/* A task that only reckons pays for it by the slice, so that short stretches are free, and a loop that waits
 * for another task's doing does not stop the clock. */
#define BUDGET 400
#define BUDGET_NS 2000
#define FREE_REQUESTS 100
#define FREE_REQUESTS_NS 10000
/* What the system takes for starting a thread and for passing the processor on, and what a loop takes for the
 * same, as measured on a desktop of 2023, by all concerned. It is spent when it has come to a millisecond: a
 * program of a few steps comes out as in the book, one of thousands as on a machine. */
#define START_NS 70000
#define WAKE_NS 5000
#define LOOP_TURN_NS 1500
#define OVERHEAD_STEP_NS 1000000
/* The virtual disk, and the manager's work for a message. */
#define DISK_BYTES_PER_US 1000
#define DISK_FLUSH_NS 1000000

static GantrySimulator *
simulator_of (GantryCooperative *self)
{
  return (GantrySimulator *)self;
}

static bool
has_loop (const GantrySimulatedTask *task)
{
  return task->turn && task->turn->is_loop;
}

static int64_t
now_ns (GantryCooperative *self)
{
  return simulator_of(self)->now;
}

static uint64_t
ticks_of (GantryCooperative *self, int64_t ns)
{
  return (uint64_t)ns;
}

static GantryCooperativeTask *
new_task (GantryCooperative *self)
{
  return &gantry_simulated_task_new(simulator_of(self), (const GantrySimulatedTask *)self->current)->base;
}

/* A task that is started is a process of its own where that is what tasks are, but for those of a loop. */
static void
begin_start (GantryCooperative *self)
{
  GantrySimulator *simulator = simulator_of(self);
  const GantrySimulatedTask *starter = (const GantrySimulatedTask *)self->current;
  if (!simulator->has_processes || has_loop(starter))
    return;
  gantry_simulator_prepare_process(simulator);
  self->start_variables = &simulator->next_process->variables;
}

/* Who ended its wait: where time did that, and it was the time that a manager took, the manager. */
static uint32_t
waker_of (const GantrySimulator *simulator, const GantryCooperativeTask *task)
{
  bool answered = task->asks && task->how == GANTRY_WOKEN_BY_TIME && task->request->deadline > simulator->now;
  return answered ? simulator->servers[task->request->object].lane : task->woken_by;
}

/* Told when it happens, not in retrospect when it has a core: what was shown of a simulated run never
 * changes. */
static void
record_ready (GantryCooperative *self, const GantryCooperativeTask *task)
{
  uint64_t now = (uint64_t)simulator_of(self)->now;
  GantrySimulatedTurn *turn = ((const GantrySimulatedTask *)task)->turn;
  if (!task->started && turn)
    turn->n_live += task->slot->counts;
  if (!task->started)
    gantry_record_state_on(self->recorder, now, task->slot->lane, GANTRY_STATE_READY, GANTRY_NO_CPU, 0,
                           GANTRY_NO_OBJECT, 0);
  else if (task->request && task->request->kind != GANTRY_REQUEST_YIELD)
    gantry_record_woken_on(self->recorder, now, task->slot->lane, waker_of(simulator_of(self), task), now,
                           task->how == GANTRY_WOKEN_TO_LEAVE, GANTRY_STATE_READY, GANTRY_NO_CPU,
                           task->request->line);
}

static void
ready (GantryCooperative *self, GantryCooperativeTask *task)
{
  record_ready(self, task);
  if (task->woken_by != GANTRY_NO_LANE)
    simulator_of(self)->overhead += has_loop((const GantrySimulatedTask *)task) ? LOOP_TURN_NS : WAKE_NS;
  gantry_simulator_make_ready(simulator_of(self), (GantrySimulatedTask *)task);
}

static bool
spawn (GantryActor *actor, GantryTaskSlot *slot, uint32_t line, char **reason)
{
  GantrySimulator *simulator = (GantrySimulator *)actor->world->host_data;
  const GantryThingDeclaration *pool = &actor->world->run->program->things[slot->pool];
  if (pool->pool_has_model ? pool->pool_model == GANTRY_MODEL_PROCESSES : simulator->has_processes)
    gantry_simulator_prepare_process(simulator);
  simulator->next_has_thread = true;
  GantrySimulatedTask *worker = (GantrySimulatedTask *)gantry_cooperative_adopt(&simulator->base, slot, NULL);
  worker->take = gantry_pool_take_request(slot->pool, pool->line);
  gantry_record_slot_created(actor->recorder, (uint64_t)simulator->now, actor->world, slot, actor->slot->lane,
                             line);
  gantry_cooperative_wake(&simulator->base, &worker->base, GANTRY_WOKEN_TO_GO_ON, GANTRY_NO_LANE,
                          (uint64_t)simulator->now);
  return true;
}

/* A wait that only takes time: of a call, of the disk, of the network. */
static bool
serve_delay (GantrySimulator *simulator, GantryCooperativeTask *task, const GantryRequest *request,
             GantryState state, int64_t ns)
{
  int64_t end = gantry_moment_after(simulator->now, ns);
  bool holds = state == GANTRY_STATE_BLOCKED || state == GANTRY_STATE_IO_FILE;
  gantry_cooperative_park(&simulator->base, task, request, state, GANTRY_NO_OBJECT, NULL);
  gantry_timer_heap_add(&simulator->base.timers, &task->timer, holds ? end : MIN(end, request->deadline));
  ((GantrySimulatedTask *)task)->holds_thread = holds;
  return false;
}

static int64_t
disk_ns (const GantryRequest *request)
{
  int64_t ns = request->amount / DISK_BYTES_PER_US * 1000;
  return gantry_moment_after(ns, request->kind == GANTRY_REQUEST_WRITE ? 1000 + DISK_FLUSH_NS : 1000);
}

static bool
serve_yield (GantrySimulator *simulator, GantryCooperativeTask *task, const GantryRequest *request)
{
  gantry_cooperative_park(&simulator->base, task, request, GANTRY_STATE_READY, GANTRY_NO_OBJECT, NULL);
  gantry_cooperative_wake(&simulator->base, task, GANTRY_WOKEN_BY_TIME, GANTRY_NO_LANE, 0);
  return false;
}

/* The block, and the tasks started in it, share one thread from here on. */
static bool
begin_loop (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  if (has_loop(task)) {
    gantry_vm_fail(task->base.vm, _("an event loop is already running in this thread"));
    return true;
  }
  gantry_simulated_task_set_loop(simulator, task, gantry_simulated_loop_open(simulator, task));
  task->turn->holder = task;
  return true;
}

static bool
is_on_loop (const GantryCooperativeTask *task, const GantryCooperativeTask *but)
{
  return ((const GantrySimulatedTask *)task)->turn == ((const GantrySimulatedTask *)but)->turn;
}

/* The block's wait for the rest of its loop is given up: so is the rest. */
static bool
give_up_loop (GantrySimulator *simulator, GantrySimulatedTask *block)
{
  const GantryRequest *request = block->base.request;
  block->base.given_up = true;
  block->base.woken = false;
  block->turn->block = block;
  gantry_wait_begin(block->base.slot, request, 0);
  gantry_cooperative_park(&simulator->base, &block->base, request, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_OBJECT,
                          NULL);
  gantry_cooperative_cancel_rest(&simulator->base, &block->base, is_on_loop);
  return false;
}

static bool
end_loop (GantrySimulator *simulator, GantrySimulatedTask *task, const GantryRequest *request)
{
  if (request->unwinding)
    gantry_cooperative_cancel_rest(&simulator->base, &task->base, is_on_loop);
  if (task->turn->n_live > 0) {
    task->turn->block = task;
    gantry_wait_begin(task->base.slot, request, 0);
    gantry_cooperative_park(&simulator->base, &task->base, request, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_OBJECT,
                            NULL);
    return false;
  }
  gantry_simulator_end_daemons(simulator, task);
  /* Nobody is left who waits for it; the thread goes on with all else that it has. */
  task->turn->holder = NULL;
  gantry_simulated_loop_close(simulator, task->turn, GANTRY_OUTCOME_OK);
  gantry_simulated_task_set_loop(simulator, task, NULL);
  return gantry_simulated_turn_take(simulator, task);
}

static bool
serve (GantryCooperative *self, GantryCooperativeTask *base, const GantryRequest *request)
{
  GantrySimulator *simulator = simulator_of(self);
  GantrySimulatedTask *task = (GantrySimulatedTask *)base;
  switch (request->kind) {
  case GANTRY_REQUEST_COMPUTE:
    gantry_record_state_on(self->recorder, (uint64_t)simulator->now, base->slot->lane, GANTRY_STATE_RUNNING,
                           task->core->number, request->line, GANTRY_NO_OBJECT, (uint64_t)request->amount);
    task->left = gantry_moment_after(task->left, request->amount);
    return true;
  case GANTRY_REQUEST_CONTINUE:
    task->left = gantry_moment_after(task->left, BUDGET_NS);
    return true;
  case GANTRY_REQUEST_BLOCK:
    return serve_delay(simulator, base, request, GANTRY_STATE_BLOCKED, request->amount);
  case GANTRY_REQUEST_READ:
  case GANTRY_REQUEST_WRITE:
    return serve_delay(simulator, base, request, GANTRY_STATE_IO_FILE, disk_ns(request));
  case GANTRY_REQUEST_FETCH:
    return serve_delay(simulator, base, request, GANTRY_STATE_IO_NETWORK, request->amount);
  case GANTRY_REQUEST_YIELD:
    return serve_yield(simulator, base, request);
  case GANTRY_REQUEST_STORE:
  case GANTRY_REQUEST_LOAD:
    gantry_simulator_ask_manager(simulator, base, request);
    return false;
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
    return begin_loop(simulator, task);
  case GANTRY_REQUEST_RUN_ASYNC_END:
    return !has_loop(task) || task->turn == simulator->loop || task->turn->holder != task ||
           end_loop(simulator, task, request);
  default:
    gantry_simulator_crash(simulator, task, request);
    return false;
  }
}

/* Who ended it still has it in hand, and frees it. */
static void
ended (GantryCooperative *self, GantryCooperativeTask *task)
{
  GantrySimulatedTurn *turn = ((const GantrySimulatedTask *)task)->turn;
  if (!turn || !task->slot->counts || --turn->n_live > 0 || !turn->block)
    return;
  gantry_wait_end(turn->block->base.slot);
  gantry_cooperative_wake(self, &turn->block->base, GANTRY_WOKEN_TO_GO_ON, task->slot->lane,
                          (uint64_t)simulator_of(self)->now);
  turn->block = NULL;
}

const GantryCooperativeHost gantry_simulator_host = {
    .now = now_ns,
    .ticks_of = ticks_of,
    .new_task = new_task,
    .begin_start = begin_start,
    .ready = ready,
    .serve = serve,
    .spawn = spawn,
    .ended = ended,
};

/* A worker begins the call that it has taken. */
static void
begin_call (GantrySimulator *simulator, GantrySimulatedTask *worker)
{
  GantryWorld *world = simulator->base.world;
  GantryTaskSlot *slot = worker->base.slot;
  worker->takes_call = false;
  worker->call = gantry_pool_get_call(world, slot->pool, slot->wait.result);
  g_autofree char *name = gantry_pool_call_name(world->run->program, &worker->call);
  GantryVmStart start = {
      .task = worker->call.task,
      .n_args = worker->call.n_args,
      .args = worker->call.args,
      .name = name,
      .index = worker->call.index,
      .seed = worker->call.seed,
  };
  worker->base.vm = gantry_vm_new(world->run->program, &start, &worker->process->variables);
  gantry_record_text(simulator->base.recorder, (uint64_t)simulator->now, slot->lane, GANTRY_EVENT_NOTE_BEGIN,
                     0, worker->take.line, name);
}

static void
end_call (GantrySimulator *simulator, GantrySimulatedTask *worker, const GantryRequest *request)
{
  GantryWorld *world = simulator->base.world;
  GantryTaskSlot *slot = worker->base.slot;
  g_autofree char *name = gantry_pool_call_name(world->run->program, &worker->call);
  GantryActor actor = gantry_cooperative_actor(&simulator->base, &worker->base);
  gantry_ending_task(world->tasks->ending, name, request->outcome, request->text);
  gantry_record_note_end(simulator->base.recorder, (uint64_t)simulator->now, slot->lane, worker->take.line);
  g_clear_pointer(&worker->base.vm, gantry_vm_free);
  if (gantry_pool_finish(&actor, slot->pool))
    gantry_cooperative_retry(&simulator->base, slot->pool);
}

/* TRUE: it has a call. FALSE: it waits for one. */
static bool
take_call (GantrySimulator *simulator, GantrySimulatedTask *worker)
{
  bool has = worker->takes_call;
  worker->takes_call = true;
  if (!has && !gantry_cooperative_use_thing(&simulator->base, &worker->base, &worker->take))
    return false;
  begin_call(simulator, worker);
  return true;
}

/* What it had waited in is over. TRUE: it runs. */
static bool
go_on (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  const GantryRequest *request = task->base.request;
  task->holds_thread = false;
  if (request && request->kind == GANTRY_REQUEST_RUN_ASYNC_END && task->base.how != GANTRY_WOKEN_TO_GO_ON)
    return give_up_loop(simulator, task);
  bool late = request && request->kind == GANTRY_REQUEST_RUN_ASYNC_END && task->base.given_up;
  bool runs = gantry_cooperative_go_on(&simulator->base, &task->base);
  if (late)
    gantry_vm_interrupt(task->base.vm,
                        gantry_task_slot_is_cancelled(task->base.slot) ? GANTRY_INTERRUPT_CANCEL
                                                                       : GANTRY_INTERRUPT_DEADLINE,
                        simulator->now);
  return runs;
}

/* Those that are calls of the system cost more than those that are not. */
static uint32_t
weight_of (const GantryRequest *request)
{
  return request->kind == GANTRY_REQUEST_SEND || request->kind == GANTRY_REQUEST_RECEIVE ||
                 request->kind == GANTRY_REQUEST_YIELD
             ? 6
             : 1;
}

static bool
serve_request (GantrySimulator *simulator, GantrySimulatedTask *task, const GantryRequest *request)
{
  if (request->kind == GANTRY_REQUEST_OFFLOAD && request->value == GANTRY_MODEL_PROCESSES &&
      !gantry_task_slot_is_cancelled(task->base.slot))
    gantry_simulator_prepare_process(simulator);
  simulator->next_has_thread = request->kind == GANTRY_REQUEST_OFFLOAD;
  simulator->base.start_variables =
      &(simulator->next_process ? simulator->next_process : task->process)->variables;
  if (request->kind == GANTRY_REQUEST_START)
    simulator->overhead += (has_loop(task) ? LOOP_TURN_NS : START_NS) * (int64_t)request->count;
  if (simulator->overhead >= OVERHEAD_STEP_NS) {
    task->left = gantry_moment_after(task->left, simulator->overhead);
    simulator->overhead = 0;
  }
  task->n_free = request->kind == GANTRY_REQUEST_COMPUTE ? 0 : task->n_free + weight_of(request);
  if (task->n_free >= FREE_REQUESTS) {
    task->left = gantry_moment_after(task->left, FREE_REQUESTS_NS);
    task->n_free -= FREE_REQUESTS;
  }
  return gantry_cooperative_serve(&simulator->base, &task->base, request);
}

bool
gantry_simulator_advance (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantryCooperative *self = &simulator->base;
  bool works = task->base.slot->pool != GANTRY_NO_OBJECT;
  self->current = &task->base;
  if (!go_on(simulator, task))
    return false;
  while (task->left == 0) {
    if (!task->base.vm && !take_call(simulator, task))
      return false;
    const GantryRequest *request = gantry_vm_run(task->base.vm, BUDGET);
    if (request->kind != GANTRY_REQUEST_CONTINUE)
      gantry_value_log_flush(self->values, self->recorder, task->base.slot->lane);
    if (request->kind == GANTRY_REQUEST_END && works) {
      end_call(simulator, task, request);
    } else if (request->kind == GANTRY_REQUEST_END) {
      gantry_cooperative_end(self, &task->base, request);
      return false;
    } else if (!serve_request(simulator, task, request)) {
      return false;
    }
  }
  return true;
}
