/* Through the chart by keyboard: what keys and menus ask of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view-private.h"

typedef enum {
  GANTRY_WALK_PREVIOUS,
  GANTRY_WALK_NEXT,
  GANTRY_WALK_PREVIOUS_SAME, /* of the same state */
  GANTRY_WALK_NEXT_SAME,
  GANTRY_WALK_CAUSE,
  GANTRY_WALK_EFFECT,
} GantryWalk;

/* From the chosen interval to another, which is brought into sight and told. Where none is chosen, to the one
 * at the playhead or in the middle; where no lane is, on the first. */
void gantry_chart_view_walk (GantryChartView *self, GantryWalk how);
/* The end of the chosen range to the next edge of the lane's intervals (`step` > 0: later), from the interval
 * or the playhead on where there is none. */
void gantry_chart_view_extend_range (GantryChartView *self, int step);
/* The chosen interval becomes the chosen range. */
void gantry_chart_view_range_of_interval (GantryChartView *self);
/* To the chosen range or interval; where that is shown already, or none is chosen, to the whole run. */
void gantry_chart_view_fit_choice (GantryChartView *self);
/* Lets go of the range, then of the lane. FALSE: nothing was chosen. */
bool gantry_chart_view_clear_choice (GantryChartView *self);
/* The moment that a mark would be set at: as gantry_chart_view_get_moment(), but the edge that the pointer is
 * close to. */
int64_t gantry_chart_view_get_point (GantryChartView *self);
/* Puts the playhead there, in sight. */
void gantry_chart_view_go_to_time (GantryChartView *self, int64_t moment);
/* To the next or previous mark. */
void gantry_chart_view_go_to_bookmark (GantryChartView *self, int step);
/* A range that was chosen, in words. */
void gantry_chart_view_speak_range (GantryChartView *self, int64_t from, int64_t to);
/* Words for eye and ear: in the status line, and for the screen reader. "": the chart's own name. */
void gantry_chart_view_speak (GantryChartView *self, const char *text);
/* What the keys told last of an interval is told anew: the run has ended, and so has the interval. */
void gantry_chart_view_speak_again (GantryChartView *self);
