/* Rows in the colours of tasks: what ran on a core, who held a lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"

/* Index among a row's inks of a task's own colour. */
int gantry_painter_task_ink (const GantryPainter *painter, uint32_t lane_id);

/* A row of pieces, with their `inks`, whose key is a lane's id: each in that lane's colour, with its name
 * where it fits whole. `bar`: y and height. */
typedef struct GantryTaskRow GantryTaskRow;

/* On the thread that paints. */
GantryTaskRow *gantry_task_row_new (const GantryPieces *pieces, const GantryBox *bar);
void gantry_task_row_free (GantryTaskRow *row);
/* Takes new pieces into their sums, and fills in what it can without the target. Any thread; one at a time of
 * those that share their `inks`. */
void gantry_task_row_make (GantryTaskRow *row);
void gantry_task_row_draw (GantryTaskRow *row);
