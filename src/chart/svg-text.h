/* Text as text in SVG. cairo writes letters as outlines; what was written where is kept beside, and put in
 * their place afterwards: it can be searched, selected and edited, and has the width that it was laid out
 * with, whatever font shows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

typedef struct GantrySvgText GantrySvgText;

/* Keeps the texts that are drawn to the surface from now on; owned by it. One thread. */
GantrySvgText *gantry_svg_text_attach (cairo_surface_t *surface);
/* That of a target, or NULL. */
GantrySvgText *gantry_svg_text_of (cairo_t *cr);
/* A line was drawn, its baseline beginning at a point. `families`: what to fall back to, as Pango has it. */
void gantry_svg_text_add (GantrySvgText *texts, cairo_t *cr, PangoLayoutLine *line, double x, double baseline,
                          const char *families);
/* The finished SVG with texts instead of outlines, wherever both are known to be the same; newly allocated.
 */
GByteArray *gantry_svg_text_put (const GantrySvgText *texts, const GByteArray *svg);
