/* What the parts of the reader of Perfetto traces share.
 *
 * Packets come in any order: a track may be described after its events, a thread's process may be told after
 * it ran, and clocks are compared whenever somebody finds the time. So everything that happens goes into a
 * log of short records first, and from there into the import when all is known; the log shrinks as the import
 * grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/perfetto-arena.h"
#include "format/perfetto-clocks.h"
#include "format/perfetto-stream.h"
#include "format/perfetto.pb-c.h"
#include "format/reading.h"
#include "timeline/import.h"

typedef enum {
  GANTRY_RECORD_BEGIN,
  GANTRY_RECORD_END,
  GANTRY_RECORD_SLICE, /* value: its length, ns */
  GANTRY_RECORD_INSTANT,
  GANTRY_RECORD_VALUE,       /* value: the bits of a double */
  GANTRY_RECORD_WHOLE_VALUE, /* value: a whole number, in two's complement */
  GANTRY_RECORD_FLOW,        /* value: id; detail: GantryPerfettoFlow; name: GantryArrowKind */
  GANTRY_RECORD_CHANGE,      /* name: of what the track is in from now on, 0: nothing */
  /* of our own lanes */
  GANTRY_RECORD_STATE, /* detail: the state; value: the line << 32, and the cpu + 1 where it runs, else the
                          lane or the thing that it waits for + 1, as they are told; 0: none */
  GANTRY_RECORD_STATE_END,
  GANTRY_RECORD_MARK,       /* detail: GantryMarkKind; value: the line */
  GANTRY_RECORD_LOSS,       /* value: until, ns; name: how many */
  GANTRY_RECORD_NOTE_BEGIN, /* value: the line */
  GANTRY_RECORD_NOTE_END,
  GANTRY_RECORD_USES, /* value: how many, of a thing */
} GantryPerfettoRecordKind;

/* Of the ids of an event it is not said whether the flow begins there or goes on. */
typedef enum {
  GANTRY_PERFETTO_FLOW_ON,
  GANTRY_PERFETTO_FLOW_BEGIN,
  GANTRY_PERFETTO_FLOW_END,
  GANTRY_PERFETTO_FLOW_BRANCH, /* an end of which there may be several */
  GANTRY_PERFETTO_FLOW_NEXT,   /* the same, at the next slice */
} GantryPerfettoFlow;

typedef struct {
  int64_t time; /* on `clock` */
  uint64_t value;
  uint32_t track; /* in the table of tracks */
  uint32_t name;  /* the import's, 0: none */
  uint16_t clock;
  uint8_t kind;
  uint8_t detail;
} GantryPerfettoRecord;

typedef enum {
  GANTRY_PERFETTO_BY_UUID,
  GANTRY_PERFETTO_BY_THREAD, /* number: pid << 32 | tid */
  GANTRY_PERFETTO_BY_ID,     /* an asynchronous track; number: a mixture of what tells it from others */
} GantryPerfettoKeyKind;

typedef struct {
  uint64_t number;
  uint32_t kind; /* GantryPerfettoKeyKind */
} GantryPerfettoKey;

typedef enum {
  GANTRY_PERFETTO_IS_OTHER,
  GANTRY_PERFETTO_IS_PROCESS,
  GANTRY_PERFETTO_IS_THREAD,
  GANTRY_PERFETTO_IS_COUNTER,
} GantryPerfettoTrackKind;

typedef struct {
  GantryPerfettoKey key;
  uint64_t parent; /* uuid; 0: none */
  int32_t pid;
  int32_t tid;
  uint32_t name;  /* the import's, 0: none */
  uint32_t group; /* the import's name that it is merged by with others, 0: its own */
  int32_t order;
  uint8_t kind; /* GantryPerfettoTrackKind */
  uint8_t own;  /* Perfetto__GantryTrackKind */
  uint8_t lane_kind;
  uint8_t outcome; /* GantryOutcome of our lane */
  bool is_uncounted;
  bool stays_apart; /* from others of its name */
  bool has_order;
  bool is_incremental;
  bool is_resolved;
  uint32_t is_in;    /* while replaying: the name that holds */
  bool has_label;    /* while replaying: a slice for the name of an interval is open */
  GantryTrack track; /* of the import, when it is resolved */
  int64_t multiplier;
  int64_t created; /* of our lanes, on the trace's own clock */
  int64_t ended;
  int64_t started; /* GANTRY_NO_TIME: not told */
  int64_t result;
  uint32_t reason;    /* the import's name */
  int32_t own_pid;    /* 0: not told */
  GArray *notes;      /* GantryPerfettoRecord: those that are open; NULL: none */
  uint8_t thing_kind; /* of one of our things, and so are these */
  int64_t capacity;
  GantryThingFigures figures;
} GantryPerfettoTrack;

/* A counter's value: the sum of both, of which one is 0 unless it counts on from values of both kinds. */
typedef struct {
  int64_t whole;
  double parts;
} GantryPerfettoValue;

/* What a sequence of packets says once and for all that follow. */
typedef struct {
  uint32_t id;
  bool has_begun; /* a packet of it has come */
  bool is_valid;  /* what it says is complete */
  bool is_broken; /* packets of it were lost, and nothing that it said before holds */
  bool has_clock;
  bool has_track;
  bool has_thread;
  bool has_delta;
  uint32_t clock;
  int32_t pid;
  int32_t tid;
  uint64_t track;
  int64_t delta_ns; /* where its oldest kind of timestamps stands */
  bool has_now;     /* of the packet that was taken last, and so are these */
  uint16_t now_clock;
  int64_t now;
  GHashTable *names;
  GHashTable *categories;       /* to a hash of the text << 8 | GantryPerfettoWord */
  GHashTable *annotations;      /* to a GantryPerfettoWord */
  GHashTable *annotation_names; /* to their texts */
  GHashTable *sums; /* of incremental counters: track to GantryPerfettoValue, as far as this sequence told */
  GArray *counters; /* uint64_t: tracks of extra values; NULL: none */
  GArray *double_counters;
} GantryPerfettoSequence;

/* Categories and annotations of our own, after the states. */
typedef enum {
  GANTRY_WORD_NONE,
  GANTRY_WORD_STATE, /* + the state */
  GANTRY_WORD_PRINT = GANTRY_WORD_STATE + GANTRY_N_STATES,
  GANTRY_WORD_EXPECT,
  GANTRY_WORD_LOST,
  GANTRY_WORD_ARROW,
  GANTRY_WORD_CORE,
  GANTRY_WORD_HELD,
  GANTRY_WORD_COUNT,
  GANTRY_WORD_UNTIL,
  GANTRY_WORD_LINE,
  GANTRY_WORD_LANE,
  GANTRY_WORD_THING,
} GantryPerfettoWord;

/* What is known of a thread of the kernel's. */
typedef struct {
  int32_t pid;       /* 0: not known */
  uint32_t comm;     /* name, 0: none */
  uint32_t name;     /* one that was told on purpose */
  bool is_scheduled; /* was switched or woken */
  bool on_cpu;       /* while replaying */
  bool is_ready;
  GantryTrack track;
} GantryPerfettoThread;

/* A switch or a waking. */
typedef struct {
  int64_t time; /* trace clock */
  int32_t tid;  /* who comes, or is woken */
  int32_t from; /* who leaves; -1: whoever ran there last, -2: a waking */
  uint16_t cpu;
  uint8_t state; /* of who leaves */
} GantryPerfettoSwitch;

#define GANTRY_PERFETTO_LAST_ONE (-1)
#define GANTRY_PERFETTO_WAKING (-2)

typedef struct {
  GantryImport *import;
  GantryReport *report;
  GantryPerfettoArena arena;
  GantryPerfettoClocks clocks;
  GHashTable *sequences; /* id to GantryPerfettoSequence */
  GArray *tracks;        /* GantryPerfettoTrack */
  GHashTable *by_key;    /* GantryPerfettoKey to its track's number + 1 */
  GPtrArray *log;        /* GArray of GantryPerfettoRecord */
  GArray *flows;         /* GantryPerfettoRecord */
  GArray *changes;       /* GantryPerfettoRecord */
  GHashTable *named;     /* pids of processes with a name of their own */
  GHashTable *threads;   /* tid to GantryPerfettoThread */
  GArray *switches;      /* GantryPerfettoSwitch */
  int64_t last_switch;
  bool switches_are_mixed;
  bool has_source;  /* of a run of our own: lines are its scenario's */
  GArray *deadlock; /* GantryDeadlockWait of tracks in the table; NULL: none */
  bool has_ours;    /* contents that we know have come */
  uint64_t faults;  /* packets that were no messages */
} GantryPerfettoReader;

/* perfetto-sequences.c */

GantryPerfettoSequence *gantry_perfetto_sequence (GantryPerfettoReader *reader, uint32_t id);
void gantry_perfetto_sequence_free (gpointer sequence);
/* Applies what a packet says of its sequence, its time as well: each packet is taken once, whatever it holds,
 * because times may be told as differences to the packet before. `packet` is NULL where it holds nothing that
 * we know. FALSE: it relies on what was lost. */
bool gantry_perfetto_sequence_take (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                                    const GantryPacketHead *head, const Perfetto__TracePacket *packet);
GantryPerfettoWord gantry_perfetto_word (const char *text);

/* perfetto-track-table.c */

uint32_t gantry_perfetto_find_track (GantryPerfettoReader *reader, GantryPerfettoKeyKind kind,
                                     uint64_t number);
GantryPerfettoTrack *gantry_perfetto_track_at (GantryPerfettoReader *reader, uint32_t number);
uint32_t gantry_perfetto_find_thread_track (GantryPerfettoReader *reader, int32_t pid, int32_t tid);
void gantry_perfetto_take_track (GantryPerfettoReader *reader, const Perfetto__TrackDescriptor *descriptor);
void gantry_perfetto_take_process (GantryPerfettoReader *reader, const Perfetto__ProcessDescriptor *process);
void gantry_perfetto_take_thread (GantryPerfettoReader *reader, const Perfetto__ThreadDescriptor *thread);
void gantry_perfetto_take_tree (GantryPerfettoReader *reader, const Perfetto__ProcessTree *tree);
/* Its track in the import, when all descriptors are known. */
GantryTrack gantry_perfetto_resolve (GantryPerfettoReader *reader, uint32_t number);
uint32_t gantry_perfetto_name (GantryPerfettoReader *reader, const char *text);
GantryPerfettoThread *gantry_perfetto_thread (GantryPerfettoReader *reader, int32_t tid);

/* perfetto-events.c */

void gantry_perfetto_take_event (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                                 const GantryPacketHead *head, const Perfetto__TrackEvent *event);
void gantry_perfetto_add_record (GantryPerfettoReader *reader, const GantryPerfettoRecord *record);
/* A legacy event; `record` has its time. */
void gantry_perfetto_take_legacy (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                                  const Perfetto__TrackEvent *event, GantryPerfettoRecord *record);
/* An event of a lane that was ours. */
void gantry_perfetto_take_own (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence,
                               const Perfetto__TrackEvent *event, GantryPerfettoRecord *record);
/* What a value annotated to an event is called, or NULL. */
const char *gantry_perfetto_annotation_name (const GantryPerfettoSequence *sequence,
                                             const Perfetto__DebugAnnotation *annotation);
/* How often a thing of ours was taken up to this value of it. */
void gantry_perfetto_take_uses (GantryPerfettoReader *reader, const GantryPerfettoSequence *sequence,
                                const Perfetto__TrackEvent *event, const GantryPerfettoRecord *record);
/* The number of its category: a hash and a GantryPerfettoWord; 0: none. */
uint32_t gantry_perfetto_category (const GantryPerfettoSequence *sequence, const Perfetto__TrackEvent *event);

/* perfetto-sched.c */

void gantry_perfetto_take_ftrace (GantryPerfettoReader *reader, const Perfetto__FtraceEventBundle *bundle);
void gantry_perfetto_replay_switches (GantryPerfettoReader *reader);

/* perfetto-replay.c */

void gantry_perfetto_replay (GantryPerfettoReader *reader);
