/* The chart's letters: measured for the layout and drawn by the painter in the same way.
 *
 * Measures do not depend on the target's pixels, so that a label fits on all of them or on none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <cairo.h>

typedef enum {
  GANTRY_TEXT_TITLE,
  GANTRY_TEXT_HEADING,
  GANTRY_TEXT_NAME,
  GANTRY_TEXT_NAME_BOLD, /* of the selected lane */
  GANTRY_TEXT_CORE,      /* names of cores and shared things */
  GANTRY_TEXT_LABEL,     /* on a mark */
  GANTRY_TEXT_BODY,
  GANTRY_TEXT_SMALL,
  GANTRY_N_TEXTS
} GantryTextRole;

typedef enum { GANTRY_ALIGN_LEFT, GANTRY_ALIGN_CENTER, GANTRY_ALIGN_RIGHT } GantryAlign;

typedef struct GantryText GantryText;

/* `heights`: names and labels are made small enough for rows of those heights. One thread at a time. */
GantryText *gantry_text_new (const GantryView *view, const GantryRowHeights *heights);
/* The same; it is `old`, with all that was laid out, where that has the same letters (`same`), which else is
 * freed (nullable). */
GantryText *gantry_text_renew (GantryText *old, const GantryView *view, const GantryRowHeights *heights,
                               bool *same);
void gantry_text_free (GantryText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryText, gantry_text_free)

/* From now on draws to `cr`, letters placed on its pixels of 1 / `scale`. */
void gantry_text_set_target (GantryText *text, cairo_t *cr, double scale);

/* Of the font, pixels. */
double gantry_text_size (const GantryText *text, GantryTextRole role);
/* Pixels from a line's top to its bottom. */
double gantry_text_height (const GantryText *text, GantryTextRole role);
double gantry_text_width (GantryText *text, GantryTextRole role, const char *string);
/* One line, its capital letters centred upon `y`. */
void gantry_text_draw (GantryText *text, GantryTextRole role, const char *string, double x, double y,
                       GantryAlign align, const GantryColor *color);
/* The same from `x` to the right, cut by an ellipsis where it is wider than `width`. */
void gantry_text_draw_within (GantryText *text, GantryTextRole role, const char *string, double x, double y,
                              double width, const GantryColor *color);
/* A paragraph `width` wide, from its top left corner. */
double gantry_text_paragraph_height (GantryText *text, GantryTextRole role, const char *string, double width);
void gantry_text_draw_paragraph (GantryText *text, GantryTextRole role, const char *string, double x,
                                 double y, double width, const GantryColor *color);
