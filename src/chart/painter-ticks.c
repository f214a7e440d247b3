/* Ticks: stamped, or as paths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-ticks.h"

#include <math.h>
#include <string.h>

/* Of a tick, times the view's text scale. */
#define HALF 3.2 /* of its width */
#define HEIGHT 4.6
#define BAND 2.3  /* height of a band, from the top */
#define ABOVE 1.0 /* the bar */
#define WHOLE 255 /* cover of a pixel */

/* Ticks of a row differ by whole pixels, and all rows' bars lie on whole pixels: so all ticks are alike.
 * Where two overlap, they share a smaller triangle in the middle between them. What three share is part of
 * what the middle one shares with either; so the cover of all is the sum of each one's, less what each shares
 * with the one before. */
struct GantryTickStamps {
  int reach;     /* columns, from the middle of a tick */
  int width;     /* of a stamp */
  int top, rows; /* pixels, from the bar's top */
  int n_shared;  /* distances at which two overlap, from 1 on */
  uint8_t *tick; /* rows of `width` covers */
  uint8_t **shared;
};

typedef struct {
  int first, last; /* edges; one and the same: a tick */
  bool is_band;
} Item;

struct GantryTicks {
  const GantryPainter *painter;
  GantryBox bar;
  GArray *items;          /* Item */
  cairo_surface_t *image; /* the mask; NULL on a target that keeps strokes */
};

static void
add_triangle (cairo_t *cr, double x, double y, double half, double height)
{
  cairo_move_to(cr, x - half, y - height);
  cairo_line_to(cr, x + half, y - height);
  cairo_line_to(cr, x, y);
  cairo_close_path(cr);
}

/* The part of a tick that is narrower than it by `less` on both sides, `middle` pixels from the stamp's left.
 */
static uint8_t *
stamp_new (const GantryTickStamps *stamps, double unit, double middle, double less)
{
  double half = HALF * unit - less, top = -(HEIGHT + ABOVE) * unit - stamps->top;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, stamps->width, stamps->rows);
  cairo_t *cr = cairo_create(surface);
  double height = HEIGHT * unit * half / (HALF * unit);
  add_triangle(cr, middle, top + height, half, height);
  cairo_fill(cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  uint8_t *covers = g_new0(uint8_t, (gsize)stamps->width * (gsize)stamps->rows);
  const uint8_t *pixels = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int row = 0; row < stamps->rows && pixels != NULL; row++)
    memcpy(covers + (ptrdiff_t)row * stamps->width, pixels + (ptrdiff_t)row * stride, (gsize)stamps->width);
  cairo_surface_destroy(surface);
  return covers;
}

GantryTickStamps *
gantry_tick_stamps_new (const GantryPainter *painter)
{
  double unit = painter->unit * painter->scale;
  if (painter->vector)
    return NULL;
  GantryTickStamps *stamps = g_new0(GantryTickStamps, 1);
  stamps->reach = (int)ceil(HALF * unit);
  stamps->n_shared = (int)ceil(2.0 * HALF * unit) - 1;
  stamps->width = 2 * stamps->reach;
  stamps->top = (int)floor(-(HEIGHT + ABOVE) * unit);
  stamps->rows = (int)ceil(-ABOVE * unit) - stamps->top;
  stamps->tick = stamp_new(stamps, unit, stamps->reach, 0.0);
  stamps->shared = g_new0(uint8_t *, (gsize)MAX(stamps->n_shared, 0) + 1);
  for (int apart = 1; apart <= stamps->n_shared; apart++)
    stamps->shared[apart] = stamp_new(stamps, unit, stamps->reach + apart / 2.0, apart / 2.0);
  return stamps;
}

void
gantry_tick_stamps_free (GantryTickStamps *stamps)
{
  if (stamps == NULL)
    return;
  for (int apart = 1; apart <= stamps->n_shared; apart++)
    g_free(stamps->shared[apart]);
  g_free(stamps->shared);
  g_free(stamps->tick);
  g_free(stamps);
}

GantryTicks *
gantry_ticks_new (const GantryPainter *painter, const GantryBox *bar)
{
  GantryTicks *ticks = g_new0(GantryTicks, 1);
  ticks->painter = painter;
  ticks->bar = *bar;
  ticks->items = g_array_new(FALSE, FALSE, sizeof(Item));
  return ticks;
}

void
gantry_ticks_free (GantryTicks *ticks)
{
  if (ticks == NULL)
    return;
  g_array_unref(ticks->items);
  g_clear_pointer(&ticks->image, cairo_surface_destroy);
  g_free(ticks);
}

double
gantry_ticks_y (const GantryTicks *ticks)
{
  return ticks->bar.y - ABOVE * ticks->painter->unit;
}

void
gantry_ticks_add (GantryTicks *ticks, int edge)
{
  Item item = {edge, edge, false};
  g_array_append_val(ticks->items, item);
}

void
gantry_ticks_add_band (GantryTicks *ticks, int first, int last)
{
  const GantryPainter *painter = ticks->painter;
  Item item = {CLAMP(first, 0, painter->n_columns), CLAMP(last, 0, painter->n_columns), true};
  g_array_append_val(ticks->items, item);
}

/* Covers while they are added up, in pixels from the stamps' top and, from the plot's left edge, `reach`. */
typedef struct {
  const GantryTickStamps *stamps;
  int width;
  int16_t *sums;
} Sums;

static void
add_stamp (const Sums *sums, int edge, const uint8_t *covers, int16_t sign)
{
  const GantryTickStamps *stamps = sums->stamps;
  for (int row = 0; row < stamps->rows; row++) {
    int16_t *to = sums->sums + (ptrdiff_t)row * sums->width + edge;
    const uint8_t *from = covers + (ptrdiff_t)row * stamps->width;
    for (int i = 0; i < stamps->width; i++)
      to[i] = (int16_t)(to[i] + sign * from[i]);
  }
}

/* How much of the pixel that begins at `place` lies between two places. */
static double
part_between (int place, double begin, double end)
{
  return MAX(MIN(place + 1.0, end) - MAX(place, begin), 0.0);
}

static void
add_band (const Sums *sums, const Item *band, double unit)
{
  const GantryTickStamps *stamps = sums->stamps;
  double left = band->first + stamps->reach - HALF * unit, right = band->last + stamps->reach + HALF * unit;
  double top = -(HEIGHT + ABOVE) * unit - stamps->top, bottom = top + BAND * unit;
  int first = (int)left, last = (int)ceil(right) - 1;
  for (int row = 0; row < (int)ceil(bottom); row++) {
    double part = WHOLE * part_between(row, top, bottom);
    int16_t *to = sums->sums + (ptrdiff_t)row * sums->width, whole = (int16_t)lround(part);
    to[first] += (int16_t)lround(part * part_between(first, left, right));
    for (int column = first + 1; column < last; column++)
      to[column] += whole;
    to[last] +=
        (int16_t)lround(part * part_between(last, left, right)); /* it is as wide as a tick at least */
  }
}

static void
add_items (const Sums *sums, const GantryTicks *ticks)
{
  const GantryTickStamps *stamps = sums->stamps;
  const Item *items = (const Item *)(void *)ticks->items->data;
  double unit = ticks->painter->unit * ticks->painter->scale;
  for (guint i = 0; i < ticks->items->len; i++) {
    if (items[i].is_band) {
      add_band(sums, &items[i], unit);
      continue;
    }
    add_stamp(sums, items[i].first, stamps->tick, 1);
    int apart = i > 0 && !items[i - 1].is_band ? items[i].first - items[i - 1].first : 0;
    if (apart > 0 && apart <= stamps->n_shared)
      add_stamp(sums, items[i - 1].first, stamps->shared[apart], -1);
  }
}

static cairo_surface_t *
mask_of (const Sums *sums)
{
  int rows = sums->stamps->rows;
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_A8, sums->width, rows);
  uint8_t *pixels = cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image);
  for (int row = 0; row < rows && pixels != NULL; row++)
    for (int column = 0; column < sums->width; column++)
      pixels[(ptrdiff_t)row * stride + column] =
          (uint8_t)CLAMP(sums->sums[(ptrdiff_t)row * sums->width + column], 0, WHOLE);
  cairo_surface_mark_dirty(image);
  return image;
}

void
gantry_ticks_make (GantryTicks *ticks)
{
  const GantryTickStamps *stamps = ticks->painter->tick_stamps;
  if (stamps == NULL || ticks->items->len == 0)
    return;
  /* A stamp begins `reach` pixels left of its edge, the mask that much left of the plot; one more holds the
   * end of a band. */
  Sums sums = {.stamps = stamps, .width = ticks->painter->n_columns + stamps->width + 1};
  sums.sums = g_new0(int16_t, (gsize)sums.width * (gsize)stamps->rows);
  add_items(&sums, ticks);
  ticks->image = mask_of(&sums);
  g_free(sums.sums);
}

static void
draw_mask (const GantryTicks *ticks)
{
  const GantryPainter *painter = ticks->painter;
  const GantryTickStamps *stamps = painter->tick_stamps;
  double scale = painter->scale, left = gantry_painter_column_x(painter, -stamps->reach);
  double top = ticks->bar.y + stamps->top / scale;
  cairo_pattern_t *mask = cairo_pattern_create_for_surface(ticks->image);
  cairo_matrix_t matrix;
  cairo_matrix_init(&matrix, scale, 0.0, 0.0, scale, -left * scale, -top * scale);
  cairo_pattern_set_matrix(mask, &matrix);
  cairo_pattern_set_filter(mask, CAIRO_FILTER_NEAREST);
  cairo_mask(painter->cr, mask);
  cairo_pattern_destroy(mask);
}

static void
draw_paths (const GantryTicks *ticks)
{
  const GantryPainter *painter = ticks->painter;
  double unit = painter->unit, y = gantry_ticks_y(ticks);
  for (guint i = 0; i < ticks->items->len; i++) {
    const Item *item = &g_array_index(ticks->items, Item, i);
    double left = gantry_painter_column_x(painter, item->first);
    double right = gantry_painter_column_x(painter, item->last);
    if (item->is_band)
      cairo_rectangle(painter->cr, left - HALF * unit, y - HEIGHT * unit, right - left + 2.0 * HALF * unit,
                      BAND * unit);
    else
      add_triangle(painter->cr, left, y, HALF * unit, HEIGHT * unit);
  }
  cairo_fill(painter->cr);
}

void
gantry_ticks_draw (const GantryTicks *ticks, const GantryColor *color)
{
  gantry_painter_set_color(ticks->painter, color, 1.0);
  if (ticks->image != NULL)
    draw_mask(ticks);
  else if (ticks->painter->tick_stamps == NULL)
    draw_paths(ticks);
}
