/* An import and its tracks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"
#include "timeline/secret-hash.h"

#include <string.h>

static guint
hash_key (gconstpointer data)
{
  const GantryTrackKey *key = data;
  return gantry_hash_numbers(key->number, key->of, (uint64_t)key->kind);
}

static gboolean
is_same_key (gconstpointer a, gconstpointer b)
{
  const GantryTrackKey *left = a, *right = b;
  return left->kind == right->kind && left->of == right->of && left->number == right->number;
}

static void
thing_free (GantryImportThing *thing)
{
  g_array_unref(thing->uses);
  g_free(thing);
}

static void
track_free (gpointer data)
{
  GantryImportTrack *track = data;
  g_clear_pointer(&track->thing, thing_free);
  gantry_raw_column_clear(&track->slices);
  gantry_raw_column_clear(&track->states);
  gantry_raw_column_clear(&track->values);
  g_clear_pointer(&track->long_lengths, g_array_unref);
  g_free(track);
}

static void
switches_free (gpointer data)
{
  if (data)
    gantry_raw_column_clear(data);
  g_free(data);
}

static void
clear_facts (GantryImport *import)
{
  g_free((char *)import->facts.title);
  g_free((char *)import->facts.model);
  g_free((char *)import->facts.source_name);
  g_strfreev((char **)import->facts.source_lines);
  g_strfreev((char **)import->facts.line_labels);
  import->facts = (GantryRunFacts){0};
  g_free(import->result.reason);
  import->result = (GantryRunResult){0};
}

static void
fill (GantryImport *import, char *title)
{
  *import = (GantryImport){
      .title = title,
      .tracks = g_ptr_array_new_with_free_func(track_free),
      .by_key = g_hash_table_new(hash_key, is_same_key),
      .switches = g_ptr_array_new_with_free_func(switches_free),
      .flows = g_array_new(FALSE, FALSE, sizeof(GantryRawFlow)),
      .marks = g_array_new(FALSE, FALSE, sizeof(GantryRawMark)),
      .spans = g_array_new(FALSE, FALSE, sizeof(GantryRawSpan)),
      .losses = g_array_new(FALSE, FALSE, sizeof(GantryRawLoss)),
      .deadlock = g_array_new(FALSE, FALSE, sizeof(GantryDeadlockWait)),
      .expected = g_array_new(FALSE, FALSE, sizeof(int)),
      .first = INT64_MAX,
      .last = INT64_MIN,
      .highest_cpu = GANTRY_NO_CPU,
  };
  gantry_import_names_init(&import->names);
}

static void
clear (GantryImport *import)
{
  clear_facts(import);
  gantry_import_names_clear(&import->names);
  g_hash_table_unref(import->by_key);
  g_ptr_array_unref(import->tracks);
  g_ptr_array_unref(import->switches);
  g_array_unref(import->flows);
  g_array_unref(import->marks);
  g_array_unref(import->spans);
  g_array_unref(import->losses);
  g_array_unref(import->deadlock);
  g_array_unref(import->expected);
}

GantryImport *
gantry_import_new (const char *title)
{
  GantryImport *import = g_new(GantryImport, 1);
  fill(import, g_strdup(title ? title : ""));
  return import;
}

void
gantry_import_empty (GantryImport *import)
{
  clear(import);
  fill(import, import->title);
}

void
gantry_import_free (GantryImport *import)
{
  if (!import)
    return;
  clear(import);
  g_free(import->title);
  g_free(import);
}

GantryImportTrack *
gantry_import_get_track (const GantryImport *import, GantryTrack track)
{
  g_assert(track < import->tracks->len);
  return g_ptr_array_index(import->tracks, track);
}

/* The number of the track with that key; `added` tells a new one. */
static GantryTrack
find_track (GantryImport *import, const GantryTrackKey *key, GantryImportTrack **added)
{
  *added = NULL;
  guint found = GPOINTER_TO_UINT(g_hash_table_lookup(import->by_key, key));
  if (found > 0)
    return found - 1;
  GantryImportTrack *track = g_new0(GantryImportTrack, 1);
  track->key = *key;
  track->parent = key->of;
  track->lead = import->tracks->len;
  track->outcome = GANTRY_OUTCOME_OK;
  track->started = GANTRY_NO_TIME;
  track->object = GANTRY_NO_OBJECT;
  track->is_uncounted = key->kind == GANTRY_TRACK_PROCESS;
  track->first = INT64_MAX;
  track->last = track->live_to = track->lost_from = track->lost_to = INT64_MIN;
  track->lane_kind = key->kind == GANTRY_TRACK_PROCESS  ? GANTRY_LANE_PROCESS
                     : key->kind == GANTRY_TRACK_THREAD ? GANTRY_LANE_THREAD
                                                        : GANTRY_LANE_TASK;
  g_ptr_array_add(import->tracks, track);
  g_hash_table_insert(import->by_key, &track->key, GUINT_TO_POINTER(import->tracks->len));
  import->n_processes += key->kind == GANTRY_TRACK_PROCESS;
  *added = track;
  return import->tracks->len - 1;
}

GantryTrack
gantry_import_process (GantryImport *import, int64_t pid)
{
  GantryImportTrack *added;
  const GantryTrackKey key = {GANTRY_TRACK_PROCESS, GANTRY_NO_TRACK, (uint64_t)pid};
  return find_track(import, &key, &added);
}

GantryTrack
gantry_import_thread (GantryImport *import, int64_t pid, int64_t tid)
{
  GantryImportTrack *added;
  const GantryTrackKey key = {GANTRY_TRACK_THREAD, gantry_import_process(import, pid), (uint64_t)tid};
  return find_track(import, &key, &added);
}

/* One key stands for one track, whatever its parent is said to be the next time. */
GantryTrack
gantry_import_track (GantryImport *import, uint64_t number, GantryTrack parent)
{
  GantryImportTrack *added;
  const GantryTrackKey key = {GANTRY_TRACK_OTHER, GANTRY_NO_TRACK, number};
  GantryTrack track = find_track(import, &key, &added);
  if (added && parent < track)
    added->parent = parent;
  return track;
}

GantryTrack
gantry_import_counter (GantryImport *import, GantryTrack parent, uint32_t name)
{
  GantryImportTrack *added;
  const GantryTrackKey key = {GANTRY_TRACK_COUNTER, parent, name};
  GantryTrack track = find_track(import, &key, &added);
  if (added)
    added->name = name;
  return track;
}

void
gantry_import_set_name (GantryImport *import, GantryTrack track, uint32_t name)
{
  gantry_import_get_track(import, track)->name = name;
}

void
gantry_import_set_order (GantryImport *import, GantryTrack track, int64_t order)
{
  gantry_import_get_track(import, track)->order = order;
}

void
gantry_import_set_group (GantryImport *import, GantryTrack track, uint32_t group)
{
  gantry_import_get_track(import, track)->group = group;
}

void
gantry_import_set_row (GantryImport *import, GantryTrack number, GantryTrack lead, uint32_t row)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  track->lead = lead;
  track->row = row;
}

void
gantry_import_set_kind (GantryImport *import, GantryTrack track, GantryLaneKind kind)
{
  gantry_import_get_track(import, track)->lane_kind = kind;
}

/* NULL stays NULL. */
static char *
copy_text (const char *text)
{
  return text ? g_utf8_make_valid(text, (gssize)strnlen(text, GANTRY_TEXT_MAX)) : NULL;
}

void
gantry_import_set_uncounted (GantryImport *import, GantryTrack track)
{
  gantry_import_get_track(import, track)->is_uncounted = true;
}

void
gantry_import_set_outcome (GantryImport *import, GantryTrack track, GantryOutcome outcome)
{
  gantry_import_get_track(import, track)->outcome = outcome;
}

void
gantry_import_set_result (GantryImport *import, GantryTrack number, int64_t result, uint32_t reason)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  track->result = result;
  track->reason = reason;
}

void
gantry_import_set_pid (GantryImport *import, GantryTrack track, uint32_t pid)
{
  gantry_import_get_track(import, track)->pid = pid;
}

void
gantry_import_expect_core (GantryImport *import, int64_t cpu)
{
  int number = (int)CLAMP(cpu, 0, GANTRY_MAX_CPUS);
  if (number == cpu && number < GANTRY_MAX_CPUS)
    g_array_append_val(import->expected, number);
}

void
gantry_import_deadlock_wait (GantryImport *import, const GantryDeadlockWait *wait)
{
  g_array_append_val(import->deadlock, *wait);
}

bool
gantry_import_has_source (const GantryImport *import)
{
  return import->facts.source_lines != NULL;
}

void
gantry_import_set_thing (GantryImport *import, GantryTrack counter, GantryThingKind kind, int64_t capacity,
                         const GantryThingFigures *figures)
{
  GantryImportTrack *track = gantry_import_get_track(import, counter);
  if (!track->thing) {
    track->thing = g_new0(GantryImportThing, 1);
    track->thing->uses = g_array_new(FALSE, FALSE, sizeof(GantryThingUse));
  }
  track->thing->kind = kind;
  track->thing->capacity = capacity;
  track->thing->figures = *figures;
}

/* Of any length; valid UTF-8, whatever the file has. */
static const char *const *
copy_lines (const char *const *lines)
{
  guint count = lines ? g_strv_length((char **)lines) : 0;
  char **copies = lines ? g_new0(char *, count + 1) : NULL;
  for (guint i = 0; i < count; i++)
    copies[i] = g_utf8_make_valid(lines[i], -1);
  return (const char *const *)copies;
}

void
gantry_import_tell (GantryImport *import, const GantryRunFacts *facts, const GantryRunResult *result)
{
  clear_facts(import);
  import->facts = *facts;
  import->facts.title = copy_text(facts->title);
  import->facts.model = copy_text(facts->model);
  import->facts.source_name = copy_text(facts->source_name);
  import->facts.source_lines = copy_lines(facts->source_lines);
  import->facts.line_labels = copy_lines(facts->line_labels);
  if (!result)
    return;
  import->result = *result;
  import->result.reason = copy_text(result->reason);
  if (result->wall_ns <= 0)
    return;
  gantry_import_reach(import, 0);
  gantry_import_reach(import, result->wall_ns);
}
