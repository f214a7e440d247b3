/* Opens a file of any format that we read, told by what stands in it, not by its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

/* Files of our own format up to this length are read into memory; larger ones are used where they lie, for as
 * long as nobody wants to write to them (mapped-file.h). */
#define GANTRY_TRACE_FILE_MOST_READ (INT64_C(64) << 20)

/* Any thread. Whatever could be read is given back, and report->fault says what could not; NULL and an error
 * (GANTRY_READING_ERROR, G_IO_ERROR or G_FILE_ERROR, without the file's name) where that is nothing. Files
 * packed with gzip are unpacked on the way. */
GantryTimeline *gantry_trace_file_read (const char *path, const GantryReading *reading, GantryReport *report,
                                        GError **error);
/* Whether something of the file that a timeline was read from, and is used from, was lost since: what is
 * missing reads as zeros, and the timeline is to be let go of. Any thread. */
bool gantry_trace_file_is_cut (const GantryTimeline *timeline);
/* Whether the first bytes of a file are those of a trace, or of a picture that may hold one: for a choice
 * between opening it as a trace and as a scenario. */
bool gantry_trace_file_is_trace (const char *path);
