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

void
gantry_find_blocked_loops (GantrySearch *search)
{
  int n_found = 0, n_tries = 0;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *loop = gantry_search_lane(search, i);
    if (gantry_lane_get_kind(loop) != GANTRY_LANE_LOOP)
      continue;
    for (size_t k = 0;
         k < gantry_lane_get_n_intervals(loop) && n_found < MOST_OF_A_KIND && n_tries < MOST_TRIES; k++) {
      GantryInterval interval;
      gantry_lane_get_interval(loop, k, &interval);
      bool blocks = interval.state == GANTRY_STATE_BLOCKED || interval.state == GANTRY_STATE_IO_FILE;
      if (!blocks || interval.end - interval.start < BLOCKED_NS)
        continue;
      n_tries++;
      n_found += add_blocked_loop(search, loop, &interval);
    }
  }
}

/* Its longest single wait for a turn. */
static int64_t
longest_ready (const GantryLane *lane, GantryInterval *longest)
{
  *longest = (GantryInterval){0};
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    bool is_ready = interval.state == GANTRY_STATE_READY || interval.state == GANTRY_STATE_CREATED;
    if (is_ready && interval.end - interval.start > longest->end - longest->start)
      *longest = interval;
  }
  return longest->end - longest->start;
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

/* Who had the loop for longest in one go, of that time. */
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
    if (turn.to - turn.from <= kept->to - kept->from)
      continue;
    *kept = turn;
    keeper = lane;
  }
  return kept->to - kept->from >= KEPT_NS ? keeper : NULL;
}

/* A task computes for long, and one that is ready gets no turn. */
void
gantry_find_kept_loops (GantrySearch *search)
{
  GantryInterval worst = {0}, wait;
  const GantryLane *waiting = NULL;
  if (!gantry_timeline_has_loop(search->timeline))
    return;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (is_modest(search, lane) && longest_ready(lane, &wait) > worst.end - worst.start) {
      worst = wait;
      waiting = lane;
    }
  }
  if (worst.end - worst.start < KEPT_NS)
    return;
  const GantryLane *loop = gantry_loop_of(search->timeline, waiting);
  Stretch kept;
  const GantryLane *keeper = keeper_of(search, loop, &worst, &kept);
  uint32_t n_ready = keeper ? count_ready(search, loop, keeper, kept.from, kept.to) : 0;
  if (n_ready == 0)
    return;
  g_autofree char *length = gantry_finding_length(kept.to - kept.from);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_BLOCKED_LOOP, kept.from, kept.to);
  gantry_finding_add_lane(finding, keeper);
  finding->text = g_strdup_printf(
      g_dngettext(GETTEXT_PACKAGE,
                  "%s kept its event loop for %s without giving way; %u task that was ready had to wait.",
                  "%s kept its event loop for %s without giving way; %u tasks that were ready had to wait.",
                  n_ready),
      gantry_lane_get_name(keeper), length, n_ready);
}
