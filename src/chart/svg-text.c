/* From outlines to text: matched in the order of drawing, by where the first letter stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/svg-text.h"

#include "trace/printable.h"

#include <math.h>
#include <string.h>

#define SAME_PLACE 0.02 /* pixels: cairo rounds numbers */

/* A run of letters of one font. */
typedef struct {
  double x, y; /* of the first letter */
  double left; /* of the run */
  double width, size;
  bool bold;
  char *family, *text;
} Run;

struct GantrySvgText {
  GArray *runs; /* Run */
};

static const cairo_user_data_key_t key;

static void
run_clear (gpointer data)
{
  g_free(((Run *)data)->family);
  g_free(((Run *)data)->text);
}

static void
texts_free (void *data)
{
  g_array_unref(((GantrySvgText *)data)->runs);
  g_free(data);
}

GantrySvgText *
gantry_svg_text_attach (cairo_surface_t *surface)
{
  GantrySvgText *texts = g_new(GantrySvgText, 1);
  texts->runs = g_array_new(FALSE, FALSE, sizeof(Run));
  g_array_set_clear_func(texts->runs, run_clear);
  cairo_surface_set_user_data(surface, &key, texts, texts_free);
  return texts;
}

GantrySvgText *
gantry_svg_text_of (cairo_t *cr)
{
  return cairo_surface_get_user_data(cairo_get_target(cr), &key);
}

/* The font that was found for the run, then those to fall back to. */
static char *
family_of (const PangoFontDescription *font, const char *families)
{
  const char *found = pango_font_description_get_family(font);
  bool is_other = found != NULL && !g_str_has_prefix(families, found);
  return is_other ? g_strdup_printf("%s, %s", found, families) : g_strdup(families);
}

static void
add_run (GantrySvgText *texts, cairo_t *cr, const PangoGlyphItem *item, const char *text, double x,
         double baseline, const char *families)
{
  PangoFontDescription *font = pango_font_describe_with_absolute_size(item->item->analysis.font);
  bool is_ellipsis = (item->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0;
  const PangoGlyphGeometry *first = &item->glyphs->glyphs[0].geometry;
  Run run = {
      .x = x + (double)first->x_offset / PANGO_SCALE,
      .y = baseline + (double)first->y_offset / PANGO_SCALE,
      .left = x,
      .width = (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE,
      .size = (double)pango_font_description_get_size(font) / PANGO_SCALE,
      .bold = pango_font_description_get_weight(font) >= PANGO_WEIGHT_SEMIBOLD,
      .family = family_of(font, families),
      .text = is_ellipsis ? g_strdup("…") : g_strndup(text + item->item->offset, (gsize)item->item->length),
  };
  cairo_user_to_device(cr, &run.x, &run.y);
  double unused = 0.0;
  cairo_user_to_device(cr, &run.left, &unused);
  g_array_append_val(texts->runs, run);
  pango_font_description_free(font);
}

void
gantry_svg_text_add (GantrySvgText *texts, cairo_t *cr, PangoLayoutLine *line, double x, double baseline,
                     const char *families)
{
  const char *text = pango_layout_get_text(line->layout);
  for (const GSList *runs = line->runs; runs != NULL; runs = runs->next) {
    const PangoGlyphItem *item = runs->data;
    if (item->glyphs->num_glyphs > 0)
      add_run(texts, cr, item, text, x, baseline, families);
    x += (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE;
  }
}

static void
add_element (GByteArray *out, const Run *run)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE], width[G_ASCII_DTOSTR_BUF_SIZE],
      size[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(x, sizeof x, "%.2f", run->left);
  g_ascii_formatd(y, sizeof y, "%.2f", run->y);
  g_ascii_formatd(width, sizeof width, "%.2f", run->width);
  g_ascii_formatd(size, sizeof size, "%.2f", run->size);
  g_autofree char *text = gantry_printable(run->text, -1); /* XML has no way to write control characters */
  g_autofree char *element =
      g_markup_printf_escaped("<text x=\"%s\" y=\"%s\" textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\" "
                              "font-size=\"%s\" font-weight=\"%s\" font-family=\"%s\" "
                              "xml:space=\"preserve\">%s</text>\n",
                              x, y, width, size, run->bold ? "bold" : "normal", run->family, text);
  g_byte_array_append(out, (const guint8 *)element, (guint)strlen(element));
}

/* The number of an attribute of the element that begins at `element`. */
static double
attribute (const char *element, const char *end, const char *name)
{
  const char *place = g_strstr_len(element, end - element, name);
  return place != NULL ? g_ascii_strtod(place + strlen(name), NULL) : NAN;
}

static const char letter[] = "<use xlink:href=\"#glyph";

/* The end of the letters that follow each other from `place` on. */
static const char *
end_of_letters (const char *place, const char *end)
{
  while (end - place > (ptrdiff_t)sizeof letter && memcmp(place, letter, sizeof letter - 1) == 0) {
    const char *close = g_strstr_len(place, end - place, "/>");
    if (close == NULL)
      return place;
    place = close + 2;
    while (place < end && g_ascii_isspace(*place))
      place++;
  }
  return place;
}

/* The next run that begins there, or -1: what lies outside of a clip was left out by cairo. */
static int
find_run (const GantrySvgText *texts, guint from, double x, double y)
{
  for (guint i = from; i < texts->runs->len; i++) {
    const Run *run = &g_array_index(texts->runs, Run, i);
    if (fabs(run->x - x) < SAME_PLACE && fabs(run->y - y) < SAME_PLACE)
      return (int)i;
  }
  return -1;
}

/* Outlines that nothing is drawn with any more. */
static void
drop_outlines (GByteArray *svg)
{
  static const char begin[] = "<symbol overflow=\"visible\" id=\"glyph", after[] = "</symbol>\n";
  GByteArray *kept = g_byte_array_sized_new(svg->len);
  const char *place = (const char *)svg->data, *end = place + svg->len, *next;
  while ((next = g_strstr_len(place, end - place, begin)) != NULL) {
    const char *close = g_strstr_len(next, end - next, after);
    if (close == NULL)
      break;
    g_byte_array_append(kept, (const guint8 *)place, (guint)(next - place));
    place = close + sizeof after - 1;
  }
  g_byte_array_append(kept, (const guint8 *)place, (guint)(end - place));
  g_byte_array_set_size(svg, 0);
  g_byte_array_append(svg, kept->data, kept->len);
  g_byte_array_unref(kept);
}

GByteArray *
gantry_svg_text_put (const GantrySvgText *texts, const GByteArray *svg)
{
  GByteArray *out = g_byte_array_sized_new(svg->len);
  const char *place = (const char *)svg->data, *end = place + svg->len, *next;
  guint run = 0;
  bool all = true;
  while ((next = g_strstr_len(place, end - place, letter)) != NULL) {
    const char *after = end_of_letters(next, end);
    int found = find_run(texts, run, attribute(next, after, " x=\""), attribute(next, after, " y=\""));
    g_byte_array_append(out, (const guint8 *)place, (guint)(next - place));
    if (found >= 0) {
      add_element(out, &g_array_index(texts->runs, Run, found));
      run = (guint)found + 1;
    } else {
      all = false;
      g_byte_array_append(out, (const guint8 *)next, (guint)(after - next));
    }
    if (after == next) /* no whole element */
      break;
    place = after;
  }
  g_byte_array_append(out, (const guint8 *)place, (guint)(end - place));
  if (all)
    drop_outlines(out);
  return out;
}
