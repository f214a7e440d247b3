/* A scrolled window that does not glide out of sight, and whose bars have a place before they are drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/scroller.h"

struct _GantryScroller {
  GtkWidget parent_instance;
  GtkScrolledWindow *scrolled;
};

G_DEFINE_FINAL_TYPE(GantryScroller, gantry_scroller, GTK_TYPE_WIDGET)

/* A value that is set is not glided to, and ends the gliding. */
static void
settle (GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value(adjustment, gtk_adjustment_get_value(adjustment));
}

static void
unmap (GtkWidget *widget)
{
  GantryScroller *self = GANTRY_SCROLLER(widget);
  settle(gtk_scrolled_window_get_hadjustment(self->scrolled));
  settle(gtk_scrolled_window_get_vadjustment(self->scrolled));
  GTK_WIDGET_CLASS(gantry_scroller_parent_class)->unmap(widget);
}

/* A text that is laid out only as it is drawn moves the bars then, after they were given their places:
 * GTK 4.8 draws bars that have none, and complains. So the text is drawn first, which GTK remembers, and what
 * moved is given its place; whatever did not ask for one stays as it is. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GantryScroller *self = GANTRY_SCROLLER(widget);
  GtkWidget *scrolled = GTK_WIDGET(self->scrolled);
  GtkSnapshot *first = gtk_snapshot_new();
  gtk_widget_snapshot_child(scrolled, gtk_scrolled_window_get_child(self->scrolled), first);
  g_object_unref(first);
  gtk_widget_allocate(scrolled, gtk_widget_get_width(widget), gtk_widget_get_height(widget), -1, NULL);
  GTK_WIDGET_CLASS(gantry_scroller_parent_class)->snapshot(widget, snapshot);
}

static void
dispose (GObject *object)
{
  GantryScroller *self = GANTRY_SCROLLER(object);
  if (self->scrolled)
    gtk_widget_unparent(GTK_WIDGET(g_steal_pointer(&self->scrolled)));
  G_OBJECT_CLASS(gantry_scroller_parent_class)->dispose(object);
}

static void
gantry_scroller_class_init (GantryScrollerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  widget_class->unmap = unmap;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gantry_scroller_init (GantryScroller *self)
{
  self->scrolled = GTK_SCROLLED_WINDOW(gtk_scrolled_window_new());
  gtk_widget_set_parent(GTK_WIDGET(self->scrolled), GTK_WIDGET(self));
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
}

GtkWidget *
gantry_scroller_new (GtkWidget *view)
{
  GantryScroller *self = g_object_new(GANTRY_TYPE_SCROLLER, NULL);
  gtk_scrolled_window_set_child(self->scrolled, view);
  return GTK_WIDGET(self);
}
