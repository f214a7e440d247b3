/* The arrows by the lane that they arrive at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/causes.h"

#include "timeline/lower-bound.h"
#include "timeline/workers.h"

/* READY intervals between a wait and the running that follows it: one, or a few where turns were missed. */
#define MOST_READY 8
/* Arrows that arrive at one lane at one moment; one of them ended the wait that is looked at. */
#define MOST_AT_ONCE 4

/* The end of a task, for those who wait for whatever they started. */
typedef struct {
  uint32_t parent, lane;
  int64_t time;
} End;

struct GantryCauses {
  const GantryTimeline *timeline;
  uint32_t n_ids; /* those of the lanes that arrows arrive at are below it */
  size_t *first;  /* by lane id: where its arrows begin; n_ids + 1 of them */
  size_t *arrows; /* indices of the timeline's arrows, by lane, then by time */
  GArray *ends;   /* End, by parent, then by time */
};

/* Lanes that do not exist cause nothing, and nothing is caused there. */
static bool
is_usable (const GantryTimeline *timeline, const GantryArrow *arrow)
{
  return arrow->from_lane != arrow->to_lane && gantry_timeline_find_lane(timeline, arrow->from_lane) &&
         gantry_timeline_find_lane(timeline, arrow->to_lane);
}

/* Counting sort: the arrows' order of time is kept within each lane. */
static void
sort_by_lane (GantryCauses *causes, size_t n_arrows)
{
  for (size_t i = 0; i < n_arrows; i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(causes->timeline, i);
    if (is_usable(causes->timeline, &arrow))
      causes->first[arrow.to_lane + 1]++;
  }
  for (uint32_t id = 0; id < causes->n_ids; id++)
    causes->first[id + 1] += causes->first[id];
  causes->arrows = g_new(size_t, MAX(causes->first[causes->n_ids], 1));
  g_autofree size_t *next = g_memdup2(causes->first, ((gsize)causes->n_ids + 1) * sizeof(size_t));
  for (size_t i = 0; i < n_arrows; i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(causes->timeline, i);
    if (is_usable(causes->timeline, &arrow))
      causes->arrows[next[arrow.to_lane]++] = i;
  }
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const End *left = a, *right = b;
  if (left->parent != right->parent)
    return left->parent < right->parent ? -1 : 1;
  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;
  return (left->lane > right->lane) - (left->lane < right->lane);
}

/* Nobody waits for daemons, and loops, servers and workers end with those who use them. */
static GArray *
collect_ends (const GantryTimeline *timeline)
{
  GArray *ends = g_array_new(FALSE, FALSE, sizeof(End));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryLaneKind kind = gantry_lane_get_kind(lane);
    End end = {gantry_lane_get_parent(lane), gantry_lane_get_id(lane), gantry_lane_get_ended(lane)};
    if (end.time != GANTRY_NO_TIME && end.parent != GANTRY_NO_LANE && !gantry_lane_is_daemon(lane) &&
        kind != GANTRY_LANE_LOOP && kind != GANTRY_LANE_SERVER && !gantry_pool_of(timeline, lane))
      g_array_append_val(ends, end);
  }
  g_array_sort(ends, compare_ends);
  return ends;
}

GantryCauses *
gantry_causes_new (const GantryTimeline *timeline)
{
  GantryCauses *causes = g_new0(GantryCauses, 1);
  size_t n_arrows = gantry_timeline_get_n_arrows(timeline);
  causes->timeline = timeline;
  for (size_t i = 0; i < n_arrows; i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    if (is_usable(timeline, &arrow))
      causes->n_ids = MAX(causes->n_ids, arrow.to_lane + 1);
  }
  causes->first = g_new0(size_t, (gsize)causes->n_ids + 1);
  sort_by_lane(causes, n_arrows);
  causes->ends = collect_ends(timeline);
  return causes;
}

void
gantry_causes_free (GantryCauses *causes)
{
  if (!causes)
    return;
  g_array_unref(causes->ends);
  g_free(causes->arrows);
  g_free(causes->first);
  g_free(causes);
}

static GantryArrow
arrow_at (const GantryCauses *causes, size_t place)
{
  return gantry_timeline_get_arrow(causes->timeline, causes->arrows[place]);
}

static int64_t
arrival (gconstpointer causes, size_t place)
{
  return arrow_at(causes, place).to_time;
}

/* The lane's first arrow that arrives at `time` or later. */
static size_t
first_arrival (const GantryCauses *causes, uint32_t lane_id, int64_t time)
{
  return gantry_lower_bound(causes->first[lane_id], causes->first[lane_id + 1], time, arrival, causes);
}

/* Nobody's end ends a sleep, and nothing that was let go: such an arrow, arriving at the same moment, ended a
 * wait that took no time. */
static bool
is_of_another_wait (const GantryArrow *arrow, const GantryInterval *wait)
{
  return wait->state == GANTRY_STATE_SLEEPING &&
         (arrow->kind == GANTRY_ARROW_JOIN || arrow->kind == GANTRY_ARROW_RELEASE);
}

/* The arrow sets out within the wait and arrives when the lane runs again: then or later. */
static bool
find_arrow (const GantryCauses *causes, uint32_t lane_id, const GantryInterval *wait, GantryArrow *cause)
{
  if (lane_id >= causes->n_ids)
    return false;
  size_t place = first_arrival(causes, lane_id, wait->end);
  size_t end = MIN(causes->first[lane_id + 1], place + MOST_AT_ONCE);
  /* Who was just created was so by its cause. */
  int64_t earliest = wait->state == GANTRY_STATE_CREATED ? wait->start : wait->start + 1;
  for (; place < end; place++) {
    GantryArrow arrow = arrow_at(causes, place);
    if (arrow.from_time < earliest || arrow.from_time > wait->end || is_of_another_wait(&arrow, wait))
      continue;
    *cause = arrow;
    return true;
  }
  return false;
}

/* The last one that `parent` started to end at `time` or before, NULL if there is none. */
static const End *
last_end (const GantryCauses *causes, uint32_t parent, int64_t time)
{
  const End sought = {parent, GANTRY_NO_LANE, time};
  guint low = 0, high = causes->ends->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (compare_ends(&g_array_index(causes->ends, End, middle), &sought) <= 0)
      low = middle + 1;
    else
      high = middle;
  }
  const End *found = low > 0 ? &g_array_index(causes->ends, End, low - 1) : NULL;
  return found && found->parent == parent ? found : NULL;
}

/* A wait for the end of a lane, or of all that it started, the last of which ended meanwhile. */
static bool
find_end (const GantryCauses *causes, uint32_t lane_id, const GantryInterval *wait, GantryArrow *cause)
{
  if (wait->state != GANTRY_STATE_WAIT_JOIN)
    return false;
  uint32_t other_id = wait->object;
  if (other_id == GANTRY_NO_OBJECT) {
    const End *end = last_end(causes, lane_id, wait->end);
    other_id = end ? end->lane : GANTRY_NO_LANE;
  }
  const GantryLane *other = gantry_timeline_find_lane(causes->timeline, other_id);
  int64_t ended = other && other_id != lane_id ? gantry_lane_get_ended(other) : GANTRY_NO_TIME;
  if (ended == GANTRY_NO_TIME || ended <= wait->start || ended > wait->end)
    return false;
  *cause = (GantryArrow){GANTRY_ARROW_JOIN, other_id, lane_id, ended, wait->end};
  return true;
}

bool
gantry_causes_find (const GantryCauses *causes, uint32_t lane_id, const GantryInterval *interval,
                    GantryArrow *cause)
{
  const GantryLane *lane = gantry_timeline_find_lane(causes->timeline, lane_id);
  GantryInterval wait = *interval;
  for (int left = MOST_READY; lane && wait.state == GANTRY_STATE_READY && left > 0; left--) {
    size_t index;
    if (!gantry_lane_find(lane, wait.start - 1, &index))
      return false;
    gantry_lane_get_interval(lane, index, &wait);
  }
  if (!lane || wait.state == GANTRY_STATE_RUNNING || wait.state == GANTRY_STATE_READY)
    return false;
  return find_arrow(causes, lane_id, &wait, cause) || find_end(causes, lane_id, &wait, cause);
}

static bool
can_go_on (const GantryInterval *interval)
{
  return interval->state == GANTRY_STATE_RUNNING || interval->state == GANTRY_STATE_READY;
}

/* What the lane was in just before `time`. FALSE if it did not live then. */
static bool
find_before (const GantryLane *lane, int64_t time, size_t *index, GantryInterval *found)
{
  if (!gantry_lane_find(lane, time - 1, index))
    return false;
  gantry_lane_get_interval(lane, *index, found);
  return true;
}

/* From where it ran to its last wait before that; where it never waited, to its beginning. */
static void
go_back_to_wait (const GantryLane *lane, size_t index, GantryInterval *found)
{
  while (index > 0 && can_go_on(found))
    gantry_lane_get_interval(lane, --index, found);
}

GArray *
gantry_causes_chain (const GantryCauses *causes, uint32_t lane_id, int64_t time, guint most)
{
  GArray *chain = g_array_new(FALSE, TRUE, sizeof(GantryCauseLink));
  int64_t before = time + 1;
  bool goes_on = true;
  while (goes_on && chain->len < most) {
    const GantryLane *lane = gantry_timeline_find_lane(causes->timeline, lane_id);
    GantryCauseLink link = {.lane = lane_id};
    size_t index;
    /* One whose clock is late was dead when it woke another. */
    if (lane && chain->len > 0)
      before = MIN(before, gantry_lane_get_known_until(lane));
    if (!lane || !find_before(lane, before, &index, &link.interval))
      break;
    if (chain->len > 0)
      go_back_to_wait(lane, index, &link.interval);
    /* What came later than the effect did not cause it. */
    link.has_cause = gantry_causes_find(causes, lane_id, &link.interval, &link.cause) &&
                     (chain->len == 0 || link.cause.from_time <= before);
    g_array_append_val(chain, link);
    lane_id = link.cause.from_lane;
    before = link.cause.from_time;
    goes_on = link.has_cause;
  }
  return chain;
}
