/* Shared things at a moment: their values, and those in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Whether its value is the lane that holds it. */
bool gantry_thing_names_holder (GantryThingKind kind);
/* The value that holds at `time`, and since when (nullable); FALSE before the first step. Any thread. */
bool gantry_thing_value_at (const GantryThing *thing, int64_t time, int64_t *value, int64_t *since);
/* The same in words, without the thing's name: "held by cook 1 since 84.0 ms", "free", "2 of 3", "set", "7";
 * "" before its first step, and for a thing that has no value. Translated, newly allocated. Any thread. */
char *gantry_thing_value_words (const GantryTimeline *timeline, const GantryThing *thing, int64_t time);
