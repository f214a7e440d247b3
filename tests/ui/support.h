/* What the window's tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/application.h"
#include "ui/window-private.h"

/* Starts GTK, libadwaita and the tests; FALSE: there is no display, and the test is skipped (return 77). */
bool gantry_test_init (int *argc, char ***argv);
/* Lets all happen that waits to, `times` times five milliseconds apart. */
void gantry_test_turn_loop (int times);
/* The same until the run that the window shows has come to that moment, or is over: an endless one is soon
 * over by its limit where frames are slow, whose number is no measure. */
void gantry_test_let_run (GantryWindow *window, int64_t ns);
/* A scenario in memory, and a run of it that has ended, on its own model or another; the caller's to unref.
 */
GantryScenario *gantry_test_scenario (const char *text);
GantryTimeline *gantry_test_run (const char *text);
GantryTimeline *gantry_test_run_on (const char *text, GantryModel model);
/* The whole window, with the gallery's first scenario; to be destroyed by the caller. */
GantryWindow *gantry_test_window (void);
/* Opens a file as from a file chooser, and waits until it is read or refused. */
void gantry_test_open (GantryWindow *window, GFile *file);
/* Whether the window says so below the chart, within a second. */
bool gantry_test_is_told (GantryWindow *window, const char *message);
/* The first widget of a type, `root` or below it; NULL: there is none. */
GtkWidget *gantry_test_find (GtkWidget *root, GType type);
/* As if a key without modifiers reached the widget; whether it took it. */
bool gantry_test_press (GtkWidget *widget, guint key);
/* The question that the window asks now; NULL: none. */
AdwMessageDialog *gantry_test_find_question (GantryWindow *window);
