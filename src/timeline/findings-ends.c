/* Findings about ends: who failed or was killed, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include <glib/gi18n-lib.h>

static char *
failure_words (const GantryLane *lane)
{
  const char *name = gantry_lane_get_name(lane), *reason = gantry_lane_get_reason(lane);
  return reason && *reason ? g_strdup_printf(_("%s failed: %s."), name, reason)
                           : g_strdup_printf(_("%s failed."), name);
}

/* The last thing that the lane did. */
static int64_t
last_start (const GantryLane *lane)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  GantryInterval last = {.start = gantry_lane_get_created(lane)};
  if (n_intervals > 0)
    gantry_lane_get_interval(lane, n_intervals - 1, &last);
  return last.start;
}

/* The place to look at is the last thing that each did. */
void
gantry_find_failures (GantrySearch *search)
{
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    int64_t end = gantry_lane_get_ended(lane);
    if (end == GANTRY_NO_TIME || gantry_lane_get_outcome(lane) != GANTRY_OUTCOME_FAILED ||
        !gantry_search_has_room(search, GANTRY_FINDING_FAILED))
      continue;
    GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_FAILED, last_start(lane), end);
    gantry_finding_add_lane(finding, lane);
    finding->text = failure_words(lane);
  }
}

/* Lanes that died with one process: where it began, and whom it took with it. */
typedef struct {
  const GantryLane *first;
  GArray *others; /* uint32_t: ids of tasks */
} Death;

static void
death_free (gpointer data)
{
  Death *death = data;
  g_array_unref(death->others);
  g_free(death);
}

/* The process that carried it; 0: nobody knows. One that was never begun was to be in its starter's. */
static uint32_t
process_of (const GantrySearch *search, const GantryLane *lane)
{
  uint32_t pid = gantry_lane_get_pid(lane);
  const GantryLane *parent =
      pid == 0 ? gantry_timeline_find_lane(search->timeline, gantry_lane_get_parent(lane)) : NULL;
  return parent ? gantry_lane_get_pid(parent) : pid;
}

static bool
was_killed (const GantryLane *lane)
{
  return gantry_lane_get_ended(lane) != GANTRY_NO_TIME && gantry_lane_is_counted(lane) &&
         gantry_lane_get_outcome(lane) == GANTRY_OUTCOME_KILLED;
}

/* After this moment whoever ends without a reason ends with the run, give or take what it took to be found
 * out: all do, where the run was ended for them. */
static int64_t
end_of_run (const GantrySearch *search, const GantryRunResult *result)
{
  bool was_stopped = result->outcome == GANTRY_RUN_STOPPED || result->outcome == GANTRY_RUN_LIMIT ||
                     result->outcome == GANTRY_RUN_DEADLOCK;
  return was_stopped ? INT64_MIN : search->wall - GANTRY_MS;
}

static bool
ended_with_run (const GantryLane *lane, int64_t run_end)
{
  return !gantry_lane_get_reason(lane) && gantry_lane_get_ended(lane) > run_end;
}

/* Of two that died together: the one that says why, else the one whose end was first. */
static bool
died_first (const GantryLane *lane, const GantryLane *other)
{
  int64_t end = gantry_lane_get_ended(lane), end_of_other = gantry_lane_get_ended(other);
  bool says_why = gantry_lane_get_reason(lane) != NULL;
  if (end == end_of_other && says_why != (gantry_lane_get_reason(other) != NULL))
    return says_why;
  return end < end_of_other;
}

static void
add_task (GArray *lanes, const GantryLane *lane)
{
  uint32_t id = gantry_lane_get_id(lane);
  if (gantry_lane_is_task(lane))
    g_array_append_val(lanes, id);
}

/* Each that died before the run's end, or of which is known why; the first of each process alone. */
static GPtrArray *
gather_deaths (const GantrySearch *search, int64_t run_end, GHashTable *by_process)
{
  GPtrArray *deaths = g_ptr_array_new_with_free_func(death_free);
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!was_killed(lane) || ended_with_run(lane, run_end))
      continue;
    uint32_t process = process_of(search, lane);
    Death *death = process > 0 ? g_hash_table_lookup(by_process, GUINT_TO_POINTER(process)) : NULL;
    if (!death) {
      death = g_new0(Death, 1);
      *death = (Death){lane, g_array_new(FALSE, FALSE, sizeof(uint32_t))};
      g_ptr_array_add(deaths, death);
      if (process > 0)
        g_hash_table_insert(by_process, GUINT_TO_POINTER(process), death);
      continue;
    }
    bool is_first = died_first(lane, death->first);
    add_task(death->others, is_first ? death->first : lane);
    death->first = is_first ? lane : death->first;
  }
  return deaths;
}

/* Those whose end was the run's: told with whoever took them along, and else of a run that crashed. */
static GArray *
gather_rest (const GantrySearch *search, int64_t run_end, GHashTable *by_process)
{
  GArray *rest = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!was_killed(lane) || !ended_with_run(lane, run_end))
      continue;
    uint32_t process = process_of(search, lane);
    const Death *death = process > 0 ? g_hash_table_lookup(by_process, GUINT_TO_POINTER(process)) : NULL;
    add_task(death ? death->others : rest, lane);
  }
  return rest;
}

static char *
death_words (const Death *death)
{
  const char *name = gantry_lane_get_name(death->first), *reason = gantry_lane_get_reason(death->first);
  guint count = death->others->len;
  g_autofree char *own = reason && *reason ? g_strdup_printf(_("%s was killed: %s."), name, reason)
                                           : g_strdup_printf(_("%s was killed."), name);
  if (count == 0)
    return g_steal_pointer(&own);
  g_autofree char *rest =
      g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u other task of its process ended with it.",
                                  "%u other tasks of its process ended with it.", count),
                      count);
  return g_strdup_printf("%s %s", own, rest);
}

static void
tell_death (GantrySearch *search, const Death *death)
{
  if (!gantry_search_has_room(search, GANTRY_FINDING_KILLED))
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_KILLED, last_start(death->first),
                                             gantry_lane_get_ended(death->first));
  gantry_finding_add_lane(finding, death->first);
  if (death->others->len > 0)
    g_array_append_vals(finding->lanes, death->others->data, death->others->len);
  finding->text = death_words(death);
}

/* All that were alive when the run itself was killed. */
static void
tell_rest (GantrySearch *search, const GantryRunResult *result, const GArray *rest)
{
  if (rest->len == 0 || result->outcome != GANTRY_RUN_CRASHED)
    return;
  int64_t from = 0;
  for (guint i = 0; i < rest->len; i++)
    from =
        MAX(from, last_start(gantry_timeline_find_lane(search->timeline, g_array_index(rest, uint32_t, i))));
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_KILLED, from, search->wall);
  g_array_append_vals(finding->lanes, rest->data, rest->len);
  g_autofree char *how_many = g_strdup_printf(
      g_dngettext(GETTEXT_PACKAGE, "%u task ended with the run", "%u tasks ended with the run", rest->len),
      rest->len);
  finding->text = result->reason && *result->reason ? g_strdup_printf("%s: %s.", how_many, result->reason)
                                                    : g_strdup_printf("%s.", how_many);
}

/* Once for a process, however many tasks it carried. Where a run was stopped, is over its limit or stuck,
 * that is told, and those that ended with it are no findings. */
void
gantry_find_killed (GantrySearch *search)
{
  g_autoptr(GHashTable) by_process = g_hash_table_new(NULL, NULL);
  GantryRunResult result;
  gantry_timeline_get_result(search->timeline, &result);
  int64_t run_end = end_of_run(search, &result);
  g_autoptr(GPtrArray) deaths = gather_deaths(search, run_end, by_process);
  g_autoptr(GArray) rest = gather_rest(search, run_end, by_process);
  for (guint i = 0; i < deaths->len; i++)
    tell_death(search, deaths->pdata[i]);
  tell_rest(search, &result, rest);
}
