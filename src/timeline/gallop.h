/* A search that starts where the last one ended, by steps that double, then by halves (J. L. Bentley and A.
 * C. Yao, "An almost optimal algorithm for unbounded searching", 1976).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/append-store.h"

static inline int64_t
gantry_gallop_time (const GantryAppendStore *store, size_t index)
{
  return *(const int64_t *)gantry_append_store_at(store, index);
}

/* Of the first `count` elements, which begin with an int64_t time and are in its order, the last one at or
 * before `time`; 0 where there is none. `near`: any of them. */
static inline size_t
gantry_gallop (const GantryAppendStore *store, size_t count, size_t near, int64_t time)
{
  size_t step = 1, low = near, high;
  if (gantry_gallop_time(store, low) <= time) {
    while (low + step < count && gantry_gallop_time(store, low + step) <= time) {
      low += step;
      step *= 2;
    }
    high = MIN(low + step, count);
  } else {
    high = near;
    while (step < high && gantry_gallop_time(store, high - step) > time) {
      high -= step;
      step *= 2;
    }
    low = step < high ? high - step : 0;
  }
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (gantry_gallop_time(store, middle) <= time)
      low = middle;
    else
      high = middle;
  }
  return low;
}
