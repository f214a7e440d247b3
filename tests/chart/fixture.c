/* The runs that charts are tested with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fixture.h"

#include "chart/painter.h"

#include <math.h>
#include <string.h>

static const char kitchen[] =
    "title 'Producer and consumers'\n"
    "model threads\n cores 2\n from kernel\n record-cost 21ns\n"
    "thing queue orders 3\n thing lock kitchen\n thing 'shared variable' served\n"
    "label 6 'compute 8ms'\n label 7 'put orders'\n label 11 'get orders'\n label 12 'with kitchen'\n"
    "label 13 'compute 22ms'\n label 14 'sleep 10ms'\n label 15 'read 64KB'\n label 19 'join'\n"
    "label 20 'print \"Closed\"'\n label 3 'start'\n"
    "0ms main created thread\n"
    "0ms main started cpu 1 pid 4711\n"
    "0ms main running line 3 cpu 1\n"
    "0ms main value served 0\n"
    "0.6ms waiter created thread by main\n"
    "1ms 'cook 1' created thread by main\n"
    "1.5ms 'cook 2' created thread by main\n"
    "2ms main wait-join for waiter line 19\n"
    "2ms waiter started cpu 0 pid 4711\n"
    "2ms waiter running line 6 cpu 0\n"
    "2.2ms 'cook 1' started cpu 1 pid 4711\n"
    "2.3ms 'cook 1' wait-queue for orders line 11\n"
    "2.4ms 'cook 2' started cpu 1 pid 4711\n"
    "2.5ms 'cook 2' wait-queue for orders line 11\n"
    "18ms waiter length orders 1\n"
    "18ms 'cook 2' length orders 0 get\n"
    "18ms 'cook 2' woken by waiter at 17.9ms\n"
    "18ms 'cook 2' running line 11 cpu 1\n"
    "18ms waiter wait-queue for orders line 7\n"
    "20ms waiter woken\n"
    "20ms waiter ready line 7\n"
    "19ms 'cook 1' length orders 0 get\n"
    "20ms 'cook 1' woken by waiter at 18ms\n"
    "20ms 'cook 1' running line 13 cpu 0\n"
    "20ms 'cook 1' acquired kitchen\n"
    "24ms 'cook 2' wait-lock for kitchen line 12\n"
    "30ms waiter running line 6 cpu 1\n"
    "46ms waiter length orders 1\n"
    "46ms waiter ready line 6\n"
    "52ms waiter running line 6 cpu 0\n"
    "52ms 'cook 1' released kitchen\n"
    "52ms 'cook 1' value served 1\n"
    "52ms 'cook 1' sleeping line 14\n"
    "52ms 'cook 2' acquired kitchen from 'cook 1'\n"
    "60ms 'cook 2' released kitchen\n"
    "60ms 'cook 2' woken by 'cook 1' at 52ms\n"
    "60ms 'cook 2' io-file line 15\n"
    "60ms 'cook 1' woken\n"
    "60ms 'cook 1' running line 12 cpu 1\n"
    "62ms 'cook 1' acquired kitchen\n"
    "60ms 'cook 1' length orders 0 get\n"
    "70ms waiter length orders 1\n"
    "70ms waiter wait-queue for orders line 7\n"
    "72ms 'cook 2' wait-lock for kitchen line 12\n"
    "74ms waiter length orders 2\n"
    "74ms waiter woken\n"
    "74ms waiter running line 7 cpu 0\n"
    "82ms 'cook 1' ready line 13\n"
    "84ms 'cook 1' running line 13 cpu 1\n"
    "84ms waiter length orders 3\n"
    "84ms waiter wait-queue for orders line 7\n"
    "100ms 'cook 1' released kitchen\n"
    "100ms 'cook 1' value served 2\n"
    "100ms 'cook 2' acquired kitchen from 'cook 1'\n"
    "100ms 'cook 2' woken by 'cook 1' at 100ms\n"
    "100ms 'cook 2' running line 13 cpu 0\n"
    "118ms 'cook 1' sleeping line 14\n"
    "122ms 'cook 2' length orders 2 get\n"
    "122ms 'cook 2' released kitchen\n"
    "122ms 'cook 2' value served 3\n"
    "122ms 'cook 2' print 'served 3' line 13\n"
    "122ms 'cook 2' sleeping line 14\n"
    "122ms waiter woken by 'cook 2' at 122ms\n"
    "122ms waiter length orders 3\n"
    "122ms waiter running line 7 cpu 1\n"
    "126ms waiter ended ok\n"
    "128ms 'cook 2' woken\n"
    "128ms 'cook 2' length orders 2 get\n"
    "128ms 'cook 2' running line 13 cpu 0\n"
    "130ms 'cook 1' woken\n"
    "130ms 'cook 1' wait-queue for orders line 11\n"
    "140ms 'cook 1' woken\n"
    "140ms 'cook 1' length orders 1 get\n"
    "140ms 'cook 1' running line 12 cpu 1\n"
    "150ms 'cook 1' acquired kitchen\n"
    "150ms 'cook 2' wait-lock for kitchen line 12\n"
    "160ms 'cook 1' running line 13 cpu 0\n"
    "166ms 'cook 1' released kitchen\n"
    "166ms 'cook 1' value served 4\n"
    "166ms 'cook 2' woken by 'cook 1' at 166ms\n"
    "166ms 'cook 2' acquired kitchen from 'cook 1'\n"
    "166ms 'cook 2' length orders 0 get\n"
    "166ms 'cook 2' running line 13 cpu 1\n"
    "186ms 'cook 1' ended ok\n"
    "190ms 'cook 2' released kitchen\n"
    "190ms 'cook 2' value served 5\n"
    "190ms 'cook 2' ended ok\n"
    "196ms main woken by 'cook 2' at 190ms\n"
    "196ms main running line 20 cpu 0\n"
    "200ms main print 'Closed' line 20\n"
    "203ms main ended ok\n"
    "212ms end ok\n";

static const char all_shapes[] =
    "title 'All shapes'\n model threads\n cores 2\n gil\n"
    "thing lock door\n thing queue post 2\n thing event gate\n thing variable n\n"
    "label 1 'compute 20ms'\n label 2 'sleep 20ms'\n label 3 'block 20ms'\n label 4 'read 64KB'\n"
    "label 5 'fetch 20ms'\n label 6 'wait gate'\n label 7 'get post'\n label 8 'join'\n"
    "0ms main created thread\n 1ms main started cpu 0 pid 99\n"
    "1ms main running line 1 cpu 0\n"
    "20ms main ready line 1\n"
    "30ms main running line 1 cpu 1\n"
    "40ms main wait-gil line 1\n"
    "60ms main running line 1 cpu 1\n"
    "62ms main wait-join line 8\n"
    "100ms main running line 1 cpu 0\n"
    "5ms io created thread by main\n 15ms io started cpu 1\n"
    "15ms io io-file line 4\n"
    "40ms io running line 1 cpu 1\n"
    "41ms io io-network line 5\n"
    "70ms io running line 1 cpu 0\n"
    "90ms io ended failed reason 'no such file'\n"
    "6ms rest created thread daemon by main\n 8ms rest started cpu 0\n"
    "8ms rest sleeping line 2\n"
    "50ms rest running line 1 cpu 0\n"
    "55ms rest blocked line 3\n"
    "95ms rest running line 1 cpu 0\n"
    "100ms rest ended daemon-killed\n"
    "7ms waits created thread by main\n 9ms waits started cpu 0\n"
    "9ms waits wait-lock for door line 1\n"
    "35ms waits wait-queue for post line 7\n"
    "60ms waits wait-event for gate line 6\n"
    "80ms waits wait-semaphore line 6\n"
    "90ms waits ended killed\n"
    "7ms late created thread by main\n 80ms late started cpu 0\n"
    "80ms late running line 1 cpu 0\n"
    "85ms late ended cancelled\n"
    "8ms lossy created thread by main\n 9ms lossy started cpu 1\n"
    "9ms lossy running line 1 cpu 1\n"
    "60ms lossy lost 17 since 30ms\n"
    "60ms lossy running line 1 cpu 1\n"
    "70ms lossy lost 3 since 69.9ms\n"
    "70ms lossy running line 1 cpu 1\n"
    "72ms lossy note 'lunch' line 9\n"
    "75ms lossy print 'hello' line 3\n"
    "80ms lossy expect held 'all is well' line 4\n"
    "85ms lossy expect broken 'nobody is late' line 5\n"
    "88ms lossy note-end\n"
    "90ms lossy ended ok\n"
    "10ms main acquired door\n 35ms main released door\n 36ms rest acquired door\n 50ms rest released door\n"
    "10ms main length post 1\n 40ms main length post 2\n 60ms waits length post 0 get\n"
    "30ms main value gate 0\n 70ms main value gate 1\n 95ms main value gate 0\n"
    "0ms main value n -5\n 50ms main value n 0\n 80ms main value n 12\n"
    "110ms main ended ok\n"
    "112ms end ok\n";

GantryTimeline *
gantry_fixture_kitchen (void)
{
  return gantry_script_play(kitchen);
}

GantryTimeline *
gantry_fixture_all_shapes (void)
{
  return gantry_script_play(all_shapes);
}

GantryTimeline *
gantry_fixture_empty (void)
{
  return gantry_script_play("title Nothing\n model threads\n cores 2\n 0ms finish\n");
}

/* Long runs are fed without their text. */
typedef struct {
  GantryTimeline *timeline;
  GantryBuilder *builder;
} Feed;

static Feed
feed_new (const char *title)
{
  GantryRunFacts facts = {
      .title = title, .model = "threads", .seed = 1, .cores = 2, .on_cpu_from = GANTRY_ON_CPU_FROM_SELF};
  Feed feed = {.timeline = gantry_timeline_new(&facts)};
  feed.builder = gantry_builder_new(feed.timeline);
  return feed;
}

static void
feed (Feed *feed, uint32_t lane, int64_t time, GantryEventKind kind, uint16_t detail, uint64_t first,
      uint64_t second, const char *text)
{
  GantryRecord record = {.time = time,
                         .ring = lane,
                         .lane = lane,
                         .kind = kind,
                         .detail = detail,
                         .first = first,
                         .second = second,
                         .text = text};
  g_assert_true(gantry_builder_get_sink()->event(&record, feed->builder));
}

static void
feed_lane (Feed *to, uint32_t lane, const char *name)
{
  feed(to, lane, 0, GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_THREAD, GANTRY_NO_LANE, strlen(name), name);
  feed(to, lane, 0, GANTRY_EVENT_LANE_STARTED, gantry_detail_pack(GANTRY_STATE_RUNNING, (int)(lane % 2)),
       gantry_pack32(lane + 1, 77), (uint64_t)(int64_t)-1, NULL);
}

static void
feed_state (Feed *to, uint32_t lane, int64_t time, GantryState state)
{
  feed(to, lane, time, GANTRY_EVENT_STATE, gantry_detail_pack(state, (int)(lane % 2)),
       gantry_pack32(1, state == GANTRY_STATE_WAIT_LOCK ? 0 : GANTRY_NO_OBJECT), 0, NULL);
}

static GantryTimeline *
feed_finish (Feed *to, int64_t end)
{
  GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = end};
  gantry_builder_finish(to->builder, end, &result, true);
  gantry_builder_free(to->builder);
  return to->timeline;
}

GantryTimeline *
gantry_fixture_slices (int run_us, int wait_us, int n_slices)
{
  Feed to = feed_new("Slices");
  int64_t time = 0;
  gantry_timeline_add_thing(to.timeline, GANTRY_THING_LOCK, "door", 0);
  feed_lane(&to, 0, "busy");
  for (int i = 0; i < n_slices; i++) {
    feed_state(&to, 0, time, GANTRY_STATE_RUNNING);
    time += run_us * 1000;
    feed_state(&to, 0, time, GANTRY_STATE_WAIT_LOCK);
    time += wait_us * 1000;
  }
  feed(&to, 0, time, GANTRY_EVENT_LANE_ENDED, GANTRY_OUTCOME_OK, 0, 0, NULL);
  return feed_finish(&to, time);
}

GantryTimeline *
gantry_fixture_mixture (int unit_us, int n_rounds)
{
  static const GantryState states[] = {GANTRY_STATE_RUNNING, GANTRY_STATE_READY, GANTRY_STATE_WAIT_LOCK,
                                       GANTRY_STATE_SLEEPING, GANTRY_STATE_IO_FILE};
  Feed to = feed_new("Mixture");
  int64_t time = 0;
  gantry_timeline_add_thing(to.timeline, GANTRY_THING_LOCK, "door", 0);
  feed_lane(&to, 0, "busy");
  for (int i = 0; i < n_rounds; i++)
    for (unsigned j = 0; j < G_N_ELEMENTS(states); j++) {
      feed_state(&to, 0, time, states[j]);
      time += (int64_t)(j + 1) * unit_us * 1000;
    }
  feed(&to, 0, time, GANTRY_EVENT_LANE_ENDED, GANTRY_OUTCOME_OK, 0, 0, NULL);
  return feed_finish(&to, time);
}

GantryTimeline *
gantry_fixture_many_lanes (int n_lanes, int n_intervals)
{
  static const GantryState states[] = {GANTRY_STATE_RUNNING,  GANTRY_STATE_WAIT_LOCK, GANTRY_STATE_RUNNING,
                                       GANTRY_STATE_SLEEPING, GANTRY_STATE_RUNNING,   GANTRY_STATE_READY};
  Feed to = feed_new("Many lanes");
  for (int lane = 0; lane < n_lanes; lane++) {
    g_autofree char *name = lane == 0 ? g_strdup("main") : g_strdup_printf("worker %d", lane);
    feed_lane(&to, (uint32_t)lane, name);
  }
  int64_t time = 0;
  for (int i = 0; i < n_intervals; i++, time += 1000000)
    for (int lane = 0; lane < n_lanes; lane++)
      feed_state(&to, (uint32_t)lane, time + lane % 97 * 1000,
                 states[(i + lane) % (int)G_N_ELEMENTS(states)]);
  return feed_finish(&to, time + 1000000);
}

static const char philosophers[] =
    "title 'Dining philosophers'\n model threads\n cores 2\n from kernel\n"
    "thing lock 'fork 1'\n thing lock 'fork 2'\n thing lock 'fork 3'\n thing lock 'fork 4'\n"
    "0ms main created thread\n 0ms main started cpu 1 pid 4711\n 0ms main running line 9 cpu 1\n";

/* One that waits in a run that is stuck. */
static void
feed_deadlock (GantryScript *script, uint32_t lane, uint32_t object, uint32_t line, uint32_t holder,
               uint16_t flags)
{
  GantryRecord record = {.time = 89000000,
                         .ring = lane,
                         .lane = lane,
                         .kind = GANTRY_EVENT_DEADLOCK,
                         .detail = GANTRY_DEADLOCK_FIRST | flags,
                         .first = gantry_pack32(object, line),
                         .second = holder};
  g_assert_true(gantry_builder_get_sink()->event(&record, gantry_script_get_builder(script)));
}

GantryTimeline *
gantry_fixture_deadlock (void)
{
  g_autoptr(GString) text = g_string_new(philosophers);
  for (int i = 1; i <= 4; i++)
    g_string_append_printf(text,
                           "%dms 'philosopher %d' created thread by main\n"
                           "%dms 'philosopher %d' started cpu 0 pid 4711\n"
                           "%dms 'philosopher %d' acquired 'fork %d'\n"
                           "%dms 'philosopher %d' sleeping line 4\n",
                           i, i, i, i, i, i, i, i, i);
  g_string_append(text, "5ms main wait-join for 'philosopher 1' line 10\n");
  for (int i = 1; i <= 4; i++)
    g_string_append_printf(text, "%dms 'philosopher %d' wait-lock for 'fork %d' line 5\n", 20 + i, i,
                           i % 4 + 1);
  g_autoptr(GantryScript) script = gantry_script_new(text->str);
  for (uint32_t i = 1; i <= 4; i++)
    feed_deadlock(script, i, i % 4, 5, i % 4 + 1, 0);
  feed_deadlock(script, 0, GANTRY_NO_OBJECT, 10, 1, GANTRY_DEADLOCK_JOINS);
  gantry_script_feed(script, "90ms finish deadlock 'nobody can go on'\n");
  return gantry_timeline_ref(gantry_script_get_timeline(script));
}

void
gantry_fixture_view (GantryView *view, const GantryTimeline *timeline)
{
  gantry_view_init(view);
  gantry_view_fit(view, timeline);
  view->width = 800.0;
  view->height = 500.0;
  view->font_family = "DejaVu Sans";
}

cairo_surface_t *
gantry_fixture_paint (const GantryTimeline *timeline, const GantryLayout *layout, double width, double height,
                      double scale)
{
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(width * scale), (int)ceil(height * scale));
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t *cr = cairo_create(surface);
  gantry_painter_draw(cr, layout, timeline);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

uint32_t
gantry_fixture_pixel (cairo_surface_t *surface, int x, int y)
{
  const unsigned char *data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  return ((const uint32_t *)(const void *)(data + (ptrdiff_t)y * stride))[x];
}
