/* States that other programs' traces tell, and switches of processors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "import-tracks.h"

static void
test_states (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  gantry_import_state(import, main, 8 * MS, GANTRY_STATE_WAIT_LOCK, GANTRY_NO_CPU);
  gantry_import_state(import, main, 2 * MS, GANTRY_STATE_RUNNING, 3);
  gantry_import_state(import, main, 5 * MS, GANTRY_STATE_READY, GANTRY_NO_CPU);
  gantry_import_state(import, main, 6 * MS, GANTRY_STATE_RUNNING, 1);
  slice(import, main, 0, 7, "a");
  slice(import, main, 3, 4, "b");
  gantry_import_live(import, main, 0, 10 * MS);
  slice(import, thread(import, 2, "other"), 0, 12, "x");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  assert_lane(timeline, "main",
              "running 0-2 a, running 2-5 a cpu 3, ready 5-6 a, running 6-7 a cpu 1, running 7-8 cpu 1, "
              "wait-lock 8-10");
  assert_lane(timeline, "main · 2", "running 3-4 b");
  gantry_script_assert_lane(timeline, "core 1", "sleeping 0-6, running 6-8 for 1, sleeping 8-12");
  gantry_script_assert_lane(timeline, "core 3", "sleeping 0-2, running 2-5 for 1, sleeping 5-12");
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->cores, ==, 4);
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->on_cpu_from, ==, GANTRY_ON_CPU_FROM_SELF);
}

/* In whatever order they come. */
static void
test_states_with_ends (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  gantry_import_state_for(import, main, 5 * MS, 3 * MS, GANTRY_STATE_READY, GANTRY_NO_CPU);
  gantry_import_state_for(import, main, 2 * MS, 3 * MS, GANTRY_STATE_RUNNING, 0);
  gantry_import_state_for(import, main, 10 * MS, -1, GANTRY_STATE_RUNNING, 0);
  gantry_import_state_for(import, main, 12 * MS, 1 * MS, GANTRY_STATE_IO_FILE, 0);
  slice(import, thread(import, 2, "other"), 0, 20, "x");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  assert_lane(timeline, "main", "running 2-5 cpu 0, ready 5-8, sleeping 8-12, io-file 12-13");
}

static void
test_switches (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack one = thread(import, 1, "one"), two = thread(import, 2, "two");
  gantry_import_switch(import, 0, 4 * MS, one, GANTRY_STATE_BLOCKED, two);
  gantry_import_switch(import, 0, 0, GANTRY_NO_TRACK, GANTRY_STATE_READY, one);
  gantry_import_switch(import, 0, 7 * MS, two, GANTRY_STATE_READY, GANTRY_NO_TRACK);
  gantry_import_state(import, one, 5 * MS, GANTRY_STATE_READY, GANTRY_NO_CPU);
  gantry_import_switch(import, 1, 6 * MS, GANTRY_NO_TRACK, GANTRY_STATE_READY, one);
  /* What made it leave was lost. */
  gantry_import_switch(import, 1, 8 * MS, GANTRY_NO_TRACK, GANTRY_STATE_READY, two);
  slice(import, one, 1, 5, "a");
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  assert_lane(timeline, "one",
              "running 0-1 cpu 0, running 1-4 a cpu 0, blocked 4-5 a, ready 5-6, running 6-8 cpu 1");
  assert_lane(timeline, "two", "running 4-7 cpu 0, ready 7-8");
  gantry_script_assert_lane(timeline, "core 0", "running 0-4 for 1, running 4-7 for 2, sleeping 7-8");
  gantry_script_assert_lane(timeline, "core 1", "sleeping 0-6, running 6-8 for 1");
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->on_cpu_from, ==, GANTRY_ON_CPU_FROM_KERNEL);
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->cores, ==, 2);
  g_assert_cmpuint(counts.switches, ==, 5);
}

/* What made one leave the processor was lost: it had it no longer than until another one came, or left. */
static void
test_lost_switches (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack one = thread(import, 1, "one"), two = thread(import, 2, "two"),
              three = thread(import, 3, "three");
  gantry_import_switch(import, 0, 0, GANTRY_NO_TRACK, GANTRY_STATE_READY, one);
  gantry_import_switch(import, 0, 4 * MS, two, GANTRY_STATE_SLEEPING, three);
  gantry_import_switch(import, 0, 6 * MS, GANTRY_NO_TRACK, GANTRY_STATE_READY, two);
  gantry_import_live(import, one, 0, 9 * MS);
  gantry_import_live(import, three, 4 * MS, 9 * MS);
  gantry_import_switch(import, 0, 9 * MS, two, GANTRY_STATE_BLOCKED, GANTRY_NO_TRACK);
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  assert_lane(timeline, "one", "running 0-4 cpu 0, ready 4-9");
  assert_lane(timeline, "three", "running 4-6 cpu 0, ready 6-9");
  assert_lane(timeline, "two", "sleeping 4-6, running 6-9 cpu 0");
}

static void
test_process_slices (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack process = gantry_import_process(import, 5);
  gantry_import_set_name(import, process, name(import, "browser"));
  slice(import, process, 2, 9, "load");
  slice(import, process, 3, 4, "parse");
  gantry_import_instant(import, process, 20 * MS, name(import, "shown"));
  slice(import, gantry_import_thread(import, 5, 6), 4, 6, "x");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline),
                            "browser, browser · 1, browser · 2, thread 6");
  assert_lane(timeline, "browser", "sleeping 0-2, running 2-4, sleeping 4-18");
  assert_lane(timeline, "browser · 1", "running 0-7 load");
  assert_lane(timeline, "browser · 2", "running 1-2 parse");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU), "2=1 4=0");
  g_assert_cmpuint(gantry_timeline_get_mark(timeline, 0)->lane, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import-states/states", test_states);
  g_test_add_func("/import-states/states-with-ends", test_states_with_ends);
  g_test_add_func("/import-states/switches", test_switches);
  g_test_add_func("/import-states/lost-switches", test_lost_switches);
  g_test_add_func("/import-states/process-slices", test_process_slices);
  return g_test_run();
}
