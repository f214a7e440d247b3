/* What a picture is wished to be. The command line and the export dialog both fill this in, and the view is
 * made of it in one place: the same wishes give the same bytes, whoever has them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"

#define GANTRY_PICTURE_MOST_PIXELS 16384

/* Plain data, copied about freely. All strings, and the arrangement, are borrowed. */
typedef struct {
  int width;         /* logical pixels */
  int height;        /* 0: as high as all lanes need */
  double scale;      /* pixels of a PNG for each of these */
  double text_scale; /* 1.0: 11 point text */
  GantryThemeId theme;
  GantryVocabulary vocabulary; /* of the states' names */
  int64_t from, to;            /* ns, GANTRY_NO_TIME: not given */
  const char *lanes;           /* glob, NULL: all */
  const char *title;           /* in place of the run's own, NULL: that */
  const char *selected;        /* name of the lane that is chosen, NULL: none */
  unsigned dimmed;             /* bit set of GantryLegend */
  bool no_legend, no_title, no_footer, no_cores, no_counters, no_things, no_trace, critical_path;
  GantryArrows arrows;
  GantryDensity density;
  const GantryLaneArrangement *arrangement; /* of one run's lanes, NULL: none */
  GantryRunAlignment align;                 /* of a comparison */
} GantryPictureWishes;

#define GANTRY_PICTURE_WISHES_INIT                                                                           \
  {                                                                                                          \
    .width = 1600, .scale = 1.0, .text_scale = 1.0, .theme = GANTRY_THEME_LIGHT, .from = GANTRY_NO_TIME,     \
    .to = GANTRY_NO_TIME, .arrows = GANTRY_ARROWS_NONE                                                       \
  }

/* The view that they ask for; its strings are those of `wishes`. Fails with GANTRY_PICTURE_ERROR_RANGE where
 * the range lies outside the run. `note` (nullable) is set to a sentence where the picture shows less than
 * one may expect (translated, to be freed), else to NULL. Any thread. */
bool gantry_picture_wishes_view (const GantryPictureWishes *wishes, const GantryTimeline *timeline,
                                 GantryView *view, char **note, GError **error);
/* The same as a picture of several runs, with `verdict` at its foot. */
GantryComparison *gantry_picture_wishes_compare (const GantryPictureWishes *wishes,
                                                 GantryTimeline *const *timelines, guint n_timelines,
                                                 const char *verdict, char **note, GError **error);

/* The id of a legend's entry, as --dim takes it: "running", "lock"; the other way round, FALSE for an unknown
 * one. */
const char *gantry_legend_id (GantryLegend legend);
bool gantry_legend_parse (const char *id, GantryLegend *legend);

/* The line of gantry-cli that draws the same picture of saved traces, quoted for a shell: `render` of one,
 * `compare` of more. `traces`: their files' names, NULL-terminated; `output`: the picture's. Newly allocated.
 */
char *gantry_picture_wishes_command (const GantryPictureWishes *wishes, const char *const *traces,
                                     const char *output);
