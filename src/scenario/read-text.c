/* Reading a text file whole, but never more than is allowed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/read-text.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

GBytes *
gantry_read_text (const char *path, gsize most, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, error);
  g_autofree char *buffer = g_malloc(most + 1);
  gsize length = 0;
  if (!stream || !g_input_stream_read_all(G_INPUT_STREAM(stream), buffer, most + 1, &length, NULL, error))
    return NULL;
  return g_bytes_new(buffer, length);
}

gboolean
gantry_can_end (const char *path, GError **error)
{
  GStatBuf status;
  if (g_stat(path, &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
    return TRUE; /* or it is told by whoever opens it */
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                      _("it is a device or a pipe; copy what comes from it into a file first"));
  return FALSE;
}
