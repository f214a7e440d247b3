/* The port of the run's own server, and the secret that its clients tell it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/fetch-private.h"
#include "run/sealed-page.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/random.h>
#include <sys/socket.h>

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

static bool
listen_on_loopback (void)
{
  struct sockaddr_in bound = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof bound;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return listener >= 0 && bind(listener, (struct sockaddr *)&bound, sizeof bound) == 0 &&
         listen(listener, SOMAXCONN) == 0 && getsockname(listener, (struct sockaddr *)&bound, &length) == 0 &&
         (address = gantry_sealed_page_new(&bound, sizeof bound)) &&
         getrandom(token, sizeof token, 0) == (ssize_t)sizeof token;
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
