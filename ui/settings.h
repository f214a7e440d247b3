/* What is remembered from one start to the next (data/io.github.gantry.Gantry.gschema.xml).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* The one instance, borrowed; never NULL. The schema is that of the build folder or of the installation that
 * the program stands in, else any that the system knows. Where there is none, or an older one, the app has
 * its defaults, says so once, and keeps nothing. With GSETTINGS_BACKEND=memory, as under tests, nobody's
 * settings are touched. From the main thread alone. */
GSettings *gantry_settings_get (void);
/* Before anything asks for any setting: where the folder of the user's settings cannot be made, this
 * program's are kept in memory alone. */
void gantry_settings_prepare (void);
/* The file that they are kept in, or would be; newly allocated. NULL: nobody wants them to be kept, or they
 * are where only the system knows. */
char *gantry_settings_get_file (void);
/* Lays the widget out and draws it anew whenever that key changes. */
void gantry_settings_watch (const char *key, GtkWidget *widget);
/* An action of the key's name, whose state is the settings'. */
void gantry_settings_add_action (const char *key, GActionMap *map);
