/* Who had a processor, and since when: by the kernel's switches, by a task's own gaps, on loops and cores.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"
#include "timeline/statistics.h"

/* Switched out against its will a task is ready, else blocked in a call that it did not announce. */
static void
test_switches (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started cpu 0\n"
                                                          "1ms a running line 3 cpu 0\n"
                                                          "3ms ring 0 preempted cpu 0\n"
                                                          "5ms ring 0 in cpu 1\n"
                                                          "6ms ring 0 out cpu 1\n"
                                                          "7ms ring 0 in cpu 1\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "running 0-1 cpu 0, running 1-3 line 3 cpu 0, ready 3-5 line 3, "
                            "running 5-6 line 3 cpu 1, blocked 6-7 line 3, running 7-9 line 3 cpu 1");
  gantry_script_assert_lane(timeline, "core 0", "running 0-3 for 0, sleeping 3-9");
  gantry_script_assert_lane(timeline, "core 1",
                            "sleeping 0-5, running 5-6 for 0, sleeping 6-7, running 7-9 for 0");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "0=1 3=0 5=1 6=0 7=1 9=0");
}

/* An announced wait stays what it is, however often the thread is switched. What it runs from is the last
 * switch to it. */
static void
test_switches_in_a_wait (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "thing queue q\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started cpu 0\n"
                                                          "2ms a wait-queue for q line 4\n"
                                                          "2.1ms ring 0 out cpu 0\n"
                                                          "3ms ring 0 in cpu 0\n"
                                                          "3.5ms ring 0 out cpu 0\n"
                                                          "6ms ring 0 in cpu 1\n"
                                                          "7ms a woken at 5ms\n"
                                                          "7ms a running line 4 cpu 1\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(
      timeline, "a",
      "running 0-2 cpu 0, wait-queue 2-5 line 4 for 0, ready 5-6 line 4, running 6-9 line 4 cpu 1");
}

/* The thread was never switched out, or was back before the cause: then it runs when it says so. */
static void
test_switched_in_before_the_cause (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "thing lock l\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started cpu 0\n"
                                                          "2ms a wait-lock for l\n"
                                                          "3ms ring 0 out cpu 0\n"
                                                          "4ms ring 0 in cpu 0\n"
                                                          "7ms a woken at 5ms\n"
                                                          "7ms a running cpu 0\n"
                                                          "8ms a wait-lock for l\n"
                                                          "9ms a running cpu 0\n"
                                                          "9.5ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "running 0-2 cpu 0, wait-lock 2-5 for 0, ready 5-7, running 7-8 cpu 0, "
                            "wait-lock 8-9 for 0, running 9-9.5 cpu 0");
}

/* A new thread ran before it could say so. */
static void
test_start_by_the_kernel (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "2ms ring 0 in cpu 1\n"
                                                          "3ms a started ready 1ms cpu 1\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a", "created 0-1, ready 1-2, running 2-9 cpu 1");
  g_assert_cmpint(gantry_lane_get_started(gantry_script_find_lane(timeline, "a")), ==, 2000000);
}

/* It lost its processor between stamping its first word and publishing it: the kernel's came first. */
static void
test_preempted_before_told (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "2ms ring 0 in cpu 1\n"
                                                          "3ms ring 0 preempted cpu 1\n"
                                                          "3ms a started ready 1ms cpu 1\n"
                                                          "6ms ring 0 in cpu 0\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "created 0-1, ready 1-2, running 2-3 cpu 1, ready 3-6, running 6-9 cpu 0");
}

/* A thread that yields has its processor up to the switch, and from the switch back on: leaving and coming
 * back is spent on it, and nobody else has it meanwhile. */
static void
test_yield (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms ring 0 in cpu 0\n"
                                                          "0.5ms a started cpu 0\n"
                                                          "1ms a running line 3 cpu 0\n"
                                                          "2ms a ready line 3\n"
                                                          "3ms ring 0 preempted cpu 0\n"
                                                          "6ms ring 0 in cpu 0\n"
                                                          "7ms a running line 3 cpu 0\n"
                                                          "8ms a running line 4 cpu 0\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "created 0-0.5, running 0.5-1 cpu 0, running 1-3 line 3 cpu 0, ready 3-6 line 3, "
                            "running 6-8 line 3 cpu 0, running 8-9 line 4 cpu 0");
  gantry_script_assert_lane(timeline, "core 0",
                            "sleeping 0-0.5, running 0.5-3 for 0, sleeping 3-6, running 6-9 for 0");
}

/* Of such switches the kernel may lose some: where it tells none, or does not know that the thread has a
 * processor, its own word holds. So it does for a task of a loop, which keeps the thread for another one. */
static void
test_yield_by_own_word (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms ring 0 in cpu 0\n"
                                                          "0ms a started cpu 0\n"
                                                          "2ms a ready line 3\n"
                                                          "5ms a running line 3 cpu 1\n"
                                                          "9ms a ended ok\n"
                                                          "0ms b created thread\n"
                                                          "0ms b started cpu 1\n"
                                                          "2ms b ready line 3\n"
                                                          "3ms ring 1 out cpu 1\n"
                                                          "4ms ring 1 in cpu 1\n"
                                                          "5ms b running line 3 cpu 1\n"
                                                          "9ms b ended ok\n"
                                                          "0ms c created task\n"
                                                          "0ms ring 2 in cpu 2\n"
                                                          "0ms c started cpu 2 ring 2\n"
                                                          "2ms c ready line 3\n"
                                                          "3ms ring 2 out cpu 2\n"
                                                          "4ms ring 2 in cpu 2\n"
                                                          "5ms c running line 3 cpu 2 ring 2\n"
                                                          "9ms c ended ok\n");
  gantry_script_assert_lane(timeline, "a", "running 0-2 cpu 0, ready 2-5 line 3, running 5-9 line 3 cpu 1");
  gantry_script_assert_lane(timeline, "b", "running 0-2 cpu 1, ready 2-5 line 3, running 5-9 line 3 cpu 1");
  gantry_script_assert_lane(timeline, "c", "running 0-2 cpu 2, ready 2-5 line 3, running 5-9 line 3 cpu 2");
}

/* A switch back to the thread was lost: its next word tells that it runs. */
static void
test_lost_switch (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started cpu 0\n"
                                                          "2ms ring 0 preempted cpu 0\n"
                                                          "4ms a running line 3 cpu 1\n"
                                                          "5ms ring 0 preempted cpu 0\n"
                                                          "6ms a sleeping line 4\n"
                                                          "7ms ring 0 in cpu 0\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "running 0-2 cpu 0, ready 2-4, running 4-5 line 3 cpu 1, ready 5-6 line 3, "
                            "sleeping 6-9 line 4");
}

/* The number of a ring is used again: what the new thread does is not the old one's. */
static void
test_ring_is_used_again (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms a started cpu 0 ring 3\n"
                                                          "2ms ring 3 retired\n"
                                                          "2ms b created thread\n"
                                                          "3ms b started cpu 1 ring 3\n"
                                                          "4ms ring 3 preempted cpu 1\n"
                                                          "5ms ring 3 in cpu 1\n"
                                                          "8ms b ended ok\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a", "running 0-9 cpu 0");
  gantry_script_assert_lane(timeline, "b", "created 2-3, running 3-4 cpu 1, ready 4-5, running 5-8 cpu 1");
}

/* A gap is cut out of what ran; elsewhere it means nothing. */
static void
test_gaps (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms a created thread\n"
                                                          "0ms a started cpu 0\n"
                                                          "1ms a running line 3 cpu 0\n"
                                                          "3ms a gap 2ms cpu 1\n"
                                                          "6ms a gap 1ms cpu 1\n"
                                                          "8ms a sleeping line 4\n"
                                                          "8.5ms a gap 1ms cpu 0\n"
                                                          "9ms a ended ok\n");
  gantry_script_assert_lane(timeline, "a",
                            "running 0-1 cpu 0, running 1-3 line 3 cpu 0, ready 3-5 line 3, "
                            "running 5-6 line 3 cpu 1, ready 6-7 line 3, running 7-8 line 3 cpu 1, "
                            "sleeping 8-9 line 4");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "0=1 3=0 5=1 6=0 7=1 8=0");
}

/* A task on a loop: the loop's lane runs with it, but only the task counts, and the core shows the task. */
static void
test_loop (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("model async\n"
                                                          "0ms loop created loop\n"
                                                          "0ms loop started cpu 0\n"
                                                          "0ms main created task by loop\n"
                                                          "1ms main started ready 0ms cpu 0 ring 0\n"
                                                          "3ms main gap 1ms cpu 1\n"
                                                          "5ms main sleeping line 3\n"
                                                          "6ms loop sleeping\n"
                                                          "8ms loop running cpu 1\n"
                                                          "8.5ms main woken at 7ms\n"
                                                          "8.5ms main running line 3 cpu 1\n"
                                                          "9ms main ended ok\n"
                                                          "10ms end ok\n");
  gantry_script_assert_lane(
      timeline, "main",
      "ready 0-1, running 1-3 cpu 0, ready 3-4, running 4-5 cpu 1, sleeping 5-7 line 3, "
      "ready 7-8.5 line 3, running 8.5-9 line 3 cpu 1");
  gantry_script_assert_lane(
      timeline, "loop", "running 0-3 cpu 0, ready 3-4, running 4-6 cpu 1, sleeping 6-8, running 8-10 cpu 1");
  gantry_script_assert_lane(timeline, "core 0", "running 0-1 for 0, running 1-3 for 1, sleeping 3-10");
  gantry_script_assert_lane(timeline, "core 1",
                            "sleeping 0-4, running 4-5 for 1, running 5-6 for 0, sleeping 6-8, "
                            "running 8-8.5 for 0, running 8.5-9 for 1, running 9-10 for 0");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "1=1 3=0 4=1 5=0 8.5=1 9=0");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT), "1=1 9=0");
}

/* The kernel switches the loop's thread: task and loop go and come together. */
static void
test_loop_by_the_kernel (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\nmodel async\n"
                                                          "0ms loop created loop\n"
                                                          "0ms loop started cpu 0\n"
                                                          "0ms main created task by loop\n"
                                                          "1ms main started ready 0ms cpu 0 ring 0\n"
                                                          "3ms ring 0 preempted cpu 0\n"
                                                          "4ms ring 0 in cpu 1\n"
                                                          "5ms main sleeping line 3\n"
                                                          "6ms loop sleeping\n"
                                                          "6.1ms ring 0 out cpu 1\n"
                                                          "7.5ms ring 0 in cpu 1\n"
                                                          "8ms loop running cpu 1\n"
                                                          "8.5ms main woken at 7ms\n"
                                                          "8.5ms main running line 3 cpu 1\n"
                                                          "9ms main ended ok\n"
                                                          "10ms end ok\n");
  /* The loop ran since its thread was switched in, its task since the loop turned to it. */
  gantry_script_assert_lane(
      timeline, "main",
      "ready 0-1, running 1-3 cpu 0, ready 3-4, running 4-5 cpu 1, sleeping 5-7 line 3, "
      "ready 7-8.5 line 3, running 8.5-9 line 3 cpu 1");
  gantry_script_assert_lane(
      timeline, "loop",
      "running 0-3 cpu 0, ready 3-4, running 4-6 cpu 1, sleeping 6-7.5, running 7.5-10 cpu 1");
  gantry_script_assert_lane(timeline, "core 1",
                            "sleeping 0-4, running 4-5 for 1, running 5-6 for 0, sleeping 6-7.5, "
                            "running 7.5-8.5 for 0, running 8.5-9 for 1, running 9-10 for 0");
}

/* Stretches of a core come in any order, and where two touch by an error of measurement one gives way. */
static void
test_core_order (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from kernel\n"
                                                          "0ms a created thread\n"
                                                          "0ms b created thread\n"
                                                          "4ms a started cpu 0\n"
                                                          "7ms a ended ok\n"
                                                          "1ms b started cpu 0\n"
                                                          "4.1ms b sleeping\n"
                                                          "6.9ms b running cpu 0\n"
                                                          "8ms b running cpu 5\n"
                                                          "9ms b ended ok\n");
  gantry_script_assert_lane(
      timeline, "core 0",
      "sleeping 0-1, running 1-4.1 for 1, running 4.1-7 for 0, running 7-8 for 1, sleeping 8-9");
  gantry_script_assert_lane(timeline, "core 5", "sleeping 0-8, running 8-9 for 1");
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 2);
}

/* Cores stand in order of their numbers, whichever was used first; no core is no lane. */
static void
test_core_numbers (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from virtual\nmodel simulated\n"
                                                          "0ms a created task\n"
                                                          "0ms a started\n"
                                                          "0ms a running line 2 cpu 9\n"
                                                          "1ms a running line 2 cpu 3\n"
                                                          "2ms a running line 2 cpu 5\n"
                                                          "3ms a ended ok\n");
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 3);
  for (uint32_t i = 0; i < 3; i++) {
    const GantryLane *core = gantry_timeline_get_core(timeline, i);
    g_assert_cmpuint(gantry_lane_get_id(core), ==, ((uint32_t[]){3, 5, 9})[i]);
    g_assert_cmpint(gantry_lane_get_kind(core), ==, GANTRY_LANE_CORE);
    g_assert_cmpint(gantry_lane_get_created(core), ==, 0);
    g_assert_cmpint(gantry_lane_get_ended(core), ==, 3000000);
    g_assert_cmpint(gantry_lane_get_outcome(core), ==, GANTRY_OUTCOME_OK);
  }
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 1);
}

/* As one task leaves another comes: there were never two. Servers and loops carry tasks and are none. */
static void
test_counters (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from virtual\nmodel simulated\n"
                                                          "0ms server created server ring 0\n"
                                                          "0ms server started ring 0\n"
                                                          "0ms b created task ring 0\n"
                                                          "0ms a created task ring 0\n"
                                                          "0ms a started ring 0 cpu 0\n"
                                                          "4ms b started ring 0 cpu 0\n"
                                                          "4ms a ready\n"
                                                          "6ms a running cpu 0\n"
                                                          "6ms b ended ok\n"
                                                          "8ms a ended ok\n"
                                                          "10ms end ok\n");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU), "0=1 8=0");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT),
                            "0=1 4=2 6=1 8=0");
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, 10000000), ==, 1);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, 10000000), ==, 2);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, 4000000), ==, 1);
  g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_ON_CPU, 0, 10000000), ==, 0.8);
  g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_IN_FLIGHT, 2000000, 6000000), ==,
                    1.5);
}

/* "1-3 4-5": where something of the lane was lost, in ms; how much, nobody knows. */
static char *
describe_losses (const GantryTimeline *timeline, const char *name)
{
  const GantryLane *lane = gantry_script_find_lane(timeline, name);
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_lane_get_n_losses(lane); i++) {
    const GantryLoss *loss = gantry_lane_get_loss(lane, i);
    g_assert_cmpuint(loss->count, ==, 0);
    g_string_append_printf(text, "%s%g-%g", i > 0 ? " " : "", (double)loss->from / 1e6,
                           (double)loss->to / 1e6);
  }
  return g_string_free(text, FALSE);
}

#define FOUR_OF_KERNEL                                                                                       \
  "from kernel\nthing lock l\n0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n"             \
  "0ms b started cpu 1\n0ms c created thread\n0ms c started ready 0ms cpu 0\n0ms c ready\n"                  \
  "0ms d created thread\n0ms d started ready 0ms cpu 0\n0ms d wait-lock for l\n"

/* What the kernel could not tell of a processor is missing of those who had it or wanted one: not of one who
 * had another all the time, nor of one who waited by his own word. */
static void
test_lost_switches (void)
{
  GantryRunResult result;
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      FOUR_OF_KERNEL "6ms switches lost 17 since 2ms cpu 0\n7ms switches lost 3 since 6ms\n"
                     "8ms pass\n9ms a ended ok\n9ms end ok\n");
  gantry_script_assert_text(describe_losses(timeline, "a"), "2-6 6-7");
  gantry_script_assert_text(describe_losses(timeline, "b"), "6-7");
  gantry_script_assert_text(describe_losses(timeline, "c"), "2-6 6-7");
  gantry_script_assert_text(describe_losses(timeline, "d"), "");
  gantry_script_assert_text(describe_losses(timeline, "core 0"), "2-6 6-7");
  gantry_script_assert_text(describe_losses(timeline, "core 1"), "6-7");
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, ==, 20);
}

/* The mean of those on processors is one of what is known. Two processors' gaps may overlap. */
static void
test_mean_beside_gaps (void)
{
  GantryStatistics *statistics;
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "from kernel\n0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "2ms a sleeping\n2ms b sleeping\n4ms switches lost 7 since 2ms cpu 0\n"
      "6ms switches lost 17 since 3ms cpu 1\n6ms a running cpu 0\n9ms a ended ok\n10ms end ok\n");
  statistics = gantry_statistics_new(timeline);
  g_assert_cmpfloat_with_epsilon(statistics->on_cpu_mean, 7.0 / 6.0, 1e-9);
  gantry_statistics_free(statistics);
  statistics = gantry_statistics_new_range(timeline, 5000000, 7000000);
  g_assert_cmpfloat_with_epsilon(statistics->on_cpu_mean, 1.0, 1e-9);
  gantry_statistics_free(statistics);
  statistics = gantry_statistics_new_range(timeline, 3000000, 4000000);
  g_assert_cmpfloat(statistics->on_cpu_mean, ==, 0.0);
  gantry_statistics_free(statistics);
}

/* That one has gone was lost: they are not two on one processor. */
static void
test_most_beside_gaps (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "from kernel\ncores 1\n0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n"
      "0ms b started cpu 0 ready 0ms\n0ms b ready\n4ms switches lost 7 since 2ms cpu 0\n"
      "5ms b running cpu 0\n6ms b ended ok\n7ms a ended ok\n7ms end ok\n");
  GantryStatistics *statistics = gantry_statistics_new(timeline);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, 7000000), ==, 2);
  g_assert_cmpint(statistics->on_cpu_max, ==, 1);
  gantry_statistics_free(statistics);
}

/* A loop's tasks went nowhere: it is their loop that may have. Who is not known to have had another processor
 * may have had this one. */
static void
test_lost_switches_of_loop (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model async\nfrom kernel\n0ms loop created loop\n0ms loop started cpu 0\n"
                         "0ms a created task by loop ring 0\n0ms a started cpu 0 ring 0\n"
                         "0ms b created thread by a\n0ms b started\n"
                         "6ms switches lost 17 since 2ms cpu 0\n9ms end ok\n");
  gantry_script_assert_text(describe_losses(timeline, "loop"), "2-6");
  gantry_script_assert_text(describe_losses(timeline, "a"), "");
  gantry_script_assert_text(describe_losses(timeline, "b"), "2-6");
}

/* What they did then may come after it is told; and nothing is lost before a lane was there, or after the
 * run's end. */
static void
test_lost_switches_later (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play(FOUR_OF_KERNEL "6ms switches lost 17 since 2ms cpu 0\n3ms pass\n"
                                        "4ms e created thread\n4ms e started cpu 0\n"
                                        "5ms d woken at 4ms\n5ms d running cpu 0\n7ms pass\n"
                                        "12ms switches lost 1 since 8ms cpu 0\n9ms a ended ok\n9ms end ok\n");
  gantry_script_assert_text(describe_losses(timeline, "a"), "2-6 8-9");
  gantry_script_assert_text(describe_losses(timeline, "d"), "2-6 8-9");
  gantry_script_assert_text(describe_losses(timeline, "e"), "4-6 8-9");
  gantry_script_assert_text(describe_losses(timeline, "core 0"), "2-6 8-9");
  gantry_script_assert_text(describe_losses(timeline, "core 1"), "");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/processors/preempted-before-told", test_preempted_before_told);
  g_test_add_func("/processors/switches", test_switches);
  g_test_add_func("/processors/switches-in-a-wait", test_switches_in_a_wait);
  g_test_add_func("/processors/switched-in-before-the-cause", test_switched_in_before_the_cause);
  g_test_add_func("/processors/start-by-the-kernel", test_start_by_the_kernel);
  g_test_add_func("/processors/yield", test_yield);
  g_test_add_func("/processors/yield-by-own-word", test_yield_by_own_word);
  g_test_add_func("/processors/lost-switch", test_lost_switch);
  g_test_add_func("/processors/ring-is-used-again", test_ring_is_used_again);
  g_test_add_func("/processors/gaps", test_gaps);
  g_test_add_func("/processors/loop", test_loop);
  g_test_add_func("/processors/loop-by-the-kernel", test_loop_by_the_kernel);
  g_test_add_func("/processors/core-order", test_core_order);
  g_test_add_func("/processors/core-numbers", test_core_numbers);
  g_test_add_func("/processors/counters", test_counters);
  g_test_add_func("/processors/lost-switches", test_lost_switches);
  g_test_add_func("/processors/most-beside-gaps", test_most_beside_gaps);
  g_test_add_func("/processors/mean-beside-gaps", test_mean_beside_gaps);
  g_test_add_func("/processors/lost-switches-later", test_lost_switches_later);
  g_test_add_func("/processors/lost-switches-of-loop", test_lost_switches_of_loop);
  return g_test_run();
}
