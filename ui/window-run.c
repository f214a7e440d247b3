/* The window's run: starting, watching, stopping. The window never waits for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window-private.h"

#include "chart/deadlock.h"
#include "trace/background.h"
#include "trace/language.h"
#include "ui/settings.h"
#include "ui/status-line.h"

#include <glib/gi18n-lib.h>

#define REFRESH_MS 50
#define REFRESH_SOON_MS 20

static void
free_session (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  gantry_session_free(data);
  g_task_return_boolean(task, TRUE);
}

void
gantry_window_drop_session (GantryWindow *self)
{
  if (!self->session)
    return;
  gantry_session_stop(self->session);
  g_autoptr(GTask) task = g_task_new(NULL, NULL, NULL, NULL);
  g_task_set_task_data(task, g_steal_pointer(&self->session), NULL);
  gantry_run_in_background(task, free_session);
  self->running = false;
}

void
gantry_window_set_progress (GantryWindow *self, const char *text)
{
  g_free(self->progress);
  self->progress = g_strdup(text);
  gantry_status_line_show(self->status, text, false);
}

/* Beside several runs the figures, findings and prints of one of them would be taken for those of all. */
static void
tell_of_none (GantryWindow *self)
{
  gantry_output_pane_clear(self->output);
  gantry_state_pane_show(self->state, NULL, NULL, 0);
  gantry_source_pane_mark(self->source, NULL, 0, false, GANTRY_NO_LANE);
  gantry_projection_tell(self->projection, NULL);
}

void
gantry_window_refresh (GantryWindow *self)
{
  gantry_window_check_file(self);
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  gantry_window_tell_heading(self);
  gantry_replay_update(self->replay, g_strcmp0(gtk_stack_get_visible_child_name(self->stage), "chart") == 0);
  if (gantry_window_shows_comparison(self)) {
    tell_of_none(self);
    return;
  }
  if (!timeline)
    return;
  int64_t moment = gantry_chart_view_get_moment(self->chart);
  bool at_end = gantry_timeline_is_finished(timeline) && moment >= gantry_timeline_get_now(timeline);
  gantry_output_pane_update(self->output, timeline);
  GantryView view;
  gantry_chart_view_get_view(self->chart, &view);
  gantry_state_pane_show(self->state, timeline, &view, moment);
  bool replays = view.cursor != GANTRY_NO_TIME;
  gantry_source_pane_mark(self->source, at_end && !replays ? NULL : timeline, moment, replays,
                          view.selected_lane);
  gantry_projection_tell(self->projection, NULL);
}

static gboolean
on_refresh (gpointer data)
{
  GantryWindow *self = data;
  gantry_window_refresh(self);
  if (self->running)
    return G_SOURCE_CONTINUE;
  self->refresh = 0;
  return G_SOURCE_REMOVE;
}

void
gantry_window_refresh_soon (GantryWindow *self)
{
  if (!self->refresh)
    self->refresh = g_timeout_add(REFRESH_SOON_MS, on_refresh, self);
}

static const char *
outcome_sentence (GantryRunOutcome outcome)
{
  switch (outcome) {
  case GANTRY_RUN_FAILED:
    return _("The run failed");
  case GANTRY_RUN_DEADLOCK:
    return _("The run ended in a deadlock");
  case GANTRY_RUN_LIMIT:
    return _("The run did not end by itself");
  case GANTRY_RUN_CRASHED:
    return _("The run crashed");
  default:
    return _("The run did not end");
  }
}

/* A deadlock is told as it is beside the chart. */
static char *
outcome_words (const GantryTimeline *timeline, const GantryRunResult *result)
{
  char *deadlock = gantry_deadlock_words(timeline);
  if (deadlock)
    return deadlock;
  return g_strconcat(outcome_sentence(result->outcome), result->reason ? ": " : "", result->reason, NULL);
}

static void
tell_outcome (GantryWindow *self, const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  GantryRunOutcome meant = gantry_scenario_get_program(self->scenario)->head.ends;
  if (result.outcome == meant || result.outcome == GANTRY_RUN_OK || result.outcome == GANTRY_RUN_STOPPED)
    return;
  g_autofree char *text = outcome_words(timeline, &result);
  gantry_window_tell(self, text);
}

typedef struct {
  GWeakRef window;
  GantrySession *session; /* only compared */
} Done;

static gboolean
on_done_here (gpointer data)
{
  Done *done = data;
  g_autoptr(GantryWindow) self = g_weak_ref_get(&done->window);
  if (self && self->session == done->session) {
    self->running = false;
    gantry_chart_view_set_ended(self->chart);
    gantry_window_keep_run(self, gantry_session_get_timeline(self->session), NULL);
    gantry_window_update_actions(self);
    gantry_window_refresh(self);
    if (self->comparing)
      gantry_window_compare_run_ended(self);
    else
      tell_outcome(self, gantry_session_get_timeline(self->session));
    gantry_window_predicted_run_ended(self);
  }
  g_weak_ref_clear(&done->window);
  g_free(done);
  return G_SOURCE_REMOVE;
}

/* On the session's thread. */
static void
on_done (GantrySession *session, gpointer data)
{
  Done *done = data;
  done->session = session;
  /* Before the next frame: on a machine with much else to do there is always one due, and whatever waits for
   * none would wait for ever. */
  g_idle_add_full(G_PRIORITY_DEFAULT, on_done_here, done, NULL);
}

bool
gantry_window_start_on (GantryWindow *self, GantryModel model)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_window_drop_session(self);
  gantry_run_options_init(&options, self->scenario);
  options.model = model;
  options.gil = gtk_switch_get_active(self->lock);
  Done *done = g_new0(Done, 1);
  g_weak_ref_init(&done->window, self);
  self->session = gantry_session_start(self->scenario, &options, on_done, done, &error);
  if (!self->session) {
    g_weak_ref_clear(&done->window);
    g_free(done);
    gantry_window_tell(self, error->message);
    gantry_window_update_actions(self);
    return false;
  }
  self->running = true;
  gantry_window_light_model(self, model);
  gtk_stack_set_visible_child_name(self->stage, "chart");
  gantry_chart_view_set_timeline(self->chart, gantry_session_get_timeline(self->session), true);
  gantry_output_pane_clear(self->output);
  gantry_window_set_progress(self, "");
  gtk_widget_grab_focus(GTK_WIDGET(self->chart));
  gantry_window_update_actions(self);
  g_clear_handle_id(&self->refresh, g_source_remove);
  self->refresh = g_timeout_add(REFRESH_MS, on_refresh, self);
  return true;
}

void
gantry_window_start (GantryWindow *self)
{
  if (!gantry_window_take_text(self))
    return;
  gantry_window_end_comparison(self);
  gantry_window_start_on(self, gantry_window_get_model(self));
}

void
gantry_window_stop (GantryWindow *self)
{
  if (self->session && self->running)
    gantry_session_stop(self->session);
}

/* Those that the scenario can run on; without one, none. */
static void
offer_models (GantryWindow *self, const GantryHead *head)
{
  self->setting_model = true;
  for (int i = 0; i < GANTRY_N_MODELS; i++) {
    if (!self->models[i])
      continue;
    gtk_widget_set_sensitive(GTK_WIDGET(self->models[i]), head && (head->models & (1u << i)) != 0);
    gtk_toggle_button_set_active(self->models[i], head && i == (int)head->model);
  }
  gtk_widget_set_sensitive(GTK_WIDGET(self->lock), head != NULL);
  gtk_switch_set_active(self->lock, head && head->gil);
  self->setting_model = false;
}

/* Lets go of all that is shown; `scenario` (nullable) is what can be run from now on. */
static void
change_scenario (GantryWindow *self, GantryScenario *scenario, const char *name)
{
  gantry_window_cancel_opening(self);
  gantry_window_end_comparison(self);
  gantry_window_forget_prediction(self);
  gantry_window_drop_session(self);
  g_clear_pointer(&self->scenario, gantry_scenario_unref);
  self->scenario = scenario ? gantry_scenario_ref(scenario) : NULL;
  offer_models(self, scenario ? &gantry_scenario_get_program(scenario)->head : NULL);
  gantry_source_pane_set_text(self->source, name, scenario ? gantry_scenario_get_text(scenario) : NULL);
  g_autofree char *about =
      gantry_scenario_about(scenario ? gantry_scenario_get_program(scenario)->head.about : "");
  gantry_state_pane_set_about(self->state, about);
  gantry_output_pane_clear(self->output);
}

void
gantry_window_show_scenario (GantryWindow *self, GantryScenario *scenario)
{
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  g_autofree char *name = g_path_get_basename(gantry_scenario_get_name(scenario));
  change_scenario(self, scenario, name);
  gantry_chart_view_set_timeline(self->chart, NULL, false);
  gantry_state_pane_show(self->state, NULL, NULL, 0);
  g_autofree char *title = g_markup_escape_text(gantry_scenario_text(head->title), -1);
  g_autofree char *translated = gantry_scenario_about(head->about);
  g_autofree char *about = g_markup_escape_text(translated, -1);
  adw_status_page_set_title(self->empty, title);
  adw_status_page_set_description(self->empty, about);
  gtk_stack_set_visible_child_name(self->stage, "empty");
  gantry_window_set_progress(self, _("Press Run, or F5"));
  gantry_window_update_actions(self);
  gantry_window_refresh(self);
}

void
gantry_window_show_trace (GantryWindow *self, GantryTimeline *timeline, GantryScenario *scenario,
                          const char *name)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryModel model;
  change_scenario(self, scenario, name);
  if (scenario && gantry_model_parse(facts->model, &model))
    gantry_window_light_model(self, model);
  self->setting_model = true;
  gtk_switch_set_active(self->lock, facts->gil);
  self->setting_model = false;
  gantry_chart_view_set_timeline(self->chart, timeline, false);
  gantry_window_keep_run(self, timeline, name);
  gtk_stack_set_visible_child_name(self->stage, "chart");
  gtk_widget_grab_focus(GTK_WIDGET(self->chart));
  gantry_window_update_actions(self);
  gantry_window_refresh(self);
}

void
gantry_window_show_no_scenario (GantryWindow *self, const char *name)
{
  g_autofree char *title = g_markup_escape_text(name, -1);
  change_scenario(self, NULL, name);
  gantry_chart_view_set_timeline(self->chart, NULL, false);
  gantry_state_pane_show(self->state, NULL, NULL, 0);
  adw_status_page_set_title(self->empty, title);
  adw_status_page_set_description(self->empty, "");
  gtk_stack_set_visible_child_name(self->stage, "empty");
  gantry_window_set_progress(self, "");
  gantry_window_update_actions(self);
  gantry_window_refresh(self);
}

void
gantry_window_change_program (GantryWindow *self, GantryScenario *scenario)
{
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  const GantryHead *before = self->scenario ? &gantry_scenario_get_program(self->scenario)->head : NULL;
  GantryModel model = gantry_window_get_model(self);
  bool gil = before && before->gil == head->gil ? gtk_switch_get_active(self->lock) : head->gil;
  bool keeps_model = before && (head->models & (1u << model)) && before->model == head->model;
  g_autofree char *about = gantry_scenario_about(head->about);
  gantry_scenario_ref(scenario);
  offer_models(self, head);
  self->setting_model = true;
  if (keeps_model)
    gtk_toggle_button_set_active(self->models[model], TRUE);
  gtk_switch_set_active(self->lock, gil);
  self->setting_model = false;
  g_clear_pointer(&self->scenario, gantry_scenario_unref);
  self->scenario = scenario;
  gantry_state_pane_set_about(self->state, about);
  gantry_window_tell_heading(self);
}

static void
load_now (GantryWindow *self, const char *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_load(id, NULL, &error);
  if (!scenario) {
    gantry_window_tell(self, error->message);
    return;
  }
  gantry_window_show_scenario(self, scenario);
  gantry_gallery_tell_shown(self->gallery, id);
  g_settings_set_string(gantry_settings_get(), "last-scenario", id);
}

void
gantry_window_load (GantryWindow *self, const char *id)
{
  gantry_window_guard(self, load_now, id);
}
