/* The `.gantry` file: there and back, bit by bit, cut off anywhere, damaged anywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/csv.h"
#include "format/gantry-layout.h"
#include "format/gantry-read.h"
#include "format/gantry-write.h"
#include "format/recording.h"
#include "format/stats.h"
#include "format/trace-file.h"
#include "timeline/bookmarks.h"
#include "timeline/columns.h"
#include "timeline/script.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char head[] = "title \"Two cooks\"\nmodel threads\nseed 42\ncores 2\nfrom kernel\n"
                           "cpu-time 14ms\npeak-memory 5242880\ncontext-switches 12\n"
                           "thing lock kitchen\nthing \"shared variable\" served\n"
                           "source 20 \"start cook\"\nlabel 22 \"with kitchen\"\n";
static const char first_part[] = "0ms main created thread line 20\n"
                                 "0ms main started cpu 0\n"
                                 "1ms \"cook 1\" created thread by main line 21\n"
                                 "2ms \"cook 1\" started ready 1ms cpu 1\n"
                                 "2ms d created thread daemon by main\n"
                                 "3ms main wait-lock for kitchen line 22\n"
                                 "3ms \"cook 1\" acquired kitchen\n"
                                 "4ms \"cook 1\" note \"lunch ü\" line 8\n"
                                 "5ms pass\n";
static const char second_part[] = "6ms \"cook 1\" note-end\n"
                                  "6ms \"cook 1\" print \"order \\\"1\\\"\\\\ü\"\n"
                                  "7ms \"cook 1\" value served 1\n"
                                  "8ms \"cook 1\" released kitchen\n"
                                  "8.5ms main woken by \"cook 1\" at 8ms\n"
                                  "8.5ms main running line 22 cpu 0\n"
                                  "8.5ms main acquired kitchen\n"
                                  "9ms \"cook 1\" ended failed result 9 reason \"burnt\"\n"
                                  "9ms main expect held \"one served\" line 23\n"
                                  "9ms main lost 3 since 8.8ms\n"
                                  "9.5ms pass\n"
                                  "10ms main ended ok result -5\n"
                                  "12ms end failed \"none burnt\"\n";

static GantryTimeline *
play_all (void)
{
  g_autofree char *text = g_strconcat(head, first_part, second_part, NULL);
  return gantry_script_play(text);
}

/* A lane with many blocks of intervals. */
static GantryTimeline *
play_many (unsigned n_intervals)
{
  GString *text = g_string_new("cores 1\n0us main created thread\n0us main started\n");
  for (unsigned i = 1; i <= n_intervals; i++)
    g_string_append_printf(text, "%uus main %s line %u\n", i, i % 2 ? "sleeping" : "running", i % 7);
  g_string_append(text, "1s main ended ok\n1s end ok\n");
  GantryTimeline *timeline = gantry_script_play(text->str);
  g_string_free(text, TRUE);
  return timeline;
}

/* All that other formats tell of it. */
static char *
tell_all (GantryTimeline *timeline)
{
  g_autofree char *stats = gantry_stats_to_json(timeline);
  g_autofree char *chrome = gantry_timeline_to_chrome_json(timeline);
  g_autofree char *csv = gantry_timeline_to_csv(timeline);
  return g_strconcat(stats, chrome, csv, NULL);
}

static GantryTimeline *
read_bytes (const void *data, gsize length, GantryReport *report, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new(data, length);
  return gantry_trace_read(bytes, NULL, report, error);
}

static void
assert_same (GantryTimeline *timeline, GBytes *bytes)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) again = gantry_trace_read(bytes, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  g_assert_cmpstr(report.version, ==, "1.2");
  g_autofree char *expected = tell_all(timeline), *told = tell_all(again);
  g_assert_cmpstr(told, ==, expected);
  g_autoptr(GBytes) bytes_again = gantry_trace_to_bytes(again);
  g_assert_true(g_bytes_equal(bytes, bytes_again));
}

static void
test_there_and_back (void)
{
  g_autoptr(GantryTimeline) small = play_all(), large = play_many(5000),
                            empty = gantry_script_play("cores 1\n");
  g_autoptr(GBytes) small_bytes = gantry_trace_to_bytes(small), large_bytes = gantry_trace_to_bytes(large),
                    empty_bytes = gantry_trace_to_bytes(empty);
  assert_same(small, small_bytes);
  assert_same(large, large_bytes);
  assert_same(empty, empty_bytes);
  /* The timeline outlives whoever gave the bytes. */
  g_auto(GantryReport) report = {0};
  gsize length;
  const void *data = g_bytes_get_data(large_bytes, &length);
  g_autoptr(GantryTimeline) kept = read_bytes(data, length, &report, NULL);
  g_clear_pointer(&large_bytes, g_bytes_unref);
  g_autofree char *expected = tell_all(large), *told = tell_all(kept);
  g_assert_cmpstr(told, ==, expected);
}

/* What lasts longer than a file can say is refused, and not cut. */
static void
test_too_long (void)
{
  GantryRunFacts facts = {.title = "ages", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = GANTRY_MOST_TIME};
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  g_autoptr(GError) error = NULL;
  gantry_timeline_restore_result(timeline, &result);
  g_assert_false(gantry_trace_write(timeline, stream, &error));
  g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT);
  g_assert_nonnull(strstr(error->message, "36 years"));
  g_assert_cmpuint(g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(stream)), ==, 0);
}

/* What an earlier part of the same run looked like is still so. */
static void
assert_prefix (const GantryTimeline *part, const GantryTimeline *whole)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(part); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(part, i);
    const GantryLane *full = gantry_timeline_find_lane(whole, gantry_lane_get_id(lane));
    g_assert_nonnull(full);
    g_assert_cmpuint(gantry_lane_get_n_intervals(lane), <=, gantry_lane_get_n_intervals(full));
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval mine, theirs;
      gantry_lane_get_interval(lane, k, &mine);
      gantry_lane_get_interval(full, k, &theirs);
      g_assert_cmpint(mine.start, ==, theirs.start);
      g_assert_cmpint(mine.state, ==, theirs.state);
      g_assert_cmpint(mine.end, <=, gantry_timeline_get_now(whole));
    }
  }
}

static void
test_bit_by_bit (void)
{
  g_autofree char *begun = g_strconcat(head, first_part, NULL);
  g_autoptr(GantryScript) script = gantry_script_new(begun);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(stream);
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(gantry_script_get_timeline(script), stream);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  g_assert_true(gantry_trace_writer_step(writer, NULL)); /* nothing new */
  gsize n_begun = g_memory_output_stream_get_data_size(memory);
  gantry_script_feed(script, second_part);
  g_assert_true(gantry_trace_writer_step(writer, NULL));
  gantry_script_feed(script, "12ms finish\n");
  g_assert_true(gantry_trace_writer_finish(writer, NULL));

  const char *data = g_memory_output_stream_get_data(memory);
  gsize length = g_memory_output_stream_get_data_size(memory);
  g_autoptr(GantryTimeline) whole = play_all();
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0}, cut_report = {0};
  g_autoptr(GantryTimeline) grown = read_bytes(data, length, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  g_autofree char *expected = tell_all(whole), *told = tell_all(grown);
  g_assert_cmpstr(told, ==, expected);

  /* Killed after the first step: all up to then is there, and lasts until then. */
  g_autoptr(GantryTimeline) begun_again = read_bytes(data, n_begun, &cut_report, &error);
  g_assert_no_error(error);
  g_assert_nonnull(cut_report.fault);
  assert_prefix(begun_again, whole);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(begun_again), ==, 3);
  GantryRunResult result;
  gantry_timeline_get_result(begun_again, &result);
  g_assert_true(gantry_run_result_is_lost(&result));
  g_assert_cmpstr(result.reason, ==, "the file breaks off before the run's end");
  g_assert_cmpint(result.wall_ns, ==, 5000000);
  gantry_script_assert_lane(begun_again, "main", "running 0-3 cpu 0, wait-lock 3-5+ line 22 for 0");
}

static void
test_cut_off (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  unsigned n_read = 0;
  for (gsize i = 0; i < length; i += 7) { /* each place in a word, sooner or later */
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) part = read_bytes(data, i, &report, &error);
    g_assert_true(part ? report.fault != NULL : error != NULL);
    if (!part)
      continue;
    n_read++;
    assert_prefix(part, timeline);
    g_free(gantry_stats_to_json(part));
  }
  g_assert_cmpuint(n_read, >, length / 7 / 3);
}

/* A byte that is not what it was is told, wherever it stands, and breaks nothing else. */
static void
test_damaged (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autofree char *expected = gantry_stats_to_json(timeline);
  for (gsize i = 0; i < length; i += i < 256 ? 1 : 7) {
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_autofree char *damaged = g_memdup2(data, length);
    damaged[i] = (char)(damaged[i] ^ (1 << i % 8));
    g_autoptr(GantryTimeline) read = read_bytes(damaged, length, &report, &error);
    if (!read) {
      g_assert_nonnull(error);
      continue;
    }
    g_autofree char *told = gantry_stats_to_json(read);
    /* Only the minor version and the room between chunks say nothing of the run. */
    if (!report.fault)
      g_assert_cmpstr(told, ==, expected);
  }
}

/* One bad mebibyte costs its own intervals, and is marked in the lane. */
static void
test_damaged_block (void)
{
  g_autoptr(GantryTimeline) timeline = play_many(200000);
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autofree char *damaged = g_memdup2(data, length);
  damaged[length / 3]++;
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) read = read_bytes(damaged, length, &report, &error);
  g_assert_no_error(error);
  g_assert_nonnull(strstr(report.fault, "damaged at byte"));
  assert_prefix(read, timeline);
  const GantryLane *lane = gantry_script_find_lane(read, "main");
  g_assert_cmpuint(gantry_lane_get_n_intervals(lane), >=, 65536);
  g_assert_cmpuint(gantry_lane_get_n_losses(lane), ==, 1);
}

/* Who had a processor when switches were lost is not known of it in a file, either. */
static void
test_lost_switches (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("from kernel\n0ms a created thread\n0ms a started cpu 0\n1ms a running cpu 3\n"
                         "6ms switches lost 17 since 2ms cpu 3\n9ms end ok\n");
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_autoptr(GantryTimeline) read = read_bytes(data, length, &report, &error);
  g_assert_no_error(error);
  const GantryLane *core = gantry_script_find_lane(read, "core 3");
  g_assert_cmpuint(gantry_lane_get_n_losses(core), ==, 1);
  g_assert_cmpint(gantry_lane_get_loss(core, 0)->from, ==, 2000000);
  g_assert_cmpint(gantry_lane_get_loss(core, 0)->to, ==, 6000000);
  g_assert_cmpuint(gantry_lane_get_n_losses(gantry_script_find_lane(read, "core 0")), ==, 0);
}

static void
assert_refused (const void *data, gsize length, int code, const char *word)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) timeline = read_bytes(data, length, &report, &error);
  g_assert_null(timeline);
  g_assert_error(error, GANTRY_READING_ERROR, code);
  g_assert_nonnull(strstr(error->message, word));
}

static void
test_refused (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  gsize length;
  const void *data = g_bytes_get_data(bytes, &length);
  g_autofree char *changed = g_memdup2(data, length);
  assert_refused("", 0, GANTRY_READING_ERROR_FORMAT, "no .gantry file");
  assert_refused("GANTRY", 6, GANTRY_READING_ERROR_FORMAT, "no .gantry file");
  assert_refused(data, sizeof(GantryFileHeader), GANTRY_READING_ERROR_CONTENT, "byte 16");
  changed[8] = 2;
  assert_refused(changed, length, GANTRY_READING_ERROR_VERSION, "later");
  changed[8] = 1;
  changed[12] = 3;
  assert_refused(changed, length, GANTRY_READING_ERROR_CONTENT, "byte 12");
}

static void
cancel (int64_t bytes, gpointer cancellable)
{
  g_cancellable_cancel(cancellable);
}

static void
test_cancelled (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  GantryReading reading = {.cancellable = cancellable, .progress = cancel, .user_data = cancellable};
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_assert_null(gantry_trace_read(bytes, &reading, &report, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static char *
make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp("gantry-file-XXXXXX", &error);
  g_assert_no_error(error);
  return folder;
}

static void
test_recorded (void)
{
  g_autofree char *folder = make_folder(), *path = g_build_filename(folder, "a.gantry", NULL);
  g_autofree char *beside = g_strconcat(path, ".unfinished", NULL);
  g_autofree char *begun = g_strconcat(head, first_part, NULL);
  g_autoptr(GError) error = NULL;
  for (int round = 0; round < 2; round++) { /* where there is no such file, and where there is one */
    g_autoptr(GantryScript) script = gantry_script_new(begun);
    g_autoptr(GantryRecording) recording =
        gantry_recording_start(gantry_script_get_timeline(script), path, &error);
    g_assert_no_error(error);
    gantry_recording_step(recording);
    g_auto(GantryReport) report = {0}, whole_report = {0};
    g_autoptr(GantryTimeline) half =
        gantry_trace_file_read(round == 0 ? path : beside, NULL, &report, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(gantry_timeline_get_n_lanes(half), ==, 3);
    gantry_script_feed(script, second_part);
    gantry_script_feed(script, "12ms finish\n");
    g_assert_true(gantry_trace_save(gantry_script_get_timeline(script), path, &error));
    gantry_recording_remove_unfinished(recording);
    g_autoptr(GantryTimeline) whole = gantry_trace_file_read(path, NULL, &whole_report, &error);
    g_assert_no_error(error);
    g_assert_null(whole_report.fault);
    g_assert_cmpuint(gantry_timeline_get_n_lanes(whole), ==,
                     gantry_timeline_get_n_lanes(gantry_script_get_timeline(script)));
    g_assert_false(g_file_test(beside, G_FILE_TEST_EXISTS));
    /* What was opened before still stands, although its file is another now. */
    gantry_script_assert_lane(half, "main", "running 0-3 cpu 0, wait-lock 3-5+ line 22 for 0");
  }
  g_unlink(path);
  g_rmdir(folder);
}

/* A link stays one and leads to what is recorded; who may not read the file may not read what is to replace
 * it.
 */
static void
test_recorded_by_link (void)
{
  g_autofree char *folder = make_folder(), *path = g_build_filename(folder, "a.gantry", NULL);
  g_autofree char *link = g_build_filename(folder, "link.gantry", NULL);
  g_autofree char *beside = g_strconcat(path, ".unfinished", NULL);
  g_autoptr(GError) error = NULL;
  GStatBuf status;
  g_assert_cmpint(symlink("a.gantry", link), ==, 0);
  for (int round = 0; round < 2; round++) {
    g_autoptr(GantryTimeline) timeline = play_all();
    g_autoptr(GantryRecording) recording = gantry_recording_start(timeline, link, &error);
    g_assert_no_error(error);
    if (round > 0) {
      g_assert_cmpint(g_stat(beside, &status), ==, 0);
      g_assert_cmpint(status.st_mode & 077, ==, 0);
    }
    g_assert_true(gantry_recording_finish(recording));
    g_assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    g_assert_false(g_file_test(path, G_FILE_TEST_IS_SYMLINK));
    g_assert_cmpint(g_chmod(path, 0600), ==, 0);
  }
  g_assert_cmpint(g_unlink(link) + g_unlink(path) + g_rmdir(folder), ==, 0);
}

static void
test_not_saved (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autofree char *folder = make_folder(), *path = g_build_filename(folder, "no", "a.gantry", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(gantry_trace_save(timeline, path, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_null(gantry_recording_start(timeline, path, NULL));
  g_rmdir(folder);
}

/* What a person marked is in the file, and with it in pictures; after reading nothing is unsaved. */
static void
test_bookmarks (void)
{
  g_autoptr(GantryTimeline) timeline = play_all();
  g_autoptr(GBytes) bare = gantry_trace_to_bytes(timeline);
  g_assert_true(gantry_timeline_set_bookmark(timeline, 9 * 1000000, "late"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 3 * 1000000, "lunch ü"));
  g_assert_true(gantry_timeline_has_unsaved_bookmarks(timeline));
  g_autoptr(GBytes) bytes = gantry_trace_to_bytes(timeline);
  assert_same(timeline, bytes);
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) again = gantry_trace_read(bytes, NULL, &report, NULL);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(again);
  g_assert_cmpuint(bookmarks->len, ==, 2);
  const GantryBookmark *first = bookmarks->pdata[0], *second = bookmarks->pdata[1];
  g_assert_cmpint(first->time, ==, 3 * 1000000);
  g_assert_cmpstr(first->name, ==, "lunch ü");
  g_assert_cmpstr(second->name, ==, "late");
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(again));
  /* Without any, the file has no such table. */
  g_assert_true(gantry_timeline_remove_bookmark(again, 3 * 1000000));
  g_assert_true(gantry_timeline_remove_bookmark(again, 9 * 1000000));
  g_autoptr(GBytes) bare_again = gantry_trace_to_bytes(again);
  g_assert_true(g_bytes_equal(bare, bare_again));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/gantry-file/there-and-back", test_there_and_back);
  g_test_add_func("/gantry-file/bit-by-bit", test_bit_by_bit);
  g_test_add_func("/gantry-file/cut-off", test_cut_off);
  g_test_add_func("/gantry-file/too-long", test_too_long);
  g_test_add_func("/gantry-file/damaged", test_damaged);
  g_test_add_func("/gantry-file/lost-switches", test_lost_switches);
  g_test_add_func("/gantry-file/damaged-block", test_damaged_block);
  g_test_add_func("/gantry-file/bookmarks", test_bookmarks);
  g_test_add_func("/gantry-file/refused", test_refused);
  g_test_add_func("/gantry-file/cancelled", test_cancelled);
  g_test_add_func("/gantry-file/recorded", test_recorded);
  g_test_add_func("/gantry-file/recorded-by-link", test_recorded_by_link);
  g_test_add_func("/gantry-file/not-saved", test_not_saved);
  return g_test_run();
}
