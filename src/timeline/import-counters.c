/* What all lanes tell together: the two counters, and when each process runs.
 *
 * The lanes are finished by now and in order each; one pass over all of them takes the next change from a
 * heap of one cursor a lane, so that it needs no memory but that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

#include <stdlib.h>

/* Where a lane begins or ceases to run next. */
typedef struct {
  int64_t time;
  const GantryLane *lane;
  size_t next;         /* index of the interval that begins then; their number where the lane ends */
  GantryLane *process; /* or NULL */
  guint process_place; /* among the counts */
  bool runs;           /* until then */
} Cursor;

typedef struct {
  GArray *heap;       /* Cursor, the earliest first */
  GArray *n_running;  /* guint, by process */
  GHashTable *places; /* GantryLane of a process to its place + 1 */
} Merge;

static Cursor *
cursor_at (const Merge *merge, guint index)
{
  return &g_array_index(merge->heap, Cursor, index);
}

/* Goes on to the next change; FALSE: there is none. */
static bool
advance (Cursor *cursor)
{
  size_t count = gantry_lane_get_n_intervals(cursor->lane);
  bool runs = cursor->runs;
  while (cursor->next < count) {
    GantryInterval interval;
    gantry_lane_get_interval(cursor->lane, cursor->next, &interval);
    if ((interval.state == GANTRY_STATE_RUNNING) != runs) {
      cursor->time = interval.start;
      return true;
    }
    cursor->next++;
  }
  cursor->time = gantry_lane_get_ended(cursor->lane);
  return runs;
}

static void
sift_down (const Merge *merge, guint index)
{
  Cursor moved = *cursor_at(merge, index);
  for (guint child = 2 * index + 1; child < merge->heap->len; child = 2 * index + 1) {
    if (child + 1 < merge->heap->len && cursor_at(merge, child + 1)->time < cursor_at(merge, child)->time)
      child++;
    if (cursor_at(merge, child)->time >= moved.time)
      break;
    *cursor_at(merge, index) = *cursor_at(merge, child);
    index = child;
  }
  *cursor_at(merge, index) = moved;
}

static void
add_cursor (Merge *merge, const GantryImportWriter *writer, const GantryImportTrack *track)
{
  Cursor cursor = {.lane = track->lane, .process = track->process};
  if (!advance(&cursor))
    return;
  if (cursor.process) {
    cursor.process_place = GPOINTER_TO_UINT(g_hash_table_lookup(merge->places, cursor.process));
    if (cursor.process_place == 0) {
      g_array_set_size(merge->n_running, merge->n_running->len + 1);
      cursor.process_place = merge->n_running->len;
      g_hash_table_insert(merge->places, cursor.process, GUINT_TO_POINTER(cursor.process_place));
    }
    cursor.process_place--;
  }
  g_array_append_val(merge->heap, cursor);
}

static void
change_process (const Merge *merge, const Cursor *cursor, bool runs)
{
  if (!cursor->process)
    return;
  guint *n_running = &g_array_index(merge->n_running, guint, cursor->process_place);
  *n_running += runs ? 1 : -1u;
  if (*n_running == 0)
    gantry_lane_set(cursor->process, cursor->time, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, false);
  else if (runs && *n_running == 1)
    gantry_lane_set(cursor->process, cursor->time, GANTRY_STATE_RUNNING, 0, 0, false);
}

static void
write_on_cpu (const GantryImportWriter *writer, Merge *merge)
{
  GantrySeries *series = &writer->timeline->counters[GANTRY_COUNTER_ON_CPU];
  int64_t n_running = 0, time = GANTRY_NO_TIME;
  for (guint i = merge->heap->len / 2; i > 0; i--)
    sift_down(merge, i - 1);
  while (merge->heap->len > 0) {
    Cursor *first = cursor_at(merge, 0);
    /* All that happens at one moment makes one step. */
    if (first->time > time && time != GANTRY_NO_TIME)
      gantry_series_append(series, time, n_running);
    time = first->time;
    first->runs = !first->runs;
    n_running += first->runs ? 1 : -1;
    change_process(merge, first, first->runs);
    if (!advance(first))
      g_array_remove_index_fast(merge->heap, 0);
    if (merge->heap->len > 0)
      sift_down(merge, 0);
  }
  if (time != GANTRY_NO_TIME)
    gantry_series_append(series, time, n_running);
}

static int
compare_times (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
  return (left > right) - (left < right);
}

static void
write_in_flight (const GantryImportWriter *writer)
{
  GantrySeries *series = &writer->timeline->counters[GANTRY_COUNTER_IN_FLIGHT];
  guint n_lanes = 0, n_begun = 0, n_ended = 0;
  g_autofree int64_t *begins = g_new(int64_t, writer->counted->len + 1);
  g_autofree int64_t *ends = g_new(int64_t, writer->counted->len + 1);
  for (guint i = 0; i < writer->counted->len; i++) {
    const GantryImportTrack *track = g_ptr_array_index(writer->counted, i);
    if (gantry_lane_get_started(track->lane) == GANTRY_NO_TIME)
      continue;
    begins[n_lanes] = gantry_lane_get_started(track->lane);
    ends[n_lanes++] = gantry_lane_get_ended(track->lane);
  }
  qsort(begins, n_lanes, sizeof *begins, compare_times);
  qsort(ends, n_lanes, sizeof *ends, compare_times);
  while (n_ended < n_lanes) {
    int64_t time = n_begun < n_lanes ? MIN(begins[n_begun], ends[n_ended]) : ends[n_ended];
    while (n_begun < n_lanes && begins[n_begun] == time)
      n_begun++;
    while (n_ended < n_lanes && ends[n_ended] == time)
      n_ended++;
    gantry_series_append(series, time, (int64_t)n_begun - n_ended);
  }
}

void
gantry_import_write_counters (GantryImportWriter *writer)
{
  Merge merge = {
      .heap = g_array_new(FALSE, FALSE, sizeof(Cursor)),
      .n_running = g_array_new(FALSE, TRUE, sizeof(guint)),
      .places = g_hash_table_new(NULL, NULL),
  };
  for (guint i = 0; i < writer->counted->len; i++)
    add_cursor(&merge, writer, g_ptr_array_index(writer->counted, i));
  write_on_cpu(writer, &merge);
  write_in_flight(writer);
  g_array_unref(merge.heap);
  g_array_unref(merge.n_running);
  g_hash_table_unref(merge.places);
}
