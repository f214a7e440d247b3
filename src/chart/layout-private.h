/* The layout's parts: sizes, headings with their lanes, and the lines of text around the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/text-private.h"

/* Sizes in pixels at text scale 1. */
#define GANTRY_MARGIN 8.0   /* around panels */
#define GANTRY_PADDING 12.0 /* inside them */
#define GANTRY_CHIP_WIDTH 6.0
#define GANTRY_SWATCH_WIDTH 24.0
#define GANTRY_RULER_HEIGHT 32.0
#define GANTRY_BOOKMARKS_HEIGHT 17.0 /* of their band above the ruler, where there are any */

/* A heading and the lanes below it, by index. */
typedef struct {
  GantryGroupKey key;
  bool folded;
  bool is_settled; /* its heading will not change while no lane is added */
  char *text;
  GArray *lanes; /* uint32_t */
} GantryLaneGroup;

/* The same of shared things. */
typedef struct {
  GantryGroupKey key;
  char *text;
  GArray *things; /* uint32_t */
} GantryThingGroup;

/* How many rows of each kind scroll. */
typedef struct {
  uint32_t n_headings, n_cores, n_lanes, n_things; /* lanes: rows, of a folded group one */
  uint32_t n_pinned;                               /* of the lanes */
  uint32_t all_cores;                              /* folded ones too */
} GantryContent;

/* Sets the layout's groups and its numbers of lanes, too. */
void gantry_content_count (GantryContent *content, GantryLayout *layout, const GantryTimeline *timeline);
double gantry_content_height (const GantryContent *content, const GantryView *view,
                              const GantryRowHeights *heights);
/* The next row, at `*y`, which is moved on. */
GantryRow *gantry_layout_add_row (GantryLayout *layout, GantryRowKind kind, double *y, double height);
/* Adds the rows, of the layout's heights, between its top and bottom of lanes. */
void gantry_content_place (const GantryContent *content, GantryLayout *layout,
                           const GantryTimeline *timeline);

void gantry_lane_group_free (GantryLaneGroup *group);
/* All lanes that the view shows, in groups by what carries them: threads, processes, the loops with their
 * tasks. Groups stand in the order of their first lane, lanes in that of their creation, except that a loop
 * stands above its tasks; unless the view's arrangement has them otherwise. Pinned lanes are a group of their
 * own above all others. `n_hidden`: set to how many the arrangement hides. Array of GantryLaneGroup*. */
GPtrArray *gantry_lane_groups_new (const GantryTimeline *timeline, const GantryView *view,
                                   uint32_t *n_hidden);

/* All shared things, each in one group; the first is of all that have none of their own, and may be empty.
 * Array of GantryThingGroup*. */
GPtrArray *gantry_thing_groups_new (const GantryTimeline *timeline);
/* What a thing is called below the heading of that group, which may say a part of its name. Owned by the
 * thing. */
const char *gantry_thing_name_below (const GantryThing *thing, GantryGroupKey group);

/* Captions: newly allocated, "" where there is nothing to say. */
char *gantry_caption_title (const GantryTimeline *timeline);
char *gantry_caption_footer (const GantryLayout *layout, const GantryTimeline *timeline);
/* Owned by the layout. */
const char *gantry_caption_subtitle (const GantryLayout *layout, const GantryTimeline *timeline);

/* The name column's second line of a shared thing: "queue, 3". Newly allocated. */
char *gantry_caption_thing (const GantryTimeline *timeline, const GantryThing *thing);
/* What the area of tasks on a processor is called; not to be freed. Where only slices are told, they may
 * wait. */
const char *gantry_caption_on_cpu (const GantryTimeline *timeline);
/* "core 0". Newly allocated. */
char *gantry_caption_core (const GantryTimeline *timeline, uint32_t index);

/* Where each entry stands; returns the height of the whole legend. */
double gantry_legend_place (GantryLayout *layout, GantryText *text, double width);

/* More arrows than these tell nothing any more: then none is drawn, and the notes say so. */
#define GANTRY_MOST_ARROWS 200
/* Of a deadlock's arrows so many are drawn, those of the cycle first. */
#define GANTRY_MOST_DEADLOCK_ARROWS 24
/* Sets the layout's arrows. */
void gantry_layout_find_arrows (GantryLayout *layout, const GantryTimeline *timeline);

/* Makes a view drawable: sizes and times within bounds, `to` behind `from`. */
void gantry_view_mend (GantryView *view);
/* Nanoseconds from where a view begins (`from`) to a time. Whole numbers are subtracted first: years from the
 * start, a double knows no single nanoseconds. A time that never comes is moved to twice as far as any view
 * reaches, so that nothing overflows. */
static inline double
gantry_view_since (int64_t from, int64_t time)
{
  const int64_t farthest = INT64_C(1) << 62;
  return (double)(CLAMP(time, -farthest, farthest) - from);
}
