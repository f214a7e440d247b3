/* What tasks of one loop wait for. No primitive of the system is needed: they take turns on one thread, first
 * come, first served.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/async-private.h"

#include <glib/gi18n-lib.h>

#define UNBOUNDED 1000000

static GantryAsyncThing *
thing_of (GantryAsyncLoop *loop, const GantryRequest *request)
{
  return &loop->things[request->object];
}

static GantryAsyncTask *
next_waiter (GQueue *queue)
{
  GantryAsyncTask *task = g_queue_pop_head(queue);
  if (task)
    task->waiting_in = NULL;
  return task;
}

bool
gantry_async_acquire (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *lock = thing_of(loop, request);
  uint32_t from = task->handed_over ? task->woken_by : GANTRY_NO_LANE;
  if (!task->handed_over && lock->owner) {
    gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_LOCK, request->object, &lock->waiters);
    return false;
  }
  task->handed_over = false;
  lock->owner = task;
  gantry_record_acquired(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, request->object, 0,
                         from);
  return true;
}

void
gantry_async_not_held (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  g_autofree char *reason = g_strdup_printf(_("‘%s’ is used by a task that does not hold it"),
                                            loop->run->program->things[request->object].name);
  if (!request->unwinding)
    gantry_vm_fail(task->vm, reason);
}

void
gantry_async_release (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *lock = thing_of(loop, request);
  if (lock->owner != task) {
    gantry_async_not_held(loop, task, request);
    return;
  }
  uint64_t ticks = gantry_async_stamp(loop, task);
  gantry_record_released(loop->run->recorder, ticks, task->lane, request->object);
  lock->owner = next_waiter(&lock->waiters);
  if (!lock->owner)
    return;
  lock->owner->handed_over = true;
  gantry_async_wake(loop, lock->owner, task->lane, ticks);
}

bool
gantry_async_wait_event (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *event = thing_of(loop, request);
  if (event->is_set || task->handed_over) {
    task->handed_over = false;
    return true;
  }
  gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_EVENT, request->object, &event->waiters);
  return false;
}

void
gantry_async_set_event (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *event = thing_of(loop, request);
  uint64_t ticks = gantry_async_stamp(loop, task);
  GantryAsyncTask *waiter;
  event->is_set = request->kind == GANTRY_REQUEST_SET;
  gantry_record_value(loop->run->recorder, ticks, task->lane, request->object, 1, event->is_set);
  while (event->is_set && (waiter = next_waiter(&event->waiters))) {
    waiter->handed_over = true;
    gantry_async_wake(loop, waiter, task->lane, ticks);
  }
}

int64_t
gantry_async_length (const GantryAsyncLoop *loop, uint32_t object)
{
  const GantryAsyncThing *queue = &loop->things[object];
  return (int64_t)(queue->items->len - queue->first) + queue->handed;
}

static void
append_item (GantryAsyncThing *queue, int64_t value)
{
  /* Taken items are dropped in one go when they are half of all. */
  if (queue->first > 64 && queue->first * 2 > queue->items->len) {
    g_array_remove_range(queue->items, 0, queue->first);
    queue->first = 0;
  }
  g_array_append_val(queue->items, value);
}

static void
record_length (GantryAsyncLoop *loop, const GantryAsyncTask *task, uint64_t ticks, uint32_t object,
               bool was_get)
{
  gantry_record_length(loop->run->recorder, ticks, task->lane, object, was_get,
                       (uint64_t)gantry_async_length(loop, object));
}

bool
gantry_async_put (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *queue = thing_of(loop, request);
  int64_t capacity = loop->run->program->things[request->object].capacity;
  if (!task->handed_over &&
      gantry_async_length(loop, request->object) >= (capacity > 0 ? capacity : UNBOUNDED)) {
    gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_QUEUE, request->object, &queue->putters);
    return false;
  }
  uint64_t ticks = gantry_async_stamp(loop, task);
  GantryAsyncTask *getter = task->handed_over ? NULL : next_waiter(&queue->waiters);
  if (getter) {
    getter->value = request->value;
    getter->handed_over = true;
    queue->handed++;
    gantry_async_wake(loop, getter, task->lane, ticks);
  } else if (!task->handed_over) {
    append_item(queue, request->value);
  }
  task->handed_over = false; /* whoever made room has put the item in */
  record_length(loop, task, ticks, request->object, false);
  return true;
}

bool
gantry_async_get (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *queue = thing_of(loop, request);
  bool empty = queue->items->len == queue->first;
  if (!task->handed_over && empty) {
    gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_QUEUE, request->object, &queue->waiters);
    return false;
  }
  uint64_t ticks = gantry_async_stamp(loop, task);
  int64_t value = task->value;
  if (task->handed_over)
    queue->handed--;
  else
    value = g_array_index(queue->items, int64_t, queue->first++);
  task->handed_over = false;
  record_length(loop, task, ticks, request->object, true);
  GantryAsyncTask *putter = next_waiter(&queue->putters);
  if (putter) {
    append_item(queue, putter->request->value);
    putter->handed_over = true;
    gantry_async_wake(loop, putter, task->lane, ticks);
  }
  gantry_vm_answer(task->vm, value);
  return true;
}

bool
gantry_async_join (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  int64_t result = 0;
  for (; task->join_at < request->n_handles; task->join_at++) {
    GantryAsyncTask *other = (GantryAsyncTask *)(uintptr_t)request->handles[task->join_at];
    if (!other->ended) {
      gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_JOIN, other->lane, &other->joiners);
      return false;
    }
    result = other->value;
  }
  task->join_at = 0;
  gantry_vm_answer(task->vm, result);
  return true;
}

static void
describe_wait (GantryAsyncLoop *loop, GString *text, const GantryAsyncTask *task)
{
  const GantryRequest *request = task->request;
  if (request->kind == GANTRY_REQUEST_JOIN) {
    const GantryAsyncTask *other = (const GantryAsyncTask *)(uintptr_t)request->handles[task->join_at];
    g_string_append_printf(text, _("%s waits for the end of %s (line %u)"), task->name, other->name,
                           request->line);
    return;
  }
  const GantryAsyncTask *owner = loop->things[request->object].owner;
  g_string_append_printf(text, _("%s waits for the %s %s (line %u)"), task->name,
                         gantry_thing_kind_id(loop->run->program->things[request->object].kind),
                         loop->run->program->things[request->object].name, request->line);
  if (owner)
    g_string_append_printf(text, _(", held by %s"), owner->name);
}

char *
gantry_async_describe_deadlock (GantryAsyncLoop *loop)
{
  GString *text = g_string_new(_("deadlock: "));
  gsize told = 0;
  for (guint i = 0; i < loop->tasks->len && told < 4; i++) {
    const GantryAsyncTask *task = g_ptr_array_index(loop->tasks, i);
    if (task->ended || !task->request)
      continue;
    if (told++ > 0)
      g_string_append(text, "; ");
    describe_wait(loop, text, task);
  }
  return g_string_free(text, FALSE);
}
