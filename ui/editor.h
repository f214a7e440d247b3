/* The editor of a scenario's text: with its errors as one types, and completion.
 *
 * Signals without arguments: "changed" (the text), "modified-changed" (there is or is no more something to
 * save).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"

#include <gtksourceview/gtksource.h>

#define GANTRY_TYPE_EDITOR (gantry_editor_get_type())
G_DECLARE_FINAL_TYPE(GantryEditor, gantry_editor, GANTRY, EDITOR, GtkBox)

GtkWidget *gantry_editor_new (void);
GtkSourceView *gantry_editor_get_view (GantryEditor *self);

/* Another text, with nothing to save or to undo. `name` is what people and messages call it; `text` NULL:
 * there is none, and none can be written. */
void gantry_editor_set_text (GantryEditor *self, const char *name, const char *text);
/* FALSE: there is no text at all. */
bool gantry_editor_has_text (GantryEditor *self);
/* Newly allocated. */
char *gantry_editor_get_text (GantryEditor *self);
const char *gantry_editor_get_name (GantryEditor *self);
/* The file that it stands in; NULL: in none yet (a built-in one, one of a trace, a new one). */
void gantry_editor_set_file (GantryEditor *self, const char *path);
const char *gantry_editor_get_file (GantryEditor *self);
/* Whether something would be lost. */
bool gantry_editor_is_modified (GantryEditor *self);
void gantry_editor_set_modified (GantryEditor *self, bool modified);

/* The scenario as it is written now; NULL: it has errors, which are shown, with the cursor at the first. */
GantryScenario *gantry_editor_compile (GantryEditor *self);
/* Writes lines of an example into the text: statements below the cursor's line, as deep as it is; what stands
 * `at_margin`, in front of the first task, or as a task at the end. */
void gantry_editor_insert (GantryEditor *self, const char *example, bool at_margin);
/* The cursor to a place (from 1), and the focus. */
void gantry_editor_go_to (GantryEditor *self, uint32_t line, uint32_t column);
