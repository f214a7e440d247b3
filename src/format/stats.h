/* The figures as the command line prints them: a JSON object (command-line contract) and a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Newly allocated text that ends in a newline. Any thread; a finished timeline. */
char *gantry_stats_to_json (const GantryTimeline *timeline);
char *gantry_stats_to_table (const GantryTimeline *timeline);
