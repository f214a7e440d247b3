/* Shared things: steps in the order of time, holders, figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"
#include "timeline/statistics.h"

#define MS 1000000

#define TWO_THREADS                                                                                          \
  "0ms a created thread\n0ms a started\n"                                                                    \
  "0ms b created thread\n0ms b started\n"                                                                    \
  "0ms c created thread\n0ms c started\n"

static void
assert_figures (const GantryTimeline *timeline, uint32_t index, uint64_t acquired, uint64_t contended,
                int64_t wait_ms, int64_t held_ms)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  const GantryThingFigures *figures = &statistics->things[index];
  g_assert_cmpuint(figures->acquired, ==, acquired);
  g_assert_cmpuint(figures->contended, ==, contended);
  g_assert_cmpint(figures->wait_ns, ==, wait_ms * MS);
  g_assert_cmpint(figures->held_ns, ==, held_ms * MS);
}

/* The rings are read one after the other; what happened to the lock is put in order. */
static void
test_lock (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing lock unused\nthing lock l\n" TWO_THREADS "1ms a acquired l\n"
                         "4ms a released l\n"
                         "8ms a acquired l\n"
                         "2ms b wait-lock for l\n"
                         "5ms b woken by a at 4ms\n"
                         "5ms b running\n"
                         "5ms b acquired l from a\n"
                         "7ms b released l\n"
                         "10ms end ok\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 1), "1=0 4=-1 5=1 7=-1 8=0");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "");
  /* b waited from 2 to 4; a held from 1 to 4 and from 8 to the run's end, b from 5 to 7. */
  assert_figures(timeline, 1, 3, 1, 2, 7);
  assert_figures(timeline, 0, 0, 0, 0, 0);
}

/* Taken three times by its holder, it is held once, until it was given back as often. */
static void
test_rlock (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing rlock l\n" TWO_THREADS "1ms a acquired l\n"
                                                          "2ms a acquired l\n"
                                                          "3ms a released l\n"
                                                          "4ms a released l\n"
                                                          "4ms a released l\n"
                                                          "5ms b acquired l\n"
                                                          "6ms b acquired l\n"
                                                          "9ms b ended ok\n"
                                                          "10ms end ok\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "1=0 4=-1 5=1");
  assert_figures(timeline, 0, 4, 0, 0, 3 + 5);
}

static void
test_rwlock (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing rwlock l\n" TWO_THREADS "1ms a acquired l reading\n"
                         "3ms a released l\n"
                         "2ms b acquired l reading\n"
                         "4ms b released l\n"
                         "5ms c acquired l\n"
                         "6ms c released l\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "1=1 2=2 3=1 4=0 5=-1 6=0");
  assert_figures(timeline, 0, 3, 0, 0, 5);
}

/* A semaphore's steps are how many may yet take it; anyone may release it. */
static void
test_semaphore (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing semaphore s 2\n" TWO_THREADS "1ms a acquired s\n"
                         "2ms b acquired s\n"
                         "3ms c wait-semaphore for s\n"
                         "5ms c released s\n"
                         "6ms b released s\n"
                         "7ms c running\n7ms c acquired s\n"
                         "8ms c released s\n8ms c released s\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "0=2 1=1 2=0 5=1 6=2 7=1 8=2 8=3");
  /* c's release at 5 ended what a had taken at 1; its last one ended nothing. */
  assert_figures(timeline, 0, 3, 1, 4, 4 + 4 + 1);
}

/* A barrier's steps are how many wait at it, however their waits end. */
static void
test_barrier (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing barrier b 3\n" TWO_THREADS "1ms a wait-barrier for b\n"
                         "2ms b wait-barrier for b\n"
                         "4ms a woken by c at 3ms\n4ms a running\n"
                         "5ms b woken by c at 3ms\n5ms b running\n"
                         "6ms a wait-barrier for b\n7ms b wait-barrier for b\n"
                         "8ms a ended killed\n9ms b woken by c at 9ms cancelled\n9ms b running\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "1=1 2=2 3=1 3=0 6=1 7=2 8=1 9=0");
  assert_figures(timeline, 0, 2, 2, 2 + 1 + 2 + 2, 0);
}

static void
test_queue (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing queue q 3\nthing \"shared variable\" v\n" TWO_THREADS "2ms a length q 1\n"
                         "3ms a length q 1\n"
                         "3ms a value v -7\n"
                         "3ms a value v 8\n"
                         "1ms b wait-queue for q\n"
                         "2.5ms b woken by a at 2ms\n"
                         "2.5ms b running\n"
                         "2.5ms b length q 0 get\n"
                         "4ms b length q 0 get\n"
                         "2ms c value v 5\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "2=1 2.5=0 3=1 4=0");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 1), "2=5 3=-7 3=8");
  assert_figures(timeline, 0, 4, 1, 1, 0);
  const GantryThing *thing = gantry_timeline_get_thing(timeline, 1);
  size_t index = 99;
  g_assert_false(gantry_thing_find_step(thing, 2 * MS - 1, &index));
  g_assert_true(gantry_thing_find_step(thing, 3 * MS, &index));
  g_assert_cmpuint(index, ==, 2);
  g_assert_cmpint(gantry_thing_get_capacity(gantry_timeline_get_thing(timeline, 0)), ==, 3);
}

/* Of an event the waits count; one that was given up is no passage, but time spent. */
static void
test_event (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing event e\n" TWO_THREADS "1ms a wait-event for e\n"
                         "2ms b wait-event for e\n"
                         "5ms b woken\n"
                         "5ms b running\n"
                         "6ms c value e 1\n"
                         "7ms a woken by c at 6ms\n"
                         "7ms a running\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "6=1");
  assert_figures(timeline, 0, 1, 1, 5 + 3, 0);
}

/* Contended is what followed a wait for it in the same statement, not a later luckier try. */
static void
test_contended (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing lock l\nthing lock m\n" TWO_THREADS "1ms a wait-lock for l\n"
                         "2ms a woken\n"
                         "2ms a running line 3\n"
                         "3ms a running line 4\n"
                         "4ms a acquired l\n"
                         "5ms a wait-lock for m\n"
                         "6ms a wait-gil\n"
                         "7ms a running\n"
                         "7ms a acquired m\n"
                         "7ms a acquired m\n"
                         "8ms b wait-lock for m\n"
                         "10ms end failed\n");
  assert_figures(timeline, 0, 1, 0, 1, 6);
  assert_figures(timeline, 1, 2, 1, 1 + 2, 3);
}

/* Whoever died with the lock in its hands held it until the next one took it. */
static void
test_dead_holder (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("thing lock l\n" TWO_THREADS "1ms a acquired l\n"
                                                          "3ms a ended killed ring 9\n"
                                                          "5ms b acquired l\n"
                                                          "6ms b released l\n"
                                                          "7ms a released l\n");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "1=0 5=1 6=-1");
  assert_figures(timeline, 0, 2, 0, 0, 5);
}

/* An object that is no thing's is left out. */
static void
test_unknown_thing (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("thing lock l\n" TWO_THREADS);
  GantryRecord record = {.time = MS, .kind = GANTRY_EVENT_ACQUIRED, .first = 77};
  g_assert_true(gantry_builder_get_sink()->event(&record, gantry_script_get_builder(script)));
  record.kind = GANTRY_EVENT_STATE;
  record.detail = gantry_detail_pack(GANTRY_STATE_WAIT_LOCK, 0);
  record.first = gantry_pack32(3, 1000);
  g_assert_true(gantry_builder_get_sink()->event(&record, gantry_script_get_builder(script)));
  gantry_script_feed(script, "9ms finish failed\n");
  assert_figures(gantry_script_get_timeline(script), 0, 0, 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/things/lock", test_lock);
  g_test_add_func("/things/rlock", test_rlock);
  g_test_add_func("/things/rwlock", test_rwlock);
  g_test_add_func("/things/semaphore", test_semaphore);
  g_test_add_func("/things/barrier", test_barrier);
  g_test_add_func("/things/queue", test_queue);
  g_test_add_func("/things/event", test_event);
  g_test_add_func("/things/contended", test_contended);
  g_test_add_func("/things/dead-holder", test_dead_holder);
  g_test_add_func("/things/unknown-thing", test_unknown_thing);
  return g_test_run();
}
