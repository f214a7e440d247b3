/* Reading and writing a temporary file that has no name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/file-work.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <unistd.h>

static bool
open_file (GantryFileWork *file)
{
  if (file->fd >= 0)
    return true;
  file->fd = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file->fd >= 0)
    return true;
  /* Not every file system can do that: a name, gone at once. */
  g_autofree char *name = g_build_filename(g_get_tmp_dir(), "gantry-XXXXXX", NULL);
  file->fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
  if (file->fd >= 0)
    unlink(name);
  return file->fd >= 0;
}

static bool
transfer (const GantryFileWork *file, int64_t from, int64_t to, bool writes)
{
  char buffer[16384] = {0};
  while (from < to) {
    size_t length = (size_t)MIN(to - from, (int64_t)sizeof buffer);
    ssize_t done = writes ? pwrite(file->fd, buffer, length, from) : pread(file->fd, buffer, length, from);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      return false;
    from += done;
  }
  return true;
}

bool
gantry_file_read (GantryFileWork *file, int64_t bytes)
{
  if (!open_file(file))
    return false;
  if (file->bytes < bytes && !transfer(file, file->bytes, bytes, true))
    return false;
  file->bytes = MAX(file->bytes, bytes);
  return transfer(file, 0, bytes, false);
}

bool
gantry_file_write (GantryFileWork *file, int64_t bytes)
{
  if (!open_file(file) || !transfer(file, 0, bytes, true) || fsync(file->fd) != 0)
    return false;
  file->bytes = MAX(file->bytes, bytes);
  return true;
}

void
gantry_file_close (GantryFileWork *file)
{
  if (file->fd >= 0)
    close(file->fd);
  file->fd = -1;
}
