/* Memory, as the kernel tells it in /proc.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/memory.h"

#include <string.h>
#include <unistd.h>

/* The number behind the key, in a file of lines like "Key:  12 kB"; bytes. */
static int64_t
kilobytes_of (const char *text, const char *key)
{
  const char *line = text ? strstr(text, key) : NULL;
  return line ? g_ascii_strtoll(line + strlen(key), NULL, 10) * 1024 : 0;
}

int64_t
gantry_memory_of_own (pid_t pid)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/smaps_rollup", (int)pid);
  g_autofree char *text = NULL;
  (void)g_file_get_contents(path, &text, NULL, NULL);
  return kilobytes_of(text, "\nPrivate_Clean:") + kilobytes_of(text, "\nPrivate_Dirty:");
}

typedef struct {
  uint64_t ticks;
  int64_t bytes;
} Change;

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *left = a, *right = b;
  if (left->ticks != right->ticks)
    return left->ticks < right->ticks ? -1 : 1;
  return (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

static GArray *
changes_of (const GantryTasks *tasks)
{
  GArray *changes = g_array_new(FALSE, FALSE, sizeof(Change));
  uint32_t n_slots = MIN(atomic_load(&tasks->n_slots), GANTRY_MOST_STARTS);
  for (uint32_t i = 0; i < n_slots; i++) {
    const GantryTaskSlot *slot = &tasks->slots[i];
    if (slot->own_bytes == 0)
      continue;
    Change begin = {slot->ready_ticks, slot->own_bytes};
    Change end = {slot->lingers || slot->end_ticks == 0 ? UINT64_MAX : slot->end_ticks, -slot->own_bytes};
    g_array_append_val(changes, begin);
    g_array_append_val(changes, end);
  }
  g_array_sort(changes, compare_changes);
  return changes;
}

int64_t
gantry_memory_peak (const GantryWorld *world)
{
  g_autofree char *text = NULL;
  g_autoptr(GArray) changes = changes_of(world->tasks);
  int64_t now = 0, most = 0;
  for (guint i = 0; i < changes->len; i++) {
    now += g_array_index(changes, Change, i).bytes;
    most = MAX(most, now);
  }
  (void)g_file_get_contents("/proc/self/status", &text, NULL, NULL);
  return kilobytes_of(text, "\nVmHWM:") + most;
}
