/* Loads a saved trace for a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/trace.h"

#include "cli/messages.h"
#include "format/stats.h"
#include "format/trace-file.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_AFTER_US 1000000 /* what is done sooner needs no progress */

typedef struct {
  int64_t began_us;
  int64_t shown_bytes; /* 0: none */
} Progress;

static void
show_progress (int64_t bytes, gpointer user_data)
{
  Progress *progress = user_data;
  if (g_get_monotonic_time() - progress->began_us < PROGRESS_AFTER_US)
    return;
  g_autofree char *size = g_format_size((guint64)bytes);
  fprintf(stderr, "\r\033[K");
  fprintf(stderr, _("Reading: %s"), size);
  progress->shown_bytes = bytes;
}

GantryTimeline *
gantry_read_trace_or_complain (const char *path, GantryReport *report)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) own = {0};
  Progress progress = {.began_us = g_get_monotonic_time()};
  GantryReading reading = {.progress = isatty(STDERR_FILENO) ? show_progress : NULL, .user_data = &progress};
  if (report == NULL)
    report = &own;
  GantryTimeline *timeline = gantry_trace_file_read(path, &reading, report, &error);
  if (progress.shown_bytes > 0)
    fprintf(stderr, "\r\033[K");
  if (timeline == NULL)
    gantry_complain(_("cannot read ‘%s’: %s"), path, error->message);
  else if (report->fault != NULL)
    gantry_complain("%s: %s", path, report->fault);
  return timeline;
}

void
gantry_print_stats (const GantryTimeline *timeline, GantryStatsForm form)
{
  if (form == GANTRY_STATS_NONE)
    return;
  g_autofree char *text =
      form == GANTRY_STATS_JSON ? gantry_stats_to_json(timeline) : gantry_stats_to_table(timeline);
  gantry_put(text, strlen(text));
}
