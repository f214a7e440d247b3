/* What the tasks' ends mean for the run, the same on every model: a failed task or a broken expect makes the
 * run failed, a task killed by `crash` makes it crashed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/driver.h"

/* The first reason of the worst kind counts: crashed over failed over ok. Any number of threads of one
 * process. */
typedef struct GantryEnding GantryEnding;
/* NULL, with errno, where the machine refuses it. */
GantryEnding *gantry_ending_new (void);
void gantry_ending_free (GantryEnding *ending);
/* A task has ended. */
void gantry_ending_task (GantryEnding *ending, const char *name, GantryOutcome outcome, const char *reason);
/* Somebody whom the run cannot do without was killed: it has crashed for this reason. */
void gantry_ending_crash (GantryEnding *ending, const char *reason);
/* An `expect` was broken. */
void gantry_ending_broken_expect (GantryEnding *ending, uint32_t line, const char *text);
void gantry_ending_get (GantryEnding *ending, GantryRunEnd *end);
