/* What all readers of trace files share: how they are called, what they tell, how they fail.
 *
 * A reader takes a stream of bytes, on any one thread, and gives back a finished timeline. Where the input
 * breaks off or stops making sense, what came before is kept, and the report says what is wrong and at which
 * byte; only where nothing could be read is there an error instead. No reader's memory exceeds a small
 * multiple of what it has read, whatever stands in the file, nor the part of the machine's memory that one
 * trace may have (reading-room.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

#define GANTRY_READING_ERROR (gantry_reading_error_quark())
GQuark gantry_reading_error_quark (void);

typedef enum {
  GANTRY_READING_ERROR_FORMAT,  /* no trace that we know */
  GANTRY_READING_ERROR_VERSION, /* one of a later version */
  GANTRY_READING_ERROR_CONTENT, /* damaged, so that nothing can be told from it */
} GantryReadingError;

/* What was read; strings are owned by the report. */
typedef struct {
  char *format;     /* "Chrome trace event JSON", … */
  char *version;    /* nullable */
  char *fault;      /* what is wrong with the rest, with the byte's offset; NULL: all was read */
  uint64_t events;  /* of the file, whatever they are there */
  uint64_t skipped; /* of them: understood by nobody here */
} GantryReport;

void gantry_report_clear (GantryReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GantryReport, gantry_report_clear)

/* How to read; all nullable. `progress` is called on the reader's thread, with the bytes read so far, about
 * every megabyte; `all_read` there, too, once no more bytes follow and what they tell is being put in order,
 * which may take as long. `most_memory`: bytes that the reader may take until all is read; 0: a third of the
 * machine's memory. */
typedef struct {
  GCancellable *cancellable;
  void (*progress)(int64_t bytes, gpointer user_data);
  void (*all_read)(gpointer user_data);
  gpointer user_data;
  int64_t most_memory;
} GantryReading;

/* For readers: after each block. FALSE: it was cancelled, with the error G_IO_ERROR_CANCELLED. */
bool gantry_reading_go_on (const GantryReading *reading, int64_t bytes, GError **error);
/* For readers: after the last block, where much is left to do. */
void gantry_reading_is_over (const GantryReading *reading);
