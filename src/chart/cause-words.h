/* Causes in words: why a lane waits, and why those that it waits for are late.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "timeline/causes.h"

/* What a wait is for: a shared thing's name or a lane's, owned by the timeline; NULL where there is none. Any
 * thread.
 */
const char *gantry_wait_name (const GantryTimeline *timeline, const GantryInterval *interval);
/* "cook 2 waits for the lock “kitchen” until cook 1 lets it go at 84.0 ms; cook 1 waits for the queue
 * “orders” until waiter passes it something at 52.0 ms"; "" where the lane does not wait at that moment, or
 * for nobody. Translated, newly allocated. Any thread. */
char *gantry_causes_words (const GantryCauses *causes, const GantryTimeline *timeline, uint32_t lane_id,
                           int64_t time, GantryVocabulary vocabulary);
