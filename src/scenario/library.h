/* The built-in scenarios and lectures (data/scenarios and data/lectures, compiled in).
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
/* The same for the lectures. */
const char *const *gantry_lecture_library_list (void);
GBytes *gantry_lecture_library_get (const char *id);
