/* The raw columns: what comes in, in any order, in as few bytes as it takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

#include <math.h>
#include <string.h>

#define KIND_SHIFT 30

void
gantry_raw_column_add (GantryRawColumn *column, gconstpointer element, guint size, int64_t time)
{
  if (!column->elements)
    column->elements = g_array_new(FALSE, FALSE, size);
  else if (time < column->newest)
    column->is_mixed = true;
  column->newest = time;
  g_array_append_vals(column->elements, element, 1);
}

void
gantry_raw_column_clear (GantryRawColumn *column)
{
  g_clear_pointer(&column->elements, g_array_unref);
  column->is_mixed = false;
}

guint
gantry_raw_column_count (const GantryRawColumn *column)
{
  return column->elements ? column->elements->len : 0;
}

/* All elements begin with their time. */
static int
compare_times (gconstpointer a, gconstpointer b)
{
  int64_t left, right;
  memcpy(&left, a, sizeof left);
  memcpy(&right, b, sizeof right);
  return (left > right) - (left < right);
}

void
gantry_raw_column_sort (GantryRawColumn *column)
{
  if (column->is_mixed)
    g_array_sort(column->elements, compare_times);
  column->is_mixed = false;
}

static int64_t
from_origin (GantryImport *import, int64_t time)
{
  int64_t since;
  if (!import->has_origin)
    import->origin = time;
  import->has_origin = true;
  if (__builtin_sub_overflow(time, import->origin, &since))
    return time < import->origin ? GANTRY_IMPORT_EARLIEST : GANTRY_IMPORT_LATEST;
  return CLAMP(since, GANTRY_IMPORT_EARLIEST, GANTRY_IMPORT_LATEST);
}

/* Of something that happens: the trace reaches to it, and so does the track. */
static void
reach (GantryImport *import, int64_t kept)
{
  import->first = MIN(import->first, kept);
  import->last = MAX(import->last, kept);
}

static void
reach_on_track (GantryImport *import, GantryImportTrack *track, int64_t kept)
{
  reach(import, kept);
  track->first = MIN(track->first, kept);
  track->last = MAX(track->last, kept);
}

/* A time as it comes; returned as it is kept. */
static int64_t
touch (GantryImport *import, GantryImportTrack *track, int64_t time)
{
  int64_t kept = from_origin(import, time);
  reach_on_track(import, track, kept);
  return kept;
}

void
gantry_import_reach (GantryImport *import, int64_t time)
{
  reach(import, from_origin(import, time));
}

void
gantry_import_live (GantryImport *import, GantryTrack number, int64_t from, int64_t to)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  touch(import, track, from);
  track->live_to = MAX(track->live_to, touch(import, track, MAX(from, to)));
  track->is_limited = true;
}

static void
add_slice (GantryImportTrack *track, int64_t time, uint32_t name, uint32_t length)
{
  GantryRawSlice slice = {time, name, length};
  gantry_raw_column_add(&track->slices, &slice, sizeof slice, time);
  track->has_halves = track->has_halves || length >= GANTRY_RAW_END;
}

void
gantry_import_begin (GantryImport *import, GantryTrack number, int64_t time, uint32_t name)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  add_slice(track, touch(import, track, time), name, GANTRY_RAW_BEGIN);
  import->counts.slices++;
}

void
gantry_import_end_named (GantryImport *import, GantryTrack number, int64_t time, uint32_t name)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  add_slice(track, touch(import, track, time), name, GANTRY_RAW_END);
}

void
gantry_import_end (GantryImport *import, GantryTrack number, int64_t time)
{
  gantry_import_end_named(import, number, time, 0);
}

uint32_t
gantry_raw_length_new (GantryImportTrack *track, int64_t length)
{
  if (length < GANTRY_RAW_LONG)
    return (uint32_t)length;
  if (!track->long_lengths)
    track->long_lengths = g_array_new(FALSE, FALSE, sizeof(int64_t));
  /* Thirty gigabytes of them alone. */
  if (track->long_lengths->len >= GANTRY_RAW_MOST_LONG)
    return GANTRY_RAW_LONG - 1;
  g_array_append_val(track->long_lengths, length);
  return GANTRY_RAW_LONG + track->long_lengths->len - 1;
}

int64_t
gantry_raw_slice_length (const GantryImportTrack *track, const GantryRawSlice *slice)
{
  if (slice->length < GANTRY_RAW_LONG)
    return slice->length;
  return g_array_index(track->long_lengths, int64_t, slice->length - GANTRY_RAW_LONG);
}

void
gantry_import_move_slices (GantryImportTrack *from, GantryImportTrack *to)
{
  for (guint i = 0; i < gantry_raw_column_count(&from->slices); i++) {
    GantryRawSlice slice = g_array_index(from->slices.elements, GantryRawSlice, i);
    slice.length = gantry_raw_length_new(to, gantry_raw_slice_length(from, &slice));
    gantry_raw_column_add(&to->slices, &slice, sizeof slice, slice.time);
  }
  gantry_raw_column_clear(&from->slices);
  g_clear_pointer(&from->long_lengths, g_array_unref);
}

void
gantry_import_slice (GantryImport *import, GantryTrack number, int64_t time, int64_t duration, uint32_t name)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  time = touch(import, track, time);
  duration = CLAMP(duration, 0, GANTRY_IMPORT_LATEST - time);
  reach_on_track(import, track, time + duration);
  add_slice(track, time, name, gantry_raw_length_new(track, duration));
  import->counts.slices++;
}

void
gantry_import_mark (GantryImport *import, GantryTrack track, int64_t time, GantryMarkKind kind, uint32_t name)
{
  GantryRawMark mark = {touch(import, gantry_import_get_track(import, track), time), track,
                        name | (uint32_t)kind << KIND_SHIFT, 0};
  g_array_append_val(import->marks, mark);
  import->counts.instants++;
}

void
gantry_import_instant (GantryImport *import, GantryTrack track, int64_t time, uint32_t name)
{
  gantry_import_mark(import, track, time, GANTRY_MARK_PRINT, name);
}

GantryMarkKind
gantry_raw_mark_kind (const GantryRawMark *mark)
{
  return mark->name_and_kind >> KIND_SHIFT;
}

uint32_t
gantry_raw_mark_name (const GantryRawMark *mark)
{
  return mark->name_and_kind & ((UINT32_C(1) << KIND_SHIFT) - 1);
}

void
gantry_import_span (GantryImport *import, GantryTrack number, int64_t from, int64_t to, uint32_t name)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  GantryRawSpan span = {.track = number, .name = name};
  span.from = touch(import, track, from);
  span.to = touch(import, track, MAX(from, to));
  g_array_append_val(import->spans, span);
}

static int64_t
in_thousandths (int64_t value)
{
  int64_t thousandths;
  if (__builtin_mul_overflow(value, 1000, &thousandths))
    return value < 0 ? INT64_MIN : INT64_MAX;
  return thousandths;
}

/* The nearest whole number there is. */
static int64_t
whole_of (double value)
{
  const double beyond = 9223372036854775808.0; /* 2^63; what lies below it fits */
  if (value >= beyond)
    return INT64_MAX;
  return value < -beyond ? INT64_MIN : (int64_t)round(value);
}

static void
add_value (GantryImport *import, GantryImportTrack *track, int64_t time, int64_t value)
{
  GantryRawValue step = {touch(import, track, time), value};
  gantry_raw_column_add(&track->values, &step, sizeof step, step.time);
  import->counts.counter_values++;
}

void
gantry_import_whole_value (GantryImport *import, GantryTrack number, int64_t time, int64_t value)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  add_value(import, track, time, track->has_parts ? in_thousandths(value) : value);
}

void
gantry_import_value (GantryImport *import, GantryTrack number, int64_t time, double value)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  if (isnan(value))
    return;
  if (value == trunc(value)) {
    gantry_import_whole_value(import, number, time, whole_of(value));
    return;
  }
  for (guint i = 0; !track->has_parts && i < gantry_raw_column_count(&track->values); i++) {
    GantryRawValue *before = &g_array_index(track->values.elements, GantryRawValue, i);
    before->value = in_thousandths(before->value);
  }
  track->has_parts = true;
  add_value(import, track, time, whole_of(value * 1000.0));
}

void
gantry_import_use (GantryImport *import, GantryTrack number, int64_t time, uint32_t times)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  if (!track->thing)
    return;
  const GantryThingUse use = {.time = touch(import, track, time), .acquired = times};
  g_array_append_val(track->thing->uses, use);
}

void
gantry_import_flow (GantryImport *import, uint64_t id, GantryFlowPhase phase, GantryArrowKind kind,
                    GantryTrack track, int64_t time)
{
  int64_t kept = touch(import, gantry_import_get_track(import, track), time);
  GantryRawFlow flow = {id, kept, kept, track, (uint8_t)phase, (uint8_t)kind};
  g_array_append_val(import->flows, flow);
}

static int16_t
known_cpu (GantryImport *import, int cpu)
{
  if (cpu < 0 || cpu >= GANTRY_MAX_CPUS)
    return GANTRY_NO_CPU;
  import->highest_cpu = MAX(import->highest_cpu, cpu);
  return (int16_t)cpu;
}

static void
add_state (GantryImportTrack *track, int64_t time, GantryState state, int cpu, bool is_end)
{
  uint32_t object = state == GANTRY_STATE_RUNNING ? (uint32_t)(cpu + 1) : GANTRY_NO_TRACK;
  GantryRawState raw = {time, object, 0, state, is_end};
  gantry_raw_column_add(&track->states, &raw, sizeof raw, time);
}

void
gantry_import_track_add_state (GantryImportTrack *track, int64_t time, GantryState state, int cpu)
{
  add_state(track, time, state, cpu, false);
}

/* What ends comes before what begins. */
static int
compare_states (gconstpointer a, gconstpointer b)
{
  const GantryRawState *left = a, *right = b;
  int order = compare_times(a, b);
  return order == 0 ? (int)right->is_end - (int)left->is_end : order;
}

void
gantry_import_sort_states (GantryImportTrack *track)
{
  if (track->states.is_mixed)
    g_array_sort(track->states.elements, compare_states);
  track->states.is_mixed = false;
}

void
gantry_import_state (GantryImport *import, GantryTrack number, int64_t time, GantryState state, int cpu)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  gantry_import_track_add_state(track, touch(import, track, time), state, known_cpu(import, cpu));
}

void
gantry_import_state_for (GantryImport *import, GantryTrack number, int64_t time, int64_t duration,
                         GantryState state, int cpu)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  time = touch(import, track, time);
  duration = CLAMP(duration, 0, GANTRY_IMPORT_LATEST - time);
  track->is_limited = true;
  if (duration == 0)
    return;
  add_state(track, time, state, known_cpu(import, cpu), false);
  add_state(track, time + duration, GANTRY_STATE_SLEEPING, GANTRY_NO_CPU, true);
  reach_on_track(import, track, time + duration);
}

void
gantry_import_why (GantryImport *import, GantryTrack number, uint32_t line, GantryTrack object)
{
  const GantryImportTrack *track = gantry_import_get_track(import, number);
  GantryRawState *raw = NULL;
  for (guint i = gantry_raw_column_count(&track->states); i > 0 && (!raw || raw->is_end); i--)
    raw = &g_array_index(track->states.elements, GantryRawState, i - 1);
  if (!raw || raw->is_end)
    return;
  raw->line = line <= GANTRY_RAW_MOST_LINE ? line : 0;
  if (raw->state != GANTRY_STATE_RUNNING)
    raw->object = object;
}

void
gantry_import_mark_line (GantryImport *import, uint32_t line)
{
  if (import->marks->len > 0)
    g_array_index(import->marks, GantryRawMark, import->marks->len - 1).line = line;
}

void
gantry_import_span_line (GantryImport *import, uint32_t line)
{
  if (import->spans->len > 0)
    g_array_index(import->spans, GantryRawSpan, import->spans->len - 1).line = line;
}

void
gantry_import_set_started (GantryImport *import, GantryTrack number, int64_t time)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  track->started = touch(import, track, time);
}

void
gantry_import_switch (GantryImport *import, int cpu, int64_t time, GantryTrack from, GantryState from_state,
                      GantryTrack to)
{
  if (known_cpu(import, cpu) == GANTRY_NO_CPU)
    return;
  time = from_origin(import, time);
  reach(import, time);
  if (from != GANTRY_NO_TRACK)
    reach_on_track(import, gantry_import_get_track(import, from), time);
  if (to != GANTRY_NO_TRACK)
    reach_on_track(import, gantry_import_get_track(import, to), time);
  if (import->switches->len <= (guint)cpu)
    g_ptr_array_set_size(import->switches, cpu + 1);
  if (!g_ptr_array_index(import->switches, cpu))
    g_ptr_array_index(import->switches, cpu) = g_new0(GantryRawColumn, 1);
  GantryRawSwitch raw = {time, from, to, (uint8_t)from_state};
  gantry_raw_column_add(g_ptr_array_index(import->switches, cpu), &raw, sizeof raw, time);
  import->counts.switches++;
}

void
gantry_import_lost (GantryImport *import, GantryTrack number, int64_t from, int64_t to, uint64_t count)
{
  import->lost += MIN(count, UINT64_MAX - import->lost); /* a file may hold any number */
  if (number == GANTRY_NO_TRACK)
    return;
  GantryImportTrack *track = gantry_import_get_track(import, number);
  GantryRawLoss loss = {.count = count, .track = number};
  loss.from = touch(import, track, from);
  loss.to = touch(import, track, MAX(from, to));
  g_array_append_val(import->losses, loss);
  if (loss.to >= track->lost_to) {
    track->lost_from = loss.from;
    track->lost_to = loss.to;
  }
}
