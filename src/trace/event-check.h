/* What of an event can be, and what only a writer that keeps no rule can have written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/clock.h"
#include "trace/ring.h"

typedef struct {
  GantryClockKind clock;
  uint64_t latest_ticks; /* no event is later; looked up again when one seems to be */
} GantryEventCheck;

void gantry_event_check_init (GantryEventCheck *check, GantryClockKind clock);

/* Whether kind, lane, detail, time, and what it says of lengths can be: `n_lanes` numbers were
 * given out. The event is the caller's own copy. One thread at a time. */
bool gantry_event_check (GantryEventCheck *check, const GantryEvent *event, uint32_t n_lanes);
/* Whether a text follows events of that kind. */
bool gantry_event_has_text (uint16_t kind);
/* Puts the TEXT events behind the one at `at` together, into `text`, which has room for GANTRY_TEXT_MAX bytes
 * and a NUL; what is no UTF-8 becomes question marks. Returns how many there are, or -1 if they are not as
 * told. */
int64_t gantry_event_gather_text (const GantryRingView *view, uint64_t at, uint64_t readable, uint32_t length,
                                  char *text);
