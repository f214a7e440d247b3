/* What is to be seen, and where each row of the chart stands. One layout serves the screen, the pictures and
 * the printer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/theme.h"
#include "timeline/timeline.h"

typedef enum {
  GANTRY_ARROWS_SELECTED,
  GANTRY_ARROWS_ALL,
  GANTRY_ARROWS_NONE,
} GantryArrows;

/* What is to be seen; plain data, copied about freely. */
typedef struct {
  int64_t from;         /* ns at the plot's left edge; may be negative */
  int64_t to;           /* ns at its right edge; > from */
  double width, height; /* of the whole chart, logical pixels */
  double scroll;        /* pixels that the lanes are scrolled down by */
  double text_scale;    /* 1.0: 11 point text */
  GantryThemeId theme;
  GantryArrows arrows;
  uint32_t selected_lane; /* lane id or GANTRY_NO_LANE */
  unsigned dimmed;        /* bit set of GantryLegend that are dimmed */
  int64_t cursor;         /* a line at this moment, GANTRY_NO_TIME: none */
  bool show_title, show_legend, show_footer, show_cores, show_counters, show_things;
  const char *lanes_glob; /* only lanes whose name matches, NULL: all. Borrowed */
} GantryView;

/* Everything shown, 1100 x 700, light, the whole of the run. */
void gantry_view_init (GantryView *view);
/* Range of the view that shows the whole run with a little room at both sides. */
void gantry_view_fit (GantryView *view, const GantryTimeline *timeline);

typedef enum {
  GANTRY_ROW_TITLE,
  GANTRY_ROW_COUNTERS,
  GANTRY_ROW_RULER,
  GANTRY_ROW_HEADING, /* text: "Cores", "Threads · process 4711", "Shared" */
  GANTRY_ROW_CORE,    /* index: of the core */
  GANTRY_ROW_LANE,    /* index: of the lane */
  GANTRY_ROW_THING,   /* index: of the thing */
  GANTRY_ROW_LEGEND,
  GANTRY_ROW_FOOTER,
} GantryRowKind;

typedef struct {
  GantryRowKind kind;
  uint32_t index;
  double y, height; /* pixels from the chart's top, scrolling applied */
  char *text;       /* headings only, owned by the layout */
} GantryRow;

typedef struct {
  GantryView view;
  GArray *rows;                   /* GantryRow */
  double plot_left, plot_right;   /* x of the time axis' ends */
  double lanes_top, lanes_bottom; /* the part that scrolls */
  double content_height;          /* of what scrolls; scroll is at most this minus the part's height */
  double font_size;               /* pixels */
  unsigned legend_present;        /* bit set of the GantryLegend that occur */
} GantryLayout;

/* `previous` (nullable) is reused where it can be; free with gantry_layout_free(). Any one thread. */
GantryLayout *gantry_layout_new (const GantryTimeline *timeline, const GantryView *view);
void gantry_layout_free (GantryLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryLayout, gantry_layout_free)

/* Height that shows all rows without scrolling, pixels. */
double gantry_layout_natural_height (const GantryTimeline *timeline, const GantryView *view);

double gantry_layout_x (const GantryLayout *layout, int64_t time);
int64_t gantry_layout_time (const GantryLayout *layout, double x);
const GantryRow *gantry_layout_row_at (const GantryLayout *layout, double y);

/* What is at a point. */
typedef struct {
  const GantryRow *row; /* NULL: nothing */
  int64_t time;
  bool in_plot;  /* right of the names */
  uint32_t lane; /* lane id or GANTRY_NO_LANE */
  bool has_interval;
  GantryInterval interval;
  int legend; /* GantryLegend or -1 */
} GantryHit;

void gantry_layout_hit (const GantryLayout *layout, const GantryTimeline *timeline, double x, double y,
                        GantryHit *hit);
/* One line about it, translated, newly allocated: "cook 2 · waits for the lock “kitchen” · 72.0 – 100.0 ms
 * · 28.0 ms · held by cook 1 · line 12"; "" where there is nothing to say. */
char *gantry_hit_describe (const GantryHit *hit, const GantryTimeline *timeline);
