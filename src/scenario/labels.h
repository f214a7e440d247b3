/* What a statement does, in few words, for the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/syntax.h"

/* The statement's own line of text without comment, a block's colon and much else that a label has no room for.
 * Newly allocated. */
char *gantry_line_label (const char *line);
