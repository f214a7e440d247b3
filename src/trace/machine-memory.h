/* How much memory there is, and how much of it this process has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Bytes that this machine has; 2 GiB where it does not tell. Any thread. */
uint64_t gantry_machine_memory (void);

/* Bytes of memory that this process has for itself, without files that are mapped and what it shares; 0 where
 * that is not to be known. Takes some microseconds. Any thread. */
int64_t gantry_own_memory (void);

/* Whether this process could have so many bytes more now: to be asked before much is taken piece by piece, as
 * GLib ends a program that it can give none. Of less than a megabyte it is supposed. Any thread. */
bool gantry_memory_is_to_be_had (uint64_t bytes);
