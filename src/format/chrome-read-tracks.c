/* Processes and threads, and what they are called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"

#include <string.h>

/* Processes and threads whose number is a word have one below all that systems give. */
#define BELOW_ALL (-(INT64_C(1) << 40))

typedef struct {
  char *name;   /* or NULL */
  char *labels; /* or NULL */
} Labels;

static void
labels_free (gpointer data)
{
  Labels *labels = data;
  g_free(labels->name);
  g_free(labels->labels);
  g_free(labels);
}

void
gantry_chrome_tracks_init (GantryChrome *chrome)
{
  chrome->named = g_hash_table_new(NULL, NULL);
  chrome->labels = g_hash_table_new_full(NULL, NULL, NULL, labels_free);
  for (guint i = 0; i < GANTRY_CHROME_CACHE; i++)
    chrome->threads[i].track = GANTRY_NO_TRACK;
}

void
gantry_chrome_tracks_clear (GantryChrome *chrome)
{
  g_hash_table_unref(chrome->named);
  g_hash_table_unref(chrome->labels);
}

/* The number that a pid or tid stands for; `name`: the word that it is instead, or 0. */
static int64_t
number_of (GantryChrome *chrome, const GantryJsonValue *value, uint32_t *name)
{
  int64_t number = 0;
  *name = 0;
  if (value->length == 0 || gantry_json_get_scaled(value, 0, &number) || !gantry_json_has_text(value))
    return number;
  *name = gantry_chrome_name(chrome, value);
  return BELOW_ALL - *name;
}

/* What is known by a word has that for its name until it gets another. */
static void
name_once (GantryChrome *chrome, GantryTrack track, uint32_t name)
{
  if (name != 0 && g_hash_table_add(chrome->named, GUINT_TO_POINTER(track)))
    gantry_import_set_name(chrome->import, track, name);
}

GantryTrack
gantry_chrome_process (GantryChrome *chrome, const GantryChromeEvent *event)
{
  uint32_t name;
  GantryTrack process = gantry_import_process(chrome->import, number_of(chrome, &event->pid, &name));
  name_once(chrome, process, name);
  return process;
}

GantryTrack
gantry_chrome_thread (GantryChrome *chrome, const GantryChromeEvent *event)
{
  uint32_t pid_name, tid_name;
  /* Who tells no thread means the process's first one, which has its number. */
  const GantryJsonValue *thread = event->tid.kind == GANTRY_JSON_NONE ? &event->pid : &event->tid;
  int64_t pid = number_of(chrome, &event->pid, &pid_name), tid = number_of(chrome, thread, &tid_name);
  uint64_t mixed = ((uint64_t)pid * 31 + (uint64_t)tid) * UINT64_C(0x9e3779b97f4a7c15);
  GantryChromeThread *cached = &chrome->threads[mixed >> 32 & (GANTRY_CHROME_CACHE - 1)];
  if (cached->track != GANTRY_NO_TRACK && cached->pid == pid && cached->tid == tid)
    return cached->track;
  if (pid_name != 0)
    gantry_chrome_process(chrome, event);
  *cached = (GantryChromeThread){pid, tid, gantry_import_thread(chrome->import, pid, tid)};
  name_once(chrome, cached->track, tid_name);
  return cached->track;
}

static char *
text_of (GantryChrome *chrome, const GantryJsonValue *value)
{
  gsize length;
  const char *text = gantry_json_get_text(value, chrome->scratch, &length);
  return g_strndup(text, MIN(length, GANTRY_TEXT_MAX));
}

/* "Renderer · the page's title": both come by themselves, and may come again. */
static void
name_process (GantryChrome *chrome, GantryTrack process, const GantryJsonValue *value, bool is_label)
{
  gpointer key = GUINT_TO_POINTER(process);
  Labels *labels = g_hash_table_lookup(chrome->labels, key);
  if (!labels) {
    labels = g_new0(Labels, 1);
    g_hash_table_insert(chrome->labels, key, labels);
  }
  char **place = is_label ? &labels->labels : &labels->name;
  g_free(*place);
  *place = text_of(chrome, value);
  bool has_both = labels->name && *labels->name && labels->labels && *labels->labels;
  g_autofree char *name = has_both       ? g_strdup_printf("%s · %s", labels->name, labels->labels)
                          : labels->name ? g_strdup(labels->name)
                                         : g_strdup(labels->labels);
  gantry_import_set_name(chrome->import, process, gantry_import_name(chrome->import, name, strlen(name)));
}

static bool
set_order (GantryChrome *chrome, GantryTrack track, const GantryJsonValue *args)
{
  GantryJsonValue value = gantry_chrome_member(args, "sort_index");
  int64_t order;
  if (!gantry_json_get_scaled(&value, 0, &order))
    return false;
  gantry_import_set_order(chrome->import, track, order);
  return true;
}

/* Each process tells how many it sees, and one that is locked in may see fewer. */
static bool
set_cores (GantryChrome *chrome, const GantryJsonValue *args)
{
  GantryJsonValue value = gantry_chrome_member(args, "number");
  int64_t number;
  if (!gantry_json_get_scaled(&value, 0, &number) || number < 1 || number > GANTRY_MAX_CPUS)
    return false;
  chrome->n_cores = MAX(chrome->n_cores, (int)number);
  const GantryRunFacts facts = {.cores = chrome->n_cores};
  gantry_import_tell(chrome->import, &facts, NULL);
  return true;
}

bool
gantry_chrome_take_names (GantryChrome *chrome, const GantryChromeEvent *event)
{
  const GantryJsonValue *name = &event->name;
  GantryJsonValue text = gantry_chrome_member(&event->args, "name");
  GantryJsonValue labels = gantry_chrome_member(&event->args, "labels");
  if (gantry_json_is(name, "thread_name") && gantry_json_has_text(&text))
    gantry_import_set_name(chrome->import, gantry_chrome_thread(chrome, event),
                           gantry_chrome_name(chrome, &text));
  else if (gantry_json_is(name, "process_name") && gantry_json_has_text(&text))
    name_process(chrome, gantry_chrome_process(chrome, event), &text, false);
  else if (gantry_json_is(name, "process_labels") && gantry_json_has_text(&labels))
    name_process(chrome, gantry_chrome_process(chrome, event), &labels, true);
  else if (gantry_json_is(name, "process_sort_index"))
    return set_order(chrome, gantry_chrome_process(chrome, event), &event->args);
  else if (gantry_json_is(name, "thread_sort_index"))
    return set_order(chrome, gantry_chrome_thread(chrome, event), &event->args);
  else if (gantry_json_is(name, "num_cpus"))
    return set_cores(chrome, &event->args);
  else
    return false;
  return true;
}
