/* The trace's limits: of what makes no sense, and of memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/trace-watch.h"

#include "run/run-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sys/stat.h>

/* No recorder writes even one: another hand is at work. */
#define MOST_DAMAGED 1000
/* What stat() counts in. */
#define BLOCK_BYTES 512

GantryRunOutcome
gantry_trace_watch (const GantrySegment *segment, const GantryCollectorTotals *totals, uint64_t most_events)
{
  struct stat info = {0};
  if (totals->damaged > MOST_DAMAGED)
    return GANTRY_RUN_CRASHED;
  if (totals->events > most_events)
    return GANTRY_RUN_LIMIT;
  bool is_known = fstat(gantry_segment_get_fd(segment), &info) == 0;
  return is_known && (uint64_t)info.st_blocks > gantry_half_of_memory() / 2 / BLOCK_BYTES
             ? GANTRY_RUN_LIMIT
             : GANTRY_RUN_UNFINISHED;
}

char *
gantry_trace_reason (GantryRunOutcome outcome, const GantryCollectorTotals *totals)
{
  if (outcome == GANTRY_RUN_LIMIT)
    return g_strdup_printf(_("its %" PRIu64 " events take too much of this machine’s memory; let it do less"),
                           totals->events);
  return g_strdup_printf(
      _("something wrote over its trace; records that make no sense, %" PRIu64 " in all, are left out"),
      totals->damaged);
}

const char *
gantry_trace_no_page_reason (void)
{
  return _("the machine had no memory left for the trace; close something and run again");
}
