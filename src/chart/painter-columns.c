/* Mixed columns: as pixels, or as stepped areas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-columns.h"

#include <math.h>
#include <string.h>

/* However short, a state covers at least this part of a pixel: it can be seen that it was there. */
#define LEAST_COVER 0.125
/* Columns of a row that are drawn as paths where the target keeps strokes. */
#define MOST_AS_PATHS 256
#define MERGED 2       /* columns that are one of an image, which is drawn on half pixels */
#define ROWS_A_PIXEL 2 /* of an image */

/* A column's parts from the bottom up, of those inks that are in it. */
typedef struct {
  int column;
  int n_parts;
  struct {
    int ink;
    float top; /* of the whole height, where it ends */
  } parts[GANTRY_MOST_INKS];
} Stack;

struct GantryColumns {
  const GantryPainter *painter;
  GArray *stacks;
};

GantryColumns *
gantry_columns_new (const GantryPainter *painter)
{
  GantryColumns *columns = g_new0(GantryColumns, 1);
  columns->painter = painter;
  columns->stacks = g_array_sized_new(FALSE, FALSE, sizeof(Stack), 256);
  return columns;
}

void
gantry_columns_free (GantryColumns *columns)
{
  g_array_unref(columns->stacks);
  g_free(columns);
}

void
gantry_columns_add_shares (GantryColumns *columns, int column, const double *shares)
{
  double sum = 0.0;
  Stack stack = {.column = column};
  for (int i = 0; i < GANTRY_MOST_INKS; i++) {
    if (shares[i] <= 0.0)
      continue;
    sum += shares[i];
    stack.parts[stack.n_parts].ink = i;
    stack.parts[stack.n_parts++].top = (float)MIN(sum, 1.0);
  }
  g_array_append_val(columns->stacks, stack);
}

void
gantry_columns_add (GantryColumns *columns, int column, const int64_t *sums)
{
  const GantryPainter *painter = columns->painter;
  double whole =
      (double)(gantry_painter_column_time(painter, column + 1) - gantry_painter_column_time(painter, column));
  double shares[GANTRY_MOST_INKS];
  if (whole <= 0.0)
    return;
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    shares[i] = (double)sums[i] / whole;
  gantry_columns_add_shares(columns, column, shares);
}

/* The parts' heights in pixels, with the least cover; the greatest gives it away. */
static void
heights_of (const Stack *stack, double pixels, double *heights)
{
  double given = 0.0, bottom = 0.0;
  int greatest = 0;
  for (int i = 0; i < stack->n_parts; i++) {
    heights[i] = (stack->parts[i].top - bottom) * pixels;
    bottom = stack->parts[i].top;
    if (heights[i] < LEAST_COVER) {
      given += LEAST_COVER - heights[i];
      heights[i] = LEAST_COVER;
    }
    if (heights[i] > heights[greatest])
      greatest = i;
  }
  if (stack->n_parts > 0 && heights[greatest] > given + LEAST_COVER)
    heights[greatest] -= given;
}

/* Where a column of pixels is being filled, from the bottom up. */
typedef struct {
  uint32_t *top;
  int stride, y;
  double room; /* of the present pixel */
  double channels[4];
} Brush;

static void
finish_pixel (Brush *brush)
{
  uint32_t pixel = 0;
  for (int i = 0; i < 4; i++)
    pixel = pixel << 8 | (uint32_t)(MIN(brush->channels[i], 1.0) * 255.0 + 0.5);
  brush->top[brush->y * brush->stride] = pixel;
  memset(brush->channels, 0, sizeof brush->channels);
  brush->room = 1.0;
  brush->y--;
}

static void
fill_up (Brush *brush, const GantryColor *color, uint32_t pixel, double height)
{
  const double whole[4] = {1.0, color->red, color->green, color->blue};
  while (height > 1e-6 && brush->y >= 0) {
    if (brush->room >= 1.0 && height >= 1.0) { /* most pixels are of one ink alone */
      int pixels = MIN((int)height, brush->y + 1);
      for (int i = 0; i < pixels; i++)
        brush->top[brush->y-- * brush->stride] = pixel;
      height -= pixels;
      continue;
    }
    double cover = MIN(height, brush->room);
    for (int i = 0; i < 4; i++)
      brush->channels[i] += cover * whole[i];
    height -= cover;
    brush->room -= cover;
    if (brush->room <= 1e-6)
      finish_pixel(brush);
  }
}

static void
compose (const Stack *stack, const GantryColor *inks, const uint32_t *solid, uint32_t *top, int stride,
         int pixels)
{
  double heights[GANTRY_MOST_INKS];
  Brush brush = {.top = top, .stride = stride, .y = pixels - 1, .room = 1.0};
  heights_of(stack, pixels, heights);
  for (int i = 0; i < stack->n_parts; i++)
    fill_up(&brush, &inks[stack->parts[i].ink], solid[stack->parts[i].ink], heights[i]);
  if (brush.y >= 0 && brush.room < 1.0)
    finish_pixel(&brush);
}

static const Stack *
stack_at (const GantryColumns *columns, guint index)
{
  return &g_array_index(columns->stacks, Stack, index);
}

/* Where an ink ends in a column, of the whole height; negative where it is not there. */
static double
top_of (const GantryColumns *columns, guint index, int ink)
{
  const Stack *stack = stack_at(columns, index);
  for (int i = 0; i < stack->n_parts; i++)
    if (stack->parts[i].ink == ink)
      return (double)stack->parts[i].top;
  return -1.0;
}

static bool
has_ink (const GantryColumns *columns, guint index, int ink)
{
  return top_of(columns, index, ink) > 0.0;
}

/* The stepped area of one ink, down to the bottom: those below are drawn over it, which leaves no seams. */
static void
add_area (const GantryColumns *columns, guint first, guint last, int ink, const GantryBox *bar)
{
  const GantryPainter *painter = columns->painter;
  cairo_t *cr = painter->cr;
  double bottom = bar->y + bar->height;
  guint i = first;
  while (i < last) {
    if (!has_ink(columns, i, ink)) {
      i++;
      continue;
    }
    int column = stack_at(columns, i)->column;
    cairo_move_to(cr, gantry_painter_column_x(painter, column), bottom);
    for (; i < last && has_ink(columns, i, ink) && stack_at(columns, i)->column == column; i++) {
      double y = bottom - round(top_of(columns, i, ink) * bar->height * 10.0) / 10.0; /* short numbers */
      cairo_line_to(cr, gantry_painter_column_x(painter, column), y);
      while (i + 1 < last && stack_at(columns, i + 1)->column == column + 1 &&
             fabs(top_of(columns, i + 1, ink) - top_of(columns, i, ink)) * bar->height < 0.05 &&
             has_ink(columns, i + 1, ink)) {
        i++;
        column++;
      }
      column++;
      cairo_line_to(cr, gantry_painter_column_x(painter, column), y);
    }
    cairo_line_to(cr, gantry_painter_column_x(painter, column), bottom);
    cairo_close_path(cr);
  }
}

static void
draw_areas (const GantryColumns *columns, const GantryBox *bar, const GantryColor *inks)
{
  for (int ink = GANTRY_MOST_INKS - 1; ink >= 0; ink--) {
    add_area(columns, 0, columns->stacks->len, ink, bar);
    gantry_painter_set_color(columns->painter, &inks[ink], 1.0);
    cairo_fill(columns->painter->cr);
  }
}

static void
draw_pixels (const GantryColumns *columns, GantryStrip *strip, const GantryColor *inks)
{
  uint32_t solid[GANTRY_MOST_INKS];
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    solid[i] = gantry_pixel_of(&inks[i], 1.0);
  for (guint i = 0; i < columns->stacks->len; i++) {
    const Stack *stack = stack_at(columns, i);
    int stride, height;
    uint32_t *pixels = gantry_strip_column(strip, stack->column, &stride, &height);
    if (pixels != NULL)
      compose(stack, inks, solid, pixels, stride, height);
  }
}

/* Adds the shares of one column's inks. */
static void
add_shares (const Stack *stack, double *shares)
{
  double bottom = 0.0;
  for (int i = 0; i < stack->n_parts; i++) {
    shares[stack->parts[i].ink] += (double)stack->parts[i].top - bottom;
    bottom = (double)stack->parts[i].top;
  }
}

/* Whole pixels of pure inks, bottom up: mixed ones would take several times the room in a file. What is
 * rounded off differs from column to column, so that the shares come out even over a few of them. */
static void
fill_image_column (const double *shares, double columns, const uint32_t *solid, uint32_t *top, int stride,
                   int rows, int column)
{
  double edge = fmod((double)column * 0.6180339887498949, 1.0);
  int row = 0;
  for (int ink = 0; ink < GANTRY_MOST_INKS; ink++) {
    edge += shares[ink] / columns * rows;
    for (; row < MIN((int)edge, rows); row++)
      top[(rows - 1 - row) * stride] = solid[ink];
  }
}

static void
fill_image (const GantryColumns *columns, const GantryColor *inks, cairo_surface_t *image, int first)
{
  uint32_t *pixels = (uint32_t *)(void *)cairo_image_surface_get_data(image), solid[GANTRY_MOST_INKS];
  int stride = cairo_image_surface_get_stride(image) / (int)sizeof *pixels;
  int rows = cairo_image_surface_get_height(image);
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    solid[i] = gantry_pixel_of(&inks[i], 1.0);
  for (guint i = 0; i < columns->stacks->len && pixels != NULL;) {
    double shares[GANTRY_MOST_INKS] = {0.0};
    int column = (stack_at(columns, i)->column - first) / MERGED;
    for (; i < columns->stacks->len && (stack_at(columns, i)->column - first) / MERGED == column; i++)
      add_shares(stack_at(columns, i), shares);
    fill_image_column(shares, MERGED, solid, pixels + column, stride, rows, column);
  }
  cairo_surface_mark_dirty(image);
}

/* Very many columns as one image: as paths, what is written would grow with all their steps. */
static void
draw_image (const GantryColumns *columns, const GantryBox *bar, const GantryColor *inks)
{
  const GantryPainter *painter = columns->painter;
  /* Pairs lie in the same places, wherever the first column of the row is. */
  int first = stack_at(columns, 0)->column / MERGED * MERGED;
  int last = stack_at(columns, columns->stacks->len - 1)->column;
  int rows = (int)MAX(round(bar->height * ROWS_A_PIXEL), 1.0);
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (last - first) / MERGED + 1, rows);
  fill_image(columns, inks, image, first);
  cairo_save(painter->cr);
  cairo_translate(painter->cr, gantry_painter_column_x(painter, first), bar->y);
  cairo_scale(painter->cr, painter->column * MERGED, bar->height / rows);
  cairo_set_source_surface(painter->cr, image, 0.0, 0.0);
  cairo_pattern_set_filter(cairo_get_source(painter->cr), CAIRO_FILTER_NEAREST);
  cairo_paint(painter->cr);
  cairo_restore(painter->cr);
  cairo_surface_destroy(image);
}

void
gantry_columns_draw (GantryColumns *columns, GantryStrip *strip, const GantryBox *bar,
                     const GantryColor *inks)
{
  if (strip != NULL)
    draw_pixels(columns, strip, inks);
  else if (columns->stacks->len > MOST_AS_PATHS)
    draw_image(columns, bar, inks);
  else
    draw_areas(columns, bar, inks);
  g_array_set_size(columns->stacks, 0);
}
