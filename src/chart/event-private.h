/* What the parts of the list of events share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/event-index.h"

/* An event as it is kept: kind, lane's index and place in one number. */
typedef uint64_t GantryListed;

#define GANTRY_LISTED_LANES 24 /* bits */
#define GANTRY_LISTED_PLACES 38

static inline GantryListed
gantry_listed_pack (GantryListedKind kind, uint32_t lane_index, size_t place)
{
  return (GantryListed)kind << (GANTRY_LISTED_LANES + GANTRY_LISTED_PLACES) |
         (GantryListed)lane_index << GANTRY_LISTED_PLACES | place;
}

void gantry_listed_get (const GantryTimeline *timeline, GantryListed listed, GantryListedEvent *event);

/* What a filter lets through; made for one look at a timeline. */
typedef struct GantryEventFilter GantryEventFilter;

/* NULL: everything. */
GantryEventFilter *gantry_event_filter_new (const GantryTimeline *timeline, const char *words,
                                            GantryVocabulary vocabulary);
void gantry_event_filter_free (GantryEventFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryEventFilter, gantry_event_filter_free)
/* `filter` nullable. */
bool gantry_event_filter_passes (const GantryEventFilter *filter, const GantryListedEvent *event,
                                 uint32_t lane_index);
