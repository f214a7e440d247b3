/* Fixed runs, and pictures of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"
#include "timeline/script.h"

#include <cairo.h>

/* "Producer and consumers" on threads: main, a waiter and two cooks, two cores, the queue "orders" of 3, the
 * lock "kitchen" and the variable "served"; 212 ms. */
GantryTimeline *gantry_fixture_kitchen (void);

/* One lane for each way to look: all shapes, endings, a loss, prints, expectations and a note. */
GantryTimeline *gantry_fixture_all_shapes (void);

/* A lane "busy" that runs, but waits for a lock in slices of `wait_us` microseconds after each `run_us`, for
 * `n_slices` of them. */
GantryTimeline *gantry_fixture_slices (int run_us, int wait_us, int n_slices);

/* One lane that goes through five states, the first for 1 unit of time, the next for 2, and so on, again and
 * again. */
GantryTimeline *gantry_fixture_mixture (int unit_us, int n_rounds);
/* `n_lanes` threads with some intervals each. */
GantryTimeline *gantry_fixture_many_lanes (int n_lanes, int n_intervals);

/* "Dining philosophers": four at a table, each with a fork in hand, wait for each other in a ring; main waits
 * for them. */
GantryTimeline *gantry_fixture_deadlock (void);

/* No lane at all. */
GantryTimeline *gantry_fixture_empty (void);

/* A view of the whole run for tests: 800 x 500, letters of one font that is everywhere. */
void gantry_fixture_view (GantryView *view, const GantryTimeline *timeline);
/* The chart as an image of that many logical pixels, with `scale` device pixels for each; flushed, and the
 * caller's. */
cairo_surface_t *gantry_fixture_paint (const GantryTimeline *timeline, const GantryLayout *layout,
                                       double width, double height, double scale);
/* A pixel of an image in ARGB32 whose drawing is flushed. */
uint32_t gantry_fixture_pixel (cairo_surface_t *surface, int x, int y);
