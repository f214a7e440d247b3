/* The window's lecture: opening and saving it, going through its steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/window.h"

/* The pane, with what it asks for carried out. */
GtkWidget *gantry_window_make_lecture_pane (GantryWindow *self);
void gantry_window_class_add_lecture_actions (GtkWidgetClass *class);
/* To be called when the actions' states may have changed. */
void gantry_window_update_lecture_actions (GantryWindow *self);
/* A built-in's id or a file; words about what is wrong with it otherwise. */
void gantry_window_open_lecture (GantryWindow *self, const char *id_or_path);
bool gantry_window_has_lecture (GantryWindow *self);
/* Runs the step that is `by` further on (or back). FALSE at the list's ends, and without a list. */
bool gantry_window_lecture_step (GantryWindow *self, int by);
/* Page Down and Page Up, as presenters' remotes send them. FALSE: the key is none of these, or there is no
 * such step. */
bool gantry_window_lecture_key (GantryWindow *self, guint keyval, GdkModifierType state);
/* "3 of 8", "" without a lecture; newly allocated. */
char *gantry_window_lecture_place (GantryWindow *self);
/* What is to be said about the step that is shown; "" for nothing. */
const char *gantry_window_lecture_note (GantryWindow *self);

/* lecture-files.c */
void gantry_window_class_add_lecture_file_actions (GtkWidgetClass *class);
/* FALSE: a person is asked first what is to become of a changed list; the window closes after that. */
bool gantry_window_lecture_may_close (GantryWindow *self);
