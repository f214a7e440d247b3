/* The middle of the header: something that has a wide and a narrow form, and what stands beside it. The wide
 * one is seen as long as what stands beside it has its least width, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_HEADER_FOLD (gantry_header_fold_get_type())
G_DECLARE_FINAL_TYPE(GantryHeaderFold, gantry_header_fold, GANTRY, HEADER_FOLD, GtkWidget)

/* Takes all the width that it can get, so that nothing in it moves as its texts change. */
GtkWidget *gantry_header_fold_new (GtkWidget *wide, GtkWidget *narrow, GtkWidget *beside);
