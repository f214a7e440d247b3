/* Files used where they lie, in memory, though someone else may write to them meanwhile.
 *
 * Whoever wants to write, or to cut the file short, has to wait until it was copied (file-lease.h). What then
 * is missing all the same, since there is no room for a copy or the disk has a fault, where the kernel
 * answers with SIGBUS, which would end the program, reads as zeros instead, and whoever shows it can ask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

#include <gio/gio.h>
#include <stdbool.h>

/* All of a plain file; nothing that is done to the file afterwards changes it. Files up to `most_read` bytes,
 * and those that others could change without waiting, are read into memory, as far as there is room
 * (reading-room.h). `descriptor`: open for reading only; stays the caller's. Errors are of G_FILE_ERROR. From
 * the first call on, SIGBUS is handled here where it is one of these files', and goes on to the handler that
 * was there before where not. Any thread. */
GBytes *gantry_mapped_file_new (int descriptor, int64_t most_read, const GantryReading *reading,
                                GError **error);
/* Whether something of the file was lost since it was mapped. `bytes`: any; FALSE where they are no file's.
 * Any thread. */
bool gantry_mapped_file_is_cut (GBytes *bytes);
