/* A part of a run in words: how long it is, and what was done in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "timeline/bookmarks.h"
#include "timeline/causes.h"

/* "72.0 – 100.0 ms · 28.0 ms". Newly allocated. Any thread. */
char *gantry_range_words (int64_t from, int64_t to);
/* The shares of all time that a lane was alive between two moments, or all lanes together (GANTRY_NO_LANE),
 * the greatest first: "Running 61 % · Waits for a lock 39 %"; "" where none lived. Translated, newly
 * allocated. O(log n) for each lane. Any thread. */
char *gantry_share_words (const GantryTimeline *timeline, uint32_t lane_id, int64_t from, int64_t to,
                          GantryVocabulary vocabulary);
/* "deadline · 84.0 ms · 12.0 ms after start": a bookmark and how far it is from the one before. Translated,
 * newly allocated. Any thread. */
char *gantry_bookmark_words (const GPtrArray *bookmarks, const GantryBookmark *bookmark);
/* An interval as one hears it who moves along a lane: "cook 2 · waits for the lock “kitchen” · 72.0 – 100.0
 * ms · 28.0 ms · held by cook 1 · line 12". `causes` (nullable): then also what ended it. Translated, newly
 * allocated. Any thread. */
char *gantry_interval_words (const GantryTimeline *timeline, const GantryCauses *causes, uint32_t lane_id,
                             const GantryInterval *interval, GantryVocabulary vocabulary);
