/* The files that a command is asked to write: -o, once or more often, and --format.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"
#include "cli/arguments.h"
#include "cli/picture-options.h"
#include "format/recording.h"

typedef struct {
  GPtrArray *paths;           /* const char *, borrowed from argv; "-" is standard output. NULL: none */
  GantryRecording *recording; /* of the file of gantry_outputs_find_trace(), borrowed; NULL: none */
  const char *format;         /* of standard output: "png", "svg", "pdf", "gantry", …; NULL: not given */
} GantryOutputs;

void gantry_outputs_clear (GantryOutputs *outputs);

/* For a GantryOptionGroup whose target is a GantryOutputs. */
extern const GantryOption gantry_output_options[];

/* Takes --format's value alone, for a command with a table of its own. */
bool gantry_outputs_take_format (const char *value, gpointer target, GError **error);

/* Whether one of them is standard output, which then holds nothing else. */
bool gantry_outputs_use_standard_output (const GantryOutputs *outputs);
/* Before any work is done: every ending is one of ours, every folder is there. `pictures_only`: there are
 * several runs, and no format for data holds more than one. Sets a GANTRY_USAGE_ERROR or a G_FILE_ERROR. */
bool gantry_outputs_check (const GantryOutputs *outputs, bool pictures_only, GError **error);
/* The first file for our own format, or NULL: it can be written while a run goes on. */
const char *gantry_outputs_find_trace (const GantryOutputs *outputs);
/* Writes them all, each whole or not at all; FALSE, after messages, where one or more could not be written.
 * What `wishes` says of the picture's range and lanes is for pictures alone: data is written whole. */
bool gantry_outputs_write (const GantryOutputs *outputs, GantryTimeline *timeline,
                           const GantryPictureWishes *wishes);
/* The same of a comparison, pictures alone. */
bool gantry_outputs_write_comparison (const GantryOutputs *outputs, const GantryComparison *comparison,
                                      double scale);
