/* Tracks of an import and what happens on them, in milliseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "script.h"
#include "timeline/import.h"

#include <string.h>

#define MS INT64_C(1000000)

static inline uint32_t
name (GantryImport *import, const char *text)
{
  return gantry_import_name(import, text, strlen(text));
}

static inline GantryTrack
thread (GantryImport *import, int64_t tid, const char *text)
{
  GantryTrack track = gantry_import_thread(import, 1, tid);
  gantry_import_set_name(import, track, name(import, text));
  return track;
}

static inline void
slice (GantryImport *import, GantryTrack track, int64_t from, int64_t to, const char *text)
{
  gantry_import_slice(import, track, from * MS, (to - from) * MS, name(import, text));
}

static inline void
begin (GantryImport *import, GantryTrack track, int64_t time, const char *text)
{
  gantry_import_begin(import, track, time * MS, name(import, text));
}

static inline void
end (GantryImport *import, GantryTrack track, int64_t time)
{
  gantry_import_end(import, track, time * MS);
}

/* That the lane is just this, in the words of gantry_script_describe_labels(). */
#define assert_lane(timeline, lane, expected)                                                                \
  gantry_script_assert_text(gantry_script_describe_labels(timeline, lane), expected)
