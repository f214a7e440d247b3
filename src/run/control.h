/* The one message that a runner gets: what to run, and how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"

/* Numbers of the descriptors that a runner starts with. */
#define GANTRY_RUNNER_SEGMENT_FD 3
#define GANTRY_RUNNER_CONTROL_FD 4

/* FALSE, too, where nobody reads it for some seconds. */
bool gantry_control_send (int fd, const GantryScenario *scenario, const GantryRunOptions *options,
                          GError **error);
/* Trusts nothing; the scenario is compiled anew. */
GantryScenario *gantry_control_receive (int fd, GantryRunOptions *options, GError **error);

/* From a runner that has to give up: one sentence why. Allocates nothing; any thread. */
void gantry_control_complain (int fd, const char *reason);
/* The same for what the machine refuses, by errno: from any process of the run, which then ends as a whole.
 */
void gantry_control_complain_of_errno (int fd);
/* What it said, or NULL; does not wait. Trusts nothing but that it is to be shown. */
char *gantry_control_read_complaint (int fd);
