/* What the main thread of a run does besides its tasks: servers before, looking after them, the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* How often the main thread looks whether anybody can still go on. */
#define GANTRY_SUPERVISOR_PERIOD_MS 20

/* Starts what the program asks for: interpreter lock, loopback server, the one that forks, managers. Before
 * the first task and with no other thread. */
bool gantry_supervisor_prepare (GantryWorld *world, GError **error);
/* Whether somebody is left, and may go on. The main thread. */
bool gantry_supervisor_goes_on (GantryWorld *world);
/* Whether all that are left wait for each other; `end` is then told, and the waits are recorded. Cheap when
 * somebody is awake. The main thread. */
bool gantry_supervisor_finds_deadlock (GantryWorld *world, GantryRunEnd *end);
/* The run is over: takes the outcome, unless `end` has one, closes the lanes of pools' workers, and kills and
 * gathers all child processes, so that their processor time is counted. */
void gantry_supervisor_finish (GantryWorld *world, GantryRunEnd *end);
