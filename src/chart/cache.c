/* From frame to frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"

#include "chart/deadlock.h"
#include "chart/group-sums.h"
#include "chart/ink-sums.h"
#include "chart/kept-columns.h"
#include "chart/layout-private.h"

#include <string.h>

/* Columns that are kept: those of a hundred rows on the largest screen. A picture may have ten thousand rows.
 */
#define MOST_KEPT 400000

struct GantryChartCache {
  GantryTimeline *timeline; /* kept alive: no other one can come to stand at its address */
  uint64_t revision;
  char *lanes_glob;
  GantryLaneArrangement *arrangement;
  bool shown[3]; /* counters, cores, things */
  GantryText *texts[2];
  GPtrArray *groups;
  GPtrArray *thing_groups; /* of the things, which are all there before the run */
  uint32_t n_things;       /* that there were when they were made */
  uint32_t n_hidden;       /* lanes that are in none of them */
  uint32_t n_lanes;        /* that there were when they were made */
  GantryStatesSoFar states;
  struct {
    bool is_set;
    double value;
  } numbers[GANTRY_N_CACHED];
  char *captions[GANTRY_N_CAPTIONS];
  uint32_t arrows_lane; /* whose arrows are in `arrows` */
  size_t arrows_seen;
  GantryPackedArrows arrows;
  size_t deadlock_seen; /* waits that are in `deadlock` */
  GArray *deadlock;     /* GantryDeadlockArrow, nullable */
  GantryMarkIndex *marks;
  GHashTable *inks;       /* lane or thing → GantryInkSums */
  GHashTable *kept;       /* lane or thing → KeptRow */
  int n_kept;             /* columns of all of them in this frame */
  GHashTable *group_sums; /* GantryGroupKey → GantryGroupSums */
  void (*ready)(gpointer user_data);
  gpointer user_data;
};

typedef struct {
  GantryKeptColumns *columns;
  bool in_sight; /* of this frame */
} KeptRow;

static void
free_kept (gpointer data)
{
  KeptRow *row = data;
  gantry_kept_columns_free(row->columns);
  g_free(row);
}

static void
free_inks (gpointer inks)
{
  gantry_ink_sums_free(inks);
}

static void
free_group_sums (gpointer sums)
{
  gantry_group_sums_free(sums);
}

GantryChartCache *
gantry_chart_cache_new (void)
{
  GantryChartCache *cache = g_new0(GantryChartCache, 1);
  gantry_packed_arrows_init(&cache->arrows);
  cache->marks = gantry_mark_index_new();
  cache->inks = g_hash_table_new_full(NULL, NULL, NULL, free_inks);
  cache->kept = g_hash_table_new_full(NULL, NULL, NULL, free_kept);
  cache->group_sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_group_sums);
  return cache;
}

/* What holds until the run changes. */
static void
forget_state (GantryChartCache *cache)
{
  g_clear_pointer(&cache->groups, g_ptr_array_unref);
  for (int i = 0; i < GANTRY_N_CACHED; i++)
    cache->numbers[i].is_set = false;
  for (int i = 0; i < GANTRY_N_CAPTIONS; i++)
    g_clear_pointer(&cache->captions[i], g_free);
  g_hash_table_remove_all(cache->kept);
}

/* What a run that goes on has changed. As long as no lane came to it the groups and the widths of lanes'
 * names are what they were: there may be thousands. */
static void
forget_what_changed (GantryChartCache *cache, const GantryTimeline *timeline)
{
  bool keeps = cache->groups != NULL && cache->n_lanes == gantry_timeline_get_n_lanes(timeline) &&
               !gantry_timeline_is_finished(timeline);
  for (guint i = 0; keeps && i < cache->groups->len; i++)
    keeps = ((const GantryLaneGroup *)cache->groups->pdata[i])->is_settled;
  GPtrArray *groups = keeps ? g_steal_pointer(&cache->groups) : NULL;
  bool has_width = keeps && cache->numbers[GANTRY_CACHED_LANE_NAMES_WIDTH].is_set;
  forget_state(cache);
  cache->groups = groups;
  cache->numbers[GANTRY_CACHED_LANE_NAMES_WIDTH].is_set = has_width;
}

/* What only grows with it. */
static void
forget_run (GantryChartCache *cache)
{
  forget_state(cache);
  g_clear_pointer(&cache->thing_groups, g_ptr_array_unref);
  g_clear_pointer(&cache->timeline, gantry_timeline_unref);
  cache->states = (GantryStatesSoFar){0};
  gantry_packed_arrows_clear(&cache->arrows);
  cache->arrows_seen = 0;
  g_clear_pointer(&cache->deadlock, g_array_unref);
  gantry_mark_index_clear(cache->marks);
  g_hash_table_remove_all(cache->inks);
  g_hash_table_remove_all(cache->group_sums);
}

void
gantry_chart_cache_free (GantryChartCache *cache)
{
  if (cache == NULL)
    return;
  forget_run(cache);
  for (guint i = 0; i < G_N_ELEMENTS(cache->texts); i++)
    gantry_text_free(cache->texts[i]);
  gantry_packed_arrows_clear(&cache->arrows);
  gantry_mark_index_free(cache->marks);
  g_hash_table_unref(cache->inks);
  g_hash_table_unref(cache->kept);
  g_hash_table_unref(cache->group_sums);
  g_free(cache->lanes_glob);
  gantry_lane_arrangement_unref(cache->arrangement);
  g_free(cache);
}

/* Whether the view shows the same rows as the last one. */
static bool
shows_same (GantryChartCache *cache, const GantryView *view)
{
  const bool shown[3] = {view->show_counters, view->show_cores, view->show_things};
  bool same = g_strcmp0(cache->lanes_glob, view->lanes_glob) == 0 &&
              cache->arrangement == view->arrangement && memcmp(shown, cache->shown, sizeof shown) == 0;
  if (same)
    return true;
  memcpy(cache->shown, shown, sizeof shown);
  g_free(cache->lanes_glob);
  cache->lanes_glob = g_strdup(view->lanes_glob);
  gantry_lane_arrangement_unref(cache->arrangement);
  cache->arrangement = gantry_lane_arrangement_ref(view->arrangement);
  g_hash_table_remove_all(cache->group_sums);
  cache->states = (GantryStatesSoFar){0};
  return false;
}

void
gantry_chart_cache_begin (GantryChartCache *cache, const GantryTimeline *timeline, const GantryView *view)
{
  uint64_t revision = gantry_timeline_get_revision(timeline);
  if (cache->timeline != timeline) {
    forget_run(cache);
    cache->timeline = gantry_timeline_ref((GantryTimeline *)timeline);
  }
  if (!shows_same(cache, view))
    forget_state(cache);
  else if (cache->revision != revision)
    forget_what_changed(cache, timeline);
  cache->revision = revision;
}

GantryText *
gantry_chart_cache_text (GantryChartCache *cache, int which, const GantryView *view,
                         const GantryRowHeights *heights)
{
  bool same;
  cache->texts[which] = gantry_text_renew(cache->texts[which], view, heights, &same);
  if (!same && which == 0)
    cache->numbers[GANTRY_CACHED_NAMES_WIDTH].is_set = cache->numbers[GANTRY_CACHED_LANE_NAMES_WIDTH].is_set =
        false;
  return cache->texts[which];
}

GPtrArray *
gantry_chart_cache_groups (GantryChartCache *cache, const GantryTimeline *timeline, const GantryView *view,
                           uint32_t *n_hidden)
{
  if (cache->groups == NULL) {
    cache->n_lanes = gantry_timeline_get_n_lanes(timeline);
    cache->groups = gantry_lane_groups_new(timeline, view, &cache->n_hidden);
  }
  *n_hidden = cache->n_hidden;
  return cache->groups;
}

GPtrArray *
gantry_chart_cache_thing_groups (GantryChartCache *cache, const GantryTimeline *timeline)
{
  uint32_t n_things = gantry_timeline_get_n_things(timeline);
  if (cache->thing_groups != NULL && cache->n_things != n_things)
    g_clear_pointer(&cache->thing_groups, g_ptr_array_unref);
  if (cache->thing_groups == NULL)
    cache->thing_groups = gantry_thing_groups_new(timeline);
  cache->n_things = n_things;
  return cache->thing_groups;
}

bool
gantry_chart_cache_get (const GantryChartCache *cache, GantryCached key, double *value)
{
  if (cache->numbers[key].is_set)
    *value = cache->numbers[key].value;
  return cache->numbers[key].is_set;
}

void
gantry_chart_cache_set (GantryChartCache *cache, GantryCached key, double value)
{
  cache->numbers[key].value = value;
  cache->numbers[key].is_set = true;
}

GantryStatesSoFar *
gantry_chart_cache_states_so_far (GantryChartCache *cache)
{
  return &cache->states;
}

const char *
gantry_chart_cache_get_caption (const GantryChartCache *cache, GantryCaption which)
{
  return cache->captions[which];
}

const char *
gantry_chart_cache_set_caption (GantryChartCache *cache, GantryCaption which, char *text)
{
  g_free(cache->captions[which]);
  cache->captions[which] = text;
  return text;
}

struct GantryInkSums *
gantry_chart_cache_inks (GantryChartCache *cache, gconstpointer shown)
{
  GantryInkSums *inks = g_hash_table_lookup(cache->inks, shown);
  if (inks == NULL) {
    inks = gantry_ink_sums_new();
    g_hash_table_insert(cache->inks, (gpointer)shown, inks);
  }
  return inks;
}

/* No row is in sight of the next frame yet. */
static gboolean
end_row (gpointer shown, gpointer data, gpointer user_data)
{
  KeptRow *row = data;
  bool was_in_sight = row->in_sight;
  row->in_sight = false;
  return !was_in_sight;
}

void
gantry_chart_cache_end_rows (GantryChartCache *cache)
{
  g_hash_table_foreach_remove(cache->kept, end_row, NULL);
  cache->n_kept = 0;
}

struct GantryKeptColumns *
gantry_chart_cache_kept_columns (GantryChartCache *cache, gconstpointer shown, int n_columns)
{
  if (cache->n_kept > MOST_KEPT - n_columns)
    return NULL;
  KeptRow *row = g_hash_table_lookup(cache->kept, shown);
  if (row == NULL) {
    row = g_new0(KeptRow, 1);
    row->columns = gantry_kept_columns_new();
    g_hash_table_insert(cache->kept, (gpointer)shown, row);
  } else if (row->in_sight) {
    return NULL;
  }
  row->in_sight = true;
  cache->n_kept += n_columns;
  return row->columns;
}

struct GantryGroupSums *
gantry_chart_cache_group_sums (GantryChartCache *cache, GantryGroupKey group)
{
  gint64 key = (gint64)group;
  GantryGroupSums *sums = g_hash_table_lookup(cache->group_sums, &key);
  if (sums == NULL) {
    sums = gantry_group_sums_new();
    g_hash_table_insert(cache->group_sums, g_memdup2(&key, sizeof key), sums);
  }
  return sums;
}

void
gantry_chart_cache_set_ready (GantryChartCache *cache, void (*ready)(gpointer), gpointer user_data)
{
  cache->ready = ready;
  cache->user_data = user_data;
}

bool
gantry_chart_cache_get_ready (const GantryChartCache *cache, void (**ready)(gpointer), gpointer *user_data)
{
  *ready = cache->ready;
  *user_data = cache->user_data;
  return cache->ready != NULL;
}

const GantryMarkIndex *
gantry_chart_cache_marks (GantryChartCache *cache, const GantryTimeline *timeline)
{
  gantry_mark_index_follow(cache->marks, timeline);
  return cache->marks;
}

const GantryPackedArrows *
gantry_chart_cache_arrows_of (GantryChartCache *cache, const GantryTimeline *timeline, uint32_t lane_id)
{
  size_t count = gantry_timeline_get_n_arrows(timeline);
  if (cache->arrows_lane != lane_id) {
    gantry_packed_arrows_clear(&cache->arrows);
    cache->arrows_seen = 0;
    cache->arrows_lane = lane_id;
  }
  for (; cache->arrows_seen < count; cache->arrows_seen++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, cache->arrows_seen);
    if (arrow.from_lane == lane_id || arrow.to_lane == lane_id)
      gantry_packed_arrows_append(&cache->arrows, &arrow);
  }
  return &cache->arrows;
}

const GArray *
gantry_chart_cache_deadlock (GantryChartCache *cache, const GantryTimeline *timeline)
{
  size_t count = gantry_timeline_get_n_deadlock_waits(timeline);
  if (cache->deadlock != NULL && cache->deadlock_seen == count)
    return cache->deadlock;
  g_clear_pointer(&cache->deadlock, g_array_unref);
  cache->deadlock = gantry_deadlock_arrows_new(timeline);
  cache->deadlock_seen = count;
  return cache->deadlock;
}
