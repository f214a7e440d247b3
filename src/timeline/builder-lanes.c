/* The builder's hold on a lane: its state, the thread that it has, the core that it is on, and the counters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder-private.h"

#include "trace/recorder.h"

/* A thread runs one task, its loop, and what it never said the end of because that was lost. */
#define MOST_LANES_OF_THREAD 16u

GantryBuilderRing *
gantry_builder_make_ring (GantryBuilder *builder, uint32_t index)
{
  if (builder->rings->len <= index)
    g_ptr_array_set_size(builder->rings, (gint)index + 1);
  GantryBuilderRing *ring = g_new0(GantryBuilderRing, 1);
  ring->left_at = ring->in_since = ring->out_at = GANTRY_NO_TIME;
  ring->cpu = GANTRY_NO_CPU;
  g_ptr_array_index(builder->rings, index) = ring;
  return ring;
}

static GantryBuilderRing *
ring_of (GantryBuilder *builder, const GantryLane *lane)
{
  return lane->ring == GANTRY_NO_RING ? NULL : gantry_builder_get_ring(builder, lane->ring);
}

static void
leave_core (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  if (lane->on_core)
    gantry_cores_add(&builder->cores, lane->core, lane->id, lane->core_since, time);
  lane->on_core = false;
}

static void
enter_core (GantryLane *lane, int64_t time, int cpu)
{
  lane->on_core = true;
  lane->core = cpu;
  lane->core_since = time;
}

static int
cpu_of (const GantryLane *lane)
{
  return lane->state == GANTRY_STATE_RUNNING ? (int)lane->object - 1 : GANTRY_NO_CPU;
}

/* The lane left the state RUNNING at `time`. */
static void
stop_running (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  GantryLane *moved = gantry_lane_list_remove(&builder->running, lane->running_place);
  moved->running_place = lane->running_place;
  if (gantry_builder_counts(lane))
    gantry_held_back_delta(&builder->held, GANTRY_COUNTER_ON_CPU, time, -1);
  GantryBuilderRing *ring = ring_of(builder, lane);
  if (!ring || lane->kind == GANTRY_LANE_LOOP)
    return;
  /* Between two tasks the thread is the loop's own. */
  ring->n_running--;
  if (ring->n_running == 0 && ring->loop && ring->loop->state == GANTRY_STATE_RUNNING)
    enter_core(ring->loop, time, ring->cpu);
}

/* The lane is now RUNNING, since `time`. */
static void
begin_running (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  lane->running_place = gantry_lane_list_add(&builder->running, lane);
  if (gantry_builder_counts(lane))
    gantry_held_back_delta(&builder->held, GANTRY_COUNTER_ON_CPU, time, 1);
  GantryBuilderRing *ring = ring_of(builder, lane);
  if (!ring || lane->kind == GANTRY_LANE_LOOP)
    return;
  ring->n_running++;
  if (ring->loop)
    leave_core(builder, ring->loop, time);
}

/* What the lane waits for; NULL: for none of the things. */
static GantryThing *
awaited_thing (const GantryBuilder *builder, const GantryLane *lane)
{
  bool for_thing = (lane->state >= GANTRY_STATE_WAIT_LOCK && lane->state <= GANTRY_STATE_WAIT_PIPE) ||
                   lane->state == GANTRY_STATE_WAIT_POOL || lane->state == GANTRY_STATE_WAIT_MANAGER;
  return for_thing ? gantry_timeline_get_own_thing(builder->timeline, lane->object) : NULL;
}

/* One more waits from `time` on, or one less. */
static void
count_waiting (GantryBuilder *builder, const GantryLane *lane, int64_t time, int change)
{
  const GantryThing *thing = awaited_thing(builder, lane);
  if (!thing || !gantry_thing_shows_waiting(thing))
    return;
  const GantryThingEvent event = {
      .time = time, .value = change, .thing = lane->object, .lane = lane->id, .kind = GANTRY_EVENT_STATE};
  gantry_held_back_event(&builder->held, &event);
}

/* The state that ends at `time` may have been a wait for a thing. */
static void
account_wait (GantryBuilder *builder, GantryLane *lane, int64_t time, bool granted)
{
  GantryThing *thing = awaited_thing(builder, lane);
  if (!thing)
    return;
  gantry_thing_add_wait(thing, time - lane->since);
  count_waiting(builder, lane, time, -1);
  GantryThingEvent event = {
      .time = time, .thing = lane->object, .lane = lane->id, .kind = GANTRY_EVENT_WOKEN, .contended = true};
  if (granted && gantry_thing_counts_waits(thing))
    gantry_held_back_event(&builder->held, &event);
}

static void
touch (GantryBuilder *builder, GantryLane *lane)
{
  if (lane->in_touched)
    return;
  lane->in_touched = true;
  g_ptr_array_add(builder->touched, lane);
}

int64_t
gantry_builder_change (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryState state,
                       uint32_t line, uint32_t object, int cpu, bool fresh)
{
  bool ran = lane->state == GANTRY_STATE_RUNNING, runs = state == GANTRY_STATE_RUNNING;
  bool moves = ran != runs || cpu != cpu_of(lane);
  time = gantry_lane_clamp(lane, time);
  /* The counter's past is published: a change that comes too late counts from there on, in both. */
  if (ran != runs && gantry_builder_counts(lane))
    time = MAX(time, builder->held.settled[GANTRY_COUNTER_ON_CPU]);
  /* A timer grants nothing, nor does a canceller. */
  account_wait(builder, lane, time,
               !lane->woken || (lane->woken_by != GANTRY_NO_LANE && !lane->woken_to_leave));
  if (ran && moves)
    leave_core(builder, lane, time);
  gantry_lane_set(lane, time, state, line, runs ? (uint32_t)(cpu + 1) : object, fresh);
  count_waiting(builder, lane, time, 1);
  if (ran && !runs)
    stop_running(builder, lane, time);
  if (runs && !ran)
    begin_running(builder, lane, time);
  const GantryBuilderRing *ring = ring_of(builder, lane);
  bool is_covered = lane->kind == GANTRY_LANE_LOOP && ring && ring->n_running > 0;
  if (runs && moves && !is_covered)
    enter_core(lane, time, cpu);
  lane->off = false;
  touch(builder, lane);
  return time;
}

void
gantry_builder_attach (GantryBuilder *builder, GantryLane *lane, uint32_t index)
{
  if (lane->ring == index)
    return;
  gantry_builder_detach(builder, lane);
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, index);
  lane->ring = index;
  lane->ring_place = gantry_lane_list_add(&ring->lanes, lane);
  if (lane->kind == GANTRY_LANE_LOOP)
    ring->loop = lane;
  else if (lane->state == GANTRY_STATE_RUNNING)
    ring->n_running++;
  /* In a simulated run one thread records for all. */
  if (ring->lanes.n > MOST_LANES_OF_THREAD && builder->from != GANTRY_ON_CPU_FROM_VIRTUAL)
    gantry_builder_detach(builder, ring->lanes.lanes[ring->lanes.lanes[0] == lane]);
}

void
gantry_builder_detach (GantryBuilder *builder, GantryLane *lane)
{
  GantryBuilderRing *ring = ring_of(builder, lane);
  if (!ring)
    return;
  GantryLane *moved = gantry_lane_list_remove(&ring->lanes, lane->ring_place);
  moved->ring_place = lane->ring_place;
  if (ring->loop == lane)
    ring->loop = NULL;
  else if (lane->kind != GANTRY_LANE_LOOP && lane->state == GANTRY_STATE_RUNNING)
    ring->n_running--;
  ring->left_at = MAX(ring->left_at, lane->since);
  lane->ring = GANTRY_NO_RING;
  lane->off = false;
}

void
gantry_builder_switch_out (GantryBuilder *builder, GantryBuilderRing *ring, int64_t time, GantryState state)
{
  for (uint32_t i = 0; i < ring->lanes.n; i++) {
    GantryLane *lane = ring->lanes.lanes[i];
    bool is_past = lane->end_at != GANTRY_NO_TIME && time > lane->end_at;
    if (lane->state != GANTRY_STATE_RUNNING || is_past)
      continue;
    gantry_builder_change(builder, lane, time, state, lane->line, GANTRY_NO_OBJECT, GANTRY_NO_CPU, false);
    lane->off = true;
  }
}

void
gantry_builder_switch_in (GantryBuilder *builder, GantryBuilderRing *ring, int64_t time, int cpu)
{
  for (uint32_t i = 0; i < ring->lanes.n; i++) {
    GantryLane *lane = ring->lanes.lanes[i];
    bool is_past = lane->end_at != GANTRY_NO_TIME && time > lane->end_at;
    if (lane->off && !is_past)
      gantry_builder_change(builder, lane, time, GANTRY_STATE_RUNNING, lane->line, GANTRY_NO_OBJECT, cpu,
                            false);
  }
}

void
gantry_builder_start (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  if (gantry_lane_get_started(lane) != GANTRY_NO_TIME)
    return;
  if (gantry_builder_counts(lane)) {
    time = MAX(time, builder->held.settled[GANTRY_COUNTER_IN_FLIGHT]);
    gantry_held_back_delta(&builder->held, GANTRY_COUNTER_IN_FLIGHT, time, 1);
  }
  gantry_lane_start(lane, time);
  if (lane->parent == GANTRY_NO_LANE)
    return;
  GantryArrow arrow = {GANTRY_ARROW_START, lane->parent, lane->id, lane->created, time};
  gantry_held_back_arrow(&builder->held, &arrow);
}

void
gantry_builder_end (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryOutcome outcome,
                    int64_t result, const char *reason)
{
  bool in_flight = gantry_builder_counts(lane) && gantry_lane_get_started(lane) != GANTRY_NO_TIME;
  bool ran = lane->state == GANTRY_STATE_RUNNING;
  time = gantry_lane_clamp(lane, time);
  if (in_flight)
    time = MAX(time, builder->held.settled[GANTRY_COUNTER_IN_FLIGHT]);
  account_wait(builder, lane, time, false);
  leave_core(builder, lane, time);
  gantry_builder_close_notes(builder, lane, time);
  gantry_lane_end(lane, time, outcome, result, reason);
  lane->since = time;
  if (ran)
    stop_running(builder, lane, time);
  lane->state = GANTRY_STATE_CREATED; /* it runs no more */
  gantry_builder_detach(builder, lane);
  if (in_flight)
    gantry_held_back_delta(&builder->held, GANTRY_COUNTER_IN_FLIGHT, time, -1);
}

void
gantry_builder_end_stale_run (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  if (builder->from != GANTRY_ON_CPU_FROM_SELF || lane->state != GANTRY_STATE_RUNNING)
    return;
  const GantryBuilderRing *ring = ring_of(builder, lane);
  int64_t seen = MAX(lane->since, gantry_lane_get_known_until(lane));
  if (ring)
    seen = MAX(seen, ring->seen);
  if (time - seen > GANTRY_GAP_NS)
    gantry_builder_change(builder, lane, seen, GANTRY_STATE_READY, lane->line, GANTRY_NO_OBJECT,
                          GANTRY_NO_CPU, false);
}
