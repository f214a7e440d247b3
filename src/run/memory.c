/* What the processes of a run had at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/memory.h"

#include "run/process-memory.h"

#include <unistd.h>

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
  g_autoptr(GArray) changes = changes_of(world->tasks);
  int64_t now = 0, most = 0;
  for (guint i = 0; i < changes->len; i++) {
    now += g_array_index(changes, Change, i).bytes;
    most = MAX(most, now);
  }
  return gantry_process_peak_bytes(getpid()) + most;
}
