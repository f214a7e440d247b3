/* What `run` and `compare` are both asked for: how to run, how to draw, what to write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/arguments.h"
#include "cli/outputs.h"
#include "cli/run-options.h"
#include "cli/watch.h"

typedef struct {
  GantryRunWishes run;
  GantryPictureWishes picture;
  GantryOutputs outputs;
} GantryWishes;

/* Where the lines that tasks print go. */
GantryPrintPlace gantry_wishes_print_place (const GantryWishes *wishes);
/* The whole command: takes the arguments, checks what can be known to be wrong before anything runs, and
 * loads the scenario for `carry_out`. `compares`: pictures of a comparison are written. Returns the exit
 * status. */
int gantry_wishes_command (const char *usage, const char *help, bool compares, int argc, char **argv,
                           int (*carry_out)(const GantryWishes *wishes, GantryScenario *scenario));
