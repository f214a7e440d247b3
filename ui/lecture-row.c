/* A step of a lecture, as a row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture-row.h"

#include "trace/language.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
line (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class(label, css_class);
  return label;
}

/* "async · interpreter lock", as far as the list says it. */
static char *
step_conditions (const GantryLectureStep *step)
{
  static const char *const models[GANTRY_N_MODELS] = {N_("Threads"), N_("Processes"), N_("Async tasks"),
                                                      N_("Simulated")};
  const char *model = step->has_model ? _(models[step->model]) : NULL;
  const char *lock = step->lock == GANTRY_LECTURE_LOCK_ON    ? _("with interpreter lock")
                     : step->lock == GANTRY_LECTURE_LOCK_OFF ? _("without interpreter lock")
                                                             : NULL;
  if (model && lock)
    return g_strdup_printf("%s · %s", model, lock);
  return g_strdup(model ? model : lock ? lock : "");
}

GtkWidget *
gantry_lecture_row_new (const GantryLecture *lecture, guint index)
{
  const GantryLectureStep *step = gantry_lecture_get_step(lecture, index);
  GtkWidget *row = gtk_list_box_row_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *path = gantry_lecture_step_path(lecture, index);
  g_autoptr(GantryScenario) scenario = gantry_scenario_load(path, NULL, NULL);
  g_autofree char *number = g_strdup_printf("%u", index + 1);
  g_autofree char *conditions = step_conditions(step);
  const char *title =
      scenario ? gantry_scenario_text(gantry_scenario_get_program(scenario)->head.title) : step->scenario;
  GtkWidget *counter = gtk_label_new(number);
  gtk_widget_add_css_class(counter, "dim-label");
  gtk_widget_add_css_class(counter, "numeric");
  gtk_box_append(GTK_BOX(lines), line(title, NULL));
  if (*conditions)
    gtk_box_append(GTK_BOX(lines), line(conditions, "lecture-conditions"));
  gtk_box_append(GTK_BOX(box), counter);
  gtk_box_append(GTK_BOX(box), lines);
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
  gtk_widget_set_tooltip_text(row, *step->note ? step->note : title);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}
