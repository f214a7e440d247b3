/* Row by row: where the curve passes each, and how much of its pixels a line there covers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-curves.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>

#define N_PARTS 64     /* of the way, for which the curve's place is known */
#define MOST_SLOPE 2.3 /* in the middle of a curve that is as wide as it is high */
#define FULL 256       /* a whole pixel, in which places along a row are counted */
#define FARTHEST 1e6   /* pixels: more are counted by no int */

/* A mask's pixels. */
typedef struct {
  uint8_t *pixels;
  int width, height, stride;
} Mask;

/* How far across the curve is at each part of its height, the same for all curves: at the t at which it is so
 * low, which is sought by halves. */
static gpointer
places_new (gpointer unused)
{
  float *places = g_new(float, N_PARTS + 1);
  for (int i = 0; i <= N_PARTS; i++) {
    double low = 0.0, high = 1.0;
    for (int turn = 0; turn < 40; turn++) {
      double t = (low + high) / 2.0, rest = 1.0 - t;
      double y = 3.0 * t * rest * (rest * GANTRY_CURVE_PULL + t * (1.0 - GANTRY_CURVE_PULL)) + t * t * t;
      if (y * N_PARTS < i)
        low = t;
      else
        high = t;
    }
    places[i] = (float)(low * low * (3.0 - 2.0 * low));
  }
  return places;
}

static const float *
get_places (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once(&once, places_new, NULL);
}

/* Over what covers the pixel already; `cover` up to FULL. */
static inline void
cover_pixel (uint8_t *pixel, int cover)
{
  *pixel = (uint8_t)(*pixel + (((255 - *pixel) * cover + FULL / 2) / FULL));
}

/* From `left` to `right`, in parts of a pixel. */
static inline void
cover_row (const Mask *mask, int row, int left, int right)
{
  left = MAX(left, 0);
  right = MIN(right, mask->width * FULL);
  if (left >= right)
    return;
  uint8_t *pixels = mask->pixels + (ptrdiff_t)row * mask->stride;
  int first = left / FULL, last = (right - 1) / FULL;
  if (first == last) {
    cover_pixel(&pixels[first], right - left);
    return;
  }
  cover_pixel(&pixels[first], (first + 1) * FULL - left);
  for (int x = first + 1; x < last; x++)
    pixels[x] = 255;
  cover_pixel(&pixels[last], right - last * FULL);
}

/* A curve in the rows that it covers. */
typedef struct {
  const GantryCurve *curve;
  int first, end;
  bool is_upright;
  int left, right; /* where it is: the same in all rows but the ends' */
} Way;

static Way
way_of (const Mask *mask, const GantryCurve *curve, double radius)
{
  double low = MIN(curve->y1, curve->y2), high = MAX(curve->y1, curve->y2);
  return (Way){
      .curve = curve,
      .first = (int)CLAMP(floor(low - radius), 0.0, mask->height),
      .end = (int)CLAMP(ceil(high + radius), 0.0, mask->height),
      .is_upright = curve->x1 == curve->x2,
      .left = (int)((curve->x1 - radius) * FULL),
      .right = (int)((curve->x1 + radius) * FULL),
  };
}

/* By where the curve passes the row's middle. The line's ends are round: beyond them it grows narrow. */
static void
cut_row (const Mask *mask, int row, const GantryCurve *curve, const float *places, double radius)
{
  double y = row + 0.5, height = curve->y2 - curve->y1, way = curve->x2 - curve->x1;
  double part = CLAMP((y - curve->y1) / height, 0.0, 1.0) * N_PARTS;
  int before = MIN((int)part, N_PARTS - 1);
  double rise = (double)(places[before + 1] - places[before]);
  double middle = curve->x1 + way * ((double)places[before] + rise * (part - before));
  double slope = way * rise * N_PARTS / height;
  double beyond = MAX(MIN(curve->y1, curve->y2) - y, y - MAX(curve->y1, curve->y2));
  double half = beyond > 0.0 ? sqrt(MAX(radius * radius - beyond * beyond, 0.0))
                             : radius * (1.0 + slope * slope * 0.45); /* about the root of 1 + slope² */
  cover_row(mask, row, (int)((middle - half) * FULL), (int)((middle + half) * FULL));
}

bool
gantry_curve_is_steep (const GantryCurve *curve)
{
  double height = fabs(curve->y2 - curve->y1), far = MAX(fabs(curve->x1), fabs(curve->x2));
  return far < FARTHEST && height >= 1.0 && fabs(curve->x2 - curve->x1) * MOST_SLOPE <= height;
}

/* Row by row, not curve by curve: a row of pixels stays in the cache. */
void
gantry_curves_cover (cairo_surface_t *surface, const GantryCurve *curves, guint n_curves, double width)
{
  const float *places = get_places();
  const Mask mask = {
      .pixels = cairo_image_surface_get_data(surface),
      .width = cairo_image_surface_get_width(surface),
      .height = cairo_image_surface_get_height(surface),
      .stride = cairo_image_surface_get_stride(surface),
  };
  g_autofree Way *ways = g_new(Way, MAX(n_curves, 1));
  int rim = (int)ceil(width / 2.0) + 1;
  for (guint i = 0; i < n_curves; i++)
    ways[i] = way_of(&mask, &curves[i], width / 2.0);
  for (int row = 0; row < mask.height && mask.pixels; row++)
    for (guint i = 0; i < n_curves; i++) {
      const Way *way = &ways[i];
      if (row < way->first || row >= way->end)
        continue;
      if (way->is_upright && row >= way->first + rim && row < way->end - rim)
        cover_row(&mask, row, way->left, way->right);
      else
        cut_row(&mask, row, way->curve, places, width / 2.0);
    }
}
