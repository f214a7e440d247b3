/* POSIX threads that carry tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* In this process. */
bool gantry_thread_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason);
