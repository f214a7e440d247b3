/* The builder: from records to lanes, things, arrows and counters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"

#include "timeline/cores.h"
#include "timeline/held-back.h"

/* A recording thread. */
typedef struct {
  GantryLane *active; /* the task that has the thread, until it says that it waits */
  GantryLane *loop;   /* the loop whose thread this is */
  bool on_cpu;        /* by the kernel's word */
  int64_t in_since;
  int cpu;
  int64_t seen;
} Ring;

typedef struct {
  int64_t from;
  uint32_t line;
  const char *text;
} OpenNote;

struct GantryBuilder {
  GantryTimeline *timeline;
  GantryHeldBack held;
  GantryCores cores;
  GPtrArray *rings;   /* Ring */
  GPtrArray *running; /* GantryLane, on a processor */
  GPtrArray *touched; /* GantryLane, changed since the last pass */
  bool from_self;
  bool accepts_unknown; /* a lane that was refused once is made up */
  uint32_t refused_lane;
  GantryRunOutcome told_outcome;
  char *told_reason;
  int64_t ended_at;
};

GantryBuilder *
gantry_builder_new (GantryTimeline *timeline)
{
  GantryBuilder *builder = g_new0 (GantryBuilder, 1);
  builder->timeline = gantry_timeline_ref (timeline);
  gantry_held_back_init (&builder->held, timeline);
  gantry_cores_init (&builder->cores, timeline);
  builder->rings = g_ptr_array_new_with_free_func (g_free);
  builder->running = g_ptr_array_new ();
  builder->touched = g_ptr_array_new ();
  builder->from_self = timeline->facts.on_cpu_from == GANTRY_ON_CPU_FROM_SELF;
  builder->refused_lane = GANTRY_NO_LANE;
  return builder;
}

void
gantry_builder_free (GantryBuilder *builder)
{
  if (!builder)
    return;
  gantry_held_back_clear (&builder->held);
  gantry_cores_clear (&builder->cores);
  g_ptr_array_unref (builder->rings);
  g_ptr_array_unref (builder->running);
  g_ptr_array_unref (builder->touched);
  g_free (builder->told_reason);
  gantry_timeline_unref (builder->timeline);
  g_free (builder);
}

static Ring *
ring_of (GantryBuilder *builder, uint32_t index)
{
  while (builder->rings->len <= index)
    g_ptr_array_add (builder->rings, g_new0 (Ring, 1));
  return g_ptr_array_index (builder->rings, index);
}

/* Tasks count as in flight and on a processor; the loop that carries them does not count a second time. */
static bool
counts (const GantryLane *lane)
{
  return lane->kind == GANTRY_LANE_THREAD || lane->kind == GANTRY_LANE_PROCESS || lane->kind == GANTRY_LANE_TASK;
}

static void
touch (GantryBuilder *builder, GantryLane *lane)
{
  if (lane->touched)
    return;
  lane->touched = true;
  g_ptr_array_add (builder->touched, lane);
}

static void
close_core_stretch (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  if (lane->run_since != GANTRY_NO_TIME)
    gantry_cores_add (&builder->cores, lane->cpu, lane->id, lane->run_since, time);
  lane->run_since = GANTRY_NO_TIME;
}

/* While a loop's task runs, the task stands for the loop on the core. */
static void
hand_core (GantryBuilder *builder, GantryLane *lane, int64_t time, bool enters)
{
  Ring *ring = ring_of (builder, lane->ring);
  GantryLane *loop = ring->loop;
  if (!loop || loop == lane || loop->state != GANTRY_STATE_RUNNING)
    return;
  if (enters)
    close_core_stretch (builder, loop, time);
  else
    loop->run_since = time;
}

static void
leave_processor (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  GPtrArray *running = builder->running;
  GantryLane *last = g_ptr_array_index (running, running->len - 1);
  g_ptr_array_index (running, lane->running_index - 1) = last;
  last->running_index = lane->running_index;
  g_ptr_array_set_size (running, (gint) running->len - 1);
  lane->running_index = 0;
  close_core_stretch (builder, lane, time);
  hand_core (builder, lane, time, false);
  if (counts (lane))
    gantry_held_back_delta (&builder->held, GANTRY_COUNTER_ON_CPU, time, -1);
}

static void
enter_processor (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  g_ptr_array_add (builder->running, lane);
  lane->running_index = builder->running->len;
  hand_core (builder, lane, time, true);
  lane->run_since = time;
  if (counts (lane))
    gantry_held_back_delta (&builder->held, GANTRY_COUNTER_ON_CPU, time, 1);
}

/* The thing that a wait is for, or NULL. */
static GantryThing *
thing_waited_for (GantryBuilder *builder, GantryState state, uint32_t object)
{
  bool for_thing = state >= GANTRY_STATE_WAIT_LOCK && state <= GANTRY_STATE_WAIT_MANAGER && state != GANTRY_STATE_WAIT_JOIN;
  return for_thing ? gantry_timeline_get_own_thing (builder->timeline, object) : NULL;
}

static void
add_figure (_Atomic int64_t *figure, int64_t amount)
{
  /* Relaxed: a figure on its own, written by this thread alone. */
  atomic_store_explicit (figure, atomic_load_explicit (figure, memory_order_relaxed) + amount, memory_order_relaxed);
}

static void
count_one (_Atomic uint64_t *figure)
{
  atomic_store_explicit (figure, atomic_load_explicit (figure, memory_order_relaxed) + 1, memory_order_relaxed);
}

static void
leave_state (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  GantryThing *thing = thing_waited_for (builder, lane->state, lane->object);
  if (thing)
    add_figure (&thing->wait_ns, time - lane->since);
}

/* The one way a lane changes its state. `object`: of a running one, its processor. */
static void
set_state (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryState state, uint32_t line, uint32_t object, int cpu)
{
  time = MAX (time, gantry_lane_floor (lane));
  bool was_running = lane->state == GANTRY_STATE_RUNNING, runs = state == GANTRY_STATE_RUNNING;
  leave_state (builder, lane, time);
  if (was_running && (!runs || cpu != lane->cpu))
    leave_processor (builder, lane, time);
  lane->state = state; /* hand_core() looks at it */
  if (runs && (!was_running || cpu != lane->cpu)) {
    lane->cpu = cpu;
    enter_processor (builder, lane, time);
  }
  gantry_lane_set (lane, time, state, line, runs ? (uint32_t) (cpu + 1) : object);
  lane->switched_out = false;
  touch (builder, lane);
}

static void
add_arrow (GantryBuilder *builder, GantryArrowKind kind, uint32_t from, int64_t from_time, uint32_t to, int64_t to_time)
{
  GantryArrow arrow = {kind, from, to, MIN (from_time, to_time), to_time};
  gantry_held_back_arrow (&builder->held, &arrow);
}

static GantryArrowKind
arrow_kind (GantryState wait)
{
  switch (wait) {
  case GANTRY_STATE_WAIT_JOIN:
  case GANTRY_STATE_WAIT_POOL:
  case GANTRY_STATE_WAIT_RESULT:
    return GANTRY_ARROW_JOIN;
  case GANTRY_STATE_WAIT_QUEUE:
  case GANTRY_STATE_WAIT_PIPE:
  case GANTRY_STATE_WAIT_MANAGER:
    return GANTRY_ARROW_PUT;
  case GANTRY_STATE_WAIT_EVENT:
  case GANTRY_STATE_WAIT_CONDITION:
  case GANTRY_STATE_WAIT_BARRIER:
    return GANTRY_ARROW_SET;
  default:
    return GANTRY_ARROW_RELEASE;
  }
}

static void
on_created (GantryBuilder *builder, const GantryRecord *record)
{
  if (gantry_timeline_get_own_lane (builder->timeline, record->lane))
    return;
  uint32_t parent = gantry_low32 (record->first);
  bool daemon = (gantry_high32 (record->first) & GANTRY_LANE_FLAG_DAEMON) != 0;
  GantryLane *lane = gantry_lane_new (record->lane, (GantryLaneKind) record->detail, record->text, parent, daemon, record->time,
                                      &builder->timeline->now);
  lane->ring = record->ring;
  lane->run_since = GANTRY_NO_TIME;
  if (!gantry_timeline_add_lane (builder->timeline, lane)) {
    gantry_lane_free (lane);
    return;
  }
  touch (builder, lane);
}

static void
on_started (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  Ring *ring = ring_of (builder, record->ring);
  int64_t ready = (int64_t) record->second;
  lane->ring = record->ring;
  atomic_store_explicit (&lane->pid, gantry_high32 (record->first), memory_order_relaxed);
  atomic_store_explicit (&lane->started, MAX (record->time, lane->created), memory_order_relaxed);
  if (ready >= 0)
    set_state (builder, lane, MIN (ready, record->time), GANTRY_STATE_READY, 0, GANTRY_NO_OBJECT, GANTRY_NO_CPU);
  if (lane->kind == GANTRY_LANE_LOOP)
    ring->loop = lane;
  else
    ring->active = lane;
  set_state (builder, lane, record->time, GANTRY_STATE_RUNNING, 0, GANTRY_NO_OBJECT, gantry_detail_cpu (record->detail));
  if (counts (lane))
    gantry_held_back_delta (&builder->held, GANTRY_COUNTER_IN_FLIGHT, record->time, 1);
  if (lane->parent != GANTRY_NO_LANE && counts (lane))
    add_arrow (builder, GANTRY_ARROW_START, lane->parent, lane->created, lane->id, record->time);
}

static void
close_notes (GantryBuilder *builder, GantryLane *lane, int64_t time, bool all)
{
  while (lane->notes && lane->notes->len > 0) {
    const OpenNote *note = &g_array_index (lane->notes, OpenNote, lane->notes->len - 1);
    GantrySpan *span = gantry_append_store_reserve (&builder->timeline->spans);
    *span = (GantrySpan){lane->id, note->line, note->from, time, note->text};
    gantry_append_store_publish (&builder->timeline->spans);
    g_array_set_size (lane->notes, lane->notes->len - 1);
    if (!all)
      break;
  }
}

static void
end_lane (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryOutcome outcome, int64_t result, const char *reason)
{
  if (gantry_lane_get_ended (lane) != GANTRY_NO_TIME)
    return;
  Ring *ring = ring_of (builder, lane->ring);
  time = MAX (time, gantry_lane_floor (lane));
  leave_state (builder, lane, time);
  if (lane->state == GANTRY_STATE_RUNNING)
    leave_processor (builder, lane, time);
  if (counts (lane) && gantry_lane_get_started (lane) != GANTRY_NO_TIME)
    gantry_held_back_delta (&builder->held, GANTRY_COUNTER_IN_FLIGHT, time, -1);
  close_notes (builder, lane, time, true);
  gantry_lane_end (lane, time, outcome, result, reason);
  lane->state = GANTRY_STATE_CREATED; /* no longer running */
  if (ring->active == lane)
    ring->active = NULL;
}

/* Where the wait was left: the processor was got back at the thread's last switch-in, if the kernel tells. */
static int64_t
running_begins (const Ring *ring, int64_t cause, int64_t time)
{
  return ring->on_cpu && ring->in_since >= cause && ring->in_since <= time ? ring->in_since : time;
}

static void
end_wait (GantryBuilder *builder, Ring *ring, GantryLane *lane, const GantryRecord *record, GantryState state)
{
  int cpu = gantry_detail_cpu (record->detail);
  int64_t time = MAX (record->time, lane->since);
  int64_t cause = lane->woken && lane->woken_at >= 0 ? CLAMP (lane->woken_at, lane->since, time) : GANTRY_NO_TIME;
  /* On a loop's thread another task may have run since the thread was switched in. */
  bool shares_thread = ring->loop && ring->loop != lane;
  int64_t begins = shares_thread ? time : running_begins (ring, MAX (cause, lane->since), time);
  GantryState wait = lane->state;
  if (cause != GANTRY_NO_TIME)
    set_state (builder, lane, cause, GANTRY_STATE_READY, gantry_low32 (record->first), GANTRY_NO_OBJECT, GANTRY_NO_CPU);
  set_state (builder, lane, begins, state, gantry_low32 (record->first), GANTRY_NO_OBJECT, cpu);
  if (lane->woken && lane->woken_by != GANTRY_NO_LANE && gantry_state_is_wait (wait))
    add_arrow (builder, arrow_kind (wait), lane->woken_by, cause == GANTRY_NO_TIME ? begins : cause, lane->id, begins);
  lane->woken = false;
}

static void
on_state (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  Ring *ring = ring_of (builder, record->ring);
  GantryState state = (GantryState) gantry_detail_state (record->detail);
  uint32_t line = gantry_low32 (record->first), object = gantry_high32 (record->first);
  lane->ring = record->ring;
  if (state == GANTRY_STATE_RUNNING && lane->kind != GANTRY_LANE_LOOP)
    ring->active = lane;
  else if (ring->active == lane)
    ring->active = NULL;
  if ((state == GANTRY_STATE_RUNNING && lane->state != GANTRY_STATE_RUNNING) || lane->woken) {
    end_wait (builder, ring, lane, record, state);
    return;
  }
  set_state (builder, lane, record->time, state, line, object, gantry_detail_cpu (record->detail));
  GantryThing *thing = thing_waited_for (builder, state, object);
  if (thing) {
    count_one (&thing->contended);
    if (state == GANTRY_STATE_WAIT_EVENT || state == GANTRY_STATE_WAIT_CONDITION || state == GANTRY_STATE_WAIT_BARRIER)
      count_one (&thing->acquired);
  }
}

static void
on_gap (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  const Ring *ring = ring_of (builder, record->ring);
  int cpu = gantry_detail_cpu (record->detail);
  int64_t back = record->time + (int64_t) record->first;
  GantryLane *both[] = {lane, ring->loop != lane ? ring->loop : NULL};
  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    if (both[i] && both[i]->state == GANTRY_STATE_RUNNING) {
      set_state (builder, both[i], record->time, GANTRY_STATE_READY, both[i]->line, GANTRY_NO_OBJECT, GANTRY_NO_CPU);
      set_state (builder, both[i], back, GANTRY_STATE_RUNNING, both[i]->line, GANTRY_NO_OBJECT, cpu);
    }
}

static void
on_lock (GantryBuilder *builder, const GantryLane *lane, const GantryRecord *record)
{
  uint32_t index = gantry_low32 (record->first);
  GantryThing *thing = gantry_timeline_get_own_thing (builder->timeline, index);
  if (!thing)
    return;
  bool takes = record->kind == GANTRY_EVENT_ACQUIRED;
  if (thing->holders > 0)
    add_figure (&thing->held_ns, thing->holders * MAX (record->time - thing->held_since, 0));
  thing->held_since = record->time;
  thing->holders = MAX (thing->holders + (takes ? 1 : -1), 0);
  if (takes) {
    count_one (&thing->acquired);
    thing->holder = lane->id;
  }
  /* One holder is named, several are counted: a lock has one, a semaphore or a rwlock may have more. */
  bool names = thing->kind == GANTRY_THING_LOCK || thing->kind == GANTRY_THING_RLOCK || thing->kind == GANTRY_THING_CONDITION;
  int64_t value = names ? (thing->holders > 0 ? (int64_t) thing->holder : -1) : thing->holders;
  gantry_held_back_step (&builder->held, index, record->time, value);
}

static void
on_value (GantryBuilder *builder, const GantryRecord *record)
{
  uint32_t index = gantry_low32 (record->first);
  GantryThing *thing = gantry_timeline_get_own_thing (builder->timeline, index);
  if (!thing)
    return;
  if (record->kind == GANTRY_EVENT_LENGTH)
    count_one (&thing->acquired);
  gantry_held_back_step (&builder->held, index, record->time, (int64_t) record->second);
}

static void
on_mark (GantryBuilder *builder, const GantryLane *lane, const GantryRecord *record)
{
  GantryMark mark = {
      .kind = record->kind == GANTRY_EVENT_PRINT ? GANTRY_MARK_PRINT
              : record->detail                   ? GANTRY_MARK_EXPECT_HELD
                                                 : GANTRY_MARK_EXPECT_BROKEN,
      .lane = lane->id,
      .line = gantry_low32 (record->first),
      .time = record->time,
      .text = gantry_timeline_keep_text (builder->timeline, record->text),
  };
  gantry_held_back_mark (&builder->held, &mark);
}

static void
on_note (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  if (record->kind == GANTRY_EVENT_NOTE_END) {
    close_notes (builder, lane, record->time, false);
    return;
  }
  if (!lane->notes)
    lane->notes = g_array_new (FALSE, FALSE, sizeof (OpenNote));
  OpenNote note = {record->time, gantry_low32 (record->first), gantry_timeline_keep_text (builder->timeline, record->text)};
  g_array_append_val (lane->notes, note);
}

static void
on_lane_record (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  switch (record->kind) {
  case GANTRY_EVENT_LANE_STARTED:
    on_started (builder, lane, record);
    break;
  case GANTRY_EVENT_LANE_ENDED:
    end_lane (builder, lane, record->time, (GantryOutcome) record->detail, (int64_t) record->first, record->text);
    break;
  case GANTRY_EVENT_STATE:
    on_state (builder, lane, record);
    break;
  case GANTRY_EVENT_WOKEN:
    lane->woken = true;
    lane->woken_by = (uint32_t) record->first;
    lane->woken_at = (int64_t) record->second;
    break;
  case GANTRY_EVENT_GAP:
    on_gap (builder, lane, record);
    break;
  case GANTRY_EVENT_ACQUIRED:
  case GANTRY_EVENT_RELEASED:
    on_lock (builder, lane, record);
    break;
  case GANTRY_EVENT_LENGTH:
  case GANTRY_EVENT_VALUE:
    on_value (builder, record);
    break;
  case GANTRY_EVENT_PRINT:
  case GANTRY_EVENT_EXPECT:
    on_mark (builder, lane, record);
    break;
  case GANTRY_EVENT_NOTE_BEGIN:
  case GANTRY_EVENT_NOTE_END:
    on_note (builder, lane, record);
    break;
  case GANTRY_EVENT_LOST:
    gantry_lane_add_loss (lane, (int64_t) record->second, record->time, record->first);
    break;
  default:
    break;
  }
}

/* A lane whose creation was lost. */
static GantryLane *
make_up_lane (GantryBuilder *builder, const GantryRecord *record)
{
  g_autofree char *name = g_strdup_printf ("lane %u", record->lane);
  GantryRecord created = *record;
  created.kind = GANTRY_EVENT_LANE_CREATED;
  created.detail = GANTRY_LANE_THREAD;
  created.first = GANTRY_NO_LANE;
  created.text = name;
  on_created (builder, &created);
  return gantry_timeline_get_own_lane (builder->timeline, record->lane);
}

static bool
take_event (const GantryRecord *record, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  if (record->kind == GANTRY_EVENT_RUN_ENDED) {
    builder->told_outcome = (GantryRunOutcome) record->detail;
    g_free (builder->told_reason);
    builder->told_reason = record->text && *record->text ? g_strdup (record->text) : NULL;
    builder->ended_at = record->time;
    return true;
  }
  if (record->kind == GANTRY_EVENT_LANE_CREATED) {
    on_created (builder, record);
    return true;
  }
  GantryLane *lane = gantry_timeline_get_own_lane (builder->timeline, record->lane);
  if (!lane && builder->refused_lane != record->lane) {
    /* Its creation stands in another ring and comes in the next pass, if it was not lost. */
    builder->refused_lane = record->lane;
    return false;
  }
  if (!lane)
    lane = make_up_lane (builder, record);
  if (lane && gantry_lane_get_ended (lane) == GANTRY_NO_TIME)
    on_lane_record (builder, lane, record);
  return true;
}

static void
switch_lane (GantryBuilder *builder, Ring *ring, GantryLane *lane, int64_t time, bool out, bool preempted)
{
  if (!lane)
    return;
  if (out && lane->state == GANTRY_STATE_RUNNING) {
    set_state (builder, lane, time, preempted ? GANTRY_STATE_READY : GANTRY_STATE_BLOCKED, lane->line, GANTRY_NO_OBJECT,
               GANTRY_NO_CPU);
    lane->switched_out = true;
  } else if (!out && lane->switched_out) {
    set_state (builder, lane, time, GANTRY_STATE_RUNNING, lane->line, GANTRY_NO_OBJECT, ring->cpu);
  }
}

static void
take_switch (uint32_t index, int64_t time, int cpu, bool out, bool preempted, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  Ring *ring = ring_of (builder, index);
  ring->on_cpu = !out;
  ring->cpu = cpu;
  if (!out)
    ring->in_since = time;
  /* Going, the task leaves before its loop; coming, the loop is there before the task. */
  switch_lane (builder, ring, out ? ring->active : ring->loop, time, out, preempted);
  switch_lane (builder, ring, out ? ring->loop : ring->active, time, out, preempted);
}

static void
take_drained (uint32_t index, int64_t seen, gpointer user_data)
{
  ring_of (user_data, index)->seen = seen;
}

static void
take_retired (uint32_t index, gpointer user_data)
{
  *ring_of (user_data, index) = (Ring){0};
}

/* Running lanes that measure themselves are known as far as they were seen. */
static int64_t
update_running (GantryBuilder *builder, int64_t now)
{
  int64_t until = now;
  for (guint i = 0; i < builder->running->len; i++) {
    GantryLane *lane = g_ptr_array_index (builder->running, i);
    int64_t known = builder->from_self ? MAX (ring_of (builder, lane->ring)->seen, lane->since) : now;
    until = MIN (until, known);
    gantry_lane_flush (lane, known);
    gantry_lane_set_known (lane, builder->from_self ? known : GANTRY_NO_TIME);
  }
  for (guint i = 0; i < builder->rings->len; i++) {
    const Ring *ring = g_ptr_array_index (builder->rings, i);
    if (ring->on_cpu && (!ring->active || ring->active->state != GANTRY_STATE_RUNNING))
      until = MIN (until, ring->in_since); /* it may turn out to have run since then */
  }
  return until;
}

static void
update_touched (GantryBuilder *builder, int64_t now)
{
  guint kept = 0;
  for (guint i = 0; i < builder->touched->len; i++) {
    GantryLane *lane = g_ptr_array_index (builder->touched, i);
    bool ended = gantry_lane_get_ended (lane) != GANTRY_NO_TIME;
    if (ended || lane->state == GANTRY_STATE_RUNNING || gantry_lane_flush (lane, now)) {
      lane->touched = false;
      if (!ended && lane->state != GANTRY_STATE_RUNNING)
        gantry_lane_set_known (lane, GANTRY_NO_TIME);
    } else {
      g_ptr_array_index (builder->touched, kept++) = lane;
    }
  }
  g_ptr_array_set_size (builder->touched, (gint) kept);
}

static void
take_pass (int64_t now, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  update_touched (builder, now);
  int64_t on_cpu_until = update_running (builder, now);
  gantry_held_back_release (&builder->held, now, on_cpu_until);
  gantry_cores_release (&builder->cores, on_cpu_until, builder->running);
  gantry_timeline_set_now (builder->timeline, now);
}

const GantrySink *
gantry_builder_get_sink (void)
{
  static const GantrySink sink = {
      .event = take_event,
      .context_switch = take_switch,
      .drained = take_drained,
      .retired = take_retired,
      .pass = take_pass,
  };
  return &sink;
}

GantryRunOutcome
gantry_builder_get_told_outcome (const GantryBuilder *builder)
{
  return builder->told_outcome;
}

static int64_t
end_of_run (GantryBuilder *builder, int64_t now)
{
  int64_t end = builder->told_outcome != GANTRY_RUN_UNFINISHED ? builder->ended_at : now;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes (builder->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane (builder->timeline, i);
    int64_t ended = gantry_lane_get_ended (lane);
    end = MAX (end, ended == GANTRY_NO_TIME ? gantry_lane_floor (lane) : ended);
  }
  return end;
}

static void
end_open_lanes (GantryBuilder *builder, int64_t end)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes (builder->timeline); i++) {
    GantryLane *lane = (GantryLane *) gantry_timeline_get_lane (builder->timeline, i);
    GantryOutcome outcome = lane->daemon ? GANTRY_OUTCOME_DAEMON_KILLED : GANTRY_OUTCOME_KILLED;
    end_lane (builder, lane, end, counts (lane) ? outcome : GANTRY_OUTCOME_OK, 0, NULL);
  }
}

static void
end_holding (GantryBuilder *builder, int64_t end)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_things (builder->timeline); i++) {
    GantryThing *thing = gantry_timeline_get_own_thing (builder->timeline, i);
    if (thing->holders > 0)
      add_figure (&thing->held_ns, thing->holders * MAX (end - thing->held_since, 0));
    thing->holders = 0;
  }
}

void
gantry_builder_finish (GantryBuilder *builder, int64_t now, const GantryRunResult *result, bool override_outcome)
{
  GantryRunResult final = *result;
  int64_t end = end_of_run (builder, now);
  end_open_lanes (builder, end);
  end_holding (builder, end);
  gantry_held_back_release (&builder->held, INT64_MAX, INT64_MAX);
  gantry_cores_end (&builder->cores, end);
  gantry_timeline_set_now (builder->timeline, end);
  if (builder->told_outcome != GANTRY_RUN_UNFINISHED && !override_outcome) {
    final.outcome = builder->told_outcome;
    final.reason = builder->told_reason;
  }
  final.wall_ns = end;
  gantry_timeline_finish (builder->timeline, &final);
}
