/* The timeline as a whole: what it owns and how it is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/timeline-private.h"

#include "timeline/lower-bound.h"

#include <string.h>

#define FIRST_CHUNK 64u /* lanes; each chunk behind it has as many as all before it */

#define MOST_RECORD_NS 1e9 /* that recording one event may have taken */

typedef struct {
  uint32_t chunk, chunk_size;
  uint32_t offset; /* in the chunk */
} LanePlace;

static LanePlace
place_of (uint32_t id)
{
  if (id < FIRST_CHUNK)
    return (LanePlace){0, FIRST_CHUNK, id};
  uint32_t start = 1u << (31 - __builtin_clz(id));
  return (LanePlace){(uint32_t)__builtin_ctz(start / FIRST_CHUNK) + 1, start, id - start};
}

static void
free_thing (gpointer thing)
{
  gantry_thing_free(thing);
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref(bytes);
}

char *
gantry_timeline_copy_text (const char *text)
{
  gsize length = text ? strnlen(text, GANTRY_TEXT_MAX + 1) : 0;
  if (length > GANTRY_TEXT_MAX)
    length = (gsize)(g_utf8_find_prev_char(text, text + GANTRY_TEXT_MAX + 1) - text);
  return text ? g_strndup(text, length) : NULL;
}

static char **
copy_texts (const char *const *texts)
{
  guint length = texts ? g_strv_length((char **)texts) : 0;
  char **copies = texts ? g_new0(char *, length + 1) : NULL;
  for (guint i = 0; i < length; i++)
    copies[i] = gantry_timeline_copy_text(texts[i]);
  return copies;
}

GantryTimeline *
gantry_timeline_new (const GantryRunFacts *facts)
{
  GantryTimeline *timeline = g_new0(GantryTimeline, 1);
  g_atomic_ref_count_init(&timeline->references);
  timeline->facts = *facts;
  timeline->facts.title = gantry_timeline_copy_text(facts->title ? facts->title : "");
  timeline->facts.model = gantry_timeline_copy_text(facts->model ? facts->model : "");
  timeline->facts.source_name = gantry_timeline_copy_text(facts->source_name);
  timeline->source_lines = g_strdupv((char **)facts->source_lines);
  timeline->line_labels = copy_texts(facts->line_labels);
  timeline->n_source_lines = timeline->source_lines ? g_strv_length(timeline->source_lines) : 0;
  timeline->n_line_labels = timeline->line_labels ? g_strv_length(timeline->line_labels) : 0;
  timeline->facts.source_lines = (const char *const *)timeline->source_lines;
  timeline->facts.line_labels = (const char *const *)timeline->line_labels;
  gantry_append_store_init(&timeline->lanes, sizeof(GantryLane *));
  gantry_packed_arrows_init(&timeline->arrows);
  gantry_append_store_init(&timeline->marks, sizeof(GantryMark));
  gantry_append_store_init(&timeline->spans, sizeof(GantrySpan));
  gantry_append_store_init(&timeline->deadlock, sizeof(GantryDeadlockWait));
  gantry_bookmark_lists_init(&timeline->bookmarks);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_series_init(&timeline->counters[i]);
  timeline->things = g_ptr_array_new_with_free_func(free_thing);
  timeline->core_lists = g_ptr_array_new_with_free_func(g_free);
  timeline->texts = g_string_chunk_new(4096);
  timeline->kept_bytes = g_ptr_array_new_with_free_func(free_bytes);
  return timeline;
}

static void
free_lanes (GantryTimeline *timeline)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    gantry_lane_free((GantryLane *)gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    gantry_lane_free((GantryLane *)gantry_timeline_get_core(timeline, i));
  for (int i = 0; i < GANTRY_LANE_CHUNKS; i++)
    /* Relaxed: nobody else is left. */
    g_free(atomic_load_explicit(&timeline->by_id[i], memory_order_relaxed));
  gantry_append_store_clear(&timeline->lanes);
  g_ptr_array_unref(timeline->core_lists);
}

static void
timeline_free (GantryTimeline *timeline)
{
  free_lanes(timeline);
  g_ptr_array_unref(timeline->things);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_series_clear(&timeline->counters[i]);
  gantry_packed_arrows_clear(&timeline->arrows);
  gantry_append_store_clear(&timeline->marks);
  gantry_append_store_clear(&timeline->spans);
  gantry_append_store_clear(&timeline->deadlock);
  gantry_bookmark_lists_clear(&timeline->bookmarks);
  g_string_chunk_free(timeline->texts);
  g_ptr_array_unref(timeline->kept_bytes);
  g_free((char *)timeline->facts.title);
  g_free((char *)timeline->facts.model);
  g_free((char *)timeline->facts.source_name);
  g_strfreev(timeline->source_lines);
  g_strfreev(timeline->line_labels);
  g_free(timeline->result.reason);
  gantry_critical_path_free(atomic_load_explicit(&timeline->critical_path, memory_order_relaxed));
  g_free(timeline);
}

GantryTimeline *
gantry_timeline_ref (GantryTimeline *timeline)
{
  g_atomic_ref_count_inc(&timeline->references);
  return timeline;
}

void
gantry_timeline_unref (GantryTimeline *timeline)
{
  if (timeline && g_atomic_ref_count_dec(&timeline->references))
    timeline_free(timeline);
}

void
gantry_timeline_add_thing (GantryTimeline *timeline, GantryThingKind kind, const char *name, int64_t capacity)
{
  g_ptr_array_add(timeline->things, gantry_thing_new(kind, name, capacity));
}

void
gantry_timeline_begin_thing (GantryTimeline *timeline, uint32_t index, int64_t value)
{
  gantry_thing_begin(gantry_timeline_get_own_thing(timeline, index), value);
}

/* Its thread is told of it; before the loop itself can be found. */
static void
host_loop (GantryTimeline *timeline, GantryLane *loop)
{
  GantryLane *host = gantry_timeline_get_own_lane(timeline, loop->parent);
  if (!host)
    return;
  /* Relaxed: stored by this thread alone. */
  loop->older_loop = atomic_load_explicit(&host->loop, memory_order_relaxed);
  /* Release: the older one comes before it. */
  atomic_store_explicit(&host->loop, loop->id, memory_order_release);
}

bool
gantry_timeline_add_lane (GantryTimeline *timeline, GantryLane *lane)
{
  LanePlace place = place_of(lane->id);
  if (place.chunk >= GANTRY_LANE_CHUNKS)
    return false;
  /* Relaxed: stored by this thread alone. */
  GantryLaneCell *cells = atomic_load_explicit(&timeline->by_id[place.chunk], memory_order_relaxed);
  if (!cells) {
    cells = g_new0(GantryLaneCell, place.chunk_size);
    /* Release: the empty chunk comes before its address. */
    atomic_store_explicit(&timeline->by_id[place.chunk], cells, memory_order_release);
  }
  if (lane->kind == GANTRY_LANE_LOOP)
    host_loop(timeline, lane);
  /* Release: the lane is whole before it can be found. */
  atomic_store_explicit(&cells[place.offset], lane, memory_order_release);
  gantry_append_store_append(&timeline->lanes, &lane);
  /* Relaxed: it stands for itself. */
  if (lane->kind == GANTRY_LANE_LOOP)
    atomic_store_explicit(&timeline->has_loop, true, memory_order_relaxed);
  return true;
}

void
gantry_timeline_add_core (GantryTimeline *timeline, GantryLane *core)
{
  /* Relaxed: stored by this thread alone. */
  const GantryCoreList *old = atomic_load_explicit(&timeline->cores, memory_order_relaxed);
  uint32_t n_old = old ? old->n_cores : 0, place = 0;
  GantryCoreList *list = g_malloc(sizeof *list + (n_old + 1) * sizeof list->cores[0]);
  while (place < n_old && old->cores[place]->id < core->id)
    place++;
  for (uint32_t i = 0; i < n_old; i++)
    list->cores[i < place ? i : i + 1] = old->cores[i];
  list->cores[place] = core;
  list->n_cores = n_old + 1;
  g_ptr_array_add(timeline->core_lists, list);
  /* Release: the list and the core are whole before they can be found. */
  atomic_store_explicit(&timeline->cores, list, memory_order_release);
}

GantryLane *
gantry_timeline_get_own_lane (const GantryTimeline *timeline, uint32_t id)
{
  LanePlace place = place_of(id);
  if (place.chunk >= GANTRY_LANE_CHUNKS)
    return NULL;
  /* Acquire, both: pair with gantry_timeline_add_lane(); chunk and lane are seen whole. */
  GantryLaneCell *cells = atomic_load_explicit(&timeline->by_id[place.chunk], memory_order_acquire);
  return cells ? atomic_load_explicit(&cells[place.offset], memory_order_acquire) : NULL;
}

GantryThing *
gantry_timeline_get_own_thing (const GantryTimeline *timeline, uint32_t index)
{
  return index < timeline->things->len ? g_ptr_array_index(timeline->things, index) : NULL;
}

const char *
gantry_timeline_keep_text (GantryTimeline *timeline, const char *text)
{
  return g_string_chunk_insert(timeline->texts, text ? text : "");
}

void
gantry_timeline_set_now (GantryTimeline *timeline, int64_t now)
{
  /* Release: all that happened up to `now` was published before. */
  if (now > atomic_load_explicit(&timeline->now, memory_order_relaxed))
    atomic_store_explicit(&timeline->now, now, memory_order_release);
}

void
gantry_timeline_revise (GantryTimeline *timeline)
{
  /* Release: what changed comes before. */
  atomic_fetch_add_explicit(&timeline->revision, 1, memory_order_release);
}

/* Whatever a file says: figures that can be subtracted from each other. */
static void
bound_figures (GantryRunResult *result)
{
  result->cpu_ns = MAX(result->cpu_ns, 0);
  result->peak_rss_bytes = MAX(result->peak_rss_bytes, 0);
  result->context_switches = MAX(result->context_switches, 0);
  result->record_ns = result->record_ns > 0.0 ? MIN(result->record_ns, MOST_RECORD_NS) : 0.0;
}

void
gantry_timeline_finish (GantryTimeline *timeline, const GantryRunResult *result)
{
  timeline->result = *result;
  bound_figures(&timeline->result);
  timeline->result.reason = gantry_timeline_copy_text(result->reason);
  /* Release: the result comes before the word that it is there. */
  atomic_store_explicit(&timeline->finished, true, memory_order_release);
  gantry_timeline_revise(timeline);
}

bool
gantry_timeline_tells_on_cpu (const GantryTimeline *timeline)
{
  return timeline->facts.on_cpu_from != GANTRY_ON_CPU_FROM_AUTO;
}

bool
gantry_timeline_is_incomplete (const GantryTimeline *timeline)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    if (gantry_lane_is_incomplete(gantry_timeline_get_lane(timeline, i)))
      return true;
  return false;
}

bool
gantry_timeline_has_loop (const GantryTimeline *timeline)
{
  /* Relaxed: as above. */
  return atomic_load_explicit(&timeline->has_loop, memory_order_relaxed);
}

const GantryRunFacts *
gantry_timeline_get_facts (const GantryTimeline *timeline)
{
  return &timeline->facts;
}

const char *
gantry_timeline_get_source_line (const GantryTimeline *timeline, uint32_t line)
{
  return line >= 1 && line <= timeline->n_source_lines ? timeline->source_lines[line - 1] : NULL;
}

const char *
gantry_timeline_get_line_label (const GantryTimeline *timeline, uint32_t line)
{
  const char *label = line >= 1 && line <= timeline->n_line_labels ? timeline->line_labels[line - 1] : "";
  return *label ? label : NULL;
}

bool
gantry_timeline_is_finished (const GantryTimeline *timeline)
{
  /* Acquire: pairs with gantry_timeline_finish(). */
  return atomic_load_explicit(&timeline->finished, memory_order_acquire);
}

void
gantry_timeline_get_result (const GantryTimeline *timeline, GantryRunResult *result)
{
  if (gantry_timeline_is_finished(timeline)) {
    *result = timeline->result;
    return;
  }
  *result = (GantryRunResult){
      .outcome = GANTRY_RUN_UNFINISHED,
      .wall_ns = gantry_timeline_get_now(timeline),
      .events = atomic_load_explicit(&timeline->events, memory_order_relaxed),
      .lost = atomic_load_explicit(&timeline->lost, memory_order_relaxed),
  };
}

bool
gantry_run_result_is_lost (const GantryRunResult *result)
{
  return result->outcome == GANTRY_RUN_UNFINISHED && result->reason;
}

uint64_t
gantry_timeline_get_revision (const GantryTimeline *timeline)
{
  /* Acquire: pairs with gantry_timeline_revise(); the change is seen. */
  return atomic_load_explicit(&timeline->revision, memory_order_acquire);
}

int64_t
gantry_timeline_get_now (const GantryTimeline *timeline)
{
  /* The last passes of a run may have looked a little further than its end. */
  if (gantry_timeline_is_finished(timeline))
    return timeline->result.wall_ns;
  /* Acquire: pairs with gantry_timeline_set_now(); all up to it is seen. */
  return atomic_load_explicit(&timeline->now, memory_order_acquire);
}

uint32_t
gantry_timeline_get_n_lanes (const GantryTimeline *timeline)
{
  return (uint32_t)gantry_append_store_count(&timeline->lanes);
}

const GantryLane *
gantry_timeline_get_lane (const GantryTimeline *timeline, uint32_t index)
{
  return *(GantryLane *const *)gantry_append_store_at(&timeline->lanes, index);
}

const GantryLane *
gantry_timeline_find_lane (const GantryTimeline *timeline, uint32_t id)
{
  return gantry_timeline_get_own_lane(timeline, id);
}

uint32_t
gantry_timeline_get_n_cores (const GantryTimeline *timeline)
{
  /* Acquire: pairs with gantry_timeline_add_core(); the list is seen whole. */
  const GantryCoreList *list = atomic_load_explicit(&timeline->cores, memory_order_acquire);
  return list ? list->n_cores : 0;
}

const GantryLane *
gantry_timeline_get_core (const GantryTimeline *timeline, uint32_t index)
{
  /* Acquire: as above; a newer list has at least as many. */
  return atomic_load_explicit(&timeline->cores, memory_order_acquire)->cores[index];
}

uint32_t
gantry_timeline_get_n_things (const GantryTimeline *timeline)
{
  return timeline->things->len;
}

const GantryThing *
gantry_timeline_get_thing (const GantryTimeline *timeline, uint32_t index)
{
  return gantry_timeline_get_own_thing(timeline, index);
}

size_t
gantry_timeline_get_n_steps (const GantryTimeline *timeline, GantryCounter counter)
{
  return gantry_packed_steps_count(&timeline->counters[counter].steps);
}

GantryStep
gantry_timeline_get_step (const GantryTimeline *timeline, GantryCounter counter, size_t index)
{
  return gantry_packed_steps_get(&timeline->counters[counter].steps, index);
}

bool
gantry_timeline_find_step (const GantryTimeline *timeline, GantryCounter counter, int64_t time, size_t *index)
{
  return gantry_series_find(&timeline->counters[counter], time, index);
}

double
gantry_timeline_counter_mean (const GantryTimeline *timeline, GantryCounter counter, int64_t from, int64_t to)
{
  return gantry_series_mean(&timeline->counters[counter], from, to);
}

int64_t
gantry_timeline_counter_max (const GantryTimeline *timeline, GantryCounter counter, int64_t from, int64_t to)
{
  return gantry_series_max(&timeline->counters[counter], from, to);
}

size_t
gantry_timeline_get_n_arrows (const GantryTimeline *timeline)
{
  return gantry_packed_arrows_count(&timeline->arrows);
}

GantryArrow
gantry_timeline_get_arrow (const GantryTimeline *timeline, size_t index)
{
  return gantry_packed_arrows_get(&timeline->arrows, index);
}

const GantryPackedArrows *
gantry_timeline_get_arrows (const GantryTimeline *timeline)
{
  return &timeline->arrows;
}

size_t
gantry_timeline_get_n_marks (const GantryTimeline *timeline)
{
  return gantry_append_store_count(&timeline->marks);
}

const GantryMark *
gantry_timeline_get_mark (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at(&timeline->marks, index);
}

static int64_t
mark_time (gconstpointer timeline, size_t place)
{
  return gantry_timeline_get_mark(timeline, place)->time;
}

size_t
gantry_timeline_first_mark (const GantryTimeline *timeline, int64_t time)
{
  return gantry_lower_bound(0, gantry_timeline_get_n_marks(timeline), time, mark_time, timeline);
}

size_t
gantry_timeline_get_n_deadlock_waits (const GantryTimeline *timeline)
{
  return gantry_append_store_count(&timeline->deadlock);
}

const GantryDeadlockWait *
gantry_timeline_get_deadlock_wait (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at(&timeline->deadlock, index);
}

size_t
gantry_timeline_get_n_spans (const GantryTimeline *timeline)
{
  return gantry_append_store_count(&timeline->spans);
}

const GantrySpan *
gantry_timeline_get_span (const GantryTimeline *timeline, size_t index)
{
  return gantry_append_store_at(&timeline->spans, index);
}
