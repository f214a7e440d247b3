/* What gantry-cli says: text to standard output, messages to standard error.
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Languages, character set, and plain words instead of GLib's log lines. Call once, first. */
void gantry_messages_init (void);

/* One message, as a line of standard error: "gantry-cli: MESSAGE". */
void gantry_complain (const char *format, ...) G_GNUC_PRINTF(1, 2);
/* A line of standard error as it stands: a diagnostic that names its file itself. */
void gantry_say (const char *line);

/* At the end of a command that is done: if fonts could not be read that it drew with. */
void gantry_tell_missing_letters (void);

/* To standard output; to a terminal only as gantry_printable() has it, even what else is a file's bytes.
 * Where nobody reads it any more (a closed pipe) or it is full, the rest is dropped. */
void gantry_put (const char *text, gsize length);
/* Writes out what is buffered, so that a reader sees it now. */
void gantry_put_flush (void);
/* The last words; FALSE, after a message, where standard output could not take all. A reader who
 * has left is no fault. */
bool gantry_put_finish (void);
