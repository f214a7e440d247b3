/* Events as Chrome's trace format has them, in a Perfetto trace: by the letter of their phase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

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

/* What belongs together: by id, its scope, the category, and for some the name; a local id within a process.
 */
static uint64_t
find_id (const Perfetto__LegacyEvent *legacy, uint32_t category, uint32_t name, int32_t pid)
{
  uint64_t id = legacy->has_unscoped_id ? legacy->unscoped_id
                : legacy->has_local_id  ? legacy->local_id
                                        : legacy->global_id;
  uint64_t scope = legacy->id_scope != NULL ? g_str_hash(legacy->id_scope) : 0;
  return mix(mix(mix(id, scope), category >> 8),
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
  static const GantryPerfettoFlow phases[] = {GANTRY_PERFETTO_FLOW_ON, GANTRY_PERFETTO_FLOW_END,
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
      {'b', GANTRY_RECORD_BEGIN, false}, {'e', GANTRY_RECORD_END, false}, {'n', GANTRY_RECORD_INSTANT, false},
      {'S', GANTRY_RECORD_BEGIN, true},  {'F', GANTRY_RECORD_END, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS(phases); i++)
    if (event->legacy_event->phase == phases[i].phase) {
      add_asynchronous(reader, sequence, event, record, phases[i].kind, phases[i].by_name);
      return true;
    }
  return false;
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
    add_bound_flow(reader, record, legacy);
    add(reader, record, GANTRY_RECORD_INSTANT);
    break;
  case 's':
    add_flow(reader, record, flow, GANTRY_PERFETTO_FLOW_BEGIN);
    break;
  case 't':
    add_flow(reader, record, flow, GANTRY_PERFETTO_FLOW_ON);
    break;
  case 'f':
    add_flow(reader, record, flow, GANTRY_PERFETTO_FLOW_END);
    break;
  default:
    if (!take_asynchronous(reader, sequence, event, record))
      reader->report->skipped++;
  }
}
