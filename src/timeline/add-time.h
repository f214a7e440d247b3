/* Sums of times that stay sums, whatever is added: of a million lanes' 36 years, say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/columns.h"

/* Nanoseconds, at least 0; the sum so far at most GANTRY_MOST_TIME, as what comes out, and what is added at
 * most 2^62, as long as a lane can be. */
static inline int64_t
gantry_add_time (int64_t sum, int64_t ns)
{
  return MIN(sum + ns, GANTRY_MOST_TIME);
}

/* The same, where the sum stands. */
static inline void
gantry_sum_time (int64_t *sum, int64_t ns)
{
  *sum = gantry_add_time(*sum, ns);
}

/* As gantry_add_time(), `ns` as often as `times` says. */
static inline int64_t
gantry_add_times (int64_t sum, int64_t ns, uint32_t times)
{
  return gantry_add_time(sum, ns > 0 && times > GANTRY_MOST_TIME / ns ? GANTRY_MOST_TIME : ns * times);
}
