/* What it takes to save ten million intervals, and to see them again: the file opened to the first picture.
 *
 * Figure to reach: opened and drawn in 0.2 s.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "enormous.h"

#include "chart/picture.h"
#include "format/gantry-write.h"
#include "format/trace-file.h"

#include <glib/gstdio.h>
#include <time.h>

#define ROUNDS 5
#define N_LANES 40
#define N_INTERVALS 10000000

static double
seconds_since (int64_t begun_us)
{
  return (double)(g_get_monotonic_time() - begun_us) / 1e6;
}

static void
open_and_draw (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  int64_t begun = g_get_monotonic_time();
  clock_t processor = clock();
  g_autoptr(GantryTimeline) timeline = gantry_trace_file_read(path, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  double read = seconds_since(begun);
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  view.width = 1920;
  view.height = 1080;
  cairo_surface_t *surface = gantry_picture_surface(timeline, &view, 1.0, &error);
  g_assert_no_error(error);
  g_print("  opened in %.3f s, drawn by %.3f s; of processor time %.3f s\n", read, seconds_since(begun),
          (double)(clock() - processor) / CLOCKS_PER_SEC);
  cairo_surface_destroy(surface);
}

int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "gantry-bench-open.gantry", NULL);
  GantryTimeline *timeline = gantry_enormous_new(N_LANES, N_INTERVALS / N_LANES);
  uint64_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_core(timeline, i));
  int64_t begun = g_get_monotonic_time();
  gantry_trace_save(timeline, path, &error);
  g_assert_no_error(error);
  GStatBuf status;
  g_stat(path, &status);
  g_print("%.1f million intervals, saved in %.2f s: %.1f bytes an interval, synced\n", (double)count / 1e6,
          seconds_since(begun), (double)status.st_size / (double)count);
  gantry_timeline_unref(timeline);
  for (int i = 0; i < ROUNDS; i++)
    open_and_draw(path);
  g_unlink(path);
  return 0;
}
