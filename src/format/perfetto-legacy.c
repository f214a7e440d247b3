/* Events as Chrome's trace format has them, in a Perfetto trace: by the letter of their phase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

#include <inttypes.h>
#include <string.h>

/* How far an instant reaches. */
#define SCOPE_GLOBAL 1
#define SCOPE_PROCESS 2

/* Of one event. Each has a name of its own, of which the event's is a part: one event that is as long as may
 * be would become thousands of times as much. */
#define MOST_SERIES 256

/* Different things under one number (SplitMix64's last step). */
static uint64_t
mix (uint64_t a, uint64_t b)
{
  uint64_t mixed = a * UINT64_C(0x9e3779b97f4a7c15) + b;
  mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
  return mixed ^ mixed >> 31;
}

static int32_t
find_pid (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
          const Perfetto__LegacyEvent *legacy, uint32_t number)
{
  const GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, number);
  if (legacy->has_pid_override)
    return legacy->pid_override;
  return track->pid != 0 ? track->pid : sequence->pid;
}

static uint64_t
id_of (const Perfetto__LegacyEvent *legacy)
{
  return legacy->has_unscoped_id ? legacy->unscoped_id
         : legacy->has_local_id  ? legacy->local_id
                                 : legacy->global_id;
}

/* What belongs together: by id, its scope, the category, and for some the name; a local id within a process.
 */
static uint64_t
find_id (const Perfetto__LegacyEvent *legacy, uint32_t category, uint32_t name, int32_t pid)
{
  uint64_t scope = legacy->id_scope != NULL ? g_str_hash(legacy->id_scope) : 0;
  return mix(mix(mix(id_of(legacy), scope), category >> 8),
             mix(name, legacy->has_local_id ? (uint64_t)(uint32_t)pid + 1 : 0));
}

static void
add (GantryPerfettoReader *reader, GantryPerfettoRecord *record, GantryPerfettoRecordKind kind)
{
  record->kind = (uint8_t)kind;
  gantry_perfetto_add_record(reader, record);
}

static void
add_flow (GantryPerfettoReader *reader, const GantryPerfettoRecord *at, uint64_t id, GantryPerfettoFlow phase)
{
  GantryPerfettoRecord record = *at;
  record.value = id;
  record.name = GANTRY_ARROW_PUT;
  record.detail = (uint8_t)phase;
  add(reader, &record, GANTRY_RECORD_FLOW);
}

/* Slices whose flows have no events of their own. */
static void
add_bound_flow (GantryPerfettoReader *reader, const GantryPerfettoRecord *record,
                const Perfetto__LegacyEvent *legacy)
{
  static const GantryPerfettoFlow phases[] = {GANTRY_PERFETTO_FLOW_ON, GANTRY_PERFETTO_FLOW_BRANCH,
                                              GANTRY_PERFETTO_FLOW_BEGIN, GANTRY_PERFETTO_FLOW_ON};
  if (legacy->has_bind_id && legacy->flow_direction > 0 && legacy->flow_direction < G_N_ELEMENTS(phases))
    add_flow(reader, record, mix(legacy->bind_id, 1), phases[legacy->flow_direction]);
}

static void
add_complete (GantryPerfettoReader *reader, GantryPerfettoRecord *record, const Perfetto__LegacyEvent *legacy)
{
  int64_t duration;
  if (legacy->duration_us < 0 || __builtin_mul_overflow(legacy->duration_us, 1000, &duration))
    duration = 0;
  record->value = (uint64_t)duration;
  add(reader, record, GANTRY_RECORD_SLICE);
}

/* The text of an annotation of that name, or NULL. */
static const char *
find_text (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event, const char *name)
{
  for (size_t i = 0; i < event->n_debug_annotations; i++)
    if (g_strcmp0(gantry_perfetto_annotation_name(sequence, event->debug_annotations[i]), name) == 0)
      return event->debug_annotations[i]->string_value;
  return NULL;
}

static void
add_asynchronous (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
                  const Perfetto__TrackEvent *event, GantryPerfettoRecord *record,
                  GantryPerfettoRecordKind kind, bool by_name)
{
  const Perfetto__LegacyEvent *legacy = event->legacy_event;
  int32_t pid = find_pid(reader, sequence, legacy, record->track);
  uint32_t category = gantry_perfetto_category(sequence, event);
  uint32_t number = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_ID,
                                               find_id(legacy, category, by_name ? record->name : 0, pid));
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, number);
  if (track->pid == 0)
    track->pid = pid;
  if (track->name == 0)
    track->name = record->name;
  record->track = number;
  if (legacy->phase == 'T' || legacy->phase == 'p') {
    uint32_t step = gantry_perfetto_name(reader, find_text(sequence, event, "step"));
    record->name = step != 0 ? step : record->name;
  }
  add(reader, record, kind);
}

/* FALSE: it is none of these. */
static bool
take_asynchronous (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
                   const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  static const struct {
    int32_t phase;
    GantryPerfettoRecordKind kind;
    bool by_name;
  } phases[] = {
      {'b', GANTRY_RECORD_BEGIN, false},   {'e', GANTRY_RECORD_END, false},
      {'n', GANTRY_RECORD_INSTANT, false}, {'S', GANTRY_RECORD_BEGIN, true},
      {'F', GANTRY_RECORD_END, true},      {'T', GANTRY_RECORD_INSTANT, true},
      {'p', GANTRY_RECORD_INSTANT, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS(phases); i++)
    if (event->legacy_event->phase == phases[i].phase) {
      add_asynchronous(reader, sequence, event, record, phases[i].kind, phases[i].by_name);
      return true;
    }
  return false;
}

/* Of a thread, unless its scope says more. */
static void
add_instant (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
             GantryPerfettoRecord *record, const Perfetto__LegacyEvent *legacy)
{
  int32_t pid = find_pid(reader, sequence, legacy, record->track);
  bool is_wide = legacy->instant_event_scope == SCOPE_GLOBAL || legacy->instant_event_scope == SCOPE_PROCESS;
  add_bound_flow(reader, record, legacy);
  if (is_wide && pid != 0) {
    record->track = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_ID, mix((uint32_t)pid, 'i'));
    GantryPerfettoTrack *process = gantry_perfetto_track_at(reader, record->track);
    process->kind = GANTRY_PERFETTO_IS_PROCESS;
    process->pid = pid;
  }
  add(reader, record, GANTRY_RECORD_INSTANT);
}

/* FALSE: it is no number. */
static bool
set_number (GantryPerfettoRecord *record, const Perfetto__DebugAnnotation *annotation)
{
  record->kind = GANTRY_RECORD_WHOLE_VALUE;
  if (annotation->has_int_value)
    record->value = (uint64_t)annotation->int_value;
  else if (annotation->has_uint_value)
    record->value = MIN(annotation->uint_value, INT64_MAX);
  else if (annotation->has_double_value) {
    record->kind = GANTRY_RECORD_VALUE;
    memcpy(&record->value, &annotation->double_value, sizeof record->value);
  } else
    return false;
  return true;
}

/* "memory", "memory.heap" where a number has a name of its own, "memory[0x3]" where the counter has an id. */
static uint32_t
name_counter (GantryPerfettoReader *reader, const Perfetto__LegacyEvent *legacy, uint32_t name,
              const char *series)
{
  const char *counter = gantry_import_get_text(reader->import, name);
  GString *text = g_string_new(counter);
  if (legacy->has_unscoped_id || legacy->has_local_id || legacy->has_global_id)
    g_string_append_printf(text, "[0x%" PRIx64 "]", id_of(legacy));
  if (series != NULL && *series != '\0' && strcmp(series, "value") != 0 && strcmp(series, counter) != 0)
    g_string_append_printf(text, ".%s", series);
  name = gantry_import_name(reader->import, text->str, text->len);
  g_string_free(text, TRUE);
  return name;
}

/* A counter of the process for each number that is annotated. FALSE: there is none. */
static bool
take_counter (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
              const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  const Perfetto__LegacyEvent *legacy = event->legacy_event;
  int32_t pid = find_pid(reader, sequence, legacy, record->track);
  uint32_t event_name = record->name;
  bool is_taken = false;
  for (size_t i = 0; i < MIN(event->n_debug_annotations, MOST_SERIES); i++) {
    const Perfetto__DebugAnnotation *annotation = event->debug_annotations[i];
    if (!set_number(record, annotation))
      continue;
    uint32_t name =
        name_counter(reader, legacy, event_name, gantry_perfetto_annotation_name(sequence, annotation));
    record->track =
        gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_ID, mix(mix((uint32_t)pid, 'C'), name));
    GantryPerfettoTrack *counter = gantry_perfetto_track_at(reader, record->track);
    counter->kind = GANTRY_PERFETTO_IS_COUNTER;
    counter->pid = pid;
    counter->name = name;
    gantry_perfetto_add_record(reader, record);
    is_taken = true;
  }
  return is_taken;
}

void
gantry_perfetto_take_legacy (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                             const Perfetto__TrackEvent *event, GantryPerfettoRecord *record)
{
  const Perfetto__LegacyEvent *legacy = event->legacy_event;
  uint32_t category = gantry_perfetto_category(sequence, event);
  uint64_t flow = find_id(legacy, category, record->name, find_pid(reader, sequence, legacy, record->track));
  switch (legacy->phase) {
  case 'B':
    add_bound_flow(reader, record, legacy);
    add(reader, record, GANTRY_RECORD_BEGIN);
    break;
  case 'E':
    add(reader, record, GANTRY_RECORD_END);
    break;
  case 'X':
    add_bound_flow(reader, record, legacy);
    add_complete(reader, record, legacy);
    break;
  case 'i':
  case 'I':
  case 'R':
    add_instant(reader, sequence, record, legacy);
    break;
  case 'C':
    if (!take_counter(reader, sequence, event, record))
      reader->report->skipped++;
    break;
  case 's':
    add_flow(reader, record, flow, GANTRY_PERFETTO_FLOW_BEGIN);
    break;
  case 't':
    add_flow(reader, record, flow, GANTRY_PERFETTO_FLOW_ON);
    break;
  case 'f':
    add_flow(reader, record, flow,
             legacy->bind_to_enclosing ? GANTRY_PERFETTO_FLOW_BRANCH : GANTRY_PERFETTO_FLOW_NEXT);
    break;
  default:
    if (!take_asynchronous(reader, sequence, event, record))
      reader->report->skipped++;
  }
}
