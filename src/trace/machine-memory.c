/* Memory, as the kernel tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/machine-memory.h"

#include <glib.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define SUPPOSED (UINT64_C(2) << 30)

uint64_t
gantry_machine_memory (void)
{
  struct sysinfo machine;
  return sysinfo(&machine) == 0 ? (uint64_t)machine.totalram * machine.mem_unit : SUPPOSED;
}

/* Pages, in /proc/self/statm: the whole of it, what is in memory, what of that is shared, … */
int64_t
gantry_own_memory (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
    return 0;
  char *at = text;
  (void)g_ascii_strtoll(at, &at, 10);
  int64_t resident = g_ascii_strtoll(at, &at, 10), shared = g_ascii_strtoll(at, &at, 10);
  return MAX(resident - shared, 0) * sysconf(_SC_PAGESIZE);
}
