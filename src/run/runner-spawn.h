/* Starting gantry-runner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/needs.h"

#include <stdbool.h>
#include <sys/types.h>

/* Starts a runner in a process group of its own, with the segment and its end of the connection, of which it
 * gets copies. Any thread. Errors are of GANTRY_RUN_ERROR. */
bool gantry_runner_spawn (int segment_fd, int control_fd, GantryNeeds needs, pid_t *pid, GError **error);
