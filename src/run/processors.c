/* The processors of a run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/processors.h"

#include <glib.h>

int
gantry_processors_count (void)
{
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? MAX(CPU_COUNT(&set), 1) : 1;
}

bool
gantry_processors_first (int count, cpu_set_t *chosen)
{
  cpu_set_t allowed;
  CPU_ZERO(chosen);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
    return false;
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(chosen) < count; cpu++)
    if (CPU_ISSET(cpu, &allowed))
      CPU_SET(cpu, chosen);
  return true;
}
