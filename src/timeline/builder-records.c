/* What each kind of record means for its lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder-private.h"

/* Of processes in a run, to be told of at once. */
#define MOST_CRASHES 1000

typedef struct {
  int64_t from;
  uint32_t line;
  const char *text;
} OpenNote;

/* The ring that a record came from. The processor that the record names is the thread's. */
static GantryBuilderRing *
ring_of (GantryBuilder *builder, const GantryRecord *record)
{
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, record->ring);
  bool names_cpu = record->kind == GANTRY_EVENT_STATE || record->kind == GANTRY_EVENT_GAP ||
                   record->kind == GANTRY_EVENT_LANE_STARTED;
  if (names_cpu && gantry_detail_cpu(record->detail) != GANTRY_NO_CPU)
    ring->cpu = gantry_detail_cpu(record->detail);
  return ring;
}

/* Where a thread tells that it runs, the kernel knows since when: since the last switch to it, if that came
 * after `since` and nothing else ran in the thread meanwhile. A loop's task begins when the loop says so. */
static int64_t
running_begins (const GantryBuilder *builder, const GantryBuilderRing *ring, const GantryLane *lane,
                int64_t since, int64_t time)
{
  bool was_in = ring->in || time <= ring->out_at;
  bool knows = builder->from == GANTRY_ON_CPU_FROM_KERNEL && was_in && lane->kind != GANTRY_LANE_TASK;
  bool fits = ring->in_since > since && ring->in_since > ring->left_at && ring->in_since < time;
  return knows && fits ? ring->in_since : time;
}

GantryLane *
gantry_builder_create (GantryBuilder *builder, const GantryRecord *record)
{
  GantryTimeline *timeline = builder->timeline;
  uint32_t parent = gantry_low32(record->first), line = gantry_high32(record->second);
  bool daemon = (gantry_high32(record->first) & GANTRY_LANE_FLAG_DAEMON) != 0;
  GantryLane *lane = gantry_lane_new(record->lane, (GantryLaneKind)record->detail, record->text, parent,
                                     daemon, MAX(record->time, 0), line, &timeline->now);
  if (!gantry_timeline_add_lane(timeline, lane)) {
    gantry_lane_free(lane);
    return NULL;
  }
  lane->in_touched = true;
  g_ptr_array_add(builder->touched, lane);
  return lane;
}

/* A thread that lost its processor between stamping a record and publishing it: the kernel's word came first,
 * and the lane does not run. */
static void
heed_kernel (GantryBuilder *builder, GantryBuilderRing *ring, int64_t time)
{
  if (builder->from == GANTRY_ON_CPU_FROM_KERNEL && !ring->in && time <= ring->out_at)
    gantry_builder_switch_out(builder, ring, time, ring->out_state);
}

static void
on_started (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  GantryBuilderRing *ring = ring_of(builder, record);
  int64_t ready = MAX((int64_t)record->second, lane->since);
  if (gantry_lane_get_started(lane) != GANTRY_NO_TIME)
    return;
  /* Relaxed: stands for itself. */
  atomic_store_explicit(&lane->pid, gantry_high32(record->first), memory_order_relaxed);
  lane->home_ring = record->ring;
  int64_t begins = running_begins(builder, ring, lane, ready, record->time);
  if ((int64_t)record->second >= 0 && ready < begins)
    gantry_builder_change(builder, lane, ready, GANTRY_STATE_READY, lane->line_created, GANTRY_NO_OBJECT,
                          GANTRY_NO_CPU, true);
  gantry_builder_attach(builder, lane, record->ring);
  begins = gantry_builder_change(builder, lane, begins, GANTRY_STATE_RUNNING, 0, GANTRY_NO_OBJECT,
                                 gantry_detail_cpu(record->detail), true);
  gantry_builder_start(builder, lane, begins);
  heed_kernel(builder, ring, record->time);
}

static GantryArrowKind
arrow_kind (GantryState wait)
{
  switch (wait) {
  case GANTRY_STATE_WAIT_JOIN:
  case GANTRY_STATE_WAIT_RESULT:
    return GANTRY_ARROW_JOIN;
  case GANTRY_STATE_WAIT_QUEUE:
  case GANTRY_STATE_WAIT_PIPE:
  case GANTRY_STATE_WAIT_POOL:
  case GANTRY_STATE_WAIT_MANAGER:
  case GANTRY_STATE_IO_NETWORK:
    return GANTRY_ARROW_PUT;
  case GANTRY_STATE_WAIT_LOCK:
  case GANTRY_STATE_WAIT_SEMAPHORE:
  case GANTRY_STATE_WAIT_GIL:
    return GANTRY_ARROW_RELEASE;
  default:
    return GANTRY_ARROW_SET;
  }
}

/* The arrow's end is where the lane runs again, which may be some way to go. */
static void
keep_arrow (GantryLane *lane, int64_t cause)
{
  if (!lane->woken || lane->woken_by == GANTRY_NO_LANE || lane->woken_by == lane->id)
    return;
  lane->has_arrow = true;
  /* A canceller passes nothing on, and lets nothing go: it tells. */
  lane->arrow_kind = (int)(lane->woken_to_leave ? GANTRY_ARROW_SET : arrow_kind(lane->state));
  lane->arrow_from = lane->woken_by;
  lane->arrow_time = cause;
}

static void
draw_arrow (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  int64_t from_time = lane->arrow_time == GANTRY_NO_TIME ? time : MIN(lane->arrow_time, time);
  GantryArrow arrow = {(GantryArrowKind)lane->arrow_kind, lane->arrow_from, lane->id, from_time, time};
  if (lane->has_arrow)
    gantry_held_back_arrow(&builder->held, &arrow);
  lane->has_arrow = false;
}

/* The end of a wait: up to the cause it waited, from there on it was ready. Returns when the next state
 * begins. */
static int64_t
split_wait (GantryBuilder *builder, const GantryBuilderRing *ring, GantryLane *lane,
            const GantryRecord *record)
{
  GantryState state = gantry_detail_state(record->detail);
  int64_t cause = GANTRY_NO_TIME, begins = MAX(record->time, lane->since);
  if (lane->woken && lane->woken_at >= 0)
    cause = CLAMP(lane->woken_at, lane->since, begins);
  keep_arrow(lane, cause);
  if (state == GANTRY_STATE_RUNNING)
    begins = running_begins(builder, ring, lane, MAX(cause, lane->since), begins);
  if (cause == GANTRY_NO_TIME)
    return begins;
  if (state == GANTRY_STATE_READY)
    return cause;
  if (cause < begins)
    gantry_builder_change(builder, lane, cause, GANTRY_STATE_READY, lane->line, GANTRY_NO_OBJECT,
                          GANTRY_NO_CPU, true);
  return begins;
}

/* Remembers what a lane waits for until it says that it got it: in the same statement, with nothing else in
 * between than getting a processor or the interpreter lock. */
static void
remember_wait (GantryLane *lane, bool waited, GantryState state, uint32_t object)
{
  bool is_way_back =
      state == GANTRY_STATE_READY || state == GANTRY_STATE_WAIT_GIL || state == GANTRY_STATE_RUNNING;
  if (state >= GANTRY_STATE_WAIT_LOCK && state != GANTRY_STATE_WAIT_JOIN && state != GANTRY_STATE_WAIT_GIL)
    lane->waited_for = object;
  else if (!is_way_back || (lane->state == GANTRY_STATE_RUNNING && !waited))
    lane->waited_for = GANTRY_NO_OBJECT;
  /* It did not come to run, but waits for something else. */
  if (!is_way_back)
    lane->has_arrow = false;
}

/* A thread that yields tells afterwards from when to when it was ready. Where the kernel tells of its
 * switches, too, it knows better: what it takes to leave the processor and to come back is spent on it. */
static bool
begin_yield (GantryBuilder *builder, const GantryBuilderRing *ring, GantryLane *lane,
             const GantryRecord *record)
{
  bool has_thread = lane->kind != GANTRY_LANE_TASK && lane->ring == record->ring;
  if (builder->from != GANTRY_ON_CPU_FROM_KERNEL || !ring->in || !has_thread ||
      lane->state != GANTRY_STATE_RUNNING || gantry_detail_state(record->detail) != GANTRY_STATE_READY)
    return false;
  if (lane->line != gantry_low32(record->first))
    gantry_builder_change(builder, lane, record->time, GANTRY_STATE_RUNNING, gantry_low32(record->first),
                          GANTRY_NO_OBJECT, ring->cpu, true);
  lane->yields = true;
  lane->yielded_at = MAX(record->time, lane->since);
  return true;
}

/* Of a yield of which the kernel told no switch the thread's own word holds. Returns whether it told one, and
 * the lane runs on in the statement. */
static bool
end_yield (GantryBuilder *builder, const GantryBuilderRing *ring, GantryLane *lane, uint32_t line)
{
  bool is_back = lane->yields && lane->state == GANTRY_STATE_RUNNING;
  bool was_told = ring->out_at >= lane->yielded_at;
  lane->yields = false;
  if (is_back && !was_told)
    gantry_builder_change(builder, lane, lane->yielded_at, GANTRY_STATE_READY, lane->line, GANTRY_NO_OBJECT,
                          GANTRY_NO_CPU, true);
  return is_back && was_told && lane->line == line;
}

static void
on_state (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  GantryBuilderRing *ring = ring_of(builder, record);
  GantryState state = gantry_detail_state(record->detail);
  uint32_t line = gantry_low32(record->first), object = gantry_high32(record->first);
  /* What the thread's being switched out made of the state is no wait that the task told of. */
  bool waited = gantry_state_is_wait(lane->state) && !lane->off;
  bool runs = state == GANTRY_STATE_RUNNING;
  int64_t begins = record->time;
  remember_wait(lane, waited, state, object);
  if (begin_yield(builder, ring, lane, record))
    return;
  bool is_back = end_yield(builder, ring, lane, line);
  if (waited && (runs || lane->woken))
    begins = split_wait(builder, ring, lane, record);
  if (runs)
    gantry_builder_attach(builder, lane, record->ring);
  begins = gantry_builder_change(builder, lane, begins, state, line, object,
                                 runs ? gantry_detail_cpu(record->detail) : GANTRY_NO_CPU, !is_back);
  lane->woken = false;
  if (!runs)
    gantry_builder_detach(builder, lane);
  else
    draw_arrow(builder, lane, begins);
  /* Its LANE_STARTED was lost. */
  if (state != GANTRY_STATE_CREATED && state != GANTRY_STATE_READY)
    gantry_builder_start(builder, lane, begins);
  if (runs)
    heed_kernel(builder, ring, record->time);
}

static void
on_gap (GantryBuilder *builder, const GantryRecord *record)
{
  GantryBuilderRing *ring = ring_of(builder, record);
  int64_t back = record->time + (int64_t)MIN(record->first, (uint64_t)INT64_MAX / 4);
  /* Only threads that measure themselves tell of gaps. */
  if (back <= record->time || builder->from != GANTRY_ON_CPU_FROM_SELF)
    return;
  gantry_builder_switch_out(builder, ring, record->time, GANTRY_STATE_READY);
  gantry_builder_switch_in(builder, ring, back, gantry_detail_cpu(record->detail));
  ring->seen = MAX(ring->seen, back);
}

static void
on_thing (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  uint32_t index = gantry_low32(record->first);
  bool is_value = record->kind == GANTRY_EVENT_LENGTH || record->kind == GANTRY_EVENT_VALUE;
  bool acquires = record->kind == GANTRY_EVENT_ACQUIRED || record->kind == GANTRY_EVENT_LENGTH;
  const GantryThing *thing = gantry_timeline_get_own_thing(builder->timeline, index);
  if (!thing)
    return;
  GantryThingEvent event = {
      .time = record->time,
      .value = is_value ? (int64_t)record->second : 0,
      .thing = index,
      .lane = lane->id,
      .kind = (GantryEventKind)record->kind,
      .stores = record->kind == GANTRY_EVENT_VALUE ? MAX(gantry_high32(record->first), 1) : 0,
      .reading = gantry_high32(record->first) == 1,
      .contended = acquires && lane->waited_for == index && !gantry_thing_counts_waits(thing),
  };
  if (event.contended)
    lane->waited_for = GANTRY_NO_OBJECT;
  gantry_held_back_event(&builder->held, &event);
}

static void
on_mark (GantryBuilder *builder, const GantryLane *lane, const GantryRecord *record)
{
  GantryMarkKind kind = GANTRY_MARK_PRINT;
  if (record->kind == GANTRY_EVENT_EXPECT)
    kind = record->detail == 1 ? GANTRY_MARK_EXPECT_HELD : GANTRY_MARK_EXPECT_BROKEN;
  GantryMark mark = {
      .kind = kind,
      .lane = lane->id,
      .line = gantry_low32(record->first),
      .time = record->time,
      .text = gantry_timeline_keep_text(builder->timeline, record->text),
  };
  gantry_held_back_mark(&builder->held, &mark);
}

static void
on_note_begin (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  OpenNote note = {
      .from = record->time,
      .line = gantry_low32(record->first),
      .text = gantry_timeline_keep_text(builder->timeline, record->text),
  };
  if (!lane->notes)
    lane->notes = g_array_new(FALSE, FALSE, sizeof(OpenNote));
  g_array_append_val(lane->notes, note);
}

static void
close_note (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  if (!lane->notes || lane->notes->len == 0)
    return;
  const OpenNote *note = &g_array_index(lane->notes, OpenNote, lane->notes->len - 1);
  GantrySpan span = {lane->id, note->line, note->from, MAX(time, note->from), note->text};
  gantry_held_back_span(&builder->held, &span);
  g_array_set_size(lane->notes, lane->notes->len - 1);
}

void
gantry_builder_close_notes (GantryBuilder *builder, GantryLane *lane, int64_t time)
{
  while (lane->notes && lane->notes->len > 0)
    close_note(builder, lane, time);
  g_clear_pointer(&lane->notes, g_array_unref);
}

/* The lane ends there when all that it said before has come. */
static void
tell_end (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record, const GantryToldEnd *told)
{
  if (lane->end_at != GANTRY_NO_TIME || gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    return;
  GantryToldEnd end = {
      .lane = lane,
      .time = record->time,
      .result = told->result,
      .outcome = told->outcome,
      .reason = g_strdup(told->reason),
      .pass = builder->pass,
  };
  /* A ring that was read before this one in this pass may have more to say. */
  if (lane->home_ring != GANTRY_NO_RING && lane->home_ring < record->ring)
    end.pass++;
  lane->end_at = record->time;
  g_array_append_val(builder->told_ends, end);
}

/* Who crashes takes all along that are in its process. What the kernel still tells of them, which have to
 * have a processor to die, is none of their work. */
static void
end_process (GantryBuilder *builder, const GantryLane *crashed, const GantryRecord *record)
{
  const GantryToldEnd end = {.outcome = GANTRY_OUTCOME_KILLED};
  uint32_t pid = gantry_lane_get_pid(crashed);
  /* Each walk is one over all lanes, which nobody can be made to do for ever. */
  if (pid == 0 || builder->n_crashes++ >= MOST_CRASHES)
    return;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(builder->timeline); i++) {
    GantryLane *lane = (GantryLane *)gantry_timeline_get_lane(builder->timeline, i);
    if (gantry_lane_get_pid(lane) == pid)
      tell_end(builder, lane, record, &end);
  }
}

static void
on_ended (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  const GantryToldEnd end = {.result = (int64_t)record->first,
                             .outcome = (GantryOutcome)record->detail,
                             .reason = (char *)record->text};
  if (record->ring != lane->home_ring) {
    tell_end(builder, lane, record, &end);
    return;
  }
  gantry_builder_end(builder, lane, record->time, end.outcome, end.result, end.reason);
  if (end.outcome == GANTRY_OUTCOME_KILLED && builder->from != GANTRY_ON_CPU_FROM_VIRTUAL)
    end_process(builder, lane, record);
}

/* What is told late was lost while the lane lived. */
static void
on_lost (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  int64_t ended = gantry_lane_get_ended(lane);
  int64_t to = ended == GANTRY_NO_TIME ? record->time : MIN(record->time, ended);
  if (builder->run_ended != GANTRY_NO_TIME)
    to = MIN(to, builder->run_ended);
  gantry_lane_add_loss(lane, (int64_t)record->second, to, record->first);
  builder->lost += record->first;
}

void
gantry_builder_publish_stuck (GantryBuilder *builder)
{
  if (builder->has_stuck)
    gantry_append_store_append(&builder->timeline->deadlock, &builder->stuck);
  builder->has_stuck = false;
}

/* One event for each holder: they are gathered. */
static void
on_deadlock (GantryBuilder *builder, const GantryLane *lane, const GantryRecord *record)
{
  GantryDeadlockWait *stuck = &builder->stuck;
  uint32_t holder = gantry_low32(record->second);
  if ((record->detail & GANTRY_DEADLOCK_FIRST) != 0 || !builder->has_stuck || stuck->lane != lane->id) {
    gantry_builder_publish_stuck(builder);
    *stuck = (GantryDeadlockWait){
        .lane = lane->id,
        .object = gantry_low32(record->first),
        .joins = (record->detail & GANTRY_DEADLOCK_JOINS) != 0 ? holder : GANTRY_NO_LANE,
        .line = gantry_high32(record->first),
    };
    builder->has_stuck = true;
  }
  if (holder != GANTRY_NO_LANE && stuck->n_holders < GANTRY_MOST_DEADLOCK_HOLDERS)
    stuck->holders[stuck->n_holders++] = holder;
}

void
gantry_builder_take (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record)
{
  switch (record->kind) {
  case GANTRY_EVENT_LANE_STARTED:
    on_started(builder, lane, record);
    break;
  case GANTRY_EVENT_LANE_ENDED:
    on_ended(builder, lane, record);
    break;
  case GANTRY_EVENT_STATE:
    on_state(builder, lane, record);
    break;
  case GANTRY_EVENT_WOKEN:
    lane->woken = true;
    lane->woken_to_leave = record->detail == 1;
    lane->woken_by = gantry_low32(record->first);
    lane->woken_at = (int64_t)record->second;
    break;
  case GANTRY_EVENT_GAP:
    on_gap(builder, record);
    break;
  case GANTRY_EVENT_ACQUIRED:
  case GANTRY_EVENT_RELEASED:
  case GANTRY_EVENT_LENGTH:
  case GANTRY_EVENT_VALUE:
    on_thing(builder, lane, record);
    break;
  case GANTRY_EVENT_PRINT:
  case GANTRY_EVENT_EXPECT:
    on_mark(builder, lane, record);
    break;
  case GANTRY_EVENT_NOTE_BEGIN:
    on_note_begin(builder, lane, record);
    break;
  case GANTRY_EVENT_NOTE_END:
    close_note(builder, lane, record->time);
    break;
  case GANTRY_EVENT_DEADLOCK:
    on_deadlock(builder, lane, record);
    break;
  case GANTRY_EVENT_LOST:
    on_lost(builder, lane, record);
    break;
  default:
    break;
  }
}
