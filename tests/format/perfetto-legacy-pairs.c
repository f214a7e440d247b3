/* Perfetto traces with events of Chrome's older kind: what belongs together, and what does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "timeline/script.h"

#define assert_lane(timeline, lane, expected)                                                                \
  gantry_script_assert_text(gantry_script_describe_labels(timeline, lane), expected)

enum {
  PHASE = 2,
  DURATION,
  UNSCOPED_ID = 6,
  SCOPE,
  BIND_ID,
  LOCAL_ID = 10,
  GLOBAL_ID,
  DIRECTION = 13,
  PID = 18
};

static GByteArray *
legacy_new (char phase)
{
  GByteArray *legacy = wire_new();
  wire_put_number(legacy, PHASE, (uint64_t)phase);
  return legacy;
}

/* Takes the older kind's part of the event. `ms` from the trace's beginning, on the thread "main". */
static void
put (GByteArray *trace, double ms, const char *name, const char *category, GByteArray *legacy)
{
  GByteArray *packet = perfetto_packet(ms), *event = wire_new();
  wire_put_number(event, 11, 7);
  wire_put_text(event, 22, category);
  wire_put_text(event, 23, name);
  wire_put_message(event, 6, legacy);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

/* An event of something that goes on beside the thread; `field`: which id it has. */
static void
put_beside (GByteArray *trace, double ms, char phase, const char *name, const char *category, int field,
            const char *scope, int pid)
{
  GByteArray *legacy = legacy_new(phase);
  wire_put_number(legacy, field, 5);
  if (scope)
    wire_put_text(legacy, SCOPE, scope);
  if (pid > 0)
    wire_put_number(legacy, PID, (uint64_t)pid);
  put(trace, ms, name, category, legacy);
}

static GByteArray *
new_trace (void)
{
  GByteArray *trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 3, 3, "main");
  return trace;
}

typedef struct {
  char begin, end;
  const char *name, *category;
  int field;
  const char *scope;
  int pid;
} Beside;

/* Two with one id that overlap in time: whether the second one stands within the first, or is another. */
static void
assert_together (const Beside *one, const Beside *other, bool together)
{
  g_autoptr(GByteArray) trace = new_trace();
  put_beside(trace, 1, one->begin, one->name, one->category, one->field, one->scope, one->pid);
  put_beside(trace, 2, other->begin, other->name, other->category, other->field, other->scope, other->pid);
  put_beside(trace, 3, other->end, other->name, other->category, other->field, other->scope, other->pid);
  put_beside(trace, 4, one->end, one->name, one->category, one->field, one->scope, one->pid);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  bool is_within = false;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    is_within |= g_str_has_suffix(gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)), "· 2");
  g_assert_cmpint(is_within, ==, together);
}

static void
test_ids (void)
{
  const Beside load = {'b', 'e', "load", "net", UNSCOPED_ID, NULL, 0};
  const Beside named = {'b', 'e', "step", "net", UNSCOPED_ID, NULL, 0};
  const Beside scoped = {'b', 'e', "load", "net", UNSCOPED_ID, "page", 0};
  const Beside other_category = {'b', 'e', "load", "disk", UNSCOPED_ID, NULL, 0};
  const Beside elsewhere = {'b', 'e', "load", "net", UNSCOPED_ID, NULL, 4};
  const Beside local = {'b', 'e', "load", "net", LOCAL_ID, NULL, 0};
  const Beside local_elsewhere = {'b', 'e', "load", "net", LOCAL_ID, NULL, 4};
  const Beside global = {'b', 'e', "load", "net", GLOBAL_ID, NULL, 0};
  const Beside global_elsewhere = {'b', 'e', "load", "net", GLOBAL_ID, NULL, 4};
  const Beside old = {'S', 'F', "load", "net", UNSCOPED_ID, NULL, 0};
  const Beside old_named = {'S', 'F', "step", "net", UNSCOPED_ID, NULL, 0};
  assert_together(&load, &load, true);
  assert_together(&load, &named, true);
  assert_together(&load, &scoped, false);
  assert_together(&load, &other_category, false);
  assert_together(&load, &elsewhere, true);
  assert_together(&local, &local, true);
  assert_together(&local, &local_elsewhere, false);
  assert_together(&global, &global_elsewhere, true);
  /* Those of the oldest kind go by their names, too. */
  assert_together(&old, &old, true);
  assert_together(&old, &old_named, false);
}

/* What happens at a moment of something that goes on beside the thread stands there, whatever it is called.
 */
static void
test_moment_beside (void)
{
  g_autoptr(GByteArray) trace = new_trace();
  put_beside(trace, 1, 'b', "load", "net", UNSCOPED_ID, NULL, 0);
  put_beside(trace, 2, 'n', "first byte", "net", UNSCOPED_ID, NULL, 0);
  put_beside(trace, 4, 'e', "load", "net", UNSCOPED_ID, NULL, 0);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_marks(timeline), "load 1 first byte");
}

static void
put_bound (GByteArray *trace, double ms, const char *name, uint64_t direction, int64_t duration_us)
{
  GByteArray *legacy = legacy_new('X');
  wire_put_number(legacy, DURATION, (uint64_t)duration_us);
  wire_put_number(legacy, BIND_ID, 9);
  wire_put_number(legacy, DIRECTION, direction);
  put(trace, ms, name, "net", legacy);
}

/* Slices say that something goes out of them, comes in, or both. */
static void
test_bound_slices (void)
{
  g_autoptr(GByteArray) trace = new_trace();
  put_bound(trace, 1, "out", 2, 500);
  put_bound(trace, 2, "through", 3, 500);
  put_bound(trace, 3, "in", 1, 500);
  put_bound(trace, 4, "none", 0, 500);
  put_bound(trace, 5, "odd", 4, 500);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "put main 0 - main 1, put main 1 - main 2");
}

/* No slice ends before it begins, or later than there is a number for. */
static void
test_strange_durations (void)
{
  const int64_t durations[] = {-1, INT64_MIN, INT64_MAX};
  for (gsize i = 0; i < G_N_ELEMENTS(durations); i++) {
    g_autoptr(GByteArray) trace = new_trace();
    put_bound(trace, 1, "odd", 0, durations[i]);
    put_bound(trace, 2, "sound", 0, 500);
    g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
    assert_lane(timeline, "main", "sleeping 0-1, running 1-1.5 sound");
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-legacy-pairs/ids", test_ids);
  g_test_add_func("/perfetto-legacy-pairs/moment-beside", test_moment_beside);
  g_test_add_func("/perfetto-legacy-pairs/bound-slices", test_bound_slices);
  g_test_add_func("/perfetto-legacy-pairs/strange-durations", test_strange_durations);
  return g_test_run();
}
