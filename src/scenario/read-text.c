/* Reading a text file whole, but never more than is allowed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/read-text.h"

#include <gio/gio.h>

GBytes *
gantry_read_text (const char *path, gsize most, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg(path);
  g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, error);
  g_autofree char *buffer = g_malloc(most + 1);
  gsize length = 0;
  if (!stream || !g_input_stream_read_all(G_INPUT_STREAM(stream), buffer, most + 1, &length, NULL, error))
    return NULL;
  return g_bytes_new(buffer, length);
}
