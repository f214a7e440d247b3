/* The window's scenario as it is written: running it as it stands, new ones, saving, and that nothing that
 * was written is lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/replace-file.h"
#include "scenario/library.h"
#include "scenario/reference.h"
#include "trace/background.h"
#include "ui/question.h"
#include "ui/recovery.h"
#include "ui/reference-page.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEEP_AFTER_MS 700 /* of a pause in typing; without one, every so often */

struct _GantryWriting {
  GantryRecovery *recovery;
  guint keep;  /* timer */
  bool edited; /* the text is not that of the scenario any more */
};

typedef struct {
  GantryWindowThen then; /* nullable */
  char *argument;
  char *path;
  GBytes *contents;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *job = data;
  g_free(job->argument);
  g_free(job->path);
  g_clear_pointer(&job->contents, g_bytes_unref);
  g_free(job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Saving, saving_free)

static Saving *
saving_new (GantryWindowThen then, const char *argument)
{
  Saving *job = g_new0(Saving, 1);
  job->then = then;
  job->argument = g_strdup(argument);
  return job;
}

static GantryEditor *
editor_of (GantryWindow *self)
{
  return gantry_source_pane_get_editor(self->source);
}

/* On a thread of its own. */
static void
write_scenario (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *job = data;
  GError *error = NULL;
  if (gantry_replace_file_bytes(job->path, job->contents, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

/* What was typed while it was being written is not saved. */
static bool
is_still_the_text (GantryWindow *self, const Saving *job)
{
  g_autofree char *text = gantry_editor_get_text(editor_of(self));
  return strlen(text) == g_bytes_get_size(job->contents) &&
         memcmp(text, g_bytes_get_data(job->contents, NULL), strlen(text)) == 0;
}

static void
on_scenario_written (GObject *object, GAsyncResult *result, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(object);
  const Saving *job = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  bool is_written = g_task_propagate_boolean(G_TASK(result), &error);
  if (!self->writing) /* the window is gone */
    return;
  gantry_window_tell_saved(self, job->path, error);
  if (!is_written)
    return;
  gantry_editor_set_file(editor_of(self), job->path);
  if (!is_still_the_text(self, job))
    return;
  gantry_editor_set_modified(editor_of(self), false);
  if (job->then)
    job->then(self, job->argument);
}

/* Takes the job, whose path is set. */
static void
save_text (GantryWindow *self, Saving *job)
{
  char *text = gantry_editor_get_text(editor_of(self));
  job->contents = g_bytes_new_take(text, strlen(text));
  g_autoptr(GTask) task = g_task_new(self, NULL, on_scenario_written, NULL);
  g_task_set_task_data(task, job, saving_free);
  gantry_run_in_background(task, write_scenario);
}

void
gantry_window_save_scenario_to (GantryWindow *self, const char *path)
{
  Saving *job = saving_new(NULL, NULL);
  job->path = g_strdup(path);
  save_text(self, job);
}

static void
on_save_response (GtkNativeDialog *native, int response, gpointer data)
{
  GtkWindow *window = gtk_native_dialog_get_transient_for(native);
  g_autoptr(Saving) job = data;
  g_autoptr(GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native)) : NULL;
  job->path = file ? g_file_get_path(file) : NULL;
  if (job->path && window)
    save_text(GANTRY_WINDOW(window), g_steal_pointer(&job));
  else if (file && window)
    gantry_window_tell(GANTRY_WINDOW(window), _("A scenario can only be saved on this computer"));
  g_object_unref(native);
}

/* Takes the job. */
static void
choose_where_to_save (GantryWindow *self, Saving *job)
{
  const char *file = gantry_editor_get_file(editor_of(self)),
             *shown = gantry_editor_get_name(editor_of(self));
  bool is_built_in = !file && g_strv_contains(gantry_library_list(), shown);
  g_autofree char *base = g_path_get_basename(shown);
  g_autofree char *name = g_strconcat(base, g_str_has_suffix(base, ".scenario") ? "" : ".scenario", NULL);
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new(is_built_in ? _("Save a copy of the scenario") : _("Save the scenario as"),
                                  GTK_WINDOW(self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  g_autoptr(GFile) folder = file ? g_file_new_for_path(file) : NULL;
  g_autoptr(GFile) parent = folder ? g_file_get_parent(folder) : NULL;
  if (parent)
    gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(chooser), parent, NULL);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(chooser), name);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_signal_connect(chooser, "response", G_CALLBACK(on_save_response), job);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}

/* Takes the job. */
static void
save (GantryWindow *self, Saving *job)
{
  const char *file = gantry_editor_get_file(editor_of(self));
  job->path = g_strdup(file);
  if (file)
    save_text(self, job);
  else
    choose_where_to_save(self, job);
}

static void
on_guard_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
  Saving *job = g_object_get_data(G_OBJECT(dialog), "job");
  if (g_str_equal(response, "save")) {
    save(self, saving_new(job->then, job->argument));
  } else if (g_str_equal(response, "discard")) {
    gantry_editor_set_modified(editor_of(self), false);
    job->then(self, job->argument);
  } else {
    gantry_gallery_take_back(self->gallery);
  }
}

void
gantry_window_guard (GantryWindow *self, GantryWindowThen then, const char *argument)
{
  if (!gantry_editor_is_modified(editor_of(self))) {
    then(self, argument);
    return;
  }
  g_autofree char *heading =
      g_strdup_printf(_("Save the changes to %s?"), gantry_editor_get_name(editor_of(self)));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(
      gantry_question_new(GTK_WINDOW(self), heading, _("What is not saved will be lost.")));
  adw_message_dialog_add_responses(dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), "save",
                                   _("_Save"), NULL);
  adw_message_dialog_set_response_appearance(dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance(dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(dialog, "save");
  adw_message_dialog_set_close_response(dialog, "cancel");
  g_object_set_data_full(G_OBJECT(dialog), "job", saving_new(then, argument), saving_free);
  g_signal_connect(dialog, "response", G_CALLBACK(on_guard_response), NULL);
  gtk_window_present(GTK_WINDOW(dialog));
}

static void
close_now (GantryWindow *self, const char *argument)
{
  gtk_window_destroy(GTK_WINDOW(self));
}

static gboolean
on_close_request (GtkWindow *window, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(window);
  if (!gantry_editor_is_modified(editor_of(self)))
    return FALSE;
  gantry_window_guard(self, close_now, NULL);
  return TRUE;
}

bool
gantry_window_take_text (GantryWindow *self)
{
  if (!gantry_editor_has_text(editor_of(self)) || (self->scenario && !self->writing->edited))
    return self->scenario != NULL;
  g_autoptr(GantryScenario) scenario = gantry_editor_compile(editor_of(self));
  if (!scenario) {
    gantry_window_tell(self, _("The scenario has errors and cannot be run yet"));
    return false;
  }
  gantry_window_change_program(self, scenario);
  self->writing->edited = false;
  return true;
}

static gboolean
keep_text (gpointer data)
{
  GantryWindow *self = data;
  GantryEditor *editor = editor_of(self);
  g_autofree char *text = gantry_editor_get_text(editor);
  self->writing->keep = 0;
  if (gantry_editor_is_modified(editor))
    gantry_recovery_keep(self->writing->recovery, gantry_editor_get_name(editor),
                         gantry_editor_get_file(editor), text);
  return G_SOURCE_REMOVE;
}

/* Not when the pause in typing is over. */
static void
keep_text_now (GantryWindow *self)
{
  g_clear_handle_id(&self->writing->keep, g_source_remove);
  keep_text(self);
}

static void
on_text_changed (GantryEditor *editor, gpointer data)
{
  GantryWindow *self = data;
  g_autofree char *text = gantry_editor_get_text(editor);
  self->writing->edited = gantry_editor_has_text(editor) &&
                          (!self->scenario || !g_str_equal(text, gantry_scenario_get_text(self->scenario)));
  if (!self->writing->keep)
    self->writing->keep = g_timeout_add(KEEP_AFTER_MS, keep_text, self);
  if (!self->running)
    gantry_window_refresh(self);
}

static void
on_modified_changed (GantryEditor *editor, gpointer data)
{
  GantryWindow *self = data;
  if (!gantry_editor_is_modified(editor))
    gantry_recovery_forget(self->writing->recovery);
  gantry_window_update_actions(self);
}

void
gantry_window_show_text (GantryWindow *self, const char *name, const char *file, const char *text)
{
  g_autoptr(GantryScenario) scenario =
      gantry_scenario_new(file ? file : name, text, strlen(text), NULL, NULL);
  if (scenario)
    gantry_window_show_scenario(self, scenario);
  else
    gantry_window_show_no_scenario(self, name);
  gantry_source_pane_set_text(self->source, name, text);
  gantry_editor_set_file(editor_of(self), file);
  self->writing->edited = !scenario;
  gantry_window_update_actions(self);
}

static void
recover (GantryWindow *self, GantryRecoveredText *text)
{
  gantry_gallery_choose_none(self->gallery);
  gantry_window_show_text(self, text->name, text->file, text->text);
  gantry_editor_set_modified(editor_of(self), true);
  keep_text_now(self);
  if (gantry_recovery_wait(self->writing->recovery)) /* else it is offered again: it stands nowhere else */
    gantry_recovered_text_done(text);
}

static void
on_recovery_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
  GPtrArray *texts = g_object_get_data(G_OBJECT(dialog), "texts");
  for (guint i = 0; i < texts->len; i++) {
    if (g_str_equal(response, "discard"))
      gantry_recovered_text_done(texts->pdata[i]);
    if (!g_str_equal(response, "recover"))
      continue;
    GantryWindow *target = self;
    if (i > 0 || self->first_file || gantry_editor_is_modified(editor_of(self))) {
      target = gantry_window_new(ADW_APPLICATION(gtk_window_get_application(GTK_WINDOW(self))), NULL);
      target->is_filled = true;
      gtk_window_present(GTK_WINDOW(target));
    }
    recover(target, texts->pdata[i]);
  }
}

void
gantry_window_offer_recovered (GantryWindow *self)
{
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  g_autoptr(GString) names = g_string_new(NULL);
  if (texts->len == 0)
    return;
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", ((GantryRecoveredText *)texts->pdata[i])->name);
  g_autofree char *heading = g_strdup_printf(_("Recovered text of %s"), names->str);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(gantry_question_new(
      GTK_WINDOW(self), heading,
      _("Gantry ended before it was saved. Recover it, to go on where you were, or discard it.")));
  adw_message_dialog_add_responses(dialog, "later", _("Ask _later"), "discard", _("_Discard"), "recover",
                                   _("_Recover"), NULL);
  adw_message_dialog_set_response_appearance(dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance(dialog, "recover", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(dialog, "recover");
  adw_message_dialog_set_close_response(dialog, "later");
  g_object_set_data_full(G_OBJECT(dialog), "texts", g_steal_pointer(&texts),
                         (GDestroyNotify)g_ptr_array_unref);
  g_signal_connect(dialog, "response", G_CALLBACK(on_recovery_response), NULL);
  gtk_window_present(GTK_WINDOW(dialog));
}

static void
show_template (GantryWindow *self, const char *argument)
{
  gantry_gallery_choose_none(self->gallery);
  gantry_window_show_text(self, _("New scenario"), NULL, argument);
  gantry_editor_go_to(editor_of(self), 1, 1); /* its title is where one begins to write */
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_guard(GANTRY_WINDOW(widget), show_template, gantry_reference_template());
}

/* Saves what is written; where there is nothing to save and the text is not what one is at, the run. */
static void
save_scenario_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
  bool is_at_text = focus && (focus == GTK_WIDGET(gantry_editor_get_view(editor_of(self))) ||
                              gtk_widget_is_ancestor(focus, GTK_WIDGET(editor_of(self))));
  if (!gantry_editor_has_text(editor_of(self)) ||
      (!is_at_text && !gantry_editor_is_modified(editor_of(self))))
    gantry_window_choose_to_save(self);
  else
    save(self, saving_new(NULL, NULL));
}

static void
save_scenario_as_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  if (gantry_editor_has_text(editor_of(self)))
    choose_where_to_save(self, saving_new(NULL, NULL));
}

static void
reference_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_drawer_toggle(GANTRY_WINDOW(widget)->drawer, "reference");
}

static void
on_example_insert (GantryReferencePage *page, const char *example, gboolean at_margin, gpointer data)
{
  gantry_editor_insert(editor_of(data), example, at_margin);
}

static void
on_example_try (GantryReferencePage *page, const char *text, gpointer data)
{
  gantry_window_guard(data, show_template, text);
}

void
gantry_window_class_add_writing_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.new-scenario", NULL, new_action);
  gtk_widget_class_install_action(class, "win.save-scenario", NULL, save_scenario_action);
  gtk_widget_class_install_action(class, "win.save-scenario-as", NULL, save_scenario_as_action);
  gtk_widget_class_install_action(class, "win.reference", NULL, reference_action);
}

static void
on_not_kept (const char *reason, gpointer data)
{
  g_autofree char *text = g_strdup_printf(
      _("What is not saved cannot be kept for the case of a crash: %s. Save it as a file"), reason);
  gantry_window_tell(data, text);
}

void
gantry_window_init_writing (GantryWindow *self)
{
  GtkWidget *reference = gantry_reference_page_new();
  self->writing = g_new0(GantryWriting, 1);
  self->writing->recovery = gantry_recovery_new(on_not_kept, self);
  gantry_drawer_add(self->drawer, "reference", _("Reference"), reference);
  g_signal_connect(reference, "insert", G_CALLBACK(on_example_insert), self);
  g_signal_connect(reference, "try", G_CALLBACK(on_example_try), self);
  g_signal_connect(editor_of(self), "changed", G_CALLBACK(on_text_changed), self);
  g_signal_connect(editor_of(self), "modified-changed", G_CALLBACK(on_modified_changed), self);
  g_signal_connect(self, "close-request", G_CALLBACK(on_close_request), NULL);
}

void
gantry_window_end_writing (GantryWindow *self)
{
  if (!self->writing)
    return;
  g_signal_handlers_disconnect_by_data(editor_of(self), self);
  if (self->writing->keep)
    keep_text_now(self);
  gantry_recovery_free(self->writing->recovery);
  g_clear_pointer(&self->writing, g_free);
}
