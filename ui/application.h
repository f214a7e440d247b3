/* The application: windows, files from the command line, keys, style.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define GANTRY_APPLICATION_ID "io.github.gantry.Gantry"

AdwApplication *gantry_application_new (void);
