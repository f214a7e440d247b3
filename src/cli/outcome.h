/* How a run ended, and whether it was meant to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/session.h"

/* Says so where the scenario's `on` line does not name the model. */
void gantry_warn_of_model (const GantryScenario *scenario, GantryModel model);
/* One sentence on standard error where there is something to tell; TRUE where the run, which is over, ended
 * as it is meant to. */
bool gantry_tell_outcome (GantrySession *session);
