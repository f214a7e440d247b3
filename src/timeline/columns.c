/* Columns out of a timeline, and back into one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/columns.h"

#include "timeline/timeline-private.h"

void
gantry_lane_get_facts (const GantryLane *lane, GantryLaneFacts *facts)
{
  int64_t ended = gantry_lane_get_ended(lane);
  *facts = (GantryLaneFacts){
      .id = lane->id,
      .parent = lane->parent,
      .kind = lane->kind,
      .daemon = lane->daemon,
      .is_uncounted = lane->is_uncounted,
      .pid = gantry_lane_get_pid(lane),
      .line = lane->line_created,
      .created = lane->created,
      .started = gantry_lane_get_started(lane),
      .ended = ended,
      /* It may have been looked at further than it was to last. */
      .known = ended != GANTRY_NO_TIME ? gantry_lane_get_known_until(lane)
                                       : atomic_load_explicit(&lane->known, memory_order_acquire),
      .outcome = gantry_lane_get_outcome(lane),
      .result = gantry_lane_get_result(lane),
      .name = lane->name,
      .reason = gantry_lane_get_reason(lane),
  };
}

size_t
gantry_lane_get_n_stored (const GantryLane *lane)
{
  return gantry_append_store_count(&lane->intervals);
}

size_t
gantry_lane_copy_stored (const GantryLane *lane, size_t first, size_t count, GantryStoredInterval *to)
{
  size_t n_stored = gantry_append_store_count(&lane->intervals);
  count = first < n_stored ? MIN(count, n_stored - first) : 0;
  for (size_t i = 0; i < count; i++)
    to[i] = *(const GantryStoredInterval *)gantry_append_store_at(&lane->intervals, first + i);
  return count;
}

static bool
is_time (int64_t time)
{
  return time >= 0 && time < GANTRY_MOST_TIME;
}

static bool
make_sense (const GantryTimeline *timeline, const GantryLaneFacts *facts, bool core)
{
  if ((unsigned)facts->kind >= GANTRY_N_LANE_KINDS || (unsigned)facts->outcome >= GANTRY_N_OUTCOMES)
    return false;
  if (!is_time(facts->created) || (facts->started != GANTRY_NO_TIME && !is_time(facts->started)) ||
      (facts->ended != GANTRY_NO_TIME && !is_time(facts->ended)))
    return false;
  if (core != (facts->kind == GANTRY_LANE_CORE) || (core && facts->id >= GANTRY_MAX_CPUS))
    return false;
  for (uint32_t i = 0; core && i < gantry_timeline_get_n_cores(timeline); i++)
    if (gantry_lane_get_id(gantry_timeline_get_core(timeline, i)) == facts->id)
      return false;
  return core || gantry_timeline_find_lane(timeline, facts->id) == NULL;
}

GantryLane *
gantry_timeline_restore_lane (GantryTimeline *timeline, const GantryLaneFacts *facts, bool core)
{
  if (!make_sense(timeline, facts, core))
    return NULL;
  GantryLane *lane = gantry_lane_new(facts->id, facts->kind, facts->name, facts->parent, facts->daemon,
                                     facts->created, facts->line, &timeline->now);
  lane->has_pending = false;
  lane->is_uncounted = facts->is_uncounted;
  if (core) {
    gantry_timeline_add_core(timeline, lane);
  } else if (!gantry_timeline_add_lane(timeline, lane)) {
    gantry_lane_free(lane);
    return NULL;
  }
  return lane;
}

size_t
gantry_lane_restore_intervals (GantryLane *lane, const GantryStoredInterval *intervals, size_t count,
                               bool borrow)
{
  return gantry_lane_fill(lane, intervals, count, borrow);
}

bool
gantry_lane_restore_loss (GantryLane *lane, const GantryLoss *loss)
{
  bool makes_sense = is_time(loss->from) && is_time(loss->to) && loss->from <= loss->to;
  if (makes_sense)
    gantry_lane_add_loss(lane, loss->from, loss->to, loss->count);
  return makes_sense;
}

/* It may be known no further than up to a moment before its end. */
static void
end_lane (GantryLane *lane, const GantryLaneFacts *facts)
{
  int64_t known = is_time(facts->known) ? facts->known : facts->ended;
  size_t n_stored = gantry_lane_get_n_stored(lane);
  known = MAX(known, n_stored > 0 ? gantry_lane_stored_at(lane, n_stored - 1)->start : lane->created);
  gantry_lane_end(lane, facts->ended, facts->outcome, facts->result, facts->reason);
  if (known < gantry_lane_get_ended(lane))
    gantry_lane_limit(lane, known);
}

void
gantry_lane_restore_end (GantryLane *lane, const GantryLaneFacts *facts)
{
  bool has_sound_times = (facts->started == GANTRY_NO_TIME || is_time(facts->started)) &&
                         (facts->ended == GANTRY_NO_TIME || is_time(facts->ended)) &&
                         (unsigned)facts->outcome < GANTRY_N_OUTCOMES;
  if (!has_sound_times || gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    return;
  /* Relaxed: nobody else sees the timeline yet; it is handed over whole. */
  atomic_store_explicit(&lane->pid, facts->pid, memory_order_relaxed);
  if (facts->started != GANTRY_NO_TIME)
    gantry_lane_start(lane, facts->started);
  if (facts->ended != GANTRY_NO_TIME)
    end_lane(lane, facts);
  else if (is_time(facts->known))
    gantry_lane_show(lane, facts->known);
  else
    gantry_lane_show_now(lane);
}

void
gantry_timeline_restore_figures (GantryTimeline *timeline, uint32_t thing, const GantryThingFigures *figures)
{
  GantryThing *own = gantry_timeline_get_own_thing(timeline, thing);
  if (!own)
    return;
  /* Relaxed, all four: nobody else sees the timeline yet. */
  atomic_store_explicit(&own->acquired, figures->acquired, memory_order_relaxed);
  atomic_store_explicit(&own->contended, figures->contended, memory_order_relaxed);
  atomic_store_explicit(&own->wait_ns, CLAMP(figures->wait_ns, 0, GANTRY_MOST_TIME), memory_order_relaxed);
  atomic_store_explicit(&own->held_ns, CLAMP(figures->held_ns, 0, GANTRY_MOST_TIME), memory_order_relaxed);
}

static bool
take_steps (GantrySeries *series, const GantryStep *steps, size_t count, bool borrow)
{
  size_t n_taken = 0;
  if (gantry_packed_steps_is_borrowed(&series->steps))
    return false;
  if (borrow && gantry_packed_steps_count(&series->steps) == 0)
    return gantry_series_borrow(series, steps, count) == count;
  for (; n_taken < count && is_time(steps[n_taken].time); n_taken++)
    gantry_series_append(series, steps[n_taken].time, steps[n_taken].value);
  return n_taken == count;
}

bool
gantry_timeline_restore_thing_steps (GantryTimeline *timeline, uint32_t thing, const GantryStep *steps,
                                     size_t count, bool borrow)
{
  GantryThing *own = gantry_timeline_get_own_thing(timeline, thing);
  return own && take_steps(&own->series, steps, count, borrow);
}

bool
gantry_timeline_restore_thing_uses (GantryTimeline *timeline, uint32_t thing, const GantryThingUse *uses,
                                    size_t count)
{
  GantryThing *own = gantry_timeline_get_own_thing(timeline, thing);
  size_t n_taken = 0;
  for (; own && n_taken < count && is_time(uses[n_taken].time); n_taken++)
    gantry_thing_append_use(own, &uses[n_taken]);
  return n_taken == count;
}

bool
gantry_timeline_restore_steps (GantryTimeline *timeline, GantryCounter counter, const GantryStep *steps,
                               size_t count, bool borrow)
{
  return take_steps(&timeline->counters[counter], steps, count, borrow);
}

static bool
is_lane (const GantryTimeline *timeline, uint32_t id)
{
  return gantry_timeline_find_lane(timeline, id) != NULL;
}

static bool
is_sound_arrow (const GantryTimeline *timeline, const GantryArrow *arrow, int64_t last)
{
  return (unsigned)arrow->kind <= GANTRY_ARROW_SET && is_time(arrow->from_time) && is_time(arrow->to_time) &&
         arrow->to_time >= last && is_lane(timeline, arrow->from_lane) && is_lane(timeline, arrow->to_lane);
}

bool
gantry_timeline_restore_arrow (GantryTimeline *timeline, const GantryArrow *arrow)
{
  size_t count = gantry_timeline_get_n_arrows(timeline);
  int64_t last = count > 0 ? gantry_timeline_get_arrow(timeline, count - 1).to_time : 0;
  bool is_sound =
      !gantry_packed_arrows_is_borrowed(&timeline->arrows) && is_sound_arrow(timeline, arrow, last);
  if (is_sound)
    gantry_packed_arrows_append(&timeline->arrows, arrow);
  return is_sound;
}

size_t
gantry_timeline_borrow_arrows (GantryTimeline *timeline, const GantryArrow *arrows, size_t count)
{
  size_t n_sound = 0;
  int64_t last = 0;
  for (; n_sound < count && is_sound_arrow(timeline, &arrows[n_sound], last); n_sound++)
    last = arrows[n_sound].to_time;
  gantry_packed_arrows_borrow(&timeline->arrows, arrows, n_sound);
  return n_sound;
}

bool
gantry_timeline_restore_mark (GantryTimeline *timeline, const GantryMark *mark)
{
  size_t count = gantry_timeline_get_n_marks(timeline);
  bool is_sound = (unsigned)mark->kind <= GANTRY_MARK_EXPECT_BROKEN && is_time(mark->time) &&
                  is_lane(timeline, mark->lane) &&
                  (count == 0 || gantry_timeline_get_mark(timeline, count - 1)->time <= mark->time);
  if (is_sound)
    gantry_append_store_append(&timeline->marks, mark);
  return is_sound;
}

bool
gantry_timeline_restore_span (GantryTimeline *timeline, const GantrySpan *span)
{
  size_t count = gantry_timeline_get_n_spans(timeline);
  bool is_sound = is_lane(timeline, span->lane) && is_time(span->from) && is_time(span->to) &&
                  span->from <= span->to &&
                  (count == 0 || gantry_timeline_get_span(timeline, count - 1)->to <= span->to);
  if (is_sound)
    gantry_append_store_append(&timeline->spans, span);
  return is_sound;
}

bool
gantry_timeline_restore_deadlock_wait (GantryTimeline *timeline, const GantryDeadlockWait *wait)
{
  bool is_sound = is_lane(timeline, wait->lane) && wait->n_holders <= GANTRY_MOST_DEADLOCK_HOLDERS &&
                  (wait->object == GANTRY_NO_OBJECT || wait->object < timeline->things->len) &&
                  (wait->joins == GANTRY_NO_LANE || is_lane(timeline, wait->joins));
  for (uint32_t i = 0; is_sound && i < wait->n_holders; i++)
    is_sound = is_lane(timeline, wait->holders[i]);
  if (is_sound)
    gantry_append_store_append(&timeline->deadlock, wait);
  return is_sound;
}

void
gantry_timeline_keep_bytes (GantryTimeline *timeline, GBytes *bytes)
{
  g_ptr_array_add(timeline->kept_bytes, g_bytes_ref(bytes));
}

GPtrArray *
gantry_timeline_get_kept_bytes (const GantryTimeline *timeline)
{
  return timeline->kept_bytes;
}

void
gantry_timeline_restore_result (GantryTimeline *timeline, const GantryRunResult *result)
{
  gantry_timeline_set_now(timeline, result->wall_ns);
  gantry_timeline_finish(timeline, result);
}
