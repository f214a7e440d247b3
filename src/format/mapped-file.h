/* Files used where they lie, in memory, though someone else may cut them short meanwhile.
 *
 * The kernel answers a look at what is no longer there with SIGBUS, which would end the program. Here what is
 * missing reads as zeros instead, and whoever shows it can ask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* A whole file; errors are of G_FILE_ERROR. From the first call on, SIGBUS is handled here where it is one of
 * these files', and goes on to the handler that was there before where not. Any thread. */
GBytes *gantry_mapped_file_new (const char *path, GError **error);
/* Whether the file was found to be cut short since it was mapped. `bytes`: any; FALSE where they are no
 * file's. Any thread. */
bool gantry_mapped_file_is_cut (GBytes *bytes);
