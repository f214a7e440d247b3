/* The timeline as a whole: what it owns and how it is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/timeline-private.h"

GantryTimeline *
gantry_timeline_new (const GantryRunFacts *facts)
{
  GantryTimeline *timeline = g_new0 (GantryTimeline, 1);
  g_atomic_ref_count_init (&timeline->references);
  timeline->facts = *facts;
  timeline->facts.title = g_strdup (facts->title ? facts->title : "");
  timeline->facts.model = g_strdup (facts->model ? facts->model : "");
  timeline->facts.source_name = g_strdup (facts->source_name);
  timeline->source_lines = g_strdupv ((char **) facts->source_lines);
  timeline->line_labels = g_strdupv ((char **) facts->line_labels);
  timeline->n_source_lines = timeline->source_lines ? g_strv_length (timeline->source_lines) : 0;
  timeline->n_line_labels = timeline->line_labels ? g_strv_length (timeline->line_labels) : 0;
  timeline->facts.source_lines = (const char *const *) timeline->source_lines;
  timeline->facts.line_labels = (const char *const *) timeline->line_labels;
  gantry_append_store_init (&timeline->lanes, sizeof (GantryLane *));
  gantry_append_store_init (&timeline->cores, sizeof (GantryLane *));
  gantry_append_store_init (&timeline->arrows, sizeof (GantryArrow));
  gantry_append_store_init (&timeline->marks, sizeof (GantryMark));
  gantry_append_store_init (&timeline->spans, sizeof (GantrySpan));
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_series_init (&timeline->counters[i]);
  timeline->things = g_ptr_array_new ();
  timeline->texts = g_ptr_array_new_with_free_func (g_free);
  return timeline;
}

static void
free_lanes (GantryAppendStore *store)
{
  for (size_t i = 0; i < gantry_append_store_count (store); i++)
    gantry_lane_free (*(GantryLane *const *) gantry_append_store_at (store, i));
  gantry_append_store_clear (store);
}

static void
thing_free (gpointer data, gpointer user_data)
{
  GantryThing *thing = data;
  gantry_series_clear (&thing->series);
  g_free (thing->name);
  g_free (thing);
}

static void
timeline_free (GantryTimeline *timeline)
{
  free_lanes (&timeline->lanes);
  free_lanes (&timeline->cores);
  for (int i = 0; i < GANTRY_LANE_CHUNKS; i++)
    g_free (atomic_load_explicit (&timeline->by_id[i], memory_order_relaxed));
  g_ptr_array_foreach (timeline->things, thing_free, NULL);
  g_ptr_array_unref (timeline->things);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_series_clear (&timeline->counters[i]);
  gantry_append_store_clear (&timeline->arrows);
  gantry_append_store_clear (&timeline->marks);
  gantry_append_store_clear (&timeline->spans);
  g_ptr_array_unref (timeline->texts);
  g_free ((char *) timeline->facts.title);
  g_free ((char *) timeline->facts.model);
  g_free ((char *) timeline->facts.source_name);
  g_strfreev (timeline->source_lines);
  g_strfreev (timeline->line_labels);
  g_free (timeline->result.reason);
  g_free (timeline);
}

GantryTimeline *
gantry_timeline_ref (GantryTimeline *timeline)
{
  g_atomic_ref_count_inc (&timeline->references);
  return timeline;
}

void
gantry_timeline_unref (GantryTimeline *timeline)
{
  if (timeline && g_atomic_ref_count_dec (&timeline->references))
    timeline_free (timeline);
}

void
gantry_timeline_add_thing (GantryTimeline *timeline, GantryThingKind kind, const char *name, int64_t capacity)
{
  GantryThing *thing = g_new0 (GantryThing, 1);
  thing->kind = kind;
  thing->name = g_strdup (name);
  thing->capacity = capacity;
  thing->holder = GANTRY_NO_LANE;
  gantry_series_init (&thing->series);
  g_ptr_array_add (timeline->things, thing);
}

bool
gantry_timeline_add_lane (GantryTimeline *timeline, GantryLane *lane)
{
  uint32_t chunk_index = lane->id / GANTRY_LANE_CHUNK;
  if (chunk_index >= GANTRY_LANE_CHUNKS)
    return false;
  GantryLaneChunk *chunk = atomic_load_explicit (&timeline->by_id[chunk_index], memory_order_relaxed);
  if (!chunk) {
    chunk = g_new0 (GantryLaneChunk, 1);
    /* Release: the empty chunk comes before its address. */
    atomic_store_explicit (&timeline->by_id[chunk_index], chunk, memory_order_release);
  }
  /* Release: the lane is whole before it can be found. */
  atomic_store_explicit (&chunk->lanes[lane->id % GANTRY_LANE_CHUNK], lane, memory_order_release);
  *(GantryLane **) gantry_append_store_reserve (&timeline->lanes) = lane;
  gantry_append_store_publish (&timeline->lanes);
  return true;
}

void
gantry_timeline_add_core (GantryTimeline *timeline, GantryLane *core)
{
  *(GantryLane **) gantry_append_store_reserve (&timeline->cores) = core;
  gantry_append_store_publish (&timeline->cores);
}

GantryLane *
gantry_timeline_get_own_lane (GantryTimeline *timeline, uint32_t id)
{
  if (id / GANTRY_LANE_CHUNK >= GANTRY_LANE_CHUNKS)
    return NULL;
  GantryLaneChunk *chunk = atomic_load_explicit (&timeline->by_id[id / GANTRY_LANE_CHUNK], memory_order_acquire);
  return chunk ? atomic_load_explicit (&chunk->lanes[id % GANTRY_LANE_CHUNK], memory_order_acquire) : NULL;
}

const GantryLane *
gantry_timeline_find_lane (const GantryTimeline *timeline, uint32_t id)
{
  return gantry_timeline_get_own_lane ((GantryTimeline *) timeline, id);
}

GantryThing *
gantry_timeline_get_own_thing (GantryTimeline *timeline, uint32_t index)
{
  return index < timeline->things->len ? g_ptr_array_index (timeline->things, index) : NULL;
}

const char *
gantry_timeline_keep_text (GantryTimeline *timeline, const char *text)
{
  char *copy = g_strdup (text ? text : "");
  g_ptr_array_add (timeline->texts, copy);
  return copy;
}

void
gantry_timeline_set_now (GantryTimeline *timeline, int64_t now)
{
  /* Release: all that happened up to `now` was published before. */
  if (now > atomic_load_explicit (&timeline->now, memory_order_relaxed))
    atomic_store_explicit (&timeline->now, now, memory_order_release);
  atomic_fetch_add_explicit (&timeline->revision, 1, memory_order_release);
}

void
gantry_timeline_finish (GantryTimeline *timeline, const GantryRunResult *result)
{
  timeline->result = *result;
  timeline->result.reason = g_strdup (result->reason);
  /* Release: the result comes before the word that it is there. */
  atomic_store_explicit (&timeline->finished, true, memory_order_release);
  atomic_fetch_add_explicit (&timeline->revision, 1, memory_order_release);
}

const GantryRunFacts *
gantry_timeline_get_facts (const GantryTimeline *timeline)
{
  return &timeline->facts;
}

static const char *
line_of (char **lines, uint32_t n_lines, uint32_t line)
{
  return lines && line >= 1 && line <= n_lines ? lines[line - 1] : NULL;
}

const char *
gantry_timeline_get_source_line (const GantryTimeline *timeline, uint32_t line)
{
  return line_of (timeline->source_lines, timeline->n_source_lines, line);
}

const char *
gantry_timeline_get_line_label (const GantryTimeline *timeline, uint32_t line)
{
  const char *label = line_of (timeline->line_labels, timeline->n_line_labels, line);
  return label && *label ? label : NULL;
}

bool
gantry_timeline_is_finished (const GantryTimeline *timeline)
{
  return atomic_load_explicit (&timeline->finished, memory_order_acquire);
}

void
gantry_timeline_get_result (const GantryTimeline *timeline, GantryRunResult *result)
{
  *result = (GantryRunResult){.outcome = GANTRY_RUN_UNFINISHED, .wall_ns = gantry_timeline_get_now (timeline)};
  if (gantry_timeline_is_finished (timeline))
    *result = timeline->result;
}

uint64_t
gantry_timeline_get_revision (const GantryTimeline *timeline)
{
  return atomic_load_explicit (&timeline->revision, memory_order_acquire);
}

int64_t
gantry_timeline_get_now (const GantryTimeline *timeline)
{
  return atomic_load_explicit (&timeline->now, memory_order_acquire);
}

uint32_t
gantry_timeline_get_n_lanes (const GantryTimeline *timeline)
{
  return (uint32_t) gantry_append_store_count (&timeline->lanes);
}

const GantryLane *
gantry_timeline_get_lane (const GantryTimeline *timeline, uint32_t index)
{
  return *(GantryLane *const *) gantry_append_store_at (&timeline->lanes, index);
}

uint32_t
gantry_timeline_get_n_cores (const GantryTimeline *timeline)
{
  return (uint32_t) gantry_append_store_count (&timeline->cores);
}

const GantryLane *
gantry_timeline_get_core (const GantryTimeline *timeline, uint32_t index)
{
  return *(GantryLane *const *) gantry_append_store_at (&timeline->cores, index);
}

uint32_t
gantry_timeline_get_n_things (const GantryTimeline *timeline)
{
  return timeline->things->len;
}

const GantryThing *
gantry_timeline_get_thing (const GantryTimeline *timeline, uint32_t index)
{
  return index < timeline->things->len ? g_ptr_array_index (timeline->things, index) : NULL;
}

const char *
gantry_thing_get_name (const GantryThing *thing)
{
  return thing->name;
}

GantryThingKind
gantry_thing_get_kind (const GantryThing *thing)
{
  return thing->kind;
}

int64_t
gantry_thing_get_capacity (const GantryThing *thing)
{
  return thing->capacity;
}

size_t
gantry_thing_get_n_steps (const GantryThing *thing)
{
  return gantry_append_store_count (&thing->series.steps);
}

const GantryStep *
gantry_thing_get_step (const GantryThing *thing, size_t index)
{
  return gantry_append_store_at (&thing->series.steps, index);
}

bool
gantry_thing_find_step (const GantryThing *thing, int64_t time, size_t *index)
{
  return gantry_series_find (&thing->series, time, index);
}

size_t
gantry_timeline_get_n_steps (const GantryTimeline *timeline, GantryCounter counter)
{
  return gantry_append_store_count (&timeline->counters[counter].steps);
}

const GantryStep *
gantry_timeline_get_step (const GantryTimeline *timeline, GantryCounter counter, size_t index)
{
  return gantry_append_store_at (&timeline->counters[counter].steps, index);
}

bool
gantry_timeline_find_step (const GantryTimeline *timeline, GantryCounter counter, int64_t time, size_t *index)
{
  return gantry_series_find (&timeline->counters[counter], time, index);
}

double
gantry_timeline_counter_mean (const GantryTimeline *timeline, GantryCounter counter, int64_t from, int64_t to)
{
  return gantry_series_mean (&timeline->counters[counter], from, to);
}

int64_t
gantry_timeline_counter_max (const GantryTimeline *timeline, GantryCounter counter, int64_t from, int64_t to)
{
  return gantry_series_max (&timeline->counters[counter], from, to);
}

size_t
gantry_timeline_get_n_arrows (const GantryTimeline *timeline)
{
  return gantry_append_store_count (&timeline->arrows);
}

const GantryArrow *
gantry_timeline_get_arrow (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at (&timeline->arrows, index);
}

size_t
gantry_timeline_get_n_marks (const GantryTimeline *timeline)
{
  return gantry_append_store_count (&timeline->marks);
}

const GantryMark *
gantry_timeline_get_mark (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at (&timeline->marks, index);
}

size_t
gantry_timeline_get_n_spans (const GantryTimeline *timeline)
{
  return gantry_append_store_count (&timeline->spans);
}

const GantrySpan *
gantry_timeline_get_span (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at (&timeline->spans, index);
}
