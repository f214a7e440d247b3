/* Refuses mappings of more than 1 GiB, as a machine whose addresses are few does: the trace's memory is a
 * small one then, and valgrind, which writes down each byte that is mapped, can look at who maps it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/types.h>

#define MOST_BYTES (1ul << 30)

typedef void *(*Map)(void *, size_t, int, int, int, off_t);

void *
mmap (void *address, size_t bytes, int protection, int flags, int file, off_t offset)
{
  if (bytes <= MOST_BYTES)
    return ((Map)dlsym(RTLD_NEXT, "mmap"))(address, bytes, protection, flags, file, offset);
  errno = ENOMEM;
  return MAP_FAILED;
}

/* The same on a machine of 64 bits. */
void *mmap64 (void *address, size_t bytes, int protection, int flags, int file, off64_t offset)
    __attribute__((alias("mmap")));
