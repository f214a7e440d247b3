/* Events of a timeline that was ours: intervals with their states, notes, marks, losses and arrows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

#include "format/interval.h"

/* The annotation of that name, or NULL. */
static const Perfetto__DebugAnnotation *
find_annotation (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event,
                 GantryPerfettoWord word)
{
  for (size_t i = 0; sequence->annotations != NULL && i < event->n_debug_annotations; i++) {
    gpointer iid = GSIZE_TO_POINTER(event->debug_annotations[i]->name_iid);
    if (GPOINTER_TO_UINT(g_hash_table_lookup(sequence->annotations, iid)) == word)
      return event->debug_annotations[i];
  }
  return NULL;
}

static void
add (GantryPerfettoReader *reader, GantryPerfettoRecord *record, GantryPerfettoRecordKind kind)
{
  record->kind = (uint8_t)kind;
  gantry_perfetto_add_record(reader, record);
}

/* The number annotated by that name, at least 0; -1: none. */
static int64_t
find_number (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event,
             GantryPerfettoWord word)
{
  const Perfetto__DebugAnnotation *found = find_annotation(sequence, event, word);
  return found != NULL && found->int_value >= 0 && found->int_value < UINT32_MAX ? found->int_value : -1;
}

/* 0: it has none. */
static uint32_t
find_line (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event)
{
  return (uint32_t)MAX(find_number(sequence, event, GANTRY_WORD_LINE), 0);
}

static void
add_state (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
           const Perfetto__TrackEvent *event, GantryPerfettoRecord *record, unsigned state)
{
  GantryPerfettoWord word = GANTRY_WORD_THING;
  if (state == GANTRY_STATE_RUNNING)
    word = GANTRY_WORD_CORE;
  else if (state == GANTRY_STATE_WAIT_JOIN)
    word = GANTRY_WORD_LANE;
  int64_t object = find_number(sequence, event, word);
  if (word == GANTRY_WORD_CORE && object >= GANTRY_MAX_CPUS)
    object = -1;
  record->detail = (uint8_t)state;
  record->value = (uint64_t)find_line(sequence, event) << 32 | (uint32_t)(object + 1);
  add(reader, record, GANTRY_RECORD_STATE);
}

static void
add_mark (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
          const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  const Perfetto__DebugAnnotation *held = find_annotation(sequence, event, GANTRY_WORD_HELD);
  record->detail = held != NULL && held->bool_value ? GANTRY_MARK_EXPECT_HELD : GANTRY_MARK_EXPECT_BROKEN;
  record->value = find_line(sequence, event);
  add(reader, record, GANTRY_RECORD_MARK);
}

static void
add_loss (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
          const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  const Perfetto__DebugAnnotation *count = find_annotation(sequence, event, GANTRY_WORD_COUNT);
  const Perfetto__DebugAnnotation *until = find_annotation(sequence, event, GANTRY_WORD_UNTIL);
  record->name = count != NULL ? (uint32_t)CLAMP(count->int_value, 0, UINT32_MAX) : 0;
  record->value = (uint64_t)(until != NULL ? MAX(until->int_value, record->time) : record->time);
  add(reader, record, GANTRY_RECORD_LOSS);
}

void
gantry_perfetto_take_uses (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
                           const Perfetto__TrackEvent *event, const GantryPerfettoRecord *at)
{
  const Perfetto__DebugAnnotation *count = find_annotation(sequence, event, GANTRY_WORD_COUNT);
  GantryPerfettoRecord record = *at;
  if (count == NULL || count->int_value <= 0)
    return;
  record.value = (uint64_t)MIN(count->int_value, UINT32_MAX);
  add(reader, &record, GANTRY_RECORD_USES);
}

static void
add_arrow (GantryPerfettoReader *reader, const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  bool ends = event->n_terminating_flow_ids > 0;
  uint32_t name = record->name;
  if (!ends && event->n_flow_ids == 0)
    return;
  record->name = GANTRY_ARROW_PUT;
  for (int kind = 0; kind <= GANTRY_ARROW_SET; kind++)
    if (gantry_perfetto_name(reader, gantry_arrow_kind_id((GantryArrowKind)kind)) == name)
      record->name = (uint32_t)kind;
  record->value = ends ? event->terminating_flow_ids[0] : event->flow_ids[0];
  record->detail = ends ? GANTRY_PERFETTO_FLOW_END : GANTRY_PERFETTO_FLOW_BEGIN;
  add(reader, record, GANTRY_RECORD_FLOW);
}

static void
take_instant (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
              const Perfetto__TrackEvent *event, GantryPerfettoRecord *record, GantryPerfettoWord word)
{
  switch (word) {
  case GANTRY_WORD_EXPECT:
    add_mark(reader, sequence, event, record);
    break;
  case GANTRY_WORD_LOST:
    add_loss(reader, sequence, event, record);
    break;
  case GANTRY_WORD_ARROW:
    add_arrow(reader, event, record);
    break;
  default:
    record->detail = GANTRY_MARK_PRINT;
    record->value = find_line(sequence, event);
    add(reader, record, GANTRY_RECORD_MARK);
  }
}

static void
take_note (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
           const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  record->value = find_line(sequence, event);
  if (event->type == PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_BEGIN)
    add(reader, record, GANTRY_RECORD_NOTE_BEGIN);
  else if (event->type == PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_END)
    add(reader, record, GANTRY_RECORD_NOTE_END);
}

/* The cores' tracks and the counters of tasks follow from the lanes. */
void
gantry_perfetto_take_own (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                          const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  uint8_t own = gantry_perfetto_track_at(reader, record->track)->own;
  GantryPerfettoWord word = gantry_perfetto_category(sequence, event) & 255;
  if (own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_NOTES)
    take_note(reader, sequence, event, record);
  if (own != PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE)
    return;
  if (event->type == PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_END)
    add(reader, record, GANTRY_RECORD_STATE_END);
  else if (event->type == PERFETTO__TRACK_EVENT_TYPE__EVENT_INSTANT)
    take_instant(reader, sequence, event, record, word);
  else if (word >= GANTRY_WORD_STATE && word < GANTRY_WORD_PRINT)
    add_state(reader, sequence, event, record, word - GANTRY_WORD_STATE);
  else
    reader->report->skipped++;
}
