/* The window's lecture. A step is a scenario that runs at once, on the model and with the lock that the list
 * says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture.h"

#include "ui/lecture-pane.h"
#include "ui/projection.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

bool
gantry_window_has_lecture (GantryWindow *self)
{
  return gantry_lecture_pane_get(self->lecture) != NULL;
}

static guint
count_steps (GantryWindow *self)
{
  const GantryLecture *lecture = gantry_lecture_pane_get(self->lecture);
  return lecture ? lecture->steps->len : 0;
}

char *
gantry_window_lecture_place (GantryWindow *self)
{
  guint place = gantry_lecture_pane_get_place(self->lecture), count = count_steps(self);
  return place < count ? g_strdup_printf(_("%u of %u"), place + 1, count) : g_strdup("");
}

const char *
gantry_window_lecture_note (GantryWindow *self)
{
  guint place = gantry_lecture_pane_get_place(self->lecture);
  const GantryLecture *lecture = gantry_lecture_pane_get(self->lecture);
  return place < count_steps(self) ? gantry_lecture_get_step(lecture, place)->note : "";
}

static void
choose_model (GantryWindow *self, const GantryLectureStep *step)
{
  self->setting_model = true;
  if (step->has_model)
    gtk_toggle_button_set_active(self->models[step->model], TRUE);
  if (step->lock != GANTRY_LECTURE_LOCK_AS_SCENARIO)
    gtk_switch_set_active(self->lock, step->lock == GANTRY_LECTURE_LOCK_ON);
  self->setting_model = false;
}

static void
run_step (GantryWindow *self, guint index)
{
  const GantryLecture *lecture = gantry_lecture_pane_get(self->lecture);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_lecture_load_step(lecture, index, &error);
  /* A step that cannot be run is told about, and does not stand in the way of the next. */
  gantry_lecture_pane_set_place(self->lecture, index);
  if (!scenario) {
    gantry_window_tell(self, error->message);
    return;
  }
  gantry_gallery_choose_none(self->gallery);
  gantry_window_show_scenario(self, scenario);
  choose_model(self, gantry_lecture_get_step(lecture, index));
  gantry_window_start(self);
  gantry_projection_tell(self->projection, NULL);
}

bool
gantry_window_lecture_step (GantryWindow *self, int by)
{
  guint place = gantry_lecture_pane_get_place(self->lecture), count = count_steps(self);
  /* Before the first step, both ways lead to it. */
  int64_t next = place == GANTRY_LECTURE_NOWHERE ? 0 : (int64_t)place + by;
  if (next < 0 || next >= (int64_t)count)
    return false;
  run_step(self, (guint)next);
  return true;
}

bool
gantry_window_lecture_key (GantryWindow *self, guint keyval, GdkModifierType state)
{
  bool forward = keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_KP_Page_Down;
  bool back = keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up;
  if ((!forward && !back) || state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return false;
  return gantry_window_lecture_step(self, forward ? 1 : -1);
}

static void
set_lecture (GantryWindow *self, GantryLecture *lecture, const char *path)
{
  gantry_lecture_pane_set(self->lecture, lecture, path);
  gtk_widget_set_visible(GTK_WIDGET(self->gallery), TRUE);
}

void
gantry_window_open_lecture (GantryWindow *self, const char *id_or_path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryLecture) lecture = gantry_lecture_load(id_or_path, NULL, &error);
  if (!lecture) {
    gantry_window_tell(self, error->message);
    return;
  }
  const char *path = lecture->folder ? id_or_path : NULL;
  set_lecture(self, g_steal_pointer(&lecture), path);
}

static void
on_run (GantryLecturePane *pane, guint index, gpointer data)
{
  run_step(data, index);
}

static void
on_add (GantryLecturePane *pane, gpointer data)
{
  GantryWindow *self = data;
  if (!self->scenario) {
    gantry_window_tell(self, _("Choose a scenario in the gallery first, or open one"));
    return;
  }
  const char *name = gantry_scenario_get_name(self->scenario);
  g_autoptr(GantryScenario) again = gantry_scenario_load(name, NULL, NULL);
  if (!again) {
    gantry_window_tell(self, _("Save the scenario as a file first; a lecture names files"));
    return;
  }
  const GantryHead *head = &gantry_scenario_get_program(self->scenario)->head;
  GantryModel model = gantry_window_get_model(self);
  bool gil = gtk_switch_get_active(self->lock);
  GantryLectureLock lock = gil == head->gil ? GANTRY_LECTURE_LOCK_AS_SCENARIO
                           : gil            ? GANTRY_LECTURE_LOCK_ON
                                            : GANTRY_LECTURE_LOCK_OFF;
  if (!gantry_lecture_pane_add(pane, name, model, lock)) {
    g_autofree char *text =
        g_strdup_printf(_("A lecture has at most %d steps; split it"), GANTRY_LECTURE_MAX_STEPS);
    gantry_window_tell(self, text);
  }
}

static void
on_changed (GantryLecturePane *pane, gpointer data)
{
  GantryWindow *self = data;
  gantry_window_update_lecture_actions(self);
  gantry_projection_tell(self->projection, NULL);
}

GtkWidget *
gantry_window_make_lecture_pane (GantryWindow *self)
{
  self->lecture = GANTRY_LECTURE_PANE(gantry_lecture_pane_new());
  g_signal_connect(self->lecture, "run", G_CALLBACK(on_run), self);
  g_signal_connect(self->lecture, "add", G_CALLBACK(on_add), self);
  g_signal_connect(self->lecture, "changed", G_CALLBACK(on_changed), self);
  return GTK_WIDGET(self->lecture);
}

void
gantry_window_update_lecture_actions (GantryWindow *self)
{
  guint place = gantry_lecture_pane_get_place(self->lecture), count = count_steps(self);
  bool has_lecture = gantry_window_has_lecture(self), is_somewhere = place < count;
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.lecture-next",
                                count > 0 && (!is_somewhere || place + 1 < count));
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.lecture-previous", is_somewhere && place > 0);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.lecture-save", count > 0);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.lecture-close", has_lecture);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_lecture_step(GANTRY_WINDOW(widget), g_str_has_suffix(name, "next") ? 1 : -1);
}

void
gantry_window_class_add_lecture_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.lecture-next", NULL, step_action);
  gtk_widget_class_install_action(class, "win.lecture-previous", NULL, step_action);
  gantry_window_class_add_lecture_file_actions(class);
}
