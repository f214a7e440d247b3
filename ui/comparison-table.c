/* The table of differences as a widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-table.h"

#include "ui/tab-stop.h"
#include "ui/table-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A row, as a list model has it. The differences outlive it. */
#define GANTRY_TYPE_DIFFERENCE_ROW (gantry_difference_row_get_type())
G_DECLARE_FINAL_TYPE(GantryDifferenceRow, gantry_difference_row, GANTRY, DIFFERENCE_ROW, GObject)

struct _GantryDifferenceRow {
  GObject parent_instance;
  const GantryDifference *difference;
};

G_DEFINE_FINAL_TYPE(GantryDifferenceRow, gantry_difference_row, G_TYPE_OBJECT)

static void
gantry_difference_row_class_init (GantryDifferenceRowClass *class)
{
}

static void
gantry_difference_row_init (GantryDifferenceRow *self)
{
}

struct _GantryComparisonTable {
  GtkBox parent_instance;
  GantryDifferences *differences;
  GtkColumnView *view;
  GListStore *rows;
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE(GantryComparisonTable, gantry_comparison_table, GTK_TYPE_BOX)

typedef enum { LANE, FIGURE, VALUE, CHANGE } ColumnKind;

typedef struct {
  ColumnKind kind;
  guint run;
} Column;

static char *
cell_text (const GantryDifference *difference, const Column *column)
{
  switch (column->kind) {
  case LANE:
    return g_strdup(difference->lane ? difference->lane : _("whole run"));
  case FIGURE:
    return g_strdup(difference->label);
  case VALUE:
    return gantry_difference_format(difference, column->run);
  case CHANGE:
    return gantry_difference_format_change(difference, column->run);
  }
  g_assert_not_reached();
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  GtkWidget *label = gtk_label_new("");
  bool in_words = column->kind == LANE || column->kind == FIGURE;
  gtk_label_set_xalign(GTK_LABEL(label), in_words ? 0.0F : 1.0F);
  if (!in_words)
    gtk_widget_add_css_class(label, "numeric");
  gtk_list_item_set_child(item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, const Column *column)
{
  const GantryDifferenceRow *row = gtk_list_item_get_item(item);
  g_autofree char *text = cell_text(row->difference, column);
  gtk_label_set_text(GTK_LABEL(gtk_list_item_get_child(item)), text);
  gantry_table_view_name_row(gtk_list_item_get_child(item));
}

/* Rows without a value come first. Differences are sorted by their part: rows have not one unit. */
static int
compare_numbers (double one, double other)
{
  if (isnan(one) || isnan(other))
    return (isnan(other) ? 1 : 0) - (isnan(one) ? 1 : 0);
  return one < other ? -1 : one > other;
}

static int
compare_rows (gconstpointer one, gconstpointer other, gpointer data)
{
  const Column *column = data;
  const GantryDifference *first = ((const GantryDifferenceRow *)one)->difference;
  const GantryDifference *second = ((const GantryDifferenceRow *)other)->difference;
  switch (column->kind) {
  case LANE:
    return g_utf8_collate(first->lane ? first->lane : "", second->lane ? second->lane : "");
  case FIGURE:
    return g_utf8_collate(first->label, second->label);
  case VALUE:
    return compare_numbers(first->values[column->run], second->values[column->run]);
  case CHANGE:
    return compare_numbers(gantry_difference_ratio(first, column->run),
                           gantry_difference_ratio(second, column->run));
  }
  g_assert_not_reached();
}

static void
add_column (GantryComparisonTable *self, const char *title, ColumnKind kind, guint run)
{
  Column *column = g_new(Column, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  *column = (Column){kind, run};
  g_object_set_data_full(G_OBJECT(factory), "column", column, g_free);
  g_signal_connect(factory, "setup", G_CALLBACK(on_setup), column);
  g_signal_connect(factory, "bind", G_CALLBACK(on_bind), column);
  g_autoptr(GtkColumnViewColumn) made = gtk_column_view_column_new(title, factory);
  g_autoptr(GtkSorter) sorter =
      GTK_SORTER(gtk_custom_sorter_new(compare_rows, g_memdup2(column, sizeof *column), g_free));
  gtk_column_view_column_set_sorter(made, sorter);
  gtk_column_view_column_set_resizable(made, TRUE);
  gtk_column_view_column_set_expand(made, kind == FIGURE);
  gtk_column_view_append_column(self->view, made);
}

static void
clear_columns (GantryComparisonTable *self)
{
  GListModel *columns = gtk_column_view_get_columns(self->view);
  gtk_column_view_sort_by_column(self->view, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items(columns) > 0) {
    g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item(columns, 0);
    gtk_column_view_remove_column(self->view, column);
  }
}

void
gantry_comparison_table_set (GantryComparisonTable *self, GantryDifferences *differences)
{
  g_list_store_remove_all(self->rows);
  clear_columns(self);
  gantry_differences_free(self->differences);
  self->differences = differences;
  add_column(self, _("Lane"), LANE, 0);
  add_column(self, _("Figure"), FIGURE, 0);
  for (guint run = 0; run < differences->n_runs; run++) {
    add_column(self, differences->names[run], VALUE, run);
    if (run > 0)
      add_column(self, _("Difference"), CHANGE, run);
  }
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < differences->rows->len; i++) {
    GantryDifferenceRow *row = g_object_new(GANTRY_TYPE_DIFFERENCE_ROW, NULL);
    row->difference = differences->rows->pdata[i];
    g_ptr_array_add(rows, row);
  }
  g_list_store_splice(self->rows, 0, 0, rows->pdata, rows->len);
}

GListModel *
gantry_comparison_table_get_rows (GantryComparisonTable *self)
{
  return G_LIST_MODEL(self->sorted);
}

const char *
gantry_comparison_table_get_label (gpointer row)
{
  return GANTRY_DIFFERENCE_ROW(row)->difference->label;
}

void
gantry_comparison_table_sort (GantryComparisonTable *self, guint column, GtkSortType order)
{
  g_autoptr(GtkColumnViewColumn) chosen =
      g_list_model_get_item(gtk_column_view_get_columns(self->view), column);
  gtk_column_view_sort_by_column(self->view, chosen, order);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryComparisonTable *self = GANTRY_COMPARISON_TABLE(widget);
  if (!self->differences)
    return;
  g_autofree char *text = g_str_has_suffix(name, "csv") ? gantry_differences_to_csv(self->differences)
                                                        : gantry_differences_to_markdown(self->differences);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), text);
}

static void
dispose (GObject *object)
{
  GantryComparisonTable *self = GANTRY_COMPARISON_TABLE(object);
  if (self->rows)
    g_list_store_remove_all(self->rows);
  g_clear_object(&self->rows);
  g_clear_object(&self->sorted);
  g_clear_pointer(&self->differences, gantry_differences_free);
  G_OBJECT_CLASS(gantry_comparison_table_parent_class)->dispose(object);
}

static void
gantry_comparison_table_class_init (GantryComparisonTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  gtk_widget_class_install_action(widget_class, "differences.copy-csv", NULL, copy_action);
  gtk_widget_class_install_action(widget_class, "differences.copy-markdown", NULL, copy_action);
}

static void
add_copy_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic(label);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  gtk_box_append(GTK_BOX(box), button);
}

static void
gantry_comparison_table_init (GantryComparisonTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  GtkWidget *foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->rows = g_list_store_new(GANTRY_TYPE_DIFFERENCE_ROW);
  self->view = GTK_COLUMN_VIEW(gtk_column_view_new(NULL));
  self->sorted = gtk_sort_list_model_new(g_object_ref(G_LIST_MODEL(self->rows)),
                                         g_object_ref(gtk_column_view_get_sorter(self->view)));
  g_autoptr(GtkSingleSelection) selection =
      gtk_single_selection_new(g_object_ref(G_LIST_MODEL(self->sorted)));
  gtk_column_view_set_model(self->view, GTK_SELECTION_MODEL(selection));
  gtk_widget_add_css_class(GTK_WIDGET(self->view), "data-table");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What the runs differ in"), -1);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->view));
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_widget_add_css_class(foot, "drawer-head");
  gtk_widget_set_halign(foot, GTK_ALIGN_END);
  add_copy_button(foot, _("Copy as _CSV"), "differences.copy-csv");
  add_copy_button(foot, _("Copy as _Markdown"), "differences.copy-markdown");
  gtk_box_append(GTK_BOX(self), gantry_tab_stop_new(scrolled));
  gtk_box_append(GTK_BOX(self), foot);
}

GtkWidget *
gantry_comparison_table_new (void)
{
  return g_object_new(GANTRY_TYPE_COMPARISON_TABLE, NULL);
}
