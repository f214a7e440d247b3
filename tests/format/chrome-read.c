/* The Chrome trace event format, read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-trace.h"
#include "timeline/script.h"

#include <string.h>

/* "print 5 a, …" */
static char *
describe_marks (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
    g_string_append_printf(text, "%s%s %" G_GINT64_FORMAT " %s", i > 0 ? ", " : "",
                           gantry_lane_get_name(lane), mark->time, mark->text);
  }
  return g_string_free(text, FALSE);
}

static void
test_slices (void)
{
  chrome_assert_lanes(
      "[{\"ph\":\"B\",\"ts\":10,\"pid\":1,\"tid\":1,\"name\":\"a\"},"
      "{\"ph\":\"B\",\"ts\":12,\"pid\":1,\"tid\":1,\"name\":\"b\"},"
      "{\"ph\":\"E\",\"ts\":13,\"pid\":1,\"tid\":1},"
      "{\"ph\":\"E\",\"ts\":15,\"pid\":1,\"tid\":1},"
      "{\"ph\":\"X\",\"ts\":11,\"dur\":3.5,\"pid\":1,\"tid\":2,\"name\":\"c\"}]",
      "thread 1: running 0-5000 a; thread 1 · 2: running 2000-3000 b; thread 2: running 1000-4500 c");
  /* In any order, and unfinished. */
  chrome_assert_lanes("[{\"ph\":\"E\",\"ts\":15,\"pid\":1,\"tid\":1},"
                      "{\"ph\":\"B\",\"ts\":20,\"pid\":1,\"tid\":1,\"name\":\"open\"},"
                      "{\"ph\":\"B\",\"ts\":10,\"pid\":1,\"tid\":1,\"name\":\"a\"},"
                      "{\"ph\":\"I\",\"ts\":30,\"pid\":1,\"tid\":1,\"name\":\"end\"}]",
                      "thread 1: running 0-5000 a, sleeping 5000-10000, running 10000-20000 open");
  /* An end that tells its name ends that one; a nameless one goes with any. */
  chrome_assert_lanes(
      "[{\"ph\":\"B\",\"ts\":10,\"pid\":1,\"tid\":1,\"name\":\"a\"},"
      "{\"ph\":\"B\",\"ts\":12,\"pid\":1,\"tid\":1,\"name\":\"b\"},"
      "{\"ph\":\"E\",\"ts\":13,\"pid\":1,\"tid\":1,\"name\":\"before\"},"
      "{\"ph\":\"E\",\"ts\":14,\"pid\":1,\"tid\":1,\"name\":\"a\"},"
      "{\"ph\":\"B\",\"ts\":15,\"pid\":1,\"tid\":1,\"name\":\"c\"},"
      "{\"ph\":\"E\",\"ts\":16,\"pid\":1,\"tid\":1,\"name\":\"\"},"
      "{\"ph\":\"E\",\"ts\":17,\"pid\":1,\"tid\":1,\"name\":\"b\"}]",
      "thread 1: running 0-4000 a, sleeping 4000-5000, running 5000-6000 c, sleeping 6000-7000; "
      "thread 1 · 2: running 2000-4000 b");
  /* Without a thread it is the process's first one; of a word for a phase the first letter counts. */
  chrome_assert_lanes("[{\"ph\":\"X\",\"ts\":1,\"dur\":5,\"pid\":7,\"name\":\"inner\"},"
                      "{\"ph\":\"XXX\",\"ts\":1,\"dur\":10,\"pid\":7,\"tid\":7,\"name\":\"outer\"}]",
                      "thread 7: running 0-10000 outer; thread 7 · 2: running 0-5000 inner");
}

static void
test_names (void)
{
  static const char trace[] =
      "{\"traceEvents\":["
      "{\"ph\":\"X\",\"ts\":1,\"dur\":1,\"pid\":7,\"tid\":1,\"name\":\"late\"},"
      "{\"ph\":\"X\",\"ts\":0,\"dur\":1,\"pid\":7,\"tid\":2,\"name\":\"early\"},"
      "{\"ph\":\"X\",\"ts\":0,\"dur\":1,\"pid\":\"GPU\",\"tid\":\"stream 7\",\"name\":\"kernel\"},"
      "{\"ph\":\"X\",\"ts\":0,\"dur\":1,\"pid\":\"8\",\"tid\":\"9\",\"name\":\"x\"},"
      "{\"ph\":\"M\",\"pid\":8,\"tid\":9,\"name\":\"thread_name\",\"args\":{\"name\":\"eight\"}},"
      "{\"ph\":\"M\",\"pid\":7,\"name\":\"process_labels\",\"args\":{\"labels\":\"News\"}},"
      "{\"ph\":\"M\",\"pid\":7,\"name\":\"process_name\",\"args\":{\"name\":\"Renderer\"}},"
      "{\"ph\":\"M\",\"pid\":7,\"name\":\"process_sort_index\",\"args\":{\"sort_index\":-3}},"
      "{\"ph\":\"M\",\"pid\":7,\"tid\":1,\"name\":\"thread_name\",\"args\":{\"name\":\"Main\"}},"
      "{\"ph\":\"M\",\"pid\":7,\"tid\":2,\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":2}},"
      "{\"ph\":\"M\",\"pid\":7,\"name\":\"num_cpus\",\"args\":{\"number\":12}},"
      "{\"ph\":\"M\",\"pid\":8,\"name\":\"num_cpus\",\"args\":{\"number\":1}},"
      "{\"ph\":\"M\",\"pid\":7,\"name\":\"process_uptime_seconds\",\"args\":{\"uptime\":1}}]}";
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(trace);
  GString *names = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    g_string_append_printf(names, "%s, ", gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)));
  g_assert_cmpstr(names->str, ==, "Renderer · News, Main, thread 2, GPU, stream 7, process 8, eight, ");
  g_string_free(names, TRUE);
  g_assert_cmpint(gantry_timeline_get_facts(timeline)->cores, ==, 12);
  g_assert_cmpstr(gantry_timeline_get_facts(timeline)->title, ==, "a trace");
  g_assert_cmpuint(gantry_lane_get_pid(gantry_timeline_get_lane(timeline, 1)), ==, 7);
  g_assert_cmpuint(gantry_lane_get_pid(gantry_timeline_get_lane(timeline, 4)), ==, 0);
}

static void
test_texts (void)
{
  chrome_assert_lanes(
      "[{\"ph\":\"X\",\"ts\":0,\"dur\":1,\"name\":\"a\\\"b\\\\c\\/\\n\\u00e4\\ud83d\\ude00\"},"
      "{\"ph\":\"X\",\"ts\":1,\"dur\":1,\"name\":\"\\ud83d \\ude00\\u12\\x\"},"
      "{\"ph\":\"X\",\"ts\":2,\"dur\":1,\"name\":\"\xff\xc3\"},"
      "{\"ph\":\"X\",\"ts\":3,\"dur\":1,\"name\":\"\"},"
      "{\"ph\":\"X\",\"ts\":4,\"dur\":1,\"name\":17},"
      "{\"ph\":\"X\",\"ts\":5,\"dur\":1}]",
      "thread 0: running 0-1000 a\"b\\c/\nä😀, running 1000-2000 � �12x, running 2000-3000 ��, "
      "running 3000-4000, running 4000-5000, running 5000-6000");
}

static void
test_instants (void)
{
  g_autoptr(GantryTimeline) timeline =
      chrome_timeline_of("[{\"ph\":\"i\",\"ts\":3,\"pid\":1,\"tid\":2,\"name\":\"a\",\"s\":\"t\"},"
                         "{\"ph\":\"I\",\"ts\":1,\"pid\":1,\"tid\":2,\"name\":\"b\"},"
                         "{\"ph\":\"i\",\"ts\":2,\"pid\":1,\"tid\":2,\"name\":\"c\",\"s\":\"p\"},"
                         "{\"ph\":\"R\",\"ts\":4,\"pid\":1,\"tid\":2,\"name\":\"d\"},"
                         "{\"ph\":\"X\",\"ts\":5,\"pid\":1,\"tid\":2,\"name\":\"takes no time\"}]");
  gantry_script_assert_text(describe_marks(timeline), "thread 2 0 b, process 1 1000 c, thread 2 2000 a, "
                                                      "thread 2 3000 d, thread 2 4000 takes no time");
}

static void
test_counters (void)
{
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(
      "[{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"heap\",\"args\":{\"used\":5,\"free\":-2.5e0}},"
      "{\"ph\":\"C\",\"ts\":3,\"pid\":1,\"name\":\"heap\",\"args\":{\"used\":\"7\",\"note\":\"x\",\"deep\":{}"
      "}},"
      "{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"n\",\"id\":\"0x7\",\"args\":{\"value\":1e3}},"
      "{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"m\",\"args\":{\"m\":9007199254740991}}]");
  static const char *const names[] = {"heap.used", "heap.free, thousandths", "n[0x7]", "m"};
  static const char *const steps[] = {"0=5 0.002=7", "0=-2500", "0=1000", "0=9007199254740991"};
  /* The same when they are written and read again. */
  g_autofree char *text = gantry_timeline_to_chrome_json(timeline);
  g_autoptr(GantryTimeline) again = chrome_timeline_of(text);
  for (uint32_t i = 0; i < 4; i++) {
    g_assert_cmpstr(gantry_thing_get_name(gantry_timeline_get_thing(timeline, i)), ==, names[i]);
    gantry_script_assert_text(gantry_script_describe_thing(timeline, i), steps[i]);
    g_assert_cmpstr(gantry_thing_get_name(gantry_timeline_get_thing(again, i)), ==, names[i]);
    gantry_script_assert_text(gantry_script_describe_thing(again, i), steps[i]);
  }
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), ==, 4);
  g_assert_cmpuint(gantry_timeline_get_n_things(again), ==, 4);
}

static void
test_flows (void)
{
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(
      "[{\"ph\":\"X\",\"ts\":0,\"dur\":9000,\"pid\":1,\"tid\":1,\"name\":\"x\",\"bind_id\":\"0x1\",\"flow_"
      "out\":true},"
      "{\"ph\":\"X\",\"ts\":1000,\"dur\":9000,\"pid\":1,\"tid\":2,\"name\":\"y\",\"bind_id\":\"0x1\",\"flow_"
      "in\":true},"
      "{\"ph\":\"B\",\"ts\":1000,\"pid\":1,\"tid\":3,\"name\":\"z\",\"bind_id\":\"0x1\",\"flow_in\":true},"
      "{\"ph\":\"s\",\"ts\":2000,\"pid\":1,\"tid\":1,\"name\":\"n\",\"cat\":\"c\",\"id\":5},"
      "{\"ph\":\"s\",\"ts\":2000,\"pid\":1,\"tid\":1,\"name\":\"other\",\"cat\":\"c\",\"id\":5},"
      "{\"ph\":\"t\",\"ts\":3000,\"pid\":1,\"tid\":2,\"name\":\"n\",\"cat\":\"c\",\"id\":5},"
      "{\"ph\":\"f\",\"ts\":4000,\"pid\":1,\"tid\":1,\"name\":\"n\",\"cat\":\"c\",\"id\":5,\"bp\":\"e\"},"
      "{\"ph\":\"f\",\"ts\":5000,\"pid\":1,\"tid\":3,\"name\":\"n\",\"cat\":\"c\",\"id\":5,\"bp\":\"e\"},"
      "{\"ph\":\"s\",\"ts\":100,\"pid\":1,\"tid\":1,\"name\":\"n\",\"cat\":\"c\",\"id\":6},"
      "{\"ph\":\"f\",\"ts\":200,\"pid\":1,\"tid\":3,\"name\":\"n\",\"cat\":\"c\",\"id\":6},"
      "{\"ph\":\"f\",\"ts\":4000,\"pid\":1,\"tid\":1,\"name\":\"n\",\"cat\":\"c\"}]");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "put thread 1 0.1 - thread 3 1, put thread 1 0 - thread 2 1, put thread 1 0 - "
                            "thread 3 1, put thread 1 2 - thread 2 3, "
                            "put thread 2 3 - thread 1 4, put thread 2 3 - thread 3 5");
}

static void
test_asynchronous (void)
{
  /* Two at once take two rows, the third takes the first again; what is within stays with its own. */
  chrome_assert_lanes(
      "[{\"ph\":\"b\",\"ts\":0,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"load\"},"
      "{\"ph\":\"b\",\"ts\":2,\"pid\":1,\"cat\":\"c\",\"id\":\"2\",\"name\":\"load\"},"
      "{\"ph\":\"b\",\"ts\":3,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"parse\"},"
      "{\"ph\":\"e\",\"ts\":4,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"parse\"},"
      "{\"ph\":\"e\",\"ts\":5,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"load\"},"
      "{\"ph\":\"b\",\"ts\":6,\"pid\":1,\"cat\":\"c\",\"id\":3,\"name\":\"load\"},"
      "{\"ph\":\"e\",\"ts\":7,\"pid\":1,\"cat\":\"c\",\"id\":3,\"name\":\"load\"},"
      "{\"ph\":\"e\",\"ts\":8,\"pid\":1,\"cat\":\"c\",\"id\":\"2\",\"name\":\"load\"},"
      "{\"ph\":\"S\",\"ts\":0,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\"},"
      "{\"ph\":\"F\",\"ts\":2,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\"},"
      "{\"ph\":\"b\",\"ts\":0,\"pid\":1,\"id2\":{\"local\":\"1\"},\"name\":\"own\"},"
      "{\"ph\":\"b\",\"ts\":0,\"pid\":2,\"id2\":{\"local\":\"1\"},\"name\":\"own\"},"
      "{\"ph\":\"e\",\"ts\":1,\"pid\":1,\"id2\":{\"local\":\"1\"},\"name\":\"own\"},"
      "{\"ph\":\"e\",\"ts\":2,\"pid\":2,\"id2\":{\"local\":\"1\"},\"name\":\"own\"}]",
      "load: running 0-5000 load, sleeping 5000-6000, running 6000-7000 load; "
      "load · 2: running 3000-4000 parse; load 2: running 2000-8000 load; old: running 0-2000 old; "
      "own: running 0-1000 own; own: running 0-2000 own");
  /* In any order; an end that names another one ends that, and what is within. */
  chrome_assert_lanes("[{\"ph\":\"e\",\"ts\":9,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"load\"},"
                      "{\"ph\":\"b\",\"ts\":5,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"load\"},"
                      "{\"ph\":\"e\",\"ts\":6,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"other\"},"
                      "{\"ph\":\"b\",\"ts\":7,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"within\"},"
                      "{\"ph\":\"e\",\"ts\":3,\"pid\":1,\"cat\":\"c\",\"id\":2,\"name\":\"load\"},"
                      "{\"ph\":\"b\",\"ts\":0,\"pid\":1,\"cat\":\"c\",\"id\":2,\"name\":\"load\"}]",
                      "load: running 0-3000 load, sleeping 3000-5000, running 5000-9000 load; "
                      "load · 2: running 7000-9000 within");
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(
      "[{\"ph\":\"S\",\"ts\":0,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\"},"
      "{\"ph\":\"T\",\"ts\":1,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\",\"args\":{\"step\":\"go\"}},"
      "{\"ph\":\"p\",\"ts\":2,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\"},"
      "{\"ph\":\"F\",\"ts\":3,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"old\"},"
      "{\"ph\":\"n\",\"ts\":3,\"pid\":1,\"cat\":\"c\",\"id\":1,\"name\":\"alone\"}]");
  gantry_script_assert_text(describe_marks(timeline), "old 1000 go, old 2000 old, process 1 3000 alone");
}

static void
test_states (void)
{
  static const char trace[] =
      "[{\"ph\":\"T\",\"ts\":5,\"dur\":2,\"pid\":1,\"tid\":1,\"name\":\"Runnable\"},"
      "{\"ph\":\"T\",\"ts\":0,\"dur\":5,\"pid\":1,\"tid\":1,\"name\":\"Running\",\"args\":{\"cpu\":3}},"
      "{\"ph\":\"T\",\"ts\":7,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"D\",\"args\":{\"io_wait\":true}},"
      "{\"ph\":\"T\",\"ts\":8,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"Uninterruptible Sleep\"},"
      "{\"ph\":\"T\",\"ts\":9,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"wait-lock\"},"
      "{\"ph\":\"T\",\"ts\":12,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"Stopped\",\"args\":{\"cpu\":-7}},"
      "{\"ph\":\"X\",\"ts\":1,\"dur\":2,\"pid\":1,\"tid\":1,\"name\":\"work\"}]";
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(trace);
  gantry_script_assert_text(chrome_describe_lanes(timeline),
                            "thread 1: running 0-1000 cpu 3, running 1000-3000 work cpu 3, "
                            "running 3000-5000 cpu 3, ready 5000-7000, io-file 7000-8000, "
                            "blocked 8000-9000, wait-lock 9000-10000, sleeping 10000-13000");
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 1);
  gantry_script_assert_lane(timeline, "core 3", "running 0-0.005 for 1, sleeping 0.005-0.013");
}

/* Exactly, where a floating point number would be off. */
static void
test_nanoseconds (void)
{
  static const struct {
    const char *from, *duration;
    int64_t ns;
  } cases[] = {
      {"1700000000000000.001", "0.999", 999},
      {"1700000000000000.001", "123456789.123", INT64_C(123456789123)},
      {"0", "0.0014", 1},
      {"0", "0.0015", 2},
      {"0", "1.7e1", 17000},
      {"0", "17E-2", 170},
      {"0", "\"2.5\"", 2500},
      {"0", "000000000000000000000000001.5", 1500},
      {"0", "1.0005000000000000000000000000000000000009", 1001},
      {"-0.5", "1", 1000},
      {"0", ".5", 500},
      {"0", "1e400", INT64_C(1) << 61},
      {"0", "99999999999999999999999999999", INT64_C(1) << 61},
      {"0", "1e-400", 0},
      {"0", "-5", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *trace = g_strdup_printf("[{\"ph\":\"X\",\"ts\":%s,\"dur\":%s,\"name\":\"a\"}]",
                                             cases[i].from, cases[i].duration);
    g_autoptr(GantryTimeline) timeline = chrome_timeline_of(trace);
    GantryRunResult result;
    gantry_timeline_get_result(timeline, &result);
    g_assert_cmpint(result.wall_ns, ==, cases[i].ns);
  }
}

static void
test_hostile_numbers (void)
{
  static const char *const numbers[] = {"NaN",   "Infinity", "null", "true", "\"\"", "\"x\"", "{}",
                                        "[1,2]", "1.2.3",    "--1",  "e5",   "-",    ".",     "0x10"};
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *trace =
        g_strdup_printf("[{\"ph\":\"X\",\"ts\":%s,\"dur\":1,\"name\":\"a\"},{\"ph\":\"X\",\"ts\":1,\"dur\":%"
                        "s,\"name\":\"b\"},"
                        "{\"ph\":\"X\",\"ts\":2,\"dur\":3,\"pid\":%s,\"tid\":%s,\"name\":\"c\"},"
                        "{\"ph\":\"C\",\"ts\":2,\"name\":\"d\",\"args\":{\"n\":%s}}]",
                        numbers[i], numbers[i], numbers[i], numbers[i], numbers[i]);
    g_auto(ChromeReading) reading = chrome_read_text(trace);
    g_assert_no_error(reading.error);
    g_assert_cmpstr(reading.report.fault, ==, NULL);
    g_assert_cmpuint(reading.report.events, ==, 4);
    g_assert_cmpuint(reading.report.skipped, >=, 2);
  }
  /* Far apart, nothing overflows. */
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(
      "[{\"ph\":\"X\",\"ts\":-9e99,\"dur\":9e99,\"tid\":1e99,\"pid\":-1e99,\"name\":\"a\"},"
      "{\"ph\":\"X\",\"ts\":9e99,\"dur\":9e99,\"tid\":1e99,\"pid\":-1e99,\"name\":\"b\"}]");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.wall_ns, ==, INT64_C(1) << 61);
}

static void
test_what_is_skipped (void)
{
  g_auto(ChromeReading) reading = chrome_read_text(
      "{\"displayTimeUnit\":\"ms\",\"stackFrames\":{\"5\":{\"name\":\"}\"}},\"n\":12,"
      "\"traceEvents\":[{\"ph\":\"O\",\"ts\":1,\"args\":{\"snapshot\":{\"a\":[[[\"]\\\"\"]]]}}},"
      "{\"ph\":\"P\",\"ts\":1},{\"ph\":\"X\",\"ts\":1,\"dur\":2,\"name\":\"a\",\"cname\":\"good\","
      "\"tts\":1,\"tdur\":1,\"sf\":4},{\"ph\":\"?Y\",\"ts\":1},{\"name\":\"no phase\"},{},17,\"text\","
      "[{\"ph\":\"X\"}],null],\"systemTraceEvents\":\"SystemTraceData\",\"traceEvents\":["
      "{\"ph\":\"X\",\"ts\":4,\"dur\":2,\"name\":\"b\"}]} \n");
  g_assert_no_error(reading.error);
  g_assert_cmpstr(reading.report.fault, ==, NULL);
  g_assert_cmpstr(reading.report.format, ==, "Chrome trace event JSON");
  g_assert_cmpuint(reading.report.events, ==, 11);
  g_assert_cmpuint(reading.report.skipped, ==, 9);
  gantry_script_assert_text(chrome_describe_lanes(reading.timeline),
                            "thread 0: running 0-2000 a, sleeping 2000-3000, running 3000-5000 b");
}

/* Deeper than any stack, longer than any block. */
static void
test_large_values (void)
{
  g_autofree char *brackets = g_strnfill(3000000, '['), *closed = g_strnfill(3000000, ']');
  g_autofree char *letters = g_strnfill(20000000, 'x');
  g_autofree char *trace = g_strdup_printf(
      "{\"deep\":%s%s,\"%.*s\":\"%s\\\"\",\"traceEvents\":[{\"ph\":\"X\",\"args\":%s%s,\"ts\":1,\"dur\":2,"
      "\"name\":\"%.3000000s\"},{\"ph\":\"X\",\"ts\":9,\"args\":\"%s\"},{\"ph\":\"i\",\"ts\":1,\"name\":"
      "\"b\"}]}",
      brackets, closed, 3000000, letters, letters, brackets, closed, letters, letters);
  g_auto(ChromeReading) reading = chrome_read_text(trace);
  g_assert_no_error(reading.error);
  g_assert_cmpstr(reading.report.fault, ==, NULL);
  g_assert_cmpuint(reading.report.events, ==, 3);
  g_assert_cmpuint(reading.report.skipped, ==, 1); /* too long to be looked at whole */
  const GantryLane *lane = gantry_timeline_get_lane(reading.timeline, 1);
  GantryInterval interval;
  gantry_lane_get_interval(lane, 0, &interval);
  g_assert_cmpuint(strlen(gantry_timeline_get_line_label(reading.timeline, interval.line)), ==,
                   GANTRY_TEXT_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chrome-read/slices", test_slices);
  g_test_add_func("/chrome-read/names", test_names);
  g_test_add_func("/chrome-read/texts", test_texts);
  g_test_add_func("/chrome-read/instants", test_instants);
  g_test_add_func("/chrome-read/counters", test_counters);
  g_test_add_func("/chrome-read/flows", test_flows);
  g_test_add_func("/chrome-read/asynchronous", test_asynchronous);
  g_test_add_func("/chrome-read/states", test_states);
  g_test_add_func("/chrome-read/nanoseconds", test_nanoseconds);
  g_test_add_func("/chrome-read/hostile-numbers", test_hostile_numbers);
  g_test_add_func("/chrome-read/skipped", test_what_is_skipped);
  g_test_add_func("/chrome-read/large-values", test_large_values);
  return g_test_run();
}
