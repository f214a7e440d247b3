/* Ticks above a lane: triangles that point down at it, and bands where they stand too close.
 *
 * On a target of pixels they are stamped into a mask, by whichever thread has time: as one path with
 * thousands of corners they took cairo 2.4 ms of a frame, on the thread that paints. A target that keeps
 * strokes gets the path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-private.h"

/* The pixels of one tick, and those that it shares with another. Of a painter; read by any thread. NULL on a
 * target that keeps strokes. */
GantryTickStamps *gantry_tick_stamps_new (const GantryPainter *painter);
void gantry_tick_stamps_free (GantryTickStamps *stamps);

typedef struct GantryTicks GantryTicks;

/* `bar`: of the lane. */
GantryTicks *gantry_ticks_new (const GantryPainter *painter, const GantryBox *bar);
void gantry_ticks_free (GantryTicks *ticks);
/* Any thread, in order from left to right: a tick at an edge of columns; a band from one to another. */
void gantry_ticks_add (GantryTicks *ticks, int edge);
void gantry_ticks_add_band (GantryTicks *ticks, int first, int last);
/* When all are there: the mask. Any thread. */
void gantry_ticks_make (GantryTicks *ticks);
void gantry_ticks_draw (const GantryTicks *ticks, const GantryColor *color);
/* y of their points. */
double gantry_ticks_y (const GantryTicks *ticks);
