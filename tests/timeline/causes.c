/* Who woke whom: for any wait, and back along a chain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/causes.h"

#include "kitchen.h"
#include "script.h"

#define HEAD GANTRY_KITCHEN_HEAD

static uint32_t
id_of (const GantryTimeline *timeline, const char *name)
{
  return gantry_lane_get_id(gantry_script_find_lane(timeline, name));
}

static const char *
name_of (const GantryTimeline *timeline, uint32_t id)
{
  return gantry_lane_get_name(gantry_timeline_find_lane(timeline, id));
}

/* "release one 20 - 22" for what ended the wait of a lane at a moment; "" for nothing. */
static char *
describe_cause (GantryTimeline *timeline, const char *name, int64_t ms)
{
  static const char *const kinds[] = {"start", "join", "release", "put", "set"};
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  const GantryLane *lane = gantry_script_find_lane(timeline, name);
  GantryInterval interval;
  GantryArrow cause;
  size_t index;
  g_assert_true(gantry_lane_find(lane, ms * 1000000, &index));
  gantry_lane_get_interval(lane, index, &interval);
  if (!gantry_causes_find(causes, gantry_lane_get_id(lane), &interval, &cause))
    return g_strdup("");
  return g_strdup_printf("%s %s %g - %g", kinds[cause.kind], name_of(timeline, cause.from_lane),
                         (double)cause.from_time / 1e6, (double)cause.to_time / 1e6);
}

static void
test_find (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  gantry_script_assert_text(describe_cause(timeline, "two", 4), "release one 20 - 22");
  gantry_script_assert_text(describe_cause(timeline, "two", 19), "release one 20 - 22");
  gantry_script_assert_text(describe_cause(timeline, "two", 21), "release one 20 - 22"); /* ready */
  gantry_script_assert_text(describe_cause(timeline, "two", 25), "");                    /* running */
  gantry_script_assert_text(describe_cause(timeline, "two", 2), "");                     /* ready at once */
  gantry_script_assert_text(describe_cause(timeline, "main", 35), "join two 40 - 41");
}

/* The arrow of a wait that another follows at once is not kept: the end that was waited for tells. */
static void
test_join_without_arrow (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  gantry_script_assert_text(describe_cause(timeline, "main", 5), "join one 30 - 30");
}

/* All that were started, by whoever was last; daemons are not waited for. */
static void
test_join_all (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play(HEAD "0ms main created thread\n0ms main started cpu 0\n"
                              "0ms a created thread by main\n0ms a started cpu 1\n"
                              "0ms b created thread by main\n0ms b started cpu 1\n"
                              "0ms d created thread by main daemon\n0ms d started cpu 1\n"
                              "1ms main wait-join line 3\n5ms b ended ok\n9ms a ended ok\n10ms d ended ok\n"
                              "11ms main running cpu 0\n12ms main ended ok\n12ms end ok\n");
  gantry_script_assert_text(describe_cause(timeline, "main", 2), "join a 9 - 11");
}

/* A timer ended it. */
static void
test_nobody (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play(HEAD "0ms main created thread\n0ms main started cpu 0\n1ms main sleeping\n"
                              "4ms main running\n5ms main wait-lock for kitchen\n9ms main woken\n"
                              "9ms main running\n10ms main wait-lock for kitchen\n12ms main ended ok\n"
                              "12ms end ok\n");
  gantry_script_assert_text(describe_cause(timeline, "main", 2), "");
  gantry_script_assert_text(describe_cause(timeline, "main", 7), "");
  gantry_script_assert_text(describe_cause(timeline, "main", 11), "");
}

static char *
describe_chain (GantryTimeline *timeline, const char *name, int64_t ms, guint most)
{
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  g_autoptr(GArray) chain = gantry_causes_chain(causes, id_of(timeline, name), ms * 1000000, most);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < chain->len; i++) {
    const GantryCauseLink *link = &g_array_index(chain, GantryCauseLink, i);
    g_string_append_printf(text, "%s%s %s %g", i > 0 ? " < " : "", name_of(timeline, link->lane),
                           gantry_state_id(link->interval.state), (double)link->interval.start / 1e6);
  }
  return g_string_free(text, FALSE);
}

static void
test_chain (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  gantry_script_assert_text(describe_chain(timeline, "main", 38, 10),
                            "main wait-join 31 < two wait-lock 4 < one running 1");
  gantry_script_assert_text(describe_chain(timeline, "main", 38, 2), "main wait-join 31 < two wait-lock 4");
  gantry_script_assert_text(describe_chain(timeline, "main", 38, 0), "");
  gantry_script_assert_text(describe_chain(timeline, "one", 45, 3), ""); /* it is dead */
}

/* What a foreign file may tell: arrows of lanes that there are not, to oneself, back in time, in circles. */
static void
test_hostile_arrows (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(
      HEAD "0ms a created thread\n0ms a started\n0ms b created thread\n0ms b started\n"
           "1ms a wait-event\n1ms b wait-event\n9ms a running\n9ms b running\n10ms a ended ok\n"
           "10ms b ended ok\n");
  GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_add_arrow(timeline, 0, 77, 1, 8);
  gantry_script_add_arrow(timeline, UINT32_MAX, 1, 1, 8);
  gantry_script_add_arrow(timeline, 0, UINT32_MAX, 1, 8);
  gantry_script_add_arrow(timeline, 0, 0, 8, 9);
  gantry_script_add_arrow(timeline, 0, 1, 12, 9);
  gantry_script_add_arrow(timeline, 0, 1, 9, 9);
  gantry_script_add_arrow(timeline, 1, 0, 9, 9);
  gantry_script_feed(script, "10ms end ok\n10ms finish");
  gantry_script_assert_text(describe_cause(timeline, "a", 5), "set b 9 - 9");
  gantry_script_assert_text(describe_cause(timeline, "b", 5), "set a 9 - 9");
  /* A circle that takes no time is gone round as often as was asked for, no more. */
  gantry_script_assert_text(describe_chain(timeline, "a", 5, 4),
                            "a wait-event 1 < b wait-event 1 < a wait-event 1 < b wait-event 1");
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms end ok\n");
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  g_autoptr(GArray) chain = gantry_causes_chain(causes, 0, 0, 5);
  GantryInterval interval = {.start = 0, .end = 5, .state = GANTRY_STATE_WAIT_LOCK};
  GantryArrow cause;
  g_assert_cmpuint(chain->len, ==, 0);
  g_assert_false(gantry_causes_find(causes, 0, &interval, &cause));
  g_assert_false(gantry_causes_find(causes, GANTRY_NO_LANE, &interval, &cause));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/causes/find", test_find);
  g_test_add_func("/causes/join-without-arrow", test_join_without_arrow);
  g_test_add_func("/causes/join-all", test_join_all);
  g_test_add_func("/causes/nobody", test_nobody);
  g_test_add_func("/causes/chain", test_chain);
  g_test_add_func("/causes/hostile-arrows", test_hostile_arrows);
  g_test_add_func("/causes/empty", test_empty);
  return g_test_run();
}
