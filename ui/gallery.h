/* The list of built-in scenarios, by topic, with a search.
 *
 * Signal: "chosen" (string: a scenario's id).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#define GANTRY_TYPE_GALLERY (gantry_gallery_get_type())
G_DECLARE_FINAL_TYPE(GantryGallery, gantry_gallery, GANTRY, GALLERY, GtkBox)

GtkWidget *gantry_gallery_new (void);
/* Reads the library and fills the list. Takes a moment: after the first frame. */
void gantry_gallery_fill (GantryGallery *self);
/* Chooses the scenario of this id; the first one where there is none of it. */
void gantry_gallery_choose (GantryGallery *self, const char *id);
/* What the window shows now: its row is selected, without a signal. */
void gantry_gallery_tell_shown (GantryGallery *self, const char *id);
/* Selects the row of what is shown again, after another was chosen that is not shown yet. */
void gantry_gallery_take_back (GantryGallery *self);
void gantry_gallery_focus_search (GantryGallery *self);
/* Whether the focus is in the search. */
bool gantry_gallery_is_searching (GantryGallery *self);
/* Clears the search that the focus is in; FALSE: there was nothing to clear. */
bool gantry_gallery_clear_search (GantryGallery *self);
/* No row stands for what is shown (a file was opened). */
void gantry_gallery_choose_none (GantryGallery *self);
