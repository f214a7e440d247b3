/* Skylines: as pixels, or as paths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-skyline.h"

#include <math.h>

typedef struct {
  int column;
  double y;
} Height;

/* Up to so many steps cairo is as fast: a strip costs the same for few and for many, 1 ms a frame for all. */
#define FEW_STEPS 300

/* A pixel's four quarters, of which a line covers some: their cover as cairo rounds it, of 255. */
#define QUARTERS 4
static const unsigned covers[QUARTERS + 1] = {0, 64, 128, 192, 255};

void
gantry_skyline_init (GantrySkyline *skyline, const GantryPainter *painter, double base)
{
  *skyline =
      (GantrySkyline){.painter = painter, .base = base, .heights = g_array_new(FALSE, FALSE, sizeof(Height))};
}

void
gantry_skyline_clear (GantrySkyline *skyline)
{
  g_clear_pointer(&skyline->heights, g_array_unref);
}

void
gantry_skyline_add (GantrySkyline *skyline, int column, double y)
{
  Height height = {column, y};
  g_array_append_val(skyline->heights, height);
}

bool
gantry_skyline_is_dense (const GantrySkyline *skyline)
{
  return skyline->heights->len > FEW_STEPS;
}

static const Height *
height_at (const GantrySkyline *skyline, guint index)
{
  return &g_array_index(skyline->heights, Height, index);
}

/* Pixels that a line may take beyond its steps. */
static int
reach_of (const GantryPainter *painter, double line)
{
  return (int)ceil(line * painter->scale) + 1;
}

GantryStrip *
gantry_skyline_strip (const GantryPainter *painter, const GantryBox *box, double line)
{
  int reach = line > 0.0 ? reach_of(painter, line) : 0;
  double around = reach / painter->scale;
  GantryBox whole = {.y = box->y - around, .height = box->height + 2.0 * around};
  GantryStrip *strip =
      gantry_strip_new(painter, gantry_painter_column_x(painter, -reach), painter->n_columns + 2 * reach);
  gantry_strip_begin(strip, &whole);
  return strip;
}

/* As cairo makes a pixel of a colour that covers what is below it. */
static uint32_t
solid_of (const GantryColor *color)
{
  const double levels[] = {color->red, color->green, color->blue};
  uint32_t pixel = 255;
  for (int i = 0; i < 3; i++) {
    uint32_t level = (uint32_t)(levels[i] * 65536.0);
    pixel = pixel << 8 | (level - (level >> 16)) >> 8;
  }
  return pixel;
}

/* A level times a cover, as cairo rounds it. */
static uint32_t
part_of (uint32_t level, unsigned cover)
{
  uint32_t product = level * cover + 128;
  return (product + (product >> 8)) >> 8;
}

static uint32_t
blend (uint32_t below, uint32_t above, unsigned cover)
{
  uint32_t pixel = 0;
  for (int shift = 0; shift < 32; shift += 8)
    pixel |= (part_of(above >> shift & 255, cover) + part_of(below >> shift & 255, 255 - cover)) << shift;
  return pixel;
}

/* The skyline in pixels of a strip. */
typedef struct {
  GantryStrip *strip;
  int first; /* the strip's column that is column 0 */
  int left, right;
  int *tops; /* rows, by column from `left` on */
} Tops;

static Tops
tops_new (const GantrySkyline *skyline, GantryStrip *strip)
{
  guint count = skyline->heights->len;
  Tops tops = {.strip = strip, .right = skyline->right};
  tops.first = gantry_strip_x(strip, gantry_painter_column_x(skyline->painter, 0));
  tops.left = count > 0 ? height_at(skyline, 0)->column : skyline->right;
  tops.tops = g_new0(int, MAX(tops.right - tops.left, 1));
  for (guint i = 0; i < count; i++) {
    int row = gantry_strip_y(strip, height_at(skyline, i)->y);
    int end = i + 1 < count ? height_at(skyline, i + 1)->column : tops.right;
    for (int column = height_at(skyline, i)->column; column < end; column++)
      tops.tops[column - tops.left] = row;
  }
  return tops;
}

static void
fill_pixels (const GantrySkyline *skyline, GantryStrip *strip, uint32_t solid)
{
  Tops tops = tops_new(skyline, strip);
  int base = gantry_strip_y(strip, skyline->base), stride, height;
  for (int column = tops.left; column < tops.right; column++) {
    uint32_t *pixels = gantry_strip_column(strip, tops.first + column, &stride, &height);
    if (!pixels)
      continue;
    int top = tops.tops[column - tops.left];
    int begin = MAX(MIN(top, base), 0), end = MIN(MAX(top, base), height);
    for (int row = begin; row < end; row++)
      pixels[(ptrdiff_t)row * stride] = solid;
  }
  g_free(tops.tops);
}

/* From which half of a row to before which one a line covers one half of a column. */
typedef struct {
  int begin, end;
} Cover;

/* The line is a horizontal piece in each column and a vertical one at each edge between two, which reaches
 * `reach` halves to both sides. So what covers a half column leaves no gap: of the edges that reach it each
 * shares a column with the next. `half`: counted from the first column. */
static Cover
cover_of (const Tops *tops, int half, int reach, int below)
{
  int count = tops->right - tops->left;
  int first_edge = MAX((half - reach) / 2 + 1, 1), last_edge = MIN((half + reach) / 2, count - 1);
  int first = first_edge - 1, last = last_edge;
  bool is_beside = half < 0 || half >= 2 * count;
  if (first_edge > last_edge && !is_beside)
    first = last = half / 2;
  else if (first_edge > last_edge)
    return (Cover){0, 0};
  int least = tops->tops[first], most = least;
  for (int column = first + 1; column <= last; column++) {
    least = MIN(least, tops->tops[column]);
    most = MAX(most, tops->tops[column]);
  }
  if (is_beside && least == most) /* there is no vertical piece */
    return (Cover){0, 0};
  return (Cover){2 * least + below - reach, 2 * most + below + reach};
}

/* How many of a pixel's two left or right quarters it covers. */
static unsigned
quarters_of (const Cover *cover, int row)
{
  return (unsigned)MAX(MIN(cover->end, 2 * row + 2) - MAX(cover->begin, 2 * row), 0);
}

static void
draw_line_in_column (const Tops *tops, int column, const Cover covers_of[2], uint32_t solid)
{
  int stride, height;
  uint32_t *pixels = gantry_strip_column(tops->strip, tops->first + column, &stride, &height);
  if (!pixels)
    return;
  bool has_left = covers_of[0].end > covers_of[0].begin, has_right = covers_of[1].end > covers_of[1].begin;
  int begin = MIN(has_left ? covers_of[0].begin : G_MAXINT, has_right ? covers_of[1].begin : G_MAXINT);
  int end = MAX(covers_of[0].end, covers_of[1].end);
  for (int row = MAX(begin, 0) / 2; row < MIN((end + 1) / 2, height) && (has_left || has_right); row++) {
    uint32_t *pixel = &pixels[(ptrdiff_t)row * stride];
    unsigned quarters = quarters_of(&covers_of[0], row) + quarters_of(&covers_of[1], row);
    *pixel = quarters == QUARTERS ? solid : blend(*pixel, solid, covers[quarters]);
  }
}

static void
line_pixels (const GantrySkyline *skyline, GantryStrip *strip, uint32_t solid, int width, int below)
{
  Tops tops = tops_new(skyline, strip);
  int count = tops.right - tops.left;
  for (int column = -width; column < count + width && count > 0; column++) {
    Cover covers_of[2] = {cover_of(&tops, 2 * column, width, below),
                          cover_of(&tops, 2 * column + 1, width, below)};
    draw_line_in_column(&tops, tops.left + column, covers_of, solid);
  }
  g_free(tops.tops);
}

/* The steps as a path from left to right. */
static void
add_steps (const GantrySkyline *skyline)
{
  const GantryPainter *painter = skyline->painter;
  for (guint i = 0; i < skyline->heights->len; i++) {
    const Height *height = height_at(skyline, i);
    double x = gantry_painter_column_x(painter, height->column);
    if (i > 0)
      cairo_line_to(painter->cr, x, height_at(skyline, i - 1)->y);
    cairo_line_to(painter->cr, x, height->y);
  }
  double right = gantry_painter_column_x(painter, skyline->right);
  cairo_line_to(painter->cr, right, height_at(skyline, skyline->heights->len - 1)->y);
}

void
gantry_skyline_fill (const GantrySkyline *skyline, GantryStrip *strip, const GantryColor *color)
{
  const GantryPainter *painter = skyline->painter;
  if (skyline->heights->len == 0)
    return;
  if (strip) {
    fill_pixels(skyline, strip, solid_of(color));
    return;
  }
  cairo_new_path(painter->cr);
  add_steps(skyline);
  cairo_line_to(painter->cr, gantry_painter_column_x(painter, skyline->right), skyline->base);
  cairo_line_to(painter->cr, gantry_painter_column_x(painter, height_at(skyline, 0)->column), skyline->base);
  cairo_close_path(painter->cr);
  gantry_painter_set_color(painter, color, 1.0);
  cairo_fill(painter->cr);
}

void
gantry_skyline_line (const GantrySkyline *skyline, GantryStrip *strip, const GantryColor *color, double width,
                     double below)
{
  const GantryPainter *painter = skyline->painter;
  cairo_t *cr = painter->cr;
  if (skyline->heights->len == 0)
    return;
  if (strip) {
    line_pixels(skyline, strip, solid_of(color), (int)lround(width * painter->scale),
                (int)lround(2.0 * below * painter->scale));
    return;
  }
  cairo_new_path(cr);
  cairo_save(cr);
  cairo_translate(cr, 0.0, below);
  add_steps(skyline);
  cairo_restore(cr);
  gantry_painter_set_color(painter, color, 1.0);
  cairo_set_line_width(cr, width);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke(cr);
}
