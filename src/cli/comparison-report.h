/* What `compare` says about several runs: tables, the sentence, pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/wishes.h"

/* `timelines`: GantryTimeline*, at least one, finished; `meant`: how they are to end. FALSE, after messages,
 * where a picture could not be written. */
bool gantry_report_comparison (const GantryWishes *wishes, GPtrArray *timelines, const char *title,
                               GantryRunOutcome meant);
