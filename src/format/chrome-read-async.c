/* Asynchronous slices: those of one name share rows, as few as they need without lying over each other.
 *
 * A row is a track of the import. What begins within an open slice of the same id stays on its row; when the
 * outermost is over, the row is free for another one of the group that begins later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"
#include "timeline/secret-hash.h"

#include <string.h>

#define MOST_TRIED 16u /* free rows that are looked at for one that is free by then */

typedef struct {
  GantryTrack track;
  int64_t free_from;
} Row;

typedef struct {
  uint64_t key;
  GArray *rows; /* Row */
  GArray *free; /* guint, of those; the last one became free last */
} Group;

/* Slices of one id that are open. */
typedef struct {
  uint64_t key;
  Group *group;
  guint row;
  guint depth;
} Open;

static void
group_free (gpointer data)
{
  Group *group = data;
  g_array_unref(group->rows);
  g_array_unref(group->free);
  g_free(group);
}

void
gantry_chrome_async_init (GantryChrome *chrome)
{
  chrome->groups = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, group_free);
  chrome->open = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, g_free);
}

void
gantry_chrome_async_clear (GantryChrome *chrome)
{
  g_hash_table_unref(chrome->groups);
  g_hash_table_unref(chrome->open);
}

static bool
is_old (const GantryChromeEvent *event)
{
  return strchr("STpF", event->phase) != NULL;
}

/* By category and id; the older phases by the name as well. */
static uint64_t
key_of (const GantryChromeEvent *event)
{
  uint64_t seed = gantry_chrome_hash(is_old(event) ? 3 : 4, &event->category);
  seed = gantry_chrome_hash(seed, is_old(event) ? &event->name : &event->scope);
  return gantry_chrome_hash_id(event, seed, &event->id);
}

static Group *
group_of (GantryChrome *chrome, const GantryChromeEvent *event)
{
  uint64_t key = gantry_chrome_hash(gantry_chrome_hash(5, &event->pid), &event->category);
  key = gantry_chrome_hash(key, &event->name);
  Group *group = g_hash_table_lookup(chrome->groups, &key);
  if (group)
    return group;
  group = g_new0(Group, 1);
  group->key = key;
  group->rows = g_array_new(FALSE, FALSE, sizeof(Row));
  group->free = g_array_new(FALSE, FALSE, sizeof(guint));
  g_hash_table_insert(chrome->groups, &group->key, group);
  return group;
}

static guint
add_row (GantryChrome *chrome, Group *group, const GantryChromeEvent *event)
{
  guint number = group->rows->len;
  Row row = {gantry_import_track(chrome->import, group->key + number, gantry_chrome_process(chrome, event)),
             INT64_MIN};
  gantry_import_set_name(chrome->import, row.track, gantry_chrome_name(chrome, &event->name));
  g_array_append_val(group->rows, row);
  gantry_import_set_row(chrome->import, row.track, g_array_index(group->rows, Row, 0).track, number + 1);
  return number;
}

/* A free row that nothing lies on from `time` on, or a new one. */
static guint
take_row (GantryChrome *chrome, Group *group, const GantryChromeEvent *event, int64_t time)
{
  guint n_free = group->free->len;
  for (guint i = 0; i < MIN(n_free, MOST_TRIED); i++) {
    guint place = n_free - 1 - i, row = g_array_index(group->free, guint, place);
    if (g_array_index(group->rows, Row, row).free_from > time)
      continue;
    g_array_remove_index(group->free, place);
    return row;
  }
  return add_row(chrome, group, event);
}

static Row *
row_of (const Open *open)
{
  return &g_array_index(open->group->rows, Row, open->row);
}

static void
begin (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  uint64_t key = key_of(event);
  uint32_t name = gantry_chrome_slice_name(chrome, event);
  Open *open = g_hash_table_lookup(chrome->open, &key);
  if (!open) {
    open = g_new0(Open, 1);
    open->key = key;
    open->group = group_of(chrome, event);
    open->row = take_row(chrome, open->group, event, time);
    g_hash_table_insert(chrome->open, &open->key, open);
  }
  open->depth++;
  gantry_import_begin(chrome->import, row_of(open)->track, time, name);
}

static bool
end (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  uint64_t key = key_of(event);
  Open *open = g_hash_table_lookup(chrome->open, &key);
  if (!open)
    return false;
  uint32_t name = open->depth > 1 ? gantry_chrome_slice_name(chrome, event) : 0;
  gantry_import_end_named(chrome->import, row_of(open)->track, time, name);
  if (--open->depth > 0)
    return true;
  row_of(open)->free_from = MAX(row_of(open)->free_from, time);
  g_array_append_val(open->group->free, open->row);
  g_hash_table_remove(chrome->open, &key);
  return true;
}

/* What happens to an open slice stands on its row, else on the process. */
static void
mark (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  uint64_t key = key_of(event);
  const Open *open = g_hash_table_lookup(chrome->open, &key);
  GantryJsonValue step = gantry_chrome_member(&event->args, "step");
  bool has_step = is_old(event) && gantry_json_has_text(&step);
  gantry_import_instant(chrome->import, open ? row_of(open)->track : gantry_chrome_process(chrome, event),
                        time, gantry_chrome_name(chrome, has_step ? &step : &event->name));
}

bool
gantry_chrome_take_async (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  switch (event->phase) {
  case 'b':
  case 'S':
    begin(chrome, event, time);
    return true;
  case 'e':
  case 'F':
    return end(chrome, event, time);
  default:
    mark(chrome, event, time);
    return true;
  }
}
