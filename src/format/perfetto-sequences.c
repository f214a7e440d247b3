/* Names by number, defaults, and whether they still hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"
#include "timeline/secret-hash.h"

#include <string.h>

static void
forget (GantryPerfettoSequence *sequence)
{
  g_clear_pointer(&sequence->names, g_hash_table_unref);
  g_clear_pointer(&sequence->categories, g_hash_table_unref);
  g_clear_pointer(&sequence->annotations, g_hash_table_unref);
  g_clear_pointer(&sequence->annotation_names, g_hash_table_unref);
  g_clear_pointer(&sequence->sums, g_hash_table_unref);
  g_clear_pointer(&sequence->counters, g_array_unref);
  g_clear_pointer(&sequence->double_counters, g_array_unref);
  sequence->has_clock = sequence->has_track = sequence->has_delta = false;
}

void
gantry_perfetto_sequence_free (gpointer data)
{
  GantryPerfettoSequence *sequence = data;
  forget(sequence);
  g_free(sequence);
}

GantryPerfettoSequence *
gantry_perfetto_sequence (GantryPerfettoReader *reader, uint32_t id)
{
  GantryPerfettoSequence *sequence = g_hash_table_lookup(reader->sequences, GUINT_TO_POINTER(id));
  if (sequence == NULL) {
    sequence = g_new0(GantryPerfettoSequence, 1);
    sequence->id = id;
    g_hash_table_insert(reader->sequences, GUINT_TO_POINTER(id), sequence);
  }
  return sequence;
}

GantryPerfettoWord
gantry_perfetto_word (const char *text)
{
  static const char *const others[] = {"print", "expect",   "lost", "arrow", "core", "held",
                                       "count", "until_ns", "line", "lane",  "thing"};
  for (int i = 0; i < GANTRY_N_STATES; i++)
    if (strcmp(text, gantry_state_id((GantryState)i)) == 0)
      return GANTRY_WORD_STATE + i;
  for (guint i = 0; i < G_N_ELEMENTS(others); i++)
    if (strcmp(text, others[i]) == 0)
      return GANTRY_WORD_PRINT + i;
  return GANTRY_WORD_NONE;
}

static void
put (GHashTable **table, const Perfetto__InternedName *entry, uint32_t value)
{
  if (*table == NULL)
    *table = g_hash_table_new(gantry_hash_number, NULL);
  g_hash_table_insert(*table, GSIZE_TO_POINTER(entry->iid), GUINT_TO_POINTER(value));
}

static void
take_annotation (GantryPerfettoSequence *sequence, const Perfetto__InternedName *entry)
{
  if (entry->name == NULL)
    return;
  GantryPerfettoWord word = gantry_perfetto_word(entry->name);
  if (word >= GANTRY_WORD_CORE)
    put(&sequence->annotations, entry, word);
  if (sequence->annotation_names == NULL)
    sequence->annotation_names = g_hash_table_new_full(gantry_hash_number, NULL, NULL, g_free);
  g_hash_table_insert(sequence->annotation_names, GSIZE_TO_POINTER(entry->iid), g_strdup(entry->name));
}

static void
take_names (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
            const Perfetto__InternedData *interned)
{
  for (size_t i = 0; i < interned->n_event_names; i++)
    put(&sequence->names, interned->event_names[i],
        gantry_perfetto_name(reader, interned->event_names[i]->name));
  for (size_t i = 0; i < interned->n_event_categories; i++) {
    const char *text = interned->event_categories[i]->name;
    if (text != NULL)
      put(&sequence->categories, interned->event_categories[i],
          g_str_hash(text) << 8 | gantry_perfetto_word(text));
  }
  for (size_t i = 0; i < interned->n_debug_annotation_names; i++)
    take_annotation(sequence, interned->debug_annotation_names[i]);
}

const char *
gantry_perfetto_annotation_name (const GantryPerfettoSequence *sequence,
                                 const Perfetto__DebugAnnotation *annotation)
{
  if (annotation->name != NULL)
    return annotation->name;
  return sequence->annotation_names != NULL
             ? g_hash_table_lookup(sequence->annotation_names, GSIZE_TO_POINTER(annotation->name_iid))
             : NULL;
}

static GArray *
copy_tracks (const uint64_t *tracks, size_t count)
{
  GArray *copy = g_array_new(FALSE, FALSE, sizeof *tracks);
  return g_array_append_vals(copy, tracks, (guint)count);
}

static void
take_defaults (GantryPerfettoSequence *sequence, const Perfetto__TracePacketDefaults *defaults)
{
  const Perfetto__TrackEventDefaults *event = defaults->track_event_defaults;
  sequence->has_clock = defaults->has_timestamp_clock_id;
  sequence->clock = defaults->timestamp_clock_id;
  g_clear_pointer(&sequence->counters, g_array_unref);
  g_clear_pointer(&sequence->double_counters, g_array_unref);
  sequence->has_track = event != NULL && event->has_track_uuid;
  if (sequence->has_track)
    sequence->track = event->track_uuid;
  if (event != NULL && event->n_extra_counter_track_uuids > 0)
    sequence->counters = copy_tracks(event->extra_counter_track_uuids, event->n_extra_counter_track_uuids);
  if (event != NULL && event->n_extra_double_counter_track_uuids > 0)
    sequence->double_counters =
        copy_tracks(event->extra_double_counter_track_uuids, event->n_extra_double_counter_track_uuids);
}

/* The descriptor of the oldest kind: all events of the sequence are this thread's, and their times count from
 * its own. */
static void
take_old_thread (GantryPerfettoSequence *sequence, const Perfetto__ThreadDescriptor *thread)
{
  sequence->has_thread = true;
  sequence->pid = thread->pid;
  sequence->tid = thread->tid;
  sequence->has_delta = true;
  if (__builtin_mul_overflow(thread->reference_timestamp_us, 1000, &sequence->delta_ns))
    sequence->delta_ns = 0;
}

/* A thread's track says the same of those events of its sequence that tell no track. */
static void
take_thread_track (GantryPerfettoSequence *sequence, const Perfetto__TrackDescriptor *track)
{
  if (track->thread == NULL || !sequence->is_valid)
    return;
  sequence->has_thread = true;
  sequence->pid = track->thread->pid;
  sequence->tid = track->thread->tid;
}

static void
take_time (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence, const GantryPacketHead *head)
{
  uint32_t id = head->has_clock       ? head->clock
                : sequence->has_clock ? sequence->clock
                                      : reader->clocks.primary;
  gint64 read;
  sequence->has_now =
      head->has_timestamp && gantry_perfetto_clocks_read(&reader->clocks, sequence->id, id, head->timestamp,
                                                         &sequence->now_clock, &read);
  if (sequence->has_now)
    sequence->now = read;
}

/* Packets before this one are missing: those between it and what came before, or where a ring of packets went
 * round, those before the first one, which relies on them. */
static bool
is_behind_loss (const GantryPerfettoSequence *sequence, const GantryPacketHead *head)
{
  bool needs = (head->flags & PERFETTO__SEQUENCE_FLAG__SEQUENCE_NEEDS_STATE) != 0;
  return head->is_dropped && !head->is_first && !head->is_cleared &&
         (sequence->is_valid || (!sequence->has_begun && needs));
}

/* What a packet says for all that follow. */
static void
take_state (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
            const Perfetto__TracePacket *packet)
{
  if (packet->trace_packet_defaults != NULL)
    take_defaults(sequence, packet->trace_packet_defaults);
  if (packet->interned_data != NULL && !sequence->is_broken)
    take_names(reader, sequence, packet->interned_data);
  if (packet->clock_snapshot != NULL)
    gantry_perfetto_clocks_take(&reader->clocks, sequence->id, packet->clock_snapshot);
  if (packet->thread_descriptor != NULL)
    take_old_thread(sequence, packet->thread_descriptor);
  if (packet->track_descriptor != NULL)
    take_thread_track(sequence, packet->track_descriptor);
}

bool
gantry_perfetto_sequence_take (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                               const GantryPacketHead *head, const Perfetto__TracePacket *packet)
{
  bool is_lost = is_behind_loss(sequence, head);
  sequence->has_begun = true;
  if (head->is_cleared)
    forget(sequence);
  if (head->is_cleared || is_lost) {
    sequence->is_valid = head->is_cleared;
    sequence->is_broken = is_lost;
  }
  if (packet != NULL)
    take_state(reader, sequence, packet);
  take_time(reader, sequence, head);
  if (is_lost)
    gantry_import_lost(reader->import, GANTRY_NO_TRACK, 0, 0, 1);
  bool needs = (head->flags & PERFETTO__SEQUENCE_FLAG__SEQUENCE_NEEDS_STATE) != 0;
  return sequence->is_valid || !needs;
}
