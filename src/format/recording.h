/* A `.gantry` file that is written while the run goes on.
 *
 * Where no file of the name stands, it is written in place, so that whoever is killed in the middle leaves it
 * there, readable up to its last whole chunk. Where one stands, it stays until the new one is whole; what is
 * being recorded then stands beside it, as NAME.unfinished.
 *
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

typedef struct GantryRecording GantryRecording;

/* Begins the file. NULL, with an error of G_FILE_ERROR, where it cannot be made. */
GantryRecording *gantry_recording_start (GantryTimeline *timeline, const char *path, GError **error);
/* Ends without a word what was not finished: the file stays as it is. */
void gantry_recording_free (GantryRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryRecording, gantry_recording_free)
/* Appends what is new. Where it cannot be written any more (the disk is full), it stays at that: writing
 * the whole will tell. */
void gantry_recording_step (GantryRecording *recording);
/* Where there is no room for the whole beside it: what was recorded is made the whole, and stands under the
 * name that was wished for. FALSE: something is missing from it, and it stays as it is. */
bool gantry_recording_finish (GantryRecording *recording);
/* What there is of the run then: a file that can be read, and the time up to which, in nanoseconds of the
 * run. NULL: nothing. */
const char *gantry_recording_find_rest (const GantryRecording *recording, int64_t *until);
/* To be called when the whole file stands under its name: what was recorded beside it goes. */
void gantry_recording_remove_unfinished (GantryRecording *recording);
