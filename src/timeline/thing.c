/* Shared things: their steps, their holders, their figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/thing.h"

#include "timeline/add-time.h"
#include "timeline/timeline-private.h"

#define FEW_TIMES 8             /* 3 bits of a use as one number, of 32 */
#define FEW_HOLDERS 2048        /* 11 bits, of 31 */
#define MOST_HOLDERS (1u << 20) /* of FEW_HOLDERS each: the other 20 */

GantryThing *
gantry_thing_new (GantryThingKind kind, const char *name, int64_t capacity)
{
  GantryThing *thing = g_new0(GantryThing, 1);
  thing->kind = kind;
  thing->name = gantry_timeline_copy_text(name);
  thing->capacity = thing->n_free = capacity;
  gantry_holders_init(&thing->holders);
  gantry_series_init(&thing->series);
  gantry_packed_steps_init(&thing->uses);
  return thing;
}

void
gantry_thing_free (GantryThing *thing)
{
  gantry_series_clear(&thing->series);
  gantry_packed_steps_clear(&thing->uses);
  gantry_holders_clear(&thing->holders);
  g_free(thing->name);
  g_free(thing);
}

/* Relaxed, here and where they are read: each figure stands for itself, and one thread alone changes it. */

static void
add_time (_Atomic int64_t *figure, int64_t ns)
{
  int64_t before = atomic_load_explicit(figure, memory_order_relaxed);
  atomic_store_explicit(figure, gantry_add_time(before, ns), memory_order_relaxed);
}

static void
count (_Atomic uint64_t *figure, uint32_t times)
{
  if (times == 0)
    return;
  /* Relaxed: as above. */
  uint64_t before = atomic_load_explicit(figure, memory_order_relaxed);
  atomic_store_explicit(figure, before + times, memory_order_relaxed);
}

/* One lane at a time has it. */
static bool
is_exclusive (const GantryThing *thing)
{
  return thing->kind == GANTRY_THING_LOCK || thing->kind == GANTRY_THING_RLOCK ||
         thing->kind == GANTRY_THING_CONDITION;
}

bool
gantry_thing_counts_waits (const GantryThing *thing)
{
  return thing->kind == GANTRY_THING_EVENT || thing->kind == GANTRY_THING_BARRIER ||
         thing->kind == GANTRY_THING_MANAGER || thing->kind == GANTRY_THING_POOL;
}

bool
gantry_thing_shows_waiting (const GantryThing *thing)
{
  return thing->kind == GANTRY_THING_BARRIER || thing->kind == GANTRY_THING_MANAGER;
}

static void
add_holder_step (GantryThing *thing, int64_t time)
{
  const GantryHolder *newest = gantry_holders_newest(&thing->holders);
  int64_t value;
  if (is_exclusive(thing))
    value = newest ? (int64_t)newest->lane : -1;
  else if (thing->kind == GANTRY_THING_RWLOCK)
    value = newest && !newest->reading ? -1 : (int64_t)thing->holders.n;
  else
    return;
  gantry_series_append(&thing->series, time, value);
}

void
gantry_thing_begin (GantryThing *thing, int64_t value)
{
  if (gantry_thing_is_counted(thing))
    gantry_series_append(&thing->series, 0, value);
  else
    add_holder_step(thing, 0);
}

/* A holding ended. What was taken several times by one lane is held until it was given back as often. */
static void
drop (GantryThing *thing, const GantryHolder *holder, int64_t time)
{
  if (!is_exclusive(thing) || !gantry_holders_has(&thing->holders, holder->lane))
    add_time(&thing->held_ns, MAX(time - holder->since, 0));
}

/* How many may yet take a semaphore. Not what its holders leave: it may be given back by whoever never had
 * it. */
static void
add_free (GantryThing *thing, int64_t time, int change)
{
  if (thing->kind != GANTRY_THING_SEMAPHORE)
    return;
  thing->n_free = MAX(thing->n_free + change, 0);
  gantry_series_append(&thing->series, time, thing->n_free);
}

static void
add_waiting (GantryThing *thing, int64_t time, int64_t change)
{
  thing->n_waiting += change;
  gantry_series_append(&thing->series, time, thing->n_waiting);
}

static void
take (GantryThing *thing, const GantryThingEvent *event)
{
  GantryHolder holder;
  /* The release by the one before was lost, or it died with the lock in its hands. */
  while (is_exclusive(thing) && thing->holders.n > 0 &&
         gantry_holders_newest(&thing->holders)->lane != event->lane) {
    gantry_holders_take_newest(&thing->holders, &holder);
    drop(thing, &holder, event->time);
  }
  holder = (GantryHolder){event->lane, event->reading, event->time};
  gantry_holders_add(&thing->holders, &holder);
  add_holder_step(thing, event->time);
  add_free(thing, event->time, -1);
}

static void
give_back (GantryThing *thing, const GantryThingEvent *event)
{
  GantryHolder holder;
  add_free(thing, event->time, 1);
  bool was_held = gantry_holders_take_newest_of(&thing->holders, event->lane, &holder);
  /* A semaphore may be released by anyone: then its oldest holding ends. */
  if (!was_held && thing->kind == GANTRY_THING_SEMAPHORE)
    was_held = gantry_holders_take_oldest(&thing->holders, &holder);
  if (!was_held)
    return;
  drop(thing, &holder, event->time);
  add_holder_step(thing, event->time);
}

/* A use as one number, which fits into the bits that a step has for one where it was taken a few times and is
 * held by few. */
static int64_t
pack_use (const GantryThingUse *use)
{
  uint64_t acquired = use->acquired, contended = (use->holders & GANTRY_USE_CONTENDED) != 0;
  uint64_t holders = use->holders & ~GANTRY_USE_CONTENDED;
  return (int64_t)(acquired % FEW_TIMES | contended << 3 | holders % FEW_HOLDERS << 4 |
                   holders / FEW_HOLDERS << 15 | acquired / FEW_TIMES << 35);
}

static GantryThingUse
unpack_use (const GantryStep *step)
{
  uint64_t packed = (uint64_t)step->value;
  uint64_t acquired = packed % FEW_TIMES + (packed >> 35) * FEW_TIMES, contended = packed >> 3 & 1;
  uint64_t holders = (packed >> 4) % FEW_HOLDERS + (packed >> 15) % MOST_HOLDERS * FEW_HOLDERS;
  return (GantryThingUse){
      .time = step->time,
      .acquired = (uint32_t)acquired,
      .holders = (uint32_t)holders | (contended ? GANTRY_USE_CONTENDED : 0),
  };
}

static bool
get_last_use (const GantryThing *thing, GantryThingUse *use)
{
  size_t n_uses = gantry_thing_get_n_uses(thing);
  if (n_uses > 0)
    *use = gantry_thing_get_use(thing, n_uses - 1);
  return n_uses > 0;
}

void
gantry_thing_append_use (GantryThing *thing, const GantryThingUse *use)
{
  GantryThingUse last;
  int64_t least = get_last_use(thing, &last) ? last.time : INT64_MIN;
  gantry_packed_steps_append(&thing->uses, MAX(use->time, least), pack_use(use));
}

static void
add_use (GantryThing *thing, int64_t time, uint32_t acquired, bool contended)
{
  GantryThingUse last;
  bool has_last = get_last_use(thing, &last);
  uint32_t n_holders = is_exclusive(thing) ? MIN(thing->holders.n, 1) : thing->holders.n;
  GantryThingUse use = {
      .time = time,
      .acquired = acquired,
      .holders = n_holders | (contended ? GANTRY_USE_CONTENDED : 0),
  };
  count(&thing->acquired, acquired);
  count(&thing->contended, contended ? 1 : 0);
  if (acquired > 0 || !has_last || (last.holders & ~GANTRY_USE_CONTENDED) != n_holders)
    gantry_thing_append_use(thing, &use);
}

/* How often it is taken by that. */
static uint32_t
times_taken (const GantryThing *thing, const GantryThingEvent *event)
{
  switch (event->kind) {
  case GANTRY_EVENT_ACQUIRED:
  case GANTRY_EVENT_LENGTH:
    return 1;
  case GANTRY_EVENT_WOKEN:
    return gantry_thing_counts_waits(thing) ? 1 : 0;
  case GANTRY_EVENT_VALUE:
    return gantry_thing_is_variable(thing) ? event->stores : 0;
  default:
    return 0;
  }
}

void
gantry_thing_apply (GantryThing *thing, const GantryThingEvent *event)
{
  uint32_t acquired = times_taken(thing, event);
  switch (event->kind) {
  case GANTRY_EVENT_STATE:
    add_waiting(thing, event->time, event->value);
    return; /* nobody uses it yet */
  case GANTRY_EVENT_ACQUIRED:
    if (!gantry_thing_counts_waits(thing)) /* a barrier or an event is passed, and nobody has it then */
      take(thing, event);
    break;
  case GANTRY_EVENT_RELEASED:
    give_back(thing, event);
    break;
  case GANTRY_EVENT_LENGTH:
  case GANTRY_EVENT_VALUE:
    gantry_series_append(&thing->series, event->time, event->value);
    break;
  default:
    break;
  }
  add_use(thing, event->time, acquired, event->contended && acquired > 0);
}

void
gantry_thing_add_wait (GantryThing *thing, int64_t ns)
{
  add_time(&thing->wait_ns, ns);
}

void
gantry_thing_close (GantryThing *thing, int64_t time)
{
  GantryHolder holder;
  if (thing->holders.n == 0)
    return;
  while (gantry_holders_take_newest(&thing->holders, &holder))
    drop(thing, &holder, time);
  add_use(thing, time, 0, false);
}

const char *
gantry_thing_get_name (const GantryThing *thing)
{
  return thing->name;
}

GantryThingKind
gantry_thing_get_kind (const GantryThing *thing)
{
  return thing->kind;
}

bool
gantry_thing_is_variable (const GantryThing *thing)
{
  return thing->kind == GANTRY_THING_VARIABLE || thing->kind == GANTRY_THING_SHARED_VARIABLE;
}

bool
gantry_thing_is_counted (const GantryThing *thing)
{
  switch (thing->kind) {
  case GANTRY_THING_VARIABLE:
  case GANTRY_THING_SHARED_VARIABLE:
  case GANTRY_THING_SEMAPHORE:
  case GANTRY_THING_EVENT:
  case GANTRY_THING_QUEUE:
  case GANTRY_THING_PIPE:
  case GANTRY_THING_BARRIER:
  case GANTRY_THING_MANAGER:
  case GANTRY_THING_POOL:
    return true;
  default:
    return false;
  }
}

bool
gantry_thing_tells_steps (const GantryThing *thing)
{
  GantryThingFigures figures;
  gantry_thing_get_figures(thing, &figures);
  return gantry_thing_is_counted(thing) || figures.acquired == 0 || gantry_thing_get_n_steps(thing) > 0;
}

int64_t
gantry_thing_get_capacity (const GantryThing *thing)
{
  return thing->capacity;
}

size_t
gantry_thing_get_n_steps (const GantryThing *thing)
{
  return gantry_packed_steps_count(&thing->series.steps);
}

GantryStep
gantry_thing_get_step (const GantryThing *thing, size_t index)
{
  return gantry_packed_steps_get(&thing->series.steps, index);
}

void
gantry_thing_fetch_steps (const GantryThing *thing, size_t first, size_t count)
{
  gantry_packed_steps_fetch(&thing->series.steps, first, count);
}

size_t
gantry_thing_get_n_uses (const GantryThing *thing)
{
  return gantry_packed_steps_count(&thing->uses);
}

GantryThingUse
gantry_thing_get_use (const GantryThing *thing, size_t index)
{
  GantryStep step = gantry_packed_steps_get(&thing->uses, index);
  return unpack_use(&step);
}

bool
gantry_thing_find_step (const GantryThing *thing, int64_t time, size_t *index)
{
  return gantry_series_find(&thing->series, time, index);
}

void
gantry_thing_get_figures (const GantryThing *thing, GantryThingFigures *figures)
{
  /* Relaxed: each stands for itself. */
  *figures = (GantryThingFigures){
      .acquired = atomic_load_explicit(&thing->acquired, memory_order_relaxed),
      .contended = atomic_load_explicit(&thing->contended, memory_order_relaxed),
      .wait_ns = atomic_load_explicit(&thing->wait_ns, memory_order_relaxed),
      .held_ns = atomic_load_explicit(&thing->held_ns, memory_order_relaxed),
  };
}
