/* Two stacks, of what lies behind and of what was gone back from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/history.h"

#define MOST_STEPS 500
#define BURST_MS 700 /* between two turns of a wheel that belong together */

struct GantryHistory {
  GArray *behind, *ahead; /* GantryPlace */
  unsigned burst;         /* of the last push */
  int64_t pushed_ms;
};

static void
place_clear (gpointer place)
{
  gantry_lane_arrangement_unref((GantryLaneArrangement *)((GantryPlace *)place)->arrangement);
}

static GArray *
new_places (void)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(GantryPlace));
  g_array_set_clear_func(places, place_clear);
  return places;
}

static void
add_place (GArray *places, const GantryPlace *place)
{
  gantry_lane_arrangement_ref(place->arrangement);
  g_array_append_vals(places, place, 1);
}

GantryHistory *
gantry_history_new (void)
{
  GantryHistory *history = g_new0(GantryHistory, 1);
  history->behind = new_places();
  history->ahead = new_places();
  return history;
}

void
gantry_history_free (GantryHistory *history)
{
  if (!history)
    return;
  g_array_unref(history->behind);
  g_array_unref(history->ahead);
  g_free(history);
}

void
gantry_history_clear (GantryHistory *history)
{
  g_array_set_size(history->behind, 0);
  g_array_set_size(history->ahead, 0);
  history->burst = GANTRY_BURST_NONE;
}

static bool
are_same (const GantryPlace *one, const GantryPlace *other)
{
  bool same_sight = one->following == other->following &&
                    (one->following || (one->from == other->from && one->to == other->to)) &&
                    one->scroll == other->scroll;
  return same_sight && one->selected_lane == other->selected_lane &&
         one->selected_start == other->selected_start && one->selection_from == other->selection_from &&
         one->selection_to == other->selection_to && one->dimmed == other->dimmed &&
         one->arrangement == other->arrangement;
}

static bool
goes_on (const GantryHistory *history, unsigned burst, int64_t now_ms)
{
  return burst != GANTRY_BURST_NONE && burst == history->burst &&
         (burst >= GANTRY_BURST_GESTURES || now_ms - history->pushed_ms < BURST_MS);
}

void
gantry_history_push (GantryHistory *history, const GantryPlace *here, unsigned burst, int64_t now_ms)
{
  bool is_one_step = goes_on(history, burst, now_ms);
  GArray *behind = history->behind;
  history->burst = burst;
  history->pushed_ms = now_ms;
  g_array_set_size(history->ahead, 0);
  if (is_one_step ||
      (behind->len > 0 && are_same(&g_array_index(behind, GantryPlace, behind->len - 1), here)))
    return;
  if (behind->len == MOST_STEPS)
    g_array_remove_index(behind, 0);
  add_place(behind, here);
}

/* Steps that lead to where one is already are passed over: a selection that was taken back by hand. */
static bool
move (GantryHistory *history, GArray *from, GArray *to, GantryPlace *place)
{
  GantryPlace here = *place;
  history->burst = GANTRY_BURST_NONE;
  while (from->len > 0) {
    GantryPlace there = g_array_index(from, GantryPlace, from->len - 1);
    if (are_same(&there, &here)) {
      g_array_set_size(from, from->len - 1);
      continue;
    }
    gantry_lane_arrangement_ref(there.arrangement);
    g_array_set_size(from, from->len - 1);
    add_place(to, &here);
    *place = there;
    return true;
  }
  return false;
}

bool
gantry_history_undo (GantryHistory *history, GantryPlace *place)
{
  return move(history, history->behind, history->ahead, place);
}

bool
gantry_history_redo (GantryHistory *history, GantryPlace *place)
{
  return move(history, history->ahead, history->behind, place);
}

bool
gantry_history_can_undo (const GantryHistory *history)
{
  return history->behind->len > 0;
}

bool
gantry_history_can_redo (const GantryHistory *history)
{
  return history->ahead->len > 0;
}
