/* The page of figures: which part of the run, which table, and copying.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/statistics-page.h"

#include "timeline/units.h"
#include "trace/background.h"
#include "ui/drop-down.h"
#include "ui/figures-table.h"
#include "ui/lane-arranging.h"
#include "ui/settings.h"
#include "ui/switcher.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

#define REFRESH_MS 1000 /* of a run that goes on */
#define SETTLE_MS 120   /* after the last movement of the chart */

enum { WHOLE, SHOWN, SELECTED };

struct _GantryStatisticsPage {
  GtkBox parent_instance;
  GantryChartView *chart; /* borrowed */
  GtkDropDown *part;
  GtkStack *stack;
  GtkLabel *about;
  GantryFiguresTable *tables[GANTRY_N_FIGURES];
  GantryTimeline *timeline; /* the tables are of it */
  GantryVocabulary vocabulary;
  uint64_t revision;
  GCancellable *busy;
  guint refresh, settle;
  bool is_following;
};

G_DEFINE_FINAL_TYPE(GantryStatisticsPage, gantry_statistics_page, GTK_TYPE_BOX)

/* What is counted on another thread. */
typedef struct {
  GantryTimeline *timeline;
  int64_t from, to;
  GantryFigures *figures[GANTRY_N_FIGURES];
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;
  gantry_timeline_unref(job->timeline);
  for (int i = 0; i < GANTRY_N_FIGURES; i++)
    gantry_figures_free(job->figures[i]);
  g_free(job);
}

static void
count (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  for (int i = 0; i < GANTRY_N_FIGURES; i++)
    job->figures[i] = gantry_figures_new(job->timeline, (GantryFiguresKind)i, job->from, job->to);
  g_task_return_boolean(task, TRUE);
}

static void
show_about (GantryStatisticsPage *self, const Job *job)
{
  guint part = gtk_drop_down_get_selected(self->part);
  g_autofree char *words = NULL;
  if (job->from != GANTRY_NO_TIME) {
    int64_t grain = MAX((job->to - job->from) / 1000, 1);
    g_autofree char *range = gantry_format_range(job->from, job->to, grain);
    g_autofree char *duration = gantry_format_duration(job->to - job->from);
    words = g_strdup_printf("%s · %s", range, duration);
  } else if (part == SELECTED) {
    words = g_strdup(_("No range is selected: these are of the whole run. Drag on the ruler to select one."));
  }
  gtk_label_set_text(self->about, words ? words : "");
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryStatisticsPage *self = GANTRY_STATISTICS_PAGE(source);
  Job *job = g_task_get_task_data(G_TASK(result));
  if (self->busy != g_task_get_cancellable(G_TASK(result)))
    return;
  g_clear_object(&self->busy);
  for (int i = 0; i < GANTRY_N_FIGURES; i++) {
    GtkWidget *table = GTK_WIDGET(self->tables[i]);
    gantry_figures_table_set(self->tables[i], job->timeline, g_steal_pointer(&job->figures[i]),
                             self->vocabulary);
    gtk_stack_page_set_visible(gtk_stack_get_page(self->stack, table),
                               i == GANTRY_FIGURES_LANES ||
                                   gantry_figures_table_get_n_rows(self->tables[i]) > 0);
  }
  show_about(self, job);
}

static void
get_part (GantryStatisticsPage *self, int64_t *from, int64_t *to)
{
  GantryView view;
  *from = *to = GANTRY_NO_TIME;
  switch (gtk_drop_down_get_selected(self->part)) {
  case SHOWN:
    gantry_chart_view_get_view(self->chart, &view);
    int64_t now = gantry_timeline_get_now(self->timeline);
    *from = CLAMP(view.from, 0, now);
    *to = CLAMP(view.to, 0, now);
    break;
  case SELECTED:
    if (!gantry_chart_view_get_selection(self->chart, from, to))
      *from = *to = GANTRY_NO_TIME;
    break;
  default:
    break;
  }
}

static void
start_counting (GantryStatisticsPage *self)
{
  if (self->busy)
    g_cancellable_cancel(self->busy);
  g_clear_object(&self->busy);
  self->vocabulary = gantry_vocabulary_get_chosen();
  if (!self->timeline) {
    for (int i = 0; i < GANTRY_N_FIGURES; i++)
      gantry_figures_table_set(self->tables[i], NULL, NULL, self->vocabulary);
    gtk_label_set_text(self->about, "");
    return;
  }
  Job *job = g_new0(Job, 1);
  job->timeline = gantry_timeline_ref(self->timeline);
  get_part(self, &job->from, &job->to);
  self->revision = gantry_timeline_get_revision(self->timeline);
  self->busy = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(self, self->busy, on_counted, NULL);
  g_task_set_check_cancellable(task, FALSE);
  g_task_set_task_data(task, job, job_free);
  gantry_run_in_background(task, count);
}

static gboolean
on_settled (gpointer data)
{
  GantryStatisticsPage *self = data;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  self->settle = 0;
  if (timeline != self->timeline) {
    g_clear_pointer(&self->timeline, gantry_timeline_unref);
    self->timeline = timeline ? gantry_timeline_ref(timeline) : NULL;
  }
  start_counting(self);
  return G_SOURCE_REMOVE;
}

/* What is shown must be counted anew, once the chart has come to rest. */
static void
count_soon (GantryStatisticsPage *self)
{
  if (gtk_widget_get_mapped(GTK_WIDGET(self)) && !self->settle)
    self->settle = g_timeout_add(SETTLE_MS, on_settled, self);
}

static gboolean
on_refresh (gpointer data)
{
  GantryStatisticsPage *self = data;
  if (self->timeline && !self->busy && gantry_timeline_get_revision(self->timeline) != self->revision)
    start_counting(self);
  return G_SOURCE_CONTINUE;
}

static void
on_view_changed (GantryChartView *chart, gpointer data)
{
  GantryStatisticsPage *self = data;
  if (gantry_chart_view_get_timeline(chart) != self->timeline ||
      gtk_drop_down_get_selected(self->part) == SHOWN)
    count_soon(self);
}

static void
on_range_selected (GantryChartView *chart, gpointer data)
{
  GantryStatisticsPage *self = data;
  if (gtk_drop_down_get_selected(self->part) == SELECTED)
    count_soon(self);
}

static void
on_part_changed (GtkDropDown *part, GParamSpec *property, gpointer data)
{
  count_soon(data);
}

static void
on_vocabulary_changed (GSettings *settings, const char *key, gpointer data)
{
  count_soon(data);
}

/* A lane that is chosen in the table is chosen in the chart. */
static void
on_row_chosen (GantryFiguresTable *table, guint row, gpointer data)
{
  GantryStatisticsPage *self = data;
  if (table != self->tables[GANTRY_FIGURES_LANES] || !self->timeline ||
      row >= gantry_timeline_get_n_lanes(self->timeline))
    return;
  self->is_following = true;
  gantry_chart_view_show_lane(self->chart, gantry_lane_get_id(gantry_timeline_get_lane(self->timeline, row)));
  self->is_following = false;
}

static void
on_lane_selected (GantryChartView *chart, guint lane, gpointer data)
{
  GantryStatisticsPage *self = data;
  uint32_t n_lanes = self->timeline ? gantry_timeline_get_n_lanes(self->timeline) : 0, row = 0;
  if (self->is_following || !gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  while (row < n_lanes && gantry_lane_get_id(gantry_timeline_get_lane(self->timeline, row)) != lane)
    row++;
  gantry_figures_table_select(self->tables[GANTRY_FIGURES_LANES], row < n_lanes ? row : UINT32_MAX);
}

static void
copy (GantryStatisticsPage *self, bool as_markdown)
{
  GtkWidget *shown = gtk_stack_get_visible_child(self->stack);
  if (!shown)
    return;
  GantryFiguresTable *table = GANTRY_FIGURES_TABLE(shown);
  g_autofree char *text =
      as_markdown ? gantry_figures_table_to_markdown(table) : gantry_figures_table_to_csv(table);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(GTK_WIDGET(self)), text);
  gtk_label_set_text(self->about, as_markdown ? _("Table copied as Markdown") : _("Table copied as CSV"));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy(GANTRY_STATISTICS_PAGE(widget), g_str_equal(name, "figures.copy-markdown"));
}

static void
on_map (GtkWidget *widget, gpointer data)
{
  GantryStatisticsPage *self = GANTRY_STATISTICS_PAGE(widget);
  if (!self->refresh)
    self->refresh = g_timeout_add(REFRESH_MS, on_refresh, self);
  count_soon(self);
}

static void
on_unmap (GtkWidget *widget, gpointer data)
{
  GantryStatisticsPage *self = GANTRY_STATISTICS_PAGE(widget);
  g_clear_handle_id(&self->refresh, g_source_remove);
  g_clear_handle_id(&self->settle, g_source_remove);
}

static void
dispose (GObject *object)
{
  GantryStatisticsPage *self = GANTRY_STATISTICS_PAGE(object);
  g_clear_handle_id(&self->refresh, g_source_remove);
  g_clear_handle_id(&self->settle, g_source_remove);
  g_clear_object(&self->busy);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  G_OBJECT_CLASS(gantry_statistics_page_parent_class)->dispose(object);
}

static void
gantry_statistics_page_class_init (GantryStatisticsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  /* What Ctrl+C does wherever there is something to copy. */
  gtk_widget_class_install_action(widget_class, "clipboard.copy", NULL, copy_action);
  gtk_widget_class_install_action(widget_class, "figures.copy-csv", NULL, copy_action);
  gtk_widget_class_install_action(widget_class, "figures.copy-markdown", NULL, copy_action);
}

static GtkWidget *
make_copy_button (const char *label, const char *help, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic(label);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  gtk_widget_set_tooltip_text(button, help);
  return button;
}

static GtkWidget *
make_head (GantryStatisticsPage *self)
{
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  const char *parts[] = {_("Whole run"), _("What is shown"), _("Selected range"), NULL};
  self->part = GTK_DROP_DOWN(gtk_drop_down_new_from_strings(parts));
  gantry_drop_down_name(self->part, _("Part of the run that is counted"));
  self->about = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(self->about, 0);
  gtk_label_set_ellipsize(self->about, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(GTK_WIDGET(self->about), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->about), "dim-label");
  gtk_widget_add_css_class(head, "table-head");
  gtk_box_append(GTK_BOX(head), gantry_switcher_new(self->stack));
  gtk_box_append(GTK_BOX(head), GTK_WIDGET(self->part));
  gtk_box_append(GTK_BOX(head), GTK_WIDGET(self->about));
  gtk_box_append(GTK_BOX(head),
                 make_copy_button(_("_CSV"), _("Copy the table as CSV (Ctrl+C)"), "figures.copy-csv"));
  gtk_box_append(GTK_BOX(head),
                 make_copy_button(_("_Markdown"), _("Copy the table as Markdown"), "figures.copy-markdown"));
  g_signal_connect_object(self->part, "notify::selected", G_CALLBACK(on_part_changed), self, 0);
  return head;
}

static void
gantry_statistics_page_init (GantryStatisticsPage *self)
{
  const char *titles[GANTRY_N_FIGURES] = {
      [GANTRY_FIGURES_LANES] = _("Lanes"),
      [GANTRY_FIGURES_THINGS] = _("Shared"),
      [GANTRY_FIGURES_CORES] = _("Cores"),
  };
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->stack = GTK_STACK(gtk_stack_new());
  for (int i = 0; i < GANTRY_N_FIGURES; i++) {
    GtkWidget *table = gantry_figures_table_new(titles[i]);
    self->tables[i] = GANTRY_FIGURES_TABLE(table);
    GtkStackPage *page = gtk_stack_add_titled(self->stack, table, NULL, titles[i]);
    gtk_stack_page_set_visible(page, i == GANTRY_FIGURES_LANES); /* the others once they have rows */
    g_signal_connect_object(table, "row-chosen", G_CALLBACK(on_row_chosen), self, 0);
  }
  gtk_box_append(GTK_BOX(self), make_head(self));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->stack));
  gtk_widget_set_vexpand(GTK_WIDGET(self->stack), TRUE);
  g_signal_connect_object(gantry_settings_get(), "changed::state-words", G_CALLBACK(on_vocabulary_changed),
                          self, 0);
  g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
  g_signal_connect(self, "unmap", G_CALLBACK(on_unmap), NULL);
}

GtkWidget *
gantry_statistics_page_new (GantryChartView *chart)
{
  GantryStatisticsPage *self = g_object_new(GANTRY_TYPE_STATISTICS_PAGE, NULL);
  self->chart = chart;
  g_signal_connect_object(chart, "view-changed", G_CALLBACK(on_view_changed), self, 0);
  g_signal_connect_object(chart, "range-selected", G_CALLBACK(on_range_selected), self, 0);
  g_signal_connect_object(chart, "selected", G_CALLBACK(on_lane_selected), self, 0);
  return GTK_WIDGET(self);
}
