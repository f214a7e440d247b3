/* Work on many rows at once, by as many threads as there are processors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Calls `work` once for each index below `count`, on this thread and others, in any order; returns when all
 * have returned. What they share they must only read. Any thread. */
void gantry_parallel_for (guint count, void (*work)(guint index, gpointer data), gpointer data);
