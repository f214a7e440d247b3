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

FAULTS_EXPORT ssize_t
pwrite (int file, const void *data, size_t bytes, off_t offset)
{
  return refuse_write("pwrite", file, &bytes) ? -1 : FAULTS_REAL(pwrite)(file, data, bytes, offset);
}

FAULTS_EXPORT ssize_t pwrite64 (int file, const void *data, size_t bytes, off64_t offset)
    __attribute__((alias("pwrite")));

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

FAULTS_EXPORT ssize_t
pread (int file, void *data, size_t bytes, off_t offset)
{
  return faults_refuse_transfer("pread", "read", file, &bytes)
             ? -1
             : FAULTS_REAL(pread)(file, data, bytes, offset);
}

FAULTS_EXPORT ssize_t pread64 (int file, void *data, size_t bytes, off64_t offset)
    __attribute__((alias("pread")));

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

FAULTS_EXPORT int
ftruncate (int file, off_t length)
{
  return faults_refuse("ftruncate", "length", 0) ? -1 : FAULTS_REAL(ftruncate)(file, length);
}

FAULTS_EXPORT int ftruncate64 (int file, off64_t length) __attribute__((alias("ftruncate")));

FAULTS_EXPORT int
fallocate (int file, int mode, off_t offset, off_t length)
{
  return faults_refuse("fallocate", "length", 0) ? -1 : FAULTS_REAL(fallocate)(file, mode, offset, length);
}

FAULTS_EXPORT int fallocate64 (int file, int mode, off64_t offset, off64_t length)
    __attribute__((alias("fallocate")));

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
