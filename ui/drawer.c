/* A drawer below the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/drawer.h"

#include "ui/switcher.h"

#include <glib/gi18n-lib.h>

#define LEAST_HEIGHT 150 /* pixels: on a small screen lanes are to be seen above it */
#define PAGE_HEIGHT 190  /* a table with a few of its rows */

struct _GantryDrawer {
  GtkBox parent_instance;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE(GantryDrawer, gantry_drawer, GTK_TYPE_BOX)

void
gantry_drawer_add (GantryDrawer *self, const char *name, const char *title, GtkWidget *page)
{
  int height;
  gtk_widget_get_size_request(page, NULL, &height);
  if (height < 0)
    gtk_widget_set_size_request(page, -1, PAGE_HEIGHT);
  gtk_stack_add_titled(self->stack, page, name, title);
}

bool
gantry_drawer_is_shown (GantryDrawer *self, const char *name)
{
  return gtk_widget_get_visible(GTK_WIDGET(self)) &&
         g_strcmp0(gtk_stack_get_visible_child_name(self->stack), name) == 0;
}

void
gantry_drawer_show (GantryDrawer *self, const char *name)
{
  gtk_stack_set_visible_child_name(self->stack, name);
  gtk_widget_set_visible(GTK_WIDGET(self), TRUE);
  gtk_widget_child_focus(gtk_stack_get_visible_child(self->stack), GTK_DIR_TAB_FORWARD);
}

/* Where the keys go is within it; NULL: elsewhere. */
static GtkWidget *
find_focus (GantryDrawer *self)
{
  GtkWidget *focus = gtk_root_get_focus(gtk_widget_get_root(GTK_WIDGET(self)));
  return focus && gtk_widget_is_ancestor(focus, GTK_WIDGET(self)) ? focus : NULL;
}

void
gantry_drawer_close (GantryDrawer *self)
{
  GtkWidget *paned = gtk_widget_get_parent(GTK_WIDGET(self));
  bool has_focus = find_focus(self) != NULL;
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
  if (has_focus && GTK_IS_PANED(paned)) /* the keys are the chart's again */
    gtk_widget_child_focus(gtk_paned_get_start_child(GTK_PANED(paned)), GTK_DIR_TAB_FORWARD);
}

bool
gantry_drawer_leave (GantryDrawer *self)
{
  GtkWidget *focus = find_focus(self);
  GtkWidget *search = focus ? gtk_widget_get_ancestor(focus, GTK_TYPE_SEARCH_ENTRY) : NULL;
  if (!focus)
    return false;
  if (search && *gtk_editable_get_text(GTK_EDITABLE(search)) != '\0')
    gtk_editable_set_text(GTK_EDITABLE(search), "");
  else
    gantry_drawer_close(self);
  return true;
}

void
gantry_drawer_toggle (GantryDrawer *self, const char *name)
{
  if (gantry_drawer_is_shown(self, name))
    gantry_drawer_close(self);
  else
    gantry_drawer_show(self, name);
}

static void
gantry_drawer_class_init (GantryDrawerClass *class)
{
  gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "gantry-drawer");
}

static void
gantry_drawer_init (GantryDrawer *self)
{
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *close = gtk_button_new_from_icon_name("window-close-symbolic");
  self->stack = GTK_STACK(gtk_stack_new());
  GtkWidget *switcher = gantry_switcher_new(self->stack);
  gtk_stack_set_hhomogeneous(self->stack, FALSE); /* a page that nobody sees needs no room */
  gtk_stack_set_vhomogeneous(self->stack, FALSE);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_hexpand(switcher, TRUE);
  gtk_widget_set_halign(switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class(close, "flat");
  gtk_widget_add_css_class(head, "drawer-head");
  gtk_widget_set_tooltip_text(close, _("Close"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close the drawer"),
                                 -1);
  g_signal_connect_object(close, "clicked", G_CALLBACK(gantry_drawer_close), self, G_CONNECT_SWAPPED);
  gtk_box_append(GTK_BOX(head), switcher);
  gtk_box_append(GTK_BOX(head), close);
  gtk_box_append(GTK_BOX(self), head);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->stack));
  gtk_widget_set_vexpand(GTK_WIDGET(self->stack), TRUE);
  gtk_widget_set_size_request(GTK_WIDGET(self), -1, LEAST_HEIGHT);
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}

GtkWidget *
gantry_drawer_new (void)
{
  return g_object_new(GANTRY_TYPE_DRAWER, NULL);
}
