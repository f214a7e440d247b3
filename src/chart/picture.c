/* Pictures of a timeline, drawn by the painter as the screen's are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"

#include "chart/painter.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PIXELS 16384

G_DEFINE_QUARK(gantry - picture - error - quark, gantry_picture_error)

static const char *const endings[] = {
    [GANTRY_PICTURE_PNG] = ".png",
    [GANTRY_PICTURE_SVG] = ".svg",
    [GANTRY_PICTURE_PDF] = ".pdf",
};

bool
gantry_picture_format_parse (const char *file_name, GantryPictureFormat *format)
{
  g_autofree char *lower = g_ascii_strdown(file_name, -1);
  for (unsigned i = 0; i < G_N_ELEMENTS(endings); i++) {
    if (g_str_has_suffix(lower, endings[i])) {
      *format = (GantryPictureFormat)i;
      return true;
    }
  }
  return false;
}

/* Size in device pixels; FALSE: too large, or none at all. */
static bool
measure (const GantryView *view, double scale, int *width, int *height, GError **error)
{
  double w = ceil(view->width * scale), h = ceil(view->height * scale);
  if (w >= 1.0 && h >= 1.0 && w <= MOST_PIXELS && h <= MOST_PIXELS && scale > 0.0) {
    *width = (int)w;
    *height = (int)h;
    return true;
  }
  g_set_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_SIZE,
              _("A picture of %.0f × %.0f pixels cannot be drawn: each side must have 1 to %d"), w, h,
              MOST_PIXELS);
  return false;
}

static bool
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return true;
  g_set_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_WRITE,
              _("The picture could not be drawn: %s"), cairo_status_to_string(status));
  return false;
}

static bool
draw (cairo_surface_t *surface, const GantryTimeline *timeline, const GantryView *view, GError **error)
{
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  cairo_t *cr = cairo_create(surface);
  gantry_painter_draw(cr, layout, timeline);
  bool drawn = check_status(cairo_status(cr), error);
  cairo_destroy(cr);
  return drawn;
}

cairo_surface_t *
gantry_picture_surface (const GantryTimeline *timeline, const GantryView *view, double scale, GError **error)
{
  int width, height;
  if (!measure(view, scale, &width, &height, error))
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_set_device_scale(surface, scale, scale);
  if (check_status(cairo_surface_status(surface), error) && draw(surface, timeline, view, error))
    return surface;
  cairo_surface_destroy(surface);
  return NULL;
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned length)
{
  g_byte_array_append(closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool
render_png (const GantryTimeline *timeline, const GantryView *view, double scale, GByteArray *bytes,
            GError **error)
{
  cairo_surface_t *surface = gantry_picture_surface(timeline, view, scale, error);
  if (surface == NULL)
    return false;
  bool written = check_status(cairo_surface_write_to_png_stream(surface, append, bytes), error);
  cairo_surface_destroy(surface);
  return written;
}

/* Logical pixels are CSS's, 96 to the inch; PDF counts 72. */
static cairo_surface_t *
vector_surface (const GantryView *view, GantryPictureFormat format, GByteArray *bytes)
{
  if (format == GANTRY_PICTURE_SVG) {
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(append, bytes, view->width, view->height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    return surface;
  }
  const double points = 72.0 / 96.0;
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(append, bytes, view->width * points, view->height * points);
  cairo_surface_set_device_scale(surface, points, points);
  return surface;
}

static void
set_metadata (cairo_surface_t *surface, const GantryTimeline *timeline)
{
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                 gantry_timeline_get_facts(timeline)->title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Gantry");
  /* The same run gives the same bytes on any day. */
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
}

/* cairo numbers its groups through all of a process; the same run is to give the same bytes. */
static void
name_groups (GByteArray *bytes)
{
  static const char mark[] = "<g id=\"surface", name[] = "<g id=\"chart";
  g_byte_array_append(bytes, (const guint8 *)"", 1);
  char *found = strstr((char *)bytes->data, mark);
  if (found != NULL) {
    guint start = (guint)(found - (char *)bytes->data);
    guint digits = (guint)strspn(found + strlen(mark), "0123456789");
    memcpy(found, name, strlen(name));
    g_byte_array_remove_range(bytes, start + (guint)strlen(name),
                              (guint)(strlen(mark) - strlen(name)) + digits);
  }
  g_byte_array_set_size(bytes, bytes->len - 1);
}

static bool
render_vector (const GantryTimeline *timeline, const GantryView *view, GantryPictureFormat format,
               GByteArray *bytes, GError **error)
{
  int width, height;
  if (!measure(view, 1.0, &width, &height, error))
    return false;
  cairo_surface_t *surface = vector_surface(view, format, bytes);
  if (format == GANTRY_PICTURE_PDF)
    set_metadata(surface, timeline);
  bool drawn = check_status(cairo_surface_status(surface), error) && draw(surface, timeline, view, error);
  cairo_surface_finish(surface);
  drawn = drawn && check_status(cairo_surface_status(surface), error);
  cairo_surface_destroy(surface);
  if (format == GANTRY_PICTURE_SVG)
    name_groups(bytes);
  return drawn;
}

GBytes *
gantry_picture_render (const GantryTimeline *timeline, const GantryView *view, double scale,
                       GantryPictureFormat format, GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  bool drawn = format == GANTRY_PICTURE_PNG ? render_png(timeline, view, scale, bytes, error)
                                            : render_vector(timeline, view, format, bytes, error);
  return drawn ? g_byte_array_free_to_bytes(g_steal_pointer(&bytes)) : NULL;
}
