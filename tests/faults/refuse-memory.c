/* Calls for memory, each of which may be refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "refusal.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

static bool
refuse (const char *name, size_t bytes)
{
  return faults_refuse(name, "memory", bytes);
}

FAULTS_EXPORT void *
malloc (size_t bytes)
{
  return refuse("malloc", bytes) ? NULL : FAULTS_REAL(malloc)(bytes);
}

FAULTS_EXPORT void *
calloc (size_t count, size_t bytes)
{
  return refuse("calloc", count * bytes) ? NULL : FAULTS_REAL(calloc)(count, bytes);
}

FAULTS_EXPORT void *
realloc (void *memory, size_t bytes)
{
  return refuse("realloc", bytes) ? NULL : FAULTS_REAL(realloc)(memory, bytes);
}

FAULTS_EXPORT void *
reallocarray (void *memory, size_t count, size_t bytes)
{
  return refuse("reallocarray", count * bytes) ? NULL : FAULTS_REAL(reallocarray)(memory, count, bytes);
}

FAULTS_EXPORT int
posix_memalign (void **memory, size_t alignment, size_t bytes)
{
  return refuse("posix_memalign", bytes) ? errno : FAULTS_REAL(posix_memalign)(memory, alignment, bytes);
}

FAULTS_EXPORT void *
aligned_alloc (size_t alignment, size_t bytes)
{
  return refuse("aligned_alloc", bytes) ? NULL : FAULTS_REAL(aligned_alloc)(alignment, bytes);
}

/* For both lengths of an offset. */
#define MMAP(name, Offset)                                                                                   \
  FAULTS_EXPORT void *name(void *address, size_t bytes, int protection, int flags, int descriptor,           \
                           Offset offset)                                                                    \
  {                                                                                                          \
    return faults_refuse("mmap", "map", 0)                                                                   \
               ? MAP_FAILED                                                                                  \
               : FAULTS_REAL(name)(address, bytes, protection, flags, descriptor, offset);                   \
  }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

FAULTS_EXPORT int
memfd_create (const char *name, unsigned flags)
{
  return faults_refuse("memfd_create", "map", 0) ? -1 : FAULTS_REAL(memfd_create)(name, flags);
}
