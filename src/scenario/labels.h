/* What the statement in each line does, in few words, for the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/syntax.h"

/* A label for each of the `lines`, "" where no statement begins; free with g_strfreev(). */
char **gantry_line_labels (const GantrySyntax *syntax, char *const *lines, uint32_t n_lines);

/* The line without indentation and comment, newly allocated. */
char *gantry_line_statement (const char *line);
