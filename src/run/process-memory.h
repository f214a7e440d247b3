/* The memory of a process, as the kernel tells it in /proc.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/types.h>

/* Bytes; 0 where that is not to be known. Any thread. */

/* For a process that will not be able to look into /proc any more: its own peak stays to be known. */
void gantry_process_memory_open (void);
/* The most that it has had. */
int64_t gantry_process_peak_bytes (pid_t pid);
/* What it shares with no other. */
int64_t gantry_process_own_bytes (pid_t pid);
