/* The figures as the command line prints them: a JSON object (command-line contract) and a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Newly allocated text that ends in a newline. Any thread; a finished timeline. */

/* Keys in the contract's order, times in nanoseconds, means with six decimals at most; of a lane's states
 * those that it was in. Cores come after the other lanes. A run that its user stopped has the outcome
 * "failed": the contract has no other word for one that did not come to its end. The same timeline gives the
 * same bytes. */
char *gantry_stats_to_json (const GantryTimeline *timeline);
/* For people: translated words, times with three significant digits. */
char *gantry_stats_to_table (const GantryTimeline *timeline);
