/* The window's files: which one is opened, saving the run that is shown. The window never waits for the disk:
 * writing goes on beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/formats.h"
#include "format/replace-file.h"
#include "format/trace-file.h"
#include "timeline/bookmarks.h"
#include "trace/background.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

/* What is being written. */
typedef struct {
  GantryTimeline *timeline;
  GPtrArray *bookmarks; /* as they are written */
  const GantryFormat *format;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *job = data;
  gantry_timeline_unref(job->timeline);
  g_ptr_array_unref(job->bookmarks);
  g_free(job->path);
  g_free(job);
}

static bool
write_timeline (GOutputStream *stream, gpointer data, GError **error)
{
  const Saving *job = data;
  return job->format->write(job->timeline, stream, error);
}

/* On a thread of its own. */
static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *job = data;
  GError *error = NULL;
  if (gantry_replace_file(job->path, write_timeline, data, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

void
gantry_window_tell_saved (GantryWindow *self, const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_basename(path);
  g_autofree char *text = error ? g_strdup_printf(_("Cannot save %s: %s"), name, error->message)
                                : g_strdup_printf(_("Saved as %s"), name);
  gantry_window_tell(self, text);
  if (!error)
    gantry_window_remember(self, path);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(object);
  const Saving *job = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  bool is_written = g_task_propagate_boolean(G_TASK(result), &error);
  self->n_saving--;
  gantry_window_tell_saved(self, job->path, error);
  if (!self->writing) /* the window is gone */
    return;
  if (is_written && job->format == &gantry_formats[0]) {
    g_autofree char *name = g_filename_display_basename(job->path);
    gantry_window_keep_run(self, job->timeline, name);
    gantry_timeline_bookmarks_saved(job->timeline, job->bookmarks);
  } else if (is_written && job->bookmarks->len > 0)
    gantry_window_tell(self, _("Marks are kept in .gantry files only"));
  gantry_window_run_saved(self, is_written);
}

static void
save_run (GantryWindow *self, GantryTimeline *timeline, GFile *file)
{
  g_autofree char *path = g_file_get_path(file);
  if (!timeline || !path)
    return;
  const GantryFormat *format = gantry_format_find(path);
  if (!format) { /* a name without an ending of ours: our own format */
    g_autofree char *bare = g_steal_pointer(&path);
    path = g_strconcat(bare, ".", gantry_formats[0].ending, NULL);
    format = &gantry_formats[0];
  }
  Saving *job = g_new0(Saving, 1);
  job->timeline = gantry_timeline_ref(timeline);
  job->bookmarks = gantry_timeline_get_bookmarks(timeline);
  job->format = format;
  job->path = g_steal_pointer(&path);
  self->n_saving++;
  g_autoptr(GTask) task = g_task_new(self, NULL, on_written, NULL);
  g_task_set_task_data(task, job, saving_free);
  gantry_run_in_background(task, write_file);
}

void
gantry_window_check_file (GantryWindow *self)
{
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (!timeline || !gantry_trace_file_is_cut(timeline))
    return;
  gantry_chart_view_set_timeline(self->chart, NULL, false);
  gantry_state_pane_show(self->state, NULL, NULL, 0);
  adw_status_page_set_title(self->empty, _("The trace is closed"));
  adw_status_page_set_description(
      self->empty, _("Its file could not be kept as it was while it was shown. Open it again to see "
                     "what is left of it."));
  gtk_stack_set_visible_child_name(self->stage, "empty");
  gantry_window_update_actions(self);
}

void
gantry_window_save (GantryWindow *self, GFile *file)
{
  save_run(self, gantry_chart_view_get_timeline(self->chart), file);
}

static void
on_save_response (GtkNativeDialog *native, int response, gpointer data)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    save_run(data, g_object_get_data(G_OBJECT(native), "timeline"), file);
  } else {
    gantry_window_run_saved(data, false);
  }
  g_object_unref(native);
}

static void
add_filter (GtkFileChooserNative *chooser, const char *name, const char *const *endings)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  gtk_file_filter_set_name(filter, name);
  for (gsize i = 0; endings[i]; i++)
    gtk_file_filter_add_suffix(filter, endings[i]);
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(chooser), filter);
}

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

void
gantry_window_choose_to_save (GantryWindow *self)
{
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (timeline)
    gantry_window_choose_to_save_run(self, timeline);
}

void
gantry_window_choose_to_save_run (GantryWindow *self, GantryTimeline *timeline)
{
  const char *title = gantry_timeline_get_facts(timeline)->title;
  g_autofree char *name = g_strconcat(*title ? title : _("Run"), ".", gantry_formats[0].ending, NULL);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new(
      _("Save the run"), GTK_WINDOW(self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  g_strdelimit(name, "/", '-');
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(chooser), name);
  for (const GantryFormat *format = gantry_formats; format->ending; format++)
    add_filter(chooser, _(format->name), (const char *const[]){format->ending, NULL});
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_object_set_data_full(G_OBJECT(chooser), "timeline", gantry_timeline_ref(timeline), timeline_unref);
  g_signal_connect(chooser, "response", G_CALLBACK(on_save_response), self);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
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

void
gantry_window_choose_to_open (GantryWindow *self)
{
  static const char *const all[] = {
      "scenario", "lecture", "gantry", "json", "gz",  "pftrace", "perfetto-trace",
      "trace",    "pb",      "svg",    "png",  "pdf", NULL};
  static const char *const scenarios[] = {"scenario", NULL};
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new(_("Open a scenario or a trace"), GTK_WINDOW(self),
                                  GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  g_autoptr(GtkFileFilter) any = gtk_file_filter_new();
  add_filter(chooser, _("Scenarios and traces"), all);
  add_filter(chooser, _("Scenarios"), scenarios);
  gtk_file_filter_set_name(any, _("All files"));
  gtk_file_filter_add_pattern(any, "*");
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(chooser), any);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(chooser), TRUE);
  g_signal_connect(chooser, "response", G_CALLBACK(on_open_response), self);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  GantryWindow *self = data;
  GSList *files = g_value_get_boxed(value);
  if (!files)
    return FALSE;
  gantry_window_open(self, files->data);
  /* The others as from a command line. */
  AdwApplication *application = ADW_APPLICATION(gtk_window_get_application(GTK_WINDOW(self)));
  for (GSList *file = files->next; file; file = file->next)
    gtk_window_present(GTK_WINDOW(gantry_window_new(application, file->data)));
  return TRUE;
}

void
gantry_window_accept_drops (GantryWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  /* Before any text in it, which would take the file's name for words to be put in. */
  gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(target), GTK_PHASE_CAPTURE);
  g_signal_connect(target, "drop", G_CALLBACK(on_drop), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(target));
}
