/* Times in Chrome's format, reckoned with as other readers do: as doubles.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"

#include "timeline/import.h"

#include <json-glib/json-glib.h>
#include <math.h>

#define THREADS 4

/* Intervals of all lengths, from nanoseconds to minutes, one after the other. */
static GantryTimeline *
make_timeline (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("many");
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  for (int64_t thread = 0; thread < THREADS; thread++) {
    GantryTrack track = gantry_import_thread(import, 1, thread);
    int64_t time = thread * 123457;
    for (int i = 0; i < 4000; i++) {
      int64_t length = 1 + (int64_t)pow(10.0, g_rand_double_range(random, 0.0, 9.0));
      gantry_import_slice(import, track, time, length, gantry_import_name(import, "x", 1));
      time += length + (i % 3 == 0 ? g_rand_int_range(random, 1, 100000) : 0);
    }
  }
  return gantry_import_finish(import, NULL);
}

typedef struct {
  double origin; /* of the thread's first interval */
  double ts, dur;
  guint count;
} Thread;

static void
take (Thread *thread, JsonObject *event)
{
  double ts = json_object_get_double_member(event, "ts"), dur = json_object_get_double_member(event, "dur");
  if (thread->count++ == 0)
    thread->origin = ts;
  else {
    g_assert_cmpfloat(thread->ts + thread->dur, <=, ts);
    g_assert_cmpfloat((thread->ts - thread->origin) + thread->dur, <=, ts - thread->origin);
    /* to the nanosecond, it is there where the next one begins */
    g_assert_cmpint(llround(thread->ts * 1000.0) + llround(thread->dur * 1000.0), ==, llround(ts * 1000.0));
  }
  thread->ts = ts;
  thread->dur = dur;
}

/* No interval seems to reach into the next one, and the last one reaches to its lane's end. */
static void
test_sums (void)
{
  g_autoptr(GantryTimeline) timeline = make_timeline();
  g_autofree char *text = gantry_timeline_to_chrome_json(timeline);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, text, -1, NULL));
  JsonArray *events =
      json_object_get_array_member(json_node_get_object(json_parser_get_root(parser)), "traceEvents");
  Thread threads[THREADS] = {0};
  uint32_t first = GANTRY_NO_LANE;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && first == GANTRY_NO_LANE; i++)
    if (gantry_lane_get_kind(gantry_timeline_get_lane(timeline, i)) == GANTRY_LANE_THREAD)
      first = gantry_lane_get_id(gantry_timeline_get_lane(timeline, i));
  for (guint i = 0; i < json_array_get_length(events); i++) {
    JsonObject *event = json_array_get_object_element(events, i);
    if (g_strcmp0(json_object_get_string_member(event, "ph"), "X") != 0)
      continue;
    int64_t lane = json_object_get_int_member(event, "tid") - 1 - first;
    if (lane >= 0)
      take(&threads[lane], event);
  }
  for (uint32_t i = 0; i < THREADS; i++) {
    double ended = (double)gantry_lane_get_ended(gantry_timeline_find_lane(timeline, first + i)) / 1000.0;
    g_assert_cmpuint(threads[i].count, >, 4000);
    g_assert_cmpfloat(threads[i].ts + threads[i].dur, >=, ended);
    g_assert_cmpfloat(threads[i].ts * 0.001 + threads[i].dur * 0.001, >=, ended * 0.001);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chrome-doubles/sums", test_sums);
  return g_test_run();
}
