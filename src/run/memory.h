/* How much memory a run has used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* The most that the run had at once, bytes: the most that the calling process had, and of the processes of
 * tasks what was their own, added up over those alive at the same time. The main thread, when all processes
 * are gone. */
int64_t gantry_memory_peak (const GantryWorld *world);
