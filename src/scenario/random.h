/* The draws of a scenario: small, fast, the same everywhere.
 *
 * Method: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (SplitMix64), 2014.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>

static inline uint64_t
gantry_random_mix (uint64_t z)
{
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static inline uint64_t
gantry_random_next (uint64_t *state)
{
  return gantry_random_mix(*state += UINT64_C(0x9e3779b97f4a7c15));
}

/* Uniform in low..high, both included; low <= high. */
static inline int64_t
gantry_random_between (uint64_t *state, int64_t low, int64_t high)
{
  uint64_t range = (uint64_t)high - (uint64_t)low + 1;
  if (range == 0) /* all of the 64 bits */
    return (int64_t)gantry_random_next(state);
  /* 2^64 modulo the range: as many draws are thrown away, or some results would be likelier than others. */
  uint64_t threshold = -range % range;
  for (;;) {
    uint64_t draw = gantry_random_next(state);
    if (draw >= threshold)
      return (int64_t)((uint64_t)low + draw % range);
  }
}
