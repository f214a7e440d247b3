/* What one frame of a chart leaves to the next: all that depends on the run and not on where one looks.
 *
 * A layout owns one and hands it on when it is renewed. What grows with the run is kept up by what was added
 * since; the rest holds until the run changes. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/cache-marks.h"
#include "chart/text-private.h"
#include "timeline/packed-arrows.h"

typedef struct GantryChartCache GantryChartCache;

GantryChartCache *gantry_chart_cache_new (void);
void gantry_chart_cache_free (GantryChartCache *cache);

/* Before a frame: forgets what is of another run, or of an earlier state of it. */
void gantry_chart_cache_begin (GantryChartCache *cache, const GantryTimeline *timeline,
                               const GantryView *view);

/* Letters for rows of such heights: of the layout (0), which are not squeezed, or the painter (1). */
GantryText *gantry_chart_cache_text (GantryChartCache *cache, int which, const GantryView *view,
                                     const GantryRowHeights *heights);

/* As gantry_lane_groups_new(), owned by the cache. `n_hidden`: lanes that the arrangement hides. */
GPtrArray *gantry_chart_cache_groups (GantryChartCache *cache, const GantryTimeline *timeline,
                                      const GantryView *view, uint32_t *n_hidden);

/* As gantry_thing_groups_new(), owned by the cache. */
GPtrArray *gantry_chart_cache_thing_groups (GantryChartCache *cache, const GantryTimeline *timeline);

/* A number that was computed from the run and these letters: kept with `key`, of the few that there are. */
typedef enum {
  GANTRY_CACHED_LANE_NAMES_WIDTH, /* holds as long as there are the same lanes */
  GANTRY_CACHED_NAMES_WIDTH,
  GANTRY_CACHED_PRESENT_STATES,
  GANTRY_N_CACHED
} GantryCached;
bool gantry_chart_cache_get (const GantryChartCache *cache, GantryCached key, double *value);
void gantry_chart_cache_set (GantryChartCache *cache, GantryCached key, double value);

/* The states that were found so far in lanes of a run that goes on, and which of the lanes shown is to be
 * looked at next. */
typedef struct {
  unsigned present; /* bit set of GantryLegend */
  guint next;
} GantryStatesSoFar;
GantryStatesSoFar *gantry_chart_cache_states_so_far (GantryChartCache *cache);

/* Captions, by the place where they stand; NULL where there is none yet. `text` is taken. */
typedef enum { GANTRY_CAPTION_SUBTITLE, GANTRY_CAPTION_FOOTER, GANTRY_N_CAPTIONS } GantryCaption;
const char *gantry_chart_cache_get_caption (const GantryChartCache *cache, GantryCaption which);
const char *gantry_chart_cache_set_caption (GantryChartCache *cache, GantryCaption which, char *text);

/* The sums of a row in tasks' colours, by what the row shows (a lane or thing of the run). */
struct GantryInkSums *gantry_chart_cache_inks (GantryChartCache *cache, gconstpointer shown);

/* The columns of a row that was drawn in the frame before, by what the row shows, which has `n_columns` now;
 * NULL: a row of this frame has them already, or there are more than a window shows. */
struct GantryKeptColumns *gantry_chart_cache_kept_columns (GantryChartCache *cache, gconstpointer shown,
                                                           int n_columns);

/* Ends a frame: forgets the columns of rows that were not in sight in it. */
void gantry_chart_cache_end_rows (GantryChartCache *cache);

/* The sums of a folded group; forgotten when other lanes are shown. */
struct GantryGroupSums *gantry_chart_cache_group_sums (GantryChartCache *cache, GantryGroupKey group);
/* Who is told when sums that were made in the background are there, and draws again; NULL: nothing is made in
 * the background. */
void gantry_chart_cache_set_ready (GantryChartCache *cache, void (*ready)(gpointer), gpointer user_data);
bool gantry_chart_cache_get_ready (const GantryChartCache *cache, void (**ready)(gpointer),
                                   gpointer *user_data);

/* With all marks and spans that there are. */
const GantryMarkIndex *gantry_chart_cache_marks (GantryChartCache *cache, const GantryTimeline *timeline);

/* As gantry_deadlock_arrows_new(), owned by the cache: there may be a million. */
const GArray *gantry_chart_cache_deadlock (GantryChartCache *cache, const GantryTimeline *timeline);

/* The arrows that touch a lane. */
const GantryPackedArrows *gantry_chart_cache_arrows_of (GantryChartCache *cache,
                                                        const GantryTimeline *timeline, uint32_t lane_id);
