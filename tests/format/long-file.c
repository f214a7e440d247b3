/* Files that are long enough to be read by several threads at once: there and back, damaged, and with runs
 * that make no sense.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chunk-reader.h"
#include "format/chunk-writer.h"
#include "format/gantry-read.h"
#include "format/gantry-write.h"
#include "format/stats.h"
#include "timeline/columns.h"

#include <string.h>

#define N_LANES 8
#define N_INTERVALS 60000
#define N_MARKS 3000

static void
add_lane (GantryTimeline *timeline, uint32_t id)
{
  g_autofree char *name = g_strdup_printf("worker %u", id);
  g_autofree GantryStoredInterval *intervals = g_new0(GantryStoredInterval, N_INTERVALS);
  for (int64_t i = 0; i < N_INTERVALS; i++) {
    uint32_t state = i % 2 == 0 ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING;
    intervals[i] = (GantryStoredInterval){i * 1000 + (i > 0 ? i * 7919 % (400 + id) : 0),
                                          state << 27 | (uint32_t)(i % 90), GANTRY_NO_OBJECT};
  }
  GantryLaneFacts facts = {.id = id,
                           .parent = GANTRY_NO_LANE,
                           .kind = GANTRY_LANE_THREAD,
                           .started = 0,
                           .ended = (N_INTERVALS + id) * INT64_C(1000),
                           .known = (N_INTERVALS + id) * INT64_C(1000),
                           .outcome = GANTRY_OUTCOME_OK,
                           .name = name};
  GantryLane *lane = gantry_timeline_restore_lane(timeline, &facts, false);
  g_assert_cmpuint(gantry_lane_restore_intervals(lane, intervals, N_INTERVALS, false), ==, N_INTERVALS);
  gantry_lane_restore_end(lane, &facts);
}

/* About 8 MB, of which each lane has one. */
static GantryTimeline *
long_timeline (void)
{
  GantryRunFacts facts = {.title = "long", .model = "threads", .cores = 2};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  gantry_timeline_add_thing(timeline, GANTRY_THING_QUEUE, "orders", 0);
  for (uint32_t id = 0; id < N_LANES; id++)
    add_lane(timeline, id);
  for (int64_t i = 0; i < N_MARKS; i++) {
    GantryMark mark = {GANTRY_MARK_PRINT, (uint32_t)(i % N_LANES), 3, i * 1000, "order"};
    GantryArrow arrow = {GANTRY_ARROW_PUT, 0, 1, i * 1000, i * 1000 + 10};
    GantryStep step = {i * 1000, i % 9};
    GantryThingUse use = {i * 1000, 1, 0};
    g_assert_true(gantry_timeline_restore_mark(timeline, &mark));
    g_assert_true(gantry_timeline_restore_arrow(timeline, &arrow));
    gantry_timeline_restore_thing_steps(timeline, 0, &step, 1, false);
    gantry_timeline_restore_thing_uses(timeline, 0, &use, 1);
    gantry_timeline_restore_steps(timeline, GANTRY_COUNTER_ON_CPU, &step, 1, false);
  }
  GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = (N_INTERVALS + N_LANES) * INT64_C(1000)};
  gantry_timeline_restore_result(timeline, &result);
  return timeline;
}

static GantryTimeline *
read_all (GBytes *bytes, GantryReport *report)
{
  g_autoptr(GError) error = NULL;
  GantryTimeline *timeline = gantry_trace_read(bytes, NULL, report, &error);
  g_assert_no_error(error);
  return timeline;
}

static void
test_there_and_back (void)
{
  g_autoptr(GantryTimeline) timeline = long_timeline();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_assert_cmpuint(g_bytes_get_size(bytes), >, GANTRY_LONG_FILE);
  g_autofree char *expected = gantry_stats_to_json(timeline);
  for (int i = 0; i < 5; i++) {
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) again = read_all(bytes, &report);
    g_assert_null(report.fault);
    g_autofree char *told = gantry_stats_to_json(again);
    g_assert_cmpstr(told, ==, expected);
    g_autoptr(GBytes) bytes_again = gantry_trace_to_bytes(again);
    g_assert_true(g_bytes_equal(bytes, bytes_again));
  }
}

static const GantryChunk *
find_chunk (const GantryChunks *chunks, GantryChunkType type)
{
  for (guint i = 0; i < chunks->chunks->len; i++)
    if (g_array_index(chunks->chunks, GantryChunk, i).type == type)
      return &g_array_index(chunks->chunks, GantryChunk, i);
  return NULL;
}

static void
find_chunks (GantryChunks *chunks, GBytes *bytes)
{
  gsize length;
  const uint8_t *data = g_bytes_get_data(bytes, &length);
  gantry_chunks_find(chunks, data, length, sizeof(GantryFileHeader));
}

/* The first damage is told, whoever came upon it first, and each lane has what stands before its own. */
static void
test_damaged (void)
{
  g_autoptr(GantryTimeline) timeline = long_timeline();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  GantryChunks chunks;
  find_chunks(&chunks, bytes);
  uint64_t begin = find_chunk(&chunks, GANTRY_CHUNK_INTERVALS)->offset;
  gantry_chunks_clear(&chunks);
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  char *damaged = g_memdup2(data, length);
  damaged[begin + 6 * GANTRY_HASHED_BLOCK + 77]++;
  damaged[begin + 3 * GANTRY_HASHED_BLOCK + 5]++;
  g_autoptr(GBytes) damaged_bytes = g_bytes_new_take(damaged, length);
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) read = read_all(damaged_bytes, &report);
  g_autofree char *place = g_strdup_printf("at byte %" G_GUINT64_FORMAT ";", begin + 3 * GANTRY_HASHED_BLOCK);
  g_assert_nonnull(strstr(report.fault, place));
  uint64_t run = N_INTERVALS * sizeof(GantryStoredInterval);
  for (uint32_t i = 0; i < N_LANES; i++) {
    uint64_t from = i * run, until = from + run;
    for (uint64_t block = 3; block <= 6; block += 3)
      if ((block + 1) * GANTRY_HASHED_BLOCK > from && block * GANTRY_HASHED_BLOCK < until)
        until = MAX(block * GANTRY_HASHED_BLOCK, from);
    g_assert_cmpuint(gantry_lane_get_n_stored(gantry_timeline_get_lane(read, i)), ==,
                     (until - from) / sizeof(GantryStoredInterval));
  }
}

/* The same file with other runs. */
static GBytes *
with_runs (GBytes *bytes, const GantryRunRecord *runs, guint n_runs)
{
  GantryChunks chunks;
  GantryChunkWriter writer;
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  find_chunks(&chunks, bytes);
  gantry_chunk_writer_init(&writer, stream);
  for (guint i = 0; i < chunks.chunks->len; i++) {
    const GantryChunk *chunk = &g_array_index(chunks.chunks, GantryChunk, i);
    bool are_runs = chunk->type == GANTRY_CHUNK_RUNS;
    gantry_chunk_writer_add(&writer, chunk->type, chunk->owner, chunk->record_size,
                            are_runs ? (const void *)runs : chunk->records,
                            are_runs ? n_runs * sizeof *runs : chunk->length);
  }
  g_assert_true(gantry_chunk_writer_check(&writer, &error));
  gantry_chunk_writer_clear(&writer);
  gantry_chunks_clear(&chunks);
  g_assert_true(g_output_stream_close(stream, NULL, &error));
  return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
}

/* A lane that has several runs keeps the first: none of the rest follows it. */
static void
test_same_lane (void)
{
  static const GantryRunRecord runs[] = {{2, N_INTERVALS}, {2, N_INTERVALS}, {1, N_INTERVALS},
                                         {2, N_INTERVALS}, {99, 5},          {3, UINT32_MAX}};
  g_autoptr(GantryTimeline) timeline = long_timeline();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_autoptr(GBytes) strange = with_runs(bytes, runs, G_N_ELEMENTS(runs));
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) read = read_all(strange, &report);
  g_assert_nonnull(report.fault);
  for (uint32_t i = 0; i < N_LANES; i++) {
    size_t n_stored = gantry_lane_get_n_stored(gantry_timeline_get_lane(read, i));
    if (i == 1 || i == 2)
      g_assert_cmpuint(n_stored, ==, N_INTERVALS);
    else
      g_assert_cmpuint(n_stored, <, N_INTERVALS);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/long-file/there-and-back", test_there_and_back);
  g_test_add_func("/long-file/damaged", test_damaged);
  g_test_add_func("/long-file/same-lane", test_same_lane);
  return g_test_run();
}
