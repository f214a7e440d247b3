/* The trace's limits: of what makes no sense, and of memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/trace-watch.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

/* No recorder writes even one: another hand is at work. */
#define MOST_DAMAGED 1000
/* A state takes 17 in the timeline, a variable's value 32, a print more, but seldom comes alone. */
#define BYTES_OF_EVENT 40
/* What stat() counts in. */
#define BLOCK_BYTES 512

static uint64_t
memory_bytes (void)
{
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && bytes > 0 ? (uint64_t)pages * (uint64_t)bytes : UINT64_MAX;
}

GantryRunOutcome
gantry_trace_watch (const GantrySegment *segment, const GantryCollectorTotals *totals)
{
  struct stat info = {0};
  if (totals->damaged > MOST_DAMAGED)
    return GANTRY_RUN_CRASHED;
  if (totals->events > memory_bytes() / 2 / BYTES_OF_EVENT)
    return GANTRY_RUN_LIMIT;
  bool is_known = fstat(gantry_segment_get_fd(segment), &info) == 0;
  return is_known && (uint64_t)info.st_blocks > memory_bytes() / 4 / BLOCK_BYTES ? GANTRY_RUN_LIMIT
                                                                                 : GANTRY_RUN_UNFINISHED;
}

char *
gantry_trace_reason (GantryRunOutcome outcome, const GantryCollectorTotals *totals)
{
  if (outcome == GANTRY_RUN_LIMIT)
    return g_strdup_printf(_("its %" PRIu64 " events take too much of this machine’s memory; let it do less"),
                           totals->events);
  return g_strdup_printf(
      _("something wrote over its trace: %" PRIu64 " records make no sense and are left out"),
      totals->damaged);
}
