/* The window of preferences: each is a key of the settings, and holds as soon as it is chosen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* A window; to be presented by the caller. */
GtkWidget *gantry_preferences_new (void);
/* From now on the app is light or dark as the settings say. */
void gantry_preferences_apply_theme (void);
