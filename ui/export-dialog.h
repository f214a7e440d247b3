/* The dialog that writes the chart as a picture: what it will be, before it is, and the line of gantry-cli
 * that makes the same again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/export-choices.h"
#include "ui/export-preview.h"

#include <adwaita.h>

#define GANTRY_TYPE_EXPORT_DIALOG (gantry_export_dialog_get_type())
G_DECLARE_FINAL_TYPE(GantryExportDialog, gantry_export_dialog, GANTRY, EXPORT_DIALOG, AdwWindow)

/* Told on the main thread: what was done, or why not. */
typedef void (*GantryExported)(const char *message, gpointer user_data);

/* Opens it over `parent`, for what `view` shows of `subject`, whose timelines are not to be changed any more
 * (references are taken). `traces`: names of the files that the runs are saved in, NULL-terminated, for the
 * command's line; NULL: not saved yet. `align`: nullable. */
GantryExportDialog *gantry_export_dialog_present (GtkWindow *parent, const GantryExportSubject *subject,
                                                  const GantryView *view, const GantryRunAlignment *align,
                                                  const char *const *traces, GantryExported exported,
                                                  gpointer user_data);
/* Writes the picture to a file in the format that its name's ending says, else the chosen one; a file that is
 * there already is replaced. The dialog closes. */
void gantry_export_dialog_write (GantryExportDialog *self, GFile *file);
/* "gantry-cli render …", newly allocated. */
char *gantry_export_dialog_make_command (GantryExportDialog *self);
/* "two-cooks-threads.png": of the scenario's title. Newly allocated. */
char *gantry_export_dialog_propose_name (GantryExportDialog *self);
/* Borrowed. */
GantryExportChoices *gantry_export_dialog_get_choices (GantryExportDialog *self);
GantryExportPreview *gantry_export_dialog_get_preview (GantryExportDialog *self);
