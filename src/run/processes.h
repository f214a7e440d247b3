/* Processes that carry tasks, forked by one process that has no other thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* Asks the one that forks for a process that runs the slot. From any process of the run. */
bool gantry_process_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason);
/* Where tasks are no processes, but some are asked for: forks the one that will fork them. Before any other
 * thread is there. */
bool gantry_fork_server_start (GantryWorld *world, GError **error);
