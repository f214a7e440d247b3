/* A trace that another program recorded, saved in each of our formats and read again: whose time counts, and
 * the counters of that program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/formats.h"
#include "format/trace-file.h"
#include "timeline/statistics.h"

#include <glib/gstdio.h>
#include <string.h>

/* Two threads, one of which has a slice within a slice; a lane for the process and one for the inner slice
 * show the same time again. */
static const char foreign[] = "[{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":0,\"dur\":100,\"name\":\"outer\"},"
                              "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":10,\"dur\":50,\"name\":\"inner\"},"
                              "{\"ph\":\"X\",\"pid\":1,\"tid\":2,\"ts\":50,\"dur\":100,\"name\":\"other\"},"
                              "{\"ph\":\"C\",\"pid\":1,\"ts\":20,\"name\":\"heap\",\"args\":{\"value\":7}},"
                              "{\"ph\":\"C\",\"pid\":1,\"ts\":30,\"name\":\"heap\",\"args\":{\"value\":3}}]";

static GantryTimeline *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  GantryTimeline *timeline = gantry_trace_file_read(path, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(report.fault, ==, NULL);
  return timeline;
}

static void
save (GantryTimeline *timeline, const GantryFormat *format, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  g_assert_true(format->write(timeline, stream, &error));
  g_assert_true(g_output_stream_close(stream, NULL, &error));
  g_autoptr(GBytes) bytes = g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);
  g_assert_true(g_file_set_contents(path, data, (gssize)length, &error));
}

static void
assert_counted (const GantryTimeline *timeline)
{
  int64_t tasks = 0, all = 0;
  uint32_t n_tasks = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t sums[GANTRY_N_STATES];
    gantry_statistics_lane(lane, sums);
    all += sums[GANTRY_STATE_RUNNING];
    tasks += gantry_lane_is_task(lane) ? sums[GANTRY_STATE_RUNNING] : 0;
    n_tasks += gantry_lane_is_task(lane);
  }
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 4);
  g_assert_cmpuint(n_tasks, ==, 2);
  g_assert_cmpint(tasks, ==, 200000);
  g_assert_cmpint(all, ==, 400000);
  g_assert_cmpint(statistics->on_cpu_max, ==, 2);
  g_assert_cmpint(statistics->in_flight_max, ==, 2);
}

static void
assert_values (const GantryTimeline *timeline)
{
  g_assert_cmpuint(gantry_timeline_get_n_things(timeline), ==, 1);
  const GantryThing *heap = gantry_timeline_get_thing(timeline, 0);
  g_assert_cmpstr(gantry_thing_get_name(heap), ==, "heap");
  g_assert_cmpuint(gantry_thing_get_n_steps(heap), ==, 2);
  g_assert_cmpint(gantry_thing_get_step(heap, 0).time, ==, 20000);
  g_assert_cmpint(gantry_thing_get_step(heap, 0).value, ==, 7);
  g_assert_cmpint(gantry_thing_get_step(heap, 1).value, ==, 3);
}

static void
test_read_again (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gantry-counted-XXXXXX", &error);
  g_assert_no_error(error);
  g_autofree char *path = g_build_filename(folder, "trace", NULL);
  g_assert_true(g_file_set_contents(path, foreign, -1, &error));
  g_autoptr(GantryTimeline) first = read_file(path);
  assert_counted(first);
  assert_values(first);
  for (const GantryFormat *format = gantry_formats; format->ending; format++) {
    if (strcmp(format->ending, "csv") == 0) /* is not read */
      continue;
    save(first, format, path);
    g_autoptr(GantryTimeline) again = read_file(path);
    assert_counted(again);
    assert_values(again);
  }
  g_assert_cmpint(g_remove(path), ==, 0);
  g_assert_cmpint(g_rmdir(folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/counted/read-again", test_read_again);
  return g_test_run();
}
