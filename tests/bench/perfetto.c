/* A long timeline out as a Perfetto trace and in again: time, length, memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "enormous.h"

#include "format/perfetto-read.h"
#include "format/perfetto-write.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/resource.h>

#define LANES 40
#define INTERVALS 50000 /* of each */

static double
peak_mib (void)
{
  struct rusage usage;
  return getrusage(RUSAGE_SELF, &usage) == 0 ? (double)usage.ru_maxrss / 1024 : 0;
}

static double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

static void
write_it (GFile *file)
{
  g_autoptr(GantryTimeline) timeline = gantry_enormous_new(LANES, INTERVALS);
  double before = peak_mib();
  gint64 start = g_get_monotonic_time();
  g_autoptr(GFileOutputStream) stream = g_file_replace(file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  if (!gantry_timeline_write_perfetto(timeline, G_OUTPUT_STREAM(stream), NULL, NULL) ||
      !g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, NULL))
    g_error("it cannot be written");
  double seconds = seconds_since(start);
  g_autoptr(GFileInfo) info = g_file_query_info(file, "standard::size", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  double mib = (double)g_file_info_get_size(info) / (1 << 20);
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("%d intervals written: %.2f s, %.0f MiB, %.1f million intervals/s, %.0f MiB of memory more\n",
         LANES * INTERVALS, seconds, mib, LANES * INTERVALS / seconds / 1e6, peak_mib() - before);
}

static void
read_it (GFile *file)
{
  double before = peak_mib();
  gint64 start = g_get_monotonic_time();
  g_auto(GantryReport) report = {0};
  g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, NULL);
  g_autoptr(GantryTimeline) timeline =
      gantry_perfetto_read(G_INPUT_STREAM(stream), "bench", NULL, &report, NULL);
  if (timeline == NULL)
    g_error("it cannot be read");
  g_autoptr(GFileInfo) info = g_file_query_info(file, "standard::size", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  double seconds = seconds_since(start), mib = (double)g_file_info_get_size(info) / (1 << 20);
  printf("read again: %.2f s, %.0f MiB/s, %.1f million events/s, %.0f MiB of memory at most, %.0f before\n",
         seconds, mib / seconds, (double)report.events / seconds / 1e6, peak_mib(), before);
}

int
main (void)
{
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "gantry-bench-XXXXXX.pftrace", NULL);
  int descriptor = g_mkstemp(path);
  if (descriptor < 0 || !g_close(descriptor, NULL))
    g_error("no place for %s", path);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  write_it(file);
  read_it(file);
  g_unlink(path);
  return 0;
}
