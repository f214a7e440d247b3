/* What a `.gantry` file says of a run as a whole, as dictionaries: new entries may come, older readers leave
 * them out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Both of type a{sv}, floating. */
GVariant *gantry_variant_of_facts (const GantryTimeline *timeline);
GVariant *gantry_variant_of_result (const GantryRunResult *result);
/* A new timeline with these facts and things; what is missing is empty. */
GantryTimeline *gantry_timeline_of_facts (GVariant *facts);
/* The reason is owned by the caller. */
void gantry_result_of_variant (GVariant *variant, GantryRunResult *result);
