/* What each lane is doing at a moment, and why it waits, as whole sentences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "timeline/timeline.h"

/* What the lane is in at that moment; of a lane that lives on in a run that goes on, its newest state stands
 * for any later moment. FALSE outside of its life. Any thread. */
bool gantry_moment_find (const GantryLane *lane, int64_t moment, GantryInterval *interval);
/* One sentence about a lane, without a full stop: "cook 2 waits for the lock “kitchen”, held by cook 1 since
 * 84.0 ms"; in a vocabulary that has terms with the state's in brackets. before and after its life that it is
 * not there yet, or how it ended. Translated, newly allocated; "" for a lane that there is not. At worst
 * O(lanes log intervals). Any thread. */
char *gantry_moment_sentence (const GantryTimeline *timeline, uint32_t lane, int64_t moment,
                              GantryVocabulary vocabulary);
/* The lanes to tell of, at most `most`: all, in their order, where there are no more; else those that live at
 * that moment, `selected` (or GANTRY_NO_LANE) first, then those that run, are ready, wait for others, sleep.
 * `ids` gets their ids, `n_more` how many are not told of. Returns their number. O(lanes log intervals). Any
 * thread. */
guint gantry_moment_lanes (const GantryTimeline *timeline, int64_t moment, uint32_t selected, guint most,
                           uint32_t *ids, guint *n_more);
