/* The built-in scenarios (data/scenarios, compiled in).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Ids in the gallery's order (topics as in data/scenarios/order, scenarios within), NULL-terminated, owned by
 * the library. */
const char *const *gantry_library_list (void);
/* Text of one, NULL if there is none of that id. Owned by the caller. */
GBytes *gantry_library_get (const char *id);
