/* What the loopback server and its clients agree on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/fetch.h"

/* What only processes of the run know: whoever else finds the port is told nothing. */
#define GANTRY_FETCH_TOKEN_BYTES 16

typedef struct {
  uint8_t token[GANTRY_FETCH_TOKEN_BYTES];
  int64_t ns;
  int64_t bytes;
  uint64_t ticks; /* when it was sent, and by which lane */
  uint32_t lane;
  uint32_t unused;
} GantryFetchHeader;

/* What is sent for a request of so many bytes: one more, so that an answer of none is one too. */
static inline int64_t
gantry_fetch_answer_bytes (int64_t asked)
{
  return CLAMP(asked, 0, INT64_MAX - 1) + 1;
}

/* Drawn by gantry_fetch_server_listen(). */
const uint8_t *gantry_fetch_token (void);
/* The caller's from now on. */
int gantry_fetch_take_listener (void);
