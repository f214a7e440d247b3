/* Follows a run to its end: lines that tasks print as they come, progress on a terminal, Ctrl+C.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/session.h"

typedef enum {
  GANTRY_PRINT_TO_OUTPUT,
  GANTRY_PRINT_TO_ERROR, /* standard output holds something else */
  GANTRY_PRINT_NOTHING,
} GantryPrintPlace;

/* Called a few times a second while the run goes on, on the main thread. */
typedef void (*GantryFollow)(GantryTimeline *timeline, gpointer user_data);

/* Runs the scenario and returns when no process of it is left; NULL where it could not be started. A first
 * Ctrl+C stops the run, a second one ends the program. `heading`: a line before the first that a task prints,
 * nullable; so is `follow`. Main thread: iterates its main context. */
GantrySession *gantry_watch_run (GantryScenario *scenario, const GantryRunOptions *options,
                                 GantryPrintPlace place, const char *heading, GantryFollow follow,
                                 gpointer user_data, GError **error);
