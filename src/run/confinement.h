/* What a runner gives away before it reads the first byte of a scenario: rights to files, hosts, programs and
 * other processes. A scenario's text can then lead it to nothing of the user's, even if it found a fault in
 * the runner.
 *
 * Three walls, each of which the kernel may lack; the run goes on behind those that there are:
 *
 *   limits     rlimits: no core file, so much memory, so many descriptors, processes and bytes of a file
 *   Landlock   no file but nameless ones in the folder for temporary files, no TCP connection but to the
 * run's own port (kernel 6.7), no signal to anybody outside (6.12) seccomp    only the system calls that
 * drivers need, with only such arguments
 *
 * Literature: kernel documentation, userspace-api/landlock and userspace-api/seccomp_filter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/needs.h"

/* Which of the walls stand; limits always do. */
typedef enum {
  GANTRY_WALL_FILES = 1 << 0,   /* Landlock */
  GANTRY_WALL_HOSTS = 1 << 1,   /* Landlock */
  GANTRY_WALL_SIGNALS = 1 << 2, /* Landlock */
  GANTRY_WALL_CALLS = 1 << 3,   /* seccomp */
} GantryWalls;

/* Confines the calling process and all that it will start, for good; opens before that what they will need:
 * texts, the folder for temporary files, the loopback server's port, the steward. Once, by the only thread.
 * FALSE: something needed was refused. */
bool gantry_confine (GantryNeeds needs, GantryWalls *walls, GError **error);
