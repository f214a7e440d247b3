/* What a chart of very many lanes costs: a frame while one scrolls or the run goes on, folded, filtered, and
 * all that looks at every lane. Only what is in sight is drawn, so that a frame of 10,000 lanes should take
 * no longer than one of 40.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/event-index.h"
#include "chart/overview.h"
#include "chart/painter.h"
#include "chart/picture.h"
#include "chart/snap.h"
#include "enormous.h"
#include "timeline/critical-path.h"
#include "timeline/findings.h"
#include "timeline/statistics.h"
#include "timeline/timeline-private.h"

#include <stdlib.h>
#include <time.h>

#define N_INTERVALS 20 /* of each lane */
#define N_FRAMES 60

/* Of this thread: others may have the processors, too. */
static double
cpu_ms (void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

typedef struct {
  GantryTimeline *timeline;
  GantryView view;
  GantryLayout *layout;
  cairo_surface_t *surface;
} Chart;

/* What is different from the frame before. */
typedef enum { SCROLLED, PANNED, CHANGED, REARRANGED } Change;

static void
change (Chart *chart, Change what, int frame)
{
  if (what == SCROLLED)
    chart->view.scroll = chart->layout->content_height * frame / N_FRAMES;
  else if (what == CHANGED) /* as if more had come of a run that goes on */
    gantry_timeline_revise(chart->timeline);
  else if (what == PANNED) {
    int64_t by = (chart->view.to - chart->view.from) / 100;
    chart->view.from += by;
    chart->view.to += by;
  }
}

static void
ignore (gpointer data)
{
}

static void
measure_frames (Chart *chart, const char *name, Change what)
{
  double layouts[N_FRAMES], paints[N_FRAMES];
  GantryView view = chart->view;
  atomic_store(&chart->timeline->finished, what != CHANGED);
  for (int i = 0; i < N_FRAMES; i++) {
    change(chart, what, i);
    double begin = cpu_ms();
    chart->layout = gantry_layout_renew(chart->layout, chart->timeline, &chart->view);
    gantry_layout_set_ready(chart->layout, ignore, NULL);
    double middle = cpu_ms();
    cairo_t *cr = cairo_create(chart->surface);
    gantry_painter_draw(cr, chart->layout, chart->timeline);
    cairo_destroy(cr);
    layouts[i] = middle - begin;
    paints[i] = cpu_ms() - middle;
    while (g_main_context_iteration(NULL, FALSE)) {
    }
  }
  qsort(layouts, N_FRAMES, sizeof *layouts, compare);
  qsort(paints, N_FRAMES, sizeof *paints, compare);
  g_print("  %-28s layout %8.3f ms   painting %8.3f ms\n", name, layouts[N_FRAMES / 2], paints[N_FRAMES / 2]);
  chart->view = view;
  atomic_store(&chart->timeline->finished, true);
}

static void
tell (const char *what, double begin)
{
  g_print("  %-28s %8.3f ms\n", what, cpu_ms() - begin);
}

static void
arrange (Chart *chart, GantryLaneArrangement *arrangement, const char *name)
{
  const GantryLaneArrangement *old = chart->view.arrangement;
  chart->view.arrangement = arrangement;
  double begin = cpu_ms();
  chart->layout = gantry_layout_renew(chart->layout, chart->timeline, &chart->view);
  tell(name, begin);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)old);
}

static void
measure_pointer (Chart *chart)
{
  GantryHit hit;
  double begin = cpu_ms();
  for (int i = 0; i < 1000; i++)
    gantry_layout_hit(chart->layout, chart->timeline, 300.0 + i % 1000, 200.0 + i % 700, &hit);
  g_print("  %-28s %8.3f µs\n", "what is at a point", cpu_ms() - begin);
  begin = cpu_ms();
  for (int i = 0; i < 1000; i++)
    gantry_layout_snap(chart->layout, chart->timeline, 300.0 + i, 60.0, 6.0);
  g_print("  %-28s %8.3f µs\n", "snap to an edge", cpu_ms() - begin);
}

static void
measure_chart (Chart *chart)
{
  double begin = cpu_ms();
  chart->layout = gantry_layout_new(chart->timeline, &chart->view);
  tell("first layout", begin);
  measure_frames(chart, "scrolled", SCROLLED);
  measure_frames(chart, "panned", PANNED);
  measure_frames(chart, "run has changed", CHANGED);
  measure_pointer(chart);
  arrange(chart, gantry_lane_arrangement_filter(NULL, "*9"), "filtered");
  arrange(chart, gantry_lane_arrangement_pin(NULL, 7, true), "pinned one");
  arrange(chart, gantry_lane_arrangement_fold(NULL, gantry_layout_find_lane(chart->layout, 1)->group, true),
          "folded");
  measure_frames(chart, "folded, panned", PANNED);
  measure_pointer(chart);
  arrange(chart, NULL, "as it was");
}

static void
measure_overview (const Chart *chart)
{
  GantryOverview overview = {0.0, 1400.0, gantry_timeline_get_now(chart->timeline)};
  double begin = cpu_ms();
  cairo_t *cr = cairo_create(chart->surface);
  gantry_overview_draw(cr, &overview, chart->timeline, gantry_theme_get(GANTRY_THEME_LIGHT), 0.0, 60.0);
  cairo_destroy(cr);
  tell("overview", begin);
}

static void
measure_tables (GantryTimeline *timeline)
{
  size_t position, removed, added;
  double begin = cpu_ms();
  g_autoptr(GantryEventIndex) index =
      gantry_event_index_new(timeline, "", GANTRY_EVENTS_BY_TIME, false, GANTRY_VOCABULARY_PLAIN);
  gantry_event_index_commit(index, gantry_event_index_prepare(index, NULL), &position, &removed, &added);
  tell("list of events", begin);
  begin = cpu_ms();
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new_range(timeline, 1, G_MAXINT64 / 4);
  tell("statistics of a range", begin);
  g_assert_nonnull(statistics);
  begin = cpu_ms();
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  tell("findings", begin);
  g_assert_nonnull(findings);
  begin = cpu_ms();
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, causes);
  tell("causes and critical path", begin);
  g_assert_nonnull(path);
}

static void
measure_pictures (const Chart *chart)
{
  static const char *const names[] = {"PNG", "SVG", "PDF"};
  for (int format = GANTRY_PICTURE_PNG; format <= GANTRY_PICTURE_PDF; format++) {
    double begin = cpu_ms();
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes =
        gantry_picture_render(chart->timeline, &chart->view, 1.0, (GantryPictureFormat)format, &error);
    g_print("  %-28s %8.3f ms, %zu KB\n", names[format], cpu_ms() - begin,
            bytes ? g_bytes_get_size(bytes) / 1000 : 0);
  }
}

static void
measure (uint32_t n_lanes)
{
  Chart chart = {.timeline = gantry_enormous_new(n_lanes, N_INTERVALS)};
  g_print("%u lanes\n", n_lanes);
  gantry_view_init(&chart.view);
  gantry_view_fit(&chart.view, chart.timeline);
  chart.view.width = 1920.0;
  chart.view.height = 1080.0;
  chart.view.squeeze = false;
  chart.surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1920, 1080);
  measure_chart(&chart);
  measure_overview(&chart);
  measure_tables(chart.timeline);
  measure_pictures(&chart);
  gantry_layout_free(chart.layout);
  cairo_surface_destroy(chart.surface);
  gantry_timeline_unref(chart.timeline);
}

int
main (int argc, char **argv)
{
  static const uint32_t counts[] = {40, 1000, 10000, 100000};
  /* One of them alone: bench-lanes 10000. */
  uint32_t only = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
  for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
    if (only == 0 || only == counts[i])
      measure(counts[i]);
  return 0;
}
