/* A long text on its way into a stream, so that nobody has all of it in memory: of a file of some megabytes
 * it may be as many gigabytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct {
  GString *text;         /* what is not written yet; owned */
  GOutputStream *stream; /* NULL: all stays in the text */
  GError *fault;         /* of the stream: what follows it is dropped */
} GantryTextFlow;

void gantry_text_flow_init (GantryTextFlow *flow, GOutputStream *stream);
/* To be called whenever a piece of the text is whole: writes it where there is enough of it. */
void gantry_text_flow_pass (GantryTextFlow *flow);
/* Writes the rest and frees all. FALSE: the first fault. */
bool gantry_text_flow_end (GantryTextFlow *flow, GError **error);
