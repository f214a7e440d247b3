/* The window's menu.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* Of the window's and the application's actions, short enough for a low screen, with `recent` as the files to
 * open again; owned by the caller. */
GMenuModel *gantry_main_menu_new (GMenuModel *recent);
