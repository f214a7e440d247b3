/* What the parts of the chart view share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/history.h"
#include "timeline/walk.h"
#include "ui/chart-view.h"

#define GANTRY_ZOOM_STEP 1.25
#define GANTRY_PAN_STEP 0.25 /* of the width */

/* What the pointer that is held down does. */
typedef enum { GANTRY_DRAG_PAN, GANTRY_DRAG_RANGE, GANTRY_DRAG_PLAYHEAD, GANTRY_DRAG_LANE } GantryDragKind;

typedef struct {
  GantryDragKind kind;
  bool moved;
  bool is_held; /* a range is being chosen: what is told is of it */
  unsigned burst;
  double x, y; /* where it began */
  double scroll;
  int64_t from, to; /* the range shown then */
  uint32_t lane;    /* that is moved */
  int64_t anchor;   /* the end of the chosen range that stays */
} GantryDrag;

/* A movement that goes on by itself: to a range that is chosen already, or as a touchpad let go of it. */
typedef struct {
  guint tick;
  bool is_gliding;
  int64_t from, to;              /* shown as it began */
  gint64 began;                  /* microseconds of the frame clock */
  double velocity_x, velocity_y; /* logical pixels a second */
  gint64 stepped;
} GantryMotion;

struct _GantryChartView {
  GtkWidget parent_instance;
  GantryTimeline *timeline;
  GantryView view;
  GantryLayout *layout; /* of the last frame */
  bool live;
  bool following;
  bool navigated;       /* somebody moved about in this run */
  int64_t clock_offset; /* frame clock minus run's clock, ns; the least that was seen */
  bool has_offset;
  guint tick;
  uint64_t drawn_revision;
  double pointer_x, pointer_y; /* < 0: outside */
  double moved_x, moved_y;     /* where it was last */
  bool by_keys;                /* moved about since: what is told is of the keys: */
  char *told;
  bool tells_interval; /* that which is chosen */
  GantryDrag drag;
  GantryMotion motion;
  bool is_pinching;
  int64_t pinch_span, pinch_anchor;
  GdkModifierType scroll_state; /* of a touchpad's gesture: what it began as */
  bool is_scrolling;
  GtkWidget *popover;        /* an entry that is open, or NULL */
  GtkWidget *menu;           /* of a lane, once it was opened */
  GantryGroupKey menu_group; /* that it is about, or GANTRY_NO_GROUP */
  GantryHistory *history;
  unsigned burst; /* what goes on now, of the bursts in history.h */
  unsigned n_gestures;
  guint kept; /* the place was pushed in this turn of the loop */
  bool is_restoring;
  GantryCauses *causes; /* of the timeline, once they were asked for */
  bool finds_causes;    /* on another thread */
  int64_t range_anchor; /* the end that keys do not move; GANTRY_NO_TIME: none */
};

void gantry_chart_view_set_range (GantryChartView *self, int64_t from, int64_t to);
/* Around the moment that now stands at `share` of the width: `span` is what is shown then. */
void gantry_chart_view_zoom_to (GantryChartView *self, double span, int64_t anchor, double share);
void gantry_chart_view_update_hover (GantryChartView *self);
/* Says something where the words about the pointer stand. */
void gantry_chart_view_tell (GantryChartView *self, const char *text);

/* chart-history.c */

/* To be called before the range is changed by a person: it can be undone, and following ends. */
void gantry_chart_view_remember (GantryChartView *self);
/* To be called before anything of the place is changed. What is changed in one turn of the loop, or one burst
 * (`burst`), is one step. */
void gantry_chart_view_keep_place (GantryChartView *self);
void gantry_chart_view_forget_places (GantryChartView *self);
/* The burst of a gesture that begins: all of it will be one step. */
unsigned gantry_chart_view_new_gesture (GantryChartView *self);

/* chart-motion.c */

/* To be called before the range is changed: the eye is led to the new one, unless animations are off. */
void gantry_chart_view_glide (GantryChartView *self);
/* The range to be drawn now. */
void gantry_chart_view_get_drawn_range (GantryChartView *self, int64_t *from, int64_t *to);
/* Goes on at that speed, slower and slower; logical pixels a second. */
void gantry_chart_view_coast (GantryChartView *self, double velocity_x, double velocity_y);
void gantry_chart_view_stop_motion (GantryChartView *self);

/* lane-arranging.c */

void gantry_chart_view_class_add_lane_actions (GtkWidgetClass *class);
/* Takes the arrangement; it is no step that can be undone. */
void gantry_chart_view_set_arrangement (GantryChartView *self, GantryLaneArrangement *arrangement);
/* Folds a group, or unfolds it. */
void gantry_chart_view_fold (GantryChartView *self, GantryGroupKey group);
/* TRUE: the pointer is on a lane's name, and will move it. */
bool gantry_chart_view_begin_lane_drag (GantryChartView *self, double x, double y);
void gantry_chart_view_drag_lane (GantryChartView *self, double y);
/* lane-menu.c */
void gantry_chart_view_add_lane_menu (GantryChartView *self);
/* At a point; x < 0: of the selected lane. */
void gantry_chart_view_open_lane_menu (GantryChartView *self, double x, double y);
/* lane-keys.c */
bool gantry_chart_view_lane_key (GantryChartView *self, guint keyval, GdkModifierType state);

/* chart-scroll.c */
void gantry_chart_view_add_scrolling (GantryChartView *self);
/* By pixels to the right and down. */
void gantry_chart_view_move (GantryChartView *self, double dx, double dy);
/* chart-drag.c */
void gantry_chart_view_add_drag (GantryChartView *self);
/* chart-keys.c */
void gantry_chart_view_add_keys (GantryChartView *self);
/* chart-input.c */
void gantry_chart_view_add_controllers (GantryChartView *self);
