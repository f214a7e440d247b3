/* Loads a scenario for a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"

/* A built-in's id or a file; NULL after all of its errors have been told on standard error. */
GantryScenario *gantry_load_or_complain (const char *id_or_path);
