/* What a task knows of those that it has started: whom `join` and `cancel` mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/code.h"

typedef struct GantryChildren GantryChildren;

GantryChildren *gantry_children_new (uint32_t n_given_names);
void gantry_children_free (GantryChildren *children);

/* The next ones to be added are started at this site. */
void gantry_children_begin (GantryChildren *children, const GantrySite *site);
void gantry_children_add (GantryChildren *children, uint64_t handle);

/* Whether anything has been started under the name (also none of it, by `x 0`). */
bool gantry_children_knows_name (const GantryChildren *children, uint32_t given_name);
/* Those that a `join` or `cancel` at this site means, in the order of their starts; good until the next call.
 * Those joined are not meant again, but by their name. */
const uint64_t *gantry_children_find (GantryChildren *children, const GantrySite *site, bool joins,
                                      uint32_t *n_handles);
/* The last join has come to its end: those found are joined. */
void gantry_children_joined (GantryChildren *children);
