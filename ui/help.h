/* The help page: how to read the chart, with a picture of each thing that it draws.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* A window; to be presented by the caller. */
GtkWidget *gantry_help_new (void);
