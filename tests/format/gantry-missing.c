/* What a `.gantry` file that was cut off or damaged lost of its lanes: told, marked, and made nothing of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-read.h"
#include "format/chunk-reader.h"
#include "format/chunk-writer.h"
#include "format/gantry-layout.h"
#include "format/gantry-read.h"
#include "format/gantry-write.h"
#include "format/perfetto-read.h"
#include "format/perfetto-write.h"
#include "format/stats.h"
#include "timeline/critical-path.h"
#include "timeline/script.h"
#include "timeline/statistics.h"

#include <string.h>

static const char first_part[] = "title \"Two cooks\"\nmodel threads\ncores 2\nthing lock kitchen\n"
                                 "0ms main created thread\n0ms main started cpu 0\n"
                                 "1ms cook created thread by main\n2ms cook started ready 1ms cpu 1\n"
                                 "3ms main wait-lock for kitchen\n3ms cook acquired kitchen\n5ms pass\n";
static const char second_part[] = "6ms helper created thread by cook\n6ms helper started cpu 0\n"
                                  "7ms cook sleeping\n8ms cook running cpu 1\n8ms cook released kitchen\n"
                                  "8.5ms main woken by cook at 8ms\n8.5ms main running cpu 0\n"
                                  "8.5ms main acquired kitchen\n9ms helper ended failed reason \"burnt\"\n"
                                  "9ms cook ended ok\n10ms main ended ok result -5\n12ms end ok\n";

static GantryTimeline *
play_all (void)
{
  g_autofree char *text = g_strconcat(first_part, second_part, NULL);
  return gantry_script_play(text);
}

static GantryTimeline *
read_part (const void *data, gsize length, GantryReport *report)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new(data, length);
  GantryTimeline *timeline = gantry_trace_read(bytes, NULL, report, &error);
  g_assert_no_error(error);
  return timeline;
}

static gsize
align (gsize place)
{
  return (place + GANTRY_FILE_ALIGNMENT - 1) / GANTRY_FILE_ALIGNMENT * GANTRY_FILE_ALIGNMENT;
}

/* Where the first chunk of a type begins, and where the next one does. */
static gsize
find_chunk (const char *data, gsize length, GantryChunkType type, gsize *end)
{
  for (gsize place = sizeof(GantryFileHeader); place + sizeof(GantryChunkHeader) <= length; place = *end) {
    GantryChunkHeader header;
    memcpy(&header, data + place, sizeof header);
    gsize size = GUINT64_FROM_LE(header.length);
    gsize n_blocks = (size + GANTRY_HASHED_BLOCK - 1) / GANTRY_HASHED_BLOCK;
    *end = align(align(place + sizeof header + size) + (n_blocks + 1) * sizeof(uint64_t));
    if (GUINT16_FROM_LE(header.type) == type)
      return place;
  }
  g_assert_not_reached();
}

/* Nothing is told of a lane but what it really did, and its end. */
static void
assert_honest (const GantryTimeline *part, const GantryTimeline *whole)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(part); i++) {
    int64_t told[GANTRY_N_STATES], true_times[GANTRY_N_STATES];
    const GantryLane *lane = gantry_timeline_get_lane(part, i);
    const GantryLane *full = gantry_timeline_find_lane(whole, gantry_lane_get_id(lane));
    gantry_statistics_lane(lane, told);
    gantry_statistics_lane(full, true_times);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      g_assert_cmpint(told[state], <=, true_times[state]);
    if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
      g_assert_cmpint(gantry_lane_get_ended(lane), ==, gantry_lane_get_ended(full));
  }
}

/* What the tables say that are whole stays, and nothing that is missing is made up. */
static void
assert_lost_all (const GantryTimeline *part, const GantryTimeline *whole)
{
  GantryRunResult result;
  uint64_t sum = 0;
  gantry_timeline_get_result(part, &result);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(part); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(part, i), *full = gantry_timeline_get_lane(whole, i);
    g_assert_cmpuint(gantry_lane_get_n_intervals(lane), ==, 0);
    g_assert_true(gantry_lane_is_incomplete(lane));
    g_assert_cmpint(gantry_lane_get_ended(lane), ==, gantry_lane_get_ended(full));
    g_assert_cmpint(gantry_lane_get_outcome(lane), ==, gantry_lane_get_outcome(full));
    g_assert_cmpuint(gantry_lane_get_n_losses(lane), ==, 1);
    const GantryLoss *loss = gantry_lane_get_loss(lane, 0);
    g_assert_cmpint(loss->from, ==, gantry_lane_get_created(full));
    g_assert_cmpint(loss->to, ==, gantry_lane_get_ended(full));
    g_assert_cmpuint(loss->count, ==, gantry_lane_get_n_intervals(full));
    sum += loss->count;
  }
  g_assert_cmpuint(result.lost, ==, sum);
  g_assert_nonnull(strstr(result.reason, "intervals of 3 lanes are missing"));
}

static void
test_cut_intervals (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  for (gsize cut = find_chunk(data, length, GANTRY_CHUNK_INTERVALS, &end); cut < end; cut += 5) {
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) part = read_part(data, cut, &report);
    g_assert_nonnull(strstr(report.fault, "breaks off at byte"));
    g_assert_nonnull(strstr(report.fault, "intervals of 3 lanes are missing"));
    g_assert_cmpuint(gantry_timeline_get_n_lanes(part), ==, 3);
    assert_lost_all(part, timeline);
    const GantryCriticalPath *path = gantry_timeline_get_critical_path(part);
    g_autofree char *words = gantry_critical_path_words(path);
    g_assert_nonnull(strstr(words, "nothing is known"));
  }
}

/* Where not even their numbers are there. */
static void
test_cut_runs (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  for (gsize cut = find_chunk(data, length, GANTRY_CHUNK_RUNS, &end); cut < end; cut += 5) {
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) part = read_part(data, cut, &report);
    g_assert_nonnull(strstr(report.fault, "intervals of 3 lanes are missing"));
    const GantryLane *lane = gantry_script_find_lane(part, "cook");
    g_assert_cmpuint(gantry_lane_get_n_losses(lane), ==, 1);
    g_assert_cmpuint(gantry_lane_get_loss(lane, 0)->count, ==, 0);
    g_assert_true(gantry_lane_is_incomplete(lane));
  }
}

static void
test_cut_lanes (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  g_auto(GantryReport) report = {0};
  gsize cut = find_chunk(data, length, GANTRY_CHUNK_LANES, &end);
  g_autoptr(GantryTimeline) part = read_part(data, cut + 60, &report);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(part), ==, 0);
  g_assert_nonnull(strstr(report.fault, "what it says of its lanes is missing"));
}

/* Anywhere: no lane did what it did not do. */
static void
test_cut_anywhere (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  find_chunk(data, length, GANTRY_CHUNK_FACTS, &end);
  for (gsize cut = end; cut < length; cut += 7) {
    g_auto(GantryReport) report = {0}, again_report = {0};
    g_autoptr(GantryTimeline) part = read_part(data, cut, &report);
    assert_honest(part, timeline);
    /* What is kept of it is whole again. */
    g_autoptr(GBytes) kept = gantry_trace_to_bytes(part);
    g_autoptr(GantryTimeline) again = gantry_trace_read(kept, NULL, &again_report, NULL);
    g_autofree char *expected = gantry_stats_to_json(part), *told = gantry_stats_to_json(again);
    g_assert_null(again_report.fault);
    g_assert_cmpstr(told, ==, expected);
  }
}

static void
test_damaged_anywhere (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  find_chunk(data, length, GANTRY_CHUNK_LANES, &end);
  for (gsize place = end; place < length; place += 3) {
    g_auto(GantryReport) report = {0};
    g_autofree char *damaged = g_memdup2(data, length);
    damaged[place] = (char)(damaged[place] ^ 4);
    g_autoptr(GantryTimeline) part = read_part(damaged, length, &report);
    assert_honest(part, timeline);
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(part); i++)
      if (gantry_lane_is_incomplete(gantry_timeline_get_lane(part, i)))
        g_assert_nonnull(strstr(report.fault, "are missing"));
  }
}

/* The tables that count tasks stand behind the intervals; from these they can be told. */
static void
test_counted_anew (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) part =
      read_part(data, find_chunk(data, length, GANTRY_CHUNK_THINGS, &end), &report);
  g_assert_nonnull(strstr(report.fault, "shared things is missing"));
  for (int counter = 0; counter < GANTRY_N_COUNTERS; counter++) {
    size_t n_steps = gantry_timeline_get_n_steps(timeline, (GantryCounter)counter);
    g_assert_cmpuint(gantry_timeline_get_n_steps(part, (GantryCounter)counter), ==, n_steps);
    for (size_t i = 0; i < n_steps; i++) {
      GantryStep expected = gantry_timeline_get_step(timeline, (GantryCounter)counter, i);
      GantryStep step = gantry_timeline_get_step(part, (GantryCounter)counter, i);
      g_assert_cmpint(step.time, ==, expected.time);
      g_assert_cmpint(step.value, ==, expected.value);
    }
  }
}

/* The runs say how many intervals follow, and the hashes that it is they: their header can be spared. */
static void
test_damaged_header (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_autofree char *expected = gantry_stats_to_json(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  gsize place = find_chunk(data, length, GANTRY_CHUNK_INTERVALS, &end);
  for (gsize i = 0; i < sizeof(GantryChunkHeader); i++) {
    g_auto(GantryReport) report = {0}, worse_report = {0};
    g_autofree char *damaged = g_memdup2(data, length);
    g_autofree char *fault = g_strdup_printf("damaged at byte %zu; what is whole is shown", place);
    damaged[place + i] = (char)(damaged[place + i] ^ 4);
    g_autoptr(GantryTimeline) part = read_part(damaged, length, &report);
    g_autofree char *told = gantry_stats_to_json(part);
    g_assert_cmpstr(told, ==, expected);
    g_assert_cmpstr(report.fault, ==, fault);
    /* What it stood for is damaged, too. */
    damaged[place + sizeof(GantryChunkHeader) + i] ^= 4;
    g_autoptr(GantryTimeline) worse = read_part(damaged, length, &worse_report);
    assert_honest(worse, timeline);
    g_assert_nonnull(strstr(worse_report.fault, "intervals of 3 lanes are missing"));
  }
}

/* How a run ended whose file does not tell it any more is not known: nobody says that it crashed. */
static void
test_lost_result (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length, end;
  const char *data = g_bytes_get_data(bytes, &length);
  gsize place = find_chunk(data, length, GANTRY_CHUNK_RESULT, &end);
  g_autofree char *damaged = g_memdup2(data, length);
  damaged[place + 50] = (char)(damaged[place + 50] ^ 4);
  g_auto(GantryReport) report = {0}, cut_report = {0};
  g_autoptr(GantryTimeline) part = read_part(damaged, length, &report);
  g_autoptr(GantryTimeline) cut = read_part(data, place, &cut_report);
  GantryRunResult result, cut_result;
  gantry_timeline_get_result(part, &result);
  gantry_timeline_get_result(cut, &cut_result);
  g_assert_true(gantry_run_result_is_lost(&result) && gantry_run_result_is_lost(&cut_result));
  g_assert_cmpstr(result.reason, ==, "the file is damaged where the run's end is told");
  g_assert_cmpstr(cut_result.reason, ==, "the file breaks off before the run's end");
}

static void
assert_as_little_known (const GantryTimeline *timeline, const GantryTimeline *expected)
{
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, gantry_timeline_get_n_lanes(expected));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(expected); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    const GantryLane *before = gantry_timeline_get_lane(expected, i);
    int64_t times[GANTRY_N_STATES], times_before[GANTRY_N_STATES];
    g_assert_cmpint(gantry_lane_get_ended(lane), ==, gantry_lane_get_ended(before));
    g_assert_cmpint(gantry_lane_get_known_until(lane), ==, gantry_lane_get_known_until(before));
    g_assert_cmpuint(gantry_lane_get_n_intervals(lane), ==, gantry_lane_get_n_intervals(before));
    gantry_statistics_lane(lane, times);
    gantry_statistics_lane(before, times_before);
    g_assert_cmpmem(times, sizeof times, times_before, sizeof times_before);
  }
}

static void
check_other_formats (const GantryTimeline *part)
{
  g_autofree char *json = gantry_timeline_to_chrome_json(part);
  g_autoptr(GBytes) packets = gantry_timeline_to_perfetto(part);
  g_autoptr(GInputStream) json_stream = g_memory_input_stream_new_from_data(json, -1, NULL);
  g_autoptr(GInputStream) packet_stream = g_memory_input_stream_new_from_bytes(packets);
  g_auto(GantryReport) json_report = {0}, packet_report = {0};
  g_autoptr(GantryTimeline) chrome = gantry_chrome_read(json_stream, "t", NULL, &json_report, NULL);
  g_autoptr(GantryTimeline) perfetto = gantry_perfetto_read(packet_stream, "t", NULL, &packet_report, NULL);
  assert_as_little_known(chrome, part);
  assert_as_little_known(perfetto, part);
}

/* By way of another format a lane whose end is lost has not slept meanwhile. */
static void
test_other_formats (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(first_part);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(stream);
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(gantry_script_get_timeline(script), stream);
  unsigned n_incomplete = 0;
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  gantry_script_feed(script, second_part);
  gantry_script_feed(script, "12ms finish\n");
  g_assert_true(gantry_trace_writer_finish(writer, NULL));
  const char *data = g_memory_output_stream_get_data(memory);
  gsize length = g_memory_output_stream_get_data_size(memory);
  for (gsize place = 0; place + sizeof(GantryChunkHeader) < length; place += GANTRY_FILE_ALIGNMENT) {
    GantryChunkHeader header;
    g_auto(GantryReport) report = {0};
    memcpy(&header, data + place, sizeof header);
    if (memcmp(data + place, "CHNK", 4) != 0 || GUINT16_FROM_LE(header.type) != GANTRY_CHUNK_INTERVALS)
      continue;
    g_autofree char *damaged = g_memdup2(data, length);
    damaged[place + sizeof header] ^= 4;
    g_autoptr(GantryTimeline) part = read_part(damaged, length, &report);
    n_incomplete += gantry_timeline_is_incomplete(part);
    check_other_formats(part);
  }
  g_assert_cmpuint(n_incomplete, ==, 2); /* each step's; what is lost of processors does not count */
}

/* A recording that broke off in the midst of a step is as it was at the one before. */
static void
test_half_step (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(first_part);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(stream);
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(gantry_script_get_timeline(script), stream);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  gsize begun = g_memory_output_stream_get_data_size(memory);
  gantry_script_feed(script, second_part);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  const char *data = g_memory_output_stream_get_data(memory);
  gsize length = g_memory_output_stream_get_data_size(memory);
  g_auto(GantryReport) whole_report = {0};
  g_autoptr(GantryTimeline) at_step = read_part(data, begun, &whole_report);
  g_autofree char *expected = gantry_stats_to_json(at_step);
  for (gsize cut = begun + 1; cut < length; cut += 7) {
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) part = read_part(data, cut, &report);
    g_autofree char *told = gantry_stats_to_json(part);
    g_assert_cmpstr(told, ==, expected);
    g_assert_nonnull(strstr(report.fault, "breaks off at byte"));
    g_assert_null(strstr(report.fault, "missing"));
  }
}

/* A whole file of one task on processor 3, which tells this of what was lost. */
static GBytes *
with_core_loss (const GantryLossRecord *loss)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "from kernel\n0ms a created thread\n0ms a started cpu 3\n9ms a ended ok\n9ms end ok\n");
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  GantryChunkWriter writer;
  GantryChunks chunks;
  gsize length;
  const uint8_t *data = g_bytes_get_data(bytes, &length);
  gantry_chunks_find(&chunks, data, length, sizeof(GantryFileHeader));
  gantry_chunk_writer_init(&writer, stream);
  for (guint i = 0; i < chunks.chunks->len; i++) {
    const GantryChunk *chunk = &g_array_index(chunks.chunks, GantryChunk, i);
    if (chunk->type == GANTRY_CHUNK_PROGRESS)
      gantry_chunk_writer_add(&writer, GANTRY_CHUNK_CORE_LOSSES, 0, sizeof *loss, loss, sizeof *loss);
    gantry_chunk_writer_add(&writer, chunk->type, chunk->owner, chunk->record_size, chunk->records,
                            chunk->length);
  }
  if (chunks.is_whole)
    gantry_chunk_writer_add(&writer, GANTRY_CHUNK_END, 0, 1, "", 0);
  g_assert_true(gantry_chunk_writer_check(&writer, NULL));
  gantry_chunk_writer_clear(&writer);
  gantry_chunks_clear(&chunks);
  g_output_stream_close(stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
}

/* What is told of a processor that there is not, or of times that are none, is left out, and that is told. */
static void
test_senseless_losses (void)
{
  static const struct {
    GantryLossRecord loss;
    bool is_sound;
  } cases[] = {
      {{3, 0, 2000000, 6000000, 0}, true},
      {{4, 0, 2000000, 6000000, 0}, false},
      {{UINT32_MAX, 0, 2000000, 6000000, 0}, false},
      {{3, 0, 6000000, 2000000, 0}, false},
      {{3, 0, -1, 2000000, 0}, false},
      {{3, 0, 2000000, INT64_MAX, 0}, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GBytes) bytes = with_core_loss(&cases[i].loss);
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) read = gantry_trace_read(bytes, NULL, &report, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(report.fault, ==,
                    cases[i].is_sound ? NULL : "some records make no sense and were left out");
    g_assert_cmpuint(gantry_lane_get_n_losses(gantry_script_find_lane(read, "core 3")), ==,
                     cases[i].is_sound);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gantry-missing/cut-intervals", test_cut_intervals);
  g_test_add_func("/gantry-missing/cut-runs", test_cut_runs);
  g_test_add_func("/gantry-missing/cut-lanes", test_cut_lanes);
  g_test_add_func("/gantry-missing/cut-anywhere", test_cut_anywhere);
  g_test_add_func("/gantry-missing/damaged-anywhere", test_damaged_anywhere);
  g_test_add_func("/gantry-missing/counted-anew", test_counted_anew);
  g_test_add_func("/gantry-missing/damaged-header", test_damaged_header);
  g_test_add_func("/gantry-missing/lost-result", test_lost_result);
  g_test_add_func("/gantry-missing/other-formats", test_other_formats);
  g_test_add_func("/gantry-missing/half-step", test_half_step);
  g_test_add_func("/gantry-missing/senseless-losses", test_senseless_losses);
  return g_test_run();
}
