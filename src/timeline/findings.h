/* What stands out in a finished run, in plain words, with the place to look at: why two threads took as long
 * as one.
 *
 * Each finding is a rule over exact sums, with a threshold that keeps trifles out; the rules stand in
 * findings-*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef enum {
  GANTRY_FINDING_DEADLOCK,
  GANTRY_FINDING_FAILED,
  GANTRY_FINDING_KILLED,
  GANTRY_FINDING_LOST_UPDATE,
  GANTRY_FINDING_OWN_COPIES,
  GANTRY_FINDING_BLOCKED_LOOP,
  GANTRY_FINDING_GIL_BOUND,
  GANTRY_FINDING_ONE_AT_A_TIME,
  GANTRY_FINDING_NEVER_PARALLEL,
  GANTRY_FINDING_LOCK_CONVOY,
  GANTRY_FINDING_STARVED,
  GANTRY_FINDING_SLEEPING_HOLDER,
  GANTRY_FINDING_BUSY_WAITING,
  GANTRY_FINDING_OVERSUBSCRIBED,
  GANTRY_FINDING_BUSY_MACHINE,
  GANTRY_FINDING_IDLE_CORES,
  GANTRY_FINDING_LONG_TAIL,
  GANTRY_N_FINDINGS
} GantryFindingKind;

typedef struct {
  GantryFindingKind kind;
  char *text;    /* a sentence, translated */
  GArray *lanes; /* uint32_t: ids of those concerned */
  int64_t from;  /* ns: where to look */
  int64_t to;
} GantryFinding;

/* "deadlock", "lock-convoy": for files and scripts, never translated. */
const char *gantry_finding_id (GantryFindingKind kind);
/* GantryFinding, in the order of their kinds; empty where nothing stands out. Any thread; a finished
 * timeline. To be freed by g_ptr_array_unref(). */
GPtrArray *gantry_findings_new (const GantryTimeline *timeline);
