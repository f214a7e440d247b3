/* What runs differ in, as a table: a row for each figure of the whole runs, then three for each lane that
 * occurs in more than one of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "timeline/timeline.h"

/* More runs are not compared. */
#define GANTRY_MOST_COMPARED 4

typedef enum {
  GANTRY_UNIT_TIME,  /* ns */
  GANTRY_UNIT_COUNT, /* whole */
  GANTRY_UNIT_MEAN,  /* a number with a fraction */
  GANTRY_UNIT_BYTES,
} GantryUnit;

typedef struct {
  char *lane;  /* its name; NULL: the figure is of the whole run */
  char *label; /* translated: "Wall time" */
  GantryUnit unit;
  double values[GANTRY_MOST_COMPARED]; /* by run; NAN: it has none */
} GantryDifference;

typedef struct {
  guint n_runs;
  char **names;    /* of the runs, as gantry_comparison_names() has them */
  GPtrArray *rows; /* GantryDifference* */
} GantryDifferences;

/* `timelines`: up to GANTRY_MOST_COMPARED finished runs, of which the first is what the others are compared
 * with; not kept. Any thread. */
GantryDifferences *gantry_differences_new (GantryTimeline *const *timelines, guint n_timelines,
                                           GantryVocabulary vocabulary);
void gantry_differences_free (GantryDifferences *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryDifferences, gantry_differences_free)

/* "84.0 ms", "1.8", "–" for none. Newly allocated. */
char *gantry_difference_format (const GantryDifference *row, guint run);
/* How much more than the first run: NAN where one of them has no value. */
double gantry_difference_change (const GantryDifference *row, guint run);
/* The same as a part of the first run's value: 0.5 is half as much again. NAN where that is nothing, too. */
double gantry_difference_ratio (const GantryDifference *row, guint run);
/* "+12.0 ms (+14 %)", "±0", "" where nothing can be said. Newly allocated. */
char *gantry_difference_format_change (const GantryDifference *row, guint run);

/* The table for a spreadsheet, with whole nanoseconds and plain numbers; for a text in Markdown, and for a
 * terminal, with the words that people read. Newly allocated, end in a newline. */
char *gantry_differences_to_csv (const GantryDifferences *self);
char *gantry_differences_to_markdown (const GantryDifferences *self);
char *gantry_differences_to_text (const GantryDifferences *self);
