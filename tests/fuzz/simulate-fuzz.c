/* Any bytes as a scenario that is run in the simulator: whatever program it is, its run ends, in a way that
 * can be told, leaves a timeline without gaps, and is the same to the byte when it is run again.
 *
 * The drivers' own functions are stood before (the linker's --wrap) at the three places where a run could go
 * on for longer than a fuzzer has time: the simulator is told that nobody is left after so many moments,
 * tasks crash after so many turns, and no more than so many may be started. What is recorded is read where
 * the ring is full, as the collector does in its own time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"
#include "sound.h"

#include "run/driver.h"
#include "run/tasks.h"
#include "run/timeline-of-run.h"
#include "scenario/vm.h"

#include <string.h>
#include <xxhash.h>

#define MOST_MOMENTS 400
#define MOST_TURNS 2000
#define MOST_TASKS 100
#define CAPACITY 1024 /* events */

typedef struct {
  GantrySegment *segment;
  GantryRecorder recorder;
  GantryCollector *collector; /* NULL: what is recorded is only counted */
  XXH3_state_t *hash;
  uint64_t n_events;
  uint64_t newest; /* ticks */
  int n_moments, n_turns;
} Play;

static Play play;

bool __real_gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve);
bool __wrap_gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve);
bool __real_gantry_tasks_go_on (GantryTasks *tasks);
bool __wrap_gantry_tasks_go_on (GantryTasks *tasks);
GantryTaskSlot *__real_gantry_tasks_add (GantryTasks *tasks, GantryRun *run, const GantrySlotStart *start,
                                         char **reason);
GantryTaskSlot *__wrap_gantry_tasks_add (GantryTasks *tasks, GantryRun *run, const GantrySlotStart *start,
                                         char **reason);
const GantryRequest *__real_gantry_vm_run (GantryVm *vm, uint32_t budget);
const GantryRequest *__wrap_gantry_vm_run (GantryVm *vm, uint32_t budget);

static void
drain (bool last)
{
  GantryRingView view = gantry_segment_get_ring(play.recorder.segment, play.recorder.ring_index);
  bool damaged = false;
  uint64_t n_events = gantry_ring_readable(&view, &damaged);
  g_assert_false(damaged);
  for (uint64_t i = 0; i < n_events; i++) {
    GantryEvent event = gantry_ring_read(&view, i);
    if (event.kind != GANTRY_EVENT_TEXT) {
      g_assert_cmpuint(event.time, >=, play.newest); /* time never goes back */
      play.newest = event.time;
    }
    XXH3_64bits_update(play.hash, &event, sizeof event);
  }
  play.n_events += n_events;
  if (play.collector)
    gantry_collector_pass(play.collector, last);
  else
    gantry_ring_consume(&view, n_events);
}

bool
__wrap_gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve)
{
  if (__real_gantry_ring_has_room(view, count, reserve))
    return true;
  drain(false);
  return __real_gantry_ring_has_room(view, count, reserve);
}

bool
__wrap_gantry_tasks_go_on (GantryTasks *tasks)
{
  return ++play.n_moments <= MOST_MOMENTS && __real_gantry_tasks_go_on(tasks);
}

GantryTaskSlot *
__wrap_gantry_tasks_add (GantryTasks *tasks, GantryRun *run, const GantrySlotStart *start, char **reason)
{
  if (atomic_load(&tasks->n_slots) < MOST_TASKS)
    return __real_gantry_tasks_add(tasks, run, start, reason);
  *reason = g_strdup("too many tasks");
  return NULL;
}

const GantryRequest *
__wrap_gantry_vm_run (GantryVm *vm, uint32_t budget)
{
  static const GantryRequest crash = {
      .kind = GANTRY_REQUEST_CRASH, .line = 1, .object = GANTRY_NO_OBJECT, .deadline = GANTRY_NO_DEADLINE};
  return ++play.n_turns <= MOST_TURNS ? __real_gantry_vm_run(vm, budget) : &crash;
}

static void
check_end (const GantryRunEnd *end)
{
  bool tells = end->outcome == GANTRY_RUN_FAILED || end->outcome == GANTRY_RUN_CRASHED ||
               end->outcome == GANTRY_RUN_DEADLOCK || end->outcome == GANTRY_RUN_LIMIT;
  g_assert_true(tells || end->outcome == GANTRY_RUN_OK);
  g_assert_true(tells == (end->reason != NULL));
  g_assert_true(!tells || (*end->reason && g_utf8_validate(end->reason, -1, NULL)));
  /* What the simulator says where something waits for what never comes, and yet nothing is in its way. */
  g_assert_cmpstr(end->reason, !=, "the simulation came to a halt");
}

static void
begin (XXH3_state_t *hash)
{
  play = (Play){.segment =
                    gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 1, CAPACITY, NULL),
                .hash = hash};
  g_assert_nonnull(play.segment);
  g_assert_true(gantry_recorder_init(&play.recorder, play.segment, GANTRY_NO_LANE, NULL));
  XXH3_64bits_reset(hash);
}

/* Returns what stands for all that was recorded and told. */
static uint64_t
run (const GantryScenario *scenario, const GantryRunOptions *options, GantryRunEnd *end)
{
  GantryRun run = {
      .scenario = scenario,
      .program = gantry_scenario_get_program(scenario),
      .options = options,
      .segment = play.segment,
      .recorder = &play.recorder,
  };
  g_autoptr(GError) error = NULL;
  *end = (GantryRunEnd){.outcome = GANTRY_RUN_UNFINISHED};
  g_assert_true(gantry_run_simulated(&run, end, &error));
  check_end(end);
  gantry_record_text(&play.recorder, run.ended_ticks, GANTRY_NO_LANE, GANTRY_EVENT_RUN_ENDED,
                     (uint16_t)end->outcome, 0, end->reason);
  gantry_recorder_retire(&play.recorder);
  return gantry_recorder_now(&play.recorder);
}

static uint64_t
run_again (const GantryScenario *scenario, const GantryRunOptions *options, XXH3_state_t *hash)
{
  GantryRunEnd end;
  begin(hash);
  run(scenario, options, &end);
  drain(true);
  gantry_segment_free(play.segment);
  g_free(end.reason);
  return XXH3_64bits_digest(hash);
}

/* As run_again(), with a timeline made of it as the window does. */
static uint64_t
run_into_timeline (const GantryScenario *scenario, const GantryRunOptions *options, XXH3_state_t *hash)
{
  g_autoptr(GantryTimeline) timeline = gantry_timeline_of_run(scenario, options);
  g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
  gantry_expect_cores_of_run(builder, options);
  GantryRunEnd end;
  GantryCollectorTotals totals;
  begin(hash);
  play.collector = gantry_collector_new(play.segment, NULL, gantry_builder_get_sink(), builder);
  gantry_collector_start(play.collector);
  uint64_t now = run(scenario, options, &end);
  drain(false);
  gantry_builder_set_last(builder);
  gantry_collector_pass(play.collector, true);
  gantry_collector_get_totals(play.collector, &totals);
  g_assert_cmpuint(totals.lost, ==, 0);
  g_assert_cmpuint(totals.damaged, ==, 0);
  g_assert_cmpint(gantry_builder_get_told_outcome(builder), ==, end.outcome);
  GantryRunResult result = {.outcome = end.outcome, .reason = end.reason};
  gantry_builder_finish(builder, (int64_t)now, &result, false);
  fuzz_check_timeline(timeline);
  fuzz_check_figures(timeline);
  g_clear_pointer(&play.collector, gantry_collector_free);
  gantry_segment_free(play.segment);
  g_free(end.reason);
  return XXH3_64bits_digest(hash);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static XXH3_state_t *hash;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("fuzz", (const char *)data, size, NULL, NULL);
  if (!scenario)
    return 0;
  if (!hash)
    hash = XXH3_createState();
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = GANTRY_MODEL_SIMULATED;
  options.on_cpu_from = GANTRY_ON_CPU_FROM_VIRTUAL;
  if (options.cores == 0)
    options.cores = 2;
  uint64_t first = run_into_timeline(scenario, &options, hash);
  g_assert_cmpuint(run_again(scenario, &options, hash), ==, first);
  return 0;
}
