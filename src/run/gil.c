/* The interpreter lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/gil.h"

struct GantryGil {
  pthread_mutex_t mutex; /* guards what follows, never held for long */
  GantrySharedCondition dropped;
  GantrySharedCondition switched;
  bool held;
  uint64_t n_switches; /* how often it was taken */
  uint32_t released_by;
  uint64_t released_at;
  int64_t interval_ns;
  _Atomic bool asked_for; /* looked at by the holder without the mutex */
};

GantryGil *
gantry_gil_new (int64_t interval_ns)
{
  GantryGil *gil = g_new0(GantryGil, 1);
  gantry_shared_mutex_init(&gil->mutex);
  gil->interval_ns = interval_ns;
  return gil;
}

/* Waits until it is free, asking for it each time that an interval has passed without a switch. With the
 * mutex held. */
static void
wait_until_free (GantryGil *gil)
{
  while (gil->held) {
    uint64_t seen = gil->n_switches;
    int64_t deadline = (int64_t)gantry_monotonic_ns() + gil->interval_ns;
    bool in_time = true;
    while (gil->held && in_time)
      in_time = gantry_shared_condition_wait(&gil->dropped, &gil->mutex, deadline);
    /* Relaxed: only a wish; the holder takes the mutex before it acts on it. */
    if (gil->held && gil->n_switches == seen)
      atomic_store_explicit(&gil->asked_for, true, memory_order_relaxed);
  }
}

/* Has it; with the mutex held, which is given up. Returns who passed it on. */
static void
have (GantryGil *gil, uint32_t *by, uint64_t *at)
{
  gil->held = true;
  gil->n_switches++;
  *by = gil->released_by;
  *at = gil->released_at;
  /* Relaxed: as above; the mutex is held. */
  atomic_store_explicit(&gil->asked_for, false, memory_order_relaxed);
  pthread_mutex_unlock(&gil->mutex);
  gantry_shared_condition_notify_all(&gil->switched);
}

void
gantry_gil_take (GantryGil *gil, GantryRecorder *recorder, uint32_t lane, uint32_t line)
{
  gantry_shared_mutex_lock(&gil->mutex);
  bool waits = gil->held;
  if (waits) {
    gantry_record_state(recorder, gantry_recorder_stamp(recorder, lane), lane, GANTRY_STATE_WAIT_GIL, line,
                        GANTRY_NO_OBJECT, 0);
    wait_until_free(gil);
  }
  uint32_t by;
  uint64_t at;
  have(gil, &by, &at);
  if (waits)
    gantry_record_woken(recorder, gantry_recorder_resume(recorder), lane, by, at, line);
}

void
gantry_gil_drop (GantryGil *gil, uint32_t lane, uint64_t ticks)
{
  gantry_shared_mutex_lock(&gil->mutex);
  gil->held = false;
  gil->released_by = lane;
  gil->released_at = ticks;
  pthread_mutex_unlock(&gil->mutex);
  gantry_shared_condition_notify_all(&gil->dropped);
}

bool
gantry_gil_is_asked_for (const GantryGil *gil)
{
  /* Relaxed: a wish, seen soon; what is done about it takes the mutex. */
  return atomic_load_explicit(&gil->asked_for, memory_order_relaxed);
}

void
gantry_gil_check (GantryGil *gil, GantryRecorder *recorder, uint32_t lane, uint32_t line)
{
  if (!gantry_gil_is_asked_for(gil))
    return;
  uint64_t ticks = gantry_recorder_stamp(recorder, lane);
  gantry_record_state(recorder, ticks, lane, GANTRY_STATE_WAIT_GIL, line, GANTRY_NO_OBJECT, 0);
  gantry_shared_mutex_lock(&gil->mutex);
  uint64_t mine = gil->n_switches;
  gil->held = false;
  gil->released_by = lane;
  gil->released_at = ticks;
  gantry_shared_condition_notify_all(&gil->dropped);
  /* Forced switching: else this thread would take it again before the other has woken. Whoever asked takes it
   * for sure. */
  while (gil->n_switches == mine)
    gantry_shared_condition_wait(&gil->switched, &gil->mutex, INT64_MAX);
  wait_until_free(gil);
  uint32_t by;
  uint64_t at;
  have(gil, &by, &at);
  gantry_record_woken(recorder, gantry_recorder_resume(recorder), lane, by, at, line);
}
