/* POSIX threads that carry tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* A thread of this process that nobody joins, with a stack that thousands of them can have. Returns 0 or what
 * pthread_create() says. */
int gantry_thread_start (void *(*run)(void *), gpointer data);
/* In this process. */
bool gantry_thread_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason);
