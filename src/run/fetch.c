/* The client's side of a fetch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/fetch-private.h"
#include "run/socket-calls.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool
gantry_fetch_begin (GantryFetch *fetch, const GantryRequest *request)
{
  const struct sockaddr_in *address =
      gantry_fetch_address(); /* itself: seccomp lets no other place through */
  /* No lingering: thousands of requests would use up the ports. */
  const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  *fetch = (GantryFetch){.left = gantry_fetch_answer_bytes(request->value)};
  fetch->fd = gantry_call_socket(SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fetch->fd < 0)
    return false;
  gantry_call_linger(fetch->fd, &at_once);
  if (gantry_call_connect(fetch->fd, address) == 0 || errno == EINPROGRESS)
    return true;
  int code = errno;
  close(fetch->fd);
  errno = code;
  return false;
}

static GantryFetchStep
send_request (GantryFetch *fetch, const GantryRequest *request, uint32_t lane)
{
  GantryFetchHeader header = {.ns = request->amount, .bytes = request->value, .lane = lane};
  memcpy(header.token, gantry_fetch_token(), sizeof header.token);
  header.ticks = gantry_clock_read(gantry_clock_best());
  ssize_t sent = write(fetch->fd, &header, sizeof header);
  if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN))
    return GANTRY_FETCH_WAIT;
  fetch->sent = sent == sizeof header; /* shorter than any socket's buffer: whole or not at all */
  return fetch->sent ? GANTRY_FETCH_DONE : GANTRY_FETCH_FAILED;
}

GantryFetchStep
gantry_fetch_step (GantryFetch *fetch, const GantryRequest *request, uint32_t lane)
{
  char buffer[65536];
  if (!fetch->sent) {
    GantryFetchStep step = send_request(fetch, request, lane);
    if (step != GANTRY_FETCH_DONE)
      return step;
  }
  while (fetch->left > 0) {
    ssize_t got = read(fetch->fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && errno == EAGAIN)
      return GANTRY_FETCH_WAIT;
    if (got <= 0)
      return GANTRY_FETCH_FAILED;
    fetch->left -= got;
  }
  return GANTRY_FETCH_DONE;
}

void
gantry_fetch_end (GantryFetch *fetch)
{
  close(fetch->fd);
}
