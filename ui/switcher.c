/* Buttons for the pages of a stack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/switcher.h"

#include <stdbool.h>

#define LEAST_LETTERS 5

static void
shorten (GtkWidget *button)
{
  GtkWidget *child = gtk_button_get_child(GTK_BUTTON(button));
  if (!GTK_IS_LABEL(child))
    return;
  gtk_label_set_ellipsize(GTK_LABEL(child), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars(GTK_LABEL(child), LEAST_LETTERS);
  gtk_widget_set_tooltip_text(button, gtk_label_get_text(GTK_LABEL(child)));
}

/* GTK makes a button another label whenever its page changes. */
static void
on_child_changed (GtkWidget *button, GParamSpec *property, gpointer data)
{
  shorten(button);
}

static bool
is_watched (GtkWidget *button, gpointer switcher)
{
  GSignalMatchType by = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DETAIL | G_SIGNAL_MATCH_DATA;
  return g_signal_handler_find(button, by, g_signal_lookup("notify", G_TYPE_OBJECT),
                               g_quark_from_static_string("child"), NULL, NULL, switcher) != 0;
}

static void
on_pages_changed (GListModel *pages, guint position, guint removed, guint added, gpointer data)
{
  GtkWidget *button = gtk_widget_get_first_child(data);
  for (; button; button = gtk_widget_get_next_sibling(button))
    if (!is_watched(button, data)) {
      g_signal_connect_object(button, "notify::child", G_CALLBACK(on_child_changed), data, 0);
      shorten(button);
    }
}

GtkWidget *
gantry_switcher_new (GtkStack *stack)
{
  GtkWidget *switcher = gtk_stack_switcher_new();
  g_autoptr(GtkSelectionModel) pages = gtk_stack_get_pages(stack);
  gtk_widget_add_css_class(switcher, "switcher");
  gtk_stack_switcher_set_stack(GTK_STACK_SWITCHER(switcher), stack);
  /* After the switcher, which makes the buttons. */
  g_signal_connect_object(pages, "items-changed", G_CALLBACK(on_pages_changed), switcher, G_CONNECT_AFTER);
  on_pages_changed(G_LIST_MODEL(pages), 0, 0, 0, switcher);
  return switcher;
}
