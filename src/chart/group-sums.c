/* Adding up on another thread, and what is shown meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/group-sums.h"

#include "trace/background.h"

#include <gio/gio.h>
#include <string.h>

/* While a run goes on its sums are made anew so often at most. */
#define RENEW_AFTER_US 200000

/* Sums that were made, or are being made. */
typedef struct {
  GantryTimeline *timeline;
  GArray *lanes;
  uint64_t revision;
  int n_columns;
  int64_t *bounds;
  int64_t (*sums)[GANTRY_N_STATES];
} Work;

struct GantryGroupSums {
  Work *known;  /* nullable */
  GTask *going; /* nullable */
  GCancellable *cancellable;
  int64_t known_since; /* us */
  void (*ready)(gpointer user_data);
  gpointer user_data;
};

static void
work_free (gpointer data)
{
  Work *work = data;
  gantry_timeline_unref(work->timeline);
  g_array_unref(work->lanes);
  g_free(work->bounds);
  g_free(work->sums);
  g_free(work);
}

GantryGroupSums *
gantry_group_sums_new (void)
{
  GantryGroupSums *self = g_new0(GantryGroupSums, 1);
  self->cancellable = g_cancellable_new();
  return self;
}

void
gantry_group_sums_free (GantryGroupSums *self)
{
  g_cancellable_cancel(self->cancellable);
  g_object_unref(self->cancellable);
  g_clear_object(&self->going);
  g_clear_pointer(&self->known, work_free);
  g_free(self);
}

static Work *
work_new (const GantryGroupWish *wish)
{
  Work *work = g_new0(Work, 1);
  work->timeline = gantry_timeline_ref((GantryTimeline *)wish->timeline);
  work->lanes = g_array_copy((GArray *)wish->lanes);
  work->revision = gantry_timeline_get_revision(wish->timeline);
  work->n_columns = wish->n_columns;
  work->bounds = g_memdup2(wish->bounds, ((gsize)wish->n_columns + 1) * sizeof *wish->bounds);
  work->sums = g_malloc0_n((gsize)wish->n_columns, sizeof *work->sums);
  return work;
}

static void
add_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  for (guint i = 0; i < work->lanes->len && !g_cancellable_is_cancelled(cancellable); i++)
    gantry_lane_add_columns(gantry_timeline_get_lane(work->timeline, g_array_index(work->lanes, uint32_t, i)),
                            work->bounds, (size_t)work->n_columns, work->sums, NULL);
  g_task_return_boolean(task, TRUE);
}

/* Where it was cancelled, `self` is gone. */
static void
on_added_up (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = G_TASK(result);
  if (g_cancellable_is_cancelled(g_task_get_cancellable(task)))
    return;
  GantryGroupSums *self = data;
  Work *work = g_task_get_task_data(task);
  g_clear_pointer(&self->known, work_free);
  self->known = g_memdup2(work, sizeof *work);
  *work = (Work){.timeline = gantry_timeline_ref(work->timeline), .lanes = g_array_ref(work->lanes)};
  self->known_since = g_get_monotonic_time();
  g_clear_object(&self->going);
  self->ready(self->user_data);
}

static void
begin (GantryGroupSums *self, const GantryGroupWish *wish)
{
  self->going = g_task_new(NULL, self->cancellable, on_added_up, self);
  g_task_set_return_on_cancel(self->going, FALSE);
  g_task_set_task_data(self->going, work_new(wish), work_free);
  gantry_run_in_background(self->going, add_up);
}

/* The place of the column that begins at a moment, or is nearest to it. */
static int
find_column (const Work *work, int64_t time)
{
  int low = 0, high = work->n_columns;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (work->bounds[middle] < time - 1)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The same columns, among others: panned by whole ones. The grid's edges are rounded to nanoseconds. */
static bool
has_columns (const Work *work, const int64_t *bounds, int n, int *place)
{
  *place = find_column(work, bounds[0]);
  return *place + n <= work->n_columns && ABS(work->bounds[*place] - bounds[0]) <= 1 &&
         ABS(work->bounds[*place + n] - bounds[n]) <= 1;
}

/* Columns of another width, each spread evenly over its time. */
static void
spread (const Work *work, const int64_t *bounds, int n, int64_t (*sums)[GANTRY_N_STATES])
{
  int from = find_column(work, bounds[0]);
  from = MAX(from - 1, 0);
  for (int i = 0; i < n; i++) {
    while (from < work->n_columns && work->bounds[from + 1] <= bounds[i])
      from++;
    for (int k = from; k < work->n_columns && work->bounds[k] < bounds[i + 1]; k++) {
      int64_t shared = MIN(work->bounds[k + 1], bounds[i + 1]) - MAX(work->bounds[k], bounds[i]);
      double part = (double)shared / (double)MAX(work->bounds[k + 1] - work->bounds[k], 1);
      for (int state = 0; state < GANTRY_N_STATES && shared > 0; state++)
        sums[i][state] += (int64_t)((double)work->sums[k][state] * part);
    }
  }
}

static bool
is_due (const GantryGroupSums *self, const GantryTimeline *timeline)
{
  return gantry_timeline_is_finished(timeline) || g_get_monotonic_time() - self->known_since > RENEW_AFTER_US;
}

bool
gantry_group_sums_get (GantryGroupSums *self, const GantryGroupWish *wish, int first, int n,
                       int64_t (*sums)[GANTRY_N_STATES], void (*ready)(gpointer), gpointer user_data)
{
  const int64_t *bounds = wish->bounds + first;
  const Work *known = self->known;
  int place = 0;
  bool is_same = known != NULL && has_columns(known, bounds, n, &place);
  bool is_newest = known != NULL && known->revision == gantry_timeline_get_revision(wish->timeline);
  self->ready = ready;
  self->user_data = user_data;
  if (self->going == NULL && (!is_same || (!is_newest && is_due(self, wish->timeline))))
    begin(self, wish);
  if (is_same)
    memcpy(sums, known->sums + place, (gsize)n * sizeof *sums);
  else if (known != NULL)
    spread(known, bounds, n, sums);
  return known != NULL;
}
