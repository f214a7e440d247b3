/* Makes a timeline of a trace that another program recorded: tracks of nested slices, instants, counters,
 * flows, and what a kernel tells of its processors.
 *
 * A reader of a file format calls this; it keeps what comes in compact columns, a track each, in any order of
 * time, and gantry_import_finish() turns one track after the other into lanes. What results:
 *
 * - A thread, process or asynchronous track is a lane: running while one of its slices is open, else
 * sleeping; the outermost slice's name is the label of the interval's line. Where the kernel's switches or
 * explicit states are known, they tell the lane's states, and the slices only the label.
 * - Slices within slices are lanes below it, one for each depth, named after it.
 * - A process is the parent of its threads, and runs while any of them does. Those that share a name have
 * their numbers behind it.
 * - A counter is a shared variable, called after whose it is as well, an instant a mark, a flow an arrow, a
 * processor with switches a core.
 *
 * A slice that takes no time is a mark with its name. A lane lives from its first event to its last.
 *
 * Names are kept once each, whatever their number; they are the texts of the timeline's "lines". Whatever the
 * input says, memory is bounded by its length, and the lanes are gapless. One thread at a time may use an
 * import; times are nanoseconds of any clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct GantryImport GantryImport;

/* A track or counter of an import; the numbers are dense, from 0. */
typedef uint32_t GantryTrack;
#define GANTRY_NO_TRACK UINT32_MAX

typedef enum {
  GANTRY_FLOW_BEGIN,
  GANTRY_FLOW_STEP,
  GANTRY_FLOW_END,
  GANTRY_FLOW_BRANCH, /* an arrow ends here, and the flow stays where that came from: others may follow */
  GANTRY_FLOW_NEXT,   /* the same at the beginning of the track's next slice from then on, if there is one */
} GantryFlowPhase;

/* What came in, and what could not be used. */
typedef struct {
  uint64_t slices;
  uint64_t instants;
  uint64_t counter_values;
  uint64_t flows; /* arrows made */
  uint64_t switches;
  uint64_t unfinished; /* slices without an end: they last to the end of the trace */
  uint64_t unmatched;  /* ends without a beginning, flows without both ends: left out */
  uint64_t cut;        /* slices that outlast the one around them: they end with it */
  uint64_t left_out;   /* slices nested deeper than there are lanes for, tracks that are too many */
} GantryImportCounts;

/* `title` is copied. */
GantryImport *gantry_import_new (const char *title);
void gantry_import_free (GantryImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryImport, gantry_import_free)

/* The number of a name, the same for the same text. Invalid UTF-8 is replaced; what exceeds GANTRY_TEXT_MAX
 * is cut. */
uint32_t gantry_import_name (GantryImport *import, const char *text, gsize length);
/* The text of a name, "" of 0; the import's, until it is finished. */
const char *gantry_import_get_text (const GantryImport *import, uint32_t name);

/* The track of that key, made when it is asked for first. A thread's process is made with it. */
GantryTrack gantry_import_process (GantryImport *import, int64_t pid);
GantryTrack gantry_import_thread (GantryImport *import, int64_t pid, int64_t tid);
/* Any other track, by a key of the reader's own; `parent`: a process, a thread, or GANTRY_NO_TRACK. */
GantryTrack gantry_import_track (GantryImport *import, uint64_t key, GantryTrack parent);
GantryTrack gantry_import_counter (GantryImport *import, GantryTrack parent, uint32_t name);
/* What shared thing a counter is, where its file tells more of it than values; a variable where nothing is
 * said. `figures`: of the whole run. */
void gantry_import_set_thing (GantryImport *import, GantryTrack counter, GantryThingKind kind,
                              int64_t capacity, const GantryThingFigures *figures);
/* Such a thing was taken so often since the last time that is told. */
void gantry_import_use (GantryImport *import, GantryTrack counter, int64_t time, uint32_t times);
void gantry_import_set_name (GantryImport *import, GantryTrack track, uint32_t name);
/* Smaller ones come first; without it, or for equal ones, the order is that of the first event's time. */
void gantry_import_set_order (GantryImport *import, GantryTrack track, int64_t order);
/* It may share its lane with other tracks of that group under the same parent, as rows: those that do not
 * overlap in time become one lane, called like the first of them, and the further ones have their number
 * behind it. `group`: the number of a name; 0: it has its own lane, as where nothing is said. Not for tracks
 * with states. */
void gantry_import_set_group (GantryImport *import, GantryTrack track, uint32_t group);
/* One of several rows that a reader itself makes of one kind: it stands below `lead`, the first of them, and
 * its number, from 1, stands behind its name from the second on. */
void gantry_import_set_row (GantryImport *import, GantryTrack track, GantryTrack lead, uint32_t row);
/* What its lane is; else that of a process is PROCESS, of a thread THREAD, of any other TASK. */
void gantry_import_set_kind (GantryImport *import, GantryTrack track, GantryLaneKind kind);
/* Its lane shows what others account for: gantry_lane_is_counted(). A process's does so without it. */
void gantry_import_set_uncounted (GantryImport *import, GantryTrack track);
/* How its lane ended; GANTRY_OUTCOME_OK where nothing is told. Processes end well. */
void gantry_import_set_outcome (GantryImport *import, GantryTrack track, GantryOutcome outcome);
/* What it ended with, and why: the number of a name, 0: nobody said. */
void gantry_import_set_result (GantryImport *import, GantryTrack track, int64_t result, uint32_t reason);
/* Of the process that it ran in; 0: nobody said. */
void gantry_import_set_pid (GantryImport *import, GantryTrack track, uint32_t pid);
/* When it began; without it that follows from its states. */
void gantry_import_set_started (GantryImport *import, GantryTrack track, int64_t time);
/* The lane lives at least from then till then; else it does from its first to its last event. */
void gantry_import_live (GantryImport *import, GantryTrack track, int64_t from, int64_t to);
/* What the file tells of the run as a whole; title, texts of lines and where on-CPU times are from stay the
 * import's where they are NULL (AUTO). With the scenario's text, lines are told by gantry_import_line() and
 * slices are no labels; then lanes and things keep the order that they are given. `result`: how it ended and
 * why, its length from 0 on, and what of its figures does not follow from its events (memory, switches;
 * `lost` is of all, not of lanes alone); 0: that does; NULL: nobody told. All is copied. */
void gantry_import_tell (GantryImport *import, const GantryRunFacts *facts, const GantryRunResult *result);

void gantry_import_begin (GantryImport *import, GantryTrack track, int64_t time, uint32_t name);
/* Of the slice that was begun last. */
void gantry_import_end (GantryImport *import, GantryTrack track, int64_t time);
/* Of the last of that name, and of those within it, too; where none of that name is open, of none. `name` 0:
 * of the last. */
void gantry_import_end_named (GantryImport *import, GantryTrack track, int64_t time, uint32_t name);
void gantry_import_slice (GantryImport *import, GantryTrack track, int64_t time, int64_t duration,
                          uint32_t name);
void gantry_import_instant (GantryImport *import, GantryTrack track, int64_t time, uint32_t name);
/* An instant of another kind than GANTRY_MARK_PRINT. */
void gantry_import_mark (GantryImport *import, GantryTrack track, int64_t time, GantryMarkKind kind,
                         uint32_t name);
/* A note over a stretch of the track's lane: it may overlap anything. */
void gantry_import_span (GantryImport *import, GantryTrack track, int64_t from, int64_t to, uint32_t name);
/* Whole numbers are kept as they are; a counter that has others is kept in thousandths, and its name says so.
 * What is too large becomes the nearest there is; NaN is left out. */
void gantry_import_value (GantryImport *import, GantryTrack counter, int64_t time, double value);
/* The same of a number that a double might not hold. */
void gantry_import_whole_value (GantryImport *import, GantryTrack counter, int64_t time, int64_t value);
/* Flows of one id that follow each other are told apart by their beginnings. `kind`: of the arrow that ends
 * there, GANTRY_ARROW_PUT where nothing is known; at a beginning it means nothing. */
void gantry_import_flow (GantryImport *import, uint64_t id, GantryFlowPhase phase, GantryArrowKind kind,
                         GantryTrack track, int64_t time);
/* The track is in this state from now on; `cpu` or GANTRY_NO_CPU. */
void gantry_import_state (GantryImport *import, GantryTrack track, int64_t time, GantryState state, int cpu);
/* The same where its end is told, too: it sleeps then, unless another state begins there. The lane is over
 * with the last of its events. */
void gantry_import_state_for (GantryImport *import, GantryTrack track, int64_t time, int64_t duration,
                              GantryState state, int cpu);
/* In which line of the scenario that is, and what it waits for, a counter or a lane's track or
 * GANTRY_NO_TRACK: of the state that was told last of the track. */
void gantry_import_why (GantryImport *import, GantryTrack track, uint32_t line, GantryTrack object);
/* In which line that is: of the mark, or the span, that was told last. */
void gantry_import_mark_line (GantryImport *import, uint32_t line);
void gantry_import_span_line (GantryImport *import, uint32_t line);
/* Who waits for what where the run got stuck; tracks stand for the lanes and the thing, GANTRY_NO_TRACK for
 * none. */
void gantry_import_deadlock_wait (GantryImport *import, const GantryDeadlockWait *wait);
/* There is a processor of that number, whether anything ran there or not. */
void gantry_import_expect_core (GantryImport *import, int64_t cpu);
/* A processor goes from one thread to another; GANTRY_NO_TRACK: it is or becomes idle. `from_state`: what the
 * one that leaves is in then. */
void gantry_import_switch (GantryImport *import, int cpu, int64_t time, GantryTrack from,
                           GantryState from_state, GantryTrack to);
/* Events that the recorder lost; `track` may be GANTRY_NO_TRACK. Where all that is told of the lane's life
 * and states ends with the beginning of a loss that lasts longer, nobody knows what it did until the loss's
 * end. */
void gantry_import_lost (GantryImport *import, GantryTrack track, int64_t from, int64_t to, uint64_t count);

/* The finished timeline: its time starts at 0 with the earliest event, unless a run of our own told how long
 * it was, and its outcome is GANTRY_RUN_UNFINISHED where nobody told one. The import is empty afterwards. */
GantryTimeline *gantry_import_finish (GantryImport *import, GantryImportCounts *counts);
