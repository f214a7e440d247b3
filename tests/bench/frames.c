/* How evenly frames come and how long an input would wait, in the whole window: while a run makes events as
 * fast as it can, while an enormous trace opens, and while one moves about in it.
 *
 * Figures to reach: 98 of 100 frames within 1.5 refresh intervals, no input waits longer than 50 ms. Input is
 * stood in for by calls to the main loop at the priority of events, five milliseconds apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "enormous.h"

#include "format/gantry-write.h"
#include "ui/application.h"
#include "ui/window-private.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define REFRESH_MS (1000.0 / 60)
#define N_LANES 40
#define N_INTERVALS 10000000
#define LIVE_MS 3000
#define MOVING_MS 4000

static const char busy[] = "title \"Many events\"\ntask t:\n    repeat 100000000:\n        yield\nmain:\n"
                           "    start t x 2\n    join\n";

typedef struct {
  const char *what;
  GArray *frames, *waits; /* double, ms */
  int64_t begun;          /* us */
  int64_t last_frame;     /* us; 0: none yet */
} Phase;

static Phase *phase; /* the present one, NULL between them */

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static double
part (GArray *times, double share)
{
  return times->len > 0 ? g_array_index(times, double, (guint)((times->len - 1) * share)) : 0;
}

static double
share_within (GArray *times, double most)
{
  guint count = 0;
  for (guint i = 0; i < times->len; i++)
    count += g_array_index(times, double, i) <= most;
  return times->len > 0 ? 100.0 * count / times->len : 0;
}

static void
end_phase (void)
{
  g_array_sort(phase->frames, compare);
  g_array_sort(phase->waits, compare);
  g_print("%s: %u frames, %.1f of 100 within 1.5 intervals (goal: 98), longest %.1f ms; input waits %.2f ms, "
          "99 of 100 %.1f ms, at most %.1f ms (goal: 50)\n",
          phase->what, phase->frames->len, share_within(phase->frames, 1.5 * REFRESH_MS),
          part(phase->frames, 1), part(phase->waits, 0.5), part(phase->waits, 0.99), part(phase->waits, 1));
  g_array_unref(phase->frames);
  g_array_unref(phase->waits);
  g_clear_pointer(&phase, g_free);
}

static void
begin_phase (const char *what)
{
  phase = g_new0(Phase, 1);
  phase->what = what;
  phase->begun = g_get_monotonic_time();
  phase->frames = g_array_new(FALSE, FALSE, sizeof(double));
  phase->waits = g_array_new(FALSE, FALSE, sizeof(double));
}

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  int64_t now = g_get_monotonic_time();
  if (!phase)
    return;
  double passed = (double)(now - phase->last_frame) / 1e3;
  if (phase->last_frame > 0)
    g_array_append_val(phase->frames, passed);
  phase->last_frame = now;
}

static gboolean
on_input (gpointer data)
{
  int64_t *sent = data;
  double waited = (double)(g_get_monotonic_time() - *sent) / 1e3;
  if (phase && *sent >= phase->begun)
    g_array_append_val(phase->waits, waited);
  g_free(sent);
  return G_SOURCE_REMOVE;
}

static gpointer
send_inputs (gpointer data)
{
  for (;;) {
    int64_t *sent = g_new(int64_t, 1);
    *sent = g_get_monotonic_time();
    g_idle_add_full(G_PRIORITY_DEFAULT, on_input, sent, NULL);
    g_usleep(5000);
  }
  return NULL;
}

static gboolean
on_time (gpointer data)
{
  *(bool *)data = true;
  return G_SOURCE_REMOVE;
}

static void
pass (guint ms)
{
  bool over = false;
  g_timeout_add(ms, on_time, &over);
  while (!over)
    g_main_context_iteration(NULL, TRUE);
}

/* A frame each time, as while one moves or a run is followed. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_tick_moving (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  static guint count;
  gantry_chart_view_zoom(GANTRY_CHART_VIEW(widget), ++count / 120 % 2 == 0 ? 1.05 : 1 / 1.05, -1);
  return G_SOURCE_CONTINUE;
}

static void
watch_live_run (GantryWindow *window, const char *folder)
{
  g_autofree char *path = g_build_filename(folder, "busy.scenario", NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GError) error = NULL;
  g_file_set_contents(path, busy, -1, &error);
  g_assert_no_error(error);
  gantry_window_open(window, file);
  pass(500);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
  pass(500);
  begin_phase("a live run");
  pass(LIVE_MS);
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  g_print("%.1f million intervals a second; ",
          (double)count / ((double)gantry_timeline_get_now(timeline) / 1e9) / 1e6);
  end_phase();
  begin_phase("its end");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  pass(1500);
  end_phase();
  g_unlink(path);
}

static void
watch_opening (GantryWindow *window, const char *folder)
{
  g_autofree char *path = g_build_filename(folder, "enormous.gantry", NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GError) error = NULL;
  GantryTimeline *timeline = gantry_enormous_new(N_LANES, N_INTERVALS / N_LANES);
  gantry_trace_save(timeline, path, &error);
  g_assert_no_error(error);
  gantry_timeline_unref(timeline);
  guint tick = gtk_widget_add_tick_callback(GTK_WIDGET(window), on_tick, NULL, NULL);
  begin_phase("an enormous trace opens");
  gantry_window_open(window, file);
  pass(MOVING_MS);
  end_phase();
  gtk_widget_remove_tick_callback(GTK_WIDGET(window), tick);
  tick = gtk_widget_add_tick_callback(GTK_WIDGET(window->chart), on_tick_moving, NULL, NULL);
  begin_phase("one moves about in it");
  pass(MOVING_MS);
  end_phase();
  gtk_widget_remove_tick_callback(GTK_WIDGET(window->chart), tick);
  g_unlink(path);
}

static void
on_activated (GApplication *application, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(application));
  g_autofree char *folder = g_dir_make_tmp("gantry-bench-XXXXXX", NULL);
  gtk_window_set_default_size(window, 1920, 1080);
  pass(1000);
  g_signal_connect(gtk_widget_get_frame_clock(GTK_WIDGET(window)), "after-paint", G_CALLBACK(on_painted),
                   NULL);
  g_thread_unref(g_thread_new("input", send_inputs, NULL));
  watch_live_run(GANTRY_WINDOW(window), folder);
  watch_opening(GANTRY_WINDOW(window), folder);
  g_rmdir(folder);
  exit(0);
}

int
main (void)
{
  g_autoptr(AdwApplication) application = gantry_application_new();
  g_signal_connect_after(application, "activate", G_CALLBACK(on_activated), NULL);
  return g_application_run(G_APPLICATION(application), 0, NULL);
}
