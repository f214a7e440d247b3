/* What a person chooses for a picture: rows of switches, lists and fields, remembered in the settings.
 *
 * Signal: "changed" (no arguments).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/export-job.h"

#include <adwaita.h>

#define GANTRY_TYPE_EXPORT_CHOICES (gantry_export_choices_get_type())
G_DECLARE_FINAL_TYPE(GantryExportChoices, gantry_export_choices, GANTRY, EXPORT_CHOICES, AdwBin)

/* `view`: what is on the screen, for all that can be taken from there; with its height 0, as high as is
 * needed. `subject` is read at once and not kept. */
GtkWidget *gantry_export_choices_new (const GantryExportSubject *subject, const GantryView *view,
                                      const GantryRunAlignment *align);
/* Its strings are owned by the widget, and hold until the next call. */
void gantry_export_choices_get (GantryExportChoices *self, GantryPictureWishes *wishes);
GantryPictureFormat gantry_export_choices_get_format (GantryExportChoices *self);
void gantry_export_choices_set_format (GantryExportChoices *self, GantryPictureFormat format);
/* NULL, or in words which field cannot be read. Owned by the widget. */
const char *gantry_export_choices_get_fault (GantryExportChoices *self);
