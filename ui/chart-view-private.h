/* What the parts of the chart view share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

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
  double drag_scroll;
  int64_t drag_from, drag_to;
  bool dragged;
  int64_t pinch_from, pinch_to;
  GArray *undo, *redo; /* Range */
};

/* To be called before the range is changed by a person. */
void gantry_chart_view_remember (GantryChartView *self);
void gantry_chart_view_set_range (GantryChartView *self, int64_t from, int64_t to);
void gantry_chart_view_update_hover (GantryChartView *self);
/* chart-input.c */
void gantry_chart_view_add_controllers (GantryChartView *self);
