/* Programs that nobody thought of: valid scenario texts that end, and whose output, expectations and results
 * are the same however their tasks are interleaved.
 *
 * A program is made of plots. A plot has things and tasks of its own and waits for nobody outside of it but
 * by locks, which are taken in one order everywhere. So each plot comes to its end whatever the others do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The same seed gives the same text. Newly allocated. */
char *random_program (guint32 seed);

/* Whether the numbers of a task's instances may depend on the interleaving, or its lane on the model: a task
 * that several others start, or that a pool or an offload runs. */
bool random_program_is_anonymous (const char *lane_name);
