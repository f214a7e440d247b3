/* Findings about processors: why those that were there were not used, or were too few.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include "timeline/add-time.h"
#include "timeline/loop-turns.h"

#include <glib/gi18n-lib.h>

/* Ready for less in all is no reason to look for whoever had the processors. */
#define BLOCKED_NS (10 * GANTRY_MS)

bool
gantry_search_computes (const GantryLane *lane)
{
  return gantry_lane_is_task(lane) &&
         gantry_search_time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX) >= GANTRY_COMPUTES_NS;
}

/* Waits for the interpreter lock, by the thread that takes it: of a loop's tasks that is their loop. */
static int64_t
waited_for_gil (const GantrySearch *search, const GantryLane *lane)
{
  const GantryLane *loop = gantry_loop_of(search->timeline, lane);
  return gantry_search_time_in(loop ? loop : lane, GANTRY_STATE_WAIT_GIL, 0, search->wall);
}

/* A tenth of the run is waited for it. Who computes and never waits for it has one of his own. */
void
gantry_find_gil_bound (GantrySearch *search)
{
  int64_t waited = 0;
  uint32_t n_computing = 0;
  if (!search->facts->gil)
    return;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (gantry_lane_is_task(lane))
      n_computing += gantry_search_computes(lane) && waited_for_gil(search, lane) > 0;
    if (!gantry_loop_of(search->timeline, lane))
      waited = gantry_add_time(waited, waited_for_gil(search, lane));
  }
  if (waited < search->wall / 10 || waited < GANTRY_COMPUTES_NS || n_computing < 2)
    return;
  g_autofree char *length = gantry_finding_length(waited);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_GIL_BOUND, 0, search->wall);
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (gantry_search_time_in(gantry_search_lane(search, i), GANTRY_STATE_WAIT_GIL, 0, search->wall) >=
        waited / 20)
      gantry_finding_add_lane(finding, gantry_search_lane(search, i));
  finding->text =
      g_strdup_printf(_("%u tasks computed, and waited %s in all for the interpreter lock: it lets only "
                        "one of a process compute at a time, however many processors there are."),
                      n_computing, length);
}

bool
gantry_search_shares_gil (const GantrySearch *search)
{
  if (!search->facts->gil || !gantry_search_has_processes(search))
    return search->facts->gil;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (waited_for_gil(search, gantry_search_lane(search, i)) > 0)
      return true;
  return false;
}

int64_t
gantry_search_parallel_time (const GantrySearch *search)
{
  int64_t sum = 0;
  size_t n_steps = gantry_timeline_get_n_steps(search->timeline, GANTRY_COUNTER_ON_CPU);
  for (size_t i = 0; i < n_steps; i++) {
    GantryStep step = gantry_timeline_get_step(search->timeline, GANTRY_COUNTER_ON_CPU, i);
    int64_t end = i + 1 < n_steps
                      ? gantry_timeline_get_step(search->timeline, GANTRY_COUNTER_ON_CPU, i + 1).time
                      : search->wall;
    if (step.value >= 2)
      sum += end - step.time;
  }
  return sum;
}

typedef struct {
  int64_t time;
  int delta;
} Edge;

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

bool
gantry_search_wants_processors (const GantrySearch *search, const GantryLane *lane)
{
  bool is_on_loop =
      (gantry_search_is_on(search, "async") && gantry_lane_get_kind(lane) == GANTRY_LANE_TASK) ||
      gantry_loop_of(search->timeline, lane);
  return gantry_lane_is_task(lane) && !is_on_loop;
}

static void
add_edges (GArray *edges, const GantryLane *lane, bool (*is_meant)(GantryState state))
{
  for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, k, &interval);
    if (!is_meant(interval.state))
      continue;
    Edge begin = {interval.start, 1}, end = {interval.end, -1};
    g_array_append_val(edges, begin);
    g_array_append_val(edges, end);
  }
}

/* When the tasks began and ceased to be in such a state, in order. */
static GArray *
collect_edges (const GantrySearch *search, bool (*is_meant)(GantryState state))
{
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(Edge));
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (gantry_search_wants_processors(search, gantry_search_lane(search, i)))
      add_edges(edges, gantry_search_lane(search, i), is_meant);
  g_array_sort(edges, compare_edges);
  return edges;
}

/* A step of how many tasks were on processors, as far as it lies in a stretch. */
typedef struct {
  int64_t value, length;
  bool is_last; /* in the stretch */
} StepPart;

static StepPart
part_of_step (const GantrySearch *search, size_t step, int64_t from, int64_t to)
{
  const GantryTimeline *timeline = search->timeline;
  GantryStep now = gantry_timeline_get_step(timeline, GANTRY_COUNTER_ON_CPU, step);
  int64_t end = INT64_MAX;
  if (step + 1 < gantry_timeline_get_n_steps(timeline, GANTRY_COUNTER_ON_CPU))
    end = gantry_timeline_get_step(timeline, GANTRY_COUNTER_ON_CPU, step + 1).time;
  return (StepPart){now.value, MAX(MIN(to, end) - MAX(from, now.time), 0), end >= to};
}

/* How many more tasks than processors wanted one in the stretch, where so many were ready, times time. */
static int64_t
wanted_beyond (const GantrySearch *search, size_t *step, int64_t from, int64_t to, int64_t n_ready)
{
  int64_t sum = 0;
  size_t n_steps = gantry_timeline_get_n_steps(search->timeline, GANTRY_COUNTER_ON_CPU);
  for (; *step < n_steps; (*step)++) {
    StepPart part = part_of_step(search, *step, from, to);
    int64_t n_running = CLAMP(part.value, 0, INT32_MAX); /* a file may say anything */
    sum = gantry_add_times(sum, part.length, (uint64_t)MAX(n_ready + n_running - search->facts->cores, 0));
    if (part.is_last)
      break;
  }
  return sum;
}

/* Time in the stretch in which that many tasks were on processors, or fewer. */
static int64_t
time_with_few (const GantrySearch *search, size_t *step, int64_t from, int64_t to, int64_t most)
{
  int64_t few = 0;
  size_t n_steps = gantry_timeline_get_n_steps(search->timeline, GANTRY_COUNTER_ON_CPU);
  for (; *step < n_steps; (*step)++) {
    StepPart part = part_of_step(search, *step, from, to);
    if (part.value <= most)
      few += part.length;
    if (part.is_last)
      break;
  }
  return few;
}

static bool
is_ready (GantryState state)
{
  return state == GANTRY_STATE_READY;
}

/* How long a task was ready while a processor had none. What all were ready, added up: in all; while there
 * was one for each of those that wanted one; because more wanted one than there are. */
typedef struct {
  int64_t wasted, ready, for_each, beyond;
} Lack;

static Lack
find_lack (const GantrySearch *search)
{
  g_autoptr(GArray) edges = collect_edges(search, is_ready);
  Lack lack = {0};
  int n_ready = 0;
  size_t step = 0;
  for (guint i = 0; i + 1 < edges->len; i++) {
    const Edge *edge = &g_array_index(edges, Edge, i);
    size_t again = step, once_more = step;
    n_ready += edge->delta;
    if (n_ready <= 0)
      continue;
    lack.wasted += time_with_few(search, &step, edge->time, edge[1].time, search->facts->cores - 1);
    lack.for_each = gantry_add_times(
        lack.for_each,
        time_with_few(search, &again, edge->time, edge[1].time, search->facts->cores - n_ready),
        (uint64_t)n_ready);
    lack.ready = gantry_add_times(lack.ready, edge[1].time - edge->time, (uint64_t)n_ready);
    lack.beyond =
        gantry_add_time(lack.beyond, wanted_beyond(search, &once_more, edge->time, edge[1].time, n_ready));
  }
  return lack;
}

static bool
is_for_holder (GantryState state)
{
  return state == GANTRY_STATE_WAIT_LOCK || state == GANTRY_STATE_WAIT_SEMAPHORE;
}

/* Time in which one was on a processor and another waited for what somebody holds. */
static int64_t
time_beside_waiting (const GantrySearch *search)
{
  g_autoptr(GArray) edges = collect_edges(search, is_for_holder);
  int64_t sum = 0;
  int n_waiting = 0;
  size_t step = 0;
  for (guint i = 0; i + 1 < edges->len; i++) {
    const Edge *edge = &g_array_index(edges, Edge, i);
    n_waiting += edge->delta;
    if (n_waiting > 0)
      sum += edge[1].time - edge->time - time_with_few(search, &step, edge->time, edge[1].time, 0);
  }
  return sum;
}

/* Waits for a turn on its loop, and not for the processor that the loop lacked itself. */
static int64_t
waited_for_turn (const GantrySearch *search, const GantryLane *lane)
{
  const GantryLane *loop = gantry_loop_of(search->timeline, lane);
  int64_t from = gantry_lane_get_created(lane), to = gantry_lane_get_known_until(lane);
  int64_t lacked = loop ? gantry_search_time_in(loop, GANTRY_STATE_READY, from, to) : 0;
  return MAX(gantry_search_time_in(lane, GANTRY_STATE_READY, from, to) - lacked, 0);
}

/* All waits for what another holds; on a loop, for a turn. */
static int64_t
held_up (const GantrySearch *search, const GantryLane *lane, bool by_turns)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, 0, INT64_MAX, sums);
  return sums[GANTRY_STATE_WAIT_LOCK] + sums[GANTRY_STATE_WAIT_SEMAPHORE] +
         (by_turns ? waited_for_turn(search, lane) : 0);
}

/* Whether all that compute share one event loop. Under async, what is offloaded computes beside it. */
static bool
share_a_loop (const GantrySearch *search)
{
  const GantryLane *loop = NULL;
  if (gantry_search_is_on(search, "async"))
    return true;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    const GantryLane *its = gantry_search_computes(lane) ? gantry_loop_of(search->timeline, lane) : loop;
    if (gantry_search_computes(lane) && (!its || (loop && its != loop)))
      return false;
    loop = its;
  }
  return loop != NULL;
}

/* What the lanes computed while the thing was held by one alone. */
static int64_t
computed_under (const GantryThing *thing, const GPtrArray *lanes, int64_t wall)
{
  int64_t sum = 0;
  bool is_rwlock = gantry_thing_get_kind(thing) == GANTRY_THING_RWLOCK;
  size_t n_steps = gantry_thing_get_n_steps(thing);
  for (size_t i = 0; i < n_steps; i++) {
    GantryStep step = gantry_thing_get_step(thing, i);
    int64_t end = i + 1 < n_steps ? gantry_thing_get_step(thing, i + 1).time : wall;
    /* Of a writer it is not told who it is. */
    for (guint k = 0; k < lanes->len; k++)
      if (is_rwlock ? step.value == -1 : step.value == (int64_t)gantry_lane_get_id(lanes->pdata[k]))
        sum = gantry_add_time(sum,
                              gantry_search_time_in(lanes->pdata[k], GANTRY_STATE_RUNNING, step.time, end));
  }
  return sum;
}

/* The lock under which they computed nearly all that they did, and for which was waited; NULL: there is none.
 */
static const GantryThing *
lock_of_all (const GantrySearch *search, const GPtrArray *lanes, int64_t computed)
{
  const GantryThing *lock = NULL;
  int64_t longest = computed / 4;
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    const GantryThingFigures *figures = &search->statistics->things[i];
    GantryThingKind kind = gantry_thing_get_kind(thing);
    bool is_lock = kind == GANTRY_THING_LOCK || kind == GANTRY_THING_RLOCK || kind == GANTRY_THING_RWLOCK;
    if (!is_lock || figures->wait_ns < longest || figures->held_ns < computed / 10 * 9)
      continue;
    longest = figures->wait_ns;
    lock = thing;
  }
  return lock && computed_under(lock, lanes, search->wall) >= computed / 10 * 9 ? lock : NULL;
}

/* Text to free. */
static char *
say_one_at_a_time (guint n_computing, bool by_turns, const GantryThing *lock)
{
  if (lock)
    return g_strdup_printf(_("%u tasks computed, but hardly ever two at the same time: they do so while they "
                             "hold “%s”, which one alone can hold."),
                           n_computing, gantry_thing_get_name(lock));
  return g_strdup_printf(
      by_turns
          ? _("%u tasks computed one after the other, for they share the one thread of their loop.")
          : _("%u tasks computed, but hardly ever two at the same time: while one ran, the others waited for "
              "what it held."),
      n_computing);
}

/* Several tasks compute, and hold each other up, so that hardly ever two do at once. */
void
gantry_find_one_at_a_time (GantrySearch *search)
{
  int64_t computed = 0, waited = 0, ready = 0;
  g_autoptr(GPtrArray) computing = g_ptr_array_new();
  bool by_turns = share_a_loop(search);
  if ((!by_turns && gantry_search_shares_gil(search)) || search->facts->cores < 2)
    return;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!gantry_search_computes(lane) || (by_turns && gantry_lane_get_kind(lane) != GANTRY_LANE_TASK))
      continue;
    g_ptr_array_add(computing, (gpointer)lane);
    computed = gantry_add_time(computed, gantry_search_time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX));
    waited = gantry_add_time(waited, held_up(search, lane, by_turns));
    ready = gantry_add_time(ready, gantry_search_time_in(lane, GANTRY_STATE_READY, 0, INT64_MAX));
  }
  if (computing->len < 2 || gantry_search_parallel_time(search) > computed / 20)
    return;
  const GantryThing *lock = by_turns ? NULL : lock_of_all(search, computing, computed);
  if (!lock && waited < computed / 4)
    return;
  /* Where they lacked processors as well, that may have kept them apart; and who waits while nobody runs is
   * not kept from running beside another. */
  if (!by_turns && !lock && (ready > computed / 4 || time_beside_waiting(search) < computed / 2))
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_ONE_AT_A_TIME, 0, search->wall);
  for (guint i = 0; i < computing->len; i++)
    gantry_finding_add_lane(finding, computing->pdata[i]);
  finding->text = say_one_at_a_time(computing->len, by_turns, lock);
}

GantryComputing
gantry_search_sum_computing (const GantrySearch *search)
{
  GantryComputing sum = {0};
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!gantry_search_computes(lane))
      continue;
    sum.n_tasks++;
    double ran = (double)gantry_search_time_in(lane, GANTRY_STATE_RUNNING, 0, INT64_MAX);
    sum.ran += ran;
    sum.most_ran = MAX(sum.most_ran, ran);
    if (gantry_search_wants_processors(search, lane))
      sum.ready += (double)gantry_search_time_in(lane, GANTRY_STATE_READY, 0, INT64_MAX);
    sum.alive += (double)(gantry_lane_get_known_until(lane) - gantry_lane_get_created(lane));
  }
  return sum;
}

/* The processors are busy, with the tasks or in place of them, and half as many again want one as there are:
 * whoever else was at work, they were too many for themselves. */
void
gantry_find_oversubscription (GantrySearch *search)
{
  double cores = search->facts->cores;
  GantryComputing sum = gantry_search_sum_computing(search);
  if (g_strcmp0(search->facts->model, "async") == 0 || cores < 1 || (double)sum.n_tasks <= cores ||
      sum.ready < 0.5 * (double)search->wall * cores || sum.alive <= 0)
    return;
  Lack lack = find_lack(search);
  /* Those that others had. */
  double lacked = (double)lack.ready - (double)lack.beyond;
  double busy = search->statistics->on_cpu_mean * (double)search->wall + lacked;
  if (busy < 0.7 * cores * (double)search->wall || (double)lack.beyond < 0.5 * (double)search->wall * cores)
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_OVERSUBSCRIBED, 0, search->wall);
  finding->text = g_strdup_printf(
      g_dngettext(
          GETTEXT_PACKAGE,
          "%u tasks wanted %d processor: on average, each was ready and had none for %d %% of its time.",
          "%u tasks wanted %d processors: on average, each was ready and had none for %d %% of its time.",
          (unsigned)search->facts->cores),
      sum.n_tasks, search->facts->cores, (int)(sum.ready * 100 / sum.alive));
}

/* All computed on one loop, which needs one processor, and had none. */
static void
find_loop_without_processor (GantrySearch *search)
{
  const GantryLane *loop = NULL;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    const GantryLane *its = gantry_loop_of(search->timeline, lane);
    if (gantry_search_computes(lane) && (!its || (loop && its != loop)))
      return;
    loop = gantry_search_computes(lane) ? its : loop;
  }
  int64_t lack = loop ? gantry_search_time_in(loop, GANTRY_STATE_READY, 0, INT64_MAX) : 0;
  if (lack < BLOCKED_NS || lack < search->wall / 5)
    return;
  g_autofree char *length = gantry_finding_length(lack);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_BUSY_MACHINE, 0, search->wall);
  gantry_finding_add_lane(finding, loop);
  finding->text = g_strdup_printf(
      _("The event loop was ready for %s and had no processor: other programs had them."), length);
}

/* There is a processor for each that wants one, and still they are ready without one. */
void
gantry_find_busy_machine (GantrySearch *search)
{
  bool is_real =
      g_strcmp0(search->facts->model, "threads") == 0 || g_strcmp0(search->facts->model, "processes") == 0;
  GantryComputing sum = gantry_search_sum_computing(search);
  if (gantry_search_is_on(search, "async") && search->facts->on_cpu_from != GANTRY_ON_CPU_FROM_VIRTUAL)
    find_loop_without_processor(search);
  if (!is_real || sum.n_tasks == 0 || sum.ready < BLOCKED_NS || sum.ready * 5 < (double)search->wall)
    return;
  /* There may be more tasks than processors, as long as they do not want them at the same time. */
  Lack lack = find_lack(search);
  if (lack.for_each < BLOCKED_NS || lack.for_each < search->wall / 5 || lack.for_each < lack.ready / 2)
    return;
  g_autofree char *length = gantry_finding_length(lack.for_each);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_BUSY_MACHINE, 0, search->wall);
  finding->text =
      g_strdup_printf(_("Tasks were ready for %s in all and had no processor, though there was one for each: "
                        "other programs had them."),
                      length);
}

/* And nobody is to blame for it yet, no other program and no lock. */
void
gantry_find_idle_cores (GantrySearch *search)
{
  GantryComputing sum = gantry_search_sum_computing(search);
  bool is_explained = gantry_search_has(search, GANTRY_FINDING_BUSY_MACHINE) ||
                      gantry_search_has(search, GANTRY_FINDING_ONE_AT_A_TIME);
  if (search->facts->cores < 2 || gantry_search_shares_gil(search) || is_explained || sum.n_tasks < 2 ||
      sum.ready < BLOCKED_NS || sum.ready * 4 < (double)search->wall)
    return;
  int64_t wasted = find_lack(search).wasted;
  if (wasted < search->wall / 4)
    return;
  g_autofree char *length = gantry_finding_length(wasted);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_IDLE_CORES, 0, search->wall);
  finding->text = g_strdup_printf(
      _("For %s a task was ready while fewer tasks had processors than there are: other programs "
        "had them, or the system was slow to share them out."),
      length);
}
