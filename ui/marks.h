/* Marks: moments that a person names, set and edited in the chart, listed in the drawer, and not lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

/* Asks for the name of a mark at the moment that is looked at; where one stands close by, for another name of
 * that one, or whether to delete it. */
void gantry_marks_ask (GantryChartView *chart);
/* The same of the mark whose flag is at that point of the chart. FALSE: there is none. */
bool gantry_marks_ask_at (GantryChartView *chart, double x, double y);
/* A mark's words where its flag is at that point, newly allocated; else NULL. */
char *gantry_marks_describe_at (GantryChartView *chart, double x, double y);
/* Sets or renames one; tells where that cannot be. */
void gantry_marks_set (GantryChartView *chart, int64_t time, const char *name);
void gantry_marks_remove (GantryChartView *chart, int64_t time);
