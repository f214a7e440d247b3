/* A run's figures as tables: lanes by state, shared things, cores. Of the whole run or a part of it; to be
 * shown, and copied as CSV or Markdown. They are those of gantry_stats_to_json().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef enum {
  GANTRY_FIGURES_LANES,
  GANTRY_FIGURES_THINGS,
  GANTRY_FIGURES_CORES,
  GANTRY_N_FIGURES
} GantryFiguresKind;

typedef enum { GANTRY_FIGURE_TEXT, GANTRY_FIGURE_COUNT, GANTRY_FIGURE_TIME } GantryFigureUnit;

typedef struct {
  char *id; /* "running_ns": never translated */
  GantryFigureUnit unit;
  int state; /* the GantryState whose time it tells, or -1 */
} GantryFigureColumn;

/* A cell: the text, or the number. */
typedef struct {
  char *text;
  int64_t number; /* ns, or a count */
} GantryFigure;

typedef struct {
  GantryFiguresKind kind;
  GArray *columns; /* GantryFigureColumn; of the states those that occur. The first one is the name */
  GArray *figures; /* GantryFigure, row by row */
  uint32_t n_rows; /* as in the timeline: a lane's, thing's or core's index */
} GantryFigures;

/* From `from` to before `to`, ns; GANTRY_NO_TIME twice: the whole run, as far as it has gone. Any thread. */
GantryFigures *gantry_figures_new (const GantryTimeline *timeline, GantryFiguresKind kind, int64_t from,
                                   int64_t to);
void gantry_figures_free (GantryFigures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryFigures, gantry_figures_free)

const GantryFigure *gantry_figures_get (const GantryFigures *figures, uint32_t row, guint column);
/* In words: "12.3 ms", "17"; "" for no time at all. Newly allocated. */
char *gantry_figures_get_words (const GantryFigures *figures, uint32_t row, guint column);
/* What a column is called by itself, translated, static; of a state's column its id. */
const char *gantry_figures_get_title (const GantryFigures *figures, guint column);

/* Newly allocated text. `order`: which rows, from the top; NULL: all. CSV: a row of ids, whole numbers, times
 * in nanoseconds, names as gantry_timeline_to_csv() quotes them. */
char *gantry_figures_to_csv (const GantryFigures *figures, const uint32_t *order, uint32_t n_rows);
/* A table of GitHub's kind; numbers to the right, times with their units. `titles`: one a column. */
char *gantry_figures_to_markdown (const GantryFigures *figures, const char *const *titles,
                                  const uint32_t *order, uint32_t n_rows);
