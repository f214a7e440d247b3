/* Which of the machine's processors a run has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sched.h>
#include <stdbool.h>

/* How many this thread, and so what it starts, may use; at least 1. Any thread. */
int gantry_processors_count (void);

/* The first `count` of those, which a run is held to. False if the system does not tell. Any thread. */
bool gantry_processors_first (int count, cpu_set_t *chosen);
