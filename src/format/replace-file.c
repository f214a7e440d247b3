/* Beside it, synced, renamed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail (GError **error)
{
  int code = errno;
  g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
  return false;
}

/* As a new file would have them, or as the old one has. */
static mode_t
permissions_of (const char *path)
{
  struct stat status;
  if (stat(path, &status) == 0)
    return status.st_mode & 07777;
  mode_t mask = umask(022); /* there is no way to ask without setting it */
  umask(mask);
  return 0666 & ~mask;
}

static bool
write_and_sync (int descriptor, mode_t mode, GantryWriteFunc write, gpointer user_data, GError **error)
{
  g_autoptr(GOutputStream) plain = g_unix_output_stream_new(descriptor, FALSE);
  g_autoptr(GOutputStream) stream = g_buffered_output_stream_new_sized(plain, 1 << 18);
  if (!write(stream, user_data, error) || !g_output_stream_flush(stream, NULL, error))
    return false;
  return (fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0) || fail(error);
}

bool
gantry_replace_file (const char *path, GantryWriteFunc write, gpointer user_data, GError **error)
{
  g_autofree char *followed = realpath(path, NULL);
  const char *target = followed ? followed : path;
  g_autofree char *folder = g_path_get_dirname(target);
  g_autofree char *name = g_path_get_basename(target);
  g_autofree char *beside = g_strdup_printf("%s/.%.200s.XXXXXX", folder, name);
  int descriptor = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return fail(error);
  bool is_written = write_and_sync(descriptor, permissions_of(target), write, user_data, error);
  if (close(descriptor) != 0 && is_written)
    is_written = fail(error);
  if (is_written && rename(beside, target) != 0)
    is_written = fail(error);
  if (!is_written)
    unlink(beside);
  return is_written;
}

static bool
write_contents (GOutputStream *stream, gpointer contents, GError **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data(contents, &length);
  return g_output_stream_write_all(stream, bytes, length, NULL, NULL, error);
}

bool
gantry_replace_file_bytes (const char *path, GBytes *contents, GError **error)
{
  return gantry_replace_file(path, write_contents, contents, error);
}
