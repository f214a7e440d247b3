/* How long states last in a block up to a moment in it, reckoned for four intervals at a time.
 *
 * There is no branch on where the moment lies, which nobody can foretell: what comes after it lasts for
 * nothing. Times are counted from the block's start, in 31 bits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/lane-private.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* A block that lasts for no longer, in ns, can be reckoned so. */
#define GANTRY_BLOCK_TIMES_MOST INT32_MAX

/* Of four intervals each: how long it lasts up to the moment, and its state, where it is stored. */
typedef struct {
  __m128i times[4], states[4];
} GantryBlockTimes;

#define GANTRY_BLOCK_TIMES_INLINE static inline __attribute__((always_inline))

/* The lower halves of four intervals' starts; `*states` are their states. */
GANTRY_BLOCK_TIMES_INLINE __m128i
gantry_block_starts (const GantryStoredInterval *four, __m128i *states)
{
  const __m128i *stored = (const __m128i *)(const void *)four;
  __m128i a = _mm_loadu_si128(&stored[0]), b = _mm_loadu_si128(&stored[1]);
  __m128i c = _mm_loadu_si128(&stored[2]), d = _mm_loadu_si128(&stored[3]);
  __m128i words = _mm_unpacklo_epi64(_mm_unpackhi_epi32(a, b), _mm_unpackhi_epi32(c, d));
  *states = _mm_and_si128(words, _mm_set1_epi32((int)~GANTRY_LINE_MASK));
  return _mm_unpacklo_epi64(_mm_unpacklo_epi32(a, b), _mm_unpacklo_epi32(c, d));
}

/* Takes the lesser of each; `*is_later` has all bits of those where that is `until`. */
GANTRY_BLOCK_TIMES_INLINE __m128i
gantry_block_until (__m128i since, __m128i until, __m128i *is_later)
{
  *is_later = _mm_cmpgt_epi32(since, until);
  return _mm_or_si128(_mm_and_si128(*is_later, until), _mm_andnot_si128(*is_later, since));
}

/* From each of four moments to the next, of which the last is the first of `next`. */
GANTRY_BLOCK_TIMES_INLINE __m128i
gantry_block_steps (__m128i four, __m128i next)
{
  return _mm_sub_epi32(_mm_or_si128(_mm_srli_si128(four, 4), _mm_slli_si128(next, 12)), four);
}

/* Reckons the times of a block up to `until` ns after its start. Returns which interval is there. */
GANTRY_BLOCK_TIMES_INLINE unsigned
gantry_block_times_take (GantryBlockTimes *times, const GantryStoredInterval *block, uint32_t until)
{
  __m128i begin = _mm_set1_epi32((int)(uint32_t)block[0].start), end = _mm_set1_epi32((int)until);
  __m128i is_later[4], since[4];
  since[0] = _mm_sub_epi32(gantry_block_starts(&block[0], &times->states[0]), begin);
  since[1] = _mm_sub_epi32(gantry_block_starts(&block[4], &times->states[1]), begin);
  since[2] = _mm_sub_epi32(gantry_block_starts(&block[8], &times->states[2]), begin);
  since[3] = _mm_sub_epi32(gantry_block_starts(&block[12], &times->states[3]), begin);
  since[0] = gantry_block_until(since[0], end, &is_later[0]);
  since[1] = gantry_block_until(since[1], end, &is_later[1]);
  since[2] = gantry_block_until(since[2], end, &is_later[2]);
  since[3] = gantry_block_until(since[3], end, &is_later[3]);
  times->times[0] = gantry_block_steps(since[0], since[1]);
  times->times[1] = gantry_block_steps(since[1], since[2]);
  times->times[2] = gantry_block_steps(since[2], since[3]);
  times->times[3] = gantry_block_steps(since[3], end);
  __m128i are_later =
      _mm_packs_epi16(_mm_packs_epi32(is_later[0], is_later[1]), _mm_packs_epi32(is_later[2], is_later[3]));
  /* The first one is not later. */
  return (unsigned)__builtin_ctz((unsigned)_mm_movemask_epi8(are_later) | 1u << GANTRY_SUMS_BLOCK) - 1;
}

_Static_assert(GANTRY_SUMS_BLOCK == 16, "four times four");

/* How long a state lasts, of what was reckoned. */
GANTRY_BLOCK_TIMES_INLINE uint32_t
gantry_block_times_sum (const GantryBlockTimes *times, unsigned state)
{
  __m128i wanted = _mm_set1_epi32((int)(state << GANTRY_LINE_BITS));
  __m128i a = _mm_and_si128(_mm_cmpeq_epi32(times->states[0], wanted), times->times[0]);
  __m128i b = _mm_and_si128(_mm_cmpeq_epi32(times->states[1], wanted), times->times[1]);
  __m128i c = _mm_and_si128(_mm_cmpeq_epi32(times->states[2], wanted), times->times[2]);
  __m128i d = _mm_and_si128(_mm_cmpeq_epi32(times->states[3], wanted), times->times[3]);
  __m128i sum = _mm_add_epi32(_mm_add_epi32(a, b), _mm_add_epi32(c, d));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(1, 0, 3, 2)));
  sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, _MM_SHUFFLE(2, 3, 0, 1)));
  return (uint32_t)_mm_cvtsi128_si32(sum);
}
#endif
