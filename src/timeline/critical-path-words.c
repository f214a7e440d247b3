/* The critical path's totals in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/critical-path.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>

/* Less than this part of the path is not worth a word. */
#define TRIFLE 200

typedef struct {
  int64_t time;
  const char *words; /* "%s" stands for the time */
} Part;

static const char *const state_words[GANTRY_N_STATES] = {
    [GANTRY_STATE_CREATED] = N_("%s waiting to be started"),
    [GANTRY_STATE_RUNNING] = N_("%s running"),
    [GANTRY_STATE_READY] = N_("%s ready to run"),
    [GANTRY_STATE_SLEEPING] = N_("%s sleeping"),
    [GANTRY_STATE_BLOCKED] = N_("%s blocked"),
    [GANTRY_STATE_IO_FILE] = N_("%s for files"),
    [GANTRY_STATE_IO_NETWORK] = N_("%s for the network"),
    [GANTRY_STATE_WAIT_LOCK] = N_("%s waiting for locks"),
    [GANTRY_STATE_WAIT_SEMAPHORE] = N_("%s waiting for semaphores"),
    [GANTRY_STATE_WAIT_CONDITION] = N_("%s waiting for conditions"),
    [GANTRY_STATE_WAIT_EVENT] = N_("%s waiting for events"),
    [GANTRY_STATE_WAIT_BARRIER] = N_("%s waiting at barriers"),
    [GANTRY_STATE_WAIT_QUEUE] = N_("%s waiting for queues"),
    [GANTRY_STATE_WAIT_PIPE] = N_("%s waiting for pipes"),
    [GANTRY_STATE_WAIT_JOIN] = N_("%s waiting for ends of tasks"),
    [GANTRY_STATE_WAIT_POOL] = N_("%s waiting for pools"),
    [GANTRY_STATE_WAIT_MANAGER] = N_("%s waiting for managers"),
    [GANTRY_STATE_WAIT_RESULT] = N_("%s waiting for results"),
    [GANTRY_STATE_WAIT_GIL] = N_("%s waiting for the interpreter lock"),
};

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *left = a, *right = b;
  return (left->time < right->time) - (left->time > right->time);
}

static const char *
words_of (const GantryCriticalPath *path, GantryState state)
{
  if (path->is_of_slices && state == GANTRY_STATE_RUNNING)
    return N_("%s at work");
  if (path->is_of_slices && state == GANTRY_STATE_SLEEPING)
    return N_("%s not at work");
  return state_words[state];
}

static int64_t
length_of (const GantryCriticalPath *path)
{
  guint n_segments = path->segments->len;
  return n_segments > 0 ? g_array_index(path->segments, GantryPathSegment, n_segments - 1).to : 0;
}

/* The longest first. */
static GArray *
collect_parts (const GantryCriticalPath *path)
{
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
  int64_t least = length_of(path) / TRIFLE;
  for (int state = 0; state < GANTRY_N_STATES; state++) {
    Part part = {path->times[state], words_of(path, (GantryState)state)};
    if (part.time > least)
      g_array_append_val(parts, part);
  }
  Part unknown = {path->unknown_ns,
                  path->is_incomplete ? N_("%s of which nothing is known") : N_("%s of no task")};
  if (unknown.time > least)
    g_array_append_val(parts, unknown);
  g_array_sort(parts, compare_parts);
  return parts;
}

char *
gantry_critical_path_words (const GantryCriticalPath *path)
{
  g_autoptr(GArray) parts = collect_parts(path);
  g_autofree char *whole = gantry_format_duration(length_of(path));
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index(parts, Part, i);
    g_autofree char *time = gantry_format_duration(part->time);
    g_string_append(list, i > 0 ? ", " : "");
    g_string_append_printf(list, _(part->words), time);
  }
  return g_strdup_printf(_("Critical path: %s: %s"), whole, list->str);
}
