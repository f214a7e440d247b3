/* What the parts of the import share: the raw columns, as they come in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/cores.h"
#include "timeline/import.h"

/* Times are kept from the first that comes, within these, so that no difference of two overflows. */
#define GANTRY_IMPORT_LATEST (INT64_C(1) << 61)
#define GANTRY_IMPORT_EARLIEST (-GANTRY_IMPORT_LATEST)

/* No chart has room for more of either; what is beyond is counted. */
#define GANTRY_IMPORT_MOST_LANES (1u << 20)
#define GANTRY_IMPORT_MOST_DEPTH 512u

/* A slice, or the beginning or end of one. A length that takes more than 31 bits stands in the track's
 * column of long ones, and its index here. */
typedef struct {
  int64_t time;
  uint32_t name;
  uint32_t length;
} GantryRawSlice;

#define GANTRY_RAW_BEGIN UINT32_MAX
#define GANTRY_RAW_END (UINT32_MAX - 1)
#define GANTRY_RAW_LONG (UINT32_C(1) << 31)
#define GANTRY_RAW_MOST_LONG (GANTRY_RAW_END - GANTRY_RAW_LONG)

typedef struct {
  int64_t time;
  uint32_t
      object; /* running: the cpu + 1, 0 unknown; else the track that it waits for, GANTRY_NO_TRACK: none */
  uint32_t line : 26; /* of a file of our own */
  uint32_t state : 5;
  uint32_t is_end : 1; /* only of the state before */
} GantryRawState;

#define GANTRY_RAW_MOST_LINE ((UINT32_C(1) << 26) - 1)
G_STATIC_ASSERT(GANTRY_N_STATES <= 32);

typedef struct {
  int64_t time;
  GantryTrack from;
  GantryTrack to;
  uint8_t from_state;
} GantryRawSwitch;

typedef struct {
  int64_t time;
  int64_t value; /* or its thousandths, as the track has it */
} GantryRawValue;

typedef struct {
  uint64_t id;
  int64_t time;
  int64_t end; /* where an arrow to it ends */
  GantryTrack track;
  uint8_t phase; /* GantryFlowPhase */
  uint8_t kind;  /* GantryArrowKind */
} GantryRawFlow;

typedef struct {
  int64_t time;
  GantryTrack track;
  uint32_t name_and_kind; /* 30 and 2 bits */
  uint32_t line;
} GantryRawMark;

typedef struct {
  int64_t from;
  int64_t to;
  GantryTrack track;
  uint32_t name;
  uint32_t line;
} GantryRawSpan;

typedef struct {
  int64_t from;
  int64_t to;
  uint64_t count;
  GantryTrack track;
} GantryRawLoss;

/* A column of elements of one kind, made when the first comes. */
typedef struct {
  GArray *elements; /* NULL while there are none */
  int64_t newest;   /* time of the one that came last */
  bool is_mixed;    /* they did not come in the order of time */
} GantryRawColumn;

typedef enum {
  GANTRY_TRACK_PROCESS,
  GANTRY_TRACK_THREAD,
  GANTRY_TRACK_OTHER,
  GANTRY_TRACK_COUNTER,
} GantryTrackKind;

typedef struct {
  GantryTrackKind kind;
  GantryTrack of;  /* a thread's process, a counter's parent */
  uint64_t number; /* tid, pid, key, name */
} GantryTrackKey;

/* What is told of a counter that is a shared thing of a timeline of ours. */
typedef struct {
  GantryThingKind kind;
  int64_t capacity;
  GantryThingFigures figures;
  GArray *uses; /* GantryThingUse */
} GantryImportThing;

typedef struct {
  GantryTrackKey key;
  GantryTrack parent; /* has a smaller number, or GANTRY_NO_TRACK */
  uint32_t name;
  uint32_t group;   /* of those that may share rows, 0: none */
  uint32_t row;     /* of several, from 1; 0: it is none */
  GantryTrack lead; /* the first row, or itself */
  uint8_t lane_kind;
  uint8_t outcome; /* GantryOutcome */
  int64_t result;
  uint32_t reason; /* a name, 0: none */
  uint32_t pid;    /* of its process, where that was told; 0: not */
  bool has_halves; /* beginnings or ends are among the slices */
  bool is_limited; /* its end was told */
  bool is_uncounted;
  bool has_namesakes; /* a process: others are called like it; set while finishing */
  bool has_parts;     /* a value was not whole: all are thousandths */
  int64_t order;
  int64_t first, last;        /* of its events; first > last: none */
  int64_t started;            /* GANTRY_NO_TIME: nobody told */
  int64_t live_to;            /* as far as its life was told; INT64_MIN: not */
  int64_t lost_from, lost_to; /* of the loss that ends last; INT64_MIN: none */
  GantryRawColumn slices;     /* GantryRawSlice */
  GArray *long_lengths;       /* int64_t */
  GantryRawColumn states;     /* GantryRawState */
  GantryRawColumn values;     /* GantryRawValue */
  GantryImportThing *thing;   /* or NULL */
  /* while finishing */
  int64_t family_first, family_last; /* those of its children and theirs, too */
  uint32_t lane_parent;              /* the nearest lane above, or GANTRY_NO_LANE */
  GantryLane *process;               /* of the nearest process above that has one, or NULL */
  GantryLane *lane;                  /* or NULL */
  uint32_t object;                   /* what intervals that wait for it have: its place; GANTRY_NO_OBJECT */
} GantryImportTrack;

/* The texts, once each. */
typedef struct {
  const char *text; /* valid UTF-8 */
  const char *raw;  /* as it came */
  uint32_t raw_length;
  uint32_t hash;
} GantryImportText;

typedef struct {
  GArray *texts;   /* GantryImportText, number 1 at [0] */
  uint32_t *slots; /* numbers, 0: free; a power of two of them, at most half of them taken */
  uint32_t n_slots;
  GStringChunk *bytes;
} GantryImportNames;

struct GantryImport {
  char *title;
  GantryRunFacts facts;   /* told by the file; strings owned */
  GantryRunResult result; /* as far as it was told; its reason is owned */
  GArray *deadlock;       /* GantryDeadlockWait; tracks stand for lanes and things */
  GantryImportNames names;
  GPtrArray *tracks; /* GantryImportTrack */
  guint n_processes;
  GHashTable *by_key;  /* GantryTrackKey* of a track to its number + 1 */
  GPtrArray *switches; /* GantryRawColumn of GantryRawSwitch, by processor; NULL: none */
  GArray *flows;       /* GantryRawFlow */
  GArray *marks;       /* GantryRawMark */
  GArray *spans;       /* GantryRawSpan */
  GArray *losses;      /* GantryRawLoss */
  int64_t origin;      /* the time that came first; all others are kept from there */
  bool has_origin;
  int64_t first, last; /* of all events */
  GArray *expected;    /* int: processors that there are, whether anything ran there or not */
  int highest_cpu;     /* or GANTRY_NO_CPU */
  uint64_t lost;
  GantryImportCounts counts;
};

/* import-names.c */

void gantry_import_names_init (GantryImportNames *names);
void gantry_import_names_clear (GantryImportNames *names);
/* NULL-terminated, number 1 at [0]; the texts are the names'. Free the array alone. */
const char **gantry_import_names_to_strv (const GantryImportNames *names);

/* import.c */

/* Nothing is left in it but its title. */
void gantry_import_empty (GantryImport *import);

/* import-columns.c */

GantryImportTrack *gantry_import_get_track (const GantryImport *import, GantryTrack track);
void gantry_raw_column_add (GantryRawColumn *column, gconstpointer element, guint size, int64_t time);
void gantry_raw_column_clear (GantryRawColumn *column);
/* In the order of time, those of one moment as they came. */
void gantry_raw_column_sort (GantryRawColumn *column);
guint gantry_raw_column_count (const GantryRawColumn *column);
/* The trace has this moment, though nothing happened then. */
void gantry_import_reach (GantryImport *import, int64_t time);
/* A slice's length as it is kept. */
uint32_t gantry_raw_length_new (GantryImportTrack *track, int64_t length);
int64_t gantry_raw_slice_length (const GantryImportTrack *track, const GantryRawSlice *slice);
/* Appends all whole slices of a track to another's; none are left behind. */
void gantry_import_move_slices (GantryImportTrack *from, GantryImportTrack *to);
GantryMarkKind gantry_raw_mark_kind (const GantryRawMark *mark);
uint32_t gantry_raw_mark_name (const GantryRawMark *mark);
void gantry_import_track_add_state (GantryImportTrack *track, int64_t time, GantryState state, int cpu);
void gantry_import_sort_states (GantryImportTrack *track);

/* import-nesting.c */

/* The slices that came in halves become whole ones; what has no end lasts to the end of the trace. */
void gantry_import_match_halves (GantryImport *import, GantryImportTrack *track);
/* A slice of a track, whole and within the one around it; `depth` 0: there is none around it. */
typedef void (*GantryNestFunc)(unsigned depth, int64_t start, int64_t end, uint32_t name, gpointer user_data);
/* Calls `func` for all slices, in the order of their beginnings, the outer before the inner. Those that take
 * no time become marks. The column of slices is gone afterwards. */
void gantry_import_nest (GantryImport *import, GantryTrack track, GantryNestFunc func, gpointer user_data);

/* Where flows end that do so at the next slice. Before the slices are nested. */
void gantry_import_bind_flows (GantryImport *import);

/* import-rows.c */

/* Tracks of one group that do not overlap become one. */
void gantry_import_share_rows (GantryImport *import);

/* import-states.c */

/* The switches of all processors become states of their threads. */
void gantry_import_apply_switches (GantryImport *import);

/* import-lanes.c */

typedef struct {
  GantryImport *import;
  GantryTimeline *timeline;
  GantryCores cores;
  int64_t base; /* the time that becomes 0 */
  uint32_t n_lanes;
  GPtrArray *counted; /* GantryImportTrack: of which the counters tell */
} GantryImportWriter;

/* What becomes of a time: those long before the first one that was told must not make others later than any
 * file is read to. */
static inline int64_t
gantry_import_shown_time (const GantryImportWriter *writer, int64_t time)
{
  return MIN(time - writer->base, GANTRY_IMPORT_LATEST);
}

/* Whether it is a file of our own with its scenario: lines are that one's, and no labels. */
bool gantry_import_has_source (const GantryImport *import);
/* The text of a name, "" of 0, while the lanes are written. */
const char *gantry_import_text (const GantryImportWriter *writer, uint32_t name);
/* What the lane of a track is called. Free. */
char *gantry_import_name_lane (const GantryImportWriter *writer, const GantryImportTrack *track);
/* The lanes of a track that has events. */
void gantry_import_write_track (GantryImportWriter *writer, GantryTrack number);

/* import-counters.c: what is told by all lanes together, the counters and when a process runs */

void gantry_import_write_counters (GantryImportWriter *writer);

/* import-records.c: arrows, marks, spans and losses, each in the order of time */

void gantry_import_write_records (GantryImportWriter *writer);

/* import-order.c */

/* What is first and last of each track and all below it. */
void gantry_import_gather_families (const GantryImport *import);
/* Numbers of all tracks, those above before those below. Free. */
GantryTrack *gantry_import_order (GantryImport *import);
