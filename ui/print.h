/* The chart on paper: by the one painter, in the print theme, on as many pages as its lanes need.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/export-job.h"

#include <gtk/gtk.h>

/* An operation that is ready to be run, for what `view` shows of `subject` (references are taken, and what
 * `view` borrows is to outlive this call alone). Owned by the caller. */
GtkPrintOperation *gantry_print_operation_new (const GantryExportSubject *subject, const GantryView *view);
