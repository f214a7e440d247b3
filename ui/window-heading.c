/* The header tells which run is shown: the title, the line below it, and the model that is lit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window-private.h"

#include "chart/words.h"
#include "timeline/units.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

GantryModel
gantry_window_get_model (GantryWindow *self)
{
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    if (self->models[i] && gtk_toggle_button_get_active(self->models[i]))
      self->model = (GantryModel)i;
  return self->model;
}

/* Negative: none. */
static void
light (GantryWindow *self, int model)
{
  gantry_window_get_model(self);
  self->setting_model = true;
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    if (self->models[i])
      gtk_toggle_button_set_active(self->models[i], i == model);
  self->setting_model = false;
}

void
gantry_window_light_model (GantryWindow *self, GantryModel model)
{
  light(self, (int)model);
}

static bool
is_any_lit (GantryWindow *self)
{
  bool lit = false;
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    lit = lit || (self->models[i] && gtk_toggle_button_get_active(self->models[i]));
  return lit;
}

/* What is lit is what is shown: none beside several runs, and again that of the one run after them. */
static void
light_shown (GantryWindow *self)
{
  bool shows_several = gantry_window_shows_comparison(self);
  if (shows_several && is_any_lit(self))
    light(self, -1);
  else if (!shows_several && !is_any_lit(self) && self->scenario)
    light(self, (int)gantry_window_get_model(self));
}

static void
add_count (GString *line, guint count, const char *format)
{
  g_autoptr(GString) text = g_string_new(format);
  g_autofree char *number = g_strdup_printf("%u", count);
  g_string_replace(text, "%u", number, 1);
  gantry_words_add(line, text->str);
}

/* What tells runs of one scenario apart comes first: in a narrow window the end of the line is cut. Another
 * program has no model. */
static char *
run_words (GantryWindow *self, GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  guint lanes = gantry_timeline_get_n_lanes(timeline), cores = (guint)facts->cores;
  GantryRunResult result;
  GString *line = g_string_new(NULL);
  gantry_timeline_get_result(timeline, &result);
  g_autofree char *wall = gantry_format_duration(result.wall_ns);
  g_autofree char *lost = g_strdup_printf(
      dngettext(GETTEXT_PACKAGE, "%" PRIu64 " event lost", "%" PRIu64 " events lost", (gulong)result.lost),
      result.lost);
  GantryModel model;
  if (gantry_timeline_get_source_line(timeline, 1) && gantry_model_parse(facts->model, &model))
    gantry_words_add(line, gtk_button_get_label(GTK_BUTTON(self->models[model])));
  gantry_words_add(line, gantry_run_result_words(&result));
  gantry_words_add(line, wall);
  add_count(line, lanes, dngettext(GETTEXT_PACKAGE, "%u lane", "%u lanes", lanes));
  if (cores > 0)
    add_count(line, cores, dngettext(GETTEXT_PACKAGE, "%u core", "%u cores", cores));
  gantry_words_add(line, lost);
  return g_string_free(line, FALSE);
}

static char *
subtitle_of (GantryWindow *self, GantryTimeline *timeline)
{
  if (!gantry_window_shows_comparison(self))
    return timeline ? run_words(self, timeline) : g_strdup("");
  GString *line = g_string_new(NULL);
  guint count = self->compared->len;
  add_count(line, count, dngettext(GETTEXT_PACKAGE, "%u run compared", "%u runs compared", count));
  return g_string_free(line, FALSE);
}

/* In the header, and where the desktop lists its windows or a screen reader names this one. NULL: there is
 * nothing to tell of. */
static void
tell_title (GantryWindow *self, const char *title)
{
  g_autofree char *of_window = title ? g_strdup_printf(_("%s – Gantry"), title) : g_strdup(_("Gantry"));
  adw_window_title_set_title(self->title, title ? title : _("Gantry"));
  if (g_strcmp0(gtk_window_get_title(GTK_WINDOW(self)), of_window) != 0)
    gtk_window_set_title(GTK_WINDOW(self), of_window);
}

void
gantry_window_tell_heading (GantryWindow *self)
{
  const GantryProgram *program = self->scenario ? gantry_scenario_get_program(self->scenario) : NULL;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  g_autofree char *subtitle = subtitle_of(self, timeline);
  light_shown(self);
  const char *title = timeline ? gantry_timeline_get_facts(timeline)->title : "";
  if (*title == '\0' && program)
    title = program->head.title;
  tell_title(self, *title != '\0' ? gantry_scenario_text(title) : NULL);
  adw_window_title_set_subtitle(self->title, subtitle);
}
