/* What a person would click and type in the window, for campaigns.
 *
 *   run:MODEL  wait[:MS]  stop  save:FILE  export:FILE  open:FILE  type:TEXT  write:FILE  text  kept:TEXT
 *   recover  discard  prefer  compare[:MS]  copy  clean  close  sleep:MS  look:SEED  refuse:[RULES]
 *
 * All that the window tells meanwhile is said on standard output, a line each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/application.h"
#include "ui/window-private.h"

/* The app, to its end: what its main() does. */
int deeds_run_app (int argc, char *argv[]);
/* The app's one window; NULL: it is not there yet, or no more. */
GantryWindow *deeds_window (void);
/* Waits until it is there, with a scenario. FALSE: that takes too long. */
bool deeds_wait_until_ready (void);
/* One of those above. FALSE: it did not come to its end, or could not begin. */
bool deeds_do (const char *deed);
/* Lets all happen that waits to. */
void deeds_turn (int times);
/* What was told since this was asked last: strings, the caller's. */
GPtrArray *deeds_take_told (void);
/* A line on standard output, at once. */
void deeds_say (const char *format, ...) G_GNUC_PRINTF(1, 2);
