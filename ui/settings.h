/* What is remembered from one start to the next (data/io.github.gantry.Gantry.gschema.xml).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* The one instance, borrowed; never NULL. The schema is that of the build folder or of the installation that
 * the program stands in, else any that the system knows. Where there is none, or an older one, the app has
 * its defaults, says so once, and keeps nothing. With GSETTINGS_BACKEND=memory, as under tests, nobody's
 * settings are touched. From the main thread alone. */
GSettings *gantry_settings_get (void);
