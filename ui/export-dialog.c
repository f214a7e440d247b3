/* The export dialog.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-dialog.h"

#include "format/formats.h"
#include "format/replace-file.h"
#include "trace/background.h"
#include "ui/question.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _GantryExportDialog {
  AdwWindow parent_instance;
  GantryExportSubject subject; /* owned */
  char *verdict;
  char **traces; /* nullable */
  GantryExportChoices *choices;
  GantryExportPreview *preview;
  GtkLabel *command, *size, *said;
  GtkWidget *save, *copy;
  GtkFileChooserNative *chooser;
  GantryExported exported;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE(GantryExportDialog, gantry_export_dialog, ADW_TYPE_WINDOW)

/* What a thread draws, for a file or the clipboard. */
typedef struct {
  GantryExportJob *job;
  GantryPictureFormat format;
  GFile *file; /* NULL: the clipboard */
  GBytes *png, *svg;
  GantryExported exported;
  gpointer user_data;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;
  gantry_export_job_unref(work->job);
  g_clear_object(&work->file);
  g_clear_pointer(&work->png, g_bytes_unref);
  g_clear_pointer(&work->svg, g_bytes_unref);
  g_free(work);
}

static GantryExportJob *
make_job (GantryExportDialog *self)
{
  GantryPictureWishes wishes;
  gantry_export_choices_get(self->choices, &wishes);
  return gantry_export_job_new(&self->subject, &wishes);
}

static Work *
make_work (GantryExportDialog *self)
{
  Work *work = g_new0(Work, 1);
  work->job = make_job(self);
  work->format = gantry_export_choices_get_format(self->choices);
  work->exported = self->exported;
  work->user_data = self->user_data;
  return work;
}

static bool
put_into_file (GFile *file, GBytes *bytes, GError **error)
{
  g_autofree char *path = g_file_get_path(file);
  if (path)
    return gantry_replace_file_bytes(path, bytes, error);
  return g_file_replace_contents(file, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL, FALSE,
                                 G_FILE_CREATE_NONE, NULL, NULL, error);
}

/* Drawing and the disk take their time: not on the window's thread. */
static void
write_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  g_autoptr(GBytes) bytes = gantry_export_job_render(work->job, work->format, NULL, &error);
  if (bytes && put_into_file(work->file, bytes, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  const Work *work = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename(work->file);
  bool is_written = g_task_propagate_boolean(G_TASK(result), &error);
  g_autofree char *message = is_written
                                 ? g_strdup_printf(_("Exported “%s”"), name)
                                 : g_strdup_printf(_("“%s” was not written: %s"), name, error->message);
  work->exported(message, work->user_data);
  if (data)
    g_application_release(data);
}

void
gantry_export_dialog_write (GantryExportDialog *self, GFile *file)
{
  Work *work = make_work(self);
  g_autofree char *name = g_file_get_basename(file);
  gantry_picture_format_parse(name, &work->format);
  work->file = g_object_ref(file);
  /* The window that is told lives as long as this goes on, and so does the program where it is closed
   * meanwhile. */
  GApplication *application = g_application_get_default();
  if (application)
    g_application_hold(application);
  g_autoptr(GTask) task =
      g_task_new(gtk_window_get_transient_for(GTK_WINDOW(self)), NULL, on_written, application);
  g_task_set_task_data(task, work, work_free);
  gantry_run_in_background(task, write_picture);
  gtk_window_destroy(GTK_WINDOW(self));
}

static char *
stem (const GantryExportDialog *self)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(self->subject.timelines->pdata[0]);
  g_autoptr(GString) name = g_string_new(NULL);
  for (const char *at = *facts->title ? facts->title : _("Run"); *at; at = g_utf8_next_char(at)) {
    gunichar letter = g_utf8_get_char(at);
    if (g_unichar_isalnum(letter))
      g_string_append_unichar(name, g_unichar_tolower(letter));
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c(name, '-');
  }
  while (name->len > 0 && name->str[name->len - 1] == '-')
    g_string_truncate(name, name->len - 1);
  return g_strdup_printf("%s-%s", name->len > 0 ? name->str : "run",
                         self->verdict ? "compared" : facts->model);
}

char *
gantry_export_dialog_propose_name (GantryExportDialog *self)
{
  g_autofree char *name = stem(self);
  return g_strconcat(name, ".", gantry_picture_endings[gantry_export_choices_get_format(self->choices)],
                     NULL);
}

/* What the runs' files are called, or would be. */
static char **
name_traces (const GantryExportDialog *self)
{
  if (self->traces)
    return g_strdupv(self->traces);
  guint count = self->verdict ? self->subject.timelines->len : 1;
  g_autofree char *name = stem(self);
  char **names = g_new0(char *, count + 1);
  for (guint i = 0; i < count; i++)
    names[i] = count == 1 ? g_strdup_printf("%s.%s", name, gantry_formats[0].ending)
                          : g_strdup_printf("%s-%u.%s", name, i + 1, gantry_formats[0].ending);
  return names;
}

char *
gantry_export_dialog_make_command (GantryExportDialog *self)
{
  GantryPictureWishes wishes;
  gantry_export_choices_get(self->choices, &wishes);
  g_autofree char *output = gantry_export_dialog_propose_name(self);
  g_auto(GStrv) traces = name_traces(self);
  return gantry_picture_wishes_command(&wishes, (const char *const *)traces, output);
}

GantryExportChoices *
gantry_export_dialog_get_choices (GantryExportDialog *self)
{
  return self->choices;
}

GantryExportPreview *
gantry_export_dialog_get_preview (GantryExportDialog *self)
{
  return self->preview;
}

static void
on_changed (GantryExportDialog *self)
{
  g_autoptr(GantryExportJob) job = make_job(self);
  const char *fault = gantry_export_choices_get_fault(self->choices);
  g_autofree char *command = gantry_export_dialog_make_command(self);
  gtk_label_set_text(self->command, command);
  gtk_label_set_text(self->said, fault ? fault : "");
  gtk_widget_set_visible(GTK_WIDGET(self->said), fault != NULL);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "export.save", fault == NULL);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "export.copy", fault == NULL);
  if (!fault)
    gantry_export_preview_show(self->preview, job);
}

static void
on_drawn (GantryExportDialog *self)
{
  int width, height;
  gantry_export_preview_get_size(self->preview, &width, &height);
  g_autofree char *text = width > 0 ? g_strdup_printf(_("%d × %d pixels"), width, height) : g_strdup("");
  gtk_label_set_text(self->size, text);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "export.save",
                                width > 0 && !gantry_export_choices_get_fault(self->choices));
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "export.copy",
                                width > 0 && !gantry_export_choices_get_fault(self->choices));
}

/* A name that lacks the ending gets it; then the file chooser has not asked about that name yet. */
static GFile *
complete_name (GantryExportDialog *self, GFile *chosen, bool *was_complete)
{
  g_autofree char *name = g_file_get_basename(chosen);
  GantryPictureFormat format;
  *was_complete = gantry_picture_format_parse(name, &format);
  if (*was_complete)
    return g_object_ref(chosen);
  g_autoptr(GFile) folder = g_file_get_parent(chosen);
  g_autofree char *complete =
      g_strconcat(name, ".", gantry_picture_endings[gantry_export_choices_get_format(self->choices)], NULL);
  return g_file_get_child(folder, complete);
}

static void
on_replace_answered (GtkDialog *question, const char *response, GantryExportDialog *self)
{
  if (g_str_equal(response, "replace"))
    gantry_export_dialog_write(self, g_object_get_data(G_OBJECT(question), "file"));
}

static void
ask_to_replace (GantryExportDialog *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename(file);
  GtkWidget *question = gantry_question_new(GTK_WINDOW(self), _("Replace the file?"), NULL);
  adw_message_dialog_format_body(ADW_MESSAGE_DIALOG(question), _("A file “%s” is there already."), name);
  adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(question), "cancel", _("_Cancel"), "replace",
                                   _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(question), "replace",
                                             ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full(G_OBJECT(question), "file", g_object_ref(file), g_object_unref);
  g_signal_connect_object(question, "response", G_CALLBACK(on_replace_answered), self, 0);
  gtk_window_present(GTK_WINDOW(question));
}

static void
on_chosen (GtkNativeDialog *native, int response, GantryExportDialog *self)
{
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  bool was_complete;
  g_autoptr(GFile) chosen = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
  g_autoptr(GFile) file = complete_name(self, chosen, &was_complete);
  if (!was_complete && g_file_query_exists(file, NULL))
    ask_to_replace(self, file);
  else
    gantry_export_dialog_write(self, file);
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GantryExportDialog *self = GANTRY_EXPORT_DIALOG(widget);
  g_autofree char *name = gantry_export_dialog_propose_name(self);
  g_clear_object(&self->chooser);
  self->chooser = gtk_file_chooser_native_new(_("Export picture"), GTK_WINDOW(self),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(self->chooser), TRUE);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(self->chooser), name);
  g_signal_connect_object(self->chooser, "response", G_CALLBACK(on_chosen), self, 0);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(self->chooser));
}

/* An SVG is there for those who can take it; who cannot takes the pixels. */
static void
draw_for_clipboard (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  work->png = gantry_export_job_render(work->job, GANTRY_PICTURE_PNG, NULL, &error);
  if (work->png && work->format == GANTRY_PICTURE_SVG)
    work->svg = gantry_export_job_render(work->job, GANTRY_PICTURE_SVG, NULL, &error);
  if (error)
    g_task_return_error(task, error);
  else
    g_task_return_boolean(task, TRUE);
}

static void
on_drawn_for_clipboard (GObject *source, GAsyncResult *result, gpointer data)
{
  const Work *work = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  if (!g_task_propagate_boolean(G_TASK(result), &error)) {
    work->exported(error->message, work->user_data);
    return;
  }
  GdkContentProvider *offers[3];
  gsize n_offers = 0;
  if (work->svg) {
    offers[n_offers++] = gdk_content_provider_new_for_bytes("image/svg+xml", work->svg);
    offers[n_offers++] = gdk_content_provider_new_for_bytes("text/plain;charset=utf-8", work->svg);
  }
  offers[n_offers++] = gdk_content_provider_new_for_bytes("image/png", work->png);
  g_autoptr(GdkContentProvider) all = gdk_content_provider_new_union(offers, n_offers);
  gdk_clipboard_set_content(gtk_widget_get_clipboard(GTK_WIDGET(source)), all);
  work->exported(_("Picture copied"), work->user_data);
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr(GTask) task =
      g_task_new(gtk_window_get_transient_for(GTK_WINDOW(widget)), NULL, on_drawn_for_clipboard, NULL);
  g_task_set_task_data(task, make_work(GANTRY_EXPORT_DIALOG(widget)), work_free);
  gantry_run_in_background(task, draw_for_clipboard);
}

static void
copy_command_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GantryExportDialog *self = GANTRY_EXPORT_DIALOG(widget);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), gtk_label_get_text(self->command));
  self->exported(_("Command copied"), self->user_data);
}

static void
zoom_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gantry_export_preview_zoom(GANTRY_EXPORT_DIALOG(widget)->preview, g_variant_get_int32(parameter));
}

static void
dispose (GObject *object)
{
  GantryExportDialog *self = GANTRY_EXPORT_DIALOG(object);
  g_clear_object(&self->chooser);
  /* A thread that still draws keeps the preview, which has nobody to tell any more. */
  if (self->preview)
    g_signal_handlers_disconnect_by_data(self->preview, self);
  self->preview = NULL;
  G_OBJECT_CLASS(gantry_export_dialog_parent_class)->dispose(object);
}

static void
finalize (GObject *object)
{
  GantryExportDialog *self = GANTRY_EXPORT_DIALOG(object);
  g_clear_pointer(&self->subject.timelines, g_ptr_array_unref);
  g_free(self->verdict);
  g_strfreev(self->traces);
  G_OBJECT_CLASS(gantry_export_dialog_parent_class)->finalize(object);
}

static void
gantry_export_dialog_class_init (GantryExportDialogClass *class)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    int step;
  } zooms[] = {{GDK_KEY_plus, GDK_CONTROL_MASK, 1},         {GDK_KEY_equal, GDK_CONTROL_MASK, 1},
               {GDK_KEY_KP_Add, GDK_CONTROL_MASK, 1},       {GDK_KEY_minus, GDK_CONTROL_MASK, -1},
               {GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, -1}, {GDK_KEY_0, GDK_CONTROL_MASK, 0}};
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  G_OBJECT_CLASS(class)->finalize = finalize;
  gtk_widget_class_install_action(widget_class, "export.save", NULL, save_action);
  gtk_widget_class_install_action(widget_class, "export.copy", NULL, copy_action);
  gtk_widget_class_install_action(widget_class, "export.copy-command", NULL, copy_command_action);
  gtk_widget_class_install_action(widget_class, "export.zoom", "i", zoom_action);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "export.save", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                      "export.copy", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(zooms); i++)
    gtk_widget_class_add_binding_action(widget_class, zooms[i].key, zooms[i].modifiers, "export.zoom", "i",
                                        zooms[i].step);
}

static GtkWidget *
make_header (GantryExportDialog *self)
{
  GtkWidget *header = adw_header_bar_new();
  self->save = gtk_button_new_with_mnemonic(_("_Export…"));
  self->copy = gtk_button_new_with_mnemonic(_("_Copy"));
  gtk_widget_add_css_class(self->save, "suggested-action");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->save), "export.save");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->copy), "export.copy");
  gtk_widget_set_tooltip_text(self->save, _("Write the picture to a file (Ctrl+S)"));
  gtk_widget_set_tooltip_text(self->copy, _("Copy the picture (Ctrl+Shift+C)"));
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), self->save);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), self->copy);
  return header;
}

static GtkWidget *
make_command_line (GantryExportDialog *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name("edit-copy-symbolic");
  self->command = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_selectable(self->command, TRUE);
  gantry_wrap(self->command);
  gtk_label_set_xalign(self->command, 0);
  gtk_widget_set_hexpand(GTK_WIDGET(self->command), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->command), "monospace");
  gtk_widget_add_css_class(GTK_WIDGET(self->command), "caption");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->command), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("The command that draws the same picture of the saved run"), -1);
  gtk_widget_set_tooltip_text(button, _("Copy the command that draws the same picture of the saved run"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Copy the command that draws the same picture of the saved run"), -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "export.copy-command");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(button, "flat");
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->command));
  gtk_box_append(GTK_BOX(box), button);
  return box;
}

static GtkWidget *
make_left (GantryExportDialog *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->preview = GANTRY_EXPORT_PREVIEW(gantry_export_preview_new());
  self->size = GTK_LABEL(gtk_label_new(""));
  self->said = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_wrap(self->said, TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->said), "error");
  gtk_widget_add_css_class(GTK_WIDGET(self->size), "dim-label");
  gtk_widget_add_css_class(GTK_WIDGET(self->size), "numeric");
  gtk_widget_add_css_class(box, "export-left");
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->preview));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->size));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->said));
  gtk_box_append(GTK_BOX(box), make_command_line(self));
  g_signal_connect_swapped(self->preview, "drawn", G_CALLBACK(on_drawn), self);
  return box;
}

static void
gantry_export_dialog_init (GantryExportDialog *self)
{
  gtk_window_set_title(GTK_WINDOW(self), _("Export picture"));
  gtk_window_set_modal(GTK_WINDOW(self), TRUE);
  gtk_window_set_default_size(GTK_WINDOW(self), 1080, 660);
}

static void
fill (GantryExportDialog *self, const GantryView *view, const GantryRunAlignment *align)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *beside = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append(GTK_BOX(box), make_header(self));
  gtk_box_append(GTK_BOX(beside), make_left(self));
  gtk_box_append(GTK_BOX(beside), gtk_separator_new(GTK_ORIENTATION_VERTICAL));
  self->choices = GANTRY_EXPORT_CHOICES(gantry_export_choices_new(&self->subject, view, align));
  gtk_widget_set_size_request(GTK_WIDGET(self->choices), 390, -1);
  gtk_widget_set_hexpand(GTK_WIDGET(self->choices), FALSE);
  gtk_box_append(GTK_BOX(beside), GTK_WIDGET(self->choices));
  gtk_widget_set_vexpand(beside, TRUE);
  gtk_box_append(GTK_BOX(box), beside);
  adw_window_set_content(ADW_WINDOW(self), box);
  gtk_window_set_default_widget(GTK_WINDOW(self), self->save);
  gtk_window_set_focus(GTK_WINDOW(self), self->save);
  g_signal_connect_object(self->choices, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
}

GantryExportDialog *
gantry_export_dialog_present (GtkWindow *parent, const GantryExportSubject *subject, const GantryView *view,
                              const GantryRunAlignment *align, const char *const *traces,
                              GantryExported exported, gpointer user_data)
{
  GantryExportDialog *self =
      g_object_new(GANTRY_TYPE_EXPORT_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->verdict = g_strdup(subject->verdict);
  self->subject = (GantryExportSubject){g_ptr_array_ref(subject->timelines), self->verdict};
  self->traces = g_strdupv((char **)traces);
  self->exported = exported;
  self->user_data = user_data;
  fill(self, view, align);
  gtk_window_present(GTK_WINDOW(self));
  return self;
}
