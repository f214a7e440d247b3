/* One input in so many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <xxhash.h>

bool fuzz_samples_all = false;

bool
fuzz_samples (unsigned n, const uint8_t *data, size_t size)
{
  return fuzz_samples_all || XXH3_64bits(data, size) % n == 0;
}
