/* The errors of a text that is being written: found beside the window a moment after it was changed,
 * underlined, told in a line below with a way to each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>
#include <stdbool.h>

#define GANTRY_TYPE_EDITOR_CHECK (gantry_editor_check_get_type())
G_DECLARE_FINAL_TYPE(GantryEditorCheck, gantry_editor_check, GANTRY, EDITOR_CHECK, GtkBox)

/* The line below the text; hidden while there is no error. */
GtkWidget *gantry_editor_check_new (GtkSourceView *view);
/* Shows the first thousand of these errors (element GantryDiagnostic*, a reference is taken) at once. */
void gantry_editor_check_show (GantryEditorCheck *self, GPtrArray *diagnostics);
/* Checks the text now, without waiting for a pause in typing. `enabled` FALSE: there is none to check. */
void gantry_editor_check_now (GantryEditorCheck *self, bool enabled);
/* To the next or (-1) previous error from the cursor, around the end. FALSE: there is none. */
bool gantry_editor_check_step (GantryEditorCheck *self, int step);
/* Errors that are shown. */
guint gantry_editor_check_count (GantryEditorCheck *self);
