/* The options that say how a picture is drawn: of every command that draws one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"
#include "cli/arguments.h"

#define GANTRY_PICTURE_MOST_PIXELS 16384

typedef struct {
  int width;
  int height; /* 0: as high as all lanes need */
  double scale;
  GantryThemeId theme;
  GantryVocabulary vocabulary;
  int64_t from, to;  /* ns, GANTRY_NO_TIME: not given */
  const char *lanes; /* glob, NULL: all. Borrowed from argv */
  bool no_legend, no_title, no_trace, critical_path;
  GantryArrows arrows;
} GantryPictureWishes;

#define GANTRY_PICTURE_WISHES_INIT                                                                           \
  {                                                                                                          \
    .width = 1600, .scale = 1.0, .theme = GANTRY_THEME_LIGHT, .from = GANTRY_NO_TIME, .to = GANTRY_NO_TIME,  \
    .arrows = GANTRY_ARROWS_NONE                                                                             \
  }

/* For a GantryOptionGroup whose target is a GantryPictureWishes. */
extern const GantryOption gantry_picture_options[];

/* What can be known before there is a timeline: options that contradict each other. */
bool gantry_picture_wishes_check (const GantryPictureWishes *wishes, GError **error);
/* The view that they ask for. Fails where the range lies outside the run. Says so on standard error where
 * lanes are left out. */
bool gantry_picture_wishes_view (const GantryPictureWishes *wishes, const GantryTimeline *timeline,
                                 GantryView *view, GError **error);
/* The picture of several runs that they ask for; `verdict` is the sentence at its foot. NULL where the range
 * lies outside of all runs. */
GantryComparison *gantry_picture_wishes_compare (const GantryPictureWishes *wishes,
                                                 GantryTimeline *const *timelines, guint n_timelines,
                                                 const char *verdict, GError **error);
