/* Tables of text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/table-view.h"

#include "ui/after-frame.h"

#define TAKES_FOCUS "gantry-takes-focus" /* when it is laid out; the key of a table's data */

/* A cell is never so narrow that fewer letters of its text are seen, if it has them: most names of lanes, all
 * figures. */
#define N_LETTERS_SEEN 16

/* What a column's cells need to know. */
typedef struct {
  GantryCellWords words;
  gpointer data;
  guint column;
} Cells;

static void
cells_free (gpointer cells, GClosure *closure)
{
  g_free(cells);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new("");
  /* As the headings stand, which cannot be turned. */
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(label, "numeric");
  gtk_list_item_set_child(item, label);
}

void
gantry_table_view_name_row (GtkWidget *label)
{
  GtkWidget *cell = gtk_widget_get_parent(label), *row = cell ? gtk_widget_get_parent(cell) : NULL;
  if (!row || gtk_widget_get_next_sibling(cell))
    return;
  GtkWidget *view = gtk_widget_get_ancestor(row, GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = view ? gtk_column_view_get_columns(GTK_COLUMN_VIEW(view)) : NULL;
  g_autoptr(GString) words = g_string_new(NULL);
  guint place = 0;
  for (cell = gtk_widget_get_first_child(row); cell; cell = gtk_widget_get_next_sibling(cell), place++) {
    g_autoptr(GtkColumnViewColumn) column = columns ? g_list_model_get_item(columns, place) : NULL;
    GtkWidget *each = gtk_widget_get_first_child(cell);
    const char *text = GTK_IS_LABEL(each) ? gtk_label_get_text(GTK_LABEL(each)) : "";
    if (!column || !*text)
      continue;
    if (place > 0) /* what the row is of needs no heading */
      g_string_append_printf(words, ", %s ", gtk_column_view_column_get_title(column));
    g_string_append(words, text);
  }
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Cells *cells = data;
  g_autofree char *words = cells->words(gtk_list_item_get_item(item), cells->column, cells->data);
  GtkLabel *label = GTK_LABEL(gtk_list_item_get_child(item));
  gtk_label_set_text(label, words ? words : "");
  gtk_label_set_width_chars(label, (int)MIN(g_utf8_strlen(gtk_label_get_text(label), -1), N_LETTERS_SEEN));
  gantry_table_view_name_row(GTK_WIDGET(label));
}

GtkWidget *
gantry_table_view_new (GListModel *model, const char *label, GtkSingleSelection **selection)
{
  *selection = gtk_single_selection_new(model);
  gtk_single_selection_set_autoselect(*selection, FALSE);
  gtk_single_selection_set_can_unselect(*selection, TRUE);
  gtk_single_selection_set_selected(*selection, GTK_INVALID_LIST_POSITION);
  GtkWidget *view = gtk_column_view_new(GTK_SELECTION_MODEL(*selection));
  gtk_widget_add_css_class(view, "data-table");
  gtk_column_view_set_show_column_separators(GTK_COLUMN_VIEW(view), FALSE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return view;
}

GtkColumnViewColumn *
gantry_table_view_add (GtkColumnView *view, const char *title, guint column, GantryCellWords words,
                       gpointer data, GtkSorter *sorter)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  Cells *cells = g_new0(Cells, 1);
  *cells = (Cells){words, data, column};
  g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
  g_signal_connect_data(factory, "bind", G_CALLBACK(on_bind), cells, cells_free, 0);
  g_autoptr(GtkColumnViewColumn) made = gtk_column_view_column_new(title, factory);
  g_autoptr(GtkSorter) owned = sorter;
  gtk_column_view_column_set_resizable(made, TRUE);
  gtk_column_view_column_set_sorter(made, owned);
  gtk_column_view_append_column(view, made);
  return made;
}

/* The list of the rows, which can be told more than the table before GTK 4.12. */
static GtkWidget *
find_list (GtkColumnView *view)
{
  GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(view));
  while (child && !GTK_IS_LIST_VIEW(child))
    child = gtk_widget_get_next_sibling(child);
  return child;
}

static bool
show_selected (GtkWidget *widget)
{
  GtkColumnView *view = GTK_COLUMN_VIEW(widget);
  GtkAdjustment *height = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(view));
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION(gtk_column_view_get_model(view));
  guint position = gtk_single_selection_get_selected(selection);
  bool is_mapped = gtk_widget_get_mapped(widget);
  if (is_mapped && gtk_adjustment_get_page_size(height) <= 0)
    return false;
  bool takes_focus = g_object_steal_data(G_OBJECT(view), TAKES_FOCUS) != NULL;
  if (!is_mapped || position == GTK_INVALID_LIST_POSITION)
    return true;
  gtk_widget_activate_action(find_list(view), "list.scroll-to-item", "u", position);
  if (takes_focus) /* by the row that was scrolled to */
    gtk_widget_grab_focus(find_list(view));
  return true;
}

/* A list that has no size yet, or whose rows are others since it was laid out, does not know what is in
 * sight: it would begin with the wrong row and leave room for those before it. */
void
gantry_table_view_show_selected (GtkColumnView *view)
{
  gantry_after_frame(GTK_WIDGET(view), show_selected);
}

void
gantry_table_view_enter (GtkColumnView *view)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION(gtk_column_view_get_model(view));
  if (g_list_model_get_n_items(G_LIST_MODEL(selection)) == 0)
    return;
  gtk_single_selection_set_selected(selection, 0);
  g_object_set_data(G_OBJECT(view), TAKES_FOCUS, view);
  gantry_table_view_show_selected(view);
}

/* A row does not tell its position, but where it is. */
bool
gantry_table_view_is_at_first (GtkColumnView *view)
{
  GtkWidget *list = find_list(view), *row = gtk_root_get_focus(gtk_widget_get_root(list));
  double scrolled = gtk_adjustment_get_value(gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(view)));
  graphene_rect_t place;
  while (row && gtk_widget_get_parent(row) != list)
    row = gtk_widget_get_parent(row);
  return row && gtk_widget_compute_bounds(row, list, &place) &&
         (double)place.origin.y + scrolled < (double)place.size.height;
}
