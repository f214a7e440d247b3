/* A discrete-event simulation: N cores, round robin with a quantum, a virtual clock.
 *
 * Time moves only from one event to the next: the end of a slice on a core, a timer, an interpreter lock that
 * is asked for. All that happens at one moment happens in an order that depends on nothing but the program,
 * so a run is the same to the nanosecond each time.
 *
 * Method: next-event time advance (A. Law, "Simulation Modeling and Analysis", chapter 1).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

#include "run/needs.h"
#include "run/supervisor.h"

#include <glib/gi18n-lib.h>

#define QUANTUM_NS 4000000
#define FOUND_NS (GANTRY_SUPERVISOR_PERIOD_MS * INT64_C(1000000))

void
gantry_simulator_add_event (GantrySimulator *simulator, GantrySimulatedEvent *event, int64_t when)
{
  gantry_timer_heap_add(&simulator->events, &event->timer, when);
}

void
gantry_simulator_make_ready (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  if (!gantry_simulated_turn_reserve(task))
    return;
  task->base.link.data = task;
  task->is_ready = true;
  g_queue_push_tail_link(&simulator->ready, &task->base.link);
}

void
gantry_simulator_leave_core (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedCore *core = task->core;
  if (!core)
    return;
  gantry_timer_heap_remove(&simulator->events, &core->event.timer);
  if (core->slice_began >= 0)
    task->left -= MIN(task->left, simulator->now - core->slice_began);
  core->slice_began = -1;
  core->task = NULL;
  task->core = NULL;
}

static void
preempt (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  gantry_cooperative_record_state(&simulator->base, &task->base, GANTRY_STATE_READY,
                                  task->base.vm ? gantry_vm_get_line(task->base.vm) : 0, GANTRY_NO_OBJECT, 0);
  gantry_simulator_leave_core(simulator, task);
  gantry_simulator_make_ready(simulator, task);
}

/* The task has time left to spend: a slice, to its end or to the quantum's. */
static void
begin_slice (GantrySimulator *simulator, GantrySimulatedCore *core)
{
  if (simulator->now >= core->quantum_ends) {
    if (!g_queue_is_empty(&simulator->ready)) {
      preempt(simulator, core->task);
      return;
    }
    core->quantum_ends = gantry_moment_after(simulator->now, simulator->quantum);
  }
  core->slice_began = simulator->now;
  int64_t left = MIN(core->task->left, core->quantum_ends - simulator->now);
  gantry_simulator_add_event(simulator, &core->event, gantry_moment_after(simulator->now, left));
}

/* It has nothing more to do now: leaves what it has. Returns who goes on in its place, as it has the same
 * thread, or NULL. */
static GantrySimulatedTask *
stop_running (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedTask *next = NULL;
  if (task->holds_thread)
    gantry_simulated_turn_drop_gil(simulator, task);
  else
    next = gantry_simulated_turn_drop(simulator, task);
  gantry_simulator_leave_core(simulator, task);
  if (atomic_load(&task->base.slot->ended))
    gantry_simulated_task_free(simulator, task);
  return next;
}

static void
record_on_core (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantryCooperativeTask *base = &task->base;
  GantryRecorder *recorder = simulator->base.recorder;
  uint64_t ticks = (uint64_t)simulator->now;
  int cpu = task->core->number;
  uint32_t lane = base->slot->lane;
  uint32_t line = base->vm ? gantry_vm_get_line(base->vm) : task->take.line;
  if (!base->started)
    gantry_record_lane_started_in(recorder, ticks, lane, task->process->number + 1);
  gantry_record_state_on(recorder, ticks, lane, GANTRY_STATE_RUNNING, cpu, line, GANTRY_NO_OBJECT, 0);
  base->started = true;
}

static void
put_on_core (GantrySimulator *simulator, GantrySimulatedTask *task, GantrySimulatedCore *core)
{
  core->task = task;
  core->slice_began = -1;
  task->core = core;
  task->last_core = core->number;
  record_on_core(simulator, task);
}

/* On its core, with its turn: goes on until it needs time, waits or ends, and then whoever has its thread
 * after it. */
static void
run (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedCore *core = task->core;
  for (bool has_turn = true; has_turn;) {
    bool goes_on = gantry_simulator_advance(simulator, task);
    simulator->base.current = NULL;
    if (goes_on) {
      begin_slice(simulator, core);
      return;
    }
    task = stop_running(simulator, task);
    if (!task || simulator->crashed)
      return;
    put_on_core(simulator, task, core);
    has_turn = gantry_simulated_turn_take(simulator, task) && !gantry_simulated_turn_check(simulator, task);
  }
}

static void
end_slice (GantrySimulator *simulator, gpointer owner)
{
  GantrySimulatedCore *core = owner;
  GantrySimulatedTask *task = core->task;
  task->left -= simulator->now - core->slice_began;
  core->slice_began = -1;
  run(simulator, task);
}

/* The core that it had last, if that is free; else the first one that is. */
static GantrySimulatedCore *
free_core (GantrySimulator *simulator, const GantrySimulatedTask *task)
{
  if (task->last_core >= 0 && !simulator->cores[task->last_core].task)
    return &simulator->cores[task->last_core];
  for (int i = 0; i < simulator->n_cores; i++)
    if (!simulator->cores[i].task)
      return &simulator->cores[i];
  return NULL;
}

static void
dispatch (GantrySimulator *simulator)
{
  GantrySimulatedCore *core;
  while (!g_queue_is_empty(&simulator->ready) && !simulator->crashed &&
         (core = free_core(simulator, g_queue_peek_head(&simulator->ready)))) {
    GantrySimulatedTask *task = g_queue_pop_head_link(&simulator->ready)->data;
    task->is_ready = false;
    core->quantum_ends = gantry_moment_after(simulator->now, simulator->quantum);
    simulator->n_switches++;
    put_on_core(simulator, task, core);
    if (gantry_simulated_turn_take(simulator, task) && !gantry_simulated_turn_check(simulator, task))
      run(simulator, task);
  }
}

/* To the next moment at which something happens. FALSE: nothing ever will. */
static bool
next_moment (GantrySimulator *simulator, int64_t *when)
{
  const GantryTimer *timer = gantry_timer_heap_first(&simulator->base.timers);
  const GantryTimer *event = gantry_timer_heap_first(&simulator->events);
  if (!timer && !event)
    return false;
  *when = MIN(timer ? timer->when : INT64_MAX, event ? event->when : INT64_MAX);
  /* A deadline may have passed before the wait began that it ends. */
  *when = MAX(*when, simulator->now);
  return true;
}

static void
let_happen (GantrySimulator *simulator)
{
  GantryTimer *first;
  gantry_cooperative_take_due(&simulator->base, simulator->now);
  while ((first = gantry_timer_heap_first(&simulator->events)) && first->when <= simulator->now) {
    GantrySimulatedEvent *event = (GantrySimulatedEvent *)first;
    gantry_timer_heap_remove(&simulator->events, first);
    event->happen(simulator, event);
  }
}

static void
simulate (GantrySimulator *simulator, GantryRunEnd *end)
{
  GantryWorld *world = simulator->base.world;
  int64_t limit = world->run->options->limit_ns, when;
  for (;;) {
    dispatch(simulator);
    gantry_simulator_follow_loops(simulator);
    if (simulator->crashed)
      *end = (GantryRunEnd){GANTRY_RUN_CRASHED, g_strdup(_("the process of all tasks was killed"))};
    if (simulator->crashed || !gantry_tasks_go_on(world->tasks))
      return;
    if (!next_moment(simulator, &when)) {
      /* As long as it takes to be found on the other models; and it can be seen then. */
      simulator->now = MIN(gantry_moment_after(simulator->now, FOUND_NS), limit);
      simulator->base.recorder->virtual_time = (uint64_t)simulator->now;
      if (!gantry_supervisor_finds_deadlock(world, end))
        *end = (GantryRunEnd){GANTRY_RUN_FAILED, g_strdup(_("the simulation came to a halt"))};
      return;
    }
    simulator->now = MIN(when, limit);
    simulator->base.recorder->virtual_time = (uint64_t)simulator->now;
    if (when > limit) {
      *end = (GantryRunEnd){GANTRY_RUN_LIMIT,
                            g_strdup_printf(_("stopped after %g s, its limit"), (double)limit / 1e9)};
      return;
    }
    let_happen(simulator);
  }
}

static void
open_simulator (GantrySimulator *simulator, GantryWorld *world)
{
  const GantryRunOptions *options = world->run->options;
  const GantryProgram *program = world->run->program;
  gantry_cooperative_init(&simulator->base, world, &gantry_simulator_host, world->run->recorder, 0);
  gantry_timer_heap_init(&simulator->events);
  simulator->quantum = QUANTUM_NS;
  simulator->n_cores = options->cores;
  simulator->cores = g_new0(GantrySimulatedCore, simulator->n_cores);
  for (int i = 0; i < simulator->n_cores; i++)
    simulator->cores[i] = (GantrySimulatedCore){.event.happen = end_slice, .number = i, .slice_began = -1};
  simulator->process.variables = simulator->base.variables;
  simulator->has_processes = program->head.model == GANTRY_MODEL_PROCESSES;
  if (options->gil)
    simulator->process.gil = gantry_simulated_turn_new(false);
  if (program->head.model == GANTRY_MODEL_ASYNC) {
    simulator->loop = gantry_simulated_loop_open(simulator, NULL);
    simulator->loop->n_users = 1; /* the run */
  }
  simulator->has_loops =
      simulator->loop || gantry_program_uses_request(program, GANTRY_REQUEST_RUN_ASYNC_BEGIN);
  world->host_data = simulator;
  gantry_simulator_open_servers(simulator);
}

bool
gantry_run_simulated (GantryRun *run, GantryRunEnd *end, GError **error)
{
  static GantryWorld world;
  static GantrySimulator simulator;
  if (!gantry_world_init(&world, run, GANTRY_CARRIER_LOOP, error))
    return false;
  open_simulator(&simulator, &world);
  bool started = gantry_cooperative_start_main(&simulator.base,
                                               simulator.loop ? simulator.loop->lane : GANTRY_NO_LANE, error);
  if (started) {
    simulate(&simulator, end);
    run->recorder->run_figure = simulator.n_switches;
    gantry_supervisor_finish(&world, end);
  }
  gantry_simulator_clear(&simulator);
  gantry_world_clear(&world);
  return started;
}
