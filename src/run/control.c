/* The control message: a length, then a GVariant, whose reader stands any bytes whatever.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/control.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define MESSAGE_TYPE "(ssiiixxxi)"
#define LONGEST_COMPLAINT 512
#define LONGEST_SEND_S 3
#define LONGEST_MESSAGE (GANTRY_SCENARIO_MAX_BYTES + 65536u)

static bool
send_all (int fd, const char *data, gsize length)
{
  while (length > 0) {
    ssize_t sent = send(fd, data, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent <= 0)
      return false;
    data += sent;
    length -= (gsize)sent;
  }
  return true;
}

bool
gantry_control_send (int fd, const GantryScenario *scenario, const GantryRunOptions *options, GError **error)
{
  struct timeval longest = {.tv_sec = LONGEST_SEND_S};
  g_autoptr(GVariant) message = g_variant_ref_sink(
      g_variant_new(MESSAGE_TYPE, gantry_scenario_get_name(scenario), gantry_scenario_get_text(scenario),
                    (int)options->model, options->cores, options->gil, options->gil_interval_ns,
                    options->seed, options->limit_ns, (int)options->on_cpu_from));
  uint64_t length = g_variant_get_size(message);
  /* A runner that stands still reads nothing, and a long text does not fit into the socket. */
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
  if (send_all(fd, (const char *)&length, sizeof length) && send_all(fd, g_variant_get_data(message), length))
    return true;
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_CONTROL,
              _("The runner went away before it knew what to run (%s)"),
              g_strerror(errno == EAGAIN ? ETIMEDOUT : errno));
  return false;
}

static bool
receive_all (int fd, char *data, gsize length)
{
  while (length > 0) {
    ssize_t got = read(fd, data, length);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    data += got;
    length -= (gsize)got;
  }
  return true;
}

static GantryScenario *
senseless (GError **error)
{
  g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_CONTROL,
                      _("The runner was told nothing that makes sense"));
  return NULL;
}

/* What the drivers rely on: there is memory for the cores, time goes on from slice to slice, and ends. */
static bool
make_sense (const GantryRunOptions *options)
{
  bool is_virtual = options->on_cpu_from == GANTRY_ON_CPU_FROM_VIRTUAL;
  return options->cores >= 1 && options->cores <= GANTRY_MOST_CORES &&
         (options->gil == 0 || options->gil == 1) && options->gil_interval_ns > 0 && options->limit_ns > 0 &&
         is_virtual == (options->model == GANTRY_MODEL_SIMULATED);
}

GantryScenario *
gantry_control_receive (int fd, GantryRunOptions *options, GError **error)
{
  uint64_t length;
  if (!receive_all(fd, (char *)&length, sizeof length) || length > LONGEST_MESSAGE)
    return senseless(error);
  g_autofree char *data = g_try_malloc(length);
  if (!data && length > 0) {
    gantry_run_refused(error);
    return NULL;
  }
  if (!receive_all(fd, data, length))
    return senseless(error);
  g_autoptr(GVariant) message = g_variant_ref_sink(
      g_variant_new_from_data(G_VARIANT_TYPE(MESSAGE_TYPE), data, length, FALSE, NULL, NULL));
  const char *name, *text;
  int model, on_cpu_from;
  g_variant_get(message, "(&s&siiixxxi)", &name, &text, &model, &options->cores, &options->gil,
                &options->gil_interval_ns, &options->seed, &options->limit_ns, &on_cpu_from);
  if (!g_variant_is_normal_form(message) || model < 0 || model >= GANTRY_N_MODELS ||
      on_cpu_from < GANTRY_ON_CPU_FROM_KERNEL || on_cpu_from > GANTRY_ON_CPU_FROM_VIRTUAL)
    return senseless(error);
  options->model = (GantryModel)model;
  options->on_cpu_from = (GantryOnCpuFrom)on_cpu_from;
  if (!make_sense(options))
    return senseless(error);
  return gantry_scenario_new(name, text, strlen(text), NULL, error);
}

void
gantry_control_complain (int fd, const char *reason)
{
  /* Not send(): behind the walls of a run there is nobody to send to. One write takes it all, or nobody
   * reads. */
  ssize_t written = write(fd, reason, strnlen(reason, LONGEST_COMPLAINT));
  (void)written;
}

void
gantry_control_complain_of_errno (int fd)
{
  g_autoptr(GError) error = NULL;
  gantry_run_refused(&error);
  gantry_control_complain(fd, error->message);
}

char *
gantry_control_read_complaint (int fd)
{
  char text[LONGEST_COMPLAINT + 1];
  ssize_t length;
  do
    length = recv(fd, text, LONGEST_COMPLAINT, MSG_DONTWAIT);
  while (length < 0 && errno == EINTR);
  return length > 0 ? g_utf8_make_valid(text, length) : NULL;
}
