/* Marks as pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-strip.h"

#include <math.h>
#include <string.h>

#define MOST_RADIUS 32 /* pixels */
#define SAMPLES 4      /* of a pixel, each way, where a corner's edge passes */
#define N_CORNERS 4    /* radii whose corners are kept */
#define SPLIT_AT 64    /* untouched columns that part one painted rectangle from the next */

/* How much of each pixel lies within a rounded corner, 0 to 256; x and y from the corner. */
typedef struct {
  double radius;
  int size;
  uint16_t cover[MOST_RADIUS][MOST_RADIUS];
} Corner;

struct GantryStrip {
  const GantryPainter *painter;
  double x, y, height;
  int width, rows;
  cairo_surface_t *image;
  bool keeps_image; /* the target takes the pixels at once, so that one image serves row after row */
  uint32_t *pixels;
  int stride;
  uint8_t *touched; /* by column */
  bool any;
  Corner corners[N_CORNERS];
  unsigned next_corner;
};

GantryStrip *
gantry_strip_new (const GantryPainter *painter, double x, int width)
{
  if (painter->vector)
    return NULL;
  GantryStrip *strip = g_new0(GantryStrip, 1);
  strip->painter = painter;
  strip->x = x;
  strip->width = MAX(width, 1);
  strip->touched = g_malloc0((gsize)strip->width);
  strip->keeps_image = painter->at_once;
  return strip;
}

static void
drop_image (GantryStrip *strip)
{
  g_clear_pointer(&strip->image, cairo_surface_destroy);
  strip->pixels = NULL;
}

void
gantry_strip_free (GantryStrip *strip)
{
  if (strip == NULL)
    return;
  drop_image(strip);
  g_free(strip->touched);
  g_free(strip);
}

void
gantry_strip_begin (GantryStrip *strip, const GantryBox *bar)
{
  if (strip == NULL)
    return;
  int rows = (int)MAX(lround(bar->height * strip->painter->scale), 1);
  if (!strip->keeps_image || rows != strip->rows || strip->pixels == NULL)
    drop_image(strip);
  else if (strip->any)
    memset(strip->pixels, 0, (gsize)strip->stride * sizeof *strip->pixels * (gsize)rows);
  if (strip->any)
    memset(strip->touched, 0, (gsize)strip->width);
  strip->any = false;
  strip->y = bar->y;
  strip->height = bar->height;
  strip->rows = rows;
}

/* Made when the first mark comes, anew for each row: a target that records keeps the old one. */
static bool
has_image (GantryStrip *strip)
{
  if (strip->pixels != NULL)
    return true;
  if (strip->image != NULL)
    return false;
  strip->image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, strip->width, strip->rows);
  if (cairo_surface_status(strip->image) != CAIRO_STATUS_SUCCESS)
    return false;
  strip->pixels = (uint32_t *)(void *)cairo_image_surface_get_data(strip->image);
  strip->stride = cairo_image_surface_get_stride(strip->image) / (int)sizeof *strip->pixels;
  return true;
}

/* Rectangles around all that was touched. */
static void
add_touched (const GantryStrip *strip)
{
  int left = -1, last = 0;
  for (int column = 0; column <= strip->width; column++) {
    bool touched = column < strip->width && strip->touched[column] != 0;
    if (touched && left < 0)
      left = column;
    if (touched)
      last = column;
    if (left < 0 || (column < strip->width && column - last < SPLIT_AT))
      continue;
    cairo_rectangle(strip->painter->cr, left, 0.0, last + 1 - left, strip->rows);
    left = -1;
  }
}

void
gantry_strip_flush (GantryStrip *strip)
{
  if (strip == NULL || strip->pixels == NULL || !strip->any)
    return;
  const GantryPainter *painter = strip->painter;
  cairo_surface_mark_dirty(strip->image);
  cairo_save(painter->cr);
  cairo_translate(painter->cr, strip->x, strip->y);
  cairo_scale(painter->cr, 1.0 / painter->scale, strip->height / strip->rows);
  cairo_set_source_surface(painter->cr, strip->image, 0.0, 0.0);
  cairo_pattern_set_filter(cairo_get_source(painter->cr), CAIRO_FILTER_NEAREST);
  add_touched(strip);
  cairo_fill(painter->cr);
  cairo_restore(painter->cr);
}

int
gantry_strip_x (const GantryStrip *strip, double x)
{
  return (int)floor((x - strip->x) * strip->painter->scale + 0.5);
}

int
gantry_strip_y (const GantryStrip *strip, double y)
{
  return (int)floor((y - strip->y) * strip->painter->scale + 0.5);
}

uint32_t
gantry_pixel_of (const GantryColor *color, double cover)
{
  double whole = 255.0 * cover * color->alpha;
  uint32_t red = (uint32_t)(color->red * whole + 0.5), green = (uint32_t)(color->green * whole + 0.5);
  uint32_t blue = (uint32_t)(color->blue * whole + 0.5);
  return (uint32_t)(whole + 0.5) << 24 | red << 16 | green << 8 | blue;
}

uint32_t *
gantry_strip_column (GantryStrip *strip, int column, int *stride, int *height)
{
  if (column < 0 || column >= strip->width || !has_image(strip))
    return NULL;
  strip->touched[column] = 1;
  strip->any = true;
  *stride = strip->stride;
  *height = strip->rows;
  return strip->pixels + column;
}

void
gantry_strip_copy (GantryStrip *strip, int column, cairo_surface_t *from, int from_column, int count)
{
  if (!has_image(strip))
    return;
  int stride = cairo_image_surface_get_stride(from) / (int)sizeof(uint32_t);
  const uint32_t *source = (const uint32_t *)(const void *)cairo_image_surface_get_data(from) + from_column;
  for (int row = 0; row < strip->rows; row++)
    memcpy(strip->pixels + (ptrdiff_t)row * strip->stride + column, source + (ptrdiff_t)row * stride,
           (size_t)count * sizeof *source);
  memset(strip->touched + column, 1, (size_t)count);
  strip->any = true;
}

cairo_surface_t *
gantry_strip_get_image (const GantryStrip *strip)
{
  return strip->pixels ? cairo_surface_reference(strip->image) : NULL;
}

int
gantry_strip_height (const GantryStrip *strip)
{
  return strip->rows;
}

static uint16_t
corner_cover (double radius, int x, int y)
{
  int inside = 0;
  for (int i = 0; i < SAMPLES; i++)
    for (int j = 0; j < SAMPLES; j++) {
      double dx = radius - (x + (i + 0.5) / SAMPLES), dy = radius - (y + (j + 0.5) / SAMPLES);
      if (dx <= 0.0 || dy <= 0.0 || dx * dx + dy * dy <= radius * radius)
        inside++;
    }
  return (uint16_t)(inside * 256 / (SAMPLES * SAMPLES));
}

static const Corner *
corner_of (GantryStrip *strip, double radius)
{
  for (int i = 0; i < N_CORNERS; i++)
    if (strip->corners[i].size > 0 && strip->corners[i].radius == radius)
      return &strip->corners[i];
  Corner *corner = &strip->corners[strip->next_corner++ % N_CORNERS];
  corner->radius = radius;
  corner->size = (int)ceil(radius);
  for (int y = 0; y < corner->size; y++)
    for (int x = 0; x < corner->size; x++)
      corner->cover[y][x] = corner_cover(radius, x, y);
  return corner;
}

/* A premultiplied pixel times 0 to 256. */
static uint32_t
dim_pixel (uint32_t pixel, unsigned cover)
{
  uint32_t even = (pixel & 0xff00ffu) * cover >> 8 & 0xff00ffu;
  uint32_t odd = (pixel >> 8 & 0xff00ffu) * cover & 0xff00ff00u;
  return even | odd;
}

/* A mark while it is filled. */
typedef struct {
  GantryStrip *strip;
  const GantryFill *fill;
  const GantryPixelBox *box;
  const Corner *outer, *inner; /* NULL: square; the inner one is the outline's */
  int corner;                  /* columns and rows that a corner takes */
} Mark;

static uint32_t
inner_pixel (const Mark *mark, int x, int y)
{
  const GantryFill *fill = mark->fill;
  if (fill->tile == NULL)
    return fill->solid;
  int place = (x + fill->phase) % fill->period;
  return fill->tile[(y - mark->box->top) * fill->period + place];
}

/* Cover of a box that is smaller by `inset` on all sides that are closed, 0 to 256. */
static unsigned
box_cover (const Mark *mark, const Corner *corner, int x, int y, int inset)
{
  const GantryPixelBox *box = mark->box;
  int from_left = x - box->left - (box->starts ? inset : 0);
  int from_right = box->right - 1 - x - (box->ends ? inset : 0);
  int from_top = MIN(y - box->top, box->bottom - 1 - y) - inset;
  if (from_left < 0 || from_right < 0 || from_top < 0)
    return 0;
  int from_side = MIN(box->starts ? from_left : G_MAXINT, box->ends ? from_right : G_MAXINT);
  if (corner == NULL || from_side >= corner->size || from_top >= corner->size)
    return 256;
  return corner->cover[from_top][from_side];
}

static uint32_t
edge_pixel (const Mark *mark, int x, int y)
{
  unsigned outer = box_cover(mark, mark->outer, x, y, 0);
  if (mark->fill->line == 0)
    return dim_pixel(inner_pixel(mark, x, y), outer);
  unsigned inner = MIN(box_cover(mark, mark->inner, x, y, mark->fill->line), outer);
  return dim_pixel(inner_pixel(mark, x, y), inner) + dim_pixel(mark->fill->border, outer - inner);
}

/* How much of a pixel the notch leaves, 0 to 256. */
static unsigned
notch_cover (const Mark *mark, int x, int y)
{
  double height = mark->box->bottom - mark->box->top;
  double middle = (y - mark->box->top + 0.5) / height * 2.0 - 1.0;
  double edge = mark->fill->notch * (1.0 - fabs(middle)), from_left = x - mark->box->left;
  return (unsigned)(CLAMP(from_left + 1.0 - edge, 0.0, 1.0) * 256.0);
}

/* What lies between the corners. */
static void
fill_middle (const Mark *mark, uint32_t *row, int left, int right, int y)
{
  const GantryFill *fill = mark->fill;
  const GantryPixelBox *box = mark->box;
  if (y - box->top < fill->line || box->bottom - 1 - y < fill->line) {
    for (int x = left; x < right; x++)
      row[x] = fill->border;
  } else if (fill->tile == NULL) {
    for (int x = left; x < right; x++)
      row[x] = fill->solid;
  } else {
    const uint32_t *tile = fill->tile + (ptrdiff_t)(y - box->top) * fill->period;
    int place = (left + fill->phase) % fill->period;
    for (int x = left; x < right; x++) {
      row[x] = tile[place];
      place = place + 1 < fill->period ? place + 1 : 0;
    }
  }
}

static void
fill_row (const Mark *mark, int y)
{
  const GantryPixelBox *box = mark->box;
  uint32_t *row = mark->strip->pixels + (ptrdiff_t)y * mark->strip->stride;
  bool at_corner = MIN(y - box->top, box->bottom - 1 - y) < mark->corner;
  int side = at_corner ? MAX(mark->corner, mark->fill->line) : mark->fill->line;
  int begin = MAX(box->left, 0), end = MIN(box->right, mark->strip->width);
  int left = CLAMP(box->left + side, begin, end), right = CLAMP(box->right - side, left, end);
  int notch = box->starts ? box->left + (int)ceil(mark->fill->notch) : 0;
  for (int x = begin; x < left; x++)
    row[x] = edge_pixel(mark, x, y);
  fill_middle(mark, row, left, right, y);
  for (int x = right; x < end; x++)
    row[x] = edge_pixel(mark, x, y);
  for (int x = begin; x < MIN(notch, end); x++)
    row[x] = dim_pixel(row[x], notch_cover(mark, x, y));
}

static void
set_corners (Mark *mark)
{
  const GantryPixelBox *box = mark->box;
  double width = box->right - box->left, height = box->bottom - box->top;
  double most = MIN(MIN(box->starts && box->ends ? width / 2.0 : width, height / 2.0), MOST_RADIUS);
  double radius = MIN(mark->fill->radius, most);
  if ((!box->starts && !box->ends) || radius < 0.75)
    return;
  mark->outer = corner_of(mark->strip, radius);
  if (mark->fill->line > 0 && radius - mark->fill->line >= 0.75)
    mark->inner = corner_of(mark->strip, radius - mark->fill->line);
  mark->corner = mark->outer->size;
}

void
gantry_strip_fill (GantryStrip *strip, const GantryFill *fill, const GantryPixelBox *box)
{
  int left = MAX(box->left, 0), right = MIN(box->right, strip->width);
  int top = MAX(box->top, 0), bottom = MIN(box->bottom, strip->rows);
  if (left >= right || top >= bottom || !has_image(strip))
    return;
  Mark mark = {.strip = strip, .fill = fill, .box = box};
  set_corners(&mark);
  for (int y = top; y < bottom; y++)
    fill_row(&mark, y);
  memset(strip->touched + left, 1, (size_t)(right - left));
  strip->any = true;
}
