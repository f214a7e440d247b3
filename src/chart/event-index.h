/* All that happened in a run as one list: the intervals of all lanes, arrows, prints and expectations, in the
 * order of time or another.
 *
 * What is kept of each is a number of 64 bits; the rest is looked up when somebody looks at it. What has come
 * in since is found by prepare(), which may take long and runs on any one thread; commit() takes it over in
 * no time on the thread that reads, which may go on reading meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "timeline/timeline.h"

#include <gio/gio.h>

typedef enum { GANTRY_LISTED_INTERVAL, GANTRY_LISTED_ARROW, GANTRY_LISTED_MARK } GantryListedKind;

/* One of the list, looked up. */
typedef struct {
  GantryListedKind kind;
  uint32_t lane;      /* id; of an arrow where it arrives */
  size_t index;       /* of the lane's interval, the arrow or the mark */
  int64_t time;       /* an interval's start, an arrow's arrival */
  int64_t duration;   /* ns, of an interval so far; GANTRY_NO_TIME: it has none */
  uint32_t line;      /* of the scenario, 0: unknown */
  GantryState state;  /* intervals */
  uint32_t object;    /* intervals: what is waited for */
  uint32_t from_lane; /* arrows */
  GantryArrowKind arrow;
  GantryMarkKind mark;
  const char *text; /* marks; of the timeline */
} GantryListedEvent;

typedef enum {
  GANTRY_EVENTS_BY_TIME,
  GANTRY_EVENTS_BY_LANE, /* in the order of the names */
  GANTRY_EVENTS_BY_STATE,
  GANTRY_EVENTS_BY_DURATION,
  GANTRY_EVENTS_BY_LINE,
  GANTRY_N_EVENT_ORDERS
} GantryEventOrder;

typedef struct GantryEventIndex GantryEventIndex;
typedef struct GantryEventBatch GantryEventBatch;

/* Empty. `filter`: words of which each must be found, in whatever case, in the lane's name, the state's, what
 * is waited for or the text; "" lets all through. */
GantryEventIndex *gantry_event_index_new (GantryTimeline *timeline, const char *filter,
                                          GantryEventOrder order, bool descending,
                                          GantryVocabulary vocabulary);
void gantry_event_index_free (GantryEventIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryEventIndex, gantry_event_index_free)

/* NULL: nothing is new, or it was cancelled. One at a time; no commit in between. */
GantryEventBatch *gantry_event_index_prepare (GantryEventIndex *index, GCancellable *cancellable);
/* Takes the batch. Of the list that was, those from `*position` on, `*removed` of them, gave way to `*added`
 * others. */
void gantry_event_index_commit (GantryEventIndex *index, GantryEventBatch *batch, size_t *position,
                                size_t *removed, size_t *added);
void gantry_event_batch_free (GantryEventBatch *batch);

size_t gantry_event_index_get_n (const GantryEventIndex *index);
void gantry_event_index_get (const GantryEventIndex *index, size_t place, GantryListedEvent *event);
/* Where an interval stands. FALSE: it is not in the list. */
bool gantry_event_index_find (const GantryEventIndex *index, uint32_t lane, size_t interval, size_t *place);

/* What it is: "waits for the lock", "released by cook 1", "print". Static or newly allocated: free it. */
char *gantry_listed_event_words (const GantryTimeline *timeline, const GantryListedEvent *event,
                                 GantryVocabulary vocabulary);
/* What of, or with: the thing that is waited for, what the statement does, the text; "" if nothing. Newly
 * allocated. */
char *gantry_listed_event_what (const GantryTimeline *timeline, const GantryListedEvent *event);
