/* Any bytes as what a runner is told: an error or a scenario with options that make sense, which come through
 * again when they are sent on.
 *
 * The first byte says whether what follows is the whole message, or one whose length is to be put before it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "run/control.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_SENT 32768 /* what fits into a socket that nobody reads yet */

static int
file_of (const uint8_t *data, size_t size)
{
  static int fd = -1;
  if (fd < 0)
    fd = memfd_create("message", MFD_CLOEXEC);
  uint64_t length = size - 1;
  bool with_length = data[0] % 2 != 0;
  g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
  if (with_length)
    g_assert_cmpint(write(fd, &length, sizeof length), ==, sizeof length);
  g_assert_cmpint(write(fd, data + 1, length), ==, (ssize_t)length);
  /* Last, so that the kernel need not free the page and find another. */
  g_assert_cmpint(ftruncate(fd, lseek(fd, 0, SEEK_CUR)), ==, 0);
  g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
  return fd;
}

static void
check_options (const GantryRunOptions *options)
{
  g_assert_true(options->model >= 0 && options->model < GANTRY_N_MODELS);
  g_assert_cmpint(options->cores, >=, 1);
  g_assert_cmpint(options->cores, <=, GANTRY_MOST_CORES);
  g_assert_true(options->gil == 0 || options->gil == 1);
  g_assert_cmpint(options->gil_interval_ns, >, 0);
  g_assert_cmpint(options->limit_ns, >, 0);
  bool is_virtual = options->on_cpu_from == GANTRY_ON_CPU_FROM_VIRTUAL;
  g_assert_true(is_virtual == (options->model == GANTRY_MODEL_SIMULATED));
  g_assert_nonnull(gantry_on_cpu_from_id(options->on_cpu_from));
}

static void
check_trip (const GantryScenario *scenario, const GantryRunOptions *options)
{
  GantryRunOptions again = {0};
  g_autoptr(GError) error = NULL;
  int pair[2];
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  g_assert_true(gantry_control_send(pair[0], scenario, options, &error));
  g_autoptr(GantryScenario) same = gantry_control_receive(pair[1], &again, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(gantry_scenario_get_text(same), ==, gantry_scenario_get_text(scenario));
  g_assert_cmpstr(gantry_scenario_get_name(same), ==, gantry_scenario_get_name(scenario));
  g_assert_true(again.model == options->model && again.cores == options->cores && again.gil == options->gil &&
                again.gil_interval_ns == options->gil_interval_ns && again.seed == options->seed &&
                again.limit_ns == options->limit_ns && again.on_cpu_from == options->on_cpu_from);
  close(pair[0]);
  close(pair[1]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GantryRunOptions options = {0};
  g_autoptr(GError) error = NULL;
  if (size == 0)
    return 0;
  g_autoptr(GantryScenario) scenario = gantry_control_receive(file_of(data, size), &options, &error);
  g_assert_true((scenario != NULL) == (error == NULL));
  if (!scenario)
    return 0;
  check_options(&options);
  if (size < MOST_SENT)
    check_trip(scenario, &options);
  return 0;
}
