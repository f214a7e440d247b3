/* A table of figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/figures-table.h"

#include "ui/tab-stop.h"
#include "ui/table-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A row of the figures that the table has now. */
#define GANTRY_TYPE_FIGURES_ROW (gantry_figures_row_get_type())
G_DECLARE_FINAL_TYPE(GantryFiguresRow, gantry_figures_row, GANTRY, FIGURES_ROW, GObject)

struct _GantryFiguresRow {
  GObject parent_instance;
  uint32_t row;
};

G_DEFINE_FINAL_TYPE(GantryFiguresRow, gantry_figures_row, G_TYPE_OBJECT)

static void
gantry_figures_row_class_init (GantryFiguresRowClass *class)
{
}

static void
gantry_figures_row_init (GantryFiguresRow *self)
{
}

struct _GantryFiguresTable {
  GtkBox parent_instance;
  GantryFigures *figures;
  GantryTimeline *timeline; /* NULL without figures */
  GantryVocabulary vocabulary;
  char *columns; /* ids of those that are there */
  GtkColumnView *view;
  GListStore *rows;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  bool is_filling;
};

G_DEFINE_FINAL_TYPE(GantryFiguresTable, gantry_figures_table, GTK_TYPE_BOX)

static guint row_chosen;

/* What a column is sorted by. */
typedef struct {
  GantryFiguresTable *table;
  guint column;
} Sorting;

static int
compare (gconstpointer left, gconstpointer right, gpointer data)
{
  const Sorting *sorting = data;
  const GantryFigures *figures = sorting->table->figures;
  const GantryFigure *one =
      gantry_figures_get(figures, ((const GantryFiguresRow *)left)->row, sorting->column);
  const GantryFigure *other =
      gantry_figures_get(figures, ((const GantryFiguresRow *)right)->row, sorting->column);
  if (one->text)
    return g_utf8_collate(one->text, other->text);
  return one->number < other->number ? -1 : one->number > other->number;
}

static char *
cell_words (gpointer item, guint column, gpointer data)
{
  GantryFiguresTable *self = data;
  return gantry_figures_get_words(self->figures, GANTRY_FIGURES_ROW(item)->row, column);
}

/* A heading begins with a capital. */
static char *
as_title (const char *words)
{
  gunichar first = g_utf8_get_char(words);
  g_autoptr(GString) title = g_string_new(NULL);
  g_string_append_unichar(title, g_unichar_toupper(first));
  g_string_append(title, g_utf8_next_char(words));
  return g_strdup(title->str);
}

static char *
title_of (GantryFiguresTable *self, guint column)
{
  int state = g_array_index(self->figures->columns, GantryFigureColumn, column).state;
  if (state < 0)
    return g_strdup(gantry_figures_get_title(self->figures, column));
  if (self->figures->kind == GANTRY_FIGURES_CORES && state == GANTRY_STATE_SLEEPING)
    return g_strdup(_("Idle"));
  if (state == GANTRY_STATE_WAIT_JOIN) /* its words are to be followed by a name */
    return g_strdup(gantry_legend_label(GANTRY_LEGEND_JOIN, self->vocabulary));
  return as_title(
      gantry_state_words_in(gantry_words_of(self->timeline), (GantryState)state, self->vocabulary));
}

/* Ids and words of all columns. */
static char *
list_columns (GantryFiguresTable *self)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < self->figures->columns->len; i++) {
    g_autofree char *title = title_of(self, i);
    g_string_append_printf(text, "%s %s\n", g_array_index(self->figures->columns, GantryFigureColumn, i).id,
                           title);
  }
  return g_string_free(text, FALSE);
}

static void
renew_columns (GantryFiguresTable *self)
{
  GListModel *columns = gtk_column_view_get_columns(self->view);
  g_autofree char *wanted = list_columns(self);
  if (g_strcmp0(wanted, self->columns) == 0)
    return;
  g_free(self->columns);
  self->columns = g_steal_pointer(&wanted);
  while (g_list_model_get_n_items(columns) > 0) {
    g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item(columns, 0);
    gtk_column_view_remove_column(self->view, column);
  }
  for (guint i = 0; i < self->figures->columns->len; i++) {
    Sorting *sorting = g_new(Sorting, 1);
    *sorting = (Sorting){self, i};
    GtkSorter *sorter = GTK_SORTER(gtk_custom_sorter_new(compare, sorting, g_free));
    g_autofree char *title = title_of(self, i);
    GtkColumnViewColumn *column = gantry_table_view_add(self->view, title, i, cell_words, self, sorter);
    gtk_column_view_column_set_expand(column, i == 0);
  }
}

/* The place of a row in the table as it is sorted. */
static bool
find_row (GantryFiguresTable *self, uint32_t row, guint *position)
{
  guint n_rows = g_list_model_get_n_items(G_LIST_MODEL(self->sorted));
  for (*position = 0; *position < n_rows; ++*position) {
    g_autoptr(GantryFiguresRow) item = g_list_model_get_item(G_LIST_MODEL(self->sorted), *position);
    if (item->row == row)
      return true;
  }
  return false;
}

void
gantry_figures_table_set (GantryFiguresTable *self, GantryTimeline *timeline, GantryFigures *figures,
                          GantryVocabulary vocabulary)
{
  GantryFiguresRow *chosen = gtk_single_selection_get_selected_item(self->selection);
  uint32_t row = chosen ? chosen->row : UINT32_MAX;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_object_unref);
  self->is_filling = true;
  g_list_store_remove_all(self->rows);
  gantry_figures_free(self->figures);
  self->figures = figures;
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  self->timeline = figures ? gantry_timeline_ref(timeline) : NULL;
  self->vocabulary = vocabulary;
  for (uint32_t i = 0; figures && i < figures->n_rows; i++) {
    GantryFiguresRow *made = g_object_new(GANTRY_TYPE_FIGURES_ROW, NULL);
    made->row = i;
    g_ptr_array_add(rows, made);
  }
  if (figures)
    renew_columns(self);
  g_list_store_splice(self->rows, 0, 0, rows->pdata, rows->len);
  self->is_filling = false;
  gantry_figures_table_select(self, row);
}

void
gantry_figures_table_select (GantryFiguresTable *self, uint32_t row)
{
  guint position = GTK_INVALID_LIST_POSITION;
  if (row == UINT32_MAX || !find_row(self, row, &position))
    position = GTK_INVALID_LIST_POSITION;
  self->is_filling = true;
  gtk_single_selection_set_selected(self->selection, position);
  self->is_filling = false;
}

static uint32_t *
get_order (GantryFiguresTable *self, guint *n_rows)
{
  *n_rows = gantry_figures_table_get_n_rows(self);
  uint32_t *order = g_new(uint32_t, MAX(*n_rows, 1));
  for (guint i = 0; i < *n_rows; i++) {
    g_autoptr(GantryFiguresRow) item = g_list_model_get_item(G_LIST_MODEL(self->sorted), i);
    order[i] = item->row;
  }
  return order;
}

char *
gantry_figures_table_to_csv (GantryFiguresTable *self)
{
  guint n_rows;
  g_autofree uint32_t *order = get_order(self, &n_rows);
  return self->figures ? gantry_figures_to_csv(self->figures, order, n_rows) : g_strdup("");
}

char *
gantry_figures_table_to_markdown (GantryFiguresTable *self)
{
  guint n_rows;
  g_autofree uint32_t *order = get_order(self, &n_rows);
  if (!self->figures)
    return g_strdup("");
  g_auto(GStrv) titles = g_new0(char *, self->figures->columns->len + 1);
  for (guint i = 0; i < self->figures->columns->len; i++)
    titles[i] = title_of(self, i);
  return gantry_figures_to_markdown(self->figures, (const char *const *)titles, order, n_rows);
}

guint
gantry_figures_table_get_n_rows (GantryFiguresTable *self)
{
  return g_list_model_get_n_items(G_LIST_MODEL(self->sorted));
}

static void
on_selected (GtkSingleSelection *selection, GParamSpec *property, gpointer data)
{
  GantryFiguresTable *self = data;
  GantryFiguresRow *row = gtk_single_selection_get_selected_item(selection);
  if (row && !self->is_filling)
    g_signal_emit(self, row_chosen, 0, row->row);
}

static void
dispose (GObject *object)
{
  GantryFiguresTable *self = GANTRY_FIGURES_TABLE(object);
  if (self->rows)
    g_list_store_remove_all(self->rows);
  g_clear_object(&self->rows);
  g_clear_pointer(&self->figures, gantry_figures_free);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  g_clear_pointer(&self->columns, g_free);
  G_OBJECT_CLASS(gantry_figures_table_parent_class)->dispose(object);
}

static void
gantry_figures_table_class_init (GantryFiguresTableClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  row_chosen = g_signal_new("row-chosen", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                            G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
gantry_figures_table_init (GantryFiguresTable *self)
{
  self->rows = g_list_store_new(GANTRY_TYPE_FIGURES_ROW);
}

GtkWidget *
gantry_figures_table_new (const char *label)
{
  GantryFiguresTable *self = g_object_new(GANTRY_TYPE_FIGURES_TABLE, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new();
  self->sorted = gtk_sort_list_model_new(g_object_ref(G_LIST_MODEL(self->rows)), NULL);
  GtkWidget *view = gantry_table_view_new(G_LIST_MODEL(self->sorted), label, &self->selection);
  self->view = GTK_COLUMN_VIEW(view);
  gtk_sort_list_model_set_sorter(self->sorted, gtk_column_view_get_sorter(self->view));
  g_signal_connect_object(self->selection, "notify::selected", G_CALLBACK(on_selected), self, 0);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), view);
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_widget_set_hexpand(scrolled, TRUE);
  gtk_box_append(GTK_BOX(self), gantry_tab_stop_new(scrolled));
  return GTK_WIDGET(self);
}
