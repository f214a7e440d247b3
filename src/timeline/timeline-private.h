/* The builder's side of a timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/critical-path.h"
#include "timeline/lane-private.h"
#include "timeline/packed-arrows.h"
#include "timeline/thing.h"

/* Lanes by their numbers, in chunks of doubling size: a run of a few lanes takes little memory, and four
 * million have their places. */
#define GANTRY_LANE_CHUNKS 17

typedef _Atomic(GantryLane *) GantryLaneCell;

/* The cores that are known, by number. A new one makes a new list; the old ones are kept for their readers.
 */
typedef struct {
  uint32_t n_cores;
  GantryLane *cores[];
} GantryCoreList;

/* What a person marked, and what of it is in a file: GantryBookmark, lists that are never changed. */
typedef struct {
  GMutex lock;
  GPtrArray *now, *saved;
} GantryBookmarkLists;

/* bookmarks.c */
void gantry_bookmark_lists_init (GantryBookmarkLists *lists);
void gantry_bookmark_lists_clear (GantryBookmarkLists *lists);

struct GantryTimeline {
  gatomicrefcount references;
  /* constant once the run has begun */
  GantryRunFacts facts; /* strings owned */
  char **source_lines;
  char **line_labels;
  uint32_t n_source_lines, n_line_labels;
  GPtrArray *things; /* GantryThing */
  /* read by anyone */
  _Atomic int64_t now;
  _Atomic uint64_t revision;
  _Atomic uint64_t events;
  _Atomic uint64_t lost;
  GantryAppendStore lanes; /* GantryLane*, by creation */
  _Atomic(GantryLaneCell *) by_id[GANTRY_LANE_CHUNKS];
  _Atomic(GantryCoreList *) cores;
  GantrySeries counters[GANTRY_N_COUNTERS];
  GantryPackedArrows arrows;
  GantryAppendStore marks;    /* GantryMark */
  GantryAppendStore spans;    /* GantrySpan */
  GantryAppendStore deadlock; /* GantryDeadlockWait */
  GantryRunResult result;     /* before `finished` */
  _Atomic bool finished;
  _Atomic bool has_loop;
  _Atomic(GantryCriticalPath *) critical_path; /* NULL before it was asked for */
  GantryBookmarkLists bookmarks;               /* written by anyone */
  /* the builder's alone */
  GPtrArray *core_lists; /* all lists of cores there were */
  GStringChunk *texts;   /* of marks and spans */
  GPtrArray *kept_bytes; /* GBytes that columns lie in */
};

GantryLane *gantry_timeline_get_own_lane (const GantryTimeline *timeline, uint32_t id);
GantryThing *gantry_timeline_get_own_thing (const GantryTimeline *timeline, uint32_t index);
/* FALSE: there is no room for that id, and the lane stays the caller's. Else it is taken. */
bool gantry_timeline_add_lane (GantryTimeline *timeline, GantryLane *lane);
void gantry_timeline_add_core (GantryTimeline *timeline, GantryLane *core);
/* A copy of a text that is shown in a line, or written beside each of many things: whole letters of at most
 * GANTRY_TEXT_MAX bytes, whoever made it as long as a file. NULL for NULL. */
char *gantry_timeline_copy_text (const char *text);
/* A copy that lives as long as the timeline. */
const char *gantry_timeline_keep_text (GantryTimeline *timeline, const char *text);
/* The newest moment; everything up to it must be published. It never goes back. */
void gantry_timeline_set_now (GantryTimeline *timeline, int64_t now);
/* Something changed. */
void gantry_timeline_revise (GantryTimeline *timeline);
void gantry_timeline_finish (GantryTimeline *timeline, const GantryRunResult *result);
