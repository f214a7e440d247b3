/* Asynchronous slices: those of one name share rows, as few as they need without lying over each other.
 *
 * What begins on one thread ends on another, and the file may tell the end first: so all of it is kept as
 * short records, and put together in the order of time when the file is over.
 *
 * A row is a track of the import. What begins within an open slice of the same id stays on its row; when the
 * outermost is over, the row is free for another one of the group that begins later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"
#include "timeline/secret-hash.h"

#include <string.h>

/* So many open slices are looked at for the one that an end names. */
#define MOST_ASTRAY 64u

typedef enum { BEGIN, END, MARK } Kind;

typedef struct {
  int64_t time;
  uint64_t id; /* what belongs together */
  uint64_t group;
  GantryTrack process;
  uint32_t name;
  uint32_t label; /* of a mark: its step, or its name */
  Kind kind;
} Record;

typedef struct {
  uint64_t key;
  GArray *rows; /* GantryTrack */
  GArray *free; /* guint, of those; the last one became free last */
} Group;

/* Slices of one id that are open. */
typedef struct {
  uint64_t key;
  Group *group;
  guint row;
  GArray *names; /* uint32_t, the innermost last; 0: none */
} Open;

/* While they are put together. */
typedef struct {
  GantryChrome *chrome;
  GHashTable *groups; /* by key: Group */
  GHashTable *open;   /* by key: Open */
} Rows;

static void
group_free (gpointer data)
{
  Group *group = data;
  g_array_unref(group->rows);
  g_array_unref(group->free);
  g_free(group);
}

static void
open_free (gpointer data)
{
  Open *open = data;
  g_array_unref(open->names);
  g_free(open);
}

void
gantry_chrome_async_init (GantryChrome *chrome)
{
  chrome->async = g_array_new(FALSE, FALSE, sizeof(Record));
}

void
gantry_chrome_async_clear (GantryChrome *chrome)
{
  g_array_unref(chrome->async);
}

static bool
is_old (const GantryChromeEvent *event)
{
  return strchr("STpF", event->phase) != NULL;
}

/* By category and id; the older phases by the name as well. */
static uint64_t
id_of (const GantryChromeEvent *event)
{
  uint64_t seed = gantry_chrome_hash(is_old(event) ? 3 : 4, &event->category);
  seed = gantry_chrome_hash(seed, is_old(event) ? &event->name : &event->scope);
  return gantry_chrome_hash_id(event, seed, &event->id);
}

static uint64_t
group_of (const GantryChromeEvent *event)
{
  uint64_t key = gantry_chrome_hash(gantry_chrome_hash(5, &event->pid), &event->category);
  return gantry_chrome_hash(key, &event->name);
}

static Kind
kind_of (char phase)
{
  return phase == 'b' || phase == 'S' ? BEGIN : phase == 'e' || phase == 'F' ? END : MARK;
}

void
gantry_chrome_take_async (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryJsonValue step = gantry_chrome_member(&event->args, "step");
  Record record = {
      .time = time,
      .id = id_of(event),
      .group = group_of(event),
      .process = gantry_chrome_process(chrome, event),
      .name = gantry_chrome_slice_name(chrome, event),
      .kind = kind_of(event->phase),
  };
  record.label = is_old(event) && gantry_json_has_text(&step) ? gantry_chrome_name(chrome, &step)
                                                              : gantry_chrome_name(chrome, &event->name);
  g_array_append_val(chrome->async, record);
}

static Group *
find_group (const Rows *rows, uint64_t key)
{
  Group *group = g_hash_table_lookup(rows->groups, &key);
  if (group)
    return group;
  group = g_new0(Group, 1);
  group->key = key;
  group->rows = g_array_new(FALSE, FALSE, sizeof(GantryTrack));
  group->free = g_array_new(FALSE, FALSE, sizeof(guint));
  g_hash_table_insert(rows->groups, &group->key, group);
  return group;
}

static GantryTrack
row_of (const Open *open)
{
  return g_array_index(open->group->rows, GantryTrack, open->row);
}

/* A free row, or a new one. */
static guint
take_row (const Rows *rows, Group *group, const Record *record)
{
  GantryImport *import = rows->chrome->import;
  guint number = group->rows->len, n_free = group->free->len;
  if (n_free > 0) {
    number = g_array_index(group->free, guint, n_free - 1);
    g_array_set_size(group->free, n_free - 1);
    return number;
  }
  GantryTrack track = gantry_import_track(import, group->key + number, record->process);
  gantry_import_set_name(import, track, record->label);
  g_array_append_val(group->rows, track);
  gantry_import_set_row(import, track, g_array_index(group->rows, GantryTrack, 0), number + 1);
  return number;
}

static void
begin (const Rows *rows, const Record *record)
{
  Open *open = g_hash_table_lookup(rows->open, &record->id);
  if (!open) {
    open = g_new0(Open, 1);
    open->key = record->id;
    open->names = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    open->group = find_group(rows, record->group);
    open->row = take_row(rows, open->group, record);
    g_hash_table_insert(rows->open, &open->key, open);
  }
  g_array_append_val(open->names, record->name);
  gantry_import_begin(rows->chrome->import, row_of(open), record->time, record->label);
}

/* How many of the open ones are over with that: the one that it names, and those within. */
static guint
count_ended (const Open *open, uint32_t name)
{
  for (guint i = 0; i < MIN(open->names->len, MOST_ASTRAY); i++) {
    uint32_t begun = g_array_index(open->names, uint32_t, open->names->len - 1 - i);
    if (name == 0 || begun == 0 || begun == name)
      return i + 1;
  }
  return 0;
}

/* FALSE: nothing of that is open. */
static bool
end (const Rows *rows, const Record *record)
{
  Open *open = g_hash_table_lookup(rows->open, &record->id);
  guint count = open ? count_ended(open, record->name) : 0;
  for (guint i = 0; i < count; i++)
    gantry_import_end(rows->chrome->import, row_of(open), record->time);
  if (count == 0)
    return false;
  g_array_set_size(open->names, open->names->len - count);
  if (open->names->len > 0)
    return true;
  g_array_append_val(open->group->free, open->row);
  g_hash_table_remove(rows->open, &record->id);
  return true;
}

/* What happens to an open slice stands on its row, else on the process. */
static void
mark (const Rows *rows, const Record *record)
{
  const Open *open = g_hash_table_lookup(rows->open, &record->id);
  gantry_import_instant(rows->chrome->import, open ? row_of(open) : record->process, record->time,
                        record->label);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const Record *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

void
gantry_chrome_finish_async (GantryChrome *chrome)
{
  const Rows rows = {
      .chrome = chrome,
      .groups = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, group_free),
      .open = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, open_free),
  };
  g_array_sort(chrome->async, compare_times);
  for (guint i = 0; i < chrome->async->len; i++) {
    const Record *record = &g_array_index(chrome->async, Record, i);
    if (record->kind == BEGIN)
      begin(&rows, record);
    else if (record->kind == MARK)
      mark(&rows, record);
    else
      chrome->skipped += !end(&rows, record);
  }
  g_array_set_size(chrome->async, 0);
  g_hash_table_unref(rows.open);
  g_hash_table_unref(rows.groups);
}
