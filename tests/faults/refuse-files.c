/* Calls for files, each of which may be refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* What follows the flags where a file may be made. */
static mode_t
take_mode (int flags, va_list rest)
{
  return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define WITH_MODE(flags, mode)                                                                               \
  va_list rest_;                                                                                             \
  va_start(rest_, flags);                                                                                    \
  mode_t mode = take_mode(flags, rest_);                                                                     \
  va_end(rest_)

FAULTS_EXPORT int
open (const char *path, int flags, ...)
{
  WITH_MODE(flags, mode);
  return faults_refuse("open", "open", 0) ? -1 : FAULTS_REAL(open)(path, flags, mode);
}

FAULTS_EXPORT int
open64 (const char *path, int flags, ...)
{
  WITH_MODE(flags, mode);
  return faults_refuse("open", "open", 0) ? -1 : FAULTS_REAL(open64)(path, flags, mode);
}

FAULTS_EXPORT int
openat (int folder, const char *path, int flags, ...)
{
  WITH_MODE(flags, mode);
  return faults_refuse("openat", "open", 0) ? -1 : FAULTS_REAL(openat)(folder, path, flags, mode);
}

FAULTS_EXPORT int
openat64 (int folder, const char *path, int flags, ...)
{
  WITH_MODE(flags, mode);
  return faults_refuse("openat", "open", 0) ? -1 : FAULTS_REAL(openat64)(folder, path, flags, mode);
}

FAULTS_EXPORT int
creat (const char *path, mode_t mode)
{
  return faults_refuse("creat", "open", 0) ? -1 : FAULTS_REAL(creat)(path, mode);
}

FAULTS_EXPORT FILE *
fopen (const char *path, const char *mode)
{
  return faults_refuse("fopen", "open", 0) ? NULL : FAULTS_REAL(fopen)(path, mode);
}

FAULTS_EXPORT FILE *
fopen64 (const char *path, const char *mode)
{
  return faults_refuse("fopen", "open", 0) ? NULL : FAULTS_REAL(fopen64)(path, mode);
}

static bool
refuse_write (const char *name, int file, size_t *bytes)
{
  return faults_refuse_transfer(name, "write", file, bytes);
}

FAULTS_EXPORT ssize_t
write (int file, const void *data, size_t bytes)
{
  return refuse_write("write", file, &bytes) ? -1 : FAULTS_REAL(write)(file, data, bytes);
}

/* Each for both lengths of an offset: of 32 bits arguments lie elsewhere. */
#define PWRITE(name, Offset)                                                                                 \
  FAULTS_EXPORT ssize_t name(int file, const void *data, size_t bytes, Offset offset)                        \
  {                                                                                                          \
    return refuse_write("pwrite", file, &bytes) ? -1 : FAULTS_REAL(name)(file, data, bytes, offset);         \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

FAULTS_EXPORT ssize_t
writev (int file, const struct iovec *parts, int count)
{
  size_t bytes = 0;
  for (int i = 0; i < count; i++)
    bytes += parts[i].iov_len;
  size_t all = bytes;
  if (refuse_write("writev", file, &bytes))
    return -1;
  /* Made shorter: what of it lies in the first part. */
  return bytes == all
             ? FAULTS_REAL(writev)(file, parts, count)
             : FAULTS_REAL(write)(file, parts->iov_base, bytes < parts->iov_len ? bytes : parts->iov_len);
}

FAULTS_EXPORT ssize_t
read (int file, void *data, size_t bytes)
{
  return faults_refuse_transfer("read", "read", file, &bytes) ? -1 : FAULTS_REAL(read)(file, data, bytes);
}

#define PREAD(name, Offset)                                                                                  \
  FAULTS_EXPORT ssize_t name(int file, void *data, size_t bytes, Offset offset)                              \
  {                                                                                                          \
    return faults_refuse_transfer("pread", "read", file, &bytes)                                             \
               ? -1                                                                                          \
               : FAULTS_REAL(name)(file, data, bytes, offset);                                               \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

FAULTS_EXPORT int
fsync (int file)
{
  return faults_refuse("fsync", "sync", 0) ? -1 : FAULTS_REAL(fsync)(file);
}

FAULTS_EXPORT int
fdatasync (int file)
{
  return faults_refuse("fdatasync", "sync", 0) ? -1 : FAULTS_REAL(fdatasync)(file);
}

#define FTRUNCATE(name, Length)                                                                              \
  FAULTS_EXPORT int name(int file, Length length)                                                            \
  {                                                                                                          \
    return faults_refuse("ftruncate", "length", 0) ? -1 : FAULTS_REAL(name)(file, length);                   \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define FALLOCATE(name, Length)                                                                              \
  FAULTS_EXPORT int name(int file, int mode, Length offset, Length length)                                   \
  {                                                                                                          \
    return faults_refuse("fallocate", "length", 0) ? -1 : FAULTS_REAL(name)(file, mode, offset, length);     \
  }
FALLOCATE(fallocate, off_t)
FALLOCATE(fallocate64, off64_t)

FAULTS_EXPORT int
rename (const char *from, const char *to)
{
  return faults_refuse("rename", "name", 0) ? -1 : FAULTS_REAL(rename)(from, to);
}

FAULTS_EXPORT int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  return faults_refuse("rename", "name", 0) ? -1 : FAULTS_REAL(renameat)(from_folder, from, to_folder, to);
}

FAULTS_EXPORT int
link (const char *from, const char *to)
{
  return faults_refuse("link", "name", 0) ? -1 : FAULTS_REAL(link)(from, to);
}

FAULTS_EXPORT int
linkat (int from_folder, const char *from, int to_folder, const char *to, int flags)
{
  return faults_refuse("link", "name", 0) ? -1 : FAULTS_REAL(linkat)(from_folder, from, to_folder, to, flags);
}

FAULTS_EXPORT int
mkdir (const char *path, mode_t mode)
{
  return faults_refuse("mkdir", "name", 0) ? -1 : FAULTS_REAL(mkdir)(path, mode);
}

FAULTS_EXPORT int
fchmod (int file, mode_t mode)
{
  return faults_refuse("fchmod", "mode", 0) ? -1 : FAULTS_REAL(fchmod)(file, mode);
}
