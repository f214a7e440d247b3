/* Opening traces and scenarios. The window never waits for the disk: reading goes on beside it, and can be
 * cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/trace-file.h"
#include "run/scenario-of-run.h"
#include "scenario/read-text.h"
#include "trace/background.h"
#include "ui/lecture.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define SHOW_AFTER_MS 250 /* what is read sooner needs no words about it */
#define PULSE_MS 100

/* What is being read; belongs to the window's thread but for what is atomic. */
typedef struct {
  char *path;
  GantryReport report;
  GantryTimeline *timeline; /* NULL: the file is no trace */
  GantryScenario *scenario; /* or else, if it is a good one */
  GError *fault;            /* or why it is none */
  char *text;               /* of a scenario that is to be mended */
  _Atomic int64_t size;     /* of the file, 0: unknown */
  _Atomic int64_t bytes;    /* read so far */
  _Atomic bool is_read;     /* and is being put in order, which takes its time, too */
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

static void
note_read (gpointer user_data)
{
  /* Relaxed: a word to be shown. */
  atomic_store_explicit(&((Opening *)user_data)->is_read, true, memory_order_relaxed);
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
is_file (Opening *job, GError **error)
{
  GStatBuf status;
  bool is_there = g_stat(job->path, &status) == 0;
  if (is_there && !S_ISDIR(status.st_mode)) {
    /* Relaxed: a figure that a bar is drawn by. */
    atomic_store_explicit(&job->size, status.st_size, memory_order_relaxed);
    return gantry_can_end(job->path, error); /* the window would wait as long */
  }
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
  GantryReading reading = {
      .cancellable = cancellable, .progress = note_progress, .all_read = note_read, .user_data = job};
  if (!is_file(job, &error))
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
  /* Relaxed: figures and a word to show. */
  int64_t bytes = atomic_load_explicit(&job->bytes, memory_order_relaxed);
  bool is_read = atomic_load_explicit(&job->is_read, memory_order_relaxed);
  int64_t all = atomic_load_explicit(&job->size, memory_order_relaxed);
  g_autofree char *name = g_filename_display_basename(job->path);
  g_autofree char *title = g_markup_escape_text(name, -1);
  g_autofree char *size = g_format_size((guint64)bytes);
  const char *doing = is_read ? _("Putting the events in order") : _("Reading the file");
  adw_status_page_set_title(self->opening_page, title);
  adw_status_page_set_description(self->opening_page, doing);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->opening_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, doing, -1);
  gtk_progress_bar_set_text(self->opening_bar, size);
  /* A packed file is longer than it looks, and how long order takes is not known: then the bar only moves. */
  if (!is_read && all > 0 && bytes > 0 && bytes < all)
    gtk_progress_bar_set_fraction(self->opening_bar, (double)bytes / (double)all);
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
  g_autofree char *fault = job->report.fault ? g_strdup_printf("%s: %s", name, job->report.fault) : NULL;
  if (fault)
    gantry_window_tell(self, fault);
  gantry_window_set_progress(self, fault ? fault : "");
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
  gantry_window_show_text(self, name, job->path, job->text);
  gantry_window_tell(self,
                     _("The scenario has errors and cannot be run yet")); /* they stand below its text */
}

static bool
can_be_shown (const Opening *job)
{
  return job->timeline || job->scenario || job->text || g_str_has_suffix(job->path, ".lecture");
}

/* Of a file that was meant to be a scenario, what is wrong with it. */
static char *
tell_fault (const Opening *job)
{
  if (g_str_has_suffix(job->path, ".scenario"))
    return g_strdup(job->fault->message);
  g_autofree char *name = g_filename_display_basename(job->path);
  return g_strdup_printf(_("Cannot open %s: it is no scenario and no trace"), name);
}

/* What is in the window stays there. */
static void
refuse (GantryWindow *self, const char *words)
{
  begin_otherwise(self);
  gantry_window_tell(self, words);
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
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
      gantry_window_forget(job->path);
    g_autofree char *name = g_filename_display_basename(job->path);
    g_autofree char *text = g_strdup_printf(_("Cannot open %s: %s"), name, error->message);
    refuse(self, text);
    return;
  }
  if (!can_be_shown(job)) {
    g_autofree char *text = tell_fault(job);
    refuse(self, text);
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
  Opening *job = g_new0(Opening, 1);
  job->path = g_steal_pointer(&path);
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
  gtk_widget_set_size_request(GTK_WIDGET(self->opening_bar), 280, -1);
  gtk_widget_set_halign(GTK_WIDGET(self->opening_bar), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(cancel, "pill");
  gtk_widget_set_halign(cancel, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(cancel), "win.stop");
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->opening_bar));
  gtk_box_append(GTK_BOX(box), cancel);
  adw_status_page_set_child(self->opening_page, box);
  return GTK_WIDGET(self->opening_page);
}
