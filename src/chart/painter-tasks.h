/* Rows in the colours of tasks: what ran on a core, who held a lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"

/* Index among a row's inks of a task's own colour. */
int gantry_painter_task_ink (const GantryPainter *painter, uint32_t lane_id);

/* Draws pieces, with their `inks`, whose key is a lane's id, in that lane's colour, with its name where it
 * fits whole. `bar`: y and height. */
void gantry_painter_task_row (const GantryPainter *painter, const GantryPieces *pieces, const GantryBox *bar);
