/* What each lane is doing at a moment, in sentences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/moment-words.h"
#include "chart/thing-words.h"
#include "fixture.h"
#include "timeline/columns.h"

typedef struct {
  const char *lane;
  double ms;
  const char *sentence;
} Case;

static void
assert_sentence (const GantryTimeline *timeline, const Case *expected)
{
  uint32_t lane = gantry_lane_get_id(gantry_script_find_lane(timeline, expected->lane));
  gantry_script_assert_text(
      gantry_moment_sentence(timeline, lane, (int64_t)(expected->ms * 1e6), GANTRY_VOCABULARY_PLAIN),
      expected->sentence);
}

static void
assert_sentences (const char *script, const Case *cases, guint n_cases)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  for (guint i = 0; i < n_cases; i++)
    assert_sentence(timeline, &cases[i]);
}

static void
test_kitchen (void)
{
  static const Case cases[] = {
      {"cook 2", 80, "cook 2 waits for the lock “kitchen”, held by cook 1 since 62.0 ms"},
      {"waiter", 100, "waiter waits: the queue “orders” is full (3 of 3)"},
      {"cook 1", 10, "cook 1 waits: the queue “orders” is empty"},
      {"waiter", 25, "waiter is ready, but is on no core yet"},
      {"main", 100, "main waits for waiter, cook 1 and cook 2 to end"},
      {"main", 150, "main waits for cook 1 and cook 2 to end"},
      {"cook 1", 55, "cook 1 sleeps (line 14), 5.00 ms to go"},
      {"cook 2", 65, "cook 2 reads or writes a file (line 15), 7.00 ms to go"},
      {"waiter", 160, "waiter ended at 126.0 ms"},
      {"cook 2", 0.1, "cook 2 does not exist yet"},
      {"cook 2", 2, "cook 2 is created, but not started yet"},
      {"main", 199, "main does “print \"Closed\"” (line 20)"},
  };
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_sentence(timeline, &cases[i]);
  gantry_script_assert_text(gantry_moment_sentence(timeline, 999, 0, GANTRY_VOCABULARY_PLAIN), "");
}

/* Where slices alone are told, nobody says that one who is in none of them sleeps. */
static void
test_slices (void)
{
  static const Case cases[] = {{"a", 1, "a is at work"}, {"a", 3, "a is not at work, 1.00 ms to go"}};
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("from auto\n0ms a created thread\n0ms a started\n2ms a sleeping\n4ms a running\n"
                         "5ms a ended ok\n5ms end ok\n");
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_sentence(timeline, &cases[i]);
  gantry_script_assert_text(gantry_moment_sentence(timeline, 0, 1000000, GANTRY_VOCABULARY_LINUX),
                            "a is at work");
}

/* What is left of a statement that was interrupted is what it still has to run. */
static void
test_computing (void)
{
  static const char script[] =
      "title 'T'\n model threads\n cores 1\n thing lock l\n"
      "source 4 'compute 20ms'\n label 4 'compute 20ms'\n"
      "source 5 'sleep 3ms'\n label 5 'sleep 3ms'\n"
      "0ms one created thread\n0ms one started cpu 0\n0ms one running line 4 cpu 0\n"
      "0ms two created thread\n0ms two started cpu 0\n"
      "0ms two ready line 4\n"
      "10ms one ready line 4\n10ms two running line 4 cpu 0\n"
      "30ms one running line 4 cpu 0\n30ms two ready line 4\n"
      "40ms one sleeping line 5\n40ms two running line 4 cpu 0\n45ms two running line 4 cpu 0\n"
      "43ms one ended ok\n50ms two ended ok\n50ms end ok\n";
  static const Case cases[] = {
      {"one", 4, "one computes (line 4), 16.0 ms to go"},
      {"two", 4, "two is ready: the only core is busy with one"},
      {"one", 20, "one is ready: the only core is busy with two"},
      {"one", 35, "one computes (line 4), 5.00 ms to go"},
      {"one", 41, "one sleeps (line 5), 2.00 ms to go"},
      {"two", 42, "two computes (line 4), 3.00 ms to go"},
      {"two", 46, "two computes (line 4), 4.00 ms to go"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

/* Whoever has the cores is named, up to a few. */
static void
test_ready (void)
{
  static const Case cases[] = {{"late", 5, "late is ready: both cores are busy with a and b"}};
  static const Case many[] = {{"late", 5, "late is ready: all 5 cores are busy with a, b, c and 2 more"}};
  assert_sentences("title 'T'\n model threads\n cores 2\n"
                   "0ms a created thread\n0ms a started cpu 0\n0ms a running cpu 0\n"
                   "0ms b created thread\n0ms b started cpu 1\n0ms b running cpu 1\n"
                   "0ms late created thread\n0ms late started\n0ms late ready\n"
                   "9ms a ended ok\n9ms b ended ok\n9ms late ended ok\n9ms end ok\n",
                   cases, 1);
  assert_sentences("title 'T'\n model threads\n cores 5\n"
                   "0ms a created thread\n0ms a started cpu 0\n0ms a running cpu 0\n"
                   "0ms b created thread\n0ms b started cpu 1\n0ms b running cpu 1\n"
                   "0ms c created thread\n0ms c started cpu 2\n0ms c running cpu 2\n"
                   "0ms d created thread\n0ms d started cpu 3\n0ms d running cpu 3\n"
                   "0ms e created thread\n0ms e started cpu 4\n0ms e running cpu 4\n"
                   "0ms late created thread\n0ms late started\n0ms late ready\n"
                   "9ms a ended ok\n9ms b ended ok\n9ms c ended ok\n9ms d ended ok\n9ms e ended ok\n"
                   "9ms late ended ok\n9ms end ok\n",
                   many, 1);
}

/* Nothing else runs on a loop while one of its tasks holds it. */
static void
test_loop (void)
{
  static const char script[] =
      "title 'T'\n model async\n cores 2\n"
      "0ms loop created loop\n0ms loop started cpu 0\n0ms loop running cpu 0\n"
      "0ms main created task by loop\n0ms main started ring 0\n0ms main running ring 0 cpu 0\n"
      "1ms rude created task by main ring 0\n1ms rude started ring 0\n1ms rude ready ring 0\n"
      "1ms ticker created task by main ring 0\n1ms ticker started ring 0\n1ms ticker ready ring 0\n"
      "5ms main wait-join ring 0 for rude\n5ms rude running ring 0 cpu 0\n"
      "10ms rude blocked ring 0\n10ms loop blocked\n"
      "60ms rude sleeping ring 0\n60ms loop sleeping\n60ms ticker sleeping ring 0\n"
      "80ms loop running cpu 0\n80ms rude ended ok ring 0\n80ms ticker ended ok ring 0\n"
      "80ms main running ring 0 cpu 0\n90ms main ended ok ring 0\n95ms loop ended ok\n95ms end ok\n";
  static const Case cases[] = {
      {"loop", 7, "loop runs rude"},
      {"ticker", 7, "ticker is ready: the event loop is busy with rude"},
      {"loop", 20, "the event loop is blocked by rude, 40.0 ms to go"},
      {"ticker", 20, "ticker is ready: the event loop is blocked by rude"},
      {"rude", 20, "rude is in a call that blocks the event loop, 40.0 ms to go"},
      {"main", 20, "main waits for rude to end"},
      {"loop", 70, "loop is idle: none of its tasks can go on"},
      {"loop", 93, "loop looks who can go on"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

/* Each thing says what it lacks. */
static void
test_things (void)
{
  static const char script[] =
      "title 'T'\n model threads\n cores 4\n gil\n"
      "thing semaphore lot 2\n thing barrier line 3\n thing event gate\n thing rwlock book\n"
      "thing pipe p\n thing pool workers 2\n thing manager m\n thing condition c\n thing queue q 9\n"
      "0ms a created thread\n0ms a started cpu 0 pid 7\n0ms a running cpu 0\n"
      "0ms b created thread\n0ms b started cpu 1 pid 7\n"
      "0ms b wait-gil\n"
      "9ms a acquired lot\n9ms a acquired lot\n10ms b woken\n10ms b wait-semaphore for lot\n"
      "20ms b woken\n20ms b wait-barrier for line\n"
      "30ms b woken\n30ms b wait-event for gate\n"
      "35ms a acquired book reading\n"
      "40ms b woken\n40ms b wait-lock for book\n"
      "50ms b woken\n50ms b wait-pipe for p\n"
      "60ms b woken\n60ms b wait-pool for workers\n"
      "70ms b woken\n70ms b wait-manager for m\n"
      "80ms b woken\n80ms b wait-condition for c\n"
      "90ms b woken\n90ms b length q 4\n90ms b wait-queue for q\n"
      "100ms b woken\n100ms b wait-result\n"
      "110ms b woken\n110ms b io-network\n"
      "120ms b woken\n120ms b wait-lock\n"
      "130ms b ended ok\n130ms a ended ok\n130ms end ok\n";
  static const Case cases[] = {
      {"b", 5, "b waits for the interpreter lock, held by a"},
      {"b", 15, "b waits for the semaphore “lot”: all 2 places are taken"},
      {"b", 25, "b waits at the barrier “line”: 1 of 3 are there"},
      {"b", 35, "b waits until somebody sets the event “gate”"},
      {"b", 45, "b waits for the lock “book”, held by 1 reader"},
      {"b", 55, "b waits: the pipe “p” is empty"},
      {"b", 65, "b waits until the pool “workers” has done its work"},
      {"b", 75, "b waits for the answer of the manager “m”"},
      {"b", 85, "b waits until somebody notifies the condition “c”"},
      {"b", 95, "b waits for the queue “q” (4 in it)"},
      {"b", 105, "b waits for a result"},
      {"b", 115, "b waits for the network"},
      {"b", 125, "b waits for a lock"},
      {"a", 125, "a is running"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

/* What was let go is not said to be held by nobody, or taken, until the one that waited has it. */
static void
test_free_again (void)
{
  static const char script[] =
      "title 'T'\n model threads\n cores 2\n thing rwlock book\n thing semaphore lot 1\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms a acquired book reading\n1ms b wait-lock for book\n5ms a released book\n"
      "10ms b woken by a at 10ms\n10ms b running cpu 1\n11ms a acquired lot\n12ms b wait-semaphore for lot\n"
      "15ms a released lot\n20ms b woken by a at 20ms\n20ms b ended ok\n20ms a ended ok\n20ms end ok\n";
  static const Case cases[] = {
      {"b", 3, "b waits for the lock “book”, held by 1 reader"},
      {"b", 7, "b waits for the lock “book”, which is free"},
      {"b", 13, "b waits for the semaphore “lot”: its only place is taken"},
      {"b", 17, "b waits for the semaphore “lot”"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

/* Another format told how often the lock was taken, but not by whom. */
static void
test_untold_holders (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing lock door\n0ms a created thread\n0ms a started cpu 0\n"
                         "1ms a wait-lock for door\n9ms a ended ok\n9ms end ok\n");
  gantry_timeline_restore_figures(timeline, 0, &(GantryThingFigures){.acquired = 2});
  assert_sentence(timeline, &(Case){"a", 5, "a waits for the lock “door”"});
}

/* A task joins those that it started, and nothing that only serves it: no worker, which waits for work, no
 * loop and no server. */
static void
test_joins (void)
{
  static const char script[] =
      "title 'T'\n model threads\n cores 4\n thing pool p 2\n label 9 join\n"
      "0ms main created thread\n0ms main started cpu 0\n"
      "0ms 'p 1' created thread by main\n0ms 'p 1' started cpu 1\n0ms 'p 1' running cpu 1\n"
      "0ms clerk created thread by main\n0ms clerk started cpu 2\n0ms clerk running cpu 2\n"
      "0ms loop created loop by main ring 0\n0ms m created server by main\n"
      "1ms main wait-join for clerk line 9\n5ms 'p 1' wait-pool for p\n"
      "20ms clerk ended ok\n20ms main woken by clerk\n20ms main wait-pool for p\n"
      "30ms 'p 1' ended ok\n30ms main ended ok\n30ms end ok\n";
  static const Case cases[] = {
      {"main", 3, "main waits for clerk to end"},
      {"p 1", 10, "p 1 waits for work from the pool “p”"},
      {"main", 25, "main waits until the pool “p” has done its work"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

/* The loop cannot turn to anybody while it lacks a core or the interpreter lock. */
static void
test_loop_that_waits (void)
{
  static const char script[] =
      "title 'T'\n model async\n cores 2\n gil\n"
      "0ms loop created loop\n0ms loop started cpu 0\n0ms loop running cpu 0\n"
      "0ms main created task by loop ring 0\n0ms main started ring 0\n0ms main ready ring 0\n"
      "5ms loop ready\n20ms loop wait-gil\n30ms loop running cpu 0\n40ms main running ring 0 cpu 0\n"
      "50ms main ended ok ring 0\n50ms loop ended ok\n50ms end ok\n";
  static const Case cases[] = {
      {"main", 10, "main is ready: its event loop has no core yet"},
      {"main", 25, "main is ready: its event loop waits for the interpreter lock"},
      {"main", 35, "main is ready: the event loop turns to it soon"},
  };
  assert_sentences(script, cases, G_N_ELEMENTS(cases));
}

static void
test_vocabulary (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  uint32_t cook = gantry_lane_get_id(gantry_script_find_lane(timeline, "cook 2"));
  gantry_script_assert_text(gantry_moment_sentence(timeline, cook, 80000000, GANTRY_VOCABULARY_TEXTBOOK),
                            "cook 2 waits for the lock “kitchen”, held by cook 1 since 62.0 ms (blocked)");
  gantry_script_assert_text(gantry_moment_sentence(timeline, cook, 80000000, GANTRY_VOCABULARY_LINUX),
                            "cook 2 waits for the lock “kitchen”, held by cook 1 since 62.0 ms (S)");
}

/* All where they have room; else those that live, the selected one first, and the others are counted. */
static void
test_lanes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  uint32_t cook = gantry_lane_get_id(gantry_script_find_lane(timeline, "cook 2")), ids[8];
  uint32_t first = gantry_lane_get_id(gantry_timeline_get_lane(timeline, 0));
  guint n_more;
  g_assert_cmpuint(gantry_moment_lanes(timeline, 200000000, cook, 8, ids, &n_more), ==, 4);
  g_assert_cmpuint(n_more, ==, 0);
  g_assert_cmpuint(ids[0], ==, first);
  g_assert_cmpuint(ids[3], ==, cook);
  g_assert_cmpuint(gantry_moment_lanes(timeline, 80000000, cook, 2, ids, &n_more), ==, 2);
  g_assert_cmpuint(n_more, ==, 2);
  /* Who runs tells more than main, which joins. */
  g_assert_cmpuint(ids[0], ==, cook);
  g_assert_cmpuint(ids[1], ==, gantry_lane_get_id(gantry_script_find_lane(timeline, "waiter")));
  g_assert_cmpuint(gantry_moment_lanes(timeline, 80000000, first, 3, ids, &n_more), ==, 3);
  g_assert_cmpuint(n_more, ==, 1);
  g_assert_cmpuint(ids[0], ==, first);
  g_assert_cmpuint(ids[2], ==, gantry_lane_get_id(gantry_script_find_lane(timeline, "cook 1")));
  /* One that does not live is not told of, selected or not. */
  g_assert_cmpuint(gantry_moment_lanes(timeline, 200000000, cook, 2, ids, &n_more), ==, 1);
  g_assert_cmpuint(ids[0], ==, first);
  g_assert_cmpuint(gantry_moment_lanes(timeline, -1, cook, 2, ids, &n_more), ==, 0);
  g_assert_cmpuint(gantry_moment_lanes(timeline, 80000000, cook, 0, NULL, &n_more), ==, 0);
  g_assert_cmpuint(n_more, ==, 4);
  g_autoptr(GantryTimeline) empty = gantry_fixture_empty();
  g_assert_cmpuint(gantry_moment_lanes(empty, 0, cook, 0, NULL, &n_more), ==, 0);
}

/* In a run that goes on, the newest state holds until another one is known, and nobody knows for how long. */
static void
test_live (void)
{
  g_autoptr(GantryScript) script =
      gantry_script_new("title 'T'\n model threads\n cores 2\n"
                        "0ms one created thread\n0ms one started cpu 0\n0ms one running cpu 0\n"
                        "5ms one sleeping\n6ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_text(gantry_moment_sentence(timeline, 0, 900000000, GANTRY_VOCABULARY_PLAIN),
                            "one sleeps");
}

static void
test_values (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  const GantryThing *orders = gantry_timeline_get_thing(timeline, 0),
                    *kitchen = gantry_timeline_get_thing(timeline, 1),
                    *served = gantry_timeline_get_thing(timeline, 2);
  gantry_script_assert_text(gantry_thing_value_words(timeline, orders, 90000000), "3 of 3");
  gantry_script_assert_text(gantry_thing_value_words(timeline, kitchen, 90000000),
                            "held by cook 1 since 62.0 ms");
  gantry_script_assert_text(gantry_thing_value_words(timeline, kitchen, 200000000), "free");
  gantry_script_assert_text(gantry_thing_value_words(timeline, served, 90000000), "1");
  gantry_script_assert_text(gantry_thing_value_words(timeline, kitchen, -5), "");
}

static void
add_lane (GantryTimeline *timeline, GantryLaneKind kind, uint32_t parent, GantryState state, uint32_t object)
{
  uint32_t id = gantry_timeline_get_n_lanes(timeline);
  g_autofree char *name = g_strdup_printf("lane %u", id);
  const GantryLaneFacts facts = {.id = id,
                                 .kind = kind,
                                 .name = name,
                                 .parent = parent,
                                 .ended = 1000000,
                                 .known = 1000000,
                                 .outcome = GANTRY_OUTCOME_OK};
  const GantryStoredInterval interval = {.state_and_line = (uint32_t)state << 27, .object = object};
  GantryLane *lane = gantry_timeline_restore_lane(timeline, &facts, false);
  g_assert_nonnull(lane);
  g_assert_cmpuint(gantry_lane_restore_intervals(lane, &interval, 1, false), ==, 1);
  gantry_lane_restore_end(lane, &facts);
}

static void
assert_first (GantryTimeline *timeline, uint32_t lane, const char *sentence)
{
  gantry_script_assert_text(gantry_moment_sentence(timeline, lane, 500000, GANTRY_VOCABULARY_PLAIN),
                            sentence);
}

/* Nobody looks at each of very many lanes for each sentence, as the pointer moves: less is said then. */
static void
test_many_lanes (void)
{
  const GantryRunFacts facts = {.title = "many", .model = "threads", .on_cpu_from = GANTRY_ON_CPU_FROM_SELF};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  gantry_timeline_add_thing(timeline, GANTRY_THING_BARRIER, "gate", 3);
  add_lane(timeline, GANTRY_LANE_LOOP, GANTRY_NO_LANE, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_TASK, 0, GANTRY_STATE_READY, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_TASK, 0, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_THREAD, 0, GANTRY_STATE_WAIT_GIL, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_THREAD, 0, GANTRY_STATE_WAIT_BARRIER, 0);
  add_lane(timeline, GANTRY_LANE_THREAD, GANTRY_NO_LANE, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_THREAD, 5, GANTRY_STATE_SLEEPING, GANTRY_NO_OBJECT);
  assert_first(timeline, 0, "lane 0 runs lane 2");
  assert_first(timeline, 1, "lane 1 is ready: the event loop is busy with lane 2");
  assert_first(timeline, 3, "lane 3 waits for the interpreter lock, held by lane 0");
  assert_first(timeline, 4, "lane 4 waits at the barrier “gate”: 1 of 3 are there");
  assert_first(timeline, 5, "lane 5 waits for lane 6 to end");
  while (gantry_timeline_get_n_lanes(timeline) <= 100000)
    add_lane(timeline, GANTRY_LANE_THREAD, 5, GANTRY_STATE_SLEEPING, GANTRY_NO_OBJECT);
  assert_first(timeline, 0, "lane 0 is running");
  assert_first(timeline, 1, "lane 1 is ready, but is on no core yet");
  assert_first(timeline, 3, "lane 3 waits for the interpreter lock");
  assert_first(timeline, 4, "lane 4 waits at the barrier “gate” for the others");
  assert_first(timeline, 5, "lane 5 waits for tasks to end");
}

/* What a damaged file does not tell is not made up. */
static void
test_lost (void)
{
  const GantryRunFacts run = {.title = "lost", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&run);
  const GantryLaneFacts facts = {.name = "one",
                                 .parent = GANTRY_NO_LANE,
                                 .created = 100000,
                                 .ended = 1000000,
                                 .known = 100000,
                                 .outcome = GANTRY_OUTCOME_OK};
  gantry_lane_restore_end(gantry_timeline_restore_lane(timeline, &facts, false), &facts);
  assert_first(timeline, 0, "what one did was lost");
  gantry_script_assert_text(gantry_moment_sentence(timeline, 0, 50000, GANTRY_VOCABULARY_PLAIN),
                            "one does not exist yet");
  gantry_script_assert_text(gantry_moment_sentence(timeline, 0, 1000000, GANTRY_VOCABULARY_PLAIN),
                            "one ended at 1.0 ms");
}

/* No run has so many loops that as many tasks run at once; each is asked for its loop, far away. */
static void
test_many_running (void)
{
  const GantryRunFacts facts = {.title = "many", .model = "async", .on_cpu_from = GANTRY_ON_CPU_FROM_SELF};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  add_lane(timeline, GANTRY_LANE_LOOP, GANTRY_NO_LANE, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_LOOP, GANTRY_NO_LANE, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  for (int i = 0; i < 999; i++)
    add_lane(timeline, GANTRY_LANE_TASK, 0, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_TASK, 1, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  assert_first(timeline, 1, "lane 1 runs lane 1001");
  for (int i = 0; i < 100; i++)
    add_lane(timeline, GANTRY_LANE_TASK, 0, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  add_lane(timeline, GANTRY_LANE_LOOP, GANTRY_NO_LANE, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  uint32_t loop = gantry_timeline_get_n_lanes(timeline) - 1;
  add_lane(timeline, GANTRY_LANE_TASK, loop, GANTRY_STATE_RUNNING, GANTRY_NO_OBJECT);
  assert_first(timeline, loop, "lane 1102 looks who can go on");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/moment/kitchen", test_kitchen);
  g_test_add_func("/moment/slices", test_slices);
  g_test_add_func("/moment/computing", test_computing);
  g_test_add_func("/moment/ready", test_ready);
  g_test_add_func("/moment/loop", test_loop);
  g_test_add_func("/moment/things", test_things);
  g_test_add_func("/moment/free-again", test_free_again);
  g_test_add_func("/moment/joins", test_joins);
  g_test_add_func("/moment/loop-that-waits", test_loop_that_waits);
  g_test_add_func("/moment/vocabulary", test_vocabulary);
  g_test_add_func("/moment/lanes", test_lanes);
  g_test_add_func("/moment/live", test_live);
  g_test_add_func("/moment/lost", test_lost);
  g_test_add_func("/moment/values", test_values);
  g_test_add_func("/moment/many-lanes", test_many_lanes);
  g_test_add_func("/moment/many-running", test_many_running);
  g_test_add_func("/moment/untold-holders", test_untold_holders);
  return g_test_run();
}
