/* Pages as low as may be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/sealed-page.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Kernels keep the first 64 KiB free of everything (vm.mmap_min_addr), and some more. */
#define LOWEST_PLACE 0x10000u
#define HIGHEST_PLACE 0x200000u

const void *
gantry_sealed_page_new (const void *bytes, size_t length)
{
  size_t size = (size_t)sysconf(_SC_PAGESIZE);
  void *page = MAP_FAILED;
  for (uintptr_t place = LOWEST_PLACE; page == MAP_FAILED && place <= HIGHEST_PLACE; place *= 2)
    page = mmap((void *)place, size, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  if (page == MAP_FAILED)
    return NULL;
  memcpy(page, bytes, length);
  return mprotect(page, size, PROT_READ) == 0 ? page : NULL;
}
