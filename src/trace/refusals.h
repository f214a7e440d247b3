/* What a library ends the program for: the machine refused it memory, a thread or a descriptor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Looks the sentences up, while there is memory for it. Once, after gantry_language_init(). */
void gantry_refusals_init (void);

/* For a writer of logs: the sentence for people, if these fields are the last that a library says before it
 * ends the program for want of something; else NULL. Allocates nothing; any thread. */
const char *gantry_refusal_find (GLogLevelFlags level, const GLogField *fields, gsize n_fields);
