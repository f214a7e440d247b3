/* The options that say how a picture is drawn: of every command that draws one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/picture-wishes.h"
#include "cli/arguments.h"

/* For a GantryOptionGroup whose target is a GantryPictureWishes. */
extern const GantryOption gantry_picture_options[];

/* What can be known before there is a timeline: options that contradict each other. */
bool gantry_picture_wishes_check (const GantryPictureWishes *wishes, GError **error);
/* What the options made. */
void gantry_picture_wishes_clear (GantryPictureWishes *wishes);
