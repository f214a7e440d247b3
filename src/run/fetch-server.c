/* The loopback server: one thread, epoll, and a heap of answers that are due.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/fetch-private.h"

#include "run/servers.h"
#include "run/timer-heap.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef struct {
  GantryTimer due; /* first: a timer is its connection */
  int fd;
  gsize n_read;
  GantryFetchHeader header;
  int64_t left;
  bool answers;
} Connection;

typedef struct {
  GantryWorld *world;
  int listener;
  int epoll;
  int timer;
  GantryTimerHeap due;
  GantryServer server;
} FetchServer;

static const char zeros[65536];

static void
drop (FetchServer *self, Connection *connection)
{
  gantry_timer_heap_remove(&self->due, &connection->due);
  close(connection->fd);
  g_free(connection);
}

static void
watch (FetchServer *self, int fd, uint32_t events, gpointer data, bool is_new)
{
  struct epoll_event event = {.events = events, .data.ptr = data};
  epoll_ctl(self->epoll, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
}

static void
accept_all (FetchServer *self)
{
  int fd;
  while ((fd = accept4(self->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    Connection *connection = g_new0(Connection, 1);
    connection->fd = fd;
    watch(self, fd, EPOLLIN, connection, true);
  }
}

/* The client closes first, once it has all. */
static void
write_answer (FetchServer *self, Connection *connection)
{
  while (connection->left > 0) {
    ssize_t written =
        send(connection->fd, zeros, (size_t)MIN(connection->left, (int64_t)sizeof zeros), MSG_NOSIGNAL);
    if (written < 0 && errno == EAGAIN) {
      watch(self, connection->fd, EPOLLOUT, connection, false);
      return;
    }
    if (written <= 0) {
      drop(self, connection);
      return;
    }
    connection->left -= written;
  }
  watch(self, connection->fd, EPOLLIN, connection, false);
}

static void
take_request (FetchServer *self, Connection *connection)
{
  const GantryFetchHeader *header = &connection->header;
  GantryStamp cause = {header->lane, header->ticks};
  gantry_server_busy(&self->server, &cause);
  connection->left = MAX(header->bytes, 0) + 1; /* one byte more than asked for: none is an answer too */
  gantry_timer_heap_add(&self->due, &connection->due, (int64_t)gantry_monotonic_ns() + MAX(header->ns, 0));
}

static void
read_request (FetchServer *self, Connection *connection)
{
  if (connection->n_read == sizeof connection->header) { /* it has gone away, or talks too much */
    drop(self, connection);
    return;
  }
  ssize_t got = recv(connection->fd, (char *)&connection->header + connection->n_read,
                     sizeof connection->header - connection->n_read, 0);
  if (got < 0 && errno == EAGAIN)
    return;
  if (got <= 0) {
    drop(self, connection);
    return;
  }
  connection->n_read += (gsize)got;
  if (connection->n_read == sizeof connection->header)
    take_request(self, connection);
}

static void
answer_due (FetchServer *self)
{
  GantryTimer *first;
  while ((first = gantry_timer_heap_first(&self->due)) && first->when <= (int64_t)gantry_monotonic_ns()) {
    gantry_server_busy(&self->server, NULL);
    gantry_timer_heap_remove(&self->due, first);
    ((Connection *)first)->answers = true;
    write_answer(self, (Connection *)first);
  }
}

static void
handle (FetchServer *self, const struct epoll_event *event)
{
  uint64_t expirations;
  if (event->data.ptr == &self->timer) {
    ssize_t got = read(self->timer, &expirations, sizeof expirations);
    (void)got;
  } else if (event->data.ptr == self) {
    accept_all(self);
  } else {
    Connection *connection = event->data.ptr;
    if (connection->answers && connection->left > 0)
      write_answer(self, connection);
    else
      read_request(self, connection);
  }
}

static void
serve (gpointer data)
{
  FetchServer *self = data;
  struct epoll_event events[64];
  gantry_timer_heap_init(&self->due);
  self->epoll = epoll_create1(EPOLL_CLOEXEC);
  self->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->epoll < 0 || self->timer < 0 || !gantry_server_begin(&self->server, self->world, _("server"), 0))
    return;
  watch(self, self->listener, EPOLLIN, self, true);
  watch(self, self->timer, EPOLLIN, &self->timer, true);
  for (;;) {
    gantry_timer_heap_arm(&self->due, self->timer);
    gantry_server_idle(&self->server);
    int n_events = epoll_wait(self->epoll, events, G_N_ELEMENTS(events), -1);
    for (int i = 0; i < n_events; i++)
      handle(self, &events[i]);
    answer_due(self);
  }
}

static bool
listen_on_loopback (FetchServer *self)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  self->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->listener < 0 || bind(self->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(self->listener, SOMAXCONN) != 0 ||
      getsockname(self->listener, (struct sockaddr *)&address, &length) != 0)
    return false;
  self->world->fetch_port = ntohs(address.sin_port);
  return true;
}

bool
gantry_fetch_server_start (GantryWorld *world, GError **error)
{
  static FetchServer self; /* the forked process's own copy is what is used */
  self.world = world;
  if (!listen_on_loopback(&self)) {
    g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
                _("The machine refused a server on the loopback address (%s)"), g_strerror(errno));
    return false;
  }
  bool started = gantry_server_start(serve, &self, true, error);
  close(self.listener);
  return started;
}
