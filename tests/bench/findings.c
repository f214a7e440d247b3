/* How long findings, causes and the critical path of an enormous run take: 10,000 lanes with a hundred
 * intervals each, which hand one lock on from each to the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings.h"
#include "timeline/critical-path.h"
#include "timeline/timeline-private.h"
#include "trace/clock.h"

#define LANES 10000
#define ROUNDS 34 /* of three intervals */
#define RUN_NS 1000

static GantryLane *
make_lane (GantryTimeline *timeline, uint32_t id)
{
  g_autofree char *name = g_strdup_printf("task %u", id);
  GantryLane *lane =
      gantry_lane_new(id, GANTRY_LANE_THREAD, name, GANTRY_NO_LANE, false, 0, 1, &timeline->now);
  gantry_lane_start(lane, 0);
  gantry_lane_set(lane, 0, GANTRY_STATE_WAIT_LOCK, 2, 0, true);
  gantry_timeline_add_lane(timeline, lane);
  return lane;
}

/* Lane after lane has the lock for a moment, round after round. */
static GantryTimeline *
make_run (const char *model)
{
  GantryRunFacts facts = {
      .title = "bench", .model = model, .cores = 4, .on_cpu_from = GANTRY_ON_CPU_FROM_VIRTUAL};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  g_autofree GantryLane **lanes = g_new(GantryLane *, LANES);
  int64_t time = 0;
  gantry_timeline_add_thing(timeline, GANTRY_THING_LOCK, "lock", 0);
  GantryThing *thing = gantry_timeline_get_own_thing(timeline, 0);
  for (uint32_t i = 0; i < LANES; i++)
    lanes[i] = make_lane(timeline, i);
  for (int round = 0; round < ROUNDS; round++)
    for (uint32_t i = 0; i < LANES; i++) {
      GantryArrow arrow = {GANTRY_ARROW_RELEASE, (i + LANES - 1) % LANES, i, time, time + RUN_NS / 2};
      GantryThingEvent taken = {time, 0, 0, i, 0, GANTRY_EVENT_ACQUIRED, false, true};
      gantry_lane_set(lanes[i], time, GANTRY_STATE_READY, 2, GANTRY_NO_OBJECT, true);
      gantry_lane_set(lanes[i], time + RUN_NS / 2, GANTRY_STATE_RUNNING, 2, 1, true);
      time += RUN_NS;
      gantry_lane_set(lanes[i], time, GANTRY_STATE_WAIT_LOCK, 2, 0, true);
      gantry_packed_arrows_append(&timeline->arrows, &arrow);
      gantry_thing_apply(thing, &taken);
      gantry_thing_add_wait(thing, RUN_NS);
    }
  for (uint32_t i = 0; i < LANES; i++)
    gantry_lane_end(lanes[i], time, GANTRY_OUTCOME_OK, 0, NULL);
  GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = time};
  gantry_timeline_set_now(timeline, time);
  gantry_timeline_finish(timeline, &result);
  return timeline;
}

static void
tell (const char *what, uint64_t begin)
{
  g_print("%s: %.0f ms\n", what, (double)(gantry_monotonic_ns() - begin) / 1e6);
}

int
main (void)
{
  static const char *const models[] = {"threads", "async"};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    g_autoptr(GantryTimeline) timeline = make_run(models[i]);
    g_print("%s, %d intervals:\n", models[i], LANES * (ROUNDS * 3 + 1));
    uint64_t begin = gantry_monotonic_ns();
    g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
    tell("  findings", begin);
    begin = gantry_monotonic_ns();
    g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
    tell("  causes", begin);
    begin = gantry_monotonic_ns();
    g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, causes);
    tell("  critical path", begin);
    g_print("  %u findings, a path of %u segments\n", findings->len, path->segments->len);
  }
  return 0;
}
