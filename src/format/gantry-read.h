/* A `.gantry` file as a timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

/* `bytes` is the whole file, best mapped into memory: the timeline keeps it and uses a whole file's intervals
 * where they lie. A file that breaks off gives all up to its last whole chunk, its outcome then is
 * not known: GANTRY_RUN_UNFINISHED, with a reason; of a damaged one the damaged blocks are missing. Any
 * thread. Errors: GANTRY_READING_ERROR and G_IO_ERROR_CANCELLED. */
GantryTimeline *gantry_trace_read (GBytes *bytes, const GantryReading *reading, GantryReport *report,
                                   GError **error);
