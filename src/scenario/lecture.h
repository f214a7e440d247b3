/* Lectures: scenarios to walk through in order, each on a model, with a note to be shown.
 *
 * The file is plain text, a thing a line, `#` begins a comment:
 *
 *   title "The interpreter lock in five runs"
 *   about "Why four threads compute no faster than one."
 *   run gil-computing-threads on threads with gil
 *   note "Look at the second processor: it has nothing to do."
 *   run "my own.scenario" on processes without gil
 *
 * `run` names a built-in scenario or a file (its name ends in .scenario; relative to the lecture's folder).
 * Without `on` it is the scenario's own model that runs, and without `with gil` or `without gil` the
 * interpreter lock is as the scenario has it. A `note` belongs to the run before it; several are paragraphs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"

#define GANTRY_LECTURE_MAX_BYTES (256 * 1024)
#define GANTRY_LECTURE_MAX_STEPS 200
#define GANTRY_LECTURE_MAX_LETTERS 2000 /* of a title, an about or a note */

#define GANTRY_LECTURE_ERROR (gantry_lecture_error_quark())
GQuark gantry_lecture_error_quark (void);

typedef enum {
  GANTRY_LECTURE_ERROR_INVALID, /* the text has errors: see the diagnostics */
  GANTRY_LECTURE_ERROR_READ,    /* the file cannot be read */
  GANTRY_LECTURE_ERROR_STEP,    /* a step's scenario cannot run as the lecture asks */
} GantryLectureError;

typedef enum {
  GANTRY_LECTURE_LOCK_AS_SCENARIO,
  GANTRY_LECTURE_LOCK_ON,
  GANTRY_LECTURE_LOCK_OFF,
} GantryLectureLock;

typedef struct {
  char *scenario; /* a built-in's id, or a file's path as it was written */
  bool has_model;
  GantryModel model; /* where it has one */
  GantryLectureLock lock;
  char *note; /* "" if none */
} GantryLectureStep;

/* Plain data of one thread; changed by the functions below alone. */
typedef struct {
  char *title;      /* "" if none */
  char *about;      /* "" if none */
  char *folder;     /* that relative paths start from; NULL: none */
  GPtrArray *steps; /* GantryLectureStep* */
} GantryLecture;

/* An empty one. Free with gantry_lecture_free(). */
GantryLecture *gantry_lecture_new (void);
void gantry_lecture_free (GantryLecture *lecture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryLecture, gantry_lecture_free)

/* Reads `text` (`length` bytes, any bytes whatever). `name` is what messages call it, `folder` (nullable)
 * where its files lie. Errors as gantry_scenario_new() has them. */
GantryLecture *gantry_lecture_parse (const char *name, const char *folder, const char *text, gsize length,
                                     GPtrArray **diagnostics, GError **error);
/* A built-in's id (see gantry_lecture_library_list()) or a file. As above. */
GantryLecture *gantry_lecture_load (const char *id_or_path, GPtrArray **diagnostics, GError **error);
/* The text of a file that says the same; newly allocated. */
char *gantry_lecture_to_text (const GantryLecture *lecture);

const GantryLectureStep *gantry_lecture_get_step (const GantryLecture *lecture, guint index);
/* Appends a step; false where there are GANTRY_LECTURE_MAX_STEPS already. `scenario` is copied. */
bool gantry_lecture_add (GantryLecture *lecture, const char *scenario, GantryModel model,
                         GantryLectureLock lock);
void gantry_lecture_remove (GantryLecture *lecture, guint index);
/* Puts a step in another's place; those between move up. */
void gantry_lecture_move (GantryLecture *lecture, guint index, guint to);
void gantry_lecture_set_title (GantryLecture *lecture, const char *title);
void gantry_lecture_set_note (GantryLecture *lecture, guint index, const char *note);
/* Files keep their place when the lecture moves to another folder (nullable). */
void gantry_lecture_set_folder (GantryLecture *lecture, const char *folder);

/* What gantry_scenario_load() finds a step's scenario by; newly allocated. */
char *gantry_lecture_step_path (const GantryLecture *lecture, guint index);
/* A step's scenario, checked to run on the model that the lecture asks for. The error says which step, and
 * what is to be done. */
GantryScenario *gantry_lecture_load_step (const GantryLecture *lecture, guint index, GError **error);
