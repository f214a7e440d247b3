/* What is to be seen, and where each row of the chart stands. One layout serves the screen, the pictures and
 * the printer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/lane-arrangement.h"
#include "chart/words.h"
#include "timeline/prediction.h"
#include "timeline/timeline.h"

typedef enum {
  GANTRY_ARROWS_SELECTED,
  GANTRY_ARROWS_ALL,
  GANTRY_ARROWS_NONE,
} GantryArrows;

/* How high the rows of lanes, cores and things are. */
typedef enum {
  GANTRY_DENSITY_NORMAL,
  GANTRY_DENSITY_COMPACT,
  GANTRY_DENSITY_LARGE,
  GANTRY_N_DENSITIES,
} GantryDensity;

/* The legend's entry for the arrows of a deadlock, in a bit set of GantryLegend. It is no state, and cannot
 * be dimmed. */
#define GANTRY_LEGEND_DEADLOCK (1u << GANTRY_N_LEGEND)
/* The same for the critical path. */
#define GANTRY_LEGEND_PATH (1u << (GANTRY_N_LEGEND + 1))
/* And what is known of the run for the entries' words (GantryWordsOf), which is no entry. */
#define GANTRY_LEGEND_OF_WORDS(run) ((unsigned)(run) << (GANTRY_N_LEGEND + 2))
#define GANTRY_LEGEND_WORDS GANTRY_LEGEND_OF_WORDS(GANTRY_WORDS_OF_ALL)

/* What is to be seen; plain data, copied about freely. */
typedef struct {
  int64_t from;         /* ns at the plot's left edge; may be negative */
  int64_t to;           /* ns at its right edge; > from */
  double width, height; /* of the whole chart, logical pixels */
  double scroll;        /* pixels that the lanes are scrolled down by */
  double text_scale;    /* 1.0: 11 point text */
  GantryThemeId theme;
  GantryVocabulary vocabulary; /* of the states' names */
  GantryArrows arrows;
  uint32_t selected_lane; /* lane id or GANTRY_NO_LANE */
  unsigned dimmed;        /* bit set of GantryLegend that are dimmed */
  int64_t
      selected_start; /* the interval of that lane which holds this moment is chosen; GANTRY_NO_TIME: none */
  int64_t selection_from, selection_to; /* a chosen range, both GANTRY_NO_TIME: none */
  int64_t cursor;                       /* a line at this moment, GANTRY_NO_TIME: none */
  bool show_critical_path;              /* of a finished run */
  bool show_title, show_legend, show_footer, show_cores, show_counters, show_things;
  bool squeeze;       /* where the rows do not fit they get lower, down to 14 pixels, before they are cut;
                         else they keep their height and scroll */
  double pixel_ratio; /* device pixels for each of these that drawing is placed on; 0: the target's own */
  bool without_text;  /* shapes alone, placed as if all fonts were alike: the same pixels on any machine */
  double least_plot_left;  /* the names get at least so much room, pixels from the left: charts that stand one
                              below the other agree in it. 0: what they need */
  unsigned legend_also;    /* bit set of GantryLegend, GANTRY_LEGEND_DEADLOCK, _PATH and _OF_WORDS(), that
                              the legend tells besides those that occur */
  const char *title;       /* in place of the run's own, NULL: that. Borrowed */
  const char *lanes_glob;  /* only lanes whose name matches, NULL: all. Borrowed */
  const char *font_family; /* a list as Pango has it, NULL: the interface's. Borrowed */

  const GantryPrediction *prediction;       /* drawn as outlines under the lanes, NULL: none. Borrowed */
  const GantryLaneArrangement *arrangement; /* of the lanes, NULL: none. Borrowed */
  bool show_handles; /* triangles at the headings, to fold and unfold by; a folded one has it anyhow */
  GantryDensity density;
} GantryView;

/* Everything shown, 1100 x 700, light, squeezed where it does not fit. The range is 0 to 1 s: see
 * gantry_view_fit(). */
void gantry_view_init (GantryView *view);
/* Range of the view that shows the whole run with a little room at both sides. */
void gantry_view_fit (GantryView *view, const GantryTimeline *timeline);

typedef enum {
  GANTRY_ROW_TITLE,
  GANTRY_ROW_COUNTERS,
  GANTRY_ROW_RULER,
  GANTRY_ROW_HEADING, /* text: "Cores", "Threads · process 4711", "Shared", "thread time (67)" */
  GANTRY_ROW_CORE,    /* index: of the core */
  GANTRY_ROW_LANE,    /* index: of the lane */
  GANTRY_ROW_GROUP,   /* all lanes of a folded group in one; group: which */
  GANTRY_ROW_THING,   /* index: of the thing */
  GANTRY_ROW_LEGEND,
  GANTRY_ROW_FOOTER,
} GantryRowKind;

typedef struct {
  GantryRowKind kind;
  uint32_t index;
  double y, height;     /* pixels from the chart's top, scrolling applied */
  GantryGroupKey group; /* of all rows that scroll: below which heading; GANTRY_NO_GROUP: others */
  char *text;           /* headings only, owned by the layout */
} GantryRow;

typedef struct {
  double x, y, width, height;
} GantryBox;

/* Of the rows that scroll. */
typedef struct {
  double heading, core, lane, thing;
} GantryRowHeights;

typedef struct {
  GantryView view;                /* with what could not be drawn (no width, a scroll too far) mended */
  GArray *rows;                   /* GantryRow, from the top */
  guint first_content, n_content; /* which of the rows scroll */
  double plot_left, plot_right;   /* x of the time axis' ends */
  double panel_left, panel_right; /* x of the ends of panels and rows */
  double lanes_top, lanes_bottom; /* the part that scrolls */
  double content_height;          /* of what scrolls; scroll is at most this minus the part's height */
  double font_size;               /* pixels */
  GantryRowHeights heights;       /* squeezed or not */
  unsigned legend_present;        /* bit set of the GantryLegend that occur, GANTRY_LEGEND_DEADLOCK, … */
  GantryBox legend_boxes[GANTRY_N_LEGEND]; /* from the legend row's top left; width 0: not shown */
  GantryBox deadlock_box,
      path_box;            /* the legend's entries for a deadlock and the critical path, in the same way */
  double pinned_bottom;    /* what is above it stays where it is while the rest scrolls; lanes_top: nothing */
  guint n_pinned;          /* rows of the content that stay, from its first */
  uint32_t lanes_shown;    /* in all, folded ones too */
  uint32_t lanes_cut;      /* rows of lanes out of sight above or below, */
  uint32_t things_cut;     /* and of shared things */
  uint32_t lanes_hidden;   /* by the arrangement: hidden ones, and those that the filter keeps back */
  const GPtrArray *groups; /* of the lanes; of the cache */
  const GPtrArray *thing_groups;  /* the same of the shared things; NULL: they are not shown */
  GArray *row_of_lane;            /* uint32_t by lane id: row's index + 1, 0: none */
  GArray *arrows;                 /* GantryArrow: those to be drawn, none where there are too many */
  size_t n_arrows;                /* those that the view asks for and that can be seen */
  struct GantryChartCache *cache; /* what the next frame goes on with */
} GantryLayout;

/* Free with gantry_layout_free(). Any one thread. `view` is copied; its strings must outlive the layout. */
GantryLayout *gantry_layout_new (const GantryTimeline *timeline, const GantryView *view);
/* The same, with what still holds of `old`, which is freed (nullable): for frame after frame. */
GantryLayout *gantry_layout_renew (GantryLayout *old, const GantryTimeline *timeline, const GantryView *view);
/* From now on what would take long for a frame is made on another thread, for this layout and those that it
 * is renewed to; `ready` is called by the default main context when it is there, to draw again. */
void gantry_layout_set_ready (GantryLayout *layout, void (*ready)(gpointer), gpointer user_data);
void gantry_layout_free (GantryLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryLayout, gantry_layout_free)

/* Height that shows all rows without scrolling, pixels. */
double gantry_layout_natural_height (const GantryTimeline *timeline, const GantryView *view);

double gantry_layout_x (const GantryLayout *layout, int64_t time);
int64_t gantry_layout_time (const GantryLayout *layout, double x);
const GantryRow *gantry_layout_row_at (const GantryLayout *layout, double y);
/* What its legend says of that: the words of all runs that stand together. Static, translated. */
const char *gantry_layout_legend_label (const GantryLayout *layout, GantryLegend legend);
/* The row of a lane, of a folded group's lane that of the group; NULL if it is not shown. It may be scrolled
 * out of sight. */
const GantryRow *gantry_layout_find_lane (const GantryLayout *layout, uint32_t lane_id);

/* What the picture leaves out and why, as one line: "… 37 more lanes · 612 arrows: zoom in or select a lane
 * to see them". Translated, newly allocated; "" where nothing is left out. The footer says it too. */
char *gantry_layout_notes (const GantryLayout *layout, const GantryTimeline *timeline);

/* A task's own colour: of its chip, in the cores and in what it holds. */
GantryColor gantry_lane_color (const GantryTheme *theme, const GantryTimeline *timeline, uint32_t lane_id);

/* What is at a point. */
typedef struct {
  const GantryRow *row; /* NULL: nothing */
  int64_t time;
  bool in_plot;  /* right of the names */
  uint32_t lane; /* lane id or GANTRY_NO_LANE */
  bool has_interval;
  GantryInterval interval;
  int legend;                  /* GantryLegend or -1 */
  const GantryMark *mark;      /* close to the pointer, or NULL */
  const GantryLoss *loss;      /* events were lost there, or NULL */
  int64_t resolution;          /* ns that one pixel stands for */
  GantryVocabulary vocabulary; /* the view's */

  /* Of a folded group: how many lanes, and how many of them are in such a state then. */
  uint32_t n_lanes;
  uint32_t in_legend[GANTRY_N_LEGEND];
} GantryHit;

void gantry_layout_hit (const GantryLayout *layout, const GantryTimeline *timeline, double x, double y,
                        GantryHit *hit);
/* One line about it, translated, newly allocated: "cook 2 · waits for the lock “kitchen” · 72.0 – 100.0 ms
 * · 28.0 ms · held by cook 1 · line 12"; "" where there is nothing to say. */
char *gantry_hit_describe (const GantryHit *hit, const GantryTimeline *timeline);
