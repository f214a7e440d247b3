/* The runs of a comparison.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-view.h"

#include "chart/words.h"
#include "timeline/units.h"
#include "ui/comparison-picture.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _GantryComparisonView {
  GtkBox parent_instance;
  GtkLabel *verdict;
  GtkGrid *figures;
  GtkScrolledWindow *scrolled;
  GantryComparisonPicture *picture;
};

G_DEFINE_FINAL_TYPE(GantryComparisonView, gantry_comparison_view, GTK_TYPE_BOX)

static void
add_cell (GantryComparisonView *self, int column, int row, const char *text)
{
  GtkWidget *label = gtk_label_new(text);
  bool in_words = column == 0 || column == 5;
  gtk_label_set_xalign(GTK_LABEL(label), in_words ? 0.0F : 1.0F);
  gtk_widget_add_css_class(label, row == 0 ? "dim-label" : column == 0 ? "figure" : "numeric");
  gtk_grid_attach(self->figures, label, column, row, 1, 1);
}

static void
add_row (GantryComparisonView *self, int row, const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_autofree char *wall = gantry_format_duration(result.wall_ns);
  g_autofree char *cpu = gantry_format_duration(result.cpu_ns);
  g_autofree char *memory =
      result.peak_rss_bytes > 0 ? g_format_size((guint64)result.peak_rss_bytes) : g_strdup("–");
  g_autofree char *switches = g_strdup_printf("%" PRId64, result.context_switches);
  const char *outcome = gantry_run_outcome_words(result.outcome);
  add_cell(self, 0, row, gantry_model_words(gantry_timeline_get_facts(timeline)->model));
  add_cell(self, 1, row, wall);
  add_cell(self, 2, row, cpu);
  add_cell(self, 3, row, memory);
  add_cell(self, 4, row, switches);
  add_cell(self, 5, row, *outcome != '\0' ? outcome : _("ended well"));
}

static void
clear_figures (GantryComparisonView *self)
{
  for (GtkWidget *cell; (cell = gtk_widget_get_first_child(GTK_WIDGET(self->figures))) != NULL;)
    gtk_grid_remove(self->figures, cell);
}

void
gantry_comparison_view_show (GantryComparisonView *self, GantryTimeline *const *timelines, guint n_timelines,
                             const char *verdict)
{
  const char *heads[] = {_("Model"),       _("Wall time"),        _("CPU time"),
                         _("Peak memory"), _("Context switches"), _("Outcome")};
  clear_figures(self);
  for (int i = 0; i < (int)G_N_ELEMENTS(heads); i++)
    add_cell(self, i, 0, heads[i]);
  for (guint i = 0; i < n_timelines; i++)
    add_row(self, (int)i + 1, timelines[i]);
  gtk_label_set_text(self->verdict, verdict);
  gantry_comparison_picture_set_runs(self->picture, timelines, n_timelines);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->picture), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, verdict,
                                 -1);
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(self->scrolled), 0.0);
}

void
gantry_comparison_view_show_critical_path (GantryComparisonView *self, bool show)
{
  gantry_comparison_picture_show_critical_path(self->picture, show);
}

void
gantry_comparison_view_get_view (GantryComparisonView *self, GantryView *view)
{
  gantry_comparison_picture_get_view(self->picture, gtk_widget_get_width(GTK_WIDGET(self->picture)), view);
}

const char *
gantry_comparison_view_get_verdict (GantryComparisonView *self)
{
  return gtk_label_get_text(self->verdict);
}

static void
gantry_comparison_view_class_init (GantryComparisonViewClass *class)
{
}

static void
gantry_comparison_view_init (GantryComparisonView *self)
{
  GtkWidget *beside = gtk_scrolled_window_new(); /* in a narrow window the table moves */
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->verdict = GTK_LABEL(gtk_label_new(""));
  self->figures = GTK_GRID(gtk_grid_new());
  self->scrolled = GTK_SCROLLED_WINDOW(gtk_scrolled_window_new());
  self->picture = GANTRY_COMPARISON_PICTURE(gantry_comparison_picture_new());
  gtk_label_set_wrap(self->verdict, TRUE);
  gtk_label_set_xalign(self->verdict, 0);
  gtk_label_set_selectable(self->verdict, TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->verdict), "verdict");
  gtk_grid_set_column_spacing(self->figures, 12);
  gtk_grid_set_row_spacing(self->figures, 2);
  gtk_widget_add_css_class(GTK_WIDGET(self->figures), "comparison-figures");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->figures), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Figures of the runs"), -1);
  gtk_scrolled_window_set_policy(self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(self->scrolled, GTK_WIDGET(self->picture));
  gantry_comparison_picture_set_adjustment(self->picture,
                                           gtk_scrolled_window_get_vadjustment(self->scrolled));
  gtk_widget_set_vexpand(GTK_WIDGET(self->scrolled), TRUE);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->verdict));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(beside), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(beside), GTK_WIDGET(self->figures));
  gtk_box_append(GTK_BOX(self), beside);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->scrolled));
}

GtkWidget *
gantry_comparison_view_new (void)
{
  return g_object_new(GANTRY_TYPE_COMPARISON_VIEW, NULL);
}
