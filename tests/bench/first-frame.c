/* Time from the start of the process's main() to the first frame: our window beside an empty libadwaita
 * window, each in a process of its own, in turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/clock.h"
#include "ui/application.h"

#include <stdlib.h>

#define ROUNDS 9

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  const uint64_t *begin = data;
  g_print("%" G_GUINT64_FORMAT "\n", gantry_monotonic_ns() - *begin);
  exit(0);
}

static void
on_map (GtkWidget *window, gpointer data)
{
  g_signal_connect(gtk_widget_get_frame_clock(window), "after-paint", G_CALLBACK(on_painted), data);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, gpointer data)
{
  g_signal_connect(window, "map", G_CALLBACK(on_map), data);
}

static void
on_activate_empty (GApplication *application, gpointer data)
{
  gtk_window_present(GTK_WINDOW(adw_application_window_new(GTK_APPLICATION(application))));
}

static int
run_one (bool ours)
{
  static uint64_t begin;
  begin = gantry_monotonic_ns();
  g_autoptr(AdwApplication) application =
      ours ? gantry_application_new()
           : adw_application_new("io.github.gantry.Empty", G_APPLICATION_NON_UNIQUE);
  if (!ours)
    g_signal_connect(application, "activate", G_CALLBACK(on_activate_empty), NULL);
  g_signal_connect(application, "window-added", G_CALLBACK(on_window_added), &begin);
  return g_application_run(G_APPLICATION(application), 0, NULL);
}

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static double
measure (const char *self, const char *which)
{
  const char *arguments[] = {self, which, NULL};
  g_autofree char *output = NULL;
  if (!g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                    NULL, NULL))
    return 0;
  return (double)g_ascii_strtoull(output, NULL, 10) / 1e6;
}

int
main (int argc, char *argv[])
{
  double ours[ROUNDS], empty[ROUNDS];
  if (argc > 1)
    return run_one(g_str_equal(argv[1], "ours"));
  for (int i = 0; i < ROUNDS; i++) {
    empty[i] = measure(argv[0], "empty");
    ours[i] = measure(argv[0], "ours");
  }
  qsort(ours, ROUNDS, sizeof *ours, compare);
  qsort(empty, ROUNDS, sizeof *empty, compare);
  g_print("empty window, first frame    %7.1f ms\n", empty[ROUNDS / 2]);
  g_print("gantry, first frame          %7.1f ms   %.2f times the empty one (goal: at most 1.5)\n",
          ours[ROUNDS / 2], ours[ROUNDS / 2] / empty[ROUNDS / 2]);
  return 0;
}
