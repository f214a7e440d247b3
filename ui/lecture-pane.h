/* A lecture beside the gallery: its scenarios in order, the one that is shown now, and what it takes to make
 * a list of one's own.
 *
 * Signals: "run" (uint: the step that is asked for), "add" (the scenario that is shown is to be added),
 * "changed" (the list, or the place in it).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/lecture.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_LECTURE_PANE (gantry_lecture_pane_get_type())
G_DECLARE_FINAL_TYPE(GantryLecturePane, gantry_lecture_pane, GANTRY, LECTURE_PANE, GtkBox)

#define GANTRY_LECTURE_NOWHERE G_MAXUINT

/* Without a lecture: a button that offers some. */
GtkWidget *gantry_lecture_pane_new (void);
/* Takes the lecture over (nullable: none); no step of it is shown yet. `path` (nullable): its file. */
void gantry_lecture_pane_set (GantryLecturePane *self, GantryLecture *lecture, const char *path);
/* Borrowed; NULL: none. */
const GantryLecture *gantry_lecture_pane_get (GantryLecturePane *self);
const char *gantry_lecture_pane_get_path (GantryLecturePane *self);

/* The step that is shown, or GANTRY_LECTURE_NOWHERE. */
guint gantry_lecture_pane_get_place (GantryLecturePane *self);
void gantry_lecture_pane_set_place (GantryLecturePane *self, guint place);

/* Appends a step; false where the list is full. GANTRY_N_MODELS: the scenario's own model. */
bool gantry_lecture_pane_add (GantryLecturePane *self, const char *scenario, GantryModel model,
                              GantryLectureLock lock);
/* Whether there is what no file holds. */
bool gantry_lecture_pane_is_changed (GantryLecturePane *self);
/* The list as it is to stand in the file `path`: what it names is found from there. Newly allocated. */
char *gantry_lecture_pane_to_text (GantryLecturePane *self, const char *path);
/* That has been written. */
void gantry_lecture_pane_set_saved (GantryLecturePane *self, const char *path);
