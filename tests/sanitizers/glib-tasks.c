/* Tells ThreadSanitizer in what order GLib lets tasks and idle functions run: the work of a GTask comes after
 * it was handed to its thread, its result and the freeing of its data after the work, an idle function after
 * it was asked for, what is made once before its uses, and the end of what is counted after all of them.
 *
 * As glib-locks.c, for the functions that Gantry calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address) __attribute__((weak));
void __tsan_release (void *address) __attribute__((weak));

static void
acquire (void *place)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire(place);
}

static void
release (void *place)
{
  if (__tsan_release != NULL)
    __tsan_release(place);
}

#define NEXT(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

/* What a task does, and with what; lives as long as the task. GLib's own tasks have none. */
typedef struct {
  GAsyncReadyCallback callback;
  gpointer user_data;
  GTaskThreadFunc work;
  gpointer data;
  GDestroyNotify destroy;
  GTask *task; /* only for its address */
} Order;

static const char order_key[] = "thread-sanitizer-order";

static Order *
order_of (GTask *task)
{
  return g_object_get_data(G_OBJECT(task), order_key);
}

static void
order_free (gpointer data)
{
  Order *order = data;
  acquire(order->task);
  if (order->destroy)
    order->destroy(order->data);
  g_free(order);
}

static void
call_back (GObject *source, GAsyncResult *result, gpointer unused)
{
  Order *order = order_of(G_TASK(result));
  acquire(result);
  order->callback(source, result, order->user_data);
  release(result);
}

GTask *(g_task_new)(gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Order *order = g_new0(Order, 1);
  GTask *task = NEXT(g_task_new)(source, cancellable, callback ? call_back : NULL, NULL);
  *order = (Order){.callback = callback, .user_data = user_data, .task = task};
  g_object_set_data_full(G_OBJECT(task), order_key, order, order_free);
  return task;
}

void
g_task_set_task_data (GTask *task, gpointer data, GDestroyNotify destroy)
{
  Order *order = order_of(task);
  NEXT(g_task_set_task_data)(task, data, order ? NULL : destroy);
  if (!order)
    return;
  order->data = data;
  order->destroy = destroy;
}

static void
do_work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  acquire(task);
  order_of(task)->work(task, source, data, cancellable);
  release(task);
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc work)
{
  Order *order = order_of(task);
  if (order)
    order->work = work;
  release(task);
  NEXT(g_task_run_in_thread)(task, order ? do_work : work);
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify destroy)
{
  release(task);
  NEXT(g_task_return_pointer)(task, result, destroy);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  release(task);
  NEXT(g_task_return_boolean)(task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  release(task);
  NEXT(g_task_return_error)(task, error);
}

typedef struct {
  GSourceFunc function;
  gpointer data;
  GDestroyNotify notify;
} Idle;

static gboolean
run_idle (gpointer data)
{
  Idle *idle = data;
  acquire(idle);
  return idle->function(idle->data);
}

static void
idle_free (gpointer data)
{
  Idle *idle = data;
  if (idle->notify)
    idle->notify(idle->data);
  g_free(idle);
}

guint
g_idle_add_full (gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  Idle *idle = g_new(Idle, 1);
  *idle = (Idle){function, data, notify};
  release(idle);
  return NEXT(g_idle_add_full)(priority, run_idle, idle, idle_free);
}

/* GLib calls its own, not the one above. */
guint
g_idle_add (GSourceFunc function, gpointer data)
{
  return g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, function, data, NULL);
}

gboolean(g_once_init_enter)(volatile void *place)
{
  gboolean first = NEXT(g_once_init_enter)(place);
  if (!first)
    acquire((void *)place);
  return first;
}

void(g_once_init_leave)(volatile void *place, gsize result)
{
  release((void *)place);
  NEXT(g_once_init_leave)(place, result);
}

gpointer
g_once_impl (GOnce *once, GThreadFunc function, gpointer data)
{
  gpointer result = NEXT(g_once_impl)(once, function, data);
  release(once);
  acquire(once);
  return result;
}

/* Of the box that is being given back by this thread: called for the last holder only, before it is freed. */
static _Thread_local GDestroyNotify clear_box;

static void
last_holder (gpointer box)
{
  acquire(box);
  if (clear_box)
    clear_box(box);
}

void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  GDestroyNotify outer = clear_box;
  release(box);
  clear_box = clear;
  NEXT(g_atomic_rc_box_release_full)(box, last_holder);
  clear_box = outer;
}

void
g_atomic_rc_box_release (gpointer box)
{
  g_atomic_rc_box_release_full(box, NULL);
}

gboolean(g_atomic_ref_count_dec)(gatomicrefcount *count)
{
  release(count);
  gboolean was_last = NEXT(g_atomic_ref_count_dec)(count);
  if (was_last)
    acquire(count);
  return was_last;
}
