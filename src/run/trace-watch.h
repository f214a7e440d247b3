/* Whether a run's trace can still be believed, and still be kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/collector.h"

/* Whether the run must end because of its trace: GANTRY_RUN_CRASHED where too much of it makes no sense,
 * GANTRY_RUN_LIMIT where it has more events than may be kept, or its rings take a quarter of the machine's
 * memory; else GANTRY_RUN_UNFINISHED. Cheap: for each pass. */
GantryRunOutcome gantry_trace_watch (const GantrySegment *segment, const GantryCollectorTotals *totals,
                                     uint64_t most_events);
/* What is to be said of it then; also of a trace in which little makes no sense. Free. */
char *gantry_trace_reason (GantryRunOutcome outcome, const GantryCollectorTotals *totals);
/* Why a process of the run ended by SIGBUS: the machine had no page for memory that is shared. */
const char *gantry_trace_no_page_reason (void);
