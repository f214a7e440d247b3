/* The rules of findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings.h"

#include "timeline/statistics.h"

#include <glib/gi18n-lib.h>

#define MS INT64_C(1000000)
/* A loop that stands still for less is felt by nobody. */
#define BLOCKED_NS (10 * MS)
#define MOST_OF_A_KIND 3
/* Who computes for less does not count as computing. */
#define COMPUTES_NS (5 * MS)

typedef struct {
  const GantryTimeline *timeline;
  const GantryRunFacts *facts;
  GantryStatistics *statistics;
  int64_t wall;
  GPtrArray *findings;
} Search;

const char *
gantry_finding_id (GantryFindingKind kind)
{
  static const char *const ids[] = {"deadlock",    "blocked-loop",   "gil-bound",    "one-at-a-time",
                                    "lock-convoy", "oversubscribed", "busy-machine", "long-tail"};
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

static GantryFinding *
add_finding (Search *search, GantryFindingKind kind, int64_t from, int64_t to)
{
  GantryFinding *finding = g_new0(GantryFinding, 1);
  finding->kind = kind;
  finding->lanes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  finding->from = from;
  finding->to = to;
  g_ptr_array_add(search->findings, finding);
  return finding;
}

static void
add_lane (GantryFinding *finding, const GantryLane *lane)
{
  uint32_t id = gantry_lane_get_id(lane);
  g_array_append_val(finding->lanes, id);
}

static char *
milliseconds (int64_t ns)
{
  double ms = (double)ns / (double)MS;
  return g_strdup_printf(_("%.*f ms"), ms < 10 ? 1 : 0, ms);
}

static const GantryLane *
lane_at (const Search *search, uint32_t index)
{
  return gantry_timeline_get_lane(search->timeline, index);
}

static uint32_t
n_lanes (const Search *search)
{
  return gantry_timeline_get_n_lanes(search->timeline);
}

static bool
is_task (const GantryLane *lane)
{
  GantryLaneKind kind = gantry_lane_get_kind(lane);
  return kind == GANTRY_LANE_THREAD || kind == GANTRY_LANE_PROCESS || kind == GANTRY_LANE_TASK;
}

static int64_t
time_in (const GantryLane *lane, GantryState state, int64_t from, int64_t to)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, from, to, sums);
  return sums[state];
}

static const char *
lane_name (const Search *search, uint32_t id)
{
  const GantryLane *lane = gantry_timeline_find_lane(search->timeline, id);
  return lane ? gantry_lane_get_name(lane) : "?";
}

/* Those that wait for each other; or, where nobody holds what is waited for, those that wait for nobody. */
static void
find_deadlock (Search *search)
{
  size_t n_waits = gantry_timeline_get_n_deadlock_waits(search->timeline);
  g_autoptr(GString) names = g_string_new(NULL);
  int64_t since = 0;
  if (n_waits == 0)
    return;
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_DEADLOCK, 0, search->wall);
  for (size_t i = 0; i < n_waits; i++) {
    const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(search->timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(search->timeline, wait->lane);
    GantryInterval last;
    if (!lane || gantry_lane_get_n_intervals(lane) == 0)
      continue;
    gantry_lane_get_interval(lane, gantry_lane_get_n_intervals(lane) - 1, &last);
    since = MAX(since, last.start);
    add_lane(finding, lane);
    g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", lane_name(search, wait->lane));
  }
  finding->from = since;
  finding->text = g_strdup_printf(
      _("Nobody can go on any more: %s wait, and what they wait for never comes."), names->str);
}

/* The task that is in the state in which its loop is. */
static const GantryLane *
blocking_task (const Search *search, const GantryInterval *blocked)
{
  for (uint32_t i = 0; i < n_lanes(search); i++) {
    const GantryLane *lane = lane_at(search, i);
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_TASK &&
        time_in(lane, blocked->state, blocked->start, blocked->end) * 2 > blocked->end - blocked->start)
      return lane;
  }
  return NULL;
}

/* Tasks that could have gone on meanwhile. */
static uint32_t
count_ready (const Search *search, int64_t from, int64_t to)
{
  uint32_t n_ready = 0;
  for (uint32_t i = 0; i < n_lanes(search); i++)
    n_ready += gantry_lane_get_kind(lane_at(search, i)) == GANTRY_LANE_TASK &&
               time_in(lane_at(search, i), GANTRY_STATE_READY, from, to) >= MS;
  return n_ready;
}

static bool
add_blocked_loop (Search *search, const GantryLane *loop, const GantryInterval *blocked)
{
  uint32_t n_ready = count_ready(search, blocked->start, blocked->end);
  const GantryLane *task = n_ready > 0 ? blocking_task(search, blocked) : NULL;
  if (!task)
    return false;
  g_autofree char *length = milliseconds(blocked->end - blocked->start);
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_BLOCKED_LOOP, blocked->start, blocked->end);
  add_lane(finding, task);
  add_lane(finding, loop);
  finding->text = g_strdup_printf(
      ngettext("%s blocked its event loop for %s (line %u); %u task that was ready had to wait.",
               "%s blocked its event loop for %s (line %u); %u tasks that were ready had to wait.", n_ready),
      gantry_lane_get_name(task), length, blocked->line, n_ready);
  return true;
}

static void
find_blocked_loops (Search *search)
{
  int n_found = 0;
  for (uint32_t i = 0; i < n_lanes(search); i++) {
    const GantryLane *loop = lane_at(search, i);
    if (gantry_lane_get_kind(loop) != GANTRY_LANE_LOOP)
      continue;
    for (size_t k = 0; k < gantry_lane_get_n_intervals(loop) && n_found < MOST_OF_A_KIND; k++) {
      GantryInterval interval;
      gantry_lane_get_interval(loop, k, &interval);
      bool blocks = interval.state == GANTRY_STATE_BLOCKED || interval.state == GANTRY_STATE_IO_FILE;
      if (blocks && interval.end - interval.start >= BLOCKED_NS)
        n_found += add_blocked_loop(search, loop, &interval);
    }
  }
}

/* A tenth of the run is waited for it. */
static void
find_gil_bound (Search *search)
{
  int64_t waited = 0;
  uint32_t n_computing = 0;
  if (!search->facts->gil)
    return;
  for (uint32_t i = 0; i < n_lanes(search); i++)
    if (is_task(lane_at(search, i))) {
      waited += time_in(lane_at(search, i), GANTRY_STATE_WAIT_GIL, 0, search->wall);
      n_computing += time_in(lane_at(search, i), GANTRY_STATE_RUNNING, 0, search->wall) >= COMPUTES_NS;
    }
  if (waited * 10 < search->wall || waited < COMPUTES_NS || n_computing < 2)
    return;
  g_autofree char *length = milliseconds(waited);
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_GIL_BOUND, 0, search->wall);
  for (uint32_t i = 0; i < n_lanes(search); i++)
    if (time_in(lane_at(search, i), GANTRY_STATE_WAIT_GIL, 0, search->wall) * 20 >= waited)
      add_lane(finding, lane_at(search, i));
  finding->text =
      g_strdup_printf(_("%u tasks computed, and waited %s in all for the interpreter lock: it lets only "
                        "one of a process compute at a time, however many processors there are."),
                      n_computing, length);
}

/* Time in which at least two tasks were on processors. */
static int64_t
parallel_time (const Search *search)
{
  int64_t sum = 0;
  size_t n_steps = gantry_timeline_get_n_steps(search->timeline, GANTRY_COUNTER_ON_CPU);
  for (size_t i = 0; i < n_steps; i++) {
    const GantryStep *step = gantry_timeline_get_step(search->timeline, GANTRY_COUNTER_ON_CPU, i);
    int64_t end = i + 1 < n_steps
                      ? gantry_timeline_get_step(search->timeline, GANTRY_COUNTER_ON_CPU, i + 1)->time
                      : search->wall;
    if (step->value >= 2)
      sum += end - step->time;
  }
  return sum;
}

/* All waits for things; on a loop, for a turn. */
static int64_t
held_up (const GantryLane *lane, bool by_turns)
{
  int64_t sums[GANTRY_N_STATES] = {0}, sum = 0;
  gantry_lane_add_times(lane, 0, INT64_MAX, sums);
  for (int state = GANTRY_STATE_WAIT_LOCK; state <= GANTRY_STATE_WAIT_BARRIER; state++)
    sum += sums[state];
  return by_turns ? sum + sums[GANTRY_STATE_READY] : sum;
}

/* Several tasks compute, and hold each other up, so that hardly ever two do at once. */
static void
find_one_at_a_time (Search *search)
{
  int64_t computed = 0, waited = 0;
  uint32_t n_computing = 0;
  bool is_async = g_strcmp0(search->facts->model, "async") == 0;
  if ((search->facts->gil && !is_async) || search->facts->cores < 2)
    return;
  for (uint32_t i = 0; i < n_lanes(search); i++) {
    int64_t ran =
        is_task(lane_at(search, i)) ? time_in(lane_at(search, i), GANTRY_STATE_RUNNING, 0, INT64_MAX) : 0;
    if (ran < COMPUTES_NS)
      continue;
    n_computing++;
    computed += ran;
    waited += held_up(lane_at(search, i), is_async);
  }
  if (n_computing < 2 || waited * 4 < computed || parallel_time(search) * 20 > computed)
    return;
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_ONE_AT_A_TIME, 0, search->wall);
  for (uint32_t i = 0; i < n_lanes(search); i++)
    if (is_task(lane_at(search, i)) &&
        time_in(lane_at(search, i), GANTRY_STATE_RUNNING, 0, INT64_MAX) >= COMPUTES_NS)
      add_lane(finding, lane_at(search, i));
  finding->text = g_strdup_printf(
      is_async
          ? _("%u tasks computed one after the other, for they share the one thread of their loop.")
          : _("%u tasks computed, but hardly ever two at the same time: while one ran, the others waited for "
              "what it held."),
      n_computing);
}

/* Half of those who take it have to wait, for a fifth of the run. */
static void
find_lock_convoys (Search *search)
{
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    const GantryThingStatistics *figures = &search->statistics->things[i];
    GantryThingKind kind = gantry_thing_get_kind(thing);
    bool is_lock = kind >= GANTRY_THING_LOCK && kind <= GANTRY_THING_SEMAPHORE;
    if (!is_lock || figures->acquired < 4 || figures->contended * 2 < figures->acquired ||
        figures->wait_ns * 5 < search->wall)
      continue;
    g_autofree char *length = milliseconds(figures->wait_ns);
    GantryFinding *finding = add_finding(search, GANTRY_FINDING_LOCK_CONVOY, 0, search->wall);
    finding->text = g_strdup_printf(
        _("Tasks queue for “%s”: it was taken %u times, %u of them after a wait, %s in "
          "all."),
        gantry_thing_get_name(thing), (unsigned)figures->acquired, (unsigned)figures->contended, length);
  }
}

typedef struct {
  uint32_t n_tasks;
  int64_t ready; /* and without a processor, ns */
  int64_t alive;
} Computing;

/* All that compute, together. */
static Computing
sum_computing (const Search *search)
{
  Computing sum = {0};
  for (uint32_t i = 0; i < n_lanes(search); i++) {
    const GantryLane *lane = lane_at(search, i);
    if (!is_task(lane) || time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX) < COMPUTES_NS)
      continue;
    sum.n_tasks++;
    sum.ready += time_in(lane, GANTRY_STATE_READY, 0, INT64_MAX);
    sum.alive += gantry_lane_get_ended(lane) - gantry_lane_get_created(lane);
  }
  return sum;
}

/* The processors are busy, and as many tasks again wait for one. */
static void
find_oversubscription (Search *search)
{
  double cores = search->facts->cores;
  if (g_strcmp0(search->facts->model, "async") == 0 || search->statistics->on_cpu_mean < 0.7 * cores)
    return;
  Computing sum = sum_computing(search);
  if ((double)sum.n_tasks <= cores || (double)sum.ready < 0.5 * (double)search->wall * cores ||
      sum.alive <= 0)
    return;
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_OVERSUBSCRIBED, 0, search->wall);
  finding->text = g_strdup_printf(
      ngettext(
          "%u tasks wanted %d processor: on average, each was ready and had none for %d %% of its time.",
          "%u tasks wanted %d processors: on average, each was ready and had none for %d %% of its time.",
          (unsigned)search->facts->cores),
      sum.n_tasks, search->facts->cores, (int)(sum.ready * 100 / sum.alive));
}

/* There is a processor for each, and still they are ready without one. */
static void
find_busy_machine (Search *search)
{
  bool is_real =
      g_strcmp0(search->facts->model, "threads") == 0 || g_strcmp0(search->facts->model, "processes") == 0;
  Computing sum = sum_computing(search);
  if (!is_real || sum.n_tasks == 0 || (int)sum.n_tasks > search->facts->cores || sum.ready < BLOCKED_NS ||
      sum.ready * 5 < search->wall)
    return;
  g_autofree char *length = milliseconds(sum.ready);
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_BUSY_MACHINE, 0, search->wall);
  finding->text =
      g_strdup_printf(_("Tasks were ready for %s in all and had no processor, though there was one for each: "
                        "other programs had them."),
                      length);
}

/* The last of several goes on alone for a good part of the run. */
static void
find_long_tail (Search *search)
{
  const GantryLane *last = NULL;
  int64_t last_end = -1, next_end = -1;
  uint32_t n_tasks = 0;
  for (uint32_t i = 0; i < n_lanes(search); i++) {
    const GantryLane *lane = lane_at(search, i);
    if (!is_task(lane) || gantry_lane_is_daemon(lane) ||
        time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX) < COMPUTES_NS)
      continue;
    int64_t end = gantry_lane_get_ended(lane);
    n_tasks++;
    next_end = MAX(next_end, MIN(end, last_end));
    last = end > last_end ? lane : last;
    last_end = MAX(last_end, end);
  }
  int64_t tail = last_end - next_end;
  if (n_tasks < 3 || search->facts->cores < 2 || tail * 4 < search->wall ||
      time_in(last, GANTRY_STATE_RUNNING, next_end, last_end) * 2 < tail)
    return;
  g_autofree char *length = milliseconds(tail);
  GantryFinding *finding = add_finding(search, GANTRY_FINDING_LONG_TAIL, next_end, last_end);
  add_lane(finding, last);
  finding->text =
      g_strdup_printf(_("For the last %s only %s was left to compute; the other processors had nothing to "
                        "do."),
                      length, gantry_lane_get_name(last));
}

GPtrArray *
gantry_findings_new (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  Search search = {
      .timeline = timeline,
      .facts = gantry_timeline_get_facts(timeline),
      .statistics = statistics,
      .wall = result.wall_ns,
      .findings = g_ptr_array_new_with_free_func(free_finding),
  };
  find_deadlock(&search);
  find_blocked_loops(&search);
  find_gil_bound(&search);
  find_one_at_a_time(&search);
  find_lock_convoys(&search);
  find_oversubscription(&search);
  find_busy_machine(&search);
  find_long_tail(&search);
  return search.findings;
}
