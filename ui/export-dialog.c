/* The export dialog.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-dialog.h"

#include "chart/picture.h"
#include "format/embedded.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct {
  GtkWindow *window;
  GtkWindow *parent;
  GPtrArray *timelines; /* GantryTimeline* */
  char *verdict;        /* of a comparison; NULL: one run is drawn */
  GantryView view;
  AdwComboRow *format, *size, *theme, *range;
  GtkSwitch *title, *trace;
  GtkFileChooserNative *chooser;
  GantryExported exported;
  gpointer user_data;
} Dialog;

/* What a thread writes. */
typedef struct {
  GPtrArray *timelines;
  char *verdict;
  GantryView view;
  GantryPictureFormat format;
  bool with_trace;
  GFile *file;
  GantryExported exported;
  gpointer user_data;
} Job;

static const struct {
  const char *name;
  double width, height;
} sizes[] = {
    {N_("As on screen"), 0, 0},
    {N_("Slide, 1920 × 1080"), 1920, 1080},
    {N_("Page, 1600 × 1000"), 1600, 1000},
    {N_("Square, 1200 × 1200"), 1200, 1200},
};

static const char *const endings[] = {"png", "svg", "pdf"};

static void
dialog_free (gpointer data)
{
  Dialog *dialog = data;
  g_clear_object(&dialog->chooser);
  g_ptr_array_unref(dialog->timelines);
  g_free(dialog->verdict);
  g_free(dialog);
}

static void
job_free (gpointer data)
{
  Job *job = data;
  g_ptr_array_unref(job->timelines);
  g_free(job->verdict);
  g_object_unref(job->file);
  g_free(job);
}

static GBytes *
draw (const Job *job, GError **error)
{
  if (!job->verdict) {
    GantryTimeline *timeline = job->timelines->pdata[0];
    g_autoptr(GBytes) picture = gantry_picture_render(timeline, &job->view, 1.0, job->format, error);
    return picture && job->with_trace ? gantry_embed_timeline(picture, timeline, error)
                                      : g_steal_pointer(&picture);
  }
  g_autoptr(GantryComparison) comparison = gantry_comparison_new(
      (GantryTimeline *const *)job->timelines->pdata, job->timelines->len, job->verdict, NULL, &job->view);
  return gantry_picture_render_comparison(comparison, 1.0, job->format, error);
}

/* Drawing and the disk take their time: not on the window's thread. */
static void
write_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autofree char *path = g_file_get_path(job->file);
  g_autoptr(GBytes) bytes = draw(job, &error);
  if (bytes && path)
    g_file_set_contents_full(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes),
                             G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &error);
  else if (bytes)
    g_file_replace_contents(job->file, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL, FALSE,
                            G_FILE_CREATE_NONE, NULL, NULL, &error);
  if (error)
    g_task_return_error(task, error);
  else
    g_task_return_boolean(task, TRUE);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename(job->file);
  g_autofree char *message = NULL;
  if (g_task_propagate_boolean(G_TASK(result), &error))
    message = g_strdup_printf(_("Exported “%s”"), name);
  else
    message = g_strdup_printf(_("“%s” was not written: %s"), name, error->message);
  job->exported(message, job->user_data);
}

static void
read_choices (Dialog *dialog, GantryView *view)
{
  guint size = adw_combo_row_get_selected(dialog->size);
  *view = dialog->view;
  if (sizes[size].width > 0) {
    view->width = sizes[size].width;
    view->height = sizes[size].height;
    view->text_scale = 1.0;
    view->scroll = 0;
    view->squeeze = true;
  }
  view->theme = (GantryThemeId)adw_combo_row_get_selected(dialog->theme);
  view->show_title = gtk_switch_get_active(dialog->title);
  view->show_footer = view->show_title;
  if (!dialog->verdict && adw_combo_row_get_selected(dialog->range) == 1)
    gantry_view_fit(view, dialog->timelines->pdata[0]);
}

static void
on_chosen (GtkNativeDialog *native, int response, gpointer data)
{
  Dialog *dialog = data;
  if (response == GTK_RESPONSE_ACCEPT) {
    Job *job = g_new0(Job, 1);
    job->timelines = g_ptr_array_ref(dialog->timelines);
    job->verdict = g_strdup(dialog->verdict);
    read_choices(dialog, &job->view);
    job->format = (GantryPictureFormat)adw_combo_row_get_selected(dialog->format);
    job->with_trace = gtk_switch_get_active(dialog->trace);
    job->file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    job->exported = dialog->exported;
    job->user_data = dialog->user_data;
    g_autoptr(GTask) task = g_task_new(dialog->parent, NULL, on_written, NULL);
    g_task_set_task_data(task, job, job_free);
    g_task_run_in_thread(task, write_picture);
    gtk_window_destroy(dialog->window);
  }
}

static char *
proposed_name (const Dialog *dialog)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(dialog->timelines->pdata[0]);
  g_autofree char *title = g_utf8_strdown(facts->title, -1);
  g_strcanon(title, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  return g_strdup_printf("%s-%s.%s", title, dialog->verdict ? "models" : facts->model,
                         endings[adw_combo_row_get_selected(dialog->format)]);
}

static void
on_export (GtkButton *button, gpointer data)
{
  Dialog *dialog = data;
  g_autofree char *name = proposed_name(dialog);
  g_clear_object(&dialog->chooser);
  dialog->chooser = gtk_file_chooser_native_new(_("Export picture"), dialog->window,
                                                GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog->chooser), TRUE);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog->chooser), name);
  g_signal_connect(dialog->chooser, "response", G_CALLBACK(on_chosen), dialog);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog->chooser));
}

static AdwComboRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *const *choices)
{
  AdwComboRow *row = ADW_COMBO_ROW(adw_combo_row_new());
  g_autoptr(GtkStringList) model = gtk_string_list_new(choices);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_combo_row_set_model(row, G_LIST_MODEL(model));
  adw_preferences_group_add(group, GTK_WIDGET(row));
  return row;
}

static GtkSwitch *
add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new(), *toggle = gtk_switch_new();
  gtk_switch_set_active(GTK_SWITCH(toggle), TRUE);
  gtk_widget_set_valign(toggle, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
  adw_action_row_add_suffix(ADW_ACTION_ROW(row), toggle);
  adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), toggle);
  adw_preferences_group_add(group, row);
  return GTK_SWITCH(toggle);
}

static void
fill (Dialog *dialog, AdwPreferencesGroup *group)
{
  const char *formats[] = {"PNG", "SVG", "PDF", NULL};
  const char *themes[] = {_("Light"), _("Dark"), _("Print"), _("High contrast"), _("High contrast, dark"),
                          NULL};
  const char *ranges[] = {_("What is shown"), _("The whole run"), NULL};
  const char *names[G_N_ELEMENTS(sizes) + 1] = {NULL};
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
    names[i] = _(sizes[i].name);
  dialog->format = add_row(group, _("Format"), formats);
  dialog->size = add_row(group, _("Size"), names);
  dialog->theme = add_row(group, _("Theme"), themes);
  dialog->range = add_row(group, _("Range"), ranges);
  gtk_widget_set_visible(GTK_WIDGET(dialog->range), dialog->verdict == NULL);
  adw_combo_row_set_selected(dialog->theme, dialog->view.theme);
  dialog->title = add_switch(group, _("Title and figures"), "");
  dialog->trace = add_switch(group, _("Trace"), _("Gantry opens the picture as a chart again"));
  gtk_widget_set_visible(gtk_widget_get_ancestor(GTK_WIDGET(dialog->trace), ADW_TYPE_ACTION_ROW),
                         dialog->verdict == NULL);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close(GTK_WINDOW(widget));
  return TRUE;
}

void
gantry_export_dialog_present (GtkWindow *parent, GPtrArray *timelines, const char *verdict,
                              const GantryView *view, GantryExported exported, gpointer user_data)
{
  Dialog *dialog = g_new0(Dialog, 1);
  GtkWidget *header = adw_header_bar_new();
  GtkWidget *button = gtk_button_new_with_mnemonic(_("_Export…"));
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *group = adw_preferences_group_new();
  *dialog = (Dialog){
      .window = GTK_WINDOW(adw_window_new()),
      .parent = parent,
      .timelines = g_ptr_array_ref(timelines),
      .verdict = g_strdup(verdict),
      .view = *view,
      .exported = exported,
      .user_data = user_data,
  };
  gtk_window_set_title(dialog->window, _("Export picture"));
  gtk_window_set_transient_for(dialog->window, parent);
  gtk_window_set_modal(dialog->window, TRUE);
  gtk_window_set_default_size(dialog->window, 420, -1);
  gtk_widget_add_css_class(button, "suggested-action");
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), button);
  gtk_widget_add_css_class(group, "export-choices");
  fill(dialog, ADW_PREFERENCES_GROUP(group));
  gtk_box_append(GTK_BOX(box), header);
  gtk_box_append(GTK_BOX(box), group);
  adw_window_set_content(ADW_WINDOW(dialog->window), box);
  g_signal_connect(button, "clicked", G_CALLBACK(on_export), dialog);
  GtkEventController *shortcuts = gtk_shortcut_controller_new();
  gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(shortcuts),
                                       gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_Escape, 0),
                                                        gtk_callback_action_new(on_escape, NULL, NULL)));
  gtk_widget_add_controller(GTK_WIDGET(dialog->window), shortcuts);
  g_object_set_data_full(G_OBJECT(dialog->window), "dialog", dialog, dialog_free);
  gtk_window_present(dialog->window);
}
