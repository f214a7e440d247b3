/* Where somebody was in a chart, and the way back there and forth again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/lane-arrangement.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What is looked at, and what of it is chosen; as in GantryView. */
typedef struct {
  int64_t from, to;
  double scroll;
  bool following; /* the newest moment, whatever the range was */
  uint32_t selected_lane;
  int64_t selected_start;
  int64_t selection_from, selection_to;
  unsigned dimmed;                          /* entries of the legend */
  const GantryLaneArrangement *arrangement; /* of the lanes */
} GantryPlace;

typedef struct GantryHistory GantryHistory;

/* Bursts: pushes of one kind that follow each other closely are one step. */
enum {
  GANTRY_BURST_NONE,
  GANTRY_BURST_WHEEL_ZOOM,
  GANTRY_BURST_WHEEL_PAN,
  GANTRY_BURST_WHEEL_SCROLL,
  GANTRY_BURST_GESTURES, /* this and all above: a gesture each, one step however long it takes */
};

GantryHistory *gantry_history_new (void);
void gantry_history_free (GantryHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryHistory, gantry_history_free)
void gantry_history_clear (GantryHistory *history);

/* To be called before a place is left: `here`. What was undone cannot be redone any more. `now_ms`: of a
 * clock that does not go back. A place that is the same as the one before is no step. The history takes a
 * reference to its arrangement. */
void gantry_history_push (GantryHistory *history, const GantryPlace *here, unsigned burst, int64_t now_ms);
/* From `place` one step back (or forth), which is put into it; then the place's arrangement is the caller's
 * to unref. FALSE: there is none, and `place` is as it was. */
bool gantry_history_undo (GantryHistory *history, GantryPlace *place);
bool gantry_history_redo (GantryHistory *history, GantryPlace *place);
bool gantry_history_can_undo (const GantryHistory *history);
bool gantry_history_can_redo (const GantryHistory *history);
