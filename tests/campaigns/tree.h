/* The processes of a trial, found by a mark in their environment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* The variable whose value marks them. */
#define TREE_MARK "GANTRY_CAMPAIGN_TRIAL"

/* Processes (pid_t) that carry the mark, without zombies. Owned by the caller. */
GArray *tree_find (const char *mark);
/* What it is called, e.g. "gantry-runner"; NULL where it is gone. Newly allocated. */
char *tree_name (pid_t pid);
/* Its parent, 0 where it is gone. */
pid_t tree_parent (pid_t pid);
/* Its children at this moment (pid_t). Owned by the caller. */
GArray *tree_children (pid_t pid);
/* Whether it still executes: neither gone nor a zombie. */
bool tree_lives (pid_t pid);
