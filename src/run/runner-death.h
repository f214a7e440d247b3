/* How the session sees that its runner has died, why, and that nothing of it stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* All of these on the thread that started it. */

/* Whether it has died; it stays to be waited for. */
bool gantry_runner_is_dead (pid_t pid);
/* Puts the death of a runner that did not even hear what to run in the place of `*error`, which tells what
 * failed for want of it; nothing where it did not die, or ended by itself. */
void gantry_runner_tell_early_death (pid_t pid, GError **error);
/* Kills its whole group, gathers it, and waits until nobody of the group is left, for a few seconds at most.
 * `usage` is that of them all. */
void gantry_runner_reap (pid_t pid, int *status, struct rusage *usage);
