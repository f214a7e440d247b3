/* Mixed columns: on pixels as one image, elsewhere as stepped areas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-columns.h"

#include <math.h>
#include <string.h>

/* However short, a state covers at least this part of a pixel: it can be seen that it was there. */
#define LEAST_COVER 0.125
#define SPLIT_AT 48 /* columns without any that part one image from the next */

typedef struct {
  int column;
  float tops[GANTRY_MOST_INKS]; /* of the whole height, where each ink ends, from the bottom */
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
gantry_columns_add (GantryColumns *columns, int column, const int64_t *sums)
{
  const GantryPainter *painter = columns->painter;
  double whole = (double)(gantry_painter_column_time(painter, column + 1) -
                          gantry_painter_column_time(painter, column));
  double sum = 0.0;
  Stack stack = {.column = column};
  if (whole <= 0.0)
    return;
  for (int i = 0; i < GANTRY_MOST_INKS; i++) {
    sum += (double)sums[i];
    stack.tops[i] = (float)MIN(sum / whole, 1.0);
  }
  g_array_append_val(columns->stacks, stack);
}

/* The heights in pixels, with the least cover for those that are there; the greatest gives it away. */
static void
heights_of (const Stack *stack, double pixels, double *heights)
{
  double given = 0.0;
  int greatest = 0;
  for (int i = 0; i < GANTRY_MOST_INKS; i++) {
    double share = stack->tops[i] - (i > 0 ? stack->tops[i - 1] : 0.0F);
    heights[i] = share * pixels;
    if (share > 0.0 && heights[i] < LEAST_COVER) {
      given += LEAST_COVER - heights[i];
      heights[i] = LEAST_COVER;
    }
    if (heights[i] > heights[greatest])
      greatest = i;
  }
  if (heights[greatest] > given + LEAST_COVER)
    heights[greatest] -= given;
}

/* A premultiplied pixel of alpha, red, green and blue. */
static uint32_t
pixel_of (const double *channels)
{
  uint32_t pixel = 0;
  for (int i = 0; i < 4; i++)
    pixel = pixel << 8 | (uint32_t)CLAMP(lround(channels[i] * 255.0), 0, 255);
  return pixel;
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
  brush->top[brush->y * brush->stride] = pixel_of(brush->channels);
  memset(brush->channels, 0, sizeof brush->channels);
  brush->room = 1.0;
  brush->y--;
}

static void
fill_up (Brush *brush, const GantryColor *color, double height)
{
  const double whole[4] = {1.0, color->red, color->green, color->blue};
  uint32_t pixel = pixel_of(whole);
  while (height > 1e-6 && brush->y >= 0) {
    if (brush->room >= 1.0 && height >= 1.0) { /* most pixels are of one ink alone */
      brush->top[brush->y-- * brush->stride] = pixel;
      height -= 1.0;
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
compose (const Stack *stack, const GantryColor *inks, uint32_t *top, int stride, int pixels)
{
  double heights[GANTRY_MOST_INKS];
  Brush brush = {.top = top, .stride = stride, .y = pixels - 1, .room = 1.0};
  heights_of(stack, pixels, heights);
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    if (heights[i] > 0.0)
      fill_up(&brush, &inks[i], heights[i]);
  if (brush.y >= 0 && brush.room < 1.0)
    finish_pixel(&brush);
}

static const Stack *
stack_at (const GantryColumns *columns, guint index)
{
  return &g_array_index(columns->stacks, Stack, index);
}

/* The stacks from `first` to before `last` as one image. */
static void
draw_image (const GantryColumns *columns, guint first, guint last, const GantryBox *bar,
            const GantryColor *inks)
{
  const GantryPainter *painter = columns->painter;
  int left = stack_at(columns, first)->column, right = stack_at(columns, last - 1)->column + 1;
  int pixels = (int)MAX(lround(bar->height * painter->scale), 1);
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, right - left, pixels);
  if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(image);
    return;
  }
  uint32_t *data = (uint32_t *)(void *)cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image) / (int)sizeof *data;
  for (guint i = first; i < last; i++)
    compose(stack_at(columns, i), inks, data + stack_at(columns, i)->column - left, stride, pixels);
  cairo_surface_mark_dirty(image);
  cairo_save(painter->cr);
  cairo_translate(painter->cr, gantry_painter_column_x(painter, left), bar->y);
  cairo_scale(painter->cr, painter->column, bar->height / pixels);
  cairo_set_source_surface(painter->cr, image, 0.0, 0.0);
  cairo_pattern_set_filter(cairo_get_source(painter->cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle(painter->cr, 0.0, 0.0, right - left, pixels);
  cairo_fill(painter->cr);
  cairo_restore(painter->cr);
  cairo_surface_destroy(image);
}

static double
top_of (const GantryColumns *columns, guint index, int ink)
{
  return (double)stack_at(columns, index)->tops[ink];
}

static bool
has_ink (const GantryColumns *columns, guint index, int ink)
{
  return top_of(columns, index, ink) > (ink > 0 ? top_of(columns, index, ink - 1) : 0.0);
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
      double y = bottom - top_of(columns, i, ink) * bar->height;
      cairo_line_to(cr, gantry_painter_column_x(painter, column), y);
      while (i + 1 < last && stack_at(columns, i + 1)->column == column + 1 &&
             fabs(top_of(columns, i + 1, ink) - top_of(columns, i, ink)) < 1e-3 &&
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

void
gantry_columns_draw (GantryColumns *columns, const GantryBox *bar, const GantryColor *inks)
{
  guint n_stacks = columns->stacks->len;
  if (columns->painter->vector) {
    draw_areas(columns, bar, inks);
  } else {
    for (guint first = 0, i = 1; i <= n_stacks; i++) {
      if (i < n_stacks && stack_at(columns, i)->column - stack_at(columns, i - 1)->column < SPLIT_AT)
        continue;
      draw_image(columns, first, i, bar, inks);
      first = i;
    }
  }
  g_array_set_size(columns->stacks, 0);
}
