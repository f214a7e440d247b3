/* The loopback server: one thread, epoll, and a heap of what is due: answers, and the patience with those who
 * have connected and say nothing.
 *
 * Other users of the machine can find its port, and pages in a browser can be made to ask it. Who does not
 * begin with the run's token is not answered; and as long as he says nothing he takes a descriptor, which he
 * loses after a while, or as soon as one is wanted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/fetch-private.h"

#include "run/control.h"
#include "run/servers.h"
#include "run/socket-calls.h"
#include "run/timer-heap.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* A client of ours has much else to do, and its machine too. */
#define PATIENCE_NS (10 * INT64_C(1000000000))
#define MOST_AT_ONCE 64

typedef struct {
  GantryTimer due; /* first: a timer is its connection */
  int fd;
  gsize n_read;
  GantryFetchHeader header;
  int64_t left;
  bool answers;
  GList newcomer; /* link in the server's queue, until it has told the token */
} Connection;

typedef struct {
  GantryWorld *world;
  int listener;
  int epoll;
  int timer;
  GantryTimerHeap due;
  GQueue newcomers; /* the one that has come first, first */
  bool rests;       /* takes nobody in: there is no descriptor left */
  GantryServer server;
} FetchServer;

static const char zeros[65536];

static void
watch (FetchServer *self, int fd, uint32_t events, gpointer data, bool is_new)
{
  struct epoll_event event = {.events = events, .data.ptr = data};
  epoll_ctl(self->epoll, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
}

static void
rest (FetchServer *self, bool rests)
{
  if (self->rests != rests)
    watch(self, self->listener, rests ? 0 : EPOLLIN, self, false);
  self->rests = rests;
}

static void
forget_newcomer (FetchServer *self, Connection *connection)
{
  if (connection->newcomer.data)
    g_queue_unlink(&self->newcomers, &connection->newcomer);
  connection->newcomer.data = NULL;
}

static void
drop (FetchServer *self, Connection *connection)
{
  forget_newcomer(self, connection);
  gantry_timer_heap_remove(&self->due, &connection->due);
  close(connection->fd);
  g_free(connection);
  rest(self, false);
}

static void
add_newcomer (FetchServer *self, int fd)
{
  Connection *connection = g_new0(Connection, 1);
  connection->fd = fd;
  connection->newcomer.data = connection;
  g_queue_push_tail_link(&self->newcomers, &connection->newcomer);
  gantry_timer_heap_add(&self->due, &connection->due, (int64_t)gantry_monotonic_ns() + PATIENCE_NS);
  watch(self, fd, EPOLLIN, connection, true);
}

/* As many as there are now: whoever comes without end must not keep the others waiting. */
static void
accept_some (FetchServer *self)
{
  for (int i = 0; i < MOST_AT_ONCE; i++) {
    int fd = gantry_call_accept(self->listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      add_newcomer(self, fd);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      rest(self, true);
    return;
  }
}

/* Called when no event points to a connection any more. */
static void
make_room (FetchServer *self)
{
  if (self->rests && self->newcomers.head)
    drop(self, self->newcomers.head->data);
}

/* The client closes first, once it has all. */
static void
write_answer (FetchServer *self, Connection *connection)
{
  while (connection->left > 0) {
    ssize_t written = write(connection->fd, zeros, (size_t)MIN(connection->left, (int64_t)sizeof zeros));
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
  forget_newcomer(self, connection);
  GantryStamp cause = {header->lane, header->ticks};
  gantry_server_busy(&self->server, &cause);
  connection->left = gantry_fetch_answer_bytes(header->bytes);
  gantry_timer_heap_add(&self->due, &connection->due,
                        gantry_moment_after((int64_t)gantry_monotonic_ns(), MAX(header->ns, 0)));
}

static void
read_request (FetchServer *self, Connection *connection)
{
  if (connection->n_read == sizeof connection->header) { /* it has gone away, or talks too much */
    drop(self, connection);
    return;
  }
  ssize_t got = read(connection->fd, (char *)&connection->header + connection->n_read,
                     sizeof connection->header - connection->n_read);
  if (got < 0 && errno == EAGAIN)
    return;
  if (got <= 0) {
    drop(self, connection);
    return;
  }
  connection->n_read += (gsize)got;
  if (connection->n_read < sizeof connection->header)
    return;
  if (memcmp(connection->header.token, gantry_fetch_token(), GANTRY_FETCH_TOKEN_BYTES) == 0)
    take_request(self, connection);
  else
    drop(self, connection);
}

static void
answer_due (FetchServer *self)
{
  GantryTimer *first;
  while ((first = gantry_timer_heap_first(&self->due)) && first->when <= (int64_t)gantry_monotonic_ns()) {
    Connection *connection = (Connection *)first;
    if (connection->newcomer.data) {
      drop(self, connection);
      continue;
    }
    gantry_server_busy(&self->server, NULL);
    gantry_timer_heap_remove(&self->due, first);
    connection->answers = true;
    write_answer(self, connection);
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
    accept_some(self);
  } else {
    Connection *connection = event->data.ptr;
    if (connection->answers && connection->left > 0)
      write_answer(self, connection);
    else
      read_request(self, connection);
  }
}

static void
serve_all (FetchServer *self)
{
  struct epoll_event events[64];
  watch(self, self->listener, EPOLLIN, self, true);
  watch(self, self->timer, EPOLLIN, &self->timer, true);
  for (;;) {
    gantry_timer_heap_arm(&self->due, self->timer);
    gantry_server_idle(&self->server);
    int n_events = epoll_wait(self->epoll, events, G_N_ELEMENTS(events), -1);
    for (int i = 0; i < n_events; i++)
      handle(self, &events[i]);
    make_room(self);
    answer_due(self);
  }
}

static void
serve (gpointer data)
{
  FetchServer *self = data;
  gantry_timer_heap_init(&self->due);
  self->epoll = epoll_create1(EPOLL_CLOEXEC);
  self->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->epoll < 0 || self->timer < 0)
    gantry_control_complain_of_errno(GANTRY_RUNNER_CONTROL_FD);
  else if (gantry_server_begin(&self->server, self->world, _("server"), 0))
    serve_all(self);
}

bool
gantry_fetch_server_start (GantryWorld *world, GError **error)
{
  static FetchServer self; /* the forked process's own copy is what is used */
  self.world = world;
  self.listener = gantry_fetch_take_listener();
  bool started = gantry_server_start(world, serve, &self, true,
                                     g_strdup(_("the server that answers the fetches was killed")), error);
  close(self.listener);
  return started;
}
