/* The object of --stats=json, checked against the command-line contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

/* Asserts keys, types, words, and that each lane's states add up to its life. */
void contract_assert (JsonObject *stats);

/* The lane of that name; asserts that there is one. Borrowed. */
JsonObject *contract_lane (JsonObject *stats, const char *name);
/* How many lanes are of that kind. */
guint contract_count_lanes (JsonObject *stats, const char *kind);
/* Nanoseconds of a lane in a state, 0 where it was never in it. */
gint64 contract_state (JsonObject *lane, const char *state);
