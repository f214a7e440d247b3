/* Files that are whole or not there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef bool (*GantryWriteFunc)(GOutputStream *stream, gpointer user_data, GError **error);

/* Writes a file under a name: beside it, synced, renamed. What stood there keeps its permissions and stays as
 * it was where anything fails; of a symbolic link, the file that it leads to is replaced, or made if there is
 * none. Any thread; errors are `write`'s own or of G_FILE_ERROR. */
bool gantry_replace_file (const char *path, GantryWriteFunc write, gpointer user_data, GError **error);
/* The same with contents that are there already. */
bool gantry_replace_file_bytes (const char *path, GBytes *contents, GError **error);

/* Where that would be: behind all links. Newly allocated. NULL: they lead nowhere, or one stands in a folder
 * that anybody may write to, and is another's. */
char *gantry_replace_file_follow (const char *path, GError **error);
