/* Pictures of what is on the window's stage: exported, copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-dialog.h"
#include "ui/print.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

static void
on_exported (const char *message, gpointer data)
{
  gantry_window_tell(data, message);
}

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

/* What is on the stage: the runs of a comparison, or the one run. */
static GPtrArray *
shown_runs (GantryWindow *self, GantryView *view)
{
  GPtrArray *timelines = g_ptr_array_new_with_free_func(timeline_unref);
  if (gantry_window_shows_comparison(self)) {
    for (guint i = 0; i < self->compared->len; i++)
      g_ptr_array_add(timelines, gantry_timeline_ref(self->compared->pdata[i]));
    gantry_comparison_view_get_view(self->comparison, view);
  } else {
    g_ptr_array_add(timelines, gantry_timeline_ref(gantry_chart_view_get_timeline(self->chart)));
    gantry_chart_view_get_view(self->chart, view);
  }
  return timelines;
}

static const GantryRunAlignment *
shown_alignment (GantryWindow *self)
{
  return gantry_window_shows_comparison(self) ? gantry_comparison_view_get_alignment(self->comparison) : NULL;
}

static const char *
shown_verdict (GantryWindow *self)
{
  return gantry_window_shows_comparison(self) ? gantry_comparison_view_get_verdict(self->comparison) : NULL;
}

/* Names of the files that they are saved in; NULL where one is in none. Freed by the caller, not its strings.
 */
static const char **
files_of (GantryWindow *self, const GPtrArray *timelines)
{
  g_autofree const char **names = g_new0(const char *, timelines->len + 1);
  for (guint i = 0; i < timelines->len; i++)
    if (!(names[i] = gantry_kept_runs_get_file(self->kept, timelines->pdata[i])))
      return NULL;
  return g_steal_pointer(&names);
}

void
gantry_window_export (GantryWindow *self)
{
  GantryView view;
  if (!gantry_chart_view_get_timeline(self->chart) && !gantry_window_shows_comparison(self))
    return;
  g_autoptr(GPtrArray) timelines = shown_runs(self, &view);
  const GantryExportSubject subject = {timelines, shown_verdict(self)};
  g_autofree const char **files = files_of(self, timelines);
  gantry_export_dialog_present(GTK_WINDOW(self), &subject, &view, shown_alignment(self), files, on_exported,
                               self);
}

static GBytes *
draw_shown (GantryWindow *self, GError **error)
{
  GantryView view;
  double scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));
  g_autoptr(GPtrArray) timelines = shown_runs(self, &view);
  view.show_handles = false;
  const char *verdict = shown_verdict(self);
  if (!verdict)
    return gantry_picture_render(timelines->pdata[0], &view, scale, GANTRY_PICTURE_PNG, error);
  g_autoptr(GantryComparison) comparison = gantry_comparison_new(
      (GantryTimeline *const *)timelines->pdata, timelines->len, verdict, shown_alignment(self), &view);
  return gantry_picture_render_comparison(comparison, scale, GANTRY_PICTURE_PNG, error);
}

void
gantry_window_copy_picture (GantryWindow *self)
{
  g_autoptr(GError) error = NULL;
  if (!gantry_chart_view_get_timeline(self->chart) && !gantry_window_shows_comparison(self))
    return;
  g_autoptr(GBytes) png = draw_shown(self, &error);
  g_autoptr(GdkTexture) texture = png ? gdk_texture_new_from_bytes(png, &error) : NULL;
  if (!texture) {
    gantry_window_tell(self, error->message);
    return;
  }
  gdk_clipboard_set_texture(gtk_widget_get_clipboard(GTK_WIDGET(self)), texture);
  gantry_window_tell(self, _("Picture copied"));
}

static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, GantryWindow *self)
{
  g_autoptr(GError) error = NULL;
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error(operation, &error);
  g_autofree char *text = g_strdup_printf(_("The chart was not printed: %s"), error->message);
  gantry_window_tell(self, text);
}

void
gantry_window_print (GantryWindow *self)
{
  GantryView view;
  if (!gantry_chart_view_get_timeline(self->chart) && !gantry_window_shows_comparison(self))
    return;
  g_autoptr(GPtrArray) timelines = shown_runs(self, &view);
  const GantryExportSubject subject = {timelines, shown_verdict(self)};
  g_autoptr(GtkPrintOperation) operation = gantry_print_operation_new(&subject, &view);
  gtk_print_operation_set_allow_async(operation, TRUE);
  g_signal_connect_object(operation, "done", G_CALLBACK(on_printed), self, 0);
  gtk_print_operation_run(operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW(self), NULL);
}
