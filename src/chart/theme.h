/* Colours, sizes and words of the chart. See the table of states in the visual language: shape tells first,
 * then colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/event.h"

#include <glib.h>

typedef struct {
  double red, green, blue, alpha;
} GantryColor;

typedef enum {
  GANTRY_THEME_LIGHT,
  GANTRY_THEME_DARK,
  GANTRY_THEME_PRINT,
  GANTRY_THEME_CONTRAST,
  GANTRY_THEME_CONTRAST_DARK,
  GANTRY_N_THEMES
} GantryThemeId;

/* How a state is drawn in its lane. */
typedef enum {
  GANTRY_SHAPE_FULL,    /* full height, solid */
  GANTRY_SHAPE_HATCHED, /* full height, diagonal hatching, outlined */
  GANTRY_SHAPE_HALF,    /* half height, solid */
  GANTRY_SHAPE_HALF_DOTTED,
  GANTRY_SHAPE_HALF_STRIPED, /* vertical stripes */
  GANTRY_SHAPE_HALF_NOTCHED, /* a notch at its start */
  GANTRY_SHAPE_THIN,         /* a line, a fifth of the height */
  GANTRY_SHAPE_RAILS,        /* a thin line between two thin lines */
  GANTRY_SHAPE_DOTTED_LINE,
  GANTRY_SHAPE_OUTLINE, /* an empty outline */
} GantryShape;

#define GANTRY_N_TASK_COLORS 8

typedef struct {
  const char *id; /* "light", … */
  GantryColor ground, panel, border, grid, text, dim_text, accent, selection;
  GantryColor on_mark; /* text upon a solid mark */
  GantryColor states[GANTRY_N_STATES];
  GantryColor tasks[GANTRY_N_TASK_COLORS]; /* tasks' own colours, by lane order; main is always dim */
  GantryColor main_task;
  double on_cpu, in_flight; /* how strong these areas stand on the panel, 0 to 1: see gantry_theme_areas() */
} GantryTheme;

const GantryTheme *gantry_theme_get (GantryThemeId id);
/* The colours of the areas at the top: of tasks on a processor, and of tasks in flight, which stand behind.
 */
void gantry_theme_areas (const GantryTheme *theme, GantryColor *on_cpu, GantryColor *in_flight);
/* FALSE for an unknown word. */
bool gantry_theme_parse (const char *word, GantryThemeId *id);
GantryShape gantry_state_shape (GantryState state);
/* Legend entries: states that look and mean alike share one (all waits for a lock, semaphore, condition,
 * event, barrier). */
typedef enum {
  GANTRY_LEGEND_RUNNING,
  GANTRY_LEGEND_READY,
  GANTRY_LEGEND_LOCK,
  GANTRY_LEGEND_MESSAGE,
  GANTRY_LEGEND_GIL,
  GANTRY_LEGEND_IO,
  GANTRY_LEGEND_SLEEP,
  GANTRY_LEGEND_BLOCKED,
  GANTRY_LEGEND_JOIN,
  GANTRY_LEGEND_CREATED,
  GANTRY_N_LEGEND
} GantryLegend;
GantryLegend gantry_state_legend (GantryState state);
/* The first state that shares the entry: the one that is drawn in the legend. */
GantryState gantry_legend_state (GantryLegend legend);
/* `over` laid upon `under`, opaque; share 0: `under` alone, 1: `over` alone. */
GantryColor gantry_color_mix (const GantryColor *under, const GantryColor *over, double share);
/* Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1). */
double gantry_color_contrast (const GantryColor *one, const GantryColor *other);
