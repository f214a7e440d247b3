/* A list of texts as a GListModel, each of which is made when it is looked at: there may be a million, of
 * which some twenty are seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_TEXT_MODEL (gantry_text_model_get_type())
G_DECLARE_FINAL_TYPE(GantryTextModel, gantry_text_model, GANTRY, TEXT_MODEL, GObject)

/* The text at a place below the number that was set; newly allocated. */
typedef char *(*GantryTextAt)(gpointer data, guint place);

/* Empty. Its items are of GtkStringObject. `data` outlives it, or the texts are not asked for any more. */
GantryTextModel *gantry_text_model_new (GantryTextAt text_at, gpointer data);
/* All are other texts now, so many. */
void gantry_text_model_renew (GantryTextModel *self, guint n_texts);
