/* Findings about what came one after the other: why it did, and who was alone at last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include "timeline/add-time.h"
#include "timeline/critical-path.h"

#include <glib/gi18n-lib.h>

/* What tasks computed on the critical path: one after the other, none of it before the rest was done. */
static int64_t
computed_in_chain (const GantrySearch *search)
{
  const GantryCriticalPath *path = gantry_timeline_get_critical_path(search->timeline);
  int64_t sum = 0;
  for (guint i = 0; path && i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    const GantryLane *lane = gantry_timeline_find_lane(search->timeline, segment->lane);
    if (lane && gantry_lane_is_task(lane) && segment->state == GANTRY_STATE_RUNNING)
      sum += segment->to - segment->from;
  }
  return sum;
}

/* Several compute, and never do two of them at once, though no lock kept them from it. Those who do so at
 * different times by chance, or by what they sleep, have not waited for each other. */
void
gantry_find_never_parallel (GantrySearch *search)
{
  GantryComputing sum = gantry_search_sum_computing(search);
  if (search->facts->cores < 2 || gantry_search_shares_gil(search) || gantry_search_is_on(search, "async") ||
      gantry_search_has(search, GANTRY_FINDING_ONE_AT_A_TIME))
    return;
  /* Beside the one that computed most the others would have to matter. */
  if (sum.n_tasks < 2 || (sum.ran - sum.most_ran) * 10 < (double)search->wall || sum.ready * 4 > sum.ran ||
      (double)gantry_search_parallel_time(search) * 50 > sum.ran ||
      (double)computed_in_chain(search) < sum.ran * 0.9)
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_NEVER_PARALLEL, 0, search->wall);
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (gantry_search_computes(gantry_search_lane(search, i)))
      gantry_finding_add_lane(finding, gantry_search_lane(search, i));
  finding->text = g_strdup_printf(_("%u tasks computed, but never two at the same time, though there were %d "
                                    "processors: each waited for another "
                                    "to end or to hand something over."),
                                  sum.n_tasks, search->facts->cores);
}

/* The last interval from which on the lane computes for more than a trifle; it does so at all. */
static size_t
last_computing (const GantryLane *lane)
{
  size_t low = 0, high = gantry_lane_get_n_intervals(lane);
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    int64_t start = gantry_lane_get_start(lane, middle);
    if (gantry_search_time_in(lane, GANTRY_STATE_RUNNING, start, INT64_MAX) >= GANTRY_COMPUTES_NS)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* When the lane had computed, but for a trifle after it had waited for something: who joins the others and
 * prints a line computes no more. */
static int64_t
computed_until (const GantryLane *lane)
{
  int64_t until = -1;
  for (size_t i = last_computing(lane); i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    if (interval.state == GANTRY_STATE_RUNNING)
      until = interval.end;
    else if (interval.state != GANTRY_STATE_READY)
      break;
  }
  return until;
}

/* Computing of all tasks but one: of daemons, too, and of those that each compute for a moment. */
static int64_t
time_of_others (const GantrySearch *search, const GantryLane *but, int64_t from, int64_t to)
{
  int64_t sum = 0;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (lane != but && gantry_lane_is_task(lane))
      sum = gantry_add_time(sum, gantry_search_time_in(lane, GANTRY_STATE_RUNNING, from, to));
  }
  return sum;
}

/* The last of several goes on alone for a good part of the run. Of those who share a loop one is alone at any
 * time. */
void
gantry_find_long_tail (GantrySearch *search)
{
  const GantryLane *last = NULL;
  int64_t last_end = -1, next_end = -1;
  uint32_t n_tasks = 0;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!gantry_search_wants_processors(search, lane) || gantry_lane_is_daemon(lane) ||
        !gantry_search_computes(lane))
      continue;
    int64_t end = computed_until(lane);
    n_tasks++;
    next_end = MAX(next_end, MIN(end, last_end));
    last = end > last_end ? lane : last;
    last_end = MAX(last_end, end);
  }
  int64_t tail = last_end - next_end;
  if (n_tasks < 3 || search->facts->cores < 2 || tail < search->wall / 4 ||
      gantry_search_time_in(last, GANTRY_STATE_RUNNING, next_end, last_end) < tail / 2 ||
      time_of_others(search, last, next_end, last_end) > tail / 20)
    return;
  g_autofree char *length = gantry_finding_length(tail);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_LONG_TAIL, next_end, last_end);
  gantry_finding_add_lane(finding, last);
  finding->text =
      g_strdup_printf(_("For the last %s only %s was left to compute; the other processors had nothing to "
                        "do."),
                      length, gantry_lane_get_name(last));
}
