/* Findings about waits: for each other, in a queue, too long, for one who sleeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include "timeline/add-time.h"
#include "timeline/name-list.h"

#include <glib/gi18n-lib.h>

/* A shorter wait is no starving. */
#define STARVED_NS (20 * GANTRY_MS)
/* So often another takes the lock while one waits. */
#define STARVED_TIMES 4
/* Long waits for one lock that are looked into. */
#define MOST_TRIES 20
/* Those that wait for each other, by name. */
#define MOST_NAMED 20

/* Those that wait for each other; or, where nobody holds what is waited for, those that wait for nobody. */
void
gantry_find_deadlock (GantrySearch *search)
{
  size_t n_waits = gantry_timeline_get_n_deadlock_waits(search->timeline);
  GantryNameList names;
  int64_t since = 0;
  if (n_waits == 0)
    return;
  gantry_name_list_init(&names, MOST_NAMED);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_DEADLOCK, 0, search->wall);
  for (size_t i = 0; i < n_waits; i++) {
    const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(search->timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(search->timeline, wait->lane);
    GantryInterval last;
    if (!lane || gantry_lane_get_n_intervals(lane) == 0)
      continue;
    gantry_lane_get_interval(lane, gantry_lane_get_n_intervals(lane) - 1, &last);
    since = MAX(since, last.start);
    gantry_finding_add_lane(finding, lane);
    gantry_name_list_add(&names, gantry_lane_get_name(lane));
  }
  guint n_named = names.count;
  g_autofree char *told = gantry_name_list_finish(&names);
  finding->from = since;
  finding->text = g_strdup_printf(
      g_dngettext(GETTEXT_PACKAGE, "Nobody can go on any more: %s waits, and what it waits for never comes.",
                  "Nobody can go on any more: %s wait, and what they wait for never comes.", n_named),
      told);
}

/* The longest single wait for each thing, and who waited; lane NULL where there was none. */
typedef struct {
  const GantryLane *lane;
  int64_t from, to;
} LongWait;

/* By index of the thing. */
static LongWait *
longest_waits (const GantrySearch *search)
{
  uint32_t n_things = search->statistics->n_things;
  LongWait *waits = g_new0(LongWait, MAX(n_things, 1));
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      bool is_lock =
          interval.state == GANTRY_STATE_WAIT_LOCK || interval.state == GANTRY_STATE_WAIT_SEMAPHORE;
      if (!is_lock || interval.object >= n_things)
        continue;
      LongWait *wait = &waits[interval.object];
      if (interval.end - interval.start > wait->to - wait->from)
        *wait = (LongWait){lane, interval.start, interval.end};
    }
  }
  return waits;
}

/* Half of those who take it have to wait, for a fifth of the run. The place to look at is the longest wait.
 */
void
gantry_find_lock_convoys (GantrySearch *search)
{
  g_autofree LongWait *waits = NULL;
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    const GantryThingFigures *figures = &search->statistics->things[i];
    GantryThingKind kind = gantry_thing_get_kind(thing);
    bool is_lock = kind >= GANTRY_THING_LOCK && kind <= GANTRY_THING_SEMAPHORE;
    if (!is_lock || figures->acquired < 4 || figures->contended * 2 < figures->acquired ||
        figures->wait_ns < search->wall / 5 || !gantry_search_has_room(search, GANTRY_FINDING_LOCK_CONVOY))
      continue;
    g_autofree char *length = gantry_finding_length(figures->wait_ns);
    waits = waits ? waits : longest_waits(search);
    GantryFinding *finding =
        gantry_search_add(search, GANTRY_FINDING_LOCK_CONVOY, waits[i].from, waits[i].to);
    if (waits[i].lane)
      gantry_finding_add_lane(finding, waits[i].lane);
    finding->text = g_strdup_printf(
        _("Tasks queue for “%s”: it was taken %u times, %u of them after a wait, %s in "
          "all."),
        gantry_thing_get_name(thing), (unsigned)figures->acquired, (unsigned)figures->contended, length);
  }
}

/* One lane that got a lock while another waited for it. */
typedef struct {
  uint32_t lane;
  uint32_t times;
} Taker;

/* How often each other lane took it meanwhile; the one that did most often. */
static Taker
find_greediest (const GantryThing *thing, const LongWait *wait)
{
  g_autoptr(GHashTable) times = g_hash_table_new(NULL, NULL);
  Taker most = {GANTRY_NO_LANE, 0};
  size_t index;
  if (!gantry_thing_find_step(thing, wait->from, &index))
    index = 0;
  for (; index < gantry_thing_get_n_steps(thing); index++) {
    GantryStep step = gantry_thing_get_step(thing, index);
    if (step.time >= wait->to)
      break;
    if (step.value < 0 || step.time < wait->from)
      continue;
    gpointer key = GUINT_TO_POINTER((guint)step.value);
    uint32_t count = GPOINTER_TO_UINT(g_hash_table_lookup(times, key)) + 1;
    g_hash_table_insert(times, key, GUINT_TO_POINTER(count));
    if (count > most.times)
      most = (Taker){(uint32_t)step.value, count};
  }
  return most;
}

/* A long wait for a lock. */
typedef struct {
  uint32_t thing;
  LongWait wait;
} Candidate;

/* By thing, the longest first; of two as long the one that was before. */
static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a, *right = b;
  int64_t length = left->wait.to - left->wait.from, other = right->wait.to - right->wait.from;
  if (left->thing != right->thing)
    return left->thing < right->thing ? -1 : 1;
  if (length != other)
    return length < other ? 1 : -1;
  if (left->wait.from != right->wait.from)
    return left->wait.from > right->wait.from ? 1 : -1;
  return gantry_lane_get_id(left->wait.lane) > gantry_lane_get_id(right->wait.lane) ? 1 : -1;
}

static bool
is_own_lock (const GantrySearch *search, const GantryInterval *interval)
{
  if (interval->state != GANTRY_STATE_WAIT_LOCK || interval->object >= search->statistics->n_things)
    return false;
  GantryThingKind kind = gantry_thing_get_kind(gantry_timeline_get_thing(search->timeline, interval->object));
  return kind == GANTRY_THING_LOCK || kind == GANTRY_THING_RLOCK;
}

/* Each lane has at most ten of them. */
static GArray *
gather_long_waits (const GantrySearch *search)
{
  GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
  int64_t least = MAX(STARVED_NS, search->wall / 10);
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      Candidate candidate = {interval.object, {lane, interval.start, interval.end}};
      if (interval.end - interval.start >= least && is_own_lock(search, &interval))
        g_array_append_val(candidates, candidate);
    }
  }
  g_array_sort(candidates, compare_candidates);
  return candidates;
}

static bool
add_starved (GantrySearch *search, const Candidate *candidate)
{
  const GantryThing *thing = gantry_timeline_get_thing(search->timeline, candidate->thing);
  const LongWait *wait = &candidate->wait;
  Taker taker = find_greediest(thing, wait);
  if (taker.times < STARVED_TIMES)
    return false;
  if (!gantry_search_has_room(search, GANTRY_FINDING_STARVED))
    return true;
  g_autofree char *words = gantry_finding_length(wait->to - wait->from);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_STARVED, wait->from, wait->to);
  gantry_finding_add_lane(finding, wait->lane);
  finding->text = g_strdup_printf(_("%s waited %s for “%s” in one go, while %s took it %u times: a lock "
                                    "does not ask who has waited longest."),
                                  gantry_lane_get_name(wait->lane), words, gantry_thing_get_name(thing),
                                  gantry_search_lane_name(search, taker.lane), taker.times);
  return true;
}

/* In any fair order nobody gets it twice while another waits. The longest wait may be for one who kept it for
 * long: then others are looked at, until one is found for that lock. */
void
gantry_find_starved (GantrySearch *search)
{
  g_autoptr(GArray) candidates = gather_long_waits(search);
  bool found = false;
  int n_tries = 0;
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index(candidates, Candidate, i);
    if (i == 0 || candidate[-1].thing != candidate->thing) {
      found = false;
      n_tries = 0;
    }
    if (!found && n_tries++ < MOST_TRIES)
      found = add_starved(search, candidate);
  }
}

/* Time that a lane spent in a stretch without a need for a processor, and of its own choice. */
static int64_t
idle_in (const GantryLane *lane, int64_t from, int64_t to)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, from, to, sums);
  return sums[GANTRY_STATE_SLEEPING] + sums[GANTRY_STATE_IO_FILE] + sums[GANTRY_STATE_IO_NETWORK];
}

/* A stretch in which somebody waits for a lock. */
typedef struct {
  uint32_t thing;
  int64_t from, to;
} LockWait;

static int
compare_waits (gconstpointer a, gconstpointer b)
{
  const LockWait *left = a, *right = b;
  if (left->thing != right->thing)
    return left->thing < right->thing ? -1 : 1;
  return (left->from > right->from) - (left->from < right->from);
}

/* Makes waits for one thing that overlap one stretch; they are in order. */
static void
join_waits (GArray *waits)
{
  guint n_joined = 0;
  for (guint i = 0; i < waits->len; i++) {
    const LockWait wait = g_array_index(waits, LockWait, i);
    LockWait *last = n_joined > 0 ? &g_array_index(waits, LockWait, n_joined - 1) : NULL;
    if (last && last->thing == wait.thing && wait.from <= last->to)
      last->to = MAX(last->to, wait.to);
    else
      g_array_index(waits, LockWait, n_joined++) = wait;
  }
  g_array_set_size(waits, n_joined);
}

/* When somebody waits for the things that are meant, by thing and time. Waits that are too short to matter,
 * of which there may be very many, are left out. */
static GArray *
gather_waits (const GantrySearch *search, const bool *is_meant)
{
  GArray *waits = g_array_new(FALSE, FALSE, sizeof(LockWait));
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      LockWait wait = {interval.object, interval.start, interval.end};
      if (interval.state == GANTRY_STATE_WAIT_LOCK && interval.end - interval.start >= GANTRY_MS &&
          interval.object < search->statistics->n_things && is_meant[interval.object])
        g_array_append_val(waits, wait);
    }
  }
  g_array_sort(waits, compare_waits);
  join_waits(waits);
  return waits;
}

/* Time in the hold in which its holder slept and others waited. `*first`: the first stretch that may reach
 * into it, which is moved on. */
static int64_t
slept_meanwhile (const GArray *waits, guint *first, uint32_t thing, const LongWait *hold)
{
  int64_t sum = 0;
  for (guint i = *first; i < waits->len; i++) {
    const LockWait *wait = &g_array_index(waits, LockWait, i);
    if (wait->thing != thing || wait->from >= hold->to)
      break;
    if (wait->to <= hold->from)
      (*first)++;
    else
      sum += idle_in(hold->lane, MAX(wait->from, hold->from), MIN(wait->to, hold->to));
  }
  return sum;
}

/* What its holders slept with it in their hands: in all, and while others waited for it; and the hold in
 * which most of that was. */
typedef struct {
  int64_t in_all, meanwhile;
  LongWait longest;
} Slept;

static Slept
slept_with (const GantrySearch *search, uint32_t index, const GArray *waits, guint *first)
{
  const GantryThing *thing = gantry_timeline_get_thing(search->timeline, index);
  Slept slept = {0};
  int64_t most = 0;
  size_t n_steps = gantry_thing_get_n_steps(thing);
  while (*first < waits->len && g_array_index(waits, LockWait, *first).thing < index)
    (*first)++;
  for (size_t i = 0; i < n_steps; i++) {
    GantryStep step = gantry_thing_get_step(thing, i);
    int64_t end = i + 1 < n_steps ? gantry_thing_get_step(thing, i + 1).time : search->wall;
    const GantryLane *holder =
        step.value >= 0 ? gantry_timeline_find_lane(search->timeline, (uint32_t)step.value) : NULL;
    LongWait hold = {holder, step.time, end};
    if (!holder)
      continue;
    int64_t meanwhile = slept_meanwhile(waits, first, index, &hold);
    slept.in_all = gantry_add_time(slept.in_all, idle_in(holder, step.time, end));
    slept.meanwhile = gantry_add_time(slept.meanwhile, meanwhile);
    slept.longest = meanwhile > most ? hold : slept.longest;
    most = MAX(most, meanwhile);
  }
  return slept;
}

/* Whether it is waited for so long that it matters what its holders do. */
static bool
is_lock_in_demand (const GantrySearch *search, uint32_t index)
{
  GantryThingKind kind = gantry_thing_get_kind(gantry_timeline_get_thing(search->timeline, index));
  int64_t waited = search->statistics->things[index].wait_ns;
  return (kind == GANTRY_THING_LOCK || kind == GANTRY_THING_RLOCK) && waited >= STARVED_NS &&
         waited >= search->wall / 5;
}

static void
tell_sleeping (GantrySearch *search, uint32_t index, const Slept *slept)
{
  g_autofree char *slept_words = gantry_finding_length(slept->in_all),
                  *waited_words = gantry_finding_length(search->statistics->things[index].wait_ns);
  GantryFinding *finding =
      gantry_search_add(search, GANTRY_FINDING_SLEEPING_HOLDER, slept->longest.from, slept->longest.to);
  gantry_finding_add_lane(finding, slept->longest.lane);
  finding->text = g_strdup_printf(
      _("“%s” was held for %s by tasks that slept or waited for data, and others waited "
        "%s for it: what can be done without it is better done without it."),
      gantry_thing_get_name(gantry_timeline_get_thing(search->timeline, index)), slept_words, waited_words);
}

/* A lock is held by one who sleeps or waits for data, and others wait for it meanwhile. */
void
gantry_find_sleeping_holders (GantrySearch *search)
{
  uint32_t n_things = search->statistics->n_things, n_meant = 0;
  g_autofree bool *is_meant = g_new0(bool, MAX(n_things, 1));
  if (gantry_search_has(search, GANTRY_FINDING_DEADLOCK))
    return;
  for (uint32_t i = 0; i < n_things; i++)
    n_meant += is_meant[i] = is_lock_in_demand(search, i);
  if (n_meant == 0)
    return;
  g_autoptr(GArray) waits = gather_waits(search, is_meant);
  guint first = 0;
  for (uint32_t i = 0; i < n_things; i++) {
    if (!is_meant[i])
      continue;
    Slept slept = slept_with(search, i, waits, &first);
    if (slept.longest.lane && slept.meanwhile >= search->wall / 5 &&
        gantry_search_has_room(search, GANTRY_FINDING_SLEEPING_HOLDER))
      tell_sleeping(search, i, &slept);
  }
}
