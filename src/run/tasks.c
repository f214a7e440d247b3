/* Task slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/tasks.h"

#include "run/steward.h"
#include "scenario/vm.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PLAIN_COPIES_BYTES (UINT64_C(1) << 30)
#define ARGS_BYTES (UINT64_C(1) << 30)

static bool
open_loop_fds (GantryTasks *tasks, bool with_loops)
{
  for (int i = 0; i < GANTRY_MOST_LOOPS; i++) {
    tasks->loop_fds[i] = with_loops ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    if (with_loops && tasks->loop_fds[i] < 0)
      return false;
  }
  return true;
}

/* What is refused ends the run, and its process. */
static bool
open_tasks (GantryTasks *tasks, const GantryProgram *program, bool with_loops)
{
  return (tasks->slots = gantry_shared_new(sizeof(GantryTaskSlot) * GANTRY_MOST_STARTS)) &&
         (tasks->plain_copies = gantry_shared_new(PLAIN_COPIES_BYTES)) &&
         (tasks->args = gantry_shared_new(ARGS_BYTES)) &&
         (tasks->indices = gantry_shared_new(sizeof(int64_t) * program->n_tasks)) &&
         (tasks->ending = gantry_ending_new()) &&
         (tasks->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) >= 0 && open_loop_fds(tasks, with_loops);
}

/* A VM and what its carrier keeps beside it: what it has stored last, its number, and the allocator's
 * rounding.
 */
static uint64_t
bytes_of (const GantryProgram *program, const GantryTask *task, const char *name)
{
  return gantry_vm_bytes(task) + gantry_vm_name_bytes(name) + program->n_things * sizeof(int64_t) + 256;
}

static uint64_t
most_bytes_of_any (const GantryProgram *program)
{
  uint64_t most = 0;
  for (uint32_t i = 0; i < program->n_tasks; i++)
    most = MAX(most, bytes_of(program, &program->tasks[i], program->tasks[i].name));
  return most;
}

GantryTasks *
gantry_tasks_new (const GantryProgram *program, bool with_loops, GError **error)
{
  GantryTasks *tasks = gantry_shared_new(sizeof *tasks);
  if (!tasks || !open_tasks(tasks, program, with_loops)) {
    gantry_run_refused(error);
    return NULL;
  }
  tasks->plain_bytes = sizeof(int64_t) * program->n_things;
  tasks->most_bytes = MIN(GANTRY_MOST_TASK_BYTES, gantry_half_of_memory());
  tasks->bytes_of_worker = most_bytes_of_any(program);
  return tasks;
}

void
gantry_tasks_free (GantryTasks *tasks, const GantryProgram *program)
{
  for (int i = 0; i < GANTRY_MOST_LOOPS; i++)
    if (tasks->loop_fds[i] >= 0)
      close(tasks->loop_fds[i]);
  close(tasks->wake_fd);
  gantry_ending_free(tasks->ending);
  gantry_shared_free((gpointer)tasks->indices, sizeof(int64_t) * program->n_tasks);
  gantry_shared_free(tasks->args, ARGS_BYTES);
  gantry_shared_free(tasks->plain_copies, PLAIN_COPIES_BYTES);
  gantry_shared_free(tasks->slots, sizeof(GantryTaskSlot) * GANTRY_MOST_STARTS);
  gantry_shared_free(tasks, sizeof *tasks);
}

const int64_t *
gantry_tasks_keep_args (GantryTasks *tasks, const int64_t *args, uint32_t n_args)
{
  uint64_t bytes = n_args * sizeof(int64_t);
  if (n_args == 0)
    return tasks->args;
  uint64_t offset = atomic_fetch_add(&tasks->args_used, bytes);
  if (offset + bytes > ARGS_BYTES)
    return NULL;
  return memcpy((char *)tasks->args + offset, args, bytes);
}

/* Memory for one more, if there is some left. */
static bool
reserve (GantryTasks *tasks, uint64_t bytes, char **reason)
{
  if (atomic_fetch_add_explicit(&tasks->bytes, bytes, memory_order_relaxed) + bytes <= tasks->most_bytes)
    return true;
  atomic_fetch_sub_explicit(&tasks->bytes, bytes, memory_order_relaxed);
  *reason = g_strdup_printf(_("the tasks that are there at once would need more than %" PRIu64
                              " MiB of memory, the most that a run gets here"),
                            tasks->most_bytes >> 20);
  return false;
}

GantryTaskSlot *
gantry_tasks_add (GantryTasks *tasks, GantryRun *run, const GantrySlotStart *start, char **reason)
{
  const GantryTask *task = &run->program->tasks[start->task];
  const char *name = start->name ? start->name : task->name;
  uint64_t bytes =
      start->pool == GANTRY_NO_OBJECT ? bytes_of(run->program, task, name) : tasks->bytes_of_worker;
  if (!reserve(tasks, bytes, reason))
    return NULL;
  const int64_t *args = gantry_tasks_keep_args(tasks, start->args, start->n_args);
  uint32_t place = atomic_fetch_add(&tasks->n_slots, 1);
  if (place >= GANTRY_MOST_STARTS || !args) {
    *reason = g_strdup_printf(_("more than %u tasks started in one run"), GANTRY_MOST_STARTS - 1);
    return NULL;
  }
  GantryTaskSlot *slot = &tasks->slots[place];
  slot->task = start->task;
  slot->n_args = start->n_args;
  slot->bytes = bytes;
  slot->args = args;
  slot->carrier = (uint8_t)start->carrier;
  slot->loop = -1;
  slot->loop_block = GANTRY_NO_LANE;
  slot->pool = start->pool;
  slot->name = name;
  slot->numbered = start->numbered;
  slot->number = start->number;
  atomic_store(&slot->starter_pid, (uint32_t)getpid());
  slot->daemon = start->daemon;
  slot->counts = !start->daemon && start->pool == GANTRY_NO_OBJECT;
  slot->seed = start->seed;
  slot->index = start->index;
  if (slot->index == 0 && start->pool == GANTRY_NO_OBJECT)
    slot->index = atomic_fetch_add(&tasks->indices[start->task], 1) + 1;
  if (!start->name)
    slot->number = slot->index;
  slot->lane = gantry_segment_new_lane(run->segment);
  if (slot->counts)
    atomic_fetch_add(&tasks->live, 1);
  return slot;
}

char *
gantry_task_slot_name (const GantryProgram *program, const GantryTaskSlot *slot)
{
  return gantry_vm_instance_name(slot->name ? slot->name : program->tasks[slot->task].name, slot->numbered,
                                 slot->number);
}

static void
wake_supervisor (GantryTasks *tasks)
{
  uint64_t one = 1;
  gantry_tasks_tell_loops(tasks, atomic_load(&tasks->loops));
  ssize_t written = write(tasks->wake_fd, &one, sizeof one);
  (void)written; /* a full counter wakes as well */
}

void
gantry_tasks_less (GantryTasks *tasks)
{
  if (atomic_fetch_sub(&tasks->live, 1) == 1)
    wake_supervisor(tasks);
}

void
gantry_tasks_fall_asleep (GantryTasks *tasks, GantryTaskSlot *slot)
{
  /* Sequentially consistent, as all of these: who sees nobody awake sees what they wait for. */
  if (slot)
    atomic_store(&slot->asleep, 1);
  atomic_fetch_sub(&tasks->awake, 1);
}

void
gantry_tasks_wake_up (GantryTasks *tasks, GantryTaskSlot *slot)
{
  atomic_fetch_add(&tasks->moves, 1);
  atomic_fetch_add(&tasks->awake, 1);
  if (slot)
    atomic_store(&slot->asleep, 0);
}

void
gantry_tasks_stop (GantryTasks *tasks)
{
  atomic_store(&tasks->over, 1);
  wake_supervisor(tasks);
}

bool
gantry_tasks_go_on (GantryTasks *tasks)
{
  return atomic_load(&tasks->live) > 0 && !atomic_load(&tasks->over);
}

bool
gantry_tasks_end (GantryTasks *tasks, GantryTaskSlot *slot, int64_t result, uint64_t ticks)
{
  /* Relaxed: one thread alone ends a slot, or all others of its process are gone. */
  if (atomic_load_explicit(&slot->ended, memory_order_relaxed))
    return false;
  slot->result = result;
  slot->end_ticks = ticks;
  atomic_fetch_sub_explicit(&tasks->bytes, slot->bytes,
                            memory_order_relaxed); /* a figure, that orders nothing */
  if (slot->stops_run)
    gantry_tasks_stop(tasks);
  /* First, as the joiner may take the whole process with it. */
  if (slot->counts)
    gantry_tasks_less(tasks);
  /* Sequentially consistent: whoever sees the end sees the result; and a loop that asks for `ended` after it
   * has put itself among those that join is either told, or sees it. */
  atomic_store(&slot->ended, 1);
  if (slot->carrier != GANTRY_CARRIER_LOOP || atomic_load(&tasks->n_processes) > 0)
    gantry_shared_condition_notify_all(&slot->done);
  gantry_tasks_tell_loops(tasks, atomic_load(&tasks->loops_joining));
  return true;
}

bool
gantry_task_slot_is_cancelled (GantryTaskSlot *slot)
{
  return atomic_load(&slot->cancel) != 0;
}

GantryStamp
gantry_task_slot_get_canceller (GantryTaskSlot *slot)
{
  uint32_t canceller = atomic_load(&slot->canceller);
  if (canceller == 0)
    return (GantryStamp){GANTRY_NO_LANE, 0};
  return (GantryStamp){canceller - 1, atomic_load(&slot->cancel_ticks)};
}

void
gantry_task_slot_cancel (GantryTaskSlot *slot, const GantryStamp *by)
{
  uint32_t nobody = 0;
  /* The first one's word stands: it ended the wait. A second one does not wait for it to have told when, as
   * it may have been killed just here; so that may remain unknown. */
  if (atomic_compare_exchange_strong(&slot->canceller, &nobody, by->lane + 1))
    atomic_store(&slot->cancel_ticks, by->ticks);
  atomic_store(&slot->cancel, 1);
}

void
gantry_tasks_cancel (GantryTasks *tasks, GantryTaskSlot *slot, const GantryStamp *by)
{
  /* Sequentially consistent, as is the other side: the task says where it sleeps and then asks whether it is
   * cancelled; so either it sees this, or its place is seen here. */
  gantry_task_slot_cancel(slot, by);
  atomic_fetch_add(&tasks->cancels, 1);
  gantry_futex_wake_all(&slot->cancel);
  GantrySharedCondition *sleeps_on = atomic_load(&slot->sleeps_on);
  if (sleeps_on)
    gantry_shared_condition_notify_all(sleeps_on);
  uint32_t polls = atomic_load(&slot->polls);
  uint32_t pid = atomic_load(&slot->pid);
  if (polls)
    gantry_steward_wake(pid ? (pid_t)pid : getpid(), (pid_t)polls);
  /* It may be on one, or be the block of one. */
  gantry_tasks_tell_loops(tasks, atomic_load(&tasks->loops));
}

void
gantry_tasks_tell_loops (GantryTasks *tasks, uint64_t loops)
{
  uint64_t one = 1;
  for (int i = 0; loops != 0; i++, loops >>= 1)
    if ((loops & 1) != 0 && tasks->loop_fds[i] >= 0) {
      ssize_t written = write(tasks->loop_fds[i], &one, sizeof one);
      (void)written;
    }
}

int
gantry_tasks_add_loop (GantryTasks *tasks, uint32_t lane)
{
  uint64_t loops = atomic_load(&tasks->loops);
  for (;;) {
    if (~loops == 0)
      return -1;
    int free_one = __builtin_ctzll(~loops);
    if (!atomic_compare_exchange_weak(&tasks->loops, &loops, loops | UINT64_C(1) << free_one))
      continue;
    tasks->loop_lanes[free_one] = lane;
    atomic_store(&tasks->loop_pids[free_one], (uint32_t)getpid());
    return free_one;
  }
}

void
gantry_tasks_remove_loop (GantryTasks *tasks, int loop)
{
  atomic_store(&tasks->loop_pids[loop], 0);
  atomic_fetch_and(&tasks->loops, ~(UINT64_C(1) << loop));
  atomic_fetch_and(&tasks->loops_joining, ~(UINT64_C(1) << loop));
}
