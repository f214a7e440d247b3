/* Fetching from the run's own server on the loopback address: a connection for each request, which names the
 * time to take and the bytes to answer with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

#include <netinet/in.h>

/* Opens a port of the kernel's choice on the loopback address, and draws what the server will know its
 * clients by. Returns the address, on a page that cannot be written and that lies lower than any other, or
 * NULL. Once, by the only thread. */
const struct sockaddr_in *gantry_fetch_server_listen (GError **error);
/* The same afterwards; NULL: the run has no server. */
const struct sockaddr_in *gantry_fetch_address (void);
/* Starts the server in a process of its own, forked here. After that, and before any thread. */
bool gantry_fetch_server_start (GantryWorld *world, GError **error);

/* A request on its way. */
typedef struct {
  int fd;
  bool sent;
  int64_t left; /* bytes still to come */
} GantryFetch;

/* Opens the connection. FALSE: refused, see errno. */
bool gantry_fetch_begin (GantryFetch *fetch, const GantryRequest *request);
typedef enum { GANTRY_FETCH_DONE, GANTRY_FETCH_WAIT, GANTRY_FETCH_FAILED } GantryFetchStep;
/* Goes on as far as it can without waiting. WAIT: until the descriptor can be read (or, before the request is
 * `sent`, written). */
GantryFetchStep gantry_fetch_step (GantryFetch *fetch, const GantryRequest *request, uint32_t lane);
void gantry_fetch_end (GantryFetch *fetch);
