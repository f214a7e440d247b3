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

/* The four channels of a pixel at once, alpha first. */
typedef double Channels __attribute__((vector_size(4 * sizeof(double))));
typedef int64_t Mask __attribute__((vector_size(4 * sizeof(int64_t))));
typedef int32_t Levels __attribute__((vector_size(4 * sizeof(int32_t))));

struct GantryColumns {
  const GantryPainter *painter;
  GantryStrip *strip;
  GantryColor inks[GANTRY_MOST_INKS];
  Channels channels[GANTRY_MOST_INKS];
  uint32_t solid[GANTRY_MOST_INKS];
  GArray *stacks; /* Stack; NULL where there is a strip */
};

GantryColumns *
gantry_columns_new (const GantryPainter *painter, GantryStrip *strip, const GantryColor *inks)
{
  GantryColumns *columns = g_aligned_alloc0(1, sizeof *columns, _Alignof(GantryColumns));
  columns->painter = painter;
  columns->strip = strip;
  if (!strip)
    columns->stacks = g_array_sized_new(FALSE, FALSE, sizeof(Stack), 256);
  for (int i = 0; i < GANTRY_MOST_INKS; i++) {
    columns->inks[i] = inks[i];
    columns->channels[i] = (Channels){1.0, inks[i].red, inks[i].green, inks[i].blue};
    columns->solid[i] = gantry_pixel_of(&inks[i], 1.0);
  }
  return columns;
}

void
gantry_columns_free (GantryColumns *columns)
{
  g_clear_pointer(&columns->stacks, g_array_unref);
  g_aligned_free(columns);
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
  uint32_t *pixel;
  int stride, left; /* pixels, with the present one */
  double room;      /* of the present one */
  Channels channels;
} Brush;

static void
finish_pixel (Brush *brush)
{
  static const Channels one = {1.0, 1.0, 1.0, 1.0};
  Mask is_less = brush->channels < one;
  Channels most = (Channels)((is_less & (Mask)brush->channels) | (~is_less & (Mask)one));
  Levels levels = __builtin_convertvector(most * 255.0 + 0.5, Levels);
  *brush->pixel =
      (uint32_t)levels[0] << 24 | (uint32_t)levels[1] << 16 | (uint32_t)levels[2] << 8 | (uint32_t)levels[3];
  brush->channels = (Channels){0.0, 0.0, 0.0, 0.0};
  brush->room = 1.0;
  brush->pixel -= brush->stride;
  brush->left--;
}

static void
fill_up (Brush *brush, const Channels *channels, uint32_t solid, double height)
{
  while (height > 1e-6 && brush->left > 0) {
    if (brush->room >= 1.0 && height >= 1.0) { /* most pixels are of one ink alone */
      int pixels = MIN((int)height, brush->left);
      brush->left -= pixels;
      height -= pixels;
      for (; pixels > 0; pixels--, brush->pixel -= brush->stride)
        *brush->pixel = solid;
      continue;
    }
    double cover = MIN(height, brush->room);
    brush->channels += cover * *channels;
    height -= cover;
    brush->room -= cover;
    if (brush->room <= 1e-6)
      finish_pixel(brush);
  }
}

static void
compose (const GantryColumns *columns, const Stack *stack)
{
  double heights[GANTRY_MOST_INKS];
  int stride, pixels;
  uint32_t *top = gantry_strip_column(columns->strip, stack->column, &stride, &pixels);
  if (!top)
    return;
  Brush brush = {
      .pixel = top + (ptrdiff_t)(pixels - 1) * stride, .stride = stride, .left = pixels, .room = 1.0};
  heights_of(stack, pixels, heights);
  for (int i = 0; i < stack->n_parts; i++) {
    int ink = stack->parts[i].ink;
    fill_up(&brush, &columns->channels[ink], columns->solid[ink], heights[i]);
  }
  if (brush.left > 0 && brush.room < 1.0)
    finish_pixel(&brush);
}

/* Puts a part upon the others. */
static double
add_part (Stack *stack, int ink, double share, double bottom)
{
  double top = bottom + share;
  stack->parts[stack->n_parts].ink = ink;
  stack->parts[stack->n_parts++].top = (float)MIN(top, 1.0);
  return top;
}

static void
take (GantryColumns *columns, const Stack *stack)
{
  if (columns->strip)
    compose(columns, stack);
  else
    g_array_append_val(columns->stacks, *stack);
}

void
gantry_columns_add_shares (GantryColumns *columns, int column, const double *shares)
{
  Stack stack;
  double sum = 0.0;
  stack.column = column;
  stack.n_parts = 0;
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    if (shares[i] > 0.0)
      sum = add_part(&stack, i, shares[i], sum);
  take(columns, &stack);
}

void
gantry_columns_add (GantryColumns *columns, int column, int64_t whole, const int64_t *sums)
{
  Stack stack;
  double sum = 0.0;
  stack.column = column;
  stack.n_parts = 0;
  if (whole <= 0)
    return;
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    if (sums[i] > 0)
      sum = add_part(&stack, i, (double)sums[i] / (double)whole, sum);
  take(columns, &stack);
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
draw_areas (const GantryColumns *columns, const GantryBox *bar)
{
  for (int ink = GANTRY_MOST_INKS - 1; ink >= 0; ink--) {
    add_area(columns, 0, columns->stacks->len, ink, bar);
    gantry_painter_set_color(columns->painter, &columns->inks[ink], 1.0);
    cairo_fill(columns->painter->cr);
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
fill_image (const GantryColumns *columns, cairo_surface_t *image, int first)
{
  uint32_t *pixels = (uint32_t *)(void *)cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image) / (int)sizeof *pixels;
  int rows = cairo_image_surface_get_height(image);
  for (guint i = 0; i < columns->stacks->len && pixels != NULL;) {
    double shares[GANTRY_MOST_INKS] = {0.0};
    int column = (stack_at(columns, i)->column - first) / MERGED;
    for (; i < columns->stacks->len && (stack_at(columns, i)->column - first) / MERGED == column; i++)
      add_shares(stack_at(columns, i), shares);
    fill_image_column(shares, MERGED, columns->solid, pixels + column, stride, rows, column);
  }
  cairo_surface_mark_dirty(image);
}

/* Very many columns as one image: as paths, what is written would grow with all their steps. */
static void
draw_image (const GantryColumns *columns, const GantryBox *bar)
{
  const GantryPainter *painter = columns->painter;
  /* Pairs lie in the same places, wherever the first column of the row is. */
  int first = stack_at(columns, 0)->column / MERGED * MERGED;
  int last = stack_at(columns, columns->stacks->len - 1)->column;
  int rows = (int)MAX(round(bar->height * ROWS_A_PIXEL), 1.0);
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (last - first) / MERGED + 1, rows);
  fill_image(columns, image, first);
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
gantry_columns_draw (GantryColumns *columns, const GantryBox *bar)
{
  if (!columns->stacks)
    return;
  if (columns->stacks->len > MOST_AS_PATHS)
    draw_image(columns, bar);
  else
    draw_areas(columns, bar);
  g_array_set_size(columns->stacks, 0);
}
