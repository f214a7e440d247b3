/* The window's comparison: the scenario on each of its models, one run after the other, then all in one
 * picture. The window never waits for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window-private.h"

#include "chart/verdict.h"
#include "chart/words.h"
#include "ui/comparison-chooser.h"

#include <glib/gi18n-lib.h>

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

/* The models that are left, each run from now on; FALSE: none is. */
static bool
start_next (GantryWindow *self)
{
  for (int i = 0; i < GANTRY_N_MODELS; i++) {
    if ((self->compare_left & (1u << i)) == 0)
      continue;
    self->compare_left &= ~(1u << i);
    g_autofree char *text =
        g_strdup_printf(_("Comparing: run %u of %u, %s"), self->compared->len + 1, self->compare_count,
                        gantry_model_words(gantry_model_id((GantryModel)i)));
    if (!gantry_window_start_on(self, (GantryModel)i))
      return false;
    gantry_window_set_progress(self, text);
    return true;
  }
  return false;
}

static void
show (GantryWindow *self)
{
  GantryTimeline *const *timelines = (GantryTimeline *const *)self->compared->pdata;
  GantryRunOutcome meant =
      self->scenario ? gantry_scenario_get_program(self->scenario)->head.ends : GANTRY_RUN_OK;
  g_autofree char *verdict = gantry_verdict_new(timelines, self->compared->len, meant);
  gantry_comparison_view_show(self->comparison, timelines, self->compared->len, verdict);
  gtk_stack_set_visible_child_name(self->stage, "comparison");
  gantry_comparison_view_focus(self->comparison);
}

static void
finish (GantryWindow *self)
{
  self->comparing = false;
  gantry_window_set_progress(self, "");
  if (self->compared->len > 0)
    show(self);
  gantry_window_update_actions(self);
  gantry_window_refresh(self);
}

void
gantry_window_keep_run (GantryWindow *self, GantryTimeline *timeline, const char *file)
{
  gantry_kept_runs_add(self->kept, timeline, file);
}

static void
on_runs_chosen (GPtrArray *timelines, gpointer data)
{
  GantryWindow *self = data;
  gantry_window_end_comparison(self);
  self->compared = g_ptr_array_ref(timelines);
  finish(self);
}

void
gantry_window_compare_with (GantryWindow *self)
{
  gantry_comparison_chooser_present(GTK_WINDOW(self), self->kept,
                                    gantry_window_shows_comparison(self) ? self->compared : NULL,
                                    on_runs_chosen, self);
}

void
gantry_window_compare (GantryWindow *self)
{
  if (!gantry_window_take_text(self))
    return;
  gantry_window_end_comparison(self);
  self->compared = g_ptr_array_new_with_free_func(timeline_unref);
  self->compare_left =
      gantry_scenario_get_program(self->scenario)->head.models & ~(1u << GANTRY_MODEL_SIMULATED);
  self->compare_count = 0;
  for (unsigned models = self->compare_left; models != 0; models &= models - 1)
    self->compare_count++;
  self->comparing = start_next(self);
  gantry_window_update_actions(self);
}

void
gantry_window_compare_run_ended (GantryWindow *self)
{
  GantryTimeline *timeline = gantry_session_get_timeline(self->session);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  bool stopped = result.outcome == GANTRY_RUN_STOPPED;
  if (!stopped)
    g_ptr_array_add(self->compared, gantry_timeline_ref(timeline));
  if (stopped || !start_next(self))
    finish(self);
}

void
gantry_window_end_comparison (GantryWindow *self)
{
  self->comparing = false;
  self->compare_left = 0;
  g_clear_pointer(&self->compared, g_ptr_array_unref);
  gantry_window_set_progress(self, "");
}

bool
gantry_window_shows_comparison (GantryWindow *self)
{
  return self->compared && !self->comparing &&
         g_strcmp0(gtk_stack_get_visible_child_name(self->stage), "comparison") == 0;
}
