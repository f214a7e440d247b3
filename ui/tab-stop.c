/* What Tab does in a list, as lists have it on their own since GTK 4.18.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/tab-stop.h"

struct _GantryTabStop {
  GtkWidget parent_instance;
  GtkWidget *child;
  GtkWidget *row; /* of a list that marks none: the one that Tab left; a weak pointer */
};

G_DEFINE_FINAL_TYPE(GantryTabStop, gantry_tab_stop, GTK_TYPE_WIDGET)

/* The row that has the focus, or around what has it. */
static GtkWidget *
focused_row (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root(widget);
  GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;
  GtkWidget *row = focus ? gtk_widget_get_ancestor(focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  bool marks_it =
      row && gtk_list_box_get_selection_mode(GTK_LIST_BOX(gtk_widget_get_parent(row))) != GTK_SELECTION_NONE;
  return marks_it ? NULL : row;
}

static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  bool is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  GantryTabStop *self = GANTRY_TAB_STOP(widget);
  if (is_tab && gtk_widget_get_focus_child(widget)) {
    g_set_weak_pointer(&self->row, focused_row(widget));
    return FALSE; /* the next one is asked */
  }
  if (is_tab && self->row && gtk_widget_get_mapped(self->row))
    return gtk_widget_grab_focus(self->row);
  return gtk_widget_child_focus(self->child, direction);
}

static void
compute_expand (GtkWidget *widget, gboolean *horizontal, gboolean *vertical)
{
  GtkWidget *child = GANTRY_TAB_STOP(widget)->child;
  *horizontal = gtk_widget_compute_expand(child, GTK_ORIENTATION_HORIZONTAL);
  *vertical = gtk_widget_compute_expand(child, GTK_ORIENTATION_VERTICAL);
}

static void
dispose (GObject *object)
{
  g_clear_weak_pointer(&GANTRY_TAB_STOP(object)->row);
  g_clear_pointer(&GANTRY_TAB_STOP(object)->child, gtk_widget_unparent);
  G_OBJECT_CLASS(gantry_tab_stop_parent_class)->dispose(object);
}

static void
gantry_tab_stop_class_init (GantryTabStopClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  GTK_WIDGET_CLASS(class)->focus = focus;
  GTK_WIDGET_CLASS(class)->compute_expand = compute_expand;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void
gantry_tab_stop_init (GantryTabStop *self)
{
}

GtkWidget *
gantry_tab_stop_new (GtkWidget *child)
{
  GantryTabStop *self = g_object_new(GANTRY_TYPE_TAB_STOP, NULL);
  self->child = child;
  gtk_widget_set_parent(child, GTK_WIDGET(self));
  return GTK_WIDGET(self);
}
