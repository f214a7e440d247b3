/* Any bytes as a lecture: errors or steps, which stay what they are when they are written and read again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "scenario/lecture.h"

#include <string.h>

static void
check_diagnostics (const GPtrArray *diagnostics)
{
  for (guint i = 0; i < diagnostics->len; i++) {
    const GantryDiagnostic *diagnostic = g_ptr_array_index(diagnostics, i);
    g_assert_cmpuint(diagnostic->line, >=, 1);
    g_assert_cmpuint(diagnostic->column, >=, 1);
    g_assert_true(g_utf8_validate(diagnostic->message, -1, NULL));
  }
}

static void
check_steps (const GantryLecture *lecture)
{
  g_assert_cmpuint(lecture->steps->len, <=, GANTRY_LECTURE_MAX_STEPS);
  for (guint i = 0; i < lecture->steps->len; i++) {
    const GantryLectureStep *step = gantry_lecture_get_step(lecture, i);
    g_autofree char *path = gantry_lecture_step_path(lecture, i);
    g_assert_cmpstr(step->scenario, !=, "");
    g_assert_cmpint(step->model, <, GANTRY_N_MODELS);
    g_assert_true(g_utf8_validate(step->note, -1, NULL) && g_utf8_validate(path, -1, NULL));
  }
}

static void
check_trip (const GantryLecture *lecture)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gantry_lecture_to_text(lecture);
  g_autoptr(GantryLecture) again = gantry_lecture_parse("again", NULL, text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  g_autofree char *same = gantry_lecture_to_text(again);
  g_assert_cmpstr(same, ==, text);
  g_assert_cmpuint(again->steps->len, ==, lecture->steps->len);
  for (guint i = 0; i < lecture->steps->len; i++) {
    const GantryLectureStep *one = gantry_lecture_get_step(lecture, i);
    const GantryLectureStep *other = gantry_lecture_get_step(again, i);
    g_assert_cmpstr(one->scenario, ==, other->scenario);
    g_assert_true(one->has_model == other->has_model && one->lock == other->lock);
    g_assert_true(!one->has_model || one->model == other->model);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryLecture) lecture =
      gantry_lecture_parse("fuzz", "/folder", (const char *)data, size, &diagnostics, &error);
  g_assert_true((lecture != NULL) == (diagnostics->len == 0));
  g_assert_true((lecture != NULL) == (error == NULL));
  check_diagnostics(diagnostics);
  if (lecture) {
    check_steps(lecture);
    check_trip(lecture);
  }
  return 0;
}
