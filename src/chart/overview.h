/* The whole run in a strip, with a frame around the part that is shown: where things stand in it, what a
 * pointer takes hold of, and its picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/theme.h"
#include "timeline/timeline.h"

#include <cairo.h>

/* Of the strip. */
typedef struct {
  double left, right; /* x of moment 0 and of the run's end, pixels */
  int64_t length;     /* of the run, ns; > 0 */
} GantryOverview;

double gantry_overview_x (const GantryOverview *overview, int64_t time);
/* Within the run. */
int64_t gantry_overview_time (const GantryOverview *overview, double x);
/* Where the frame around a range stands: within the strip, never too narrow to be seen. */
void gantry_overview_frame (const GantryOverview *overview, int64_t from, int64_t to, double *left,
                            double *right);

typedef enum {
  GANTRY_OVERVIEW_OUTSIDE,
  GANTRY_OVERVIEW_INSIDE,
  GANTRY_OVERVIEW_FROM, /* the frame's edges */
  GANTRY_OVERVIEW_TO,
} GantryOverviewPart;

/* What is at `x`. A narrow frame is taken hold of as a whole from within, at its edges from outside. */
GantryOverviewPart gantry_overview_part (const GantryOverview *overview, int64_t from, int64_t to, double x);
/* Moves that part of a range by `by` ns: an edge stops before the other, and the run's ends stay in sight. */
void gantry_overview_drag (const GantryOverview *overview, GantryOverviewPart part, int64_t by, int64_t *from,
                           int64_t *to);
/* The range of the same length around a moment. */
void gantry_overview_centre (const GantryOverview *overview, int64_t time, int64_t *from, int64_t *to);

/* The picture, without the frame: few lanes each in a thin row of their states' colours, of many how many
 * are on a processor and in flight. A few microseconds for each pixel of the width, however long the run. */
void gantry_overview_draw (cairo_t *cr, const GantryOverview *overview, const GantryTimeline *timeline,
                           const GantryTheme *theme, double top, double bottom);
