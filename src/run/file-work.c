/* Reading and writing a temporary file that has no name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/file-work.h"

#include "run/run-limits.h"
#include "run/sealed-page.h"
#include "run/shared-memory.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAMELESS (O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC) /* O_EXCL: nor can a name be given to it */

static int folder = -1;
static const char *here;              /* ".", where seccomp knows it */
static _Atomic int64_t *bytes_in_use; /* of all files of the run */

/* A look whether its file system can do that: not each can. */
static int
open_if_usable (const char *path)
{
  int probe = open(path, NAMELESS, 0600);
  if (probe < 0)
    return -1;
  close(probe);
  return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int
gantry_file_work_open_folder (const char **dot)
{
  const char *const places[] = {g_get_tmp_dir(), "/var/tmp", "/dev/shm"};
  bytes_in_use = gantry_shared_new(sizeof *bytes_in_use);
  for (gsize i = 0; folder < 0 && i < G_N_ELEMENTS(places); i++)
    folder = open_if_usable(places[i]);
  if (folder >= 0 && !(here = gantry_sealed_page_new(".", sizeof "."))) {
    close(folder);
    folder = -1;
  }
  *dot = here;
  return folder;
}

static bool
open_file (GantryFileWork *file)
{
  if (file->fd < 0)
    file->fd = folder >= 0 ? openat(folder, here, NAMELESS, 0600) : memfd_create("gantry-file", MFD_CLOEXEC);
  return file->fd >= 0;
}

/* Whether the file may become so long; that is then taken from what there is for all. */
static bool
reserve (GantryFileWork *file, int64_t bytes)
{
  int64_t more = bytes - file->bytes;
  if (more <= 0)
    return true;
  if (bytes > GANTRY_MOST_FILE_BYTES ||
      atomic_fetch_add(bytes_in_use, more) + more > GANTRY_MOST_FILES_BYTES) {
    if (bytes <= GANTRY_MOST_FILE_BYTES)
      atomic_fetch_sub(bytes_in_use, more);
    errno = EFBIG;
    return false;
  }
  file->bytes = bytes;
  return true;
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
  int64_t before = file->bytes;
  return open_file(file) && reserve(file, bytes) && transfer(file, before, bytes, true) &&
         transfer(file, 0, bytes, false);
}

bool
gantry_file_write (GantryFileWork *file, int64_t bytes)
{
  return open_file(file) && reserve(file, bytes) && transfer(file, 0, bytes, true) && fsync(file->fd) == 0;
}

void
gantry_file_close (GantryFileWork *file)
{
  if (file->fd >= 0)
    close(file->fd);
  if (bytes_in_use)
    atomic_fetch_sub(bytes_in_use, file->bytes);
  *file = (GantryFileWork)GANTRY_FILE_WORK_INIT;
}
