/* What the loopback server and its clients agree on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/fetch.h"

typedef struct {
  int64_t ns;
  int64_t bytes;
  uint64_t ticks; /* when it was sent, and by which lane */
  uint32_t lane;
  uint32_t unused;
} GantryFetchHeader;
