/* Tasks on one GLib main context, each parked at its waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/blocking.h"

/* Serves RUN_ASYNC_BEGIN of a task that has a thread: runs a loop in it until the block, which is a task on
 * the loop, and all that it has started there have ended. */
void gantry_event_loop_run_block (GantryBlockingTask *task, const GantryRequest *request);
