/* How a thread records: a ring of its own, and the stamp of when it last knew itself to be on a processor.
 *
 * Nothing here takes a lock or makes a system call. A recorder belongs to one thread. Each function that
 * records says what it writes in event.h's words.
 *
 * Where the thread itself measures its time on the processor (GANTRY_ON_CPU_FROM_SELF), each stamp taken
 * while it runs is compared with the one before: a gap longer than a few microseconds was time off the
 * processor and is recorded as such.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/segment.h"

typedef struct {
  GantryRingView view;
  GantrySegment *segment;
  uint32_t ring_index;
  uint32_t host_lane;
  GantryClockKind clock;
  uint64_t last;         /* last stamp taken while on a processor */
  uint64_t lost;         /* by this recorder, and not yet told by LOST events */
  uint64_t gap_ticks;    /* a longer step between stamps is a gap */
  bool records_gaps;     /* it measures itself; where the kernel tells, gaps are not recorded */
  uint64_t virtual_time; /* the clock of a simulated run: set by the simulator */
  uint64_t run_figure;   /* told by RUN_ENDED */
} GantryRecorder;

/* A longer step between two stamps of a running thread than this is time off the processor (nanoseconds). */
#define GANTRY_GAP_NS 5000

/* Claims a ring for the calling thread. `host_lane` is the thread's own lane. A simulated run's recorder
 * waits for room where a real one counts a loss. */
bool gantry_recorder_init (GantryRecorder *recorder, GantrySegment *segment, uint32_t host_lane,
                           GError **error);
/* Gives the ring up; what was recorded stays for the collector. */
void gantry_recorder_retire (GantryRecorder *recorder);

/* The clock, in ticks; looks at nothing else. */
uint64_t gantry_recorder_now (const GantryRecorder *recorder);
/* A stamp of a thread that is running `lane`: records a GAP if it was away since the last one. Returns the
 * ticks. */
uint64_t gantry_recorder_stamp (GantryRecorder *recorder, uint32_t lane);
/* A stamp of a thread that comes back from a wait: no gap is recorded. Returns the ticks. */
uint64_t gantry_recorder_resume (GantryRecorder *recorder);
/* As stamp(), for the compute loop: `now` was just read by the caller; also tells the collector by
 * ring->seen. Returns the ticks it was away, 0 when it was not. Where the kernel tells, gaps are returned and
 * not recorded. */
uint64_t gantry_recorder_seen (GantryRecorder *recorder, uint32_t lane, uint64_t now);

/* All of these take the time `ticks`, from stamp() or resume(). */
void gantry_record_lane_created (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryLaneKind kind,
                                 uint32_t parent, uint32_t flags, uint32_t line, const char *name);
/* tid and pid are the calling thread's. `ready_ticks`: when it was handed to the scheduler. */
void gantry_record_lane_started (GantryRecorder *recorder, uint64_t ticks, uint32_t lane,
                                 uint64_t ready_ticks);
/* Of a virtual thread in a process that has this number, from 1, in place of an id. */
void gantry_record_lane_started_in (GantryRecorder *recorder, uint64_t ticks, uint32_t lane,
                                    uint32_t process);
void gantry_record_lane_ended (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryOutcome outcome,
                               int64_t result, const char *reason);
/* The cpu is the one that the thread is on. */
void gantry_record_state (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryState state,
                          uint32_t line, uint32_t object, uint64_t amount);
/* For simulated runs, which have processors of their own. */
void gantry_record_state_on (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryState state,
                             int cpu, uint32_t line, uint32_t object, uint64_t amount);
/* The end of a wait and what ended it, published together: WOKEN, then STATE RUNNING. `by`: GANTRY_NO_LANE
 * for a timer; `at`: ticks of the cause, 0 if unknown. */
void gantry_record_woken (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by, uint64_t at,
                          uint32_t line);
/* The same where `by` did not do what was waited for, but asked the lane to end. */
void gantry_record_cancelled (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by,
                              uint64_t at, uint32_t line);
void gantry_record_woken_on (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t by,
                             uint64_t at, bool cancelled, GantryState state, int cpu, uint32_t line);
void gantry_record_acquired (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                             uint32_t mode, uint32_t from);
void gantry_record_released (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object);
void gantry_record_length (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                           bool was_get, uint64_t length);
/* May be dropped (and counted) when the ring is three quarters full: the states matter more. */
void gantry_record_value (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                          uint32_t stores, int64_t value);
/* kind: PRINT, NOTE_BEGIN, EXPECT (detail: held); RUN_ENDED (detail: outcome, lane: GANTRY_NO_LANE), which
 * waits for room. */
void gantry_record_text (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, GantryEventKind kind,
                         uint16_t detail, uint32_t line, const char *text);
/* `first`: of this lane's. */
void gantry_record_deadlock (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t object,
                             uint32_t line, uint32_t holder, bool joins, bool first);
void gantry_record_note_end (GantryRecorder *recorder, uint64_t ticks, uint32_t lane, uint32_t line);
