/* Writing events into the calling thread's own ring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/recorder.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#if defined(__has_include) && defined(__has_builtin)
#if __has_include(<sys/rseq.h>) && __has_builtin(__builtin_thread_pointer)
#include <sys/rseq.h>
#define HAVE_RSEQ 1
#endif
#endif

#define TEXT_BYTES 16u /* in one TEXT event */

/* Slots that are kept free for what matters more. That a lane begins and how it ends is not lost with the
 * rest: without its end it would seem to have been killed, without its beginning it would have no name. */
#define LIFE_RESERVE(recorder) (((recorder)->view.mask + 1) / 16)
#define STATE_RESERVE(recorder) (((recorder)->view.mask + 1) / 4)

/* Relaxed: a hint; tell_loss() looks again. */
static uint64_t
untold_loss (const GantryLaneLoss *loss)
{
  uint64_t total = atomic_load_explicit(&loss->total, memory_order_relaxed);
  return total - MIN(atomic_load_explicit(&loss->told, memory_order_relaxed), total);
}

bool
gantry_recorder_init (GantryRecorder *recorder, GantrySegment *segment, uint32_t host_lane, GError **error)
{
  *recorder = (GantryRecorder){.segment = segment, .host_lane = host_lane};
  if (!gantry_segment_claim_ring(segment, host_lane, &recorder->ring_index)) {
    g_set_error_literal(error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_FULL,
                        _("More threads record at once than the trace has room for; start fewer at a time"));
    return false;
  }
  recorder->view = gantry_segment_get_ring(segment, recorder->ring_index);
  recorder->clock = gantry_segment_get_clock(segment);
  recorder->lost = untold_loss(gantry_segment_get_loss(segment, host_lane));
  recorder->gap_ticks = (uint64_t)(GANTRY_GAP_NS / gantry_clock_tick_ns(recorder->clock));
  recorder->records_gaps = gantry_segment_get_on_cpu_from(segment) == GANTRY_ON_CPU_FROM_SELF;
  recorder->last = gantry_recorder_now(recorder);
  /* Relaxed: nothing was recorded before it. */
  atomic_store_explicit(&recorder->view.ring->seen, recorder->last, memory_order_relaxed);
  return true;
}

/* A lane's loss is told with the next of its events that fits. */
static bool
has_loss (const GantryRecorder *recorder, uint32_t lane)
{
  return recorder->lost > 0 && untold_loss(gantry_segment_get_loss(recorder->segment, lane)) > 0;
}

static void
wait_for_room (GantryRecorder *recorder, uint64_t count)
{
  const struct timespec pause = {.tv_nsec = 50000};
  while (!gantry_ring_has_room(&recorder->view, count, 0))
    nanosleep(&pause, NULL);
}

static void
count_loss (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint64_t count)
{
  GantryLaneLoss *loss = gantry_segment_get_loss(recorder->segment, lane);
  recorder->lost += count;
  if (untold_loss(loss) == 0)
    /* Relaxed: the count below publishes it. */
    atomic_store_explicit(&loss->since, ticks, memory_order_relaxed);
  /* Release: whoever sees the loss sees since when. Added, for another thread may record for the lane, too.
   */
  atomic_fetch_add_explicit(&loss->total, count, memory_order_release);
}

/* The LOST event of a lane, to be published with what follows it. FALSE: another thread, which records for
 * the lane, too, has told it meanwhile. */
static bool
tell_loss (GantryRecorder *recorder, uint64_t ticks, uint32_t lane)
{
  GantryLaneLoss *loss = gantry_segment_get_loss(recorder->segment, lane);
  /* Relaxed: what it was is compared below. */
  uint64_t told = atomic_load_explicit(&loss->told, memory_order_relaxed);
  /* Acquire: since when comes with the loss. */
  uint64_t total = atomic_load_explicit(&loss->total, memory_order_acquire);
  uint64_t since = atomic_load_explicit(&loss->since, memory_order_relaxed);
  /* Each loss is told by one. Before it is published: who is killed in between leaves a loss that is counted
   * but not told, which the collector finds. Relaxed: nothing else hangs on it. */
  if (told >= total || !atomic_compare_exchange_strong_explicit(&loss->told, &told, total,
                                                                memory_order_relaxed, memory_order_relaxed))
    return false;
  *gantry_ring_slot(&recorder->view, 0) = (GantryEvent){
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_LOST,
      .first = total - told,
      .second = since,
  };
  recorder->lost -= MIN(recorder->lost, total - told);
  return true;
}

/* What a record takes of a ring. */
typedef struct {
  uint64_t slots;
  uint64_t events; /* that are lost if they do not fit: its text is no event of its own */
  uint64_t reserve;
} Wants;

/* Room for what it wants; where a loss is to be told first, its event is written at the head and `*ahead`
 * is 1. */
static bool
make_room (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, const Wants *wants, uint64_t *ahead)
{
  uint64_t extra = has_loss(recorder, lane) ? 1 : 0;
  if (G_UNLIKELY(!gantry_ring_has_room(&recorder->view, wants->slots + extra, wants->reserve))) {
    if (recorder->clock != GANTRY_CLOCK_VIRTUAL) {
      count_loss(recorder, ticks, lane, wants->events);
      return false;
    }
    wait_for_room(recorder, wants->slots);
  }
  *ahead = extra > 0 && tell_loss(recorder, ticks, lane) ? 1 : 0;
  return true;
}

/* Inlined everywhere: the event is then built in its slot, and not first beside it. */
__attribute__((always_inline)) static inline void
record (GantryRecorder *recorder, const GantryEvent *event, uint64_t reserve)
{
  GantryRing *ring = recorder->view.ring;
  /* Relaxed: only this thread stores head. */
  uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  uint64_t ahead = 0;
  bool has_room = head - recorder->view.tail + 1 + reserve <= recorder->view.mask + 1 && recorder->lost == 0;
  if (G_UNLIKELY(!has_room) &&
      !make_room(recorder, event->time, event->lane, &(Wants){1, 1, reserve}, &ahead))
    return;
  recorder->view.slots[(head + ahead) & recorder->view.mask] = *event;
  /* Release: whoever sees the new head sees the slot. */
  atomic_store_explicit(&ring->head, head + ahead + 1, memory_order_release);
}

/* The processor this thread is on: a load from where the kernel keeps it for restartable sequences, a call
 * elsewhere. */
static inline int
current_cpu (void)
{
#ifdef HAVE_RSEQ
  const struct rseq *area =
      (const struct rseq *)(const void *)((const char *)__builtin_thread_pointer() + __rseq_offset);
  /* Relaxed: the kernel changes it while this thread does not run. */
  int cpu = (int)__atomic_load_n(&area->cpu_id, __ATOMIC_RELAXED);
  if (G_LIKELY(cpu >= 0 && __rseq_size > 0))
    return cpu;
#endif
  return sched_getcpu();
}

/* Length of `text`, cut at a character so that it is at most GANTRY_TEXT_MAX bytes. */
static size_t
text_length (const char *text)
{
  size_t length = text ? strlen(text) : 0;
  if (length <= GANTRY_TEXT_MAX)
    return length;
  length = GANTRY_TEXT_MAX;
  while (length > 0 && ((unsigned char)text[length] & 0xC0u) == 0x80u)
    length--;
  return length;
}

/* An event with its text behind it, all of it or nothing. `event->second`'s low half is set to the length. */
static void
record_with_text (GantryRecorder *recorder, GantryEvent *event, const char *text, uint64_t reserve)
{
  size_t length = text_length(text);
  uint64_t pieces = (length + TEXT_BYTES - 1) / TEXT_BYTES;
  uint64_t ahead;
  event->second = gantry_pack32((uint32_t)length, gantry_high32(event->second));
  if (!make_room(recorder, event->time, event->lane, &(Wants){1 + pieces, 1, reserve}, &ahead))
    return;
  *gantry_ring_slot(&recorder->view, ahead) = *event;
  for (uint64_t i = 0; i < pieces; i++) {
    size_t offset = i * TEXT_BYTES;
    size_t bytes = MIN(TEXT_BYTES, length - offset);
    GantryEvent piece = {
        .time = event->time, .lane = event->lane, .kind = GANTRY_EVENT_TEXT, .detail = (uint16_t)bytes};
    uint64_t words[2] = {0, 0};
    memcpy(words, text + offset, bytes);
    piece.first = words[0];
    piece.second = words[1];
    *gantry_ring_slot(&recorder->view, ahead + 1 + i) = piece;
  }
  gantry_ring_publish(&recorder->view, ahead + 1 + pieces);
}

void
gantry_recorder_retire (GantryRecorder *recorder)
{
  uint32_t lane = recorder->host_lane;
  if (has_loss(recorder, lane) && gantry_ring_has_room(&recorder->view, 1, 0) &&
      tell_loss(recorder, gantry_recorder_now(recorder), lane))
    gantry_ring_publish(&recorder->view, 1);
  gantry_segment_retire_ring(recorder->segment, recorder->ring_index);
}

uint64_t
gantry_recorder_now (const GantryRecorder *recorder)
{
  if (recorder->clock == GANTRY_CLOCK_VIRTUAL)
    return recorder->virtual_time;
  return gantry_clock_read(recorder->clock);
}

static void
record_gap (GantryRecorder *recorder, uint32_t lane, uint64_t from, uint64_t ticks)
{
  GantryEvent event = {
      .time = from,
      .lane = lane,
      .kind = GANTRY_EVENT_GAP,
      .detail = gantry_detail_pack(GANTRY_STATE_READY, current_cpu()),
      .first = ticks,
  };
  record(recorder, &event, LIFE_RESERVE(recorder));
}

uint64_t
gantry_recorder_seen (GantryRecorder *recorder, uint32_t lane, uint64_t now)
{
  uint64_t away = now - recorder->last;
  /* Release: a collector that sees this moment also sees all that was recorded before it. */
  atomic_store_explicit(&recorder->view.ring->seen, now, memory_order_release);
  if (G_LIKELY(away <= recorder->gap_ticks || recorder->clock == GANTRY_CLOCK_VIRTUAL)) {
    recorder->last = now;
    return 0;
  }
  if (recorder->records_gaps)
    record_gap(recorder, lane, recorder->last, away);
  recorder->last = now;
  return away;
}

uint64_t
gantry_recorder_stamp (GantryRecorder *recorder, uint32_t lane)
{
  uint64_t now = gantry_recorder_now(recorder);
  (void)gantry_recorder_seen(recorder, lane, now);
  return now;
}

uint64_t
gantry_recorder_resume (GantryRecorder *recorder)
{
  recorder->last = gantry_recorder_now(recorder);
  /* Release: a collector that sees this moment also sees all that was recorded before it. */
  atomic_store_explicit(&recorder->view.ring->seen, recorder->last, memory_order_release);
  return recorder->last;
}

void
gantry_record_lane_created (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryLaneKind kind,
                            uint32_t parent, uint32_t flags, uint32_t line, const char *name)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_LANE_CREATED,
      .detail = (uint16_t)kind,
      .first = gantry_pack32(parent, flags),
      .second = gantry_pack32(0, line),
  };
  record_with_text(recorder, &event, name, 0);
}

static void
record_lane_started (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint64_t thread,
                     uint64_t ready_ticks)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_LANE_STARTED,
      .detail = gantry_detail_pack(GANTRY_STATE_RUNNING,
                                   recorder->clock == GANTRY_CLOCK_VIRTUAL ? GANTRY_NO_CPU : current_cpu()),
      .first = thread,
      .second = ready_ticks,
  };
  record(recorder, &event, 0);
}

void
gantry_record_lane_started (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint64_t ready_ticks)
{
  /* Relaxed: this thread stored tid and pid as it claimed the ring. */
  uint32_t tid = atomic_load_explicit(&recorder->view.ring->tid, memory_order_relaxed);
  uint32_t pid = atomic_load_explicit(&recorder->view.ring->pid, memory_order_relaxed);
  record_lane_started(recorder, ticks, lane, gantry_pack32(tid, pid), ready_ticks);
}

void
gantry_record_lane_started_in (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t process)
{
  record_lane_started(recorder, ticks, lane, gantry_pack32(0, process), 0);
}

void
gantry_record_lane_ended (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryOutcome outcome,
                          int64_t result, const char *reason)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_LANE_ENDED,
      .detail = (uint16_t)outcome,
      .first = (uint64_t)result,
  };
  record_with_text(recorder, &event, reason, 0);
}

void
gantry_record_state_on (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryState state, int cpu,
                        uint32_t line, uint32_t object, uint64_t amount)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_STATE,
      .detail = gantry_detail_pack(state, cpu),
      .first = gantry_pack32(line, object),
      .second = amount,
  };
  record(recorder, &event, LIFE_RESERVE(recorder));
}

void
gantry_record_state (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryState state,
                     uint32_t line, uint32_t object, uint64_t amount)
{
  gantry_record_state_on(recorder, ticks, lane, state, current_cpu(), line, object, amount);
}

void
gantry_record_woken_on (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by, uint64_t at,
                        bool cancelled, GantryState state, int cpu, uint32_t line)
{
  uint64_t ahead;
  if (!make_room(recorder, ticks, lane, &(Wants){2, 2, LIFE_RESERVE(recorder)}, &ahead))
    return;
  *gantry_ring_slot(&recorder->view, ahead) = (GantryEvent){
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_WOKEN,
      .detail = cancelled,
      .first = by,
      .second = at,
  };
  *gantry_ring_slot(&recorder->view, ahead + 1) = (GantryEvent){
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_STATE,
      .detail = gantry_detail_pack(state, cpu),
      .first = gantry_pack32(line, GANTRY_NO_OBJECT),
  };
  gantry_ring_publish(&recorder->view, ahead + 2);
}

void
gantry_record_woken (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by, uint64_t at,
                     uint32_t line)
{
  gantry_record_woken_on(recorder, ticks, lane, by, at, false, GANTRY_STATE_RUNNING, current_cpu(), line);
}

void
gantry_record_cancelled (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by, uint64_t at,
                         uint32_t line)
{
  gantry_record_woken_on(recorder, ticks, lane, by, at, true, GANTRY_STATE_RUNNING, current_cpu(), line);
}

void
gantry_record_acquired (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                        uint32_t mode, uint32_t from)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_ACQUIRED,
      .first = gantry_pack32(object, mode),
      .second = from,
  };
  record(recorder, &event, LIFE_RESERVE(recorder));
}

void
gantry_record_released (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object)
{
  GantryEvent event = {
      .time = ticks, .lane = lane, .kind = GANTRY_EVENT_RELEASED, .first = gantry_pack32(object, 0)};
  record(recorder, &event, LIFE_RESERVE(recorder));
}

void
gantry_record_length (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object, bool was_get,
                      uint64_t length)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_LENGTH,
      .detail = was_get ? 1 : 0,
      .first = gantry_pack32(object, 0),
      .second = length,
  };
  record(recorder, &event, LIFE_RESERVE(recorder));
}

void
gantry_record_value (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                     uint32_t stores, int64_t value)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_VALUE,
      .first = gantry_pack32(object, stores),
      .second = (uint64_t)value,
  };
  record(recorder, &event, STATE_RESERVE(recorder));
}

void
gantry_record_text (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryEventKind kind,
                    uint16_t detail, uint32_t line, const char *text)
{
  GantryEvent event = {
      .time = ticks, .lane = lane, .kind = (uint16_t)kind, .detail = detail, .first = gantry_pack32(line, 0)};
  if (kind == GANTRY_EVENT_RUN_ENDED) {
    event.first = recorder->run_figure;
    /* Nothing runs any more that waiting could disturb, and without it nobody knew how the run has ended. */
    wait_for_room(recorder, MIN(1 + GANTRY_TEXT_MAX / TEXT_BYTES, recorder->view.mask + 1));
  }
  record_with_text(recorder, &event, text, kind == GANTRY_EVENT_RUN_ENDED ? 0 : LIFE_RESERVE(recorder));
}

void
gantry_record_deadlock (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                        uint32_t line, uint32_t holder, bool joins, bool first)
{
  GantryEvent event = {
      .time = ticks,
      .lane = lane,
      .kind = GANTRY_EVENT_DEADLOCK,
      .detail = (uint16_t)((first ? GANTRY_DEADLOCK_FIRST : 0u) | (joins ? GANTRY_DEADLOCK_JOINS : 0u)),
      .first = gantry_pack32(object, line),
      .second = holder,
  };
  record(recorder, &event, 0);
}

void
gantry_record_note_end (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t line)
{
  GantryEvent event = {
      .time = ticks, .lane = lane, .kind = GANTRY_EVENT_NOTE_END, .first = gantry_pack32(line, 0)};
  record(recorder, &event, LIFE_RESERVE(recorder));
}
