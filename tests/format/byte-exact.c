/* Files of fixed bytes, and what stands in them: every machine reads the same out of them and writes the same
 * again, whatever its byte order, its word's length and its libraries.
 *
 * fixtures/whole.gantry and fixtures/grown.gantry were written once, on a big-endian machine; between them
 * they have every kind of chunk. What is in the script below is in them. GANTRY_UPDATE_FIXTURES writes them
 * anew, which only a new version of the format, or other figures of the same script, are a reason for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/byte-order.h"
#include "format/chunk-reader.h"
#include "format/gantry-read.h"
#include "format/gantry-write.h"
#include "timeline/bookmarks.h"
#include "timeline/columns.h"
#include "timeline/script.h"

#include <string.h>

static const char begun[] =
    "title \"Two cooks\"\nmodel threads\nseed -42\ncores 2\nfrom kernel\nrecord-cost 14ns\n"
    "cpu-time 14ms\npeak-memory 5242880\ncontext-switches 12\n"
    "thing lock kitchen\nthing queue orders 3\nthing \"shared variable\" served\n"
    "source 20 \"start cook\"\nlabel 22 \"with kitchen\"\n"
    "0ms main created thread line 20\n0ms main started cpu 0 pid 4711\n"
    "1ms \"cook 1\" created thread by main line 21\n2ms \"cook 1\" started ready 1ms cpu 1\n"
    "2ms d created thread daemon by main\n"
    "3ms main wait-lock for kitchen line 22\n3ms \"cook 1\" acquired kitchen\n"
    "4ms \"cook 1\" note \"lunch ü\" line 8\n4.5ms \"cook 1\" length orders 2\n5ms pass\n";
static const char ended[] =
    "5.8ms switches lost 2 since 5.5ms cpu 1\n6ms \"cook 1\" note-end\n6ms \"cook 1\" print \"order "
    "\\\"1\\\"\\\\ü\"\n"
    "7ms \"cook 1\" value served -1\n8ms \"cook 1\" released kitchen\n"
    "8.5ms main woken by \"cook 1\" at 8ms\n8.5ms main running line 22 cpu 0\n8.5ms main acquired kitchen\n"
    "9ms \"cook 1\" ended failed result 9 reason \"burnt\"\n"
    "9ms main expect held \"one served\" line 23\n9ms main lost 3 since 8.8ms\n9.5ms pass\n"
    "10ms main ended ok result -5\n11ms pass\n";

static const GantryDeadlockWait stuck = {
    .lane = 0, .object = 0, .joins = GANTRY_NO_LANE, .line = 22, .n_holders = 2, .holders = {1, 2}};

static GBytes *
whole_file (void)
{
  g_autofree char *text = g_strconcat(begun, ended, "12ms end failed \"none burnt\"\n", NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  g_assert_true(gantry_timeline_restore_deadlock_wait(timeline, &stuck));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 3000000, "lunch ü"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 9000001, ""));
  return gantry_trace_to_bytes(timeline);
}

/* In two steps, as while a run goes on, and without an end. */
static GBytes *
grown_file (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(begun);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(gantry_script_get_timeline(script), stream);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  gantry_script_feed(script, ended);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  g_output_stream_close(stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
}

/* The file of that name; first written, where that is asked for. */
static GBytes *
load (const char *name, GBytes *now)
{
  g_autoptr(GError) error = NULL;
  char *contents;
  gsize length;
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "fixtures", name, NULL);
  if (g_getenv("GANTRY_UPDATE_FIXTURES") != NULL)
    g_file_set_contents(path, g_bytes_get_data(now, NULL), (gssize)g_bytes_get_size(now), &error);
  g_assert_no_error(error);
  g_file_get_contents(path, &contents, &length, &error);
  g_assert_no_error(error);
  return g_bytes_new_take(contents, length);
}

static GantryTimeline *
read_all (GBytes *bytes, const char *fault)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  GantryTimeline *timeline = gantry_trace_read(bytes, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_true(fault ? report.fault && strstr(report.fault, fault) : !report.fault);
  return timeline;
}

static void
assert_bytes (GBytes *is, GBytes *expected)
{
  gsize n_is, n_expected;
  const char *data = g_bytes_get_data(is, &n_is), *wish = g_bytes_get_data(expected, &n_expected);
  g_assert_cmpmem(data, n_is, wish, n_expected);
}

static void
assert_facts (const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  g_assert_cmpstr(facts->title, ==, "Two cooks");
  g_assert_cmpint(facts->seed, ==, -42);
  g_assert_cmpint(facts->cores, ==, 2);
  g_assert_cmpint(facts->on_cpu_from, ==, GANTRY_ON_CPU_FROM_KERNEL);
  g_assert_cmpstr(facts->source_lines[19], ==, "start cook");
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), ==, 3);
  const GantryThing *queue = gantry_timeline_get_thing(timeline, 1);
  g_assert_cmpstr(gantry_thing_get_name(queue), ==, "orders");
  g_assert_cmpint(gantry_thing_get_capacity(queue), ==, 3);
}

static void
assert_lanes (const GantryTimeline *timeline)
{
  GantryLaneFacts facts;
  gantry_script_assert_lane(timeline, "main",
                            "running 0-3 cpu 0, wait-lock 3-8 line 22 for 0, ready 8-8.5 line 22, "
                            "running 8.5-10 line 22 cpu 0");
  gantry_script_assert_lane(timeline, "cook 1", "ready 1-2 line 21, running 2-9 cpu 1");
  gantry_lane_get_facts(gantry_script_find_lane(timeline, "cook 1"), &facts);
  g_assert_cmpint(facts.parent, ==, 0);
  g_assert_cmpint(facts.line, ==, 21);
  g_assert_cmpint(facts.outcome, ==, GANTRY_OUTCOME_FAILED);
  g_assert_cmpint(facts.result, ==, 9);
  g_assert_cmpstr(facts.reason, ==, "burnt");
  gantry_lane_get_facts(gantry_script_find_lane(timeline, "main"), &facts);
  g_assert_cmpint(facts.result, ==, -5);
  g_assert_cmpint(facts.pid, ==, 4711);
  gantry_lane_get_facts(gantry_script_find_lane(timeline, "d"), &facts);
  g_assert_true(facts.daemon);
  const GantryLoss *loss = gantry_lane_get_loss(gantry_script_find_lane(timeline, "main"), 0);
  g_assert_cmpint(loss->from, ==, 8800000);
  g_assert_cmpint(loss->to, ==, 9000000);
  g_assert_cmpuint(loss->count, ==, 3);
}

static void
assert_things (const GantryTimeline *timeline)
{
  GantryThingFigures figures;
  gantry_thing_get_figures(gantry_timeline_get_thing(timeline, 0), &figures);
  g_assert_cmpuint(figures.acquired, ==, 2);
  g_assert_cmpuint(figures.contended, ==, 1);
  g_assert_cmpint(figures.wait_ns, ==, 5000000);
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "3=1 8=-1 8.5=0");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 1), "4.5=2");
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 2), "7=-1");
  GantryThingUse use = gantry_thing_get_use(gantry_timeline_get_thing(timeline, 0), 2);
  g_assert_cmpint(use.time, ==, 8500000);
  g_assert_cmpuint(use.acquired, ==, 1);
  g_assert_cmphex(use.holders, ==, GANTRY_USE_CONTENDED | 1);
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "0=1 2=2 3=1 8.5=2 9=1 10=0");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "start main 1 - cook 1 2, release cook 1 8 - main 8.5");
}

static void
assert_events (const GantryTimeline *timeline)
{
  const GantryMark *mark = gantry_timeline_get_mark(timeline, 0);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 2);
  g_assert_cmpint(mark->time, ==, 6000000);
  g_assert_cmpstr(mark->text, ==, "order \"1\"\\ü");
  mark = gantry_timeline_get_mark(timeline, 1);
  g_assert_cmpint(mark->kind, ==, GANTRY_MARK_EXPECT_HELD);
  g_assert_cmpuint(mark->line, ==, 23);
  const GantrySpan *span = gantry_timeline_get_span(timeline, 0);
  g_assert_cmpuint(span->lane, ==, 1);
  g_assert_cmpint(span->from, ==, 4000000);
  g_assert_cmpint(span->to, ==, 6000000);
  g_assert_cmpstr(span->text, ==, "lunch ü");
}

static void
assert_end (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_FAILED);
  g_assert_cmpstr(result.reason, ==, "none burnt");
  g_assert_cmpint(result.wall_ns, ==, 12000000);
  g_assert_cmpint(result.cpu_ns, ==, 14000000);
  g_assert_cmpint(result.peak_rss_bytes, ==, 5242880);
  g_assert_cmpint(result.context_switches, ==, 12);
  g_assert_true(result.record_ns == 14.0);
  const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(timeline, 0);
  g_assert_cmpmem(wait, sizeof *wait, &stuck, sizeof stuck);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
  g_assert_cmpuint(bookmarks->len, ==, 2);
  const GantryBookmark *first = bookmarks->pdata[0], *second = bookmarks->pdata[1];
  g_assert_cmpint(first->time, ==, 3000000);
  g_assert_cmpstr(first->name, ==, "lunch ü");
  g_assert_cmpint(second->time, ==, 9000001);
}

static void
test_whole (void)
{
  g_autoptr(GBytes) now = whole_file(), file = load("whole.gantry", now);
  g_autoptr(GantryTimeline) timeline = read_all(file, NULL);
  assert_facts(timeline);
  assert_lanes(timeline);
  assert_things(timeline);
  assert_events(timeline);
  assert_end(timeline);
  gantry_script_assert_lane(timeline, "core 1", "sleeping 0-2, running 2-9 for 1, sleeping 9-12");
  g_autoptr(GBytes) again = gantry_trace_to_bytes(timeline);
  assert_bytes(again, file);
  assert_bytes(now, file);
}

static void
test_grown (void)
{
  g_autoptr(GBytes) now = grown_file(), file = load("grown.gantry", now);
  g_autoptr(GantryTimeline) timeline = read_all(file, "breaks off");
  assert_facts(timeline);
  assert_lanes(timeline);
  assert_things(timeline);
  assert_events(timeline);
  assert_bytes(now, file);
}

/* Every kind of chunk is in one of the files, or this test would not see when one is read wrongly. */
static void
test_all_kinds (void)
{
  bool is_there[GANTRY_N_CHUNK_TYPES] = {false};
  g_autoptr(GBytes) now = whole_file(), file = load("whole.gantry", now);
  GantryChunks chunks;
  gsize length;
  const uint8_t *data = g_bytes_get_data(file, &length);
  gantry_chunks_find(&chunks, data, length, sizeof(GantryFileHeader));
  for (guint i = 0; i < chunks.chunks->len; i++)
    is_there[g_array_index(chunks.chunks, GantryChunk, i).type] = true;
  gantry_chunks_clear(&chunks);
  for (int i = 1; i < GANTRY_N_CHUNK_TYPES; i++)
    if (!is_there[i])
      g_error("no chunk of type %d", i);
}

static void
test_turned (void)
{
  static const struct {
    GantryChunkType type;
    size_t size;
  } records[] = {
      {GANTRY_CHUNK_LANES, sizeof(GantryLaneRecord)},
      {GANTRY_CHUNK_CORES, sizeof(GantryLaneRecord)},
      {GANTRY_CHUNK_RUNS, sizeof(GantryRunRecord)},
      {GANTRY_CHUNK_CORE_RUNS, sizeof(GantryRunRecord)},
      {GANTRY_CHUNK_INTERVALS, sizeof(GantryStoredInterval)},
      {GANTRY_CHUNK_LOSSES, sizeof(GantryLossRecord)},
      {GANTRY_CHUNK_CORE_LOSSES, sizeof(GantryLossRecord)},
      {GANTRY_CHUNK_THINGS, sizeof(GantryThingRecord)},
      {GANTRY_CHUNK_THING_STEPS, sizeof(GantryStep)},
      {GANTRY_CHUNK_COUNTER_STEPS, sizeof(GantryStep)},
      {GANTRY_CHUNK_ARROWS, sizeof(GantryArrowRecord)},
      {GANTRY_CHUNK_MARKS, sizeof(GantryMarkRecord)},
      {GANTRY_CHUNK_SPANS, sizeof(GantrySpanRecord)},
      {GANTRY_CHUNK_DEADLOCK, sizeof(GantryDeadlockRecord)},
      {GANTRY_CHUNK_PROGRESS, sizeof(GantryProgressRecord)},
      {GANTRY_CHUNK_THING_USES, sizeof(GantryThingUse)},
      {GANTRY_CHUNK_BOOKMARKS, sizeof(GantryBookmarkRecord)},
      /* bytes have no order */
      {GANTRY_CHUNK_STRINGS, 0},
      {GANTRY_CHUNK_FACTS, 0},
      {GANTRY_CHUNK_END, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(records); i++)
    g_assert_cmpuint(gantry_record_known_size(records[i].type), ==, records[i].size);
}

/* Each number by itself; what a later version has more of, and half a record, stay. */
static void
test_turned_numbers (void)
{
  struct {
    GantryMarkRecord mark;
    uint8_t more[3];
  } __attribute__((packed)) records[2] = {
      {{1, 2, 3, 0x11223344, 0x0102030405060708}, {7, 8, 9}},
      {{1, 2, 3, 4, -2}, {7, 8, 9}},
  };
  gantry_swap_records(GANTRY_CHUNK_MARKS, records, sizeof records[0], sizeof records - 1);
  g_assert_cmphex(records[0].mark.kind, ==, 0x01000000);
  g_assert_cmphex(records[0].mark.text, ==, 0x44332211);
  g_assert_cmphex((uint64_t)records[0].mark.time, ==, 0x0807060504030201);
  g_assert_cmpmem(records[0].more, 3, ((uint8_t[]){7, 8, 9}), 3);
  g_assert_cmpint(records[1].mark.time, ==, -2);
  GantryMarkRecord small = {.kind = 1};
  gantry_swap_records(GANTRY_CHUNK_MARKS, &small, sizeof small - 8, sizeof small - 8);
  g_assert_cmpuint(small.kind, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/byte-exact/whole", test_whole);
  g_test_add_func("/byte-exact/grown", test_grown);
  g_test_add_func("/byte-exact/all-kinds", test_all_kinds);
  g_test_add_func("/byte-exact/turned", test_turned);
  g_test_add_func("/byte-exact/turned-numbers", test_turned_numbers);
  return g_test_run();
}
