/* What is no trace in the Chrome format, or only a part of one; and reading that is watched or cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-trace.h"
#include "timeline/script.h"

#include <string.h>

static void
test_no_trace (void)
{
  static const char *const texts[] = {
      "",
      "   ",
      "hello",
      "{}",
      "17",
      "{\"a\":[1,2,3]}",
      "[1,2,3]",
      "[\"a\"]",
      "null",
      "\xff\xfe",
      "{",
      "[{}]",
      "{\"traceEvents\":17}",
      "{\"traceEvents\":[",
      "}",
      "[[[[[",
      "{\"traceEvents\"",
      "{\"traceEvents\":{\"ph\":\"X\"}}",
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_auto(ChromeReading) reading = chrome_read_text(texts[i]);
    g_assert_null(reading.timeline);
    g_assert_cmpint(reading.error->domain, ==, GANTRY_READING_ERROR);
    g_assert_true(reading.error->code == GANTRY_READING_ERROR_FORMAT ||
                  reading.error->code == GANTRY_READING_ERROR_CONTENT);
  }
}

/* What looks like a trace is told from what does not. */
static void
test_no_known_event (void)
{
  g_auto(ChromeReading) numbers = chrome_read_text("[1,2,3]");
  g_assert_error(numbers.error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT);
  g_auto(ChromeReading) unknown = chrome_read_text("[{\"ph\":\"?\",\"ts\":1},{\"ph\":\"X\",\"pid\":1}]");
  g_assert_error(unknown.error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT);
}

static void
test_empty_trace (void)
{
  chrome_assert_lanes("[]", "");
  chrome_assert_lanes("[", "");
  chrome_assert_lanes("\xef\xbb\xbf {\"traceEvents\": [ ] }", "");
  chrome_assert_lanes("[{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"x\"}},\n", "");
}

/* As its writers leave it. */
static void
test_missing_end (void)
{
  static const char *const ends[] = {"", "\n", ",", ",\n", "]", ",]", "\n]\n"};
  for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *trace =
        g_strdup_printf("[\n{\"ph\":\"X\",\"ts\":1,\"dur\":2,\"name\":\"a\"}%s", ends[i]);
    chrome_assert_lanes(trace, "thread 0: running 0-2000 a");
  }
}

static void
test_faults (void)
{
  static const struct {
    const char *rest;
    const char *fault;
  } cases[] = {
      {",{\"ph\":\"X\",\"ts\":", "the file ends too early, at byte 55"},
      {",{\"ph\":\"X\",\"ts\"}]", "what stands at byte 54 is no JSON"},
      {",{\"ph\":\"X\",17]", "what stands at byte 50 is no JSON"},
      {",}]", "what stands at byte 40 is no JSON"},
      {"]]", "something follows the end of the trace, at byte 40"},
      {"] {\"more\":1}", "something follows the end of the trace, at byte 41"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *trace =
        g_strdup_printf("[{\"ph\":\"X\",\"ts\":1,\"dur\":2,\"name\":\"a\"  }%s", cases[i].rest);
    g_auto(ChromeReading) reading = chrome_read_text(trace);
    g_assert_no_error(reading.error);
    g_assert_cmpstr(reading.report.fault, ==, cases[i].fault);
    gantry_script_assert_text(chrome_describe_lanes(reading.timeline), "thread 0: running 0-2000 a");
  }
}

/* Cut off anywhere: what came before is there, and whether something is missing is said. */
static void
test_every_length (void)
{
  static const char first[] =
      "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
      "{\"name\":\"a\\\"\",\"ph\":\"X\",\"ts\":1,\"dur\":2.5,\"args\":{\"x\":[1,{}]}}";
  static const char rest[] =
      ",\n{\"name\":\"b\",\"ph\":\"X\",\"ts\":5,\"dur\":1}],\"otherData\":{\"v\":\"1\"}}\n";
  g_autofree char *trace = g_strconcat(first, rest, NULL);
  gsize length = strlen(trace), first_length = strlen(first);
  const char *second_end = strstr(trace, "1}]");
  for (gsize i = 0; i <= length; i++) {
    /* In memory of just that size, so that a byte read too far is noticed. */
    g_autofree char *part = g_memdup2(trace, i);
    g_auto(ChromeReading) reading = chrome_read_bytes(part, i);
    if (i < first_length) {
      g_assert_nonnull(reading.error);
      continue;
    }
    bool has_second = trace + i >= second_end + 2;
    g_assert_no_error(reading.error);
    g_assert_cmpuint(reading.report.events, ==, has_second ? 2 : 1);
    g_assert_true((reading.report.fault == NULL) == (i >= length - 1));
    gantry_script_assert_text(chrome_describe_lanes(reading.timeline),
                              has_second
                                  ? "thread 0: running 0-2500 a\", sleeping 2500-4000, running 4000-5000 b"
                                  : "thread 0: running 0-2500 a\"");
  }
}

/* The window that is read into grows with the file; an event may lie across any of its ends. */
static void
test_across_windows (void)
{
  static const gsize ends[] = {8192, 8192 + 16384, 8192 + 16384 + 32768, 1 << 20};
  g_autofree char *spaces = g_strnfill(1 << 20, ' ');
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
    for (gsize before = 1; before < 60; before++) {
      g_autofree char *trace = g_strdup_printf(
          "[%.*s{\"name\":\"a\\\"b\",\"ph\":\"X\",\"ts\":1,\"dur\":2.5}]", (int)(ends[i] - before), spaces);
      chrome_assert_lanes(trace, "thread 0: running 0-2500 a\"b");
    }
}

typedef struct {
  int64_t calls, bytes;
  bool is_over;
} Progress;

static void
on_progress (int64_t bytes, gpointer user_data)
{
  Progress *progress = user_data;
  g_assert_cmpint(bytes, >, 0);
  g_assert_false(progress->is_over);
  progress->calls++;
  progress->bytes = bytes;
}

static void
on_all_read (gpointer user_data)
{
  Progress *progress = user_data;
  g_assert_false(progress->is_over);
  progress->is_over = true;
}

static void
on_progress_cancel (int64_t bytes, gpointer user_data)
{
  g_cancellable_cancel(user_data);
}

static char *
large_trace (void)
{
  GString *text = g_string_new("[");
  for (int i = 0; i < 50000; i++)
    g_string_append_printf(text,
                           "{\"ph\":\"X\",\"ts\":%d.5,\"dur\":0.5,\"pid\":1,\"tid\":%d,\"name\":\"n%d\"},\n",
                           i, i % 7, i % 100);
  g_string_append(text, "]");
  return g_string_free(text, FALSE);
}

static void
test_progress (void)
{
  Progress progress = {0};
  const GantryReading how = {.progress = on_progress, .all_read = on_all_read, .user_data = &progress};
  g_autofree char *text = large_trace();
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text, -1, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, NULL, &how, NULL, NULL);
  g_assert_nonnull(timeline);
  g_assert_cmpint(progress.calls, >=, (int64_t)(strlen(text) >> 20));
  g_assert_cmpint(progress.bytes, ==, (int64_t)strlen(text));
  g_assert_true(progress.is_over);
  size_t n_intervals = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    n_intervals += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  /* Each slice and the pause after it, of a thread and of the process. */
  g_assert_cmpuint(n_intervals, ==, 2 * 2 * 50000 - 7 - 1);
}

static void
test_cancel (void)
{
  g_autofree char *text = large_trace();
  for (int turn = 0; turn < 2; turn++) {
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    const GantryReading how = {
        .cancellable = cancellable, .progress = on_progress_cancel, .user_data = cancellable};
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text, -1, NULL);
    if (turn == 1)
      g_cancellable_cancel(cancellable);
    g_assert_null(gantry_chrome_read(stream, NULL, &how, &report, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_null(report.format);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chrome-damage/no-trace", test_no_trace);
  g_test_add_func("/chrome-damage/no-known-event", test_no_known_event);
  g_test_add_func("/chrome-damage/empty-trace", test_empty_trace);
  g_test_add_func("/chrome-damage/missing-end", test_missing_end);
  g_test_add_func("/chrome-damage/faults", test_faults);
  g_test_add_func("/chrome-damage/every-length", test_every_length);
  g_test_add_func("/chrome-damage/across-windows", test_across_windows);
  g_test_add_func("/chrome-damage/progress", test_progress);
  g_test_add_func("/chrome-damage/cancel", test_cancel);
  return g_test_run();
}
