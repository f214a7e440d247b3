/* The one process of a run that may still look into /proc and send signals, for those that may not.
 *
 * It reads nothing of a scenario. What it is asked for are few bytes, in which it trusts nothing: it tells
 * how much memory a process has and sends two signals, and each only to members of the run's own group, which
 * none of them can leave and nobody else can enter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Forks it. Once, by the only thread, before the walls stand. It ends when all that could ask it have. FALSE:
 * see errno. */
bool gantry_steward_start (void);

/* All of these do what they can themselves where there is no steward. Any thread of any process of the run.
 */

/* Bytes that the process shares with no other; 0 where that is not to be known. */
int64_t gantry_steward_own_bytes (pid_t pid);
/* Ends the process, soon. */
void gantry_steward_kill (pid_t pid);
/* Ends the calling process, now. */
_Noreturn void gantry_steward_kill_self (void);
/* Ends a thread's wait in a system call: SIGUSR1, whose handler does nothing. */
void gantry_steward_wake (pid_t pid, pid_t thread);
