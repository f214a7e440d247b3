/* What stands out in a run that is over, a row for each, and its critical path; a row shows its place.
 *
 * They are looked for on another thread: the window goes on meanwhile. Signals: "place-activated" (uint: lane
 * id or GANTRY_NO_LANE, int64: from, int64: to), "path-activated".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/causes.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_FINDINGS_LIST (gantry_findings_list_get_type())
G_DECLARE_FINAL_TYPE(GantryFindingsList, gantry_findings_list, GANTRY, FINDINGS_LIST, GtkBox)

GtkWidget *gantry_findings_list_new (void);
/* A run (nullable); of one that goes on nothing is told. Cheap where it is the same as before. */
void gantry_findings_list_show (GantryFindingsList *self, GantryTimeline *timeline);
/* Of the run that is shown, borrowed until another one is; NULL as long as they are not known. */
const GantryCauses *gantry_findings_list_get_causes (GantryFindingsList *self);
