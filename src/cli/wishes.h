/* What `run` and `compare` are both asked for: how to run, how to draw, what to write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/differences.h"
#include "cli/arguments.h"
#include "cli/outputs.h"
#include "cli/run-options.h"
#include "cli/watch.h"

/* The table of what runs differ in, on standard output. */
typedef enum {
  GANTRY_DIFFERENCES_NONE,
  GANTRY_DIFFERENCES_TEXT,
  GANTRY_DIFFERENCES_CSV,
  GANTRY_DIFFERENCES_MARKDOWN,
} GantryDifferencesForm;

typedef struct {
  GantryRunWishes run;
  GantryPictureWishes picture;
  GantryOutputs outputs;
  GantryDifferencesForm differences;
} GantryWishes;

/* Where the lines that tasks print go. */
GantryPrintPlace gantry_wishes_print_place (const GantryWishes *wishes);
/* Of runs that were saved, two to GANTRY_MOST_COMPARED. */
typedef int (*GantryCompareTraces)(const GantryWishes *wishes, char *const *paths, guint n_paths);

/* The whole command: takes the arguments, checks what can be known to be wrong before anything runs, and
 * loads the scenario for `carry_out`. `compare_traces`: does it instead where the arguments are saved traces,
 * and pictures of a comparison are written; NULL: there is one run. Returns the exit status. */
int gantry_wishes_command (const char *usage, const char *help, GantryCompareTraces compare_traces, int argc,
                           char **argv,
                           int (*carry_out)(const GantryWishes *wishes, GantryScenario *scenario));
