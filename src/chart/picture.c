/* Pictures of a timeline, drawn by the painter as the screen's are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"

#include "chart/painter.h"
#include "chart/picture-wishes.h"
#include "chart/svg-paths.h"
#include "chart/svg-text.h"
#include "trace/machine-memory.h"
#include "trace/quark.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

GANTRY_DEFINE_QUARK("gantry-picture-error", gantry_picture_error)

const char *const gantry_picture_endings[] = {
    [GANTRY_PICTURE_PNG] = "png", [GANTRY_PICTURE_SVG] = "svg", [GANTRY_PICTURE_PDF] = "pdf", NULL};

bool
gantry_picture_format_parse (const char *file_name, GantryPictureFormat *format)
{
  const char *dot = strrchr(file_name, '.');
  for (unsigned i = 0; dot != NULL && gantry_picture_endings[i] != NULL; i++) {
    if (g_ascii_strcasecmp(dot + 1, gantry_picture_endings[i]) == 0) {
      *format = (GantryPictureFormat)i;
      return true;
    }
  }
  return false;
}

/* What is drawn, in logical pixels. */
typedef struct {
  double width, height;
  const char *title;
  void (*paint)(cairo_t *cr, const void *data);
  const void *data;
} Drawing;

/* Size in device pixels; FALSE: too large, or none at all. */
static bool
measure (const Drawing *drawing, double scale, int *width, int *height, GError **error)
{
  double w = ceil(drawing->width * scale), h = ceil(drawing->height * scale);
  if (w >= 1.0 && h >= 1.0 && w <= GANTRY_PICTURE_MOST_PIXELS && h <= GANTRY_PICTURE_MOST_PIXELS &&
      scale > 0.0) {
    *width = (int)w;
    *height = (int)h;
    return true;
  }
  g_set_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_SIZE,
              _("A picture of %.0f × %.0f pixels cannot be drawn: each side must have 1 to %d"), w, h,
              GANTRY_PICTURE_MOST_PIXELS);
  return false;
}

static bool
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return true;
  if (status == CAIRO_STATUS_NO_MEMORY)
    g_set_error_literal(
        error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_WRITE,
        _("there is not enough memory for the picture; make it smaller, or close something and try again"));
  else
    g_set_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_WRITE,
                _("The picture could not be drawn: %s"), cairo_status_to_string(status));
  return false;
}

static bool
draw (cairo_surface_t *surface, const Drawing *drawing, GError **error)
{
  cairo_t *cr = cairo_create(surface);
  drawing->paint(cr, drawing->data);
  bool drawn = check_status(cairo_status(cr), error);
  cairo_destroy(cr);
  return drawn;
}

static cairo_surface_t *
draw_image (const Drawing *drawing, double scale, GError **error)
{
  int width, height;
  if (!measure(drawing, scale, &width, &height, error))
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_set_device_scale(surface, scale, scale);
  if (check_status(cairo_surface_status(surface), error) && draw(surface, drawing, error))
    return surface;
  cairo_surface_destroy(surface);
  return NULL;
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned length)
{
  GByteArray *bytes = closure;
  guint64 wanted = (guint64)bytes->len + length;
  /* It doubles, and GLib ends a program that it can give no memory: asked for each megabyte. */
  if (wanted > G_MAXUINT / 2 || (wanted >> 20 != bytes->len >> 20 && !gantry_memory_is_to_be_had(2 * wanted)))
    return CAIRO_STATUS_NO_MEMORY;
  g_byte_array_append(bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool
render_png (const Drawing *drawing, double scale, GByteArray *bytes, GError **error)
{
  cairo_surface_t *surface = draw_image(drawing, scale, error);
  if (surface == NULL)
    return false;
  bool written = check_status(cairo_surface_write_to_png_stream(surface, append, bytes), error);
  cairo_surface_destroy(surface);
  return written;
}

/* Logical pixels are CSS's, 96 to the inch; PDF counts 72. */
static cairo_surface_t *
vector_surface (const Drawing *drawing, GantryPictureFormat format, GByteArray *bytes)
{
  if (format == GANTRY_PICTURE_SVG) {
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append, bytes, drawing->width, drawing->height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    return surface;
  }
  const double points = 72.0 / 96.0;
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(append, bytes, drawing->width * points, drawing->height * points);
  /* Later versions would hide objects in compressed streams, where no trace can be attached. */
  cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
  cairo_surface_set_device_scale(surface, points, points);
  return surface;
}

static void
set_metadata (cairo_surface_t *surface, const char *title)
{
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
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
render_vector (const Drawing *drawing, GantryPictureFormat format, GByteArray *bytes, GError **error)
{
  int width, height;
  if (!measure(drawing, 1.0, &width, &height, error))
    return false;
  cairo_surface_t *surface = vector_surface(drawing, format, bytes);
  GantrySvgText *texts = format == GANTRY_PICTURE_SVG ? gantry_svg_text_attach(surface) : NULL;
  if (format == GANTRY_PICTURE_PDF)
    set_metadata(surface, drawing->title);
  bool drawn = check_status(cairo_surface_status(surface), error) && draw(surface, drawing, error);
  cairo_surface_finish(surface);
  drawn = drawn && check_status(cairo_surface_status(surface), error);
  if (drawn && texts != NULL) {
    g_autoptr(GByteArray) with_text = gantry_svg_text_put(texts, bytes);
    g_autoptr(GByteArray) shortened = gantry_svg_shorten_paths(with_text);
    g_byte_array_set_size(bytes, 0);
    g_byte_array_append(bytes, shortened->data, shortened->len);
    name_groups(bytes);
  }
  cairo_surface_destroy(surface);
  return drawn;
}

static GBytes *
render (const Drawing *drawing, double scale, GantryPictureFormat format, GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  bool drawn = format == GANTRY_PICTURE_PNG ? render_png(drawing, scale, bytes, error)
                                            : render_vector(drawing, format, bytes, error);
  return drawn ? g_byte_array_free_to_bytes(g_steal_pointer(&bytes)) : NULL;
}

/* One run, laid out when it is drawn. */
typedef struct {
  const GantryTimeline *timeline;
  const GantryView *view;
} Run;

static void
paint_run (cairo_t *cr, const void *data)
{
  const Run *run = data;
  g_autoptr(GantryLayout) layout = gantry_layout_new(run->timeline, run->view);
  gantry_painter_draw(cr, layout, run->timeline);
}

static Drawing
drawing_of_run (const Run *run)
{
  return (Drawing){run->view->width, run->view->height, gantry_timeline_get_facts(run->timeline)->title,
                   paint_run, run};
}

cairo_surface_t *
gantry_picture_surface (const GantryTimeline *timeline, const GantryView *view, double scale, GError **error)
{
  Run run = {timeline, view};
  Drawing drawing = drawing_of_run(&run);
  return draw_image(&drawing, scale, error);
}

GBytes *
gantry_picture_render (const GantryTimeline *timeline, const GantryView *view, double scale,
                       GantryPictureFormat format, GError **error)
{
  Run run = {timeline, view};
  Drawing drawing = drawing_of_run(&run);
  return render(&drawing, scale, format, error);
}

static void
paint_comparison (cairo_t *cr, const void *data)
{
  gantry_comparison_draw(cr, data);
}

static Drawing
drawing_of_comparison (const GantryComparison *comparison)
{
  return (Drawing){gantry_comparison_get_width(comparison), gantry_comparison_get_height(comparison),
                   gantry_comparison_get_title(comparison), paint_comparison, comparison};
}

cairo_surface_t *
gantry_picture_comparison_surface (const GantryComparison *comparison, double scale, GError **error)
{
  Drawing drawing = drawing_of_comparison(comparison);
  return draw_image(&drawing, scale, error);
}

GBytes *
gantry_picture_render_comparison (const GantryComparison *comparison, double scale,
                                  GantryPictureFormat format, GError **error)
{
  Drawing drawing = drawing_of_comparison(comparison);
  return render(&drawing, scale, format, error);
}
