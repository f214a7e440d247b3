/* The finished timeline: lanes first, then what needs them all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/columns.h"
#include "timeline/import-private.h"

#include <inttypes.h>

static bool
has_states (const GantryImport *import)
{
  for (guint i = 0; i < import->tracks->len; i++)
    if (gantry_raw_column_count(&gantry_import_get_track(import, i)->states) > 0)
      return true;
  return false;
}

/* Who measured when tasks were on a processor. Slices alone do not tell. */
static GantryOnCpuFrom
on_cpu_from (const GantryImport *import)
{
  if (import->facts.model || import->facts.on_cpu_from != GANTRY_ON_CPU_FROM_AUTO)
    return import->facts.on_cpu_from; /* a file of our own says it */
  if (import->counts.switches > 0)
    return GANTRY_ON_CPU_FROM_KERNEL;
  return has_states(import) ? GANTRY_ON_CPU_FROM_SELF : GANTRY_ON_CPU_FROM_AUTO;
}

static GantryTimeline *
timeline_new (GantryImport *import)
{
  g_autofree const char **labels = gantry_import_names_to_strv(&import->names);
  const GantryRunFacts *told = &import->facts;
  const GantryRunFacts facts = {
      .title = told->title ? told->title : import->title,
      .model = told->model ? told->model : "threads",
      .seed = told->seed,
      .cores = told->cores > 0 ? told->cores : import->highest_cpu + 1,
      .gil = told->gil,
      .on_cpu_from = on_cpu_from(import),
      .source_name = told->source_name,
      .source_lines = told->source_lines,
      .line_labels = told->source_lines ? told->line_labels : labels,
  };
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  /* It has a copy of each name now, as those of its lines. */
  if (!told->source_lines)
    gantry_import_names_clear(&import->names);
  return timeline;
}

static bool
has_lane (const GantryImportTrack *track)
{
  if (track->key.kind == GANTRY_TRACK_PROCESS)
    return track->family_first <= track->family_last;
  return track->key.kind != GANTRY_TRACK_COUNTER && track->first <= track->last;
}

/* Tells the processes that share a name. */
static void
find_namesakes (const GantryImport *import)
{
  g_autoptr(GHashTable) first = g_hash_table_new(NULL, NULL); /* of that name */
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = gantry_import_get_track(import, i);
    if (track->key.kind != GANTRY_TRACK_PROCESS || track->name == 0)
      continue;
    GantryImportTrack *namesake = g_hash_table_lookup(first, GUINT_TO_POINTER(track->name));
    if (namesake)
      namesake->has_namesakes = track->has_namesakes = true;
    else
      g_hash_table_insert(first, GUINT_TO_POINTER(track->name), track);
  }
}

/* NULL: it has none. */
static const GantryImportTrack *
parent_of (const GantryImport *import, const GantryImportTrack *track)
{
  return track->parent != GANTRY_NO_TRACK ? gantry_import_get_track(import, track->parent) : NULL;
}

static void
add_owner (GString *text, const GantryImportWriter *writer, const GantryImportTrack *owner)
{
  g_autofree char *name = gantry_import_name_lane(writer, owner);
  if (owner->name != 0)
    g_string_append_printf(text, " · %s", name);
  else if (owner->key.kind != GANTRY_TRACK_OTHER)
    g_string_append_printf(text, " · %" PRId64, (int64_t)owner->key.number);
}

/* Its name, with that of the thread that it is of, and the process's where there are several. */
static char *
counter_name (const GantryImportWriter *writer, const GantryImportTrack *track)
{
  const GantryImport *import = writer->import;
  const char *name = gantry_import_text(writer, track->name);
  GString *text = g_string_new(*name != '\0' ? name : "counter");
  const GantryImportTrack *owner = parent_of(import, track);
  if (owner && owner->key.kind != GANTRY_TRACK_PROCESS)
    add_owner(text, writer, owner);
  while (owner && owner->key.kind != GANTRY_TRACK_PROCESS)
    owner = parent_of(import, owner);
  if (owner && import->n_processes > 1)
    add_owner(text, writer, owner);
  if (track->has_parts)
    g_string_append(text, ", thousandths");
  return g_string_free(text, FALSE);
}

static void
write_uses (const GantryImportWriter *writer, uint32_t number, const GantryImportThing *thing)
{
  gantry_timeline_restore_figures(writer->timeline, number, &thing->figures);
  for (guint i = 0; i < thing->uses->len; i++) {
    GantryThingUse use = g_array_index(thing->uses, GantryThingUse, i);
    use.time = gantry_import_shown_time(writer, use.time);
    gantry_timeline_restore_thing_uses(writer->timeline, number, &use, 1);
  }
}

static void
write_counter (const GantryImportWriter *writer, GantryImportTrack *track)
{
  const GantryImportThing *told = track->thing;
  guint n_values = gantry_raw_column_count(&track->values);
  if (n_values == 0 && !told)
    return;
  g_autofree char *name = counter_name(writer, track);
  uint32_t number = gantry_timeline_get_n_things(writer->timeline);
  gantry_raw_column_sort(&track->values);
  gantry_timeline_add_thing(writer->timeline, told ? told->kind : GANTRY_THING_VARIABLE, name,
                            told ? told->capacity : 0);
  GantryThing *thing = gantry_timeline_get_own_thing(writer->timeline, number);
  if (told)
    write_uses(writer, number, told);
  for (guint i = 0; i < n_values; i++) {
    const GantryRawValue *raw = &g_array_index(track->values.elements, GantryRawValue, i);
    gantry_series_append(&thing->series, gantry_import_shown_time(writer, raw->time), raw->value);
  }
  gantry_raw_column_clear(&track->values);
}

/* What lanes waited for: things and lanes have the places that they will come to. Where lanes have others
 * below them that slices make, those are not known. */
static void
place_objects (const GantryImport *import, const GantryTrack *order)
{
  uint32_t n_lanes = 0, n_things = 0;
  bool are_lanes_alone = gantry_import_has_source(import) && import->counts.slices == 0;
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = gantry_import_get_track(import, order[i]);
    bool is_counter = track->key.kind == GANTRY_TRACK_COUNTER;
    if (is_counter && (track->thing || gantry_raw_column_count(&track->values) > 0))
      track->object = n_things++;
    else if (has_lane(track) && are_lanes_alone)
      track->object = n_lanes++;
  }
}

static void
write_tracks (GantryImportWriter *writer)
{
  GantryImport *import = writer->import;
  g_autofree GantryTrack *order = gantry_import_order(import);
  find_namesakes(import);
  place_objects(import, order);
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = gantry_import_get_track(import, order[i]);
    track->lane_parent = GANTRY_NO_LANE;
    if (track->parent != GANTRY_NO_TRACK) {
      const GantryImportTrack *parent = gantry_import_get_track(import, track->parent);
      track->lane_parent = parent->lane ? parent->lane->id : parent->lane_parent;
      /* Of our own files' lanes some are called processes, but have states of their own. */
      bool is_process = parent->key.kind == GANTRY_TRACK_PROCESS && parent->lane;
      track->process = is_process ? parent->lane : parent->process;
    }
    if (track->key.kind == GANTRY_TRACK_COUNTER)
      write_counter(writer, track);
    else if (has_lane(track))
      gantry_import_write_track(writer, order[i]);
  }
}

/* Those of processes: they live as long as all that is in them. */
static void
end_processes (const GantryImportWriter *writer)
{
  gantry_import_gather_families(writer->import);
  for (guint i = 0; i < writer->import->tracks->len; i++) {
    const GantryImportTrack *track = g_ptr_array_index(writer->import->tracks, i);
    if (track->lane && track->key.kind == GANTRY_TRACK_PROCESS)
      gantry_lane_end(track->lane, gantry_import_shown_time(writer, track->family_last), GANTRY_OUTCOME_OK, 0,
                      NULL);
  }
}

static int64_t
cpu_time (const GantryImportWriter *writer)
{
  int64_t sum = 0;
  for (guint i = 0; i < writer->counted->len; i++) {
    int64_t times[GANTRY_N_STATES] = {0};
    const GantryImportTrack *track = g_ptr_array_index(writer->counted, i);
    gantry_lane_add_times(track->lane, INT64_MIN, INT64_MAX, times);
    /* Slices may last as long as they like, all together longer than there is a number for. */
    sum += MIN(times[GANTRY_STATE_RUNNING], INT64_MAX - sum);
  }
  return sum;
}

static void
tell_result (const GantryImportWriter *writer)
{
  const GantryImport *import = writer->import;
  const GantryImportCounts *counts = &import->counts;
  int64_t wall = import->first <= import->last ? gantry_import_shown_time(writer, import->last) : 0;
  bool is_told = gantry_import_has_source(import);
  uint64_t events =
      counts->slices + counts->instants + counts->counter_values + counts->flows + counts->switches;
  const GantryRunResult result = {
      .outcome = import->result.outcome,
      .reason = import->result.reason,
      .peak_rss_bytes = import->result.peak_rss_bytes,
      .wall_ns = gantry_cores_finish((GantryCores *)&writer->cores, wall),
      .cpu_ns = import->result.cpu_ns > 0 || is_told ? import->result.cpu_ns : cpu_time(writer),
      .context_switches = MAX((int64_t)counts->switches, import->result.context_switches),
      .events = import->result.events > 0 || is_told ? import->result.events : events,
      .lost = MAX(import->lost, import->result.lost), /* not all is any lane's */
  };
  gantry_timeline_set_now(writer->timeline, result.wall_ns);
  gantry_timeline_finish(writer->timeline, &result);
}

GantryTimeline *
gantry_import_finish (GantryImport *import, GantryImportCounts *counts)
{
  GantryImportWriter writer = {
      .import = import,
      .timeline = timeline_new(import),
      .base = import->first <= import->last ? import->first : 0,
      .counted = g_ptr_array_new(),
  };
  gantry_cores_init(&writer.cores, writer.timeline);
  for (guint i = 0; i < import->expected->len; i++)
    gantry_cores_expect(&writer.cores, g_array_index(import->expected, int, i));
  gantry_import_share_rows(import);
  gantry_import_bind_flows(import);
  gantry_import_apply_switches(import);
  write_tracks(&writer);
  gantry_import_write_counters(&writer);
  end_processes(&writer);
  gantry_import_write_records(&writer);
  tell_result(&writer);
  gantry_cores_clear(&writer.cores);
  g_ptr_array_unref(writer.counted);
  if (counts)
    *counts = import->counts;
  gantry_import_empty(import);
  return writer.timeline;
}
