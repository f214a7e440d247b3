/* Timelines as PNG, SVG and PDF files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"

#include <cairo.h>
#include <gio/gio.h>

#define GANTRY_PICTURE_ERROR (gantry_picture_error_quark())
GQuark gantry_picture_error_quark (void);

typedef enum {
  GANTRY_PICTURE_ERROR_FORMAT, /* the file's ending names no picture format */
  GANTRY_PICTURE_ERROR_SIZE,   /* too large to be drawn */
  GANTRY_PICTURE_ERROR_RANGE,  /* it would show no time at all */
  GANTRY_PICTURE_ERROR_WRITE,
} GantryPictureError;

typedef enum {
  GANTRY_PICTURE_PNG,
  GANTRY_PICTURE_SVG,
  GANTRY_PICTURE_PDF,
} GantryPictureFormat;

/* Endings of their files' names, without the dot, by GantryPictureFormat; NULL at the end. */
extern const char *const gantry_picture_endings[];

/* By the ending of a file name; FALSE if it is none of ours. */
bool gantry_picture_format_parse (const char *file_name, GantryPictureFormat *format);

/* `view` says what is drawn; width x height in logical pixels, times `scale` device pixels for PNG (at most
 * 16384 each). */
GBytes *gantry_picture_render (const GantryTimeline *timeline, const GantryView *view, double scale,
                               GantryPictureFormat format, GError **error);
/* An image surface (CAIRO_FORMAT_ARGB32) of the same; owned by the caller. Any thread. */
cairo_surface_t *gantry_picture_surface (const GantryTimeline *timeline, const GantryView *view, double scale,
                                         GError **error);
/* The same of several runs, one below the other. */
GBytes *gantry_picture_render_comparison (const GantryComparison *comparison, double scale,
                                          GantryPictureFormat format, GError **error);
cairo_surface_t *gantry_picture_comparison_surface (const GantryComparison *comparison, double scale,
                                                    GError **error);
