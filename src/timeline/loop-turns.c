/* The ends of turns, by loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/loop-turns.h"

#include "timeline/lower-bound.h"
#include "timeline/timeline-private.h"

/* Tasks start tasks; in a trace of another program they may even do so in a circle. */
#define MOST_STARTS 100

typedef struct {
  int64_t end;
  uint32_t lane; /* its id */
} Turn;

struct GantryLoopTurns {
  const GantryTimeline *timeline;
  GHashTable *turns; /* by loop, a GantryLane: GArray of Turn, by time */
};

/* Of the loops that a thread had one after the other, the one that it had at that moment. */
static const GantryLane *
loop_in (const GantryTimeline *timeline, const GantryLane *host, int64_t time)
{
  /* Acquire: pairs with the release that told of it; the older ones are seen. */
  uint32_t id = atomic_load_explicit(&host->loop, memory_order_acquire);
  const GantryLane *loop = gantry_timeline_find_lane(timeline, id);
  while (loop && loop->created > time)
    loop = gantry_timeline_find_lane(timeline, loop->older_loop);
  return loop;
}

const GantryLane *
gantry_loop_of (const GantryTimeline *timeline, const GantryLane *lane)
{
  if (!lane || gantry_lane_get_kind(lane) != GANTRY_LANE_TASK)
    return NULL;
  int64_t created = gantry_lane_get_created(lane);
  for (int i = 0; i < MOST_STARTS && lane && gantry_lane_get_kind(lane) == GANTRY_LANE_TASK; i++)
    lane = gantry_timeline_find_lane(timeline, gantry_lane_get_parent(lane));
  if (!lane || gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP)
    return lane;
  /* Started by the block of a loop, which is its thread's own. */
  return gantry_lane_get_kind(lane) != GANTRY_LANE_TASK ? loop_in(timeline, lane, created) : NULL;
}

/* A task that computes, or blocks the thread of its loop, keeps the loop; one that waits gives it away. */
static bool
is_turn (const GantryInterval *interval, const GantryLane *loop)
{
  GantryInterval of_loop;
  size_t index;
  if (interval->state == GANTRY_STATE_RUNNING)
    return true;
  bool blocks = interval->state == GANTRY_STATE_BLOCKED || interval->state == GANTRY_STATE_IO_FILE;
  if (!blocks || !gantry_lane_find(loop, interval->end - 1, &index))
    return false;
  gantry_lane_get_interval(loop, index, &of_loop);
  return of_loop.state == interval->state;
}

static void
add_turns (GArray *turns, const GantryLane *lane, const GantryLane *loop)
{
  Turn turn = {0, gantry_lane_get_id(lane)};
  bool has_turn = false;
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    bool goes_on = is_turn(&interval, loop);
    if (has_turn && !goes_on)
      g_array_append_val(turns, turn);
    has_turn = goes_on;
    turn.end = interval.end;
  }
  if (has_turn)
    g_array_append_val(turns, turn);
}

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const Turn *left = a, *right = b;
  if (left->end != right->end)
    return left->end < right->end ? -1 : 1;
  return (left->lane > right->lane) - (left->lane < right->lane);
}

static GArray *
turns_on (GHashTable *turns, const GantryLane *loop)
{
  GArray *on_loop = g_hash_table_lookup(turns, loop);
  if (!on_loop) {
    on_loop = g_array_new(FALSE, FALSE, sizeof(Turn));
    g_hash_table_insert(turns, (gpointer)loop, on_loop);
  }
  return on_loop;
}

GantryLoopTurns *
gantry_loop_turns_new (const GantryTimeline *timeline)
{
  GantryLoopTurns *turns = g_new(GantryLoopTurns, 1);
  GHashTableIter iter;
  gpointer on_loop;
  turns->timeline = timeline;
  turns->turns = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    const GantryLane *loop = gantry_loop_of(timeline, lane);
    if (loop)
      add_turns(turns_on(turns->turns, loop), lane, loop);
  }
  g_hash_table_iter_init(&iter, turns->turns);
  while (g_hash_table_iter_next(&iter, NULL, &on_loop))
    g_array_sort(on_loop, compare_turns);
  return turns;
}

void
gantry_loop_turns_free (GantryLoopTurns *turns)
{
  if (!turns)
    return;
  g_hash_table_unref(turns->turns);
  g_free(turns);
}

static const Turn *
turn_at (gconstpointer turns, size_t place)
{
  return &g_array_index((const GArray *)turns, Turn, place);
}

static int64_t
end_at (gconstpointer turns, size_t place)
{
  return turn_at(turns, place)->end;
}

bool
gantry_loop_turns_find (const GantryLoopTurns *turns, const GantryLane *lane, int64_t from, int64_t until,
                        const GantryLane **holder, int64_t *end)
{
  const GantryLane *loop = gantry_loop_of(turns->timeline, lane);
  const GArray *on_loop = loop ? g_hash_table_lookup(turns->turns, loop) : NULL;
  size_t behind = on_loop ? gantry_lower_bound(0, on_loop->len, until + 1, end_at, on_loop) : 0;
  if (behind == 0 || end_at(on_loop, behind - 1) <= from)
    return false;
  *end = end_at(on_loop, behind - 1);
  *holder = gantry_timeline_find_lane(turns->timeline, turn_at(on_loop, behind - 1)->lane);
  return true;
}
