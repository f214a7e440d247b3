/* Which runs are to be compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-chooser.h"

#include "chart/differences.h"
#include "format/trace-file.h"
#include "trace/background.h"

#include <glib/gi18n-lib.h>

struct _GantryComparisonChooser {
  AdwWindow parent_instance;
  GantryKeptRuns *kept; /* shared with the parent */
  GPtrArray *marked;    /* GantryTimeline*, chosen */
  GtkBox *box;
  AdwPreferencesGroup *group;
  GtkLabel *said;
  GtkFileChooserNative *chooser;
  bool filling;
  GantryRunsChosen chosen;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE(GantryComparisonChooser, gantry_comparison_chooser, ADW_TYPE_WINDOW)

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

static void
update (GantryComparisonChooser *self)
{
  guint count = self->marked->len;
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "runs.compare",
                                count >= 2 && count <= GANTRY_MOST_COMPARED);
  g_autofree char *text =
      count > GANTRY_MOST_COMPARED
          ? g_strdup_printf(_("No more than %d runs can be compared."), GANTRY_MOST_COMPARED)
          : g_strdup(count < 2 ? _("Choose two runs or more.") : "");
  gtk_label_set_text(self->said, text);
}

static void
mark (GantryComparisonChooser *self, GantryTimeline *timeline, bool is_marked)
{
  g_ptr_array_remove(self->marked, timeline);
  if (is_marked)
    g_ptr_array_add(self->marked, gantry_timeline_ref(timeline));
}

static void
on_toggled (GtkCheckButton *button, GantryComparisonChooser *self)
{
  if (self->filling)
    return;
  mark(self, g_object_get_data(G_OBJECT(button), "run"), gtk_check_button_get_active(button));
  update(self);
}

static void
add_row (GantryComparisonChooser *self, guint index)
{
  GtkWidget *row = adw_action_row_new(), *check = gtk_check_button_new();
  GantryTimeline *timeline = gantry_kept_runs_get(self->kept, index);
  g_autofree char *title = gantry_kept_runs_make_title(self->kept, index);
  g_autofree char *subtitle = gantry_kept_runs_make_subtitle(self->kept, index);
  adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
  adw_action_row_add_prefix(ADW_ACTION_ROW(row), check);
  adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), check);
  gtk_accessible_update_property(GTK_ACCESSIBLE(check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full(G_OBJECT(check), "run", gantry_timeline_ref(timeline), timeline_unref);
  gtk_check_button_set_active(GTK_CHECK_BUTTON(check), g_ptr_array_find(self->marked, timeline, NULL));
  g_signal_connect(check, "toggled", G_CALLBACK(on_toggled), self);
  adw_preferences_group_add(self->group, row);
}

static void
fill (GantryComparisonChooser *self)
{
  if (self->group)
    gtk_box_remove(self->box, GTK_WIDGET(self->group));
  self->group = ADW_PREFERENCES_GROUP(adw_preferences_group_new());
  adw_preferences_group_set_title(self->group, _("Runs of this window, the newest first"));
  gtk_box_prepend(self->box, GTK_WIDGET(self->group));
  self->filling = true;
  for (guint i = 0; i < gantry_kept_runs_count(self->kept); i++)
    add_row(self, i);
  self->filling = false;
  update(self);
}

/* What a thread reads. */
typedef struct {
  GWeakRef chooser;     /* may be closed meanwhile, and its parent with it */
  GPtrArray *files;     /* GFile* */
  GPtrArray *timelines; /* GantryTimeline*, of those that could be read */
  GPtrArray *names;     /* char* */
  char *fault;          /* of the last that could not, or NULL */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;
  g_weak_ref_clear(&reading->chooser);
  g_ptr_array_unref(reading->files);
  g_ptr_array_unref(reading->timelines);
  g_ptr_array_unref(reading->names);
  g_free(reading->fault);
  g_free(reading);
}

static void
read_one (Reading *reading, GFile *file)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  const GantryReading how = {0};
  g_autofree char *path = g_file_get_path(file);
  g_autofree char *name = g_file_get_basename(file);
  GantryTimeline *timeline = path ? gantry_trace_file_read(path, &how, &report, &error) : NULL;
  if (timeline) {
    g_ptr_array_add(reading->timelines, timeline);
    g_ptr_array_add(reading->names, g_steal_pointer(&name));
    return;
  }
  g_free(reading->fault);
  reading->fault = g_strdup_printf(_("Cannot open %s: %s"), name,
                                   error ? error->message : _("it is not on this computer"));
}

static void
read_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  for (guint i = 0; i < reading->files->len; i++)
    read_one(reading, reading->files->pdata[i]);
  g_task_return_boolean(task, TRUE);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  Reading *reading = g_task_get_task_data(G_TASK(result));
  g_autoptr(GantryComparisonChooser) self = g_weak_ref_get(&reading->chooser);
  if (!self)
    return;
  for (guint i = 0; i < reading->timelines->len; i++) {
    gantry_kept_runs_add(self->kept, reading->timelines->pdata[i], reading->names->pdata[i]);
    mark(self, reading->timelines->pdata[i], true);
  }
  fill(self);
  if (reading->fault)
    gtk_label_set_text(self->said, reading->fault);
}

void
gantry_comparison_chooser_add_files (GantryComparisonChooser *self, GListModel *files)
{
  Reading *reading = g_new0(Reading, 1);
  g_weak_ref_init(&reading->chooser, self);
  reading->files = g_ptr_array_new_with_free_func(g_object_unref);
  reading->timelines = g_ptr_array_new_with_free_func(timeline_unref);
  reading->names = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < g_list_model_get_n_items(files); i++)
    g_ptr_array_add(reading->files, g_list_model_get_item(files, i));
  g_autoptr(GTask) task = g_task_new(NULL, NULL, on_read, NULL);
  g_task_set_task_data(task, reading, reading_free);
  gtk_label_set_text(self->said, _("Reading…"));
  gantry_run_in_background(task, read_files);
}

static void
on_files_chosen (GtkNativeDialog *native, int response, GantryComparisonChooser *self)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  g_autoptr(GListModel) files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(native));
  gantry_comparison_chooser_add_files(self, files);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryComparisonChooser *self = GANTRY_COMPARISON_CHOOSER(widget);
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(_("Traces to compare"), GTK_WINDOW(self),
                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"), _("_Cancel"));
  gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(self->chooser), TRUE);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_files_chosen), self, 0);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

/* The oldest first, whatever they were chosen in. */
static GPtrArray *
in_order (const GantryComparisonChooser *self)
{
  GPtrArray *timelines = g_ptr_array_new_with_free_func(timeline_unref);
  for (guint i = gantry_kept_runs_count(self->kept); i-- > 0;) {
    GantryTimeline *timeline = gantry_kept_runs_get(self->kept, i);
    if (g_ptr_array_find(self->marked, timeline, NULL))
      g_ptr_array_add(timelines, gantry_timeline_ref(timeline));
  }
  return timelines;
}

bool
gantry_comparison_chooser_accept (GantryComparisonChooser *self)
{
  g_autoptr(GPtrArray) timelines = in_order(self);
  if (timelines->len < 2 || timelines->len > GANTRY_MOST_COMPARED)
    return false;
  self->chosen(timelines, self->user_data);
  gtk_window_destroy(GTK_WINDOW(self));
  return true;
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_comparison_chooser_accept(GANTRY_COMPARISON_CHOOSER(widget));
}

static void
dispose (GObject *object)
{
  GantryComparisonChooser *self = GANTRY_COMPARISON_CHOOSER(object);
  g_clear_pointer(&self->kept, gantry_kept_runs_unref);
  g_clear_object(&self->chooser);
  g_clear_pointer(&self->marked, g_ptr_array_unref);
  G_OBJECT_CLASS(gantry_comparison_chooser_parent_class)->dispose(object);
}

static void
gantry_comparison_chooser_class_init (GantryComparisonChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  gtk_widget_class_install_action(widget_class, "runs.open", NULL, open_action);
  gtk_widget_class_install_action(widget_class, "runs.compare", NULL, compare_action);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "runs.open", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gantry_comparison_chooser_init (GantryComparisonChooser *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new();
  GtkWidget *compare = gtk_button_new_with_mnemonic(_("_Compare"));
  GtkWidget *open = gtk_button_new_with_mnemonic(_("_Add traces…"));
  GtkWidget *scrolled = gtk_scrolled_window_new(), *clamp = adw_clamp_new();
  self->marked = g_ptr_array_new_with_free_func(timeline_unref);
  self->box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 12));
  self->said = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_wrap(self->said, TRUE);
  gtk_widget_add_css_class(compare, "suggested-action");
  gtk_widget_set_halign(open, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(compare), "runs.compare");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(open), "runs.open");
  gtk_widget_set_tooltip_text(open, _("Saved runs, several at once (Ctrl+O)"));
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), compare);
  gtk_box_append(self->box, open);
  gtk_box_append(self->box, GTK_WIDGET(self->said));
  gtk_widget_add_css_class(GTK_WIDGET(self->box), "export-left");
  adw_clamp_set_child(ADW_CLAMP(clamp), GTK_WIDGET(self->box));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), clamp);
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_box_append(GTK_BOX(box), header);
  gtk_box_append(GTK_BOX(box), scrolled);
  adw_window_set_content(ADW_WINDOW(self), box);
  gtk_window_set_default_widget(GTK_WINDOW(self), compare);
  gtk_window_set_title(GTK_WINDOW(self), _("Compare runs"));
  gtk_window_set_modal(GTK_WINDOW(self), TRUE);
  gtk_window_set_default_size(GTK_WINDOW(self), 520, 480);
}

GantryComparisonChooser *
gantry_comparison_chooser_present (GtkWindow *parent, GantryKeptRuns *kept, const GPtrArray *compared,
                                   GantryRunsChosen chosen, gpointer user_data)
{
  GantryComparisonChooser *self = g_object_new(GANTRY_TYPE_COMPARISON_CHOOSER, "transient-for", parent,
                                               "destroy-with-parent", TRUE, NULL);
  self->kept = gantry_kept_runs_ref(kept);
  self->chosen = chosen;
  self->user_data = user_data;
  for (guint i = 0; compared && i < compared->len; i++)
    mark(self, compared->pdata[i], true);
  for (guint i = 0; !compared && i < MIN(gantry_kept_runs_count(kept), 2); i++)
    mark(self, gantry_kept_runs_get(kept, i), true);
  fill(self);
  gtk_window_present(GTK_WINDOW(self));
  return self;
}
