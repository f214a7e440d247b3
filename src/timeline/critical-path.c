/* The walk back along a run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/loop-turns.h"
#include "timeline/timeline-private.h"
#include "timeline/workers.h"

/* Who does nothing for longer than this is only put away. */
#define PUTTING_AWAY_NS 100000

typedef struct {
  const GantryTimeline *timeline;
  const GantryCauses *causes;
  GantryCriticalPath *path;
  const GantryLane *lane; /* it is on this one, */
  int64_t time;           /* and all from here on is known */
  GHashTable *visited;    /* the lanes that were left for others at this very moment */
  GantryLoopTurns *turns; /* NULL before they are asked for */
} Walk;

static void
add_segment (Walk *walk, int64_t from, const GantryInterval *interval)
{
  GantryPathSegment segment = {
      .from = from,
      .to = walk->time,
      .lane = interval ? gantry_lane_get_id(walk->lane) : GANTRY_NO_LANE,
      .line = interval ? interval->line : 0,
      .object = interval ? interval->object : GANTRY_NO_OBJECT,
      .state = interval ? interval->state : GANTRY_STATE_CREATED,
  };
  if (segment.from >= segment.to)
    return;
  if (interval)
    walk->path->times[interval->state] += segment.to - segment.from;
  else
    walk->path->unknown_ns += segment.to - segment.from;
  g_array_append_val(walk->path->segments, segment);
  walk->time = from;
  if (g_hash_table_size(walk->visited) > 0)
    g_hash_table_remove_all(walk->visited);
}

/* To another lane without time passing. A lane that was left at this moment is not entered again: clocks that
 * disagree, or a foreign trace, may tell of circles. */
static bool
go_over (Walk *walk, const GantryLane *lane)
{
  if (!lane || g_hash_table_contains(walk->visited, lane))
    return false;
  g_hash_table_add(walk->visited, (gpointer)walk->lane);
  walk->lane = lane;
  return true;
}

/* At the beginning of its life. */
static bool
go_to_parent (Walk *walk)
{
  const GantryLane *parent = gantry_timeline_find_lane(walk->timeline, gantry_lane_get_parent(walk->lane));
  bool lives = parent && gantry_lane_get_created(parent) <= walk->time &&
               gantry_lane_get_known_until(parent) >= walk->time;
  return lives && go_over(walk, parent);
}

/* Over to whoever ended the wait, at the moment at which it did. What is between that and the wait's end is
 * the lane's own. A clock that is late may say that it was dead by then: then at its death. */
static bool
follow_cause (Walk *walk, const GantryInterval *interval)
{
  GantryArrow cause;
  if (interval->end > walk->time || interval->state == GANTRY_STATE_READY ||
      !gantry_causes_find(walk->causes, gantry_lane_get_id(walk->lane), interval, &cause))
    return false;
  const GantryLane *other = gantry_timeline_find_lane(walk->timeline, cause.from_lane);
  int64_t moment = MIN(cause.from_time, gantry_lane_get_known_until(other));
  if (moment <= interval->start || moment < gantry_lane_get_created(other))
    return false;
  if (moment < walk->time)
    add_segment(walk, moment, interval);
  return go_over(walk, other);
}

/* A task was ready, and another had their loop: over to that one, at the moment at which it gave it away.
 * What the loop itself took to get to the next one is the task's own. */
static bool
follow_turn (Walk *walk, const GantryInterval *interval)
{
  const GantryLane *holder;
  int64_t end;
  if (interval->state != GANTRY_STATE_READY || gantry_lane_get_kind(walk->lane) != GANTRY_LANE_TASK)
    return false;
  if (!walk->turns)
    walk->turns = gantry_loop_turns_new(walk->timeline);
  int64_t until = MIN(walk->time, interval->end);
  if (!gantry_loop_turns_find(walk->turns, walk->lane, interval->start, until, &holder, &end))
    return false;
  if (end < walk->time)
    add_segment(walk, end, interval);
  return go_over(walk, holder);
}

/* One interval or one change of lanes further back. FALSE: nothing is known of what was before. */
static bool
step_back (Walk *walk)
{
  GantryInterval interval;
  size_t index;
  if (walk->time <= gantry_lane_get_created(walk->lane))
    return go_to_parent(walk);
  if (!gantry_lane_find(walk->lane, walk->time - 1, &index))
    return false;
  gantry_lane_get_interval(walk->lane, index, &interval);
  if (follow_cause(walk, &interval) || follow_turn(walk, &interval))
    return true;
  if (interval.start >= walk->time)
    return false;
  add_segment(walk, MAX(interval.start, 0), &interval);
  return true;
}

/* When a worker had done its last call: then it waits for more, or is put away. */
static int64_t
worked_until (const GantryLane *worker)
{
  size_t n_intervals = gantry_lane_get_n_intervals(worker);
  GantryInterval last = {.start = gantry_lane_get_created(worker), .state = GANTRY_STATE_WAIT_POOL};
  if (n_intervals > 0)
    gantry_lane_get_interval(worker, n_intervals - 1, &last);
  return last.state == GANTRY_STATE_WAIT_POOL ? last.start : gantry_lane_get_known_until(worker);
}

/* Whether a worker had a call to go on with when the last task had ended, and not just to be put away, for
 * which it may have to wait until it has a processor. */
static bool
has_work (const GantryLane *worker, int64_t since)
{
  int64_t sums[GANTRY_N_STATES] = {0}, sum = 0;
  gantry_lane_add_times(worker, since, INT64_MAX, sums);
  for (int state = 0; state < GANTRY_N_STATES; state++)
    if (state != GANTRY_STATE_WAIT_POOL && state != GANTRY_STATE_READY)
      sum += sums[state];
  return sum >= PUTTING_AWAY_NS;
}

/* The run lasts as long as its tasks and what they gave to workers: daemons, loops and servers are ended with
 * it, and so are workers that have nothing to do. */
static bool
holds_up_end (const GantryTimeline *timeline, const GantryLane *lane)
{
  return gantry_lane_is_task(lane) && !gantry_lane_is_daemon(lane) && !gantry_pool_of(timeline, lane);
}

/* That ended last, of several the first; NULL where there is none. `*end`: when that was. */
static const GantryLane *
last_task (const GantryTimeline *timeline, int64_t *end)
{
  const GantryLane *last = NULL;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if ((last && gantry_lane_get_known_until(lane) <= *end) || !holds_up_end(timeline, lane))
      continue;
    last = lane;
    *end = gantry_lane_get_known_until(lane);
  }
  return last;
}

/* The worker that went on for longest after all tasks had ended; NULL where none did. */
static const GantryLane *
last_worker (const GantryTimeline *timeline, int64_t since, int64_t *end)
{
  const GantryLane *last = NULL;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_get_known_until(lane) <= since || !gantry_pool_of(timeline, lane) ||
        worked_until(lane) <= *end || !has_work(lane, since))
      continue;
    last = lane;
    *end = worked_until(lane);
  }
  return last;
}

/* What the run's end waited for, and until when. Traces of others may have no task at all. */
static const GantryLane *
last_lane (const GantryTimeline *timeline, int64_t *end)
{
  const GantryLane *last = last_task(timeline, end), *any = NULL;
  const GantryLane *worker = last ? last_worker(timeline, *end, end) : NULL;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && !last; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (!any || gantry_lane_get_known_until(lane) > gantry_lane_get_known_until(any))
      any = lane;
  }
  if (!last && any)
    *end = gantry_lane_get_known_until(any);
  return worker ? worker : last ? last : any;
}

static void
reverse (GArray *segments)
{
  for (guint low = 0, high = segments->len; low + 1 < high; low++) {
    high--;
    GantryPathSegment segment = g_array_index(segments, GantryPathSegment, low);
    g_array_index(segments, GantryPathSegment, low) = g_array_index(segments, GantryPathSegment, high);
    g_array_index(segments, GantryPathSegment, high) = segment;
  }
}

/* After the last task's end its loop, if it had one, comes to an end. Nothing else that is put away then has
 * held up the run's end: daemons and other loops are told to go because of it. */
static void
walk_tail (Walk *walk, const GantryLane *last, int64_t end)
{
  GantryInterval interval;
  size_t index;
  walk->lane = gantry_loop_of(walk->timeline, last);
  if (walk->lane)
    add_segment(walk, CLAMP(gantry_lane_get_known_until(walk->lane), end, walk->time), NULL);
  while (walk->lane && walk->time > end && gantry_lane_find(walk->lane, walk->time - 1, &index)) {
    gantry_lane_get_interval(walk->lane, index, &interval);
    add_segment(walk, MAX(interval.start, end), &interval);
  }
  add_segment(walk, end, NULL);
}

static void
walk_back (Walk *walk)
{
  int64_t end = 0;
  const GantryLane *last = last_lane(walk->timeline, &end);
  if (last) {
    walk_tail(walk, last, CLAMP(end, 0, walk->time));
    walk->lane = last;
  }
  while (last && walk->time > 0 && step_back(walk))
    ;
  add_segment(walk, 0, NULL);
}

GantryCriticalPath *
gantry_critical_path_new (const GantryTimeline *timeline, const GantryCauses *causes)
{
  GantryCauses *own = causes ? NULL : gantry_causes_new(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  Walk walk = {
      .timeline = timeline,
      .causes = causes ? causes : own,
      .path = g_new0(GantryCriticalPath, 1),
      .time = result.wall_ns,
      .visited = g_hash_table_new(NULL, NULL),
  };
  walk.path->segments = g_array_new(FALSE, FALSE, sizeof(GantryPathSegment));
  walk.path->is_incomplete = gantry_timeline_is_incomplete(timeline);
  walk.path->is_of_slices = !gantry_timeline_tells_on_cpu(timeline);
  walk_back(&walk);
  reverse(walk.path->segments);
  g_hash_table_unref(walk.visited);
  gantry_loop_turns_free(walk.turns);
  gantry_causes_free(own);
  return walk.path;
}

void
gantry_critical_path_free (GantryCriticalPath *path)
{
  if (!path)
    return;
  g_array_unref(path->segments);
  g_free(path);
}

const GantryCriticalPath *
gantry_timeline_get_critical_path (const GantryTimeline *timeline)
{
  _Atomic(GantryCriticalPath *) *place = &((GantryTimeline *)timeline)->critical_path;
  /* Acquire: pairs with the release below; the path is seen whole. */
  GantryCriticalPath *path = atomic_load_explicit(place, memory_order_acquire), *none = NULL;
  if (path || !gantry_timeline_is_finished(timeline))
    return path;
  path = gantry_critical_path_new(timeline, NULL);
  /* Release: it is whole before it can be found. Where two were looking, the first one's is kept. */
  if (atomic_compare_exchange_strong_explicit(place, &none, path, memory_order_acq_rel, memory_order_acquire))
    return path;
  gantry_critical_path_free(path);
  return none;
}

bool
gantry_critical_path_find (const GantryCriticalPath *path, int64_t time, guint *index)
{
  guint low = 0, high = path->segments->len;
  if (high == 0 || time < 0 || time >= g_array_index(path->segments, GantryPathSegment, high - 1).to)
    return false;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(path->segments, GantryPathSegment, middle).from <= time)
      low = middle;
    else
      high = middle;
  }
  *index = low;
  return true;
}
