/* A drawer below the chart: pages with tables and lists, out of the way until one of them is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_DRAWER (gantry_drawer_get_type())
G_DECLARE_FINAL_TYPE(GantryDrawer, gantry_drawer, GANTRY, DRAWER, GtkBox)

/* Hidden, without pages. */
GtkWidget *gantry_drawer_new (void);
/* `name` is the program's, `title` the translated word for people. A page that asks for no height
 * gets some. */
void gantry_drawer_add (GantryDrawer *self, const char *name, const char *title, GtkWidget *page);
/* Opens the drawer at a page, with the focus in it; closes it where that page is shown already. */
void gantry_drawer_toggle (GantryDrawer *self, const char *name);
void gantry_drawer_show (GantryDrawer *self, const char *name);
/* The focus, if it was in it, goes to what stands above it. */
void gantry_drawer_close (GantryDrawer *self);
/* What Escape does where the focus is in the drawer: takes back the words that are sought, then closes it.
 * False: the focus is elsewhere. */
bool gantry_drawer_leave (GantryDrawer *self);
/* The page that people see now: what nobody sees need not be kept up to date. */
bool gantry_drawer_is_shown (GantryDrawer *self, const char *name);
