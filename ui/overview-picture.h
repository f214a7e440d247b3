/* The overview's picture, kept from frame to frame. That of a long run is drawn on a thread of its own, so
 * that no frame waits for it; meanwhile the one before is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/overview.h"

#include <gtk/gtk.h>

typedef struct GantryOverviewPicture GantryOverviewPicture;

/* `owner`, which outlives it, is drawn anew when there is another picture. */
GantryOverviewPicture *gantry_overview_picture_new (GtkWidget *owner);
void gantry_overview_picture_free (GantryOverviewPicture *picture);
/* Sees to it that there is a picture of this, now or soon: of a run that goes on a few times a second. */
void gantry_overview_picture_renew (GantryOverviewPicture *picture, GantryTimeline *timeline,
                                    const GantryOverview *strip, GantryThemeId theme);
/* What there is, fitted to the strip. */
void gantry_overview_picture_paint (GantryOverviewPicture *picture, cairo_t *cr, const GantryOverview *strip);
