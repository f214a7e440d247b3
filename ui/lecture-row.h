/* A step of a lecture, as a row: its number, the scenario's title, the model and the lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/lecture.h"

#include <gtk/gtk.h>

/* A GtkListBoxRow of the lecture's step `index`. */
GtkWidget *gantry_lecture_row_new (const GantryLecture *lecture, guint index);
