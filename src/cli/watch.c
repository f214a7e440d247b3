/* Follows a run to its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/watch.h"

#include "cli/messages.h"
#include "timeline/units.h"
#include "trace/printable.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOOK_EVERY_MS 20          /* short enough to seem at once */
#define FOLLOW_EVERY 10           /* looks */
#define PROGRESS_AFTER_US 1000000 /* what is done sooner needs no progress */
#define MOMENT_RESOLUTION_NS 100000
#define WIDEST_MOMENT 9 /* "12.3456 s" */
#define WIDEST_NAME 24

typedef struct {
  GantrySession *session;
  GantryPrintPlace place;
  const char *heading; /* to be printed before the first line; then NULL */
  size_t n_marks;      /* of the timeline's, that have been looked at */
  int name_width;      /* of the longest name so far */
  bool on_terminal;
  int64_t shown_tenths; /* of a second: the progress that stands on the terminal, 0 if none does */
  int64_t began_us;
  int64_t limit_ns;
  bool done;
  unsigned n_looks;
  GantryFollow follow;
  gpointer user_data;
} Watch;

static void
clear_progress (Watch *watch)
{
  if (watch->shown_tenths > 0)
    fputs("\r\033[K", stderr);
  watch->shown_tenths = 0;
}

/* Anew only when the figure changes: a terminal far away shows each write. */
static void
show_progress (Watch *watch)
{
  int64_t passed_us = g_get_monotonic_time() - watch->began_us;
  int64_t tenths = passed_us / 100000;
  if (!watch->on_terminal || passed_us < PROGRESS_AFTER_US || tenths == watch->shown_tenths)
    return;
  g_autofree char *passed = gantry_format_duration(tenths * 100000000);
  g_autofree char *limit = gantry_format_duration(watch->limit_ns);
  clear_progress(watch);
  fprintf(stderr, _("Running: %s of at most %s"), passed, limit);
  watch->shown_tenths = tenths;
}

/* `text` right-aligned in `width` columns, newly allocated. */
static char *
pad_left (const char *text, int width)
{
  return g_strdup_printf("%*s%s", MAX(width - (int)g_utf8_strlen(text, -1), 0), "", text);
}

static void
put_line (const Watch *watch, const char *line)
{
  if (watch->place == GANTRY_PRINT_TO_ERROR) {
    fprintf(stderr, "%s\n", line);
  } else {
    gantry_put(line, strlen(line));
    gantry_put("\n", 1);
  }
}

/* "[  84.0 ms] cook 1  served order 3" */
static void
print_mark (Watch *watch, const GantryTimeline *timeline, const GantryMark *mark)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
  const char *name = lane != NULL ? gantry_lane_get_name(lane) : "";
  watch->name_width = MIN(MAX(watch->name_width, (int)g_utf8_strlen(name, -1)), WIDEST_NAME);
  int missing = MAX(watch->name_width - (int)g_utf8_strlen(name, -1), 0);
  g_autofree char *moment = gantry_format_moment(mark->time, MOMENT_RESOLUTION_NS);
  g_autofree char *padded = pad_left(moment, WIDEST_MOMENT);
  g_autofree char *start = g_strdup_printf("[%s] %s%*s  ", padded, name, missing, "");
  g_autofree char *text = g_strconcat(start, mark->text, NULL);
  g_autofree char *line = gantry_printable(text, (int)g_utf8_strlen(start, -1));
  if (watch->heading != NULL)
    put_line(watch, watch->heading);
  watch->heading = NULL;
  put_line(watch, line);
}

/* What was printed since the last look. */
static void
print_marks (Watch *watch)
{
  const GantryTimeline *timeline = gantry_session_get_timeline(watch->session);
  size_t n_marks = gantry_timeline_get_n_marks(timeline);
  for (; watch->n_marks < n_marks; watch->n_marks++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, watch->n_marks);
    if (mark->kind != GANTRY_MARK_PRINT || watch->place == GANTRY_PRINT_NOTHING)
      continue;
    clear_progress(watch);
    print_mark(watch, timeline, mark);
  }
  gantry_put_flush();
}

static gboolean
look (gpointer data)
{
  Watch *watch = data;
  print_marks(watch);
  show_progress(watch);
  if (watch->follow != NULL && watch->n_looks++ % FOLLOW_EVERY == 0)
    watch->follow(gantry_session_get_timeline(watch->session), watch->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
stop (gpointer data)
{
  gantry_session_stop(((Watch *)data)->session);
  return G_SOURCE_REMOVE; /* the next one is the system's own: it ends the program */
}

static gboolean
note_done (gpointer data)
{
  ((Watch *)data)->done = true;
  return G_SOURCE_REMOVE;
}

/* On the session's thread. */
static void
session_done (GantrySession *session, gpointer data)
{
  g_idle_add_full(G_PRIORITY_DEFAULT, note_done, data, NULL);
}

static void
remove_source (guint id)
{
  /* A signal's source is gone once it has been dispatched. */
  if (g_main_context_find_source_by_id(NULL, id) != NULL)
    g_source_remove(id);
}

GantrySession *
gantry_watch_run (GantryScenario *scenario, const GantryRunOptions *options, GantryPrintPlace place,
                  const char *heading, GantryFollow follow, gpointer user_data, GError **error)
{
  Watch watch = {
      .place = place,
      .heading = heading,
      .on_terminal = isatty(STDERR_FILENO),
      .began_us = g_get_monotonic_time(),
      .limit_ns = options->limit_ns,
      .follow = follow,
      .user_data = user_data,
  };
  watch.session = gantry_session_start(scenario, options, session_done, &watch, error);
  if (watch.session == NULL)
    return NULL;

  guint interrupted = g_unix_signal_add(SIGINT, stop, &watch);
  guint terminated = g_unix_signal_add(SIGTERM, stop, &watch);
  guint looking = g_timeout_add(LOOK_EVERY_MS, look, &watch);
  while (!watch.done)
    g_main_context_iteration(NULL, TRUE);
  remove_source(looking);
  remove_source(interrupted);
  remove_source(terminated);

  clear_progress(&watch);
  print_marks(&watch);
  return watch.session;
}
