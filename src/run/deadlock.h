/* Finding out that all tasks that are left wait for each other, and who waits for what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* One that waits. */
typedef struct {
  GantryTaskSlot *slot;
  GArray *holders; /* uint32_t: lanes of those it waits for, maybe none */
  bool in_cycle;
} GantryDeadlockWaiter;

/* Looks at all slots, if nobody is awake; NULL where somebody can go on, or nobody is left. Else
 * GantryDeadlockWaiter, those of a cycle first and in its order. To be freed by g_array_unref(). The thread
 * that looks after the run; costs a look at each slot and a lock of each thing that is waited for. */
GArray *gantry_deadlock_find (GantryWorld *world);
/* Records who waits for what, as DEADLOCK events, by the run's own recorder. */
void gantry_deadlock_record (GantryWorld *world, const GArray *waiters);
/* In words; newly allocated. */
char *gantry_deadlock_describe (GantryWorld *world, const GArray *waiters);
