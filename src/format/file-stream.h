/* What is read from a file or written to it, and in plain words why it was not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define GANTRY_TYPE_FILE_STREAM (gantry_file_stream_get_type())
G_DECLARE_FINAL_TYPE(GantryFileStream, gantry_file_stream, GANTRY, FILE_STREAM, GOutputStream)

#define GANTRY_TYPE_FILE_SOURCE (gantry_file_source_get_type())
G_DECLARE_FINAL_TYPE(GantryFileSource, gantry_file_source, GANTRY, FILE_SOURCE, GInputStream)

/* Writes to a descriptor, which stays the caller's and open. GUnixOutputStream, which can do the same, ends
 * the program where the machine is short of descriptors. */
GOutputStream *gantry_file_stream_new (int descriptor);
/* Reads a plain file, whose descriptor it takes. */
GInputStream *gantry_file_source_new (int descriptor);

/* An error of G_FILE_ERROR for an errno: what stopped the file, and what helps. */
void gantry_set_file_error (GError **error, int code);
