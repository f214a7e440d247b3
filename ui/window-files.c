/* The window's files: opening traces and scenarios, saving the run that is shown. The window never waits for
 * the disk: reading and writing go on beside it, and reading can be cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/formats.h"
#include "format/replace-file.h"
#include "format/trace-file.h"
#include "run/scenario-of-run.h"
#include "scenario/read-text.h"
#include "timeline/bookmarks.h"
#include "trace/background.h"
#include "ui/lecture.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>

#define SHOW_AFTER_MS 250 /* what is read sooner needs no words about it */
#define PULSE_MS 100

/* What is being read; belongs to the window's thread but for `bytes`. */
typedef struct {
  char *path;
  GantryReport report;
  GantryTimeline *timeline; /* NULL: the file is no trace */
  GantryScenario *scenario; /* or else, if it is a good one */
  GError *fault;            /* or why it is none */
  char *text;               /* of a scenario that is to be mended */
  int64_t size;             /* of the file, 0: unknown */
  _Atomic int64_t bytes;    /* read so far */
} Opening;

struct _GantryOpening {
  GCancellable *cancellable;
  Opening *job; /* owned by the task */
  guint timer;
};

static void
opening_free (gpointer data)
{
  Opening *job = data;
  g_clear_pointer(&job->timeline, gantry_timeline_unref);
  g_clear_pointer(&job->scenario, gantry_scenario_unref);
  g_clear_error(&job->fault);
  gantry_report_clear(&job->report);
  g_free(job->text);
  g_free(job->path);
  g_free(job);
}

static void
note_progress (int64_t bytes, gpointer user_data)
{
  /* Relaxed: a figure to be shown, nothing hangs on it. */
  atomic_store_explicit(&((Opening *)user_data)->bytes, bytes, memory_order_relaxed);
}

/* A scenario with errors is there to be mended; what is none at all is refused. */
static void
read_scenario (Opening *job)
{
  job->scenario = gantry_scenario_load(job->path, NULL, &job->fault);
  if (job->scenario || !g_str_has_suffix(job->path, ".scenario") ||
      !g_error_matches(job->fault, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_INVALID))
    return;
  g_autoptr(GBytes) bytes = gantry_read_text(job->path, GANTRY_SCENARIO_MAX_BYTES, NULL);
  gsize length = bytes ? g_bytes_get_size(bytes) : 0;
  const char *text = length > 0 ? g_bytes_get_data(bytes, NULL) : "";
  if (length <= GANTRY_SCENARIO_MAX_BYTES && g_utf8_validate(text, (gssize)length, NULL))
    job->text = g_strndup(text, length);
}

/* What a reader would say of these is made for a command line. */
static bool
is_file (const char *path, GError **error)
{
  GStatBuf status;
  bool is_there = g_stat(path, &status) == 0;
  if (is_there && !S_ISDIR(status.st_mode))
    return gantry_can_end(path, error); /* the window would wait as long */
  g_set_error_literal(error, G_IO_ERROR, is_there ? G_IO_ERROR_IS_DIRECTORY : G_IO_ERROR_NOT_FOUND,
                      is_there ? _("it is a folder; open a file in it") : _("there is no such file"));
  return false;
}

/* On a thread of its own. */
static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *job = data;
  GError *error = NULL;
  GantryReading reading = {.cancellable = cancellable, .progress = note_progress, .user_data = job};
  if (!is_file(job->path, &error))
    ;
  else if (gantry_trace_file_is_trace(job->path))
    job->timeline = gantry_trace_file_read(job->path, &reading, &job->report, &error);
  else if (!g_str_has_suffix(job->path, ".lecture"))
    read_scenario(job);
  if (error)
    g_task_return_error(task, error);
  else
    g_task_return_boolean(task, TRUE);
}

/* What the stage showed before it told of reading. */
static const char *
page_before (GantryWindow *self)
{
  if (self->compared && self->compared->len > 0 && !self->comparing)
    return "comparison";
  return gantry_chart_view_get_timeline(self->chart) ? "chart" : "empty";
}

static void
end_opening (GantryWindow *self)
{
  GantryOpening *opening = g_steal_pointer(&self->opening);
  if (!opening)
    return;
  g_clear_handle_id(&opening->timer, g_source_remove);
  g_object_unref(opening->cancellable);
  g_free(opening);
  if (g_strcmp0(gtk_stack_get_visible_child_name(self->stage), "opening") == 0)
    gtk_stack_set_visible_child_name(self->stage, page_before(self));
}

void
gantry_window_cancel_opening (GantryWindow *self)
{
  if (!self->opening)
    return;
  g_cancellable_cancel(self->opening->cancellable);
  end_opening(self);
}

/* A window that was to begin with a file which is not shown begins as one without a file, or there would be
 * nothing in it to go on with. */
static void
begin_otherwise (GantryWindow *self)
{
  if (!self->scenario && !self->compared && !gantry_chart_view_get_timeline(self->chart) &&
      *adw_status_page_get_title(self->empty) == '\0')
    gantry_window_choose_first(self);
}

void
gantry_window_give_up_opening (GantryWindow *self)
{
  if (!self->opening)
    return;
  g_autofree char *name = g_filename_display_basename(self->opening->job->path);
  g_autofree char *text = g_strdup_printf(_("%s was not opened"), name);
  gantry_window_cancel_opening(self);
  begin_otherwise(self);
  gantry_window_tell(self, text);
}

static gboolean
show_opening (gpointer data)
{
  GantryWindow *self = data;
  const Opening *job = self->opening->job;
  /* Relaxed: a figure to show. */
  int64_t bytes = atomic_load_explicit(&job->bytes, memory_order_relaxed);
  g_autofree char *name = g_filename_display_basename(job->path);
  g_autofree char *title = g_markup_escape_text(name, -1);
  g_autofree char *size = g_format_size((guint64)bytes);
  adw_status_page_set_title(self->opening_page, title);
  gtk_progress_bar_set_text(self->opening_bar, size);
  /* A packed file is longer than it looks; then the bar only moves. */
  if (job->size > 0 && bytes > 0 && bytes <= job->size)
    gtk_progress_bar_set_fraction(self->opening_bar, (double)bytes / (double)job->size);
  else
    gtk_progress_bar_pulse(self->opening_bar);
  gtk_stack_set_visible_child_name(self->stage, "opening");
  self->opening->timer = g_timeout_add(PULSE_MS, show_opening, self);
  return G_SOURCE_REMOVE;
}

static void
show_timeline (GantryWindow *self, const Opening *job)
{
  g_autofree char *name = g_filename_display_basename(job->path);
  g_autoptr(GantryScenario) scenario = gantry_scenario_of_run(job->timeline, name);
  gantry_window_show_trace(self, job->timeline, scenario, name);
  if (job->report.fault)
    gantry_window_tell(self, job->report.fault);
  gantry_window_set_progress(self, job->report.fault ? job->report.fault : "");
}

static void
show_scenario (GantryWindow *self, const Opening *job)
{
  g_autofree char *name = g_filename_display_basename(job->path);
  if (job->scenario) {
    gantry_window_show_scenario(self, job->scenario);
    gantry_editor_set_file(gantry_source_pane_get_editor(self->source), job->path);
    return;
  }
  if (job->text)
    gantry_window_show_text(self, name, job->path, job->text);
  else
    begin_otherwise(self);
  gantry_window_tell(self, job->fault->message);
}

static void
open_path (GantryWindow *self, const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_window_open(self, file);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(object);
  GTask *task = G_TASK(result);
  Opening *job = g_task_get_task_data(task);
  g_autoptr(GError) error = NULL;
  bool is_read = g_task_propagate_boolean(task, &error);
  /* Of an opening that was cancelled, or was followed by another, nobody wants to know any more. */
  if (!self->opening || self->opening->job != job)
    return;
  end_opening(self);
  if (!is_read) {
    g_autofree char *name = g_filename_display_basename(job->path);
    g_autofree char *text = g_strdup_printf(_("Cannot open %s: %s"), name, error->message);
    begin_otherwise(self);
    gantry_window_tell(self, text);
    return;
  }
  if (gantry_editor_is_modified(gantry_source_pane_get_editor(self->source))) {
    gantry_window_guard(self, open_path, job->path);
    return;
  }
  if (g_str_has_suffix(job->path, ".lecture")) {
    gantry_window_open_lecture(self, job->path);
    return;
  }
  gantry_gallery_choose_none(self->gallery);
  if (job->timeline)
    show_timeline(self, job);
  else
    show_scenario(self, job);
  gantry_window_remember(self, job->path);
}

void
gantry_window_open (GantryWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path(file);
  if (!path) {
    gantry_window_tell(self, _("Only files on this computer can be opened: copy it here first"));
    return;
  }
  gantry_window_cancel_opening(self);
  g_autoptr(GFileInfo) info =
      g_file_query_info(file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  Opening *job = g_new0(Opening, 1);
  job->path = g_steal_pointer(&path);
  job->size = info ? g_file_info_get_size(info) : 0;
  GantryOpening *opening = g_new0(GantryOpening, 1);
  opening->cancellable = g_cancellable_new();
  opening->job = job;
  opening->timer = g_timeout_add(SHOW_AFTER_MS, show_opening, self);
  self->opening = opening;
  g_autoptr(GTask) task = g_task_new(self, opening->cancellable, on_read, NULL);
  g_task_set_task_data(task, job, opening_free);
  gantry_run_in_background(task, read_file);
}

GtkWidget *
gantry_window_make_opening_page (GantryWindow *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *cancel = gtk_button_new_with_mnemonic(_("_Cancel"));
  self->opening_page = ADW_STATUS_PAGE(adw_status_page_new());
  self->opening_bar = GTK_PROGRESS_BAR(gtk_progress_bar_new());
  gtk_progress_bar_set_show_text(self->opening_bar, TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->opening_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Reading the file"), -1);
  gtk_widget_set_size_request(GTK_WIDGET(self->opening_bar), 280, -1);
  gtk_widget_set_halign(GTK_WIDGET(self->opening_bar), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(cancel, "pill");
  gtk_widget_set_halign(cancel, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(cancel), "win.stop");
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->opening_bar));
  gtk_box_append(GTK_BOX(box), cancel);
  adw_status_page_set_description(self->opening_page, _("Reading the file"));
  adw_status_page_set_child(self->opening_page, box);
  return GTK_WIDGET(self->opening_page);
}

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
  g_signal_connect(target, "drop", G_CALLBACK(on_drop), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(target));
}
