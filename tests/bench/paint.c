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
#define N_ROUNDS 3 /* the best of so many */

typedef struct {
  const char *name;
  int width, height;
  double goal; /* ms */
} Size;

static const Size sizes[] = {{"1920 x 1080", 1920, 1080, 4.0}, {"3840 x 2160", 3840, 2160, 12.0}};

/* Of the wall, which is what counts, but only on a machine that has nothing else to do; and the processors'
 * time of all threads, which other programs lengthen by no more than what they take of the caches. */
typedef enum { WALL, PROCESSORS, N_CLOCKS } Clock;

static double
now_ms (Clock clock)
{
  struct timespec now;
  clock_gettime(clock == WALL ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Of frames: how long each took. */
typedef struct {
  double times[N_CLOCKS][N_VIEWS];
  double begun[N_CLOCKS];
} Frames;

static void
frames_init (Frames *frames)
{
  for (int clock = 0; clock < N_CLOCKS; clock++)
    for (int i = 0; i < N_VIEWS; i++)
      frames->times[clock][i] = INFINITY;
}

static void
begin_frame (Frames *frames)
{
  for (int clock = 0; clock < N_CLOCKS; clock++)
    frames->begun[clock] = now_ms((Clock)clock);
}

/* Keeps the best of all rounds. */
static void
end_frame (Frames *frames, int index)
{
  for (int clock = 0; clock < N_CLOCKS; clock++)
    frames->times[clock][index] =
        MIN(frames->times[clock][index], now_ms((Clock)clock) - frames->begun[clock]);
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static void
print_frames (const char *what, Frames *frames, double goal)
{
  g_print("  %-32s", what);
  for (int clock = 0; clock < N_CLOCKS; clock++) {
    double *times = frames->times[clock];
    qsort(times, N_VIEWS, sizeof *times, compare);
    g_print(" %s median %6.2f ms, 99 of 100 within %6.2f ms%s",
            clock == WALL ? "" : "  processors:", times[N_VIEWS / 2], times[(N_VIEWS * 99 + 99) / 100 - 1],
            clock == WALL ? ";" : "");
  }
  if (goal > 0.0)
    g_print("   (goal: %.0f ms)", goal);
  g_print("\n");
}

/* Which views are dear: the medians of each tenth of them, from the widest to the narrowest. */
static void
print_by_width (const char *what, const Frames *frames)
{
  g_print("  %-32s ", what);
  for (int tenth = 0; tenth < 10; tenth++) {
    double times[N_VIEWS / 10];
    memcpy(times, &frames->times[PROCESSORS][(ptrdiff_t)tenth * (N_VIEWS / 10)], sizeof times);
    qsort(times, N_VIEWS / 10, sizeof *times, compare);
    g_print(" %5.1f", times[N_VIEWS / 20]);
  }
  g_print(" ms\n");
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
paint_frame (cairo_surface_t *surface, GantryLayout **layout, const GantryTimeline *timeline,
             const GantryView *view)
{
  cairo_t *cr = cairo_create(surface);
  *layout = gantry_layout_renew(*layout, timeline, view);
  gantry_painter_draw(cr, *layout, timeline);
  cairo_destroy(cr);
}

static void
paint_views (const GantryTimeline *timeline, const Size *size)
{
  static Frames zoomed, panned;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size->width, size->height);
  GantryView view;
  gantry_view_init(&view);
  view.width = size->width;
  view.height = size->height;
  GantryLayout *layout = NULL;
  frames_init(&zoomed);
  frames_init(&panned);
  for (int i = 0; i < N_ROUNDS * N_VIEWS; i++) {
    set_view(&view, timeline, i % N_VIEWS);
    begin_frame(&zoomed);
    paint_frame(surface, &layout, timeline, &view);
    end_frame(&zoomed, i % N_VIEWS);
    int64_t by = (view.to - view.from) / 50;
    view.from += by;
    view.to += by;
    begin_frame(&panned);
    paint_frame(surface, &layout, timeline, &view);
    end_frame(&panned, i % N_VIEWS);
  }
  gantry_layout_free(layout);
  cairo_surface_destroy(surface);
  print_by_width("zoomed, from wide to narrow", &zoomed);
  print_by_width("panned, from wide to narrow", &panned);
  print_frames("zoomed", &zoomed, size->goal);
  print_frames("panned", &panned, size->goal);
}

/* The floor: the ground, and a row of pixels for each lane, stretched to its height. */
static void
paint_floor (const Size *size)
{
  static Frames frames;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size->width, size->height);
  frames_init(&frames);
  for (int i = 0; i < N_VIEWS; i++) {
    double height = (double)size->height / N_LANES;
    begin_frame(&frames);
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
    end_frame(&frames, i);
  }
  cairo_surface_destroy(surface);
  print_frames("cairo alone: ground and 40 rows", &frames, 0.0);
}

/* Ten thousand lanes, scrolled from the first to the last. */
static void
scroll_lanes (void)
{
  static Frames frames;
  g_autoptr(GantryTimeline) timeline = gantry_enormous_new(10000, 100);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1920, 1080);
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  view.width = 1920.0;
  view.height = 1080.0;
  view.squeeze = view.show_title = view.show_footer = false;
  GantryLayout *layout = NULL;
  frames_init(&frames);
  for (int i = 0; i < N_VIEWS; i++) {
    view.scroll = 1700.0 * i;
    begin_frame(&frames);
    paint_frame(surface, &layout, timeline, &view);
    end_frame(&frames, i);
  }
  gantry_layout_free(layout);
  cairo_surface_destroy(surface);
  g_print("10,000 lanes, scrolled at 1920 x 1080\n");
  print_frames("scrolled", &frames, 0.0);
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
    double begin = now_ms(WALL);
    g_autoptr(GBytes) bytes = gantry_picture_render(timeline, &view, 1.0, (GantryPictureFormat)format, NULL);
    g_print("%s of the whole                     %7.1f ms, %4zu KB   (goal: 1000 ms, 1000 KB)\n",
            names[format], now_ms(WALL) - begin, g_bytes_get_size(bytes) / 1000);
  }
}

int
main (int argc, char **argv)
{
  /* Fewer for a look with a profiler: bench-paint 1000000. */
  size_t n_intervals = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000000;
  g_autoptr(GantryTimeline) timeline = gantry_enormous_new(N_LANES, n_intervals / N_LANES);
  g_autoptr(GantryTimeline) lanes = gantry_enormous_lanes_new(N_LANES, n_intervals / N_LANES);
  write_vectors(timeline);
  for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_print("%zu intervals in %d lanes at %s, %d views\n", n_intervals, N_LANES, sizes[i].name, N_VIEWS);
    paint_floor(&sizes[i]);
    paint_views(timeline, &sizes[i]);
    g_print(" the same lanes, with nothing recorded beside them: no cores, steps, arrows and prints\n");
    paint_views(lanes, &sizes[i]);
  }
  scroll_lanes();
  return 0;
}
