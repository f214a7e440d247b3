/* A deadlock: who waits for whom, in arrows and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* One that waits, and one of those that it waits for. */
typedef struct {
  uint32_t from, to; /* lane ids; the same where a task waits for itself */
  guint wait;        /* index of the timeline's deadlock wait */
  bool in_cycle;     /* else somebody waits for one of the cycle, or for nobody's sake */
} GantryDeadlockArrow;

/* Array of GantryDeadlockArrow, those of the cycle first; empty where the run did not end in a deadlock. Any
 * thread. */
GArray *gantry_deadlock_arrows_new (const GantryTimeline *timeline);
/* What a wait is for, for a label: a thing's name, or "end of cook 1". Newly allocated. */
char *gantry_deadlock_label (const GantryTimeline *timeline, const GantryDeadlockWait *wait);
/* "Deadlock: A waits for the lock “left” (line 5), which B holds; …". Translated, newly allocated; NULL where
 * there is none. */
char *gantry_deadlock_words (const GantryTimeline *timeline);
