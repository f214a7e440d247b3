/* Moments that a person has named: "deadline missed", "the second cook wakes".
 *
 * They are no part of what happened, but of what was found in it; they are kept with the trace. Unlike all
 * else of a timeline they may be changed when the run is over. A reader gets the list as it is at that
 * moment, which does not change any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Bytes of a name, the NUL not counted; longer ones are cut at a letter's end. */
#define GANTRY_MOST_BOOKMARK_NAME 200
#define GANTRY_MOST_BOOKMARKS 1000

typedef struct {
  int64_t time;
  char *name; /* UTF-8, one line, may be empty */
} GantryBookmark;

/* In the order of time, at most one at a moment: const GantryBookmark*. A new reference to a list that is
 * never changed; free with g_ptr_array_unref(). Any thread. */
GPtrArray *gantry_timeline_get_bookmarks (const GantryTimeline *timeline);
/* Sets one, or gives the one that stands at that moment another name. Not a number below 0 or too great a
 * time, and not more than GANTRY_MOST_BOOKMARKS: FALSE, and nothing is changed. Any thread. */
bool gantry_timeline_set_bookmark (GantryTimeline *timeline, int64_t time, const char *name);
/* FALSE: none stands there. Any thread. */
bool gantry_timeline_remove_bookmark (GantryTimeline *timeline, int64_t time);
/* Puts back a list that gantry_timeline_get_bookmarks() gave: undoes what was changed since. Any thread. */
void gantry_timeline_restore_bookmarks (GantryTimeline *timeline, GPtrArray *bookmarks);

/* That list is in a file now; a timeline that was just made or read has all its bookmarks there. Any thread.
 */
void gantry_timeline_bookmarks_saved (GantryTimeline *timeline, GPtrArray *bookmarks);
/* Whether closing it would lose a bookmark, or bring back one that was removed or renamed. Any thread. */
bool gantry_timeline_has_unsaved_bookmarks (const GantryTimeline *timeline);

/* The place in such a list of the first one at `time` or later; its length if there is none. */
guint gantry_bookmarks_first (const GPtrArray *bookmarks, int64_t time);
/* The next one after `time`, or the last one before it (`step` < 0); NULL if there is none. */
const GantryBookmark *gantry_bookmarks_step (const GPtrArray *bookmarks, int64_t time, int step);
/* The one that is nearest to `time`, within `reach` ns; NULL if there is none. */
const GantryBookmark *gantry_bookmarks_near (const GPtrArray *bookmarks, int64_t time, int64_t reach);
