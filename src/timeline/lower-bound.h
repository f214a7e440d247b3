/* The one search for "the first at that time or later", over whatever is in the order of time, or of another
 * number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdint.h>

/* The time of the element at a place, ns. */
typedef int64_t (*GantryTimeAt)(gconstpointer elements, size_t place);

/* The first place from `low` up to `high` whose time is `time` or later; `high` where there is none. By
 * halves. Any thread. */
static inline size_t
gantry_lower_bound (size_t low, size_t high, int64_t time, GantryTimeAt time_at, gconstpointer elements)
{
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (time_at(elements, middle) < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
