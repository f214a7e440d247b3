/* Memory, as the kernel tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/machine-memory.h"

#include <glib.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define SUPPOSED (UINT64_C(2) << 30)
#define LEAST_ASKED (UINT64_C(1) << 20)
#define LEAST_TRIED (UINT64_C(33) << 20)

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

bool
gantry_memory_is_to_be_had (uint64_t bytes)
{
  if (bytes < LEAST_ASKED)
    return true;
  /* More than malloc() would keep for itself when it is given back; and somebody else needs some, too. */
  gpointer memory = g_try_malloc(MAX(bytes, LEAST_TRIED));
  bool is_there = memory != NULL;
  g_free(memory);
  return is_there;
}
