/* Files that become more than a machine has memory for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read.h"
#include "perfetto-trace.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROOM (2 << 20)
#define N_EVENTS 600000 /* at least 16 bytes each, several times the room */
#define REFUSED_FROM (40 << 20)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_BE_REFUSED false /* they end the program by themselves */
#else
#define CAN_BE_REFUSED true
#endif

/* Each test is done in a process of its own: what another gave back would be room that nobody counts. TRUE in
 * the one that only waits for it. */
static bool
is_done_elsewhere (void)
{
  if (g_test_subprocess())
    return false;
  g_test_trap_subprocess(NULL, 0, 0);
  g_test_trap_assert_passed();
  return true;
}

/* What has been read is kept, and it is told how far that is. */
static void
assert_is_a_part (const GantryTimeline *timeline, const GantryReport *report, gsize length)
{
  g_assert_nonnull(timeline);
  g_assert_cmpuint(report->events, >, 1000);
  g_assert_cmpuint(report->events, <, N_EVENTS);
  g_assert_true(g_str_has_prefix(report->fault, "the file cannot be read on from byte "));
  g_autofree char *size = g_format_size(ROOM);
  g_autofree char *why = g_strdup_printf(": it would take more than %s of memory", size);
  g_assert_true(g_str_has_suffix(report->fault, why));
  gint64 offset = g_ascii_strtoll(report->fault + strlen("the file cannot be read on from byte "), NULL, 10);
  g_assert_cmpint(offset, >, 0);
  g_assert_cmpint(offset, <, (gint64)length);
}

static void
test_chrome (void)
{
  if (is_done_elsewhere())
    return;
  g_autoptr(GString) text = g_string_new("[");
  const GantryReading little = {.most_memory = ROOM};
  for (int i = 0; i < N_EVENTS; i++)
    g_string_append_printf(text, "{\"ph\":\"X\",\"ts\":%d,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"a\"},\n",
                           i * 2);
  for (int i = 0; i < 2; i++) {
    g_auto(GantryReport) report = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text->str, (gssize)text->len, NULL);
    g_autoptr(GantryTimeline) timeline =
        gantry_chrome_read(stream, "t", i == 0 ? &little : NULL, &report, &error);
    g_assert_no_error(error);
    if (i == 0) {
      assert_is_a_part(timeline, &report, text->len);
    } else {
      g_assert_null(report.fault);
      g_assert_cmpuint(report.events, ==, N_EVENTS);
    }
  }
}

static void
test_perfetto (void)
{
  if (is_done_elsewhere())
    return;
  g_autoptr(GByteArray) trace = g_byte_array_new();
  const GantryReading little = {.most_memory = ROOM};
  for (int i = 0; i < N_EVENTS; i++)
    perfetto_put_event(trace, i, i % 2 == 0 ? SLICE_BEGIN : SLICE_END, 0, i % 2 == 0 ? "a" : NULL);
  g_auto(GantryReport) report = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(trace->data, (gssize)trace->len, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_perfetto_read(stream, "t", &little, &report, &error);
  g_assert_no_error(error);
  assert_is_a_part(timeline, &report, trace->len);
}

static void
limit_addresses (uint64_t more)
{
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
  uint64_t now = g_ascii_strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
  struct rlimit limit = {now + more, RLIM_INFINITY};
  g_assert_cmpint(setrlimit(RLIMIT_AS, &limit), ==, 0);
}

/* The machine gives no more, where there should be enough: that is told, and does not end the program. */
static void
test_refused (void)
{
  if (!CAN_BE_REFUSED || is_done_elsewhere())
    return;
  g_autoptr(GString) text = g_string_new("[");
  for (int i = 0; i < N_EVENTS; i++)
    g_string_append_printf(text, "{\"ph\":\"X\",\"ts\":%d,\"dur\":1,\"pid\":1,\"tid\":%d,\"name\":\"a\"},\n",
                           i * 2, i % 7);
  g_auto(GantryReport) report = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text->str, (gssize)text->len, NULL);
  limit_addresses(REFUSED_FROM);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, "t", NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_nonnull(timeline);
  g_assert_cmpuint(report.events, >, 1000);
  g_assert_cmpuint(report.events, <, N_EVENTS);
  g_assert_true(
      g_str_has_suffix(report.fault, ": there is not enough memory; close something and try again"));
}

/* A text of its whole length, which is read at once. */
static void
test_text_refused (void)
{
  if (!CAN_BE_REFUSED || is_done_elsewhere())
    return;
  g_autoptr(GString) text = g_string_new("[{\"ph\":\"X\",\"ts\":1,\"dur\":1,\"pid\":1,\"tid\":1,\"name\":\"");
  for (int i = 0; i < REFUSED_FROM; i++)
    g_string_append_c(text, 'a');
  g_string_append(text, "\"}]");
  g_auto(GantryReport) report = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text->str, (gssize)text->len, NULL);
  limit_addresses(REFUSED_FROM);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, "t", NULL, &report, &error);
  const char *told = timeline ? report.fault : error->message;
  g_assert_nonnull(strstr(told, "there is not enough memory; close something and try again"));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/reading-room/chrome", test_chrome);
  g_test_add_func("/reading-room/perfetto", test_perfetto);
  g_test_add_func("/reading-room/refused", test_refused);
  g_test_add_func("/reading-room/text-refused", test_text_refused);
  return g_test_run();
}
