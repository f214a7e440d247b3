/* Completion in the editor: what may stand at the cursor, each with a line of help.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

#define GANTRY_TYPE_COMPLETION (gantry_completion_get_type())
G_DECLARE_FINAL_TYPE(GantryCompletion, gantry_completion, GANTRY, COMPLETION, GObject)

GtkSourceCompletionProvider *gantry_completion_new (void);
