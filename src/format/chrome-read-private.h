/* What the parts of the Chrome reader share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/chrome-read.h"
#include "format/json-stream.h"
#include "timeline/import.h"

#define GANTRY_CHROME_CACHE 64u /* a power of two */

/* The members of an event that we know; they point into the stream's window. */
typedef struct {
  char phase; /* '\0': none */
  GantryJsonValue phase_text, name, category, pid, tid, time, duration, id, id2, bind_id, flow_in, flow_out,
      scope, args, uses, binding;
} GantryChromeEvent;

typedef struct {
  int64_t pid, tid;
  GantryTrack track; /* or GANTRY_NO_TRACK */
} GantryChromeThread;

typedef struct {
  GantryImport *import;
  GString *scratch;
  GantryChromeThread threads[GANTRY_CHROME_CACHE];
  GHashTable *named;  /* what was named by a word where a number is usual */
  GHashTable *labels; /* GantryTrack + 1 of a process to GantryChromeLabels */
  GArray *async;      /* what was told of asynchronous slices */
  GHashTable *notes;  /* of our own export: those that are open, by lane and name */
  GHashTable *cores;  /* of our own export: lanes that are processors */
  bool is_own;        /* our own export */
  bool has_source;    /* of which, with the scenario */
  char *deadlock;     /* of our own export: JSON, told when all lanes are known; nullable */
  int n_cores;        /* that were told so far */
  uint64_t events, skipped;
} GantryChrome;

/* chrome-read-event.c */

/* The event that begins at the scan's bracket. */
GantryJsonResult gantry_chrome_scan_event (GantryJsonScan *scan, GantryChromeEvent *event);
/* The name of a text among the import's. */
uint32_t gantry_chrome_name (GantryChrome *chrome, const GantryJsonValue *value);
/* The same of the event's; 0: it has none, or an empty one. */
uint32_t gantry_chrome_slice_name (GantryChrome *chrome, const GantryChromeEvent *event);
/* A member of a value that is an object; kind NONE: it has none. */
GantryJsonValue gantry_chrome_member (const GantryJsonValue *object, const char *key);
/* Microseconds in decimals to nanoseconds. */
bool gantry_chrome_time (const GantryJsonValue *value, int64_t *time);
/* Whatever a value says, in 64 bits, with `seed` mixed in. */
uint64_t gantry_chrome_hash (uint64_t seed, const GantryJsonValue *value);
bool gantry_chrome_is_true (const GantryJsonValue *value);

/* chrome-read-tracks.c */

void gantry_chrome_tracks_init (GantryChrome *chrome);
void gantry_chrome_tracks_clear (GantryChrome *chrome);
GantryTrack gantry_chrome_process (GantryChrome *chrome, const GantryChromeEvent *event);
GantryTrack gantry_chrome_thread (GantryChrome *chrome, const GantryChromeEvent *event);
/* A metadata event. */
bool gantry_chrome_take_names (GantryChrome *chrome, const GantryChromeEvent *event);

/* A value of a counter, exactly where it is whole. */
typedef struct {
  bool is_whole;
  int64_t whole;
  double number; /* where it is not */
} GantryChromeNumber;

/* FALSE: it is none. */
bool gantry_chrome_number (const GantryJsonValue *value, GantryChromeNumber *number);
void gantry_chrome_add_number (GantryChrome *chrome, GantryTrack counter, int64_t time,
                               const GantryChromeNumber *number);

/* chrome-read-phases.c */

/* FALSE: it says nothing that we understand. */
bool gantry_chrome_take (GantryChrome *chrome, const GantryChromeEvent *event);
/* The flow that an event with an id is of. */
uint64_t gantry_chrome_flow_id (const GantryChromeEvent *event, const GantryJsonValue *id);
/* A hash of the id of an event, which only holds within its process where the file says so. */
uint64_t gantry_chrome_hash_id (const GantryChromeEvent *event, uint64_t seed, const GantryJsonValue *id);

/* chrome-read-async.c */

void gantry_chrome_async_init (GantryChrome *chrome);
void gantry_chrome_async_clear (GantryChrome *chrome);
void gantry_chrome_take_async (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time);
/* When the file is over: all of them. */
void gantry_chrome_finish_async (GantryChrome *chrome);

/* chrome-read-states.c */

bool gantry_chrome_take_state (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time);

/* chrome-read-own.c: our own export */

void gantry_chrome_own_clear (GantryChrome *chrome);
/* When the file is over. */
void gantry_chrome_finish_own (GantryChrome *chrome);
/* The object form's otherData. */
void gantry_chrome_take_other_data (GantryChrome *chrome, const GantryJsonValue *data);
bool gantry_chrome_take_own (GantryChrome *chrome, const GantryChromeEvent *event);
