/* The keys that lead from a search to what it finds, and back: Down goes into the rows, Up from the first of
 * them to the search again. Neither goes on to the chart, which has rows of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

/* `enter` moves the focus to the rows of what stands in `entry`; `is_at_first`: whether the focus is at the
 * first of them. `data` is theirs, and outlives both widgets. */
void gantry_search_keys_add (GtkWidget *entry, GtkWidget *rows, void (*enter)(gpointer data),
                             bool (*is_at_first)(gpointer data), gpointer data);
/* The first row of a list that its filter lets through; NULL: there is none. */
GtkListBoxRow *gantry_search_keys_first_row (GtkListBox *list);
/* Whether the focus is in that row. */
bool gantry_search_keys_is_at_first_row (GtkListBox *list);
