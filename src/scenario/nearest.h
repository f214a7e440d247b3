/* The nearest of some names to a mistyped one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* NULL where none is near enough. `names`: element char*. Owned by the array. */
const char *gantry_nearest_name (const char *name, const GPtrArray *names);
bool gantry_name_is_among (const char *name, const GPtrArray *names);
