/* The kernel's switches and wakings, from all processors, in one order of time.
 *
 * A waking counts only for a thread that is on no processor: one that runs may be woken as well, before it
 * has gone to sleep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

/* Bits of a task's state as the kernel's trace events give them (include/trace/events/sched.h). */
#define STATE_INTERRUPTIBLE 0x01
#define STATE_UNINTERRUPTIBLE 0x02
#define STATE_STOPPED_OR_TRACED 0x0c
#define STATE_MASK 0xff
#define STATE_NO_LOAD 0x400 /* with UNINTERRUPTIBLE: an idle kernel thread */

static GantryState
state_of (int64_t kernel_state)
{
  if ((kernel_state & STATE_MASK) == 0)
    return GANTRY_STATE_READY; /* it was preempted */
  if (kernel_state & STATE_INTERRUPTIBLE)
    return GANTRY_STATE_SLEEPING;
  if (kernel_state & STATE_STOPPED_OR_TRACED)
    return GANTRY_STATE_BLOCKED;
  if (kernel_state & STATE_UNINTERRUPTIBLE)
    return kernel_state & STATE_NO_LOAD ? GANTRY_STATE_SLEEPING : GANTRY_STATE_BLOCKED;
  return GANTRY_STATE_SLEEPING;
}

/* A bundle's own clock against the trace's. */
static int64_t
offset_of (const Perfetto__FtraceEventBundle *bundle)
{
  int64_t offset;
  if (!bundle->has_ftrace_timestamp || !bundle->has_boot_timestamp ||
      __builtin_sub_overflow(bundle->boot_timestamp, bundle->ftrace_timestamp, &offset))
    return 0;
  return offset;
}

static int64_t
shift (uint64_t timestamp, int64_t offset)
{
  int64_t time;
  if (timestamp > INT64_MAX / 2 || __builtin_add_overflow((int64_t)timestamp, offset, &time))
    return INT64_MAX / 2;
  return time;
}

static void
note_comm (GantryPerfettoReader *reader, int32_t tid, const char *comm)
{
  GantryPerfettoThread *thread = gantry_perfetto_thread(reader, tid);
  uint32_t name = gantry_perfetto_name(reader, comm);
  thread->is_scheduled = true;
  if (name != 0)
    thread->comm = name;
}

static void
add (GantryPerfettoReader *reader, const GantryPerfettoSwitch *added)
{
  if (reader->switches->len > 0 && added->time < reader->last_switch)
    reader->switches_are_mixed = true;
  reader->last_switch = added->time;
  g_array_append_val(reader->switches, *added);
  reader->report->events++;
}

static void
take_switch (GantryPerfettoReader *reader, const Perfetto__SchedSwitch *event, uint16_t cpu, int64_t time)
{
  GantryPerfettoSwitch taken = {time, event->next_pid, event->prev_pid, cpu,
                                (uint8_t)state_of(event->prev_state)};
  if (event->prev_pid < 0 || event->next_pid < 0) {
    reader->report->events++;
    reader->report->skipped++;
    return;
  }
  note_comm(reader, event->prev_pid, event->prev_comm);
  note_comm(reader, event->next_pid, event->next_comm);
  add(reader, &taken);
}

static void
take_waking (GantryPerfettoReader *reader, const char *comm, int32_t tid, uint16_t cpu, int64_t time)
{
  note_comm(reader, tid, comm);
  add(reader, &(GantryPerfettoSwitch){time, tid, GANTRY_PERFETTO_WAKING, cpu, 0});
}

static const char *
comm_at (const Perfetto__CompactSched *compact, const uint32_t *indices, size_t n_indices, size_t place)
{
  return place < n_indices && indices[place] < compact->n_intern_table ? compact->intern_table[indices[place]]
                                                                       : NULL;
}

/* Columns that are too short leave out what they do not reach. */
static void
take_compact (GantryPerfettoReader *reader, const Perfetto__CompactSched *compact, uint16_t cpu,
              int64_t offset)
{
  uint64_t timestamp = 0;
  size_t n_switches = MIN(compact->n_switch_timestamp, compact->n_switch_next_pid);
  for (size_t i = 0; i < n_switches; i++) {
    int64_t state = i < compact->n_switch_prev_state ? compact->switch_prev_state[i] : 0;
    int32_t tid = compact->switch_next_pid[i];
    timestamp += compact->switch_timestamp[i];
    note_comm(reader, tid,
              comm_at(compact, compact->switch_next_comm_index, compact->n_switch_next_comm_index, i));
    add(reader, &(GantryPerfettoSwitch){shift(timestamp, offset), tid, GANTRY_PERFETTO_LAST_ONE, cpu,
                                        (uint8_t)state_of(state)});
  }
  timestamp = 0;
  size_t n_wakings = MIN(compact->n_waking_timestamp, compact->n_waking_pid);
  for (size_t i = 0; i < n_wakings; i++) {
    timestamp += compact->waking_timestamp[i];
    take_waking(reader, comm_at(compact, compact->waking_comm_index, compact->n_waking_comm_index, i),
                compact->waking_pid[i], cpu, shift(timestamp, offset));
  }
}

static void
take_ftrace_event (GantryPerfettoReader *reader, const Perfetto__FtraceEvent *event, uint16_t cpu,
                   int64_t offset)
{
  int64_t time = shift(event->timestamp, offset);
  const Perfetto__SchedWaking *waking = event->sched_waking       ? event->sched_waking
                                        : event->sched_wakeup_new ? event->sched_wakeup_new
                                                                  : event->sched_wakeup;
  if (event->sched_switch != NULL) {
    take_switch(reader, event->sched_switch, cpu, time);
  } else if (waking != NULL) {
    take_waking(reader, waking->comm, waking->pid, cpu, time);
  } else {
    reader->report->events++;
    reader->report->skipped++;
  }
}

void
gantry_perfetto_take_ftrace (GantryPerfettoReader *reader, const Perfetto__FtraceEventBundle *bundle)
{
  uint16_t cpu = (uint16_t)bundle->cpu;
  int64_t offset = offset_of(bundle);
  guint before = reader->switches->len;
  if (bundle->cpu >= GANTRY_MAX_CPUS) {
    reader->report->events += bundle->n_event;
    reader->report->skipped += bundle->n_event;
    return;
  }
  for (size_t i = 0; i < bundle->n_event; i++)
    take_ftrace_event(reader, bundle->event[i], cpu, offset);
  if (bundle->compact_sched != NULL)
    take_compact(reader, bundle->compact_sched, cpu, offset);
  if (bundle->lost_events && reader->switches->len > before) {
    int64_t time = g_array_index(reader->switches, GantryPerfettoSwitch, before).time;
    gantry_import_lost(reader->import, GANTRY_NO_TRACK, time, time, 1);
  }
}

static int
compare_switches (gconstpointer a, gconstpointer b)
{
  const GantryPerfettoSwitch *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

/* GANTRY_NO_TRACK for the idle task. A thread whose process nobody told stands by itself. */
static GantryTrack
track_of (GantryPerfettoReader *reader, int32_t tid, GantryPerfettoThread *thread)
{
  if (tid == 0 || thread->track != GANTRY_NO_TRACK)
    return thread->track;
  if (thread->pid != 0) {
    thread->track = gantry_import_thread(reader->import, thread->pid, tid);
  } else {
    thread->track = gantry_import_track(reader->import, UINT64_C(1) << 62 | (uint32_t)tid, GANTRY_NO_TRACK);
    gantry_import_set_kind(reader->import, thread->track, GANTRY_LANE_THREAD);
  }
  uint32_t name = thread->name != 0 ? thread->name : thread->comm;
  if (name != 0)
    gantry_import_set_name(reader->import, thread->track, name);
  return thread->track;
}

static void
replay_waking (GantryPerfettoReader *reader, const GantryPerfettoSwitch *waking)
{
  GantryPerfettoThread *thread = gantry_perfetto_thread(reader, waking->tid);
  GantryTrack track = track_of(reader, waking->tid, thread);
  if (thread->on_cpu || thread->is_ready || track == GANTRY_NO_TRACK)
    return;
  thread->is_ready = true;
  gantry_import_state(reader->import, track, waking->time, GANTRY_STATE_READY, GANTRY_NO_CPU);
}

static void
replay_switch (GantryPerfettoReader *reader, const GantryPerfettoSwitch *change, int32_t *last)
{
  int32_t from = change->from == GANTRY_PERFETTO_LAST_ONE ? *last : change->from;
  GantryTrack from_track = GANTRY_NO_TRACK;
  if (from != GANTRY_PERFETTO_LAST_ONE) {
    GantryPerfettoThread *leaving = gantry_perfetto_thread(reader, from);
    from_track = track_of(reader, from, leaving);
    leaving->on_cpu = false;
    leaving->is_ready = change->state == GANTRY_STATE_READY;
  }
  GantryPerfettoThread *coming = gantry_perfetto_thread(reader, change->tid);
  coming->on_cpu = true;
  coming->is_ready = false;
  gantry_import_switch(reader->import, change->cpu, change->time, from_track, (GantryState)change->state,
                       track_of(reader, change->tid, coming));
  *last = change->tid;
}

void
gantry_perfetto_replay_switches (GantryPerfettoReader *reader)
{
  g_autofree int32_t *last = g_new(int32_t, GANTRY_MAX_CPUS);
  guint16 clock;
  gint64 none;
  if (reader->switches->len == 0 ||
      !gantry_perfetto_clocks_read(&reader->clocks, 0, PERFETTO__BUILTIN_CLOCK__CLOCK_BOOTTIME, 0, &clock,
                                   &none))
    return;
  for (int cpu = 0; cpu < GANTRY_MAX_CPUS; cpu++)
    last[cpu] = GANTRY_PERFETTO_LAST_ONE;
  if (reader->switches_are_mixed)
    g_array_sort(reader->switches, compare_switches);
  for (guint i = 0; i < reader->switches->len; i++) {
    GantryPerfettoSwitch change = g_array_index(reader->switches, GantryPerfettoSwitch, i);
    change.time = gantry_perfetto_clocks_convert(&reader->clocks, clock, change.time);
    if (change.from == GANTRY_PERFETTO_WAKING)
      replay_waking(reader, &change);
    else
      replay_switch(reader, &change, &last[change.cpu]);
  }
}
