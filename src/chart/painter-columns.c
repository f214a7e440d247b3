/* Mixed columns: as pixels, or as stepped areas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-columns.h"

#include <math.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* However short, a state covers at least this part of a pixel: it can be seen that it was there. */
#define LEAST_COVER 0.125f
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

/* The four channels of a pixel at once, from blue to alpha as they lie in it: from 0 to 255, in parts of
 * LEVEL. Whole numbers, so that nothing is left over where all that was added has been taken away again. */
typedef int32_t Channels __attribute__((vector_size(4 * sizeof(int32_t))));
typedef float Products __attribute__((vector_size(4 * sizeof(float))));
#define LEVEL_BITS 16
#define LEVEL (1 << LEVEL_BITS)

struct GantryColumns {
  const GantryPainter *painter;
  GantryStrip *strip;
  GantryColor inks[GANTRY_MOST_INKS];
  Channels channels[GANTRY_MOST_INKS];
  uint32_t solid[GANTRY_MOST_INKS];
  Channels *changes; /* by pixel of a column, from the bottom: see compose() */
  GArray *stacks;    /* Stack; NULL where there is a strip */
};

GantryColumns *
gantry_columns_new (const GantryPainter *painter, GantryStrip *strip, const GantryColor *inks)
{
  GantryColumns *columns = g_aligned_alloc0(1, sizeof *columns, _Alignof(GantryColumns));
  columns->painter = painter;
  columns->strip = strip;
  if (strip)
    columns->changes =
        g_aligned_alloc0((size_t)gantry_strip_height(strip) + 2, sizeof(Channels), _Alignof(Channels));
  else
    columns->stacks = g_array_sized_new(FALSE, FALSE, sizeof(Stack), 256);
  for (int i = 0; i < GANTRY_MOST_INKS; i++) {
    columns->inks[i] = inks[i];
    const double levels[] = {inks[i].blue, inks[i].green, inks[i].red, 1.0};
    for (int j = 0; j < 4; j++)
      columns->channels[i][j] = (int32_t)(levels[j] * 255.0 * LEVEL + 0.5);
    columns->solid[i] = gantry_pixel_of(&inks[i], 1.0);
  }
  return columns;
}

void
gantry_columns_free (GantryColumns *columns)
{
  g_clear_pointer(&columns->stacks, g_array_unref);
  g_aligned_free(columns->changes);
  g_aligned_free(columns);
}

/* The parts of a column from the bottom up: `n` inks, and how high each is: in pixels, or where there is no
 * strip, as a share of the whole. */
typedef struct {
  int n;
  int inks[GANTRY_MOST_INKS];
  float heights[GANTRY_MOST_INKS];
} Parts;

static inline uint32_t
pixel_of (Channels channels)
{
  channels >>= LEVEL_BITS;
#ifdef __SSE2__
  __m128i levels = (__m128i)channels;
  return (uint32_t)_mm_cvtsi128_si32(_mm_packus_epi16(_mm_packs_epi32(levels, levels), levels));
#else
  return (uint32_t)channels[0] | (uint32_t)channels[1] << 8 | (uint32_t)channels[2] << 16 |
         (uint32_t)channels[3] << 24;
#endif
}

/* Gives each the least cover; the greatest gives it away. Most columns need none of it: see take(). */
static void
keep_seen (Parts *parts)
{
  float given = 0.0f;
  int greatest = 0;
  for (int i = 0; i < parts->n; i++) {
    float missing = MAX(LEAST_COVER - parts->heights[i], 0.0f);
    parts->heights[i] += missing;
    given += missing;
    greatest = parts->heights[i] > parts->heights[greatest] ? i : greatest;
  }
  if (parts->n > 0 && parts->heights[greatest] > given + LEAST_COVER)
    parts->heights[greatest] -= given;
}

/* The colour changes by `change` at a height: in the pixel there by as much as lies above it, in the next one
 * by the rest. */
static inline void
add_change (Channels *changes, float height, Channels change)
{
  int pixel = (int)height;
  Products part = __builtin_convertvector(change, Products) * (height - (float)pixel);
  Channels below = __builtin_convertvector(part, Channels);
  changes[pixel] += change - below;
  changes[pixel + 1] += below;
}

/* Fills a column of pixels. What is added is where the colour changes, by how much: the pixels are the sums
 * of all changes up to each. There is no branch in it that depends on where parts begin and end, which nobody
 * can foretell. */
static void
compose (GantryColumns *columns, int column, const Parts *parts)
{
  int stride, pixels;
  uint32_t *top = gantry_strip_column(columns->strip, column, &stride, &pixels);
  if (!top)
    return;
  Channels *changes = columns->changes, color = {0};
  float height = 0.0f, whole = (float)pixels;
  for (int i = 0; i < parts->n; i++) {
    Channels next = columns->channels[parts->inks[i]];
    add_change(changes, height, next - color);
    color = next;
    height = MIN(height + parts->heights[i], whole);
  }
  if (whole - height > 0.001f) /* else what is missing was rounded off */
    add_change(changes, height, -color);
  color = (Channels){LEVEL / 2, LEVEL / 2, LEVEL / 2, LEVEL / 2};
  uint32_t *pixel = top + (ptrdiff_t)(pixels - 1) * stride;
  for (int i = 0; i < pixels; i++, pixel -= stride) {
    color += changes[i];
    changes[i] = (Channels){0};
    *pixel = pixel_of(color);
  }
  changes[pixels] = changes[pixels + 1] = (Channels){0};
}

/* Returns the least of the heights so far. */
static inline float
add_part (Parts *parts, int ink, float height, float least)
{
  parts->inks[parts->n] = ink;
  parts->heights[parts->n++] = height;
  return MIN(height, least);
}

/* The parts' heights are shares. */
static void
keep (GantryColumns *columns, int column, const Parts *parts)
{
  Stack stack = {.column = column, .n_parts = parts->n};
  double sum = 0.0;
  for (int i = 0; i < parts->n; i++) {
    sum += (double)parts->heights[i];
    stack.parts[i].ink = parts->inks[i];
    stack.parts[i].top = (float)MIN(sum, 1.0);
  }
  g_array_append_val(columns->stacks, stack);
}

static void
take (GantryColumns *columns, int column, Parts *parts, float least)
{
  if (!columns->strip) {
    keep(columns, column, parts);
    return;
  }
  if (least < LEAST_COVER)
    keep_seen(parts);
  compose(columns, column, parts);
}

/* How high the whole is, in what parts are counted in. */
static float
height_of (const GantryColumns *columns)
{
  return columns->strip ? (float)gantry_strip_height(columns->strip) : 1.0f;
}

void
gantry_columns_add_shares (GantryColumns *columns, int column, const double *shares)
{
  float height = height_of(columns);
  float least = INFINITY;
  Parts parts;
  parts.n = 0;
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    if (shares[i] > 0.0)
      least = add_part(&parts, i, (float)shares[i] * height, least);
  take(columns, column, &parts, least);
}

void
gantry_columns_add (GantryColumns *columns, int column, int64_t whole, const int64_t *sums)
{
  float least = INFINITY;
  Parts parts;
  parts.n = 0;
  if (whole <= 0)
    return;
  float height = height_of(columns);
  double part = 1.0 / (double)whole;
  for (int i = 0; i < GANTRY_MOST_INKS; i++)
    if (sums[i] > 0)
      least = add_part(&parts, i, (float)((double)sums[i] * part) * height, least);
  take(columns, column, &parts, least);
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
