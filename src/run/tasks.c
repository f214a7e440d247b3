/* Task slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/tasks.h"

#include "scenario/vm.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PLAIN_COPIES_BYTES (UINT64_C(1) << 30)

GantryTasks *
gantry_tasks_new (const GantryProgram *program)
{
  GantryTasks *tasks = gantry_shared_new(sizeof *tasks);
  g_assert(tasks);
  tasks->slots = gantry_shared_new(sizeof(GantryTaskSlot) * GANTRY_MOST_STARTS);
  tasks->plain_copies = gantry_shared_new(PLAIN_COPIES_BYTES);
  tasks->indices = gantry_shared_new(sizeof(int64_t) * program->n_tasks);
  tasks->plain_bytes = sizeof(int64_t) * program->n_things;
  tasks->ending = gantry_ending_new();
  tasks->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_assert(tasks->slots && tasks->plain_copies && tasks->indices && tasks->wake_fd >= 0);
  return tasks;
}

GantryTaskSlot *
gantry_tasks_add (GantryTasks *tasks, GantryRun *run, uint32_t task, const int64_t *args, uint32_t n_args,
                  bool daemon, const char *name, bool numbered, int64_t number, char **reason)
{
  if (n_args > GANTRY_MOST_ARGUMENTS) {
    *reason = g_strdup_printf(_("a task started with more than %u arguments"), GANTRY_MOST_ARGUMENTS);
    return NULL;
  }
  uint32_t place = atomic_fetch_add(&tasks->n_slots, 1);
  if (place >= GANTRY_MOST_STARTS) {
    *reason = g_strdup_printf(_("more than %u tasks started in one run"), GANTRY_MOST_STARTS);
    return NULL;
  }
  GantryTaskSlot *slot = &tasks->slots[place];
  slot->task = task;
  slot->n_args = n_args;
  if (n_args > 0)
    memcpy(slot->args, args, n_args * sizeof(int64_t));
  slot->daemon = daemon;
  slot->index = atomic_fetch_add(&tasks->indices[task], 1) + 1;
  slot->lane = gantry_segment_new_lane(run->segment);
  g_autofree char *full = gantry_vm_instance_name(name ? name : run->program->tasks[task].name, numbered,
                                                  name ? number : slot->index);
  g_strlcpy(slot->name, full, sizeof slot->name);
  if (!daemon)
    atomic_fetch_add(&tasks->live, 1);
  return slot;
}

bool
gantry_tasks_end (GantryTasks *tasks, GantryTaskSlot *slot, int64_t result, uint64_t ticks)
{
  if (atomic_load_explicit(&slot->ended, memory_order_relaxed))
    return false;
  slot->result = result;
  slot->end_ticks = ticks;
  /* Release: whoever sees the end sees the result. */
  atomic_store_explicit(&slot->ended, 1, memory_order_release);
  gantry_futex_wake_all(&slot->ended);
  if (!slot->daemon && atomic_fetch_sub(&tasks->live, 1) == 1) {
    uint64_t one = 1;
    ssize_t written = write(tasks->wake_fd, &one, sizeof one);
    (void)written; /* a full counter wakes as well */
  }
  return true;
}
