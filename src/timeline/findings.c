/* Findings: the rules' common ground, and their order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"
#include "timeline/simulated-model.h"

#include <glib/gi18n-lib.h>

/* There may be one for each of a million locks. */
#define MOST_OF_A_KIND 20

const char *
gantry_finding_id (GantryFindingKind kind)
{
  static const char *const ids[GANTRY_N_FINDINGS] = {
      [GANTRY_FINDING_DEADLOCK] = "deadlock",
      [GANTRY_FINDING_FAILED] = "failed",
      [GANTRY_FINDING_KILLED] = "killed",
      [GANTRY_FINDING_LOST_UPDATE] = "lost-update",
      [GANTRY_FINDING_OWN_COPIES] = "own-copies",
      [GANTRY_FINDING_BLOCKED_LOOP] = "blocked-loop",
      [GANTRY_FINDING_GIL_BOUND] = "gil-bound",
      [GANTRY_FINDING_ONE_AT_A_TIME] = "one-at-a-time",
      [GANTRY_FINDING_NEVER_PARALLEL] = "never-parallel",
      [GANTRY_FINDING_LOCK_CONVOY] = "lock-convoy",
      [GANTRY_FINDING_STARVED] = "starved",
      [GANTRY_FINDING_SLEEPING_HOLDER] = "sleeping-holder",
      [GANTRY_FINDING_BUSY_WAITING] = "busy-waiting",
      [GANTRY_FINDING_OVERSUBSCRIBED] = "oversubscribed",
      [GANTRY_FINDING_BUSY_MACHINE] = "busy-machine",
      [GANTRY_FINDING_IDLE_CORES] = "idle-cores",
      [GANTRY_FINDING_LONG_TAIL] = "long-tail",
  };
  return (unsigned)kind < G_N_ELEMENTS(ids) ? ids[kind] : NULL;
}

static void
free_finding (gpointer data)
{
  GantryFinding *finding = data;
  g_free(finding->text);
  g_array_unref(finding->lanes);
  g_free(finding);
}

GantryFinding *
gantry_search_add (GantrySearch *search, GantryFindingKind kind, int64_t from, int64_t to)
{
  GantryFinding *finding = g_new0(GantryFinding, 1);
  finding->kind = kind;
  finding->lanes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  finding->from = from;
  finding->to = to;
  g_ptr_array_add(search->findings, finding);
  search->n_found[kind]++;
  return finding;
}

bool
gantry_search_has_room (GantrySearch *search, GantryFindingKind kind)
{
  bool has_room = search->n_found[kind] < MOST_OF_A_KIND;
  search->n_left_out[kind] += !has_room;
  return has_room;
}

void
gantry_finding_add_lane (GantryFinding *finding, const GantryLane *lane)
{
  uint32_t id = gantry_lane_get_id(lane);
  g_array_append_val(finding->lanes, id);
}

char *
gantry_finding_length (int64_t ns)
{
  double ms = (double)ns / (double)GANTRY_MS;
  return g_strdup_printf(_("%.*f ms"), ms < 10 ? 1 : 0, ms);
}

const GantryLane *
gantry_search_lane (const GantrySearch *search, uint32_t index)
{
  return gantry_timeline_get_lane(search->timeline, index);
}

uint32_t
gantry_search_n_lanes (const GantrySearch *search)
{
  return gantry_timeline_get_n_lanes(search->timeline);
}

int64_t
gantry_search_time_in (const GantryLane *lane, GantryState state, int64_t from, int64_t to)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, from, to, sums);
  return sums[state];
}

const char *
gantry_search_lane_name (const GantrySearch *search, uint32_t id)
{
  const GantryLane *lane = gantry_timeline_find_lane(search->timeline, id);
  return lane ? gantry_lane_get_name(lane) : "?";
}

bool
gantry_search_has (const GantrySearch *search, GantryFindingKind kind)
{
  return search->n_found[kind] > 0;
}

bool
gantry_search_is_on (const GantrySearch *search, const char *model)
{
  return g_strcmp0(search->facts->model, model) == 0;
}

bool
gantry_search_has_processes (const GantrySearch *search)
{
  return gantry_search_is_on(search, "processes") ||
         g_strcmp0(gantry_simulated_model(search->timeline), "processes") == 0;
}

/* Behind the last one of each kind. */
static void
tell_left_out (GantrySearch *search)
{
  for (guint i = search->findings->len; i > 0; i--) {
    GantryFinding *finding = search->findings->pdata[i - 1];
    guint count = search->n_left_out[finding->kind];
    search->n_left_out[finding->kind] = 0;
    if (count == 0)
      continue;
    g_autofree char *text = finding->text;
    g_autofree char *more = g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "There is %u more like this.", "There are %u more like this.", count),
        count);
    finding->text = g_strdup_printf("%s %s", text, more);
  }
}

/* Who stops a run, or limits it, ends it where there was more to come. */
static bool
is_cut_off (const GantrySearch *search)
{
  GantryRunResult result;
  gantry_timeline_get_result(search->timeline, &result);
  return result.outcome == GANTRY_RUN_STOPPED || result.outcome == GANTRY_RUN_LIMIT;
}

/* Who wanted a processor, and who had it, is not known well enough to complain of it: a hundredth of what was
 * to be told was lost, the kernel's switches as a rule. */
static bool
lacks_much (const GantrySearch *search)
{
  GantryRunResult result;
  gantry_timeline_get_result(search->timeline, &result);
  return result.lost > result.events / 100;
}

/* Why tasks were ready without a processor. */
static void
find_in_readiness (GantrySearch *search, bool to_its_end)
{
  gantry_find_oversubscription(search);
  gantry_find_busy_machine(search);
  if (to_its_end)
    gantry_find_idle_cores(search);
}

/* What needs all that all tasks did, some of it to the run's end: what they did not do before, they may have
 * done later. */
static void
find_in_whole (GantrySearch *search, bool to_its_end)
{
  gantry_find_gil_bound(search);
  if (to_its_end) {
    gantry_find_one_at_a_time(search);
    if (!is_cut_off(search))
      gantry_find_never_parallel(search);
  }
  gantry_find_lock_convoys(search);
  gantry_find_starved(search);
  gantry_find_sleeping_holders(search);
  gantry_find_busy_waiting(search);
  if (!lacks_much(search))
    find_in_readiness(search, to_its_end);
  if (to_its_end && !is_cut_off(search))
    gantry_find_long_tail(search);
}

GPtrArray *
gantry_findings_new (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  GantrySearch search = {
      .timeline = timeline,
      .facts = gantry_timeline_get_facts(timeline),
      .statistics = statistics,
      .wall = result.wall_ns,
      .findings = g_ptr_array_new_with_free_func(free_finding),
  };
  gantry_find_deadlock(&search);
  gantry_find_failures(&search);
  gantry_find_killed(&search);
  gantry_find_lost_updates(&search);
  gantry_find_own_copies(&search);
  gantry_find_blocked_loops(&search);
  gantry_find_kept_loops(&search);
  /* Where the file lost what a lane did, nothing follows from not seeing it. */
  if (!gantry_timeline_is_incomplete(timeline))
    find_in_whole(&search, !gantry_run_result_is_lost(&result));
  tell_left_out(&search);
  return search.findings;
}
