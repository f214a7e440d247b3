/* TrackEvents become records.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

#include <string.h>

#define CHUNK 65536u /* records */

static void
append (GPtrArray *log, const GantryPerfettoRecord *record)
{
  GArray *chunk = log->len > 0 ? log->pdata[log->len - 1] : NULL;
  if (chunk == NULL || chunk->len == CHUNK) {
    chunk = g_array_new(FALSE, FALSE, sizeof *record);
    g_ptr_array_add(log, chunk);
  }
  g_array_append_val(chunk, *record);
}

void
gantry_perfetto_add_record (GantryPerfettoReader *reader, const GantryPerfettoRecord *record)
{
  if (record->kind == GANTRY_RECORD_FLOW)
    g_array_append_val(reader->flows, *record);
  else if (record->kind == GANTRY_RECORD_CHANGE)
    g_array_append_val(reader->changes, *record);
  else
    append(reader->log, record);
}

static void
add (GantryPerfettoReader *reader, const GantryPerfettoRecord *at, GantryPerfettoRecordKind kind)
{
  GantryPerfettoRecord record = *at;
  record.kind = (uint8_t)kind;
  gantry_perfetto_add_record(reader, &record);
}

/* Packets of the oldest kind carry the time in the event, on a clock of microseconds. */
static bool
find_time (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence, const GantryPacketHead *head,
           const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  int64_t time;
  if (head->has_timestamp) {
    record->clock = sequence->now_clock;
    record->time = sequence->now;
    return sequence->has_now;
  }
  if (event->has_timestamp_absolute_us) {
    if (event->timestamp_absolute_us < 0 || __builtin_mul_overflow(event->timestamp_absolute_us, 1000, &time))
      return false;
  } else if (event->has_timestamp_delta_us && sequence->has_delta) {
    if (__builtin_mul_overflow(event->timestamp_delta_us, 1000, &time) ||
        __builtin_add_overflow(sequence->delta_ns, time, &time) || time < 0)
      return false;
    sequence->delta_ns = time;
  } else {
    return false;
  }
  return gantry_perfetto_clocks_read(&reader->clocks, sequence->id, PERFETTO__BUILTIN_CLOCK__CLOCK_MONOTONIC,
                                     (uint64_t)time, &record->clock, &record->time);
}

static uint32_t
find_track (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
            const Perfetto__TrackEvent *event)
{
  const Perfetto__LegacyEvent *legacy = event->legacy_event;
  if (legacy != NULL && legacy->has_tid_override)
    return gantry_perfetto_find_thread_track(
        reader, legacy->has_pid_override ? legacy->pid_override : sequence->pid, legacy->tid_override);
  /* An event of Chrome's says with the number 0 that it goes by its sequence's thread, told in the older way
   * or as the sequence's own track. */
  bool is_by_thread = legacy != NULL && !event->has_type && event->track_uuid == 0;
  if (is_by_thread && sequence->has_thread)
    return gantry_perfetto_find_thread_track(reader, sequence->pid, sequence->tid);
  if (event->has_track_uuid && !(is_by_thread && sequence->has_track))
    return gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, event->track_uuid);
  if (sequence->has_track)
    return gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, sequence->track);
  if (sequence->has_thread)
    return gantry_perfetto_find_thread_track(reader, sequence->pid, sequence->tid);
  return gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, 0);
}

static uint32_t
find_name (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
           const Perfetto__TrackEvent *event)
{
  uint64_t iid = event->name_iid;
  if (event->name != NULL)
    return gantry_perfetto_name(reader, event->name);
  if (iid == 0 && event->legacy_event != NULL)
    iid = event->legacy_event->name_iid;
  return sequence->names != NULL && iid != 0
             ? GPOINTER_TO_UINT(g_hash_table_lookup(sequence->names, GSIZE_TO_POINTER(iid)))
             : 0;
}

uint32_t
gantry_perfetto_category (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event)
{
  if (event->n_category_iids > 0 && sequence->categories != NULL)
    return GPOINTER_TO_UINT(
        g_hash_table_lookup(sequence->categories, GSIZE_TO_POINTER(event->category_iids[0])));
  if (event->n_categories > 0)
    return g_str_hash(event->categories[0]) << 8 | gantry_perfetto_word(event->categories[0]);
  return 0;
}

/* The nearest there is. */
static int64_t
add_whole (int64_t a, int64_t b)
{
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum))
    return a < 0 ? INT64_MIN : INT64_MAX;
  return sum;
}

static int64_t
multiply_whole (int64_t a, int64_t b)
{
  int64_t product;
  if (__builtin_mul_overflow(a, b, &product))
    return (a < 0) != (b < 0) ? INT64_MIN : INT64_MAX;
  return product;
}

/* What an incremental counter stands at with this, by the sequence's own account: others count for
 * themselves.
 */
static GantryPerfettoValue
count_on (GantryPerfettoSequence *sequence, uint32_t track, GantryPerfettoValue value)
{
  if (sequence->sums == NULL)
    sequence->sums = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  GantryPerfettoValue *sum = g_hash_table_lookup(sequence->sums, GUINT_TO_POINTER(track));
  if (sum == NULL) {
    sum = g_new0(GantryPerfettoValue, 1);
    g_hash_table_insert(sequence->sums, GUINT_TO_POINTER(track), sum);
  }
  sum->whole = add_whole(sum->whole, value.whole);
  sum->parts += value.parts;
  return *sum;
}

static void
add_value (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence, const GantryPerfettoRecord *at,
           uint64_t uuid, GantryPerfettoValue value)
{
  GantryPerfettoRecord record = *at;
  record.track = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, uuid);
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, record.track);
  value.whole = multiply_whole(value.whole, track->multiplier);
  value.parts *= (double)track->multiplier;
  if (track->is_incremental)
    value = count_on(sequence, record.track, value);
  if (track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_FIGURE)
    return;
  track->kind = GANTRY_PERFETTO_IS_COUNTER;
  double number = (double)value.whole + value.parts;
  bool is_whole = value.parts == 0.0; /* not where it is NaN */
  if (is_whole)
    record.value = (uint64_t)value.whole;
  else
    memcpy(&record.value, &number, sizeof number);
  add(reader, &record, is_whole ? GANTRY_RECORD_WHOLE_VALUE : GANTRY_RECORD_VALUE);
}

static void
add_extra_values (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                  const GantryPerfettoRecord *at, const Perfetto__TrackEvent *event)
{
  const uint64_t *tracks = event->extra_counter_track_uuids;
  size_t n_tracks = event->n_extra_counter_track_uuids;
  if (n_tracks == 0 && sequence->counters != NULL) {
    tracks = (const uint64_t *)(gconstpointer)sequence->counters->data;
    n_tracks = sequence->counters->len;
  }
  for (size_t i = 0; i < MIN(n_tracks, event->n_extra_counter_values); i++)
    add_value(reader, sequence, at, tracks[i],
              (GantryPerfettoValue){.whole = event->extra_counter_values[i]});
  tracks = event->extra_double_counter_track_uuids;
  n_tracks = event->n_extra_double_counter_track_uuids;
  if (n_tracks == 0 && sequence->double_counters != NULL) {
    tracks = (const uint64_t *)(gconstpointer)sequence->double_counters->data;
    n_tracks = sequence->double_counters->len;
  }
  for (size_t i = 0; i < MIN(n_tracks, event->n_extra_double_counter_values); i++)
    add_value(reader, sequence, at, tracks[i],
              (GantryPerfettoValue){.parts = event->extra_double_counter_values[i]});
}

static void
add_flows (GantryPerfettoReader *reader, const GantryPerfettoRecord *at, const uint64_t *ids, size_t count,
           GantryPerfettoFlow phase)
{
  GantryPerfettoRecord record = *at;
  record.name = GANTRY_ARROW_PUT;
  record.detail = (uint8_t)phase;
  for (size_t i = 0; i < count; i++) {
    record.value = ids[i];
    add(reader, &record, GANTRY_RECORD_FLOW);
  }
}

static void
add_all_flows (GantryPerfettoReader *reader, const GantryPerfettoRecord *at,
               const Perfetto__TrackEvent *event)
{
  add_flows(reader, at, event->flow_ids_old, event->n_flow_ids_old, GANTRY_PERFETTO_FLOW_ON);
  add_flows(reader, at, event->flow_ids, event->n_flow_ids, GANTRY_PERFETTO_FLOW_ON);
  add_flows(reader, at, event->terminating_flow_ids_old, event->n_terminating_flow_ids_old,
            GANTRY_PERFETTO_FLOW_END);
  add_flows(reader, at, event->terminating_flow_ids, event->n_terminating_flow_ids, GANTRY_PERFETTO_FLOW_END);
}

/* Until its descriptor says otherwise, a track is called like the first thing on it. */
static void
name_track (GantryPerfettoReader *reader, const GantryPerfettoRecord *first)
{
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, first->track);
  if (track->name == 0 && track->kind == GANTRY_PERFETTO_IS_OTHER)
    track->name = first->name;
}

static GantryPerfettoValue
value_of (const Perfetto__TrackEvent *event)
{
  if (event->has_double_counter_value)
    return (GantryPerfettoValue){.parts = event->double_counter_value};
  return (GantryPerfettoValue){.whole = event->counter_value};
}

/* FALSE: it is none that we know. */
static bool
take_plain (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event,
            const GantryPerfettoRecord *record)
{
  switch (event->type) {
  case PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_BEGIN:
    add(reader, record, GANTRY_RECORD_BEGIN);
    break;
  case PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_END:
    add(reader, record, GANTRY_RECORD_END);
    break;
  case PERFETTO__TRACK_EVENT_TYPE__EVENT_INSTANT:
    add(reader, record, GANTRY_RECORD_INSTANT);
    break;
  case PERFETTO__TRACK_EVENT_TYPE__EVENT_COUNTER:
    add_value(reader, sequence, record, gantry_perfetto_track_at(reader, record->track)->key.number,
              value_of(event));
    if (gantry_perfetto_track_at(reader, record->track)->own ==
        PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING)
      gantry_perfetto_take_uses(reader, sequence, event, record);
    return true;
  case PERFETTO__TRACK_EVENT_TYPE__EVENT_STATE:
    add(reader, record, GANTRY_RECORD_CHANGE);
    break;
  default:
    return false;
  }
  name_track(reader, record);
  add_all_flows(reader, record, event);
  return true;
}

void
gantry_perfetto_take_event (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                            const GantryPacketHead *head, const Perfetto__TrackEvent *event)
{
  GantryPerfettoRecord record = {0};
  if (!find_time(reader, sequence, head, event, &record)) {
    reader->report->skipped++;
    return;
  }
  record.track = find_track(reader, sequence, event);
  record.name = find_name(reader, sequence, event);
  add_extra_values(reader, sequence, &record, event);
  if (gantry_perfetto_track_at(reader, record.track)->own !=
          PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_OTHER &&
      event->type != PERFETTO__TRACK_EVENT_TYPE__EVENT_COUNTER)
    gantry_perfetto_take_own(reader, sequence, event, &record);
  else if (!event->has_type && event->legacy_event != NULL && event->legacy_event->has_phase) {
    add_all_flows(reader, &record, event);
    gantry_perfetto_take_legacy(reader, sequence, event, &record);
  } else if (!take_plain(reader, sequence, event, &record))
    reader->report->skipped++;
}
