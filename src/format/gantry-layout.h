/* The `.gantry` file as it lies on the disk. data/gantry-format.md is the specification; this is its C.
 *
 * A header, then chunks, one behind the other. A chunk is a table: records of one size. Every number is
 * little-endian, every chunk begins at a multiple of 16 bytes, so that on most machines the records are used
 * where they lie (byte-order.h). A chunk's header ends with a hash of itself; behind the records, at the next
 * multiple of 16, stands a hash for each mebibyte of them, and a hash of these hashes: damage is found and
 * bounded. All hashes are XXH3 of 64 bits.
 *
 * While a run goes on, chunks with what is new are appended; a whole file has each table once (a lane's
 * intervals in one piece) and ends with the chunk END.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>

#define GANTRY_FILE_MAGIC "\x89GANTRY\n"
#define GANTRY_FILE_MAJOR 1 /* a reader refuses a greater one */
#define GANTRY_FILE_MINOR 2 /* grows with what an older reader may leave out */
#define GANTRY_FILE_ALIGNMENT 16
#define GANTRY_CHUNK_MAGIC 0x4b4e4843u /* "CHNK" */
#define GANTRY_HASHED_BLOCK ((uint64_t)1 << 20)

/* The values are written into files and never change. */
typedef enum {
  GANTRY_CHUNK_FACTS = 1,          /* GVariant a{sv}: what is known before the run */
  GANTRY_CHUNK_STRINGS = 2,        /* bytes: texts, each with a NUL behind it; the first is empty */
  GANTRY_CHUNK_LANES = 3,          /* GantryLaneRecord; a later one of the same id replaces the earlier */
  GANTRY_CHUNK_CORES = 4,          /* the same of processors */
  GANTRY_CHUNK_RUNS = 5,           /* GantryRunRecord: whose the next chunk's intervals are */
  GANTRY_CHUNK_CORE_RUNS = 6,      /* the same of processors */
  GANTRY_CHUNK_INTERVALS = 7,      /* GantryStoredInterval */
  GANTRY_CHUNK_LOSSES = 8,         /* GantryLossRecord */
  GANTRY_CHUNK_THINGS = 9,         /* GantryThingRecord, by index; a later chunk replaces the earlier */
  GANTRY_CHUNK_THING_STEPS = 10,   /* GantryStep; owner: the thing's index */
  GANTRY_CHUNK_COUNTER_STEPS = 11, /* GantryStep; owner: the GantryCounter */
  GANTRY_CHUNK_ARROWS = 12,        /* GantryArrowRecord */
  GANTRY_CHUNK_MARKS = 13,         /* GantryMarkRecord */
  GANTRY_CHUNK_SPANS = 14,         /* GantrySpanRecord */
  GANTRY_CHUNK_DEADLOCK = 15,      /* GantryDeadlockRecord */
  GANTRY_CHUNK_PROGRESS = 16,      /* GantryProgressRecord: all up to here is in the file */
  GANTRY_CHUNK_RESULT = 17,        /* GVariant a{sv}: what is known after the run */
  GANTRY_CHUNK_END = 18,           /* empty: the file is whole */
  GANTRY_CHUNK_THING_USES = 19,    /* GantryThingUse; owner: the thing's index */
  GANTRY_CHUNK_BOOKMARKS = 20,     /* GantryBookmarkRecord */
  GANTRY_CHUNK_CORE_LOSSES = 21,   /* GantryLossRecord, of processors */
  GANTRY_N_CHUNK_TYPES
} GantryChunkType;

typedef struct {
  char magic[8];
  uint16_t major;
  uint16_t minor;
  uint32_t header_size; /* of this: where the first chunk begins, a multiple of 16 */
} GantryFileHeader;

typedef struct {
  uint32_t magic;
  uint16_t type;
  uint16_t flags; /* 0 */
  uint32_t owner;
  uint32_t record_size;
  uint64_t length; /* of the records, bytes */
  uint64_t reserved[2];
  uint64_t header_hash; /* of all of the header before it */
} GantryChunkHeader;

typedef struct {
  uint32_t id;
  uint32_t parent;
  uint32_t kind; /* and bit 8: daemon, bit 9: its time counts in no sum */
  uint32_t pid;
  int64_t created;
  int64_t started;
  int64_t ended;
  int64_t known;
  int64_t result;
  uint32_t outcome;
  uint32_t line;
  uint32_t name; /* where its text begins in all STRINGS */
  uint32_t reason;
} GantryLaneRecord;

#define GANTRY_LANE_RECORD_DAEMON 0x100u
#define GANTRY_LANE_RECORD_UNCOUNTED 0x200u

typedef struct {
  uint32_t lane; /* its id */
  uint32_t count;
} GantryRunRecord;

typedef struct {
  uint32_t lane;
  uint32_t reserved;
  int64_t from;
  int64_t to;
  uint64_t count;
} GantryLossRecord;

typedef struct {
  uint64_t acquired;
  uint64_t contended;
  int64_t wait_ns;
  int64_t held_ns;
} GantryThingRecord;

typedef struct {
  uint32_t kind;
  uint32_t from_lane;
  uint32_t to_lane;
  uint32_t reserved;
  int64_t from_time;
  int64_t to_time;
} GantryArrowRecord;

typedef struct {
  uint32_t kind;
  uint32_t lane;
  uint32_t line;
  uint32_t text;
  int64_t time;
} GantryMarkRecord;

typedef struct {
  uint32_t lane;
  uint32_t line;
  uint32_t text;
  uint32_t reserved;
  int64_t from;
  int64_t to;
} GantrySpanRecord;

typedef struct {
  uint32_t lane;
  uint32_t object;
  uint32_t joins;
  uint32_t line;
  uint32_t n_holders;
  uint32_t holders[8];
} GantryDeadlockRecord;

typedef struct {
  int64_t time;
  uint32_t name;
  uint32_t reserved;
} GantryBookmarkRecord;

typedef struct {
  int64_t now;
  uint64_t events;
  uint64_t lost;
} GantryProgressRecord;

_Static_assert(sizeof(GantryFileHeader) == 16, "as the specification says");
_Static_assert(sizeof(GantryChunkHeader) == 48, "as the specification says");
_Static_assert(sizeof(GantryLaneRecord) == 72, "as the specification says");
_Static_assert(sizeof(GantryRunRecord) == 8, "as the specification says");
_Static_assert(sizeof(GantryLossRecord) == 32, "as the specification says");
_Static_assert(sizeof(GantryThingRecord) == 32, "as the specification says");
_Static_assert(sizeof(GantryArrowRecord) == 32, "as the specification says");
_Static_assert(sizeof(GantryMarkRecord) == 24, "as the specification says");
_Static_assert(sizeof(GantrySpanRecord) == 32, "as the specification says");
_Static_assert(sizeof(GantryDeadlockRecord) == 52, "as the specification says");
_Static_assert(sizeof(GantryBookmarkRecord) == 16, "as the specification says");
_Static_assert(sizeof(GantryProgressRecord) == 24, "as the specification says");
