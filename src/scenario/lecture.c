/* A lecture: its steps, its text, the scenarios that it names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lecture.h"

#include "scenario/library.h"
#include "scenario/read-text.h"
#include "trace/language.h"
#include "trace/quark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

GANTRY_DEFINE_QUARK("gantry-lecture-error", gantry_lecture_error)

static void
step_free (gpointer data)
{
  GantryLectureStep *step = data;
  g_free(step->scenario);
  g_free(step->note);
  g_free(step);
}

GantryLecture *
gantry_lecture_new (void)
{
  GantryLecture *lecture = g_new0(GantryLecture, 1);
  lecture->title = g_strdup("");
  lecture->about = g_strdup("");
  lecture->steps = g_ptr_array_new_with_free_func(step_free);
  return lecture;
}

void
gantry_lecture_free (GantryLecture *lecture)
{
  if (!lecture)
    return;
  g_ptr_array_unref(lecture->steps);
  g_free(lecture->title);
  g_free(lecture->about);
  g_free(lecture->folder);
  g_free(lecture);
}

static void
translate (char **text)
{
  char *words = gantry_scenario_about(*text);
  g_free(*text);
  *text = words;
}

/* The built-in ones speak the user's language, and so do lists that are made of them. */
static void
translate_all (GantryLecture *lecture)
{
  translate(&lecture->title);
  translate(&lecture->about);
  for (guint i = 0; i < lecture->steps->len; i++)
    translate(&((GantryLectureStep *)lecture->steps->pdata[i])->note);
}

GantryLecture *
gantry_lecture_load (const char *id_or_path, GPtrArray **diagnostics, GError **error)
{
  g_autoptr(GBytes) bytes = gantry_lecture_library_get(id_or_path);
  g_autofree char *folder = bytes ? NULL : g_path_get_dirname(id_or_path);
  g_autoptr(GError) reason = NULL;
  if (diagnostics)
    *diagnostics = NULL;
  if (!bytes)
    bytes = gantry_read_text(id_or_path, GANTRY_LECTURE_MAX_BYTES, &reason);
  if (!bytes) {
    g_set_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_READ, _("%s: cannot be read: %s"),
                id_or_path, reason->message);
    return NULL;
  }
  gsize length;
  const char *text = g_bytes_get_data(bytes, &length);
  GantryLecture *lecture =
      gantry_lecture_parse(id_or_path, folder, text ? text : "", length, diagnostics, error);
  if (lecture && !folder)
    translate_all(lecture);
  return lecture;
}

static void
append_quoted (GString *text, const char *words)
{
  g_string_append_c(text, '"');
  for (const char *c = words; *c; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c(text, '\\');
    g_string_append_c(text, *c);
  }
  g_string_append_c(text, '"');
}

/* A line for each paragraph. */
static void
append_paragraphs (GString *text, const char *keyword, const char *words)
{
  g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (*g_strstrip(*line) == '\0')
      continue;
    g_string_append_printf(text, "%s ", keyword);
    append_quoted(text, *line);
    g_string_append_c(text, '\n');
  }
}

char *
gantry_lecture_to_text (const GantryLecture *lecture)
{
  g_autoptr(GString) text = g_string_new(NULL);
  append_paragraphs(text, "title", lecture->title);
  append_paragraphs(text, "about", lecture->about);
  for (guint i = 0; i < lecture->steps->len; i++) {
    const GantryLectureStep *step = gantry_lecture_get_step(lecture, i);
    g_string_append(text, "\nrun ");
    append_quoted(text, step->scenario);
    if (step->has_model)
      g_string_append_printf(text, " on %s", gantry_model_id(step->model));
    if (step->lock != GANTRY_LECTURE_LOCK_AS_SCENARIO)
      g_string_append(text, step->lock == GANTRY_LECTURE_LOCK_ON ? " with gil" : " without gil");
    g_string_append_c(text, '\n');
    append_paragraphs(text, "note", step->note);
  }
  return g_strdup(text->str);
}

const GantryLectureStep *
gantry_lecture_get_step (const GantryLecture *lecture, guint index)
{
  g_assert(index < lecture->steps->len);
  return lecture->steps->pdata[index];
}

bool
gantry_lecture_add (GantryLecture *lecture, const char *scenario, GantryModel model, GantryLectureLock lock)
{
  if (lecture->steps->len >= GANTRY_LECTURE_MAX_STEPS)
    return false;
  GantryLectureStep *step = g_new0(GantryLectureStep, 1);
  step->scenario = g_strdup(scenario);
  step->has_model = model != GANTRY_N_MODELS;
  step->model = step->has_model ? model : GANTRY_MODEL_THREADS;
  step->lock = lock;
  step->note = g_strdup("");
  g_ptr_array_add(lecture->steps, step);
  return true;
}

void
gantry_lecture_remove (GantryLecture *lecture, guint index)
{
  g_ptr_array_remove_index(lecture->steps, index);
}

void
gantry_lecture_move (GantryLecture *lecture, guint index, guint to)
{
  g_assert(to < lecture->steps->len);
  gpointer step = g_ptr_array_steal_index(lecture->steps, index);
  g_ptr_array_insert(lecture->steps, (int)to, step);
}

static void
replace (char **text, const char *by)
{
  char *copy = g_utf8_substring(by, 0, MIN(g_utf8_strlen(by, -1), GANTRY_LECTURE_MAX_LETTERS));
  g_free(*text);
  *text = copy;
}

void
gantry_lecture_set_title (GantryLecture *lecture, const char *title)
{
  replace(&lecture->title, title);
  g_strdelimit(lecture->title, "\n", ' ');
}

void
gantry_lecture_set_note (GantryLecture *lecture, guint index, const char *note)
{
  g_assert(index < lecture->steps->len);
  replace(&((GantryLectureStep *)lecture->steps->pdata[index])->note, note);
}

void
gantry_lecture_set_folder (GantryLecture *lecture, const char *folder)
{
  for (guint i = 0; i < lecture->steps->len; i++) {
    GantryLectureStep *step = lecture->steps->pdata[i];
    char *path = gantry_lecture_step_path(lecture, i);
    g_free(step->scenario);
    step->scenario = path;
  }
  g_free(lecture->folder);
  lecture->folder = g_strdup(folder);
}

char *
gantry_lecture_step_path (const GantryLecture *lecture, guint index)
{
  const char *scenario = gantry_lecture_get_step(lecture, index)->scenario;
  bool is_file = strchr(scenario, '/') || g_str_has_suffix(scenario, ".scenario");
  if (!is_file || g_path_is_absolute(scenario))
    return g_strdup(scenario);
  g_autofree char *path =
      lecture->folder ? g_build_filename(lecture->folder, scenario, NULL) : g_strdup(scenario);
  return g_canonicalize_filename(path, NULL);
}

GantryScenario *
gantry_lecture_load_step (const GantryLecture *lecture, guint index, GError **error)
{
  const GantryLectureStep *step = gantry_lecture_get_step(lecture, index);
  g_autofree char *path = gantry_lecture_step_path(lecture, index);
  g_autoptr(GError) reason = NULL;
  g_autoptr(GantryScenario) scenario =
      gantry_can_end(path, &reason) ? gantry_scenario_load(path, NULL, &reason) : NULL;
  if (!scenario) {
    g_set_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_STEP, _("Step %u: %s"), index + 1,
                reason->message);
    return NULL;
  }
  unsigned allowed = gantry_scenario_get_program(scenario)->head.models;
  if (step->has_model && (allowed & (1u << step->model)) == 0) {
    g_set_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_STEP,
                _("Step %u: %s does not run on %s; leave out ‘on’, or name a model that it runs on"),
                index + 1, step->scenario, gantry_model_id(step->model));
    return NULL;
  }
  return g_steal_pointer(&scenario);
}
