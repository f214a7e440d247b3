/* Several runs of one scenario, one below the other on one time scale, with their figures and a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <cairo.h>

typedef struct GantryComparison GantryComparison;

/* Which of their moments stand one below the other. */
typedef enum {
  GANTRY_ALIGN_START,
  GANTRY_ALIGN_END,
  GANTRY_ALIGN_LANE, /* where a lane runs for the first time; a run without it counts from its start */
} GantryAlignmentKind;

typedef struct {
  GantryAlignmentKind kind;
  const char *lane; /* its name, for GANTRY_ALIGN_LANE. Borrowed */
} GantryRunAlignment;

/* Where everything stands. `timelines`: finished runs, at least one, of which references are taken;
 * `verdict`: the sentence at the foot, nullable, copied. `align`: nullable, at the start. Of `view`, the
 * width, the range, the theme and what else all runs are to be drawn by; its height is shared among them, 0:
 * as high as all need. The strings of `view` must outlive the comparison. Any one thread. */
GantryComparison *gantry_comparison_new (GantryTimeline *const *timelines, guint n_timelines,
                                         const char *verdict, const GantryRunAlignment *align,
                                         const GantryView *view);
void gantry_comparison_free (GantryComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryComparison, gantry_comparison_free)

/* The range that shows all of the runs from their beginnings to their ends. */
void gantry_comparison_fit (GantryView *view, GantryTimeline *const *timelines, guint n_timelines,
                            const GantryRunAlignment *align);
/* What tells the runs apart, as few words as do: "Threads", "2 cores", "Run 1 · Threads". Translated, newly
 * allocated, NULL-terminated. */
char **gantry_comparison_names (GantryTimeline *const *timelines, guint n_timelines);

/* Logical pixels. */
double gantry_comparison_get_width (const GantryComparison *comparison);
double gantry_comparison_get_height (const GantryComparison *comparison);
const char *gantry_comparison_get_title (const GantryComparison *comparison);
/* The run's layout, for tests: all have one time scale. `top`: where it begins, logical pixels. Borrowed. */
const GantryLayout *gantry_comparison_get_layout (const GantryComparison *comparison, guint index,
                                                  double *top);
/* With its top left corner at the origin of `cr`, ground included, by the one painter. */
void gantry_comparison_draw (cairo_t *cr, const GantryComparison *comparison);

/* A run's own heading: "wall time 212 ms · CPU time 180 ms · peak memory 6.1 MB · 12 context switches ·
 * deadlock". Translated, newly allocated. */
char *gantry_comparison_figures (const GantryTimeline *timeline);
