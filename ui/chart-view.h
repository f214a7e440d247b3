/* The chart as a widget: draws a timeline by the one painter, follows a live run, and is moved about in by
 * pointer and keys.
 *
 * Signals: "hover" (string: one line about what is under the pointer, "" for nothing), "selected" (uint: lane
 * id or GANTRY_NO_LANE), "follow-changed" (boolean); without arguments "interval-selected", "range-selected",
 * "playhead-changed", "marks-changed", and "view-changed" when the range or the scroll changed; "run-left"
 * (pointer: the GantryTimeline) before another run takes its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_CHART_VIEW (gantry_chart_view_get_type())
G_DECLARE_FINAL_TYPE(GantryChartView, gantry_chart_view, GANTRY, CHART_VIEW, GtkWidget)

GtkWidget *gantry_chart_view_new (void);
/* Shows another run (nullable). `live`: it is going on, and is followed. */
void gantry_chart_view_set_timeline (GantryChartView *self, GantryTimeline *timeline, bool live);
GantryTimeline *gantry_chart_view_get_timeline (GantryChartView *self);
/* The run has ended: following ends, and the whole is shown if nobody has moved about meanwhile. */
void gantry_chart_view_set_ended (GantryChartView *self);
/* What is shown now, as the painter gets it. */
void gantry_chart_view_get_view (GantryChartView *self, GantryView *view);
/* The moment that is looked at: the playhead's, else the begin of the interval that was walked to by keys,
 * else that under the pointer, else the newest. */
int64_t gantry_chart_view_get_moment (GantryChartView *self);

/* Whether what "hover" tells is of the pointer, not of the keys or of the program. */
bool gantry_chart_view_is_pointed_at (GantryChartView *self);

bool gantry_chart_view_is_following (GantryChartView *self);
/* Takes up (or lets go of) the newest moment, at the same zoom. */
void gantry_chart_view_set_following (GantryChartView *self, bool following);
void gantry_chart_view_fit (GantryChartView *self);
/* factor > 1: closer. The moment at `x` stays where it is; x < 0: at the pointer, or the middle. */
void gantry_chart_view_zoom (GantryChartView *self, double factor, double x);
/* By parts of the width shown; positive: later. */
void gantry_chart_view_pan (GantryChartView *self, double parts);
void gantry_chart_view_scroll (GantryChartView *self, double pixels);
void gantry_chart_view_show_range (GantryChartView *self, int64_t from, int64_t to);
void gantry_chart_view_undo (GantryChartView *self);
void gantry_chart_view_redo (GantryChartView *self);
/* Another lane; no interval of it is chosen. */
void gantry_chart_view_select (GantryChartView *self, uint32_t lane);
/* An interval, with its lane. */
void gantry_chart_view_select_interval (GantryChartView *self, uint32_t lane, size_t index);
/* FALSE: none is chosen. `interval` nullable. */
bool gantry_chart_view_get_interval (GantryChartView *self, uint32_t *lane, size_t *index,
                                     GantryInterval *interval);
/* A range of time; GANTRY_NO_TIME twice: none. Either end may be the earlier. */
void gantry_chart_view_set_selection (GantryChartView *self, int64_t from, int64_t to);
/* FALSE: none is chosen. */
bool gantry_chart_view_get_selection (GantryChartView *self, int64_t *from, int64_t *to);
/* A line that stays; GANTRY_NO_TIME: none. */
void gantry_chart_view_set_playhead (GantryChartView *self, int64_t moment);
int64_t gantry_chart_view_get_playhead (GantryChartView *self);
/* Brings a place into sight: the time, at the same zoom if it has room (GANTRY_NO_TIME: as it is), and the
 * lane (GANTRY_NO_LANE: any). */
void gantry_chart_view_reveal (GantryChartView *self, uint32_t lane, int64_t from, int64_t to);
/* The next or previous lane. */
void gantry_chart_view_select_step (GantryChartView *self, int step);
/* Of a run that is over. */
void gantry_chart_view_show_critical_path (GantryChartView *self, bool show);
/* Outlines under the lanes; borrowed until another one is set, NULL: none. */
void gantry_chart_view_set_prediction (GantryChartView *self, const GantryPrediction *prediction);
void gantry_chart_view_set_arrows (GantryChartView *self, GantryArrows arrows);
/* A key that nobody else wanted. TRUE: it was one of the chart's. */
bool gantry_chart_view_key (GantryChartView *self, guint keyval, guint keycode, GdkModifierType state);
