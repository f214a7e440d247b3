/* Lists of one's own: made, opened, saved, closed; never lost without a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/replace-file.h"
#include "ui/lecture-pane.h"
#include "ui/lecture.h"
#include "ui/question.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is to be done once the list in the window is safe, or given up. */
typedef struct {
  GantryWindow *window;
  void (*go_on)(GantryWindow *self, const char *what);
  char *what;
} Later;

static void
later_free (Later *later)
{
  g_object_unref(later->window);
  g_free(later->what);
  g_free(later);
}

static bool
write_text (GOutputStream *stream, gpointer data, GError **error)
{
  return g_output_stream_write_all(stream, data, strlen(data), NULL, NULL, error);
}

static bool
save_to (GantryWindow *self, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *text = gantry_lecture_pane_to_text(self->lecture, path);
  bool is_written = gantry_replace_file(path, write_text, text, &error);
  g_autofree char *words = is_written ? g_strdup_printf(_("Saved as %s"), name)
                                      : g_strdup_printf(_("Cannot save %s: %s"), name, error->message);
  if (is_written)
    gantry_lecture_pane_set_saved(self->lecture, path);
  gantry_window_tell(self, words);
  return is_written;
}

static void
on_save_response (GtkNativeDialog *native, int response, gpointer data)
{
  Later *later = data;
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    g_autofree char *chosen = g_file_get_path(file);
    g_autofree char *path =
        chosen && !g_str_has_suffix(chosen, ".lecture") ? g_strconcat(chosen, ".lecture", NULL) : NULL;
    if (!chosen)
      gantry_window_tell(later->window, _("Only files on this computer can be written"));
    else if (save_to(later->window, path ? path : chosen) && later->go_on)
      later->go_on(later->window, later->what);
  }
  g_object_unref(native);
  later_free(later);
}

static void
add_filter (GtkFileChooser *chooser)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  gtk_file_filter_set_name(filter, _("Lectures"));
  gtk_file_filter_add_suffix(filter, "lecture");
  gtk_file_chooser_add_filter(chooser, filter);
}

/* Takes `later` over. */
static void
choose_to_save (Later *later)
{
  GantryWindow *self = later->window;
  const GantryLecture *lecture = gantry_lecture_pane_get(self->lecture);
  const char *path = gantry_lecture_pane_get_path(self->lecture);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new(
      _("Save the lecture"), GTK_WINDOW(self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  g_autofree char *name = g_strconcat(*lecture->title ? lecture->title : _("Lecture"), ".lecture", NULL);
  g_autoptr(GFile) file = path ? g_file_new_for_path(path) : NULL;
  g_strdelimit(name, "/", '-');
  if (file)
    gtk_file_chooser_set_file(GTK_FILE_CHOOSER(chooser), file, NULL);
  else
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(chooser), name);
  add_filter(GTK_FILE_CHOOSER(chooser));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_signal_connect(chooser, "response", G_CALLBACK(on_save_response), later);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}

static Later *
later_new (GantryWindow *self, void (*go_on)(GantryWindow *, const char *), const char *what)
{
  Later *later = g_new0(Later, 1);
  later->window = g_object_ref(self);
  later->go_on = go_on;
  later->what = g_strdup(what);
  return later;
}

static void
on_answer (AdwMessageDialog *dialog, const char *answer, gpointer data)
{
  Later *later = data;
  if (g_str_equal(answer, "save")) {
    choose_to_save(later);
    return;
  }
  if (g_str_equal(answer, "discard"))
    later->go_on(later->window, later->what);
  later_free(later);
}

/* `go_on` at once where nothing can be lost, else when a person has decided. */
static void
when_safe (GantryWindow *self, void (*go_on)(GantryWindow *, const char *), const char *what)
{
  if (!gantry_lecture_pane_is_changed(self->lecture) ||
      gantry_lecture_pane_get(self->lecture)->steps->len == 0) {
    go_on(self, what);
    return;
  }
  GtkWidget *dialog =
      gantry_question_new(GTK_WINDOW(self), _("Save the list?"),
                          _("Steps were added, moved or removed since the list was opened or saved."));
  adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(dialog), "cancel", _("_Cancel"), "discard",
                                   _("_Discard"), "save", _("_Save…"), NULL);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "save");
  adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
  g_signal_connect(dialog, "response", G_CALLBACK(on_answer), later_new(self, go_on, what));
  gtk_window_present(GTK_WINDOW(dialog));
}

static void
on_open_response (GtkNativeDialog *native, int response, gpointer data)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    gantry_window_open(data, file);
  }
  g_object_unref(native);
}

static void
choose_to_open (GantryWindow *self, const char *what)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new(
      _("Open a lecture"), GTK_WINDOW(self), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  add_filter(GTK_FILE_CHOOSER(chooser));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_signal_connect(chooser, "response", G_CALLBACK(on_open_response), self);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}

/* The new list is empty; nothing is added that nobody asked for. */
static void
begin_list (GantryWindow *self, const char *what)
{
  gantry_lecture_pane_set(self->lecture, gantry_lecture_new(), NULL);
}

static void
close_list (GantryWindow *self, const char *what)
{
  gantry_lecture_pane_set(self->lecture, NULL, NULL);
}

static void
close_window (GantryWindow *self, const char *what)
{
  gantry_lecture_pane_set(self->lecture, NULL, NULL);
  gtk_window_close(GTK_WINDOW(self));
}

bool
gantry_window_lecture_may_close (GantryWindow *self)
{
  if (!gantry_lecture_pane_is_changed(self->lecture) ||
      gantry_lecture_pane_get(self->lecture)->steps->len == 0)
    return true;
  when_safe(self, close_window, NULL);
  return false;
}

static void
lecture_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  when_safe(GANTRY_WINDOW(widget), gantry_window_open_lecture, g_variant_get_string(parameter, NULL));
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  when_safe(GANTRY_WINDOW(widget), begin_list, NULL);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  when_safe(GANTRY_WINDOW(widget), choose_to_open, NULL);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  when_safe(GANTRY_WINDOW(widget), close_list, NULL);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose_to_save(later_new(GANTRY_WINDOW(widget), NULL, NULL));
}

void
gantry_window_class_add_lecture_file_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.lecture", "s", lecture_action);
  gtk_widget_class_install_action(class, "win.lecture-new", NULL, new_action);
  gtk_widget_class_install_action(class, "win.lecture-open", NULL, open_action);
  gtk_widget_class_install_action(class, "win.lecture-save", NULL, save_action);
  gtk_widget_class_install_action(class, "win.lecture-close", NULL, close_action);
}
