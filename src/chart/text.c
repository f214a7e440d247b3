/* Letters by Pango, each line laid out once for a drawing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/text-private.h"

#include "chart/svg-text.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define MOST_LINES 2000 /* that are kept laid out for a role from drawing to drawing */
#define FAMILIES "Cantarell, Adwaita Sans, Noto Sans, DejaVu Sans, sans-serif"

/* A line that was laid out. */
typedef struct {
  PangoLayout *layout;
  double width;
  PangoLayout *cut;       /* the same, cut off with an ellipsis; NULL while it was not needed */
  int cut_width;          /* where */
  PangoLayout *paragraph; /* the same, in several lines; NULL while it was not needed */
  int paragraph_width;
} Line;

struct GantryText {
  PangoContext *context;
  PangoFontDescription *fonts[GANTRY_N_TEXTS];
  double sizes[GANTRY_N_TEXTS];
  double cap_heights[GANTRY_N_TEXTS];
  GHashTable *lines[GANTRY_N_TEXTS]; /* string → Line */
  char *family;
  bool none;
  cairo_t *cr;
  cairo_font_options_t *target_options; /* what the context was last made fit for; NULL: nothing yet */
  cairo_matrix_t target_matrix;
  GantrySvgText *texts; /* of an SVG: what is drawn is kept there, too */
  double scale;
};

/* Of the interface's text size. */
static const struct {
  double size;
  bool bold;
} roles[GANTRY_N_TEXTS] = {
    [GANTRY_TEXT_TITLE] = {1.12, true}, [GANTRY_TEXT_HEADING] = {0.80, true},
    [GANTRY_TEXT_NAME] = {0.95, false}, [GANTRY_TEXT_NAME_BOLD] = {0.95, true},
    [GANTRY_TEXT_CORE] = {0.88, false}, [GANTRY_TEXT_LABEL] = {0.78, true},
    [GANTRY_TEXT_BODY] = {0.86, false}, [GANTRY_TEXT_SMALL] = {0.76, false},
};

static void
line_free (gpointer data)
{
  Line *line = data;
  g_clear_object(&line->layout);
  g_clear_object(&line->cut);
  g_clear_object(&line->paragraph);
  g_free(line);
}

static void
set_sizes (double *sizes, const GantryView *view, const GantryRowHeights *heights)
{
  double interface = 11.0 * 96.0 / 72.0 * view->text_scale;
  for (int i = 0; i < GANTRY_N_TEXTS; i++)
    sizes[i] = interface * roles[i].size;
  sizes[GANTRY_TEXT_NAME] = MIN(sizes[GANTRY_TEXT_NAME], heights->lane * 0.74);
  sizes[GANTRY_TEXT_NAME_BOLD] = sizes[GANTRY_TEXT_NAME];
  sizes[GANTRY_TEXT_CORE] = MIN(sizes[GANTRY_TEXT_CORE], heights->core * 0.8);
  sizes[GANTRY_TEXT_LABEL] = MIN(sizes[GANTRY_TEXT_LABEL], heights->lane * 0.56);
}

static void
set_fonts (GantryText *text)
{
  text->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  /* Unhinted and unrounded, measures are the same at every scale. */
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(text->context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(text->context, FALSE);
  for (int i = 0; i < GANTRY_N_TEXTS; i++) {
    text->fonts[i] = pango_font_description_new();
    pango_font_description_set_family(text->fonts[i], text->family);
    pango_font_description_set_weight(text->fonts[i],
                                      roles[i].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(text->fonts[i], text->sizes[i] * PANGO_SCALE);
    text->lines[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, line_free);
  }
}

GantryText *
gantry_text_new (const GantryView *view, const GantryRowHeights *heights)
{
  GantryText *text = g_new0(GantryText, 1);
  text->none = view->without_text;
  text->scale = 1.0;
  text->family = g_strdup(view->font_family != NULL ? view->font_family : FAMILIES);
  set_sizes(text->sizes, view, heights);
  if (!text->none)
    set_fonts(text);
  return text;
}

GantryText *
gantry_text_renew (GantryText *old, const GantryView *view, const GantryRowHeights *heights, bool *same)
{
  double sizes[GANTRY_N_TEXTS];
  const char *family = view->font_family != NULL ? view->font_family : FAMILIES;
  set_sizes(sizes, view, heights);
  *same = old != NULL && old->none == view->without_text && strcmp(old->family, family) == 0 &&
          memcmp(old->sizes, sizes, sizeof sizes) == 0;
  if (!*same) {
    gantry_text_free(old);
    return gantry_text_new(view, heights);
  }
  for (int i = 0; i < GANTRY_N_TEXTS && !old->none; i++)
    if (g_hash_table_size(old->lines[i]) > MOST_LINES)
      g_hash_table_remove_all(old->lines[i]);
  return old;
}

void
gantry_text_free (GantryText *text)
{
  if (text == NULL)
    return;
  for (int i = 0; i < GANTRY_N_TEXTS; i++) {
    g_clear_pointer(&text->lines[i], g_hash_table_unref);
    g_clear_pointer(&text->fonts[i], pango_font_description_free);
  }
  g_clear_object(&text->context);
  g_clear_pointer(&text->target_options, cairo_font_options_destroy);
  g_free(text->family);
  g_free(text);
}

/* Whether letters look the same on the target as on the last one, wherever they stand. */
static bool
is_like_last_target (const GantryText *text, const cairo_font_options_t *options,
                     const cairo_matrix_t *matrix)
{
  const cairo_matrix_t *last = &text->target_matrix;
  return text->target_options != NULL && cairo_font_options_equal(text->target_options, options) &&
         last->xx == matrix->xx && last->xy == matrix->xy && last->yx == matrix->yx && last->yy == matrix->yy;
}

/* Fits the context to the target: only where it has changed, as every line is laid out anew after that. */
static void
update_context (GantryText *text)
{
  cairo_matrix_t matrix;
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_get_matrix(text->cr, &matrix);
  cairo_surface_get_font_options(cairo_get_target(text->cr), options);
  if (is_like_last_target(text, options, &matrix)) {
    cairo_font_options_destroy(options);
    return;
  }
  g_clear_pointer(&text->target_options, cairo_font_options_destroy);
  text->target_options = options;
  text->target_matrix = matrix;
  pango_cairo_update_context(text->cr, text->context);
}

void
gantry_text_set_target (GantryText *text, cairo_t *cr, double scale)
{
  text->cr = cr;
  text->texts = gantry_svg_text_of(cr);
  text->scale = scale;
  if (!text->none)
    update_context(text);
}

double
gantry_text_size (const GantryText *text, GantryTextRole role)
{
  return text->sizes[role];
}

double
gantry_text_height (const GantryText *text, GantryTextRole role)
{
  return ceil(text->sizes[role] * 1.35);
}

static PangoLayout *
layout_new (GantryText *text, GantryTextRole role, const char *string)
{
  PangoLayout *layout = pango_layout_new(text->context);
  pango_layout_set_font_description(layout, text->fonts[role]);
  pango_layout_set_text(layout, string, -1);
  return layout;
}

static Line *
line_of (GantryText *text, GantryTextRole role, const char *string)
{
  Line *line = g_hash_table_lookup(text->lines[role], string);
  if (line != NULL)
    return line;
  line = g_new0(Line, 1);
  line->cut_width = line->paragraph_width = -1; /* none yet */
  line->layout = layout_new(text, role, string);
  pango_layout_set_single_paragraph_mode(line->layout, TRUE);
  int width;
  pango_layout_get_size(line->layout, &width, NULL);
  line->width = (double)width / PANGO_SCALE;
  g_hash_table_insert(text->lines[role], g_strdup(string), line);
  return line;
}

double
gantry_text_width (GantryText *text, GantryTextRole role, const char *string)
{
  if (text->none)
    return (double)g_utf8_strlen(string, -1) * text->sizes[role] * 0.55;
  return line_of(text, role, string)->width;
}

/* What text is centred by: digits and capitals matter to the eye, descenders do not. */
static double
cap_height (GantryText *text, GantryTextRole role)
{
  if (text->cap_heights[role] <= 0.0) {
    PangoRectangle ink;
    PangoLayoutLine *line = pango_layout_get_line_readonly(line_of(text, role, "H")->layout, 0);
    pango_layout_line_get_extents(line, &ink, NULL);
    text->cap_heights[role] = (double)-ink.y / PANGO_SCALE;
  }
  return text->cap_heights[role];
}

static void
show_line (GantryText *text, GantryTextRole role, PangoLayout *layout, double x, double y,
           const GantryColor *color)
{
  double baseline = y + cap_height(text, role) / 2.0;
  cairo_set_source_rgba(text->cr, color->red, color->green, color->blue, color->alpha);
  PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
  x = round(x * text->scale) / text->scale;
  baseline = round(baseline * text->scale) / text->scale;
  cairo_move_to(text->cr, x, baseline);
  pango_cairo_show_layout_line(text->cr, line);
  cairo_new_path(text->cr);
  if (text->texts != NULL)
    gantry_svg_text_add(text->texts, text->cr, line, x, baseline, text->family);
}

void
gantry_text_draw (GantryText *text, GantryTextRole role, const char *string, double x, double y,
                  GantryAlign align, const GantryColor *color)
{
  if (text->none || *string == '\0')
    return;
  const Line *line = line_of(text, role, string);
  if (align == GANTRY_ALIGN_CENTER)
    x -= line->width / 2.0;
  else if (align == GANTRY_ALIGN_RIGHT)
    x -= line->width;
  show_line(text, role, line->layout, x, y, color);
}

/* The line cut off where it must be; kept from frame to frame: to lay all of them out anew took 0.5 ms. */
static PangoLayout *
cut_off (GantryText *text, GantryTextRole role, const char *string, Line *line, double width)
{
  int cut_width = (int)(MIN(width, 1e5) * PANGO_SCALE);
  if (line->cut == NULL) {
    line->cut = layout_new(text, role, string);
    pango_layout_set_single_paragraph_mode(line->cut, TRUE);
    /* Lanes that were made in a row differ in the number at the end. */
    bool is_name = role == GANTRY_TEXT_NAME || role == GANTRY_TEXT_NAME_BOLD;
    pango_layout_set_ellipsize(line->cut, is_name ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  }
  if (line->cut_width != cut_width)
    pango_layout_set_width(line->cut, cut_width);
  line->cut_width = cut_width;
  return line->cut;
}

void
gantry_text_draw_within (GantryText *text, GantryTextRole role, const char *string, double x, double y,
                         double width, const GantryColor *color)
{
  if (text->none || *string == '\0' || width <= 0.0)
    return;
  Line *line = line_of(text, role, string);
  bool fits = line->width <= width;
  show_line(text, role, fits ? line->layout : cut_off(text, role, string, line, width), x, y, color);
}

/* The text in lines of that width; kept from frame to frame, too. */
static PangoLayout *
paragraph_of (GantryText *text, GantryTextRole role, const char *string, double width)
{
  Line *line = line_of(text, role, string);
  int paragraph_width = (int)(CLAMP(width, 1.0, 1e5) * PANGO_SCALE);
  if (line->paragraph == NULL) {
    line->paragraph = layout_new(text, role, string);
    pango_layout_set_wrap(line->paragraph, PANGO_WRAP_WORD_CHAR);
  }
  if (line->paragraph_width != paragraph_width)
    pango_layout_set_width(line->paragraph, paragraph_width);
  line->paragraph_width = paragraph_width;
  return line->paragraph;
}

double
gantry_text_paragraph_height (GantryText *text, GantryTextRole role, const char *string, double width)
{
  double line_height = gantry_text_height(text, role);
  if (text->none)
    return line_height * ceil(MAX(gantry_text_width(text, role, string), 1.0) / MAX(width, 1.0));
  int height;
  pango_layout_get_size(paragraph_of(text, role, string, width), NULL, &height);
  return MAX(ceil((double)height / PANGO_SCALE), line_height);
}

static void
keep_paragraph (GantryText *text, PangoLayout *layout, double x, double y)
{
  PangoLayoutIter *lines = pango_layout_get_iter(layout);
  do {
    PangoRectangle place;
    pango_layout_iter_get_line_extents(lines, NULL, &place);
    gantry_svg_text_add(text->texts, text->cr, pango_layout_iter_get_line_readonly(lines),
                        x + (double)place.x / PANGO_SCALE,
                        y + (double)pango_layout_iter_get_baseline(lines) / PANGO_SCALE, text->family);
  } while (pango_layout_iter_next_line(lines));
  pango_layout_iter_free(lines);
}

void
gantry_text_draw_paragraph (GantryText *text, GantryTextRole role, const char *string, double x, double y,
                            double width, const GantryColor *color)
{
  if (text->none || *string == '\0')
    return;
  PangoLayout *layout = paragraph_of(text, role, string, width);
  cairo_set_source_rgba(text->cr, color->red, color->green, color->blue, color->alpha);
  x = round(x * text->scale) / text->scale;
  y = round(y * text->scale) / text->scale;
  cairo_move_to(text->cr, x, y);
  pango_cairo_show_layout(text->cr, layout);
  cairo_new_path(text->cr);
  if (text->texts != NULL)
    keep_paragraph(text, layout, x, y);
}
