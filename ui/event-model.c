/* The list of events as a GListModel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/event-model.h"

#include "trace/background.h"

struct _GantryEventItem {
  GObject parent_instance;
  GantryTimeline *timeline;
  GantryListedEvent event;
};

G_DEFINE_FINAL_TYPE(GantryEventItem, gantry_event_item, G_TYPE_OBJECT)

/* An index, shared with the thread that looks for more. */
typedef struct {
  GantryEventIndex *index;
  GantryTimeline *timeline;
} Shared;

struct _GantryEventModel {
  GObject parent_instance;
  Shared *shown;  /* NULL: nothing */
  Shared *wanted; /* the one that will be shown once it is filled; the same as `shown` then */
  GCancellable *busy;
};

static void model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GantryEventModel, gantry_event_model, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, model_init))

static guint changing;

static void
item_finalize (GObject *object)
{
  gantry_timeline_unref(GANTRY_EVENT_ITEM(object)->timeline);
  G_OBJECT_CLASS(gantry_event_item_parent_class)->finalize(object);
}

static void
gantry_event_item_class_init (GantryEventItemClass *class)
{
  G_OBJECT_CLASS(class)->finalize = item_finalize;
}

static void
gantry_event_item_init (GantryEventItem *self)
{
}

const GantryListedEvent *
gantry_event_item_get (GantryEventItem *self)
{
  return &self->event;
}

const GantryTimeline *
gantry_event_item_get_timeline (GantryEventItem *self)
{
  return self->timeline;
}

static void
shared_clear (gpointer data)
{
  Shared *shared = data;
  gantry_event_index_free(shared->index);
  gantry_timeline_unref(shared->timeline);
}

static void
shared_unref (gpointer shared)
{
  if (shared)
    g_atomic_rc_box_release_full(shared, shared_clear);
}

static guint
count_of (const Shared *shared)
{
  return shared ? (guint)MIN(gantry_event_index_get_n(shared->index), (size_t)G_MAXINT) : 0;
}

static GType
get_item_type (GListModel *model)
{
  return GANTRY_TYPE_EVENT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return count_of(GANTRY_EVENT_MODEL(model)->shown);
}

static gpointer
get_item (GListModel *model, guint position)
{
  GantryEventModel *self = GANTRY_EVENT_MODEL(model);
  if (position >= count_of(self->shown))
    return NULL;
  GantryEventItem *item = g_object_new(GANTRY_TYPE_EVENT_ITEM, NULL);
  item->timeline = gantry_timeline_ref(self->shown->timeline);
  gantry_event_index_get(self->shown->index, position, &item->event);
  return item;
}

static void
model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
show (GantryEventModel *self, Shared *shared)
{
  guint removed = count_of(self->shown), added = count_of(shared);
  if (self->shown == shared)
    return;
  g_signal_emit(self, changing, 0);
  shared_unref(self->shown);
  self->shown = shared ? g_atomic_rc_box_acquire(shared) : NULL;
  g_list_model_items_changed(G_LIST_MODEL(self), 0, removed, added);
}

static void
prepare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Shared *shared = data;
  g_task_return_pointer(task, gantry_event_index_prepare(shared->index, cancellable), NULL);
}

/* What was found belongs to the list that is wanted, unless that is another one by now. */
static void
take (GantryEventModel *self, Shared *shared, GantryEventBatch *batch)
{
  size_t position = 0, removed = 0, added = 0;
  if (batch) {
    if (shared == self->shown)
      g_signal_emit(self, changing, 0);
    gantry_event_index_commit(shared->index, batch, &position, &removed, &added);
  }
  if (shared != self->shown)
    show(self, shared);
  else if (removed > 0 || added > 0)
    g_list_model_items_changed(G_LIST_MODEL(self), (guint)position, (guint)removed, (guint)added);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryEventModel *self = GANTRY_EVENT_MODEL(source);
  Shared *shared = g_task_get_task_data(G_TASK(result));
  GantryEventBatch *batch = g_task_propagate_pointer(G_TASK(result), NULL);
  if (self->busy != g_task_get_cancellable(G_TASK(result))) {
    gantry_event_batch_free(batch);
    return;
  }
  g_clear_object(&self->busy);
  take(self, shared, batch);
}

void
gantry_event_model_update (GantryEventModel *self)
{
  if (self->busy || !self->wanted)
    return;
  self->busy = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(self, self->busy, on_prepared, NULL);
  g_task_set_check_cancellable(task, FALSE);
  g_task_set_task_data(task, g_atomic_rc_box_acquire(self->wanted), shared_unref);
  gantry_run_in_background(task, prepare);
}

static void
stop (GantryEventModel *self)
{
  if (self->busy)
    g_cancellable_cancel(self->busy);
  g_clear_object(&self->busy);
}

void
gantry_event_model_set (GantryEventModel *self, GantryTimeline *timeline, const char *filter,
                        GantryEventOrder order, bool descending, GantryVocabulary vocabulary)
{
  stop(self);
  g_clear_pointer(&self->wanted, shared_unref);
  if (timeline) {
    self->wanted = g_atomic_rc_box_new0(Shared);
    self->wanted->timeline = gantry_timeline_ref(timeline);
    self->wanted->index = gantry_event_index_new(timeline, filter, order, descending, vocabulary);
  }
  if (!timeline || (self->shown && self->shown->timeline != timeline))
    show(self, NULL);
  gantry_event_model_update(self);
}

bool
gantry_event_model_is_busy (GantryEventModel *self)
{
  return self->busy != NULL;
}

bool
gantry_event_model_is_settled (GantryEventModel *self)
{
  return self->shown == self->wanted;
}

bool
gantry_event_model_find (GantryEventModel *self, uint32_t lane, size_t interval, guint *position)
{
  size_t place;
  if (!self->shown || !gantry_event_index_find(self->shown->index, lane, interval, &place))
    return false;
  *position = (guint)place;
  return true;
}

static void
dispose (GObject *object)
{
  GantryEventModel *self = GANTRY_EVENT_MODEL(object);
  stop(self);
  g_clear_pointer(&self->shown, shared_unref);
  g_clear_pointer(&self->wanted, shared_unref);
  G_OBJECT_CLASS(gantry_event_model_parent_class)->dispose(object);
}

static void
gantry_event_model_class_init (GantryEventModelClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  changing = g_signal_new("changing", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
gantry_event_model_init (GantryEventModel *self)
{
}

GantryEventModel *
gantry_event_model_new (void)
{
  return g_object_new(GANTRY_TYPE_EVENT_MODEL, NULL);
}
