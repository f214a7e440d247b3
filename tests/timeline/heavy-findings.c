/* Runs of which there would be more to tell than anybody reads, or than there is time to find.
 *
 * None of these tests measures time: without what they hold each would take minutes, and end by its limit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"
#include "timeline/columns.h"
#include "timeline/findings.h"

#include <string.h>

#define SECOND INT64_C(1000000000)

static const GantryFinding *
finding_at (const GPtrArray *findings, guint place)
{
  g_assert_cmpuint(place, <, findings->len);
  return findings->pdata[place];
}

static GantryTimeline *
new_timeline (void)
{
  const GantryRunFacts facts = {.title = "heavy", .model = "threads", .cores = 2};
  return gantry_timeline_new(&facts);
}

static void
finish (GantryTimeline *timeline)
{
  const GantryRunResult result = {.outcome = GANTRY_RUN_DEADLOCK, .wall_ns = SECOND};
  gantry_timeline_restore_result(timeline, &result);
}

/* Whether the name of each line's sum was ever anything else had to be looked up in all other lines. */
static void
test_text (void)
{
  enum { N_LINES = 20000 };
  g_autoptr(GString) script = g_string_new(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n"
      "source 1 'shared variable counter = 0'\nsource 2 'task adder:'\nsource 3 '    seen = counter'\n");
  for (int i = 0; i < N_LINES; i++)
    g_string_append_printf(script, "source %d '    counter = seen + 1'\n", i + 4);
  g_string_append(script, "0ms a created thread\n0ms a started cpu 0\n0ms a running line 5 cpu 0\n"
                          "2ms a value counter 1\n4ms a value counter 2\n5ms a value counter 1\n"
                          "9ms a ended ok\n9ms end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script->str);
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  g_assert_cmpuint(findings->len, ==, 1);
  g_assert_cmpint(finding_at(findings, 0)->kind, ==, GANTRY_FINDING_LOST_UPDATE);
}

/* Names that a pattern would take for more than letters, and lines that are none of a scenario. */
static void
test_strange_text (void)
{
  g_autofree char *longest = g_strnfill(2000, 'a');
  g_autofree char *script =
      g_strdup_printf("model threads\ncores 2\nfrom virtual\nthing 'shared variable' 'counter)|(.*'\n"
                      "thing 'shared variable' counter\nsource 1 'shared variable counter = 0'\n"
                      "source 2 'task adder:'\nsource 3 '    counter = counter + 1'\nsource 4 '%s'\n"
                      "0ms a created thread\n0ms a started cpu 0\n0ms a running line 3 cpu 0\n"
                      "2ms a value counter 1\n4ms a value counter 2\n5ms a value counter 1\n"
                      "6ms a value 'counter)|(.*' 2\n7ms a value 'counter)|(.*' 1\n"
                      "9ms a ended ok\n9ms end ok\n",
                      longest);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  g_assert_cmpuint(findings->len, ==, 0);
}

/* A card for each of a million locks is read by nobody; each looked through all that were told before it. */
static void
test_locks (void)
{
  enum { N_LOCKS = 300000 };
  g_autoptr(GantryTimeline) timeline = new_timeline();
  const GantryThingFigures figures = {.acquired = 8, .contended = 8, .wait_ns = SECOND};
  for (uint32_t i = 0; i < N_LOCKS; i++) {
    gantry_timeline_add_thing(timeline, GANTRY_THING_LOCK, "lock", 0);
    gantry_timeline_restore_figures(timeline, i, &figures);
  }
  finish(timeline);
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  g_assert_cmpuint(findings->len, ==, 20);
  g_assert_true(g_str_has_suffix(finding_at(findings, 19)->text, "There are 299980 more like this."));
  g_assert_null(strstr(finding_at(findings, 18)->text, "more like this"));
}

/* The names of all that wait, of 1 KiB each. */
static void
test_waits (void)
{
  enum { N_LANES = 1000 };
  g_autoptr(GantryTimeline) timeline = new_timeline();
  g_autofree char *name = g_strnfill(GANTRY_TEXT_MAX, 'n');
  for (uint32_t i = 0; i < N_LANES; i++) {
    const GantryLaneFacts facts = {.id = i,
                                   .kind = GANTRY_LANE_THREAD,
                                   .name = name,
                                   .parent = GANTRY_NO_LANE,
                                   .started = GANTRY_NO_TIME,
                                   .ended = GANTRY_NO_TIME,
                                   .known = SECOND};
    const GantryStoredInterval interval = {.state_and_line = (uint32_t)GANTRY_STATE_WAIT_LOCK << 27,
                                           .object = GANTRY_NO_OBJECT};
    GantryLane *lane = gantry_timeline_restore_lane(timeline, &facts, false);
    g_assert_nonnull(lane);
    g_assert_cmpuint(gantry_lane_restore_intervals(lane, &interval, 1, false), ==, 1);
    gantry_lane_restore_end(lane, &facts);
  }
  for (uint32_t i = 0; i < N_LANES; i++) {
    const GantryDeadlockWait wait = {.lane = i, .object = GANTRY_NO_OBJECT, .joins = GANTRY_NO_LANE};
    g_assert_true(gantry_timeline_restore_deadlock_wait(timeline, &wait));
  }
  finish(timeline);
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  const GantryFinding *deadlock = finding_at(findings, 0);
  g_assert_cmpint(deadlock->kind, ==, GANTRY_FINDING_DEADLOCK);
  g_assert_cmpuint(deadlock->lanes->len, ==, N_LANES);
  g_assert_cmpuint(strlen(deadlock->text), <, 21 * GANTRY_TEXT_MAX);
  g_assert_nonnull(strstr(deadlock->text, "n and 980 more wait"));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/timeline/heavy-findings/text", test_text);
  g_test_add_func("/timeline/heavy-findings/strange-text", test_strange_text);
  g_test_add_func("/timeline/heavy-findings/locks", test_locks);
  g_test_add_func("/timeline/heavy-findings/waits", test_waits);
  return g_test_run();
}
