/* Traces of other programs as timelines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "import-tracks.h"

#include <math.h>
#include <string.h>

static void
test_empty (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("nothing");
  GantryImportCounts counts;
  gantry_import_thread(import, 1, 2); /* of which nothing is told but that it is there */
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_true(gantry_timeline_is_finished(timeline));
  g_assert_cmpint(result.wall_ns, ==, 0);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_UNFINISHED);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 0);
  g_assert_cmpstr(gantry_timeline_get_facts(timeline)->title, ==, "nothing");
  /* It may be filled again. */
  slice(import, thread(import, 7, "again"), 3, 4, "b");
  g_autoptr(GantryTimeline) second = gantry_import_finish(import, NULL);
  assert_lane(second, "again", "running 0-1 b");
}

static void
test_names (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  g_autofree char *many = g_strnfill(GANTRY_TEXT_MAX + 500, 'x');
  g_autoptr(GString) umlauts = g_string_new(NULL);
  for (int i = 0; i < 2 * GANTRY_TEXT_MAX; i++)
    g_string_append(umlauts, "ä");
  uint32_t a = gantry_import_name(import, "same", 4), none = gantry_import_name(import, "", 0);
  g_assert_cmpuint(gantry_import_name(import, "same!", 4), ==, a);
  g_assert_cmpuint(gantry_import_name(import, "same!", 5), !=, a);
  uint32_t broken = gantry_import_name(import, "a\xff\xfe\0b", 5);
  g_assert_cmpuint(gantry_import_name(import, "a\xff\xfe\0b", 5), ==, broken);
  uint32_t large = gantry_import_name(import, many, strlen(many));
  uint32_t odd = gantry_import_name(import, umlauts->str + 1, 3 * GANTRY_TEXT_MAX);
  for (uint32_t i = 0; i < 10000; i++) {
    g_autofree char *text = g_strdup_printf("name %u", i);
    uint32_t number = gantry_import_name(import, text, strlen(text));
    g_assert_cmpuint(gantry_import_name(import, text, strlen(text)), ==, number);
  }
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  g_assert_cmpstr(gantry_timeline_get_line_label(timeline, a), ==, "same");
  g_assert_null(gantry_timeline_get_line_label(timeline, none));
  g_assert_cmpstr(gantry_timeline_get_line_label(timeline, broken), ==, "a���b");
  g_assert_cmpuint(strlen(gantry_timeline_get_line_label(timeline, large)), ==, GANTRY_TEXT_MAX);
  g_assert_true(g_utf8_validate(gantry_timeline_get_line_label(timeline, odd), -1, NULL));
  g_assert_cmpstr(gantry_timeline_get_line_label(timeline, odd + 10000), ==, "name 9999");
}

static void
test_lane_order (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack late = gantry_import_thread(import, 9, 1), early = gantry_import_thread(import, 8, 1);
  GantryTrack first = gantry_import_thread(import, 8, 5);
  GantryTrack child = gantry_import_track(import, 77, early), grandchild;
  GantryTrack alone = gantry_import_track(import, 78, GANTRY_NO_TRACK);
  GantryTrack silent = gantry_import_track(import, 79, gantry_import_process(import, 9));
  grandchild = gantry_import_track(import, 80, silent);
  gantry_import_set_name(import, child, name(import, "child"));
  gantry_import_set_name(import, grandchild, name(import, "grandchild"));
  gantry_import_set_order(import, first, -1);
  slice(import, alone, 0, 1, "x");
  slice(import, late, 5, 6, "x");
  slice(import, early, 2, 6, "x");
  slice(import, early, 3, 4, "y");
  slice(import, first, 5, 6, "x");
  slice(import, child, 3, 9, "x");
  slice(import, grandchild, 3, 9, "x");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline),
                            "process 8, thread 5, thread 1, thread 1 · 2, child, "
                            "process 9, thread 1, grandchild, track");
  g_assert_cmpuint(gantry_lane_get_parent(gantry_timeline_get_lane(timeline, 4)), ==, 2);
  g_assert_cmpuint(gantry_lane_get_parent(gantry_timeline_get_lane(timeline, 7)), ==, 5);
  g_assert_cmpint(gantry_lane_get_kind(gantry_timeline_get_lane(timeline, 7)), ==, GANTRY_LANE_TASK);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    g_assert_cmpuint(gantry_lane_get_id(gantry_timeline_get_lane(timeline, i)), ==, i);
}

static void
test_counters (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack one = thread(import, 1, "one"), two = thread(import, 2, "two");
  slice(import, one, 0, 10, "a");
  slice(import, one, 2, 8, "within");
  slice(import, two, 4, 6, "b");
  slice(import, two, 6, 12, "c");
  slice(import, two, 14, 15, "c");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "0=1 4=2 10=1 12=0 14=1 15=0");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT),
                            "0=1 4=2 10=1 15=0");
  assert_lane(timeline, "process 1", "running 0-12, sleeping 12-14, running 14-15");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.cpu_ns, ==, 19 * MS);
  g_assert_cmpint(result.wall_ns, ==, 15 * MS);
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->cores, ==, 0);
  g_assert_false(gantry_timeline_tells_on_cpu(timeline)); /* a slice may be slept through */
}

static void
test_values (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack process = gantry_import_process(import, 3);
  GantryTrack whole = gantry_import_counter(import, process, name(import, "whole"));
  GantryTrack parts = gantry_import_counter(import, process, name(import, "parts"));
  gantry_import_counter(import, process, name(import, "none"));
  g_assert_cmpuint(gantry_import_counter(import, process, name(import, "whole")), ==, whole);
  gantry_import_value(import, whole, 30 * MS, 3);
  gantry_import_value(import, whole, 10 * MS, -1);
  gantry_import_value(import, whole, 20 * MS, INFINITY);
  gantry_import_value(import, whole, 25 * MS, NAN);
  gantry_import_value(import, parts, 10 * MS, 0.25);
  gantry_import_value(import, parts, 12 * MS, -1e300);
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  g_assert_cmpuint(counts.counter_values, ==, 5);
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), ==, 2);
  g_assert_cmpstr(gantry_thing_get_name(gantry_timeline_get_thing(timeline, 0)), ==, "whole");
  g_assert_cmpstr(gantry_thing_get_name(gantry_timeline_get_thing(timeline, 1)), ==, "parts, thousandths");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "0=-1 10=9223372036854775807 20=3");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 1), "0=250 2=-9223372036854775808");
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 0);
}

/* Whose it is says a counter's name, and processes of one name have their numbers. */
static void
test_namesakes (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  for (int64_t pid = 5; pid <= 8; pid++) {
    GantryTrack process = gantry_import_process(import, pid), of_process, of_thread;
    GantryTrack main = gantry_import_thread(import, pid, pid);
    if (pid != 8)
      gantry_import_set_name(import, process, name(import, pid == 7 ? "gpu" : "tab"));
    gantry_import_set_name(import, main, name(import, "main"));
    of_process = gantry_import_counter(import, process, name(import, "heap"));
    of_thread = gantry_import_counter(import, main, name(import, "time"));
    slice(import, main, pid, pid + 1, "a");
    gantry_import_value(import, of_process, pid * MS, 1);
    gantry_import_value(import, of_thread, pid * MS, 1);
  }
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline),
                            "tab (pid 5), main, tab (pid 6), main, gpu, main, process 8, main");
  g_autoptr(GString) things = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++)
    g_string_append_printf(things, "%s%s", i > 0 ? ", " : "",
                           gantry_thing_get_name(gantry_timeline_get_thing(timeline, i)));
  g_assert_cmpstr(
      things->str, ==,
      "time · main · tab (pid 5), heap · tab (pid 5), time · main · tab (pid 6), heap · tab (pid 6), "
      "time · main · gpu, heap · gpu, time · main · 8, heap · 8");
}

static void
test_flows (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack one = thread(import, 1, "one"), two = thread(import, 2, "two");
  const GantryArrowKind put = GANTRY_ARROW_PUT;
  slice(import, one, 0, 100, "x");
  slice(import, two, 0, 100, "x");
  gantry_import_flow(import, 5, GANTRY_FLOW_END, GANTRY_ARROW_RELEASE, two, 9 * MS);
  gantry_import_flow(import, 5, GANTRY_FLOW_STEP, put, one, 7 * MS);
  gantry_import_flow(import, 5, GANTRY_FLOW_BEGIN, put, two, 3 * MS);
  gantry_import_flow(import, 5, GANTRY_FLOW_BEGIN, put, one, 20 * MS); /* the id once more */
  gantry_import_flow(import, 5, GANTRY_FLOW_END, put, two, 21 * MS);
  gantry_import_flow(import, 6, GANTRY_FLOW_END, put, two, 1 * MS);
  gantry_import_flow(import, 7, GANTRY_FLOW_BEGIN, put, two, 1 * MS);
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "put two 3 - one 7, release one 7 - two 9, put one 20 - two 21");
  g_assert_cmpuint(counts.flows, ==, 3);
  g_assert_cmpuint(counts.unmatched, ==, 2);
}

/* A flow may end at the slice that begins next, within another one too; where none does it ends there. */
static void
test_next_slice (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack from = thread(import, 1, "from"), to = thread(import, 2, "to");
  slice(import, from, 0, 1, "x");
  begin(import, to, 5, "b");
  slice(import, to, 2, 4, "a");
  begin(import, to, 7, "c");
  end(import, to, 8);
  end(import, to, 9);
  static const int64_t times[] = {1, 5, 6, 8};
  for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
    /* Of one number: one begins anew before the slice that the one before ends at. */
    gantry_import_flow(import, 9, GANTRY_FLOW_BEGIN, GANTRY_ARROW_PUT, from, times[i] * MS - 500000);
    gantry_import_flow(import, 9, GANTRY_FLOW_NEXT, GANTRY_ARROW_PUT, to, times[i] * MS);
  }
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(
      gantry_script_describe_arrows(timeline),
      "put from 0.5 - to 2, put from 4.5 - to 5, put from 5.5 - to 7, put from 7.5 - to 8");
  assert_lane(timeline, "to", "sleeping 1-2, running 2-4 a, sleeping 4-5, running 5-9 b");
}

static void
test_told (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack task = gantry_import_track(import, 1, GANTRY_NO_TRACK);
  const GantryRunFacts facts = {.model = "async", .seed = 7, .cores = 3, .gil = true};
  gantry_import_set_kind(import, task, GANTRY_LANE_LOOP);
  gantry_import_set_name(import, task, name(import, "loop"));
  const GantryRunResult told = {.outcome = GANTRY_RUN_OK};
  gantry_import_tell(import, &facts, &told);
  gantry_import_live(import, task, -1, 5 * MS);
  gantry_import_mark(import, task, MS, GANTRY_MARK_EXPECT_BROKEN, name(import, "x == 1"));
  gantry_import_span(import, task, 2 * MS, 3 * MS, name(import, "lunch"));
  gantry_import_lost(import, task, MS, 2 * MS, 17);
  gantry_import_lost(import, GANTRY_NO_TRACK, MS, 2 * MS, 4);
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  const GantryRunFacts *its = gantry_timeline_get_facts(timeline);
  const GantryLane *lane = gantry_script_find_lane(timeline, "loop");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpstr(its->model, ==, "async");
  g_assert_cmpstr(its->title, ==, "t");
  g_assert_cmpint(its->cores, ==, 3);
  g_assert_true(its->gil);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_OK);
  g_assert_cmpuint(result.lost, ==, 21);
  g_assert_cmpint(gantry_lane_get_kind(lane), ==, GANTRY_LANE_LOOP);
  g_assert_cmpuint(gantry_lane_get_n_losses(lane), ==, 1);
  g_assert_cmpint(gantry_lane_get_loss(lane, 0)->to, ==, 2 * MS + 1);
  g_assert_cmpint(gantry_timeline_get_mark(timeline, 0)->kind, ==, GANTRY_MARK_EXPECT_BROKEN);
  g_assert_cmpstr(gantry_timeline_get_span(timeline, 0)->text, ==, "lunch");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT), "");
}

/* What begins before the first that was told makes what comes last no later than a file could say it again.
 */
static void
test_latest (void)
{
  int64_t latest = INT64_C(1) << 61;
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack task = gantry_import_track(import, 1, GANTRY_NO_TRACK);
  GantryTrack other = gantry_import_track(import, 2, GANTRY_NO_TRACK);
  gantry_import_slice(import, task, 0, INT64_MAX, name(import, "long"));
  gantry_import_slice(import, other, -5 * MS, MS, name(import, "early"));
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  g_assert_cmpint(gantry_timeline_get_now(timeline), ==, latest);
  g_assert_cmpint(gantry_lane_get_created(gantry_timeline_get_lane(timeline, 1)), ==, 5 * MS);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 1)), ==, latest);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import/empty", test_empty);
  g_test_add_func("/import/names", test_names);
  g_test_add_func("/import/lane-order", test_lane_order);
  g_test_add_func("/import/counters", test_counters);
  g_test_add_func("/import/values", test_values);
  g_test_add_func("/import/namesakes", test_namesakes);
  g_test_add_func("/import/flows", test_flows);
  g_test_add_func("/import/next-slice", test_next_slice);
  g_test_add_func("/import/told", test_told);
  g_test_add_func("/import/latest", test_latest);
  return g_test_run();
}
