/* What the application's own records make of a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

static void
test_life (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread line 2 \n"
                                                          "2ms main started ready 1ms cpu 0 pid 77\n"
                                                          "2ms main running line 5 cpu 0\n"
                                                          "5ms main running line 6 cpu 0\n"
                                                          "9ms main ended ok result 3\n");
  const GantryLane *lane = gantry_script_find_lane(timeline, "main");
  gantry_script_assert_lane(timeline, "main",
                            "created 0-1 line 2, ready 1-2 line 2, running 2-5 line 5 cpu 0, "
                            "running 5-9 line 6 cpu 0");
  g_assert_cmpint(gantry_lane_get_created(lane), ==, 0);
  g_assert_cmpint(gantry_lane_get_started(lane), ==, 2000000);
  g_assert_cmpint(gantry_lane_get_ended(lane), ==, 9000000);
  g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_OK);
  g_assert_cmpint(gantry_lane_get_result(lane), ==, 3);
  g_assert_cmpuint(gantry_lane_get_pid(lane), ==, 77);
  g_assert_null(gantry_lane_get_reason(lane));
}

/* When it was handed to the scheduler is not known: it was only created until it ran. */
static void
test_start_of_unknown_readiness (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread\n"
                                                          "4ms main started cpu 1\n"
                                                          "9ms main ended failed reason \"no luck\"\n");
  gantry_script_assert_lane(timeline, "main", "created 0-4, running 4-9 cpu 1");
  const GantryLane *lane = gantry_script_find_lane(timeline, "main");
  g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_FAILED);
  g_assert_cmpstr(gantry_lane_get_reason(lane), ==, "no luck");
}

/* Each statement has an interval of its own, the same line a second time, too; none is empty. */
static void
test_statements (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread\n"
                                                          "0ms main started cpu 0\n"
                                                          "0ms main running line 4 cpu 0\n"
                                                          "2ms main running line 4 cpu 0\n"
                                                          "3ms main running line 4 cpu 0\n"
                                                          "3ms main running line 4 cpu 0\n"
                                                          "5ms main sleeping line 5\n"
                                                          "5ms main running line 6 cpu 0\n"
                                                          "8ms main ended ok\n");
  gantry_script_assert_lane(timeline, "main",
                            "running 0-2 line 4 cpu 0, running 2-3 line 4 cpu 0, running 3-5 line 4 cpu 0, "
                            "running 5-8 line 6 cpu 0");
}

static void
test_no_life_at_all (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread\n"
                                                          "0ms main started cpu 0\n"
                                                          "0ms main ended ok\n");
  const GantryLane *lane = gantry_script_find_lane(timeline, "main");
  g_assert_cmpuint(gantry_lane_get_n_intervals(lane), ==, 0);
  g_assert_cmpint(gantry_lane_get_ended(lane), ==, 0);
  size_t index;
  g_assert_false(gantry_lane_find(lane, 0, &index));
}

/* A wait is split where its cause lies: waiting before, ready after. */
static void
test_wait_is_split (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing lock kitchen\n"
                                                          "0ms main created thread\n"
                                                          "0ms main started cpu 0\n"
                                                          "0ms cook created thread by main line 3\n"
                                                          "1ms cook started cpu 1 ready 0ms\n"
                                                          "2ms main wait-lock for kitchen line 4\n"
                                                          "7ms main woken by cook at 5ms\n"
                                                          "7ms main running line 4 cpu 1\n"
                                                          "8ms cook ended ok\n"
                                                          "9ms main ended ok\n");
  gantry_script_assert_lane(timeline, "main",
                            "running 0-2 cpu 0, wait-lock 2-5 line 4 for 0, ready 5-7 line 4, "
                            "running 7-9 line 4 cpu 1");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "start main 0 - cook 1, release cook 5 - main 7");
}

/* A cause before the wait or after its end is moved into it. */
static void
test_cause_is_clamped (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing event gate\n"
                                                          "0ms main created thread\n"
                                                          "0ms main started\n"
                                                          "2ms main wait-event for gate\n"
                                                          "4ms main woken at 1ms\n"
                                                          "4ms main running\n"
                                                          "6ms main wait-event for gate\n"
                                                          "8ms main woken at 9ms\n"
                                                          "8ms main running\n"
                                                          "9ms main ended ok\n");
  gantry_script_assert_lane(timeline, "main",
                            "running 0-2, ready 2-4, running 4-6, wait-event 6-8 for 0, running 8-9");
}

static void
test_cause_is_unknown (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread\n"
                                                          "0ms main started\n"
                                                          "0ms other created thread\n"
                                                          "0ms other started\n"
                                                          "2ms main wait-join for other\n"
                                                          "3ms other ended ok\n"
                                                          "4ms main woken by other\n"
                                                          "4ms main running\n"
                                                          "9ms main ended ok\n");
  gantry_script_assert_lane(timeline, "main", "running 0-2, wait-join 2-4 for 1, running 4-9");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "join other 4 - main 4");
}

/* A task that becomes ready by its own word, as on a loop, is so from the cause on; its arrow ends where it
 * runs. */
static void
test_woken_to_be_ready (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing queue orders\n"
                                                          "0ms a created task ring 0\n"
                                                          "0ms a started ring 0\n"
                                                          "0ms b created task ring 0\n"
                                                          "0ms b started ring 0\n"
                                                          "1ms b wait-queue for orders line 8\n"
                                                          "4ms b woken by a at 3ms\n"
                                                          "4ms b ready line 8\n"
                                                          "6ms b running line 8\n"
                                                          "9ms b ended ok\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "b",
                            "running 0-1, wait-queue 1-3 line 8 for 0, ready 3-6 line 8, running 6-9 line 8");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "put a 3 - b 6");
}

/* Between the wait and the run another wait: for the interpreter lock. */
static void
test_two_waits_in_a_row (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing lock l\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started\n"
                                                          "0ms b created thread\n"
                                                          "0ms b started\n"
                                                          "1ms a wait-lock for l line 3\n"
                                                          "3ms a woken by b at 2ms\n"
                                                          "3ms a wait-gil line 3\n"
                                                          "6ms a running line 3\n"
                                                          "6ms a acquired l\n"
                                                          "7ms a ended ok\n"
                                                          "7ms b ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "running 0-1, wait-lock 1-2 line 3 for 0, ready 2-3 line 3, wait-gil 3-6 line 3, "
                            "running 6-7 line 3");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "release b 2 - a 6");
}

/* Each kind of wait has its kind of arrow. */
static void
test_kinds_of_arrows (void)
{
  static const char *const waits[][2] = {
      {"wait-lock", "release"}, {"wait-semaphore", "release"}, {"wait-queue", "put"},
      {"wait-pipe", "put"},     {"wait-condition", "set"},     {"wait-event", "set"},
      {"wait-join", "join"},    {"wait-barrier", "set"},       {"wait-result", "join"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
    g_autofree char *script = g_strdup_printf("0ms a created thread\n0ms a started\n"
                                              "0ms b created thread\n0ms b started\n"
                                              "1ms a %s\n3ms a woken by b at 2ms\n3ms a running\n",
                                              waits[i][0]);
    g_autofree char *expected = g_strdup_printf("%s b 2 - a 3", waits[i][1]);
    g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
    gantry_script_assert_text(gantry_script_describe_arrows(timeline), expected);
  }
}

/* A timer is nobody, and one's own doing is no message. */
static void
test_no_arrow (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms a created thread\n"
                                                          "0ms a started\n"
                                                          "1ms a sleeping line 3\n"
                                                          "3ms a woken at 2ms\n"
                                                          "3ms a running line 3\n"
                                                          "4ms a wait-semaphore\n"
                                                          "5ms a woken by a at 4ms\n"
                                                          "5ms a running\n"
                                                          "6ms a wait-event\n"
                                                          "7ms a running\n"
                                                          "7ms a ended ok\n");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "");
}

/* Only an end of a wait is split: what woke a lane that ran is forgotten. */
static void
test_woken_without_a_wait (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms a created thread\n"
                                                          "0ms a started\n"
                                                          "0ms b created thread\n"
                                                          "0ms b started\n"
                                                          "2ms a woken by b at 1ms\n"
                                                          "3ms a running line 5\n"
                                                          "4ms a wait-event\n"
                                                          "7ms a running\n"
                                                          "8ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a", "running 0-3, running 3-4 line 5, wait-event 4-7, running 7-8");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "");
}

static void
test_marks_and_spans (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms a created thread\n"
                                                          "0ms a started\n"
                                                          "0ms b created thread\n"
                                                          "0ms b started\n"
                                                          "1ms a note outer line 1\n"
                                                          "2ms a note inner line 2\n"
                                                          "5ms a print hello line 3\n"
                                                          "6ms a note-end\n"
                                                          "7ms a note-end\n"
                                                          "7ms a note-end\n"
                                                          "8ms a note open line 4\n"
                                                          "9ms a ended ok\n"
                                                          "3ms b expect broken \"all served\" line 9\n"
                                                          "4ms b expect held \"none lost\" line 10\n");
  static const struct {
    GantryMarkKind kind;
    uint32_t lane, line;
    int64_t time;
    const char *text;
  } marks[] = {
      {GANTRY_MARK_EXPECT_BROKEN, 1, 9, 3000000, "all served"},
      {GANTRY_MARK_EXPECT_HELD, 1, 10, 4000000, "none lost"},
      {GANTRY_MARK_PRINT, 0, 3, 5000000, "hello"},
  };
  static const GantrySpan spans[] = {
      {0, 2, 2000000, 6000000, "inner"},
      {0, 1, 1000000, 7000000, "outer"},
      {0, 4, 8000000, 9000000, "open"},
  };
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, G_N_ELEMENTS(marks));
  for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    g_assert_cmpint(mark->kind, ==, marks[i].kind);
    g_assert_cmpuint(mark->lane, ==, marks[i].lane);
    g_assert_cmpuint(mark->line, ==, marks[i].line);
    g_assert_cmpint(mark->time, ==, marks[i].time);
    g_assert_cmpstr(mark->text, ==, marks[i].text);
  }
  g_assert_cmpuint(gantry_timeline_get_n_spans(timeline), ==, G_N_ELEMENTS(spans));
  for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
    const GantrySpan *span = gantry_timeline_get_span(timeline, i);
    g_assert_cmpuint(span->line, ==, spans[i].line);
    g_assert_cmpint(span->from, ==, spans[i].from);
    g_assert_cmpint(span->to, ==, spans[i].to);
    g_assert_cmpstr(span->text, ==, spans[i].text);
  }
}

static void
test_losses (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms a created thread\n"
                                                          "0ms a started\n"
                                                          "6ms a lost 17 since 4ms\n"
                                                          "8ms a lost 3 since 7ms\n"
                                                          "9ms a ended ok\n");
  const GantryLane *lane = gantry_script_find_lane(timeline, "a");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, ==, 20);
  g_assert_cmpuint(gantry_lane_get_n_losses(lane), ==, 2);
  g_assert_cmpint(gantry_lane_get_loss(lane, 0)->from, ==, 4000000);
  g_assert_cmpint(gantry_lane_get_loss(lane, 0)->to, ==, 6000000);
  g_assert_cmpuint(gantry_lane_get_loss(lane, 1)->count, ==, 3);
}

static void
test_facts (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title \"Two cooks\"\nmodel processes\nseed 7\ncores 3\n"
                         "gil\nfrom kernel\nsource 2 second\nlabel 2 \"print\"\n"
                         "source 3 third\n"
                         "0ms a created process\n");
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  g_assert_cmpstr(facts->title, ==, "Two cooks");
  g_assert_cmpstr(facts->model, ==, "processes");
  g_assert_cmpint(facts->seed, ==, 7);
  g_assert_cmpint(facts->cores, ==, 3);
  g_assert_true(facts->gil);
  g_assert_cmpint(facts->on_cpu_from, ==, GANTRY_ON_CPU_FROM_KERNEL);
  g_assert_cmpstr(gantry_timeline_get_source_line(timeline, 2), ==, "second");
  g_assert_null(gantry_timeline_get_source_line(timeline, 0));
  g_assert_null(gantry_timeline_get_source_line(timeline, 4));
  g_assert_cmpstr(gantry_timeline_get_line_label(timeline, 2), ==, "print");
  g_assert_null(gantry_timeline_get_line_label(timeline, 1));
  g_assert_null(gantry_timeline_get_line_label(timeline, 3));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/states/life", test_life);
  g_test_add_func("/states/start-of-unknown-readiness", test_start_of_unknown_readiness);
  g_test_add_func("/states/statements", test_statements);
  g_test_add_func("/states/no-life-at-all", test_no_life_at_all);
  g_test_add_func("/states/wait-is-split", test_wait_is_split);
  g_test_add_func("/states/cause-is-clamped", test_cause_is_clamped);
  g_test_add_func("/states/cause-is-unknown", test_cause_is_unknown);
  g_test_add_func("/states/woken-to-be-ready", test_woken_to_be_ready);
  g_test_add_func("/states/two-waits-in-a-row", test_two_waits_in_a_row);
  g_test_add_func("/states/kinds-of-arrows", test_kinds_of_arrows);
  g_test_add_func("/states/no-arrow", test_no_arrow);
  g_test_add_func("/states/woken-without-a-wait", test_woken_without_a_wait);
  g_test_add_func("/states/marks-and-spans", test_marks_and_spans);
  g_test_add_func("/states/losses", test_losses);
  g_test_add_func("/states/facts", test_facts);
  return g_test_run();
}
