/* The one message that a runner gets: what to run, and how.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"

/* Numbers of the descriptors that a runner starts with. */
#define GANTRY_RUNNER_SEGMENT_FD 3
#define GANTRY_RUNNER_CONTROL_FD 4

bool gantry_control_send (int fd, const GantryScenario *scenario, const GantryRunOptions *options,
                          GError **error);
/* Trusts nothing; the scenario is compiled anew. */
GantryScenario *gantry_control_receive (int fd, GantryRunOptions *options, GError **error);
