/* The way back: step by step, bursts in one, and nothing that leads nowhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/history.h"

static GantryPlace
place (int64_t from)
{
  return (GantryPlace){
      .from = from, .to = from + 100, .selection_from = INT64_MIN, .selection_to = INT64_MIN};
}

static void
push (GantryHistory *history, int64_t from, unsigned burst, int64_t now_ms)
{
  GantryPlace here = place(from);
  gantry_history_push(history, &here, burst, now_ms);
}

static void
assert_undo (GantryHistory *history, GantryPlace *here, int64_t expected)
{
  g_assert_true(gantry_history_undo(history, here));
  g_assert_cmpint(here->from, ==, expected);
}

static void
test_back_and_forth (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(3);
  g_assert_false(gantry_history_undo(history, &here));
  g_assert_false(gantry_history_can_undo(history));
  push(history, 0, GANTRY_BURST_NONE, 0);
  push(history, 1, GANTRY_BURST_NONE, 1);
  push(history, 2, GANTRY_BURST_NONE, 2);
  assert_undo(history, &here, 2);
  assert_undo(history, &here, 1);
  g_assert_true(gantry_history_redo(history, &here));
  g_assert_cmpint(here.from, ==, 2);
  g_assert_true(gantry_history_redo(history, &here));
  g_assert_cmpint(here.from, ==, 3);
  g_assert_false(gantry_history_redo(history, &here));
  assert_undo(history, &here, 2);
  push(history, 2, GANTRY_BURST_NONE, 9); /* another way from here */
  here = place(7);
  g_assert_false(gantry_history_redo(history, &here));
  assert_undo(history, &here, 2);
  assert_undo(history, &here, 1);
  assert_undo(history, &here, 0);
  g_assert_false(gantry_history_undo(history, &here));
}

static void
test_bursts (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(50);
  for (int i = 0; i < 30; i++)
    push(history, i, GANTRY_BURST_WHEEL_ZOOM, i * 100);
  push(history, 30, GANTRY_BURST_WHEEL_PAN, 3000); /* another kind */
  push(history, 31, GANTRY_BURST_WHEEL_PAN, 3100);
  push(history, 32, GANTRY_BURST_WHEEL_PAN, 9000); /* after a rest */
  push(history, 33, GANTRY_BURST_GESTURES, 9001);
  push(history, 34, GANTRY_BURST_GESTURES, 99000); /* the same, held still for long */
  push(history, 35, GANTRY_BURST_GESTURES + 1, 99001);
  assert_undo(history, &here, 35);
  assert_undo(history, &here, 33);
  assert_undo(history, &here, 32);
  assert_undo(history, &here, 30);
  assert_undo(history, &here, 0);
  g_assert_false(gantry_history_undo(history, &here));
}

/* An undo in between ends a burst. */
static void
test_burst_after_undo (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(1);
  push(history, 0, GANTRY_BURST_WHEEL_ZOOM, 0);
  assert_undo(history, &here, 0);
  push(history, 0, GANTRY_BURST_WHEEL_ZOOM, 1);
  here = place(2);
  assert_undo(history, &here, 0);
}

static void
test_nowhere (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(5);
  push(history, 4, GANTRY_BURST_NONE, 0);
  push(history, 5, GANTRY_BURST_NONE, 0);
  push(history, 5, GANTRY_BURST_NONE, 0);
  assert_undo(history, &here, 4); /* the place where we are is no step back */
  GantryPlace lane = place(4);
  lane.selected_lane = 7;
  gantry_history_push(history, &here, GANTRY_BURST_NONE, 0);
  here = lane;
  assert_undo(history, &here, 4);
  g_assert_cmpuint(here.selected_lane, ==, 0);
  gantry_history_clear(history);
  g_assert_false(gantry_history_can_undo(history));
  g_assert_false(gantry_history_can_redo(history));
}

static void
test_enormous (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(-1);
  int n_steps = 0;
  for (int i = 0; i < 100000; i++)
    push(history, i, GANTRY_BURST_NONE, i);
  assert_undo(history, &here, 99999);
  while (gantry_history_undo(history, &here))
    n_steps++;
  g_assert_cmpint(n_steps, >=, 200);
  g_assert_cmpint(n_steps, <, 10000);
}

/* Arrangements of lanes come back, too, and live as long as somebody may go back to them. */
static void
test_arrangements (void)
{
  g_autoptr(GantryHistory) history = gantry_history_new();
  GantryPlace here = place(1);
  here.arrangement = gantry_lane_arrangement_hide(NULL, 1, true);
  gantry_history_push(history, &here, GANTRY_BURST_NONE, 0);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)here.arrangement);
  here.arrangement = NULL;
  g_assert_true(gantry_history_undo(history, &here));
  g_assert_true(gantry_lane_arrangement_is_hidden(here.arrangement, 1));
  g_autoptr(GantryLaneArrangement) first = (GantryLaneArrangement *)here.arrangement;
  g_assert_true(gantry_history_redo(history, &here));
  g_assert_null(here.arrangement);
  g_assert_true(gantry_history_undo(history, &here));
  g_assert_true(here.arrangement == first);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)here.arrangement);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/history/back-and-forth", test_back_and_forth);
  g_test_add_func("/history/bursts", test_bursts);
  g_test_add_func("/history/burst-after-undo", test_burst_after_undo);
  g_test_add_func("/history/nowhere", test_nowhere);
  g_test_add_func("/history/enormous", test_enormous);
  g_test_add_func("/history/arrangements", test_arrangements);
  return g_test_run();
}
