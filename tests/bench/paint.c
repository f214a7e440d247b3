/* How long a frame of ten million intervals takes, at any zoom, beside what cairo takes for as many pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter.h"
#include "chart/picture.h"
#include "enormous.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_LANES 40
#define N_VIEWS 200
#define N_ROUNDS 2 /* the best of so many */

typedef struct {
  const char *name;
  int width, height;
  double goal; /* ms */
} Size;

static const Size sizes[] = {{"1920 x 1080", 1920, 1080, 4.0}, {"3840 x 2160", 3840, 2160, 12.0}};

/* The wall's time, for several threads paint: to be read on a machine that has nothing else to do. */
static double
now_ms (void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static void
print_times (const char *what, double *times, int count, double goal)
{
  qsort(times, (size_t)count, sizeof *times, compare);
  g_print("  %-34s median %6.2f ms   99 of 100 within %6.2f ms", what, times[count / 2],
          times[(count * 99 + 99) / 100 - 1]);
  if (goal > 0.0)
    g_print("   (goal: %.0f ms)", goal);
  g_print("\n");
}

/* From the whole to a microsecond, each a little to the left or right of the last. */
static void
set_view (GantryView *view, const GantryTimeline *timeline, int index)
{
  double whole = (double)gantry_timeline_get_now(timeline);
  double span = 1000.0 * pow(whole * 1.04 / 1000.0, 1.0 - (double)index / (N_VIEWS - 1));
  double place = fmod((double)index * 0.618034, 1.0);
  view->from = (int64_t)(place * (whole - span));
  view->to = view->from + (int64_t)span;
  view->arrows = index % 2 == 0 ? GANTRY_ARROWS_ALL : GANTRY_ARROWS_SELECTED;
  view->selected_lane = 3;
}

static void
paint_views (const GantryTimeline *timeline, const Size *size)
{
  double times[N_VIEWS], panned[N_VIEWS];
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size->width, size->height);
  GantryView view;
  gantry_view_init(&view);
  view.width = size->width;
  view.height = size->height;
  GantryLayout *layout = NULL;
  for (int i = 0; i < N_VIEWS; i++)
    times[i] = panned[i] = INFINITY;
  for (int round = 0; round < N_ROUNDS; round++)
    for (int i = 0; i < N_VIEWS * 2; i++) {
      if (i % 2 == 0) {
        set_view(&view, timeline, i / 2);
      } else {
        int64_t by = (view.to - view.from) / 50;
        view.from += by;
        view.to += by;
      }
      double begin = now_ms();
      cairo_t *cr = cairo_create(surface);
      layout = gantry_layout_renew(layout, timeline, &view);
      gantry_painter_draw(cr, layout, timeline);
      cairo_destroy(cr);
      double *best = i % 2 == 0 ? &times[i / 2] : &panned[i / 2];
      *best = MIN(*best, now_ms() - begin);
    }
  gantry_layout_free(layout);
  cairo_surface_destroy(surface);
  print_times("zoomed", times, N_VIEWS, size->goal);
  print_times("panned", panned, N_VIEWS, size->goal);
}

/* The floor: the ground, and a row of pixels for each lane, stretched to its height. */
static void
paint_floor (const Size *size)
{
  double times[N_VIEWS];
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size->width, size->height);
  for (int i = 0; i < N_VIEWS; i++) {
    double begin = now_ms(), height = (double)size->height / N_LANES;
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1.0, 1.0, 1.0);
    cairo_paint(cr);
    for (int lane = 0; lane < N_LANES; lane++) {
      cairo_surface_t *row = cairo_image_surface_create(CAIRO_FORMAT_RGB24, size->width, 1);
      uint32_t *pixels = (uint32_t *)(void *)cairo_image_surface_get_data(row);
      for (int x = 0; x < size->width; x++)
        pixels[x] = (uint32_t)(x * 2654435761u + (uint32_t)(lane + i));
      cairo_surface_mark_dirty(row);
      cairo_save(cr);
      cairo_translate(cr, 0.0, floor(lane * height));
      cairo_scale(cr, 1.0, floor(height * 0.66));
      cairo_set_source_surface(cr, row, 0.0, 0.0);
      cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
      cairo_rectangle(cr, 0.0, 0.0, size->width, 1.0);
      cairo_fill(cr);
      cairo_restore(cr);
      cairo_surface_destroy(row);
    }
    cairo_destroy(cr);
    times[i] = now_ms() - begin;
  }
  cairo_surface_destroy(surface);
  print_times("cairo alone: ground and 40 rows", times, N_VIEWS, 0.0);
}

/* Ten thousand lanes, scrolled from the first to the last. */
static void
scroll_lanes (void)
{
  double times[N_VIEWS];
  g_autoptr(GantryTimeline) timeline = gantry_enormous_new(10000, 100);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1920, 1080);
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  view.width = 1920.0;
  view.height = 1080.0;
  view.squeeze = view.show_title = view.show_footer = false;
  GantryLayout *layout = NULL;
  for (int i = 0; i < N_VIEWS; i++) {
    view.scroll = 1700.0 * i;
    double begin = now_ms();
    cairo_t *cr = cairo_create(surface);
    layout = gantry_layout_renew(layout, timeline, &view);
    gantry_painter_draw(cr, layout, timeline);
    cairo_destroy(cr);
    times[i] = now_ms() - begin;
  }
  gantry_layout_free(layout);
  cairo_surface_destroy(surface);
  g_print("10,000 lanes, scrolled at 1920 x 1080\n");
  print_times("scrolled", times, N_VIEWS, 0.0);
}

/* The whole as files whose size must not grow with it. */
static void
write_vectors (const GantryTimeline *timeline)
{
  static const char *const names[] = {[GANTRY_PICTURE_SVG] = "SVG", [GANTRY_PICTURE_PDF] = "PDF"};
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  view.width = 1600.0;
  view.height = gantry_layout_natural_height(timeline, &view);
  for (int format = GANTRY_PICTURE_SVG; format <= GANTRY_PICTURE_PDF; format++) {
    double begin = now_ms();
    g_autoptr(GBytes) bytes = gantry_picture_render(timeline, &view, 1.0, (GantryPictureFormat)format, NULL);
    g_print("%s of the whole                     %7.1f ms, %4zu KB   (goal: 1000 ms, 1000 KB)\n",
            names[format], now_ms() - begin, g_bytes_get_size(bytes) / 1000);
  }
}

int
main (int argc, char **argv)
{
  /* Fewer for a look with a profiler: bench-paint 1000000. */
  size_t n_intervals = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000000;
  g_autoptr(GantryTimeline) timeline = gantry_enormous_new(N_LANES, n_intervals / N_LANES);
  write_vectors(timeline);
  for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_print("%zu intervals in %d lanes at %s, %d views\n", n_intervals, N_LANES, sizes[i].name, N_VIEWS);
    paint_floor(&sizes[i]);
    paint_views(timeline, &sizes[i]);
  }
  scroll_lanes();
  return 0;
}
