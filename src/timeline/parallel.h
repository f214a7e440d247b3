/* Work on many lanes, rows or blocks at once, by as many threads as there are processors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Work that has been begun: called once for each index below a count, in any order. What the calls share they
 * must only read. */
typedef struct GantryParallel GantryParallel;
typedef void (*GantryParallelWork)(guint index, gpointer data);

/* Begins it, on other threads if `wake` is set; else all of it is left to whoever waits for it, which is less
 * trouble where there is little. Any thread. */
GantryParallel *gantry_parallel_begin (guint count, bool wake, GantryParallelWork work, gpointer data);
/* Returns when this index is done; does until then, on this thread, what nobody has begun. The thread that
 * began the work. */
void gantry_parallel_wait (GantryParallel *parallel, guint index);
/* Returns when all is done, and frees it. The same thread. */
void gantry_parallel_end (GantryParallel *parallel);
