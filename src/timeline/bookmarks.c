/* A list that is replaced by a changed copy, so that whoever reads it needs no lock for long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/bookmarks.h"

#include "timeline/columns.h"
#include "timeline/lower-bound.h"
#include "timeline/timeline-private.h"

#include <string.h>

static void
bookmark_free (gpointer data)
{
  GantryBookmark *bookmark = data;
  g_free(bookmark->name);
  g_free(bookmark);
}

/* Whole letters, no ends of lines. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid(name ? name : "", -1);
  size_t length = strlen(valid);
  if (length > GANTRY_MOST_BOOKMARK_NAME)
    length = (size_t)(g_utf8_find_prev_char(valid, valid + GANTRY_MOST_BOOKMARK_NAME + 1) - valid);
  char *clean = g_strndup(valid, length);
  for (char *c = clean; *c; c++)
    if (g_ascii_iscntrl(*c))
      *c = ' ';
  return g_strstrip(clean);
}

static GantryBookmark *
bookmark_new (int64_t time, const char *name)
{
  GantryBookmark *bookmark = g_new(GantryBookmark, 1);
  bookmark->time = time;
  bookmark->name = clean_name(name);
  return bookmark;
}

static const GantryBookmark *
bookmark_at (const GPtrArray *bookmarks, guint place)
{
  return g_ptr_array_index(bookmarks, place);
}

static int64_t
time_at (gconstpointer bookmarks, size_t place)
{
  return bookmark_at(bookmarks, (guint)place)->time;
}

/* The same without the one at `time`, which may not be there. */
static GPtrArray *
copy_without (const GPtrArray *bookmarks, int64_t time)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func(bookmark_free);
  for (guint i = 0; i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmark_at(bookmarks, i);
    if (bookmark->time != time)
      g_ptr_array_add(copy, bookmark_new(bookmark->time, bookmark->name));
  }
  return copy;
}

static bool
are_equal (const GPtrArray *one, const GPtrArray *other)
{
  bool equal = one->len == other->len;
  for (guint i = 0; equal && i < one->len; i++)
    equal = bookmark_at(one, i)->time == bookmark_at(other, i)->time &&
            g_str_equal(bookmark_at(one, i)->name, bookmark_at(other, i)->name);
  return equal;
}

void
gantry_bookmark_lists_init (GantryBookmarkLists *lists)
{
  g_mutex_init(&lists->lock);
  lists->now = g_ptr_array_new_with_free_func(bookmark_free);
  lists->saved = g_ptr_array_ref(lists->now);
}

void
gantry_bookmark_lists_clear (GantryBookmarkLists *lists)
{
  g_ptr_array_unref(lists->now);
  g_ptr_array_unref(lists->saved);
  g_mutex_clear(&lists->lock);
}

/* Puts `list` into the place of another; takes it over. */
static void
replace (GPtrArray **place, GPtrArray *list)
{
  GPtrArray *old = *place;
  *place = list;
  g_ptr_array_unref(old);
}

GPtrArray *
gantry_timeline_get_bookmarks (const GantryTimeline *timeline)
{
  GantryBookmarkLists *lists = &((GantryTimeline *)timeline)->bookmarks;
  g_mutex_lock(&lists->lock);
  GPtrArray *now = g_ptr_array_ref(lists->now);
  g_mutex_unlock(&lists->lock);
  return now;
}

bool
gantry_timeline_set_bookmark (GantryTimeline *timeline, int64_t time, const char *name)
{
  if (time < 0 || time > GANTRY_MOST_TIME)
    return false;
  GantryBookmarkLists *lists = &timeline->bookmarks;
  g_mutex_lock(&lists->lock);
  GPtrArray *changed = copy_without(lists->now, time);
  bool has_room = changed->len < GANTRY_MOST_BOOKMARKS;
  g_ptr_array_insert(changed, (int)gantry_bookmarks_first(changed, time), bookmark_new(time, name));
  if (has_room)
    replace(&lists->now, g_ptr_array_ref(changed));
  g_mutex_unlock(&lists->lock);
  g_ptr_array_unref(changed);
  return has_room;
}

bool
gantry_timeline_remove_bookmark (GantryTimeline *timeline, int64_t time)
{
  GantryBookmarkLists *lists = &timeline->bookmarks;
  g_mutex_lock(&lists->lock);
  guint before = lists->now->len;
  replace(&lists->now, copy_without(lists->now, time));
  bool was_there = lists->now->len < before;
  g_mutex_unlock(&lists->lock);
  return was_there;
}

void
gantry_timeline_restore_bookmarks (GantryTimeline *timeline, GPtrArray *bookmarks)
{
  g_mutex_lock(&timeline->bookmarks.lock);
  replace(&timeline->bookmarks.now, g_ptr_array_ref(bookmarks));
  g_mutex_unlock(&timeline->bookmarks.lock);
}

void
gantry_timeline_bookmarks_saved (GantryTimeline *timeline, GPtrArray *bookmarks)
{
  g_mutex_lock(&timeline->bookmarks.lock);
  replace(&timeline->bookmarks.saved, g_ptr_array_ref(bookmarks));
  g_mutex_unlock(&timeline->bookmarks.lock);
}

bool
gantry_timeline_has_unsaved_bookmarks (const GantryTimeline *timeline)
{
  GantryBookmarkLists *lists = &((GantryTimeline *)timeline)->bookmarks;
  g_mutex_lock(&lists->lock);
  bool unsaved = !are_equal(lists->now, lists->saved);
  g_mutex_unlock(&lists->lock);
  return unsaved;
}

guint
gantry_bookmarks_first (const GPtrArray *bookmarks, int64_t time)
{
  return (guint)gantry_lower_bound(0, bookmarks->len, time, time_at, bookmarks);
}

const GantryBookmark *
gantry_bookmarks_step (const GPtrArray *bookmarks, int64_t time, int step)
{
  guint place = gantry_bookmarks_first(bookmarks, step < 0 ? time : time + 1);
  if (step < 0)
    return place > 0 ? bookmark_at(bookmarks, place - 1) : NULL;
  return place < bookmarks->len ? bookmark_at(bookmarks, place) : NULL;
}

const GantryBookmark *
gantry_bookmarks_near (const GPtrArray *bookmarks, int64_t time, int64_t reach)
{
  guint place = gantry_bookmarks_first(bookmarks, time);
  const GantryBookmark *nearest = NULL;
  for (guint i = place > 0 ? place - 1 : 0; i < bookmarks->len && i <= place; i++) {
    const GantryBookmark *bookmark = bookmark_at(bookmarks, i);
    int64_t away = ABS(bookmark->time - time);
    if (away <= reach && (!nearest || away < ABS(nearest->time - time)))
      nearest = bookmark;
  }
  return nearest;
}
