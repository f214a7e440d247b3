/* Findings about event loops: who kept one for himself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"
#include "timeline/loop-turns.h"

#include <glib/gi18n-lib.h>

/* A loop that stands still for less is felt by nobody. */
#define BLOCKED_NS (10 * GANTRY_MS)
/* And one that computes for less is no rude one. */
#define KEPT_NS (30 * GANTRY_MS)
#define MOST_OF_A_KIND 3
/* Each looks through all lanes. */
#define MOST_TRIES 20

typedef struct {
  int64_t from, to;
} Stretch;

/* The loop's task that is in the state in which it is. */
static const GantryLane *
blocking_task (const GantrySearch *search, const GantryLane *loop, const GantryInterval *blocked)
{
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (gantry_search_time_in(lane, blocked->state, blocked->start, blocked->end) * 2 >
            blocked->end - blocked->start &&
        gantry_loop_of(search->timeline, lane) == loop)
      return lane;
  }
  return NULL;
}

/* Whoever was started on a loop is ready for a turn, be it its first. */
static int64_t
time_ready (const GantryLane *lane, int64_t from, int64_t to)
{
  return gantry_search_time_in(lane, GANTRY_STATE_READY, from, to) +
         gantry_search_time_in(lane, GANTRY_STATE_CREATED, from, to);
}

/* Tasks of the loop that could have gone on meanwhile, but for the one that had it: where that one was ready,
 * the loop had no processor. */
static uint32_t
count_ready (const GantrySearch *search, const GantryLane *loop, const GantryLane *but, int64_t from,
             int64_t to)
{
  uint32_t n_ready = 0;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    n_ready += lane != but && time_ready(lane, from, to) >= GANTRY_MS &&
               gantry_loop_of(search->timeline, lane) == loop;
  }
  return n_ready;
}

static bool
add_blocked_loop (GantrySearch *search, const GantryLane *loop, const GantryInterval *blocked)
{
  const GantryLane *task = blocking_task(search, loop, blocked);
  uint32_t n_ready = task ? count_ready(search, loop, task, blocked->start, blocked->end) : 0;
  if (n_ready == 0)
    return false;
  g_autofree char *length = gantry_finding_length(blocked->end - blocked->start);
  GantryFinding *finding =
      gantry_search_add(search, GANTRY_FINDING_BLOCKED_LOOP, blocked->start, blocked->end);
  gantry_finding_add_lane(finding, task);
  gantry_finding_add_lane(finding, loop);
  finding->text = g_strdup_printf(
      g_dngettext(
          GETTEXT_PACKAGE, "%s blocked its event loop for %s (line %u); %u task that was ready had to wait.",
          "%s blocked its event loop for %s (line %u); %u tasks that were ready had to wait.", n_ready),
      gantry_lane_get_name(task), length, blocked->line, n_ready);
  return true;
}

/* An interval of a lane. */
typedef struct {
  const GantryLane *lane;
  GantryInterval interval;
} Place;

/* The longest first; of two as long the one that was before. */
static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const Place *left = a, *right = b;
  int64_t length = left->interval.end - left->interval.start;
  int64_t other = right->interval.end - right->interval.start;
  if (length != other)
    return length < other ? 1 : -1;
  if (left->interval.start != right->interval.start)
    return left->interval.start > right->interval.start ? 1 : -1;
  return gantry_lane_get_id(left->lane) > gantry_lane_get_id(right->lane) ? 1 : -1;
}

/* Intervals of the lane that last as long at least. */
static void
gather (const GantryLane *lane, bool (*is_meant)(GantryState state), int64_t least, GArray *places)
{
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    Place place = {.lane = lane};
    gantry_lane_get_interval(lane, i, &place.interval);
    if (is_meant(place.interval.state) && place.interval.end - place.interval.start >= least)
      g_array_append_val(places, place);
  }
}

static bool
blocks (GantryState state)
{
  return state == GANTRY_STATE_BLOCKED || state == GANTRY_STATE_IO_FILE;
}

/* Not the first ones: trifles may precede what matters. */
void
gantry_find_blocked_loops (GantrySearch *search)
{
  int n_found = 0;
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (gantry_lane_get_kind(gantry_search_lane(search, i)) == GANTRY_LANE_LOOP)
      gather(gantry_search_lane(search, i), blocks, BLOCKED_NS, places);
  g_array_sort(places, compare_lengths);
  for (guint i = 0; i < MIN(places->len, MOST_TRIES) && n_found < MOST_OF_A_KIND; i++) {
    const Place *place = &g_array_index(places, Place, i);
    n_found += add_blocked_loop(search, place->lane, &place->interval);
  }
}

static bool
waits_for_turn (GantryState state)
{
  return state == GANTRY_STATE_READY || state == GANTRY_STATE_CREATED;
}

/* One that would have needed its loop for a moment only; who computes all the time must share. */
static bool
is_modest (const GantrySearch *search, const GantryLane *lane)
{
  int64_t ran = gantry_search_time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX);
  return ran < (gantry_lane_get_known_until(lane) - gantry_lane_get_created(lane)) / 5 &&
         gantry_loop_of(search->timeline, lane);
}

/* Whether a task that has run in its turn still has it: it runs, or would, had the loop had a processor. */
static bool
keeps_turn (const GantryInterval *interval, const GantryLane *loop)
{
  int64_t length = interval->end - interval->start;
  return interval->state == GANTRY_STATE_RUNNING ||
         (interval->state == GANTRY_STATE_READY &&
          gantry_search_time_in(loop, GANTRY_STATE_RUNNING, interval->start, interval->end) * 10 < length);
}

/* The longest stretch of that time in which the task had the loop without a break. */
static Stretch
longest_turn (const GantryLane *lane, const GantryLane *loop, const GantryInterval *wait)
{
  Stretch longest = {0}, turn = {0};
  size_t index;
  if (!gantry_lane_find(lane, wait->start, &index))
    index = 0;
  for (bool has_turn = false; index < gantry_lane_get_n_intervals(lane); index++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, index, &interval);
    if (interval.start >= wait->end)
      break;
    bool runs = interval.state == GANTRY_STATE_RUNNING;
    if (runs && !has_turn)
      turn.from = MAX(interval.start, wait->start);
    has_turn = (has_turn || runs) && keeps_turn(&interval, loop);
    if (runs)
      turn.to = MIN(interval.end, wait->end);
    if (runs && turn.to - turn.from > longest.to - longest.from)
      longest = turn;
  }
  return longest;
}

/* Who had the loop for longest in one go, of that time, and computed for long in it: a loop that has no
 * processor is kept by other programs. */
static const GantryLane *
keeper_of (const GantrySearch *search, const GantryLane *loop, const GantryInterval *wait, Stretch *kept)
{
  const GantryLane *keeper = NULL;
  *kept = (Stretch){0};
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (gantry_search_time_in(lane, GANTRY_STATE_RUNNING, wait->start, wait->end) == 0 ||
        gantry_loop_of(search->timeline, lane) != loop)
      continue;
    Stretch turn = longest_turn(lane, loop, wait);
    if (turn.to - turn.from <= kept->to - kept->from ||
        gantry_search_time_in(lane, GANTRY_STATE_RUNNING, turn.from, turn.to) < KEPT_NS)
      continue;
    *kept = turn;
    keeper = lane;
  }
  return keeper;
}

/* Whether one that kept the loop for long meanwhile would have been met in the stretches tried before. */
static bool
is_tried (const Place *place, const GantryLane *loop, const GArray *tried)
{
  int64_t from = place->interval.start, to = place->interval.end;
  for (guint i = 0; i < tried->len; i++) {
    const Place *before = &g_array_index(tried, Place, i);
    if (before->lane != loop)
      continue;
    if (before->interval.start <= from)
      from = MAX(from, before->interval.end);
    else if (before->interval.end >= to)
      to = MIN(to, before->interval.start);
  }
  return to - from < KEPT_NS;
}

/* Text to free. Where it had no processor for a good part of that, this is told, too: that part is not its
 * own doing. */
static char *
kept_loop_words (const GantryLane *keeper, const Stretch *kept, uint32_t n_ready)
{
  int64_t ran = gantry_search_time_in(keeper, GANTRY_STATE_RUNNING, kept->from, kept->to);
  g_autofree char *length = gantry_finding_length(kept->to - kept->from),
                  *computed = gantry_finding_length(ran);
  if (ran >= (kept->to - kept->from) / 10 * 9)
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE,
                    "%s kept its event loop for %s without giving way; %u task that was ready had to wait.",
                    "%s kept its event loop for %s without giving way; %u tasks that were ready had to wait.",
                    n_ready),
        gantry_lane_get_name(keeper), length, n_ready);
  return g_strdup_printf(
      g_dngettext(
          GETTEXT_PACKAGE,
          "%s kept its event loop for %s without giving way, and had a processor for %s of it; %u task "
          "that was ready had to wait.",
          "%s kept its event loop for %s without giving way, and had a processor for %s of it; %u tasks "
          "that were ready had to wait.",
          n_ready),
      gantry_lane_get_name(keeper), length, computed, n_ready);
}

static bool
add_kept_loop (GantrySearch *search, const GantryLane *loop, const GantryInterval *wait)
{
  Stretch kept;
  const GantryLane *keeper = keeper_of(search, loop, wait, &kept);
  uint32_t n_ready = keeper ? count_ready(search, loop, keeper, kept.from, kept.to) : 0;
  if (n_ready == 0)
    return false;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_BLOCKED_LOOP, kept.from, kept.to);
  gantry_finding_add_lane(finding, keeper);
  finding->text = kept_loop_words(keeper, &kept, n_ready);
  return true;
}

/* A task computes for long, and one that is ready gets no turn. In the longest wait there may be many short
 * turns and no long one: then the next longest is looked at. */
void
gantry_find_kept_loops (GantrySearch *search)
{
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
  g_autoptr(GArray) tried = g_array_new(FALSE, FALSE, sizeof(Place));
  if (!gantry_timeline_has_loop(search->timeline))
    return;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (is_modest(search, lane) && time_ready(lane, 0, INT64_MAX) >= KEPT_NS)
      gather(lane, waits_for_turn, KEPT_NS, places);
  }
  g_array_sort(places, compare_lengths);
  for (guint i = 0; i < places->len && tried->len < MOST_TRIES; i++) {
    Place place = g_array_index(places, Place, i);
    const GantryLane *loop = gantry_loop_of(search->timeline, place.lane);
    if (is_tried(&place, loop, tried))
      continue;
    if (add_kept_loop(search, loop, &place.interval))
      return;
    place.lane = loop;
    g_array_append_val(tried, place);
  }
}
