/* How fast a Chrome trace is read into a timeline, and how much memory it takes; beside it json-glib, which
 * only makes a tree of the same bytes.
 *
 * Two traces: X events of forty threads in the order of time, as a profiler writes them, and nested B and E
 * with arguments, threads in turn. Times are of the processor, since the machine may have other things to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read.h"

#include <json-glib/json-glib.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define MEGABYTE 1e6
#define N_THREADS 40
#define PEER_PART 10 /* the tree of all of it would not fit every machine */

static double
processor_seconds (void)
{
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A line of /proc/self/status, in megabytes. */
static double
memory (const char *key)
{
  g_autofree char *status = NULL;
  if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL))
    return 0;
  const char *line = strstr(status, key);
  return line ? (double)g_ascii_strtoull(line + strlen(key), NULL, 10) * 1024 / MEGABYTE : 0;
}

static void
forget_peak (void)
{
  FILE *file = fopen("/proc/self/clear_refs", "w");
  if (file) {
    fputs("5", file);
    fclose(file);
  }
}

static char *
complete_events (uint32_t n_events)
{
  GString *text = g_string_new("{\"traceEvents\":[\n");
  uint64_t times[N_THREADS] = {0}, random = 1;
  for (uint32_t i = 0; i < n_events; i++) {
    random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
    uint32_t thread = (uint32_t)(random >> 33) % N_THREADS, length = (uint32_t)(random >> 40) % 500000;
    g_string_append_printf(
        text,
        "{\"pid\":1,\"tid\":%u,\"ts\":%" G_GUINT64_FORMAT
        ".%03u,\"ph\":\"X\",\"cat\":\"toplevel\",\"name\":\"Task%u::Run\",\"args\":{"
        "\"src_file\":\"base/task/%u.cc\",\"src_func\":\"Run\"},\"dur\":%u.%03u,\"tdur\":%u},\n",
        thread, 1000000 + times[thread], i % 1000, i % 300, i % 97, length / 1000, length % 1000,
        length / 2000);
    times[thread] += length / 1000 + 2;
  }
  g_string_append(text, "{\"ph\":\"i\",\"ts\":1000000,\"name\":\"end\"}]}\n");
  return g_string_free(text, FALSE);
}

static char *
nested_events (uint32_t n_events)
{
  static const char phases[] = "BBBEBEEE";
  GString *text = g_string_new("[\n");
  for (uint32_t i = 0; i < n_events; i++) {
    uint32_t thread = i % N_THREADS, turn = i / N_THREADS;
    g_string_append_printf(text, "{\"ph\":\"%c\",\"pid\":1,\"tid\":%u,\"ts\":%u.%03u", phases[turn % 8],
                           thread, turn * 3, thread);
    if (phases[turn % 8] == 'B')
      g_string_append_printf(text, ",\"name\":\"function_%u\",\"cat\":\"v8\",\"args\":{\"n\":%u}",
                             turn % 1000, i);
    g_string_append(text, "},\n");
  }
  return g_string_free(text, FALSE);
}

static void
measure_reader (const char *what, const char *text)
{
  gsize length = strlen(text);
  malloc_trim(0);
  forget_peak();
  double before = memory("VmRSS:"), begin = processor_seconds();
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text, (gssize)length, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, what, NULL, NULL, NULL);
  double seconds = processor_seconds() - begin, peak = memory("VmHWM:") - before;
  g_assert_nonnull(timeline);
  malloc_trim(0);
  double finished = memory("VmRSS:") - before;
  printf("%s, %.0f MB: %.0f MB/s; memory at most %.0f MB, of the timeline %.0f MB (%.2f times)\n", what,
         (double)length / MEGABYTE, (double)length / MEGABYTE / seconds, peak, finished, peak / finished);
}

static void
measure_peer (const char *text)
{
  gsize length = strlen(text) / PEER_PART;
  g_autofree char *part = g_strndup(text, length);
  /* A whole list: up to the last event in it, and its end. */
  char *last = g_strrstr(part, "},\n");
  memcpy(last, "}]}", 3);
  last[3] = '\0';
  double before = memory("VmRSS:");
  g_autoptr(JsonParser) parser = json_parser_new();
  forget_peak();
  double begin = processor_seconds();
  bool is_read = json_parser_load_from_data(parser, part, -1, NULL);
  double seconds = processor_seconds() - begin;
  printf("json-glib, a tree of %.0f MB of it: %.0f MB/s, %.0f MB of memory%s\n", (double)length / MEGABYTE,
         (double)length / MEGABYTE / seconds, memory("VmHWM:") - before, is_read ? "" : " (failed)");
}

int
main (void)
{
  g_autofree char *complete = complete_events(600000), *nested = nested_events(1600000);
  measure_reader("X events", complete);
  measure_reader("B and E events", nested);
  measure_peer(complete);
  return 0;
}
