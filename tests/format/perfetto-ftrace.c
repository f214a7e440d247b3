/* Perfetto traces, read: what the kernel tells of its processors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "timeline/script.h"

#define assert_lane(timeline, lane, expected)                                                                \
  gantry_script_assert_text(gantry_script_describe_labels(timeline, lane), expected)
#define MS UINT64_C(1000000)

enum { PREEMPTED = 0, SLEEPS = 1, DISK = 2 };

/* A bundle of one processor's events. */
static GByteArray *
bundle_new (unsigned cpu)
{
  GByteArray *bundle = wire_new();
  wire_put_number(bundle, 1, cpu);
  return bundle;
}

static void
put_bundle (GByteArray *trace, GByteArray *bundle)
{
  GByteArray *packet = wire_new();
  wire_put_message(packet, PACKET_FTRACE, bundle);
  perfetto_put(trace, packet);
}

static void
add_switch (GByteArray *bundle, uint64_t ms, const char *from, unsigned from_tid, int64_t state,
            const char *to, unsigned to_tid)
{
  GByteArray *event = wire_new(), *change = wire_new();
  wire_put_text(change, 1, from);
  wire_put_number(change, 2, from_tid);
  wire_put_number(change, 4, (uint64_t)state);
  wire_put_text(change, 5, to);
  wire_put_number(change, 6, to_tid);
  wire_put_number(event, 1, ms * MS);
  wire_put_message(event, 4, change);
  wire_put_message(bundle, 2, event);
}

static void
add_waking (GByteArray *bundle, uint32_t field, uint64_t ms, const char *comm, unsigned tid)
{
  GByteArray *event = wire_new(), *waking = wire_new();
  wire_put_text(waking, 1, comm);
  wire_put_number(waking, 2, tid);
  wire_put_number(event, 1, ms * MS);
  wire_put_message(event, field, waking);
  wire_put_message(bundle, 2, event);
}

static void
put_tree (GByteArray *trace)
{
  GByteArray *packet = wire_new(), *tree = wire_new(), *process = wire_new(), *thread = wire_new();
  wire_put_number(process, 1, 10);
  wire_put_text(process, 3, "/usr/bin/server");
  wire_put_text(process, 3, "--verbose");
  wire_put_message(tree, 1, process);
  wire_put_number(thread, 1, 11);
  wire_put_text(thread, 2, "worker of a long name");
  wire_put_number(thread, 3, 10);
  wire_put_message(tree, 2, thread);
  wire_put_message(packet, PACKET_TREE, tree);
  perfetto_put(trace, packet);
}

/* Two processors in two bundles, the later first; processes are told at the end. */
static void
test_switches (void)
{
  g_autoptr(GByteArray) trace = wire_new();
  GByteArray *bundle = bundle_new(1);
  add_switch(bundle, 6, "swapper/1", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 9, "worker", 11, DISK, "swapper/1", 0);
  put_bundle(trace, bundle);
  bundle = bundle_new(0);
  add_switch(bundle, 1, "swapper/0", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 2, "worker", 11, SLEEPS, "other", 30);
  add_waking(bundle, 20, 3, "other", 30); /* it runs: nothing to wake */
  add_waking(bundle, 20, 4, "worker", 11);
  add_waking(bundle, 17, 5, "worker", 11); /* the same waking, further on */
  add_switch(bundle, 7, "other", 30, PREEMPTED, "swapper/0", 0);
  put_bundle(trace, bundle);
  put_tree(trace);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  assert_lane(timeline, "worker of a long name",
              "running 0-1 cpu 0, sleeping 1-3, ready 3-5, running 5-8 cpu 1");
  assert_lane(timeline, "other", "running 1-6 cpu 0, ready 6-8");
  gantry_script_assert_text(gantry_script_describe_names(timeline),
                            "/usr/bin/server, worker of a long name, other");
  assert_lane(timeline, "core 0", "running 0-1, running 1-6, sleeping 6-8");
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 2);
}

static GByteArray *
packed (const uint64_t *values, size_t count)
{
  GByteArray *bytes = wire_new();
  for (size_t i = 0; i < count; i++)
    wire_put_varint(bytes, values[i]);
  return bytes;
}

#define PACKED(...) packed((const uint64_t[]){__VA_ARGS__}, G_N_ELEMENTS(((const uint64_t[]){__VA_ARGS__})))

/* The compact form tells the same as the plain one; who leaves follows from who came. */
static void
test_compact (void)
{
  g_autoptr(GByteArray) trace = wire_new();
  GByteArray *bundle = bundle_new(0), *compact = wire_new();
  wire_put_message(compact, 1, PACKED(1 * MS, 1 * MS, 5 * MS));
  wire_put_message(compact, 2, PACKED(PREEMPTED, SLEEPS, PREEMPTED));
  wire_put_message(compact, 3, PACKED(11, 30, 0));
  wire_put_text(compact, 5, "worker");
  wire_put_text(compact, 5, "other");
  wire_put_text(compact, 5, "swapper/0");
  wire_put_message(compact, 6, PACKED(0, 1, 2));
  wire_put_message(compact, 7, PACKED(3 * MS, 1 * MS));
  wire_put_message(compact, 8, PACKED(30, 11));
  wire_put_message(compact, 11, PACKED(1, 77)); /* there is no 77 */
  wire_put_message(bundle, 4, compact);
  put_bundle(trace, bundle);
  bundle = bundle_new(1);
  add_switch(bundle, 6, "swapper/1", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 9, "worker", 11, SLEEPS, "swapper/1", 0);
  put_bundle(trace, bundle);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  assert_lane(timeline, "worker", "running 0-1 cpu 0, sleeping 1-3, ready 3-5, running 5-8 cpu 1");
  assert_lane(timeline, "other", "running 1-6 cpu 0, ready 6-8");
}

/* The program's own slices label what the kernel measured. */
static void
test_with_slices (void)
{
  g_autoptr(GByteArray) trace = wire_new();
  GByteArray *bundle = bundle_new(0);
  perfetto_put_thread(trace, 7, 10, 11, "worker");
  perfetto_put_event(trace, 1, SLICE_BEGIN, 7, "request");
  perfetto_put_event(trace, 8, SLICE_END, 7, NULL);
  add_switch(bundle, 0, "swapper/0", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 3, "worker", 11, SLEEPS, "swapper/0", 0);
  add_waking(bundle, 114, 4, "worker", 11);
  add_switch(bundle, 5, "swapper/0", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 9, "worker", 11, SLEEPS, "swapper/0", 0);
  put_bundle(trace, bundle);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  assert_lane(timeline, "worker",
              "running 0-1 cpu 0, running 1-3 request cpu 0, sleeping 3-4 request, ready 4-5 request, "
              "running 5-8 request cpu 0, running 8-9 cpu 0");
}

/* What was lost, events of other kinds, processors that no machine has, a clock of its own. */
static void
test_rest (void)
{
  g_autoptr(GByteArray) trace = wire_new();
  GByteArray *bundle = bundle_new(0), *event = wire_new();
  wire_put_number(bundle, 6, 1000 * MS);
  wire_put_number(bundle, 7, 1 * MS);
  wire_put_number(event, 1, 5);
  wire_put_text(event, 3, "printed");
  wire_put_message(bundle, 2, event);
  add_switch(bundle, 1001, "swapper/0", 0, PREEMPTED, "worker", 11);
  add_switch(bundle, 1003, "worker", 11, SLEEPS, "swapper/0", 0);
  wire_put_number(bundle, 3, 1);
  put_bundle(trace, bundle);
  bundle = bundle_new(100000);
  add_switch(bundle, 1, "swapper/0", 0, PREEMPTED, "worker", 11);
  put_bundle(trace, bundle);
  perfetto_put_event(trace, 3, INSTANT, 0, "between");
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 2, NULL);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, ==, 1);
  assert_lane(timeline, "worker", "running 0-2 cpu 0");
  g_assert_cmpint(gantry_timeline_get_mark(timeline, 0)->time, ==, 1 * MS);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-ftrace/switches", test_switches);
  g_test_add_func("/perfetto-ftrace/compact", test_compact);
  g_test_add_func("/perfetto-ftrace/with-slices", test_with_slices);
  g_test_add_func("/perfetto-ftrace/rest", test_rest);
  return g_test_run();
}
