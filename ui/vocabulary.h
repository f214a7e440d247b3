/* The names of states that a person chose, kept in the settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"

#include <gtk/gtk.h>

GantryVocabulary gantry_vocabulary_get_chosen (void);
/* Lays the widget out and draws it anew whenever another one is chosen. */
void gantry_vocabulary_watch (GtkWidget *widget);
/* The action "state-words", whose state is the settings'. */
void gantry_vocabulary_add_action (GActionMap *map);
/* Radio items for that action of a window; owned by the caller. */
GMenuModel *gantry_vocabulary_make_menu (void);
