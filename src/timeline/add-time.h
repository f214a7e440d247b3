/* Sums of times that stay sums, whatever is added: of a million lanes' 36 years, say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/columns.h"

/* Nanoseconds; both at least 0 and at most twice GANTRY_MOST_TIME. At most GANTRY_MOST_TIME. */
static inline int64_t
gantry_add_time (int64_t sum, int64_t ns)
{
  return MIN(sum + ns, GANTRY_MOST_TIME);
}

/* The same, `ns` as often as `times` says. */
static inline int64_t
gantry_add_times (int64_t sum, int64_t ns, uint32_t times)
{
  return gantry_add_time(sum, ns > 0 && times > GANTRY_MOST_TIME / ns ? GANTRY_MOST_TIME : ns * times);
}
