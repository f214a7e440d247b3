/* A queue of context switches for each thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/switch-queues.h"

typedef struct {
  GArray *entries; /* GantrySwitch */
  guint next;
} Queue;

struct GantrySwitchQueues {
  GHashTable *by_tid; /* Queue */
};

static void
queue_free (gpointer data)
{
  Queue *queue = data;
  g_array_unref(queue->entries);
  g_free(queue);
}

GantrySwitchQueues *
gantry_switch_queues_new (void)
{
  GantrySwitchQueues *queues = g_new0(GantrySwitchQueues, 1);
  queues->by_tid = g_hash_table_new_full(NULL, NULL, NULL, queue_free);
  return queues;
}

void
gantry_switch_queues_free (GantrySwitchQueues *queues)
{
  if (!queues)
    return;
  g_hash_table_unref(queues->by_tid);
  g_free(queues);
}

void
gantry_switch_queues_push (GantrySwitchQueues *queues, const GantrySwitch *record)
{
  Queue *queue = g_hash_table_lookup(queues->by_tid, GUINT_TO_POINTER(record->tid));
  if (!queue) {
    queue = g_new0(Queue, 1);
    queue->entries = g_array_new(FALSE, FALSE, sizeof(GantrySwitch));
    g_hash_table_insert(queues->by_tid, GUINT_TO_POINTER(record->tid), queue);
  }
  if (queue->next == queue->entries->len) {
    g_array_set_size(queue->entries, 0);
    queue->next = 0;
  }
  g_array_append_vals(queue->entries, record, 1);
}

bool
gantry_switch_queues_pop (GantrySwitchQueues *queues, uint32_t tid, uint64_t monotonic_ns,
                          GantrySwitch *record)
{
  Queue *queue = g_hash_table_lookup(queues->by_tid, GUINT_TO_POINTER(tid));
  if (!queue || queue->next == queue->entries->len)
    return false;
  const GantrySwitch *oldest = &g_array_index(queue->entries, GantrySwitch, queue->next);
  if (oldest->monotonic_ns > monotonic_ns)
    return false;
  *record = *oldest;
  queue->next++;
  return true;
}

void
gantry_switch_queues_forget (GantrySwitchQueues *queues, uint32_t tid)
{
  g_hash_table_remove(queues->by_tid, GUINT_TO_POINTER(tid));
}

void
gantry_switch_queues_expire (GantrySwitchQueues *queues, uint64_t monotonic_ns)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, queues->by_tid);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    Queue *queue = value;
    const GArray *entries = queue->entries;
    if (entries->len > 0 &&
        g_array_index(entries, GantrySwitch, entries->len - 1).monotonic_ns < monotonic_ns)
      g_hash_table_iter_remove(&iter);
  }
}
