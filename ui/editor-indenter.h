/* Indentation while a scenario is written: deeper behind a colon, `else` under its `if`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

#define GANTRY_TYPE_EDITOR_INDENTER (gantry_editor_indenter_get_type())
G_DECLARE_FINAL_TYPE(GantryEditorIndenter, gantry_editor_indenter, GANTRY, EDITOR_INDENTER, GObject)
