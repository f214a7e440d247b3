/* The port of the run's own server, and the secret that its clients tell it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/fetch-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

/* Kernels keep the first 64 KiB free of everything (vm.mmap_min_addr), and some more. */
#define LOWEST_PLACE 0x10000u
#define HIGHEST_PLACE 0x200000u

static int listener = -1;
static uint8_t token[GANTRY_FETCH_TOKEN_BYTES];
static const struct sockaddr_in *address;

const struct sockaddr_in *
gantry_fetch_address (void)
{
  return address;
}

const uint8_t *
gantry_fetch_token (void)
{
  return token;
}

int
gantry_fetch_take_listener (void)
{
  int taken = listener;
  listener = -1;
  return taken;
}

/* On a page of its own, as low as may be, which is not writable any more. */
static const struct sockaddr_in *
keep_address (const struct sockaddr_in *bound)
{
  size_t bytes = (size_t)sysconf(_SC_PAGESIZE);
  void *page = MAP_FAILED;
  for (uintptr_t place = LOWEST_PLACE; page == MAP_FAILED && place <= HIGHEST_PLACE; place *= 2)
    page = mmap((void *)place, bytes, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  if (page == MAP_FAILED)
    return NULL;
  *(struct sockaddr_in *)page = *bound;
  return mprotect(page, bytes, PROT_READ) == 0 ? page : NULL;
}

static bool
listen_on_loopback (void)
{
  struct sockaddr_in bound = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof bound;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return listener >= 0 && bind(listener, (struct sockaddr *)&bound, sizeof bound) == 0 &&
         listen(listener, SOMAXCONN) == 0 && getsockname(listener, (struct sockaddr *)&bound, &length) == 0 &&
         (address = keep_address(&bound)) && getrandom(token, sizeof token, 0) == (ssize_t)sizeof token;
}

const struct sockaddr_in *
gantry_fetch_server_listen (GError **error)
{
  if (listen_on_loopback())
    return address;
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
              _("The machine refused a server on the loopback address (%s)"), g_strerror(errno));
  return NULL;
}
