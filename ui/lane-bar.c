/* The line about hidden lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lane-bar.h"

#include "ui/lane-arranging.h"

#include <glib/gi18n-lib.h>

static char *
words_of (GantryChartView *chart, uint32_t count)
{
  const char *filter = gantry_lane_arrangement_get_filter(gantry_chart_view_get_arrangement(chart));
  if (*filter == '\0')
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u lane hidden", "%u lanes hidden", count), count);
  return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u lane hidden; shown are names like “%s”",
                                     "%u lanes hidden; shown are names like “%s”", count),
                         count, filter);
}

static void
on_view_changed (GantryChartView *chart, gpointer data)
{
  GtkWidget *bar = data, *label = gtk_widget_get_first_child(bar);
  uint32_t count = gantry_chart_view_get_n_hidden(chart);
  gtk_widget_set_visible(bar, count > 0);
  if (count == 0)
    return;
  g_autofree char *words = words_of(chart, count);
  if (g_strcmp0(words, gtk_label_get_text(GTK_LABEL(label))) != 0)
    gtk_label_set_text(GTK_LABEL(label), words);
}

static void
on_show_all (GtkButton *button, gpointer chart)
{
  gtk_widget_activate_action(chart, "lane.show-all", NULL);
  gtk_widget_grab_focus(chart);
}

GtkWidget *
gantry_lane_bar_new (GantryChartView *chart)
{
  GtkWidget *bar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new("");
  GtkWidget *button = gtk_button_new_with_mnemonic(_("_Show all lanes"));
  gtk_widget_add_css_class(bar, "lane-bar");
  gtk_widget_add_css_class(button, "flat");
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_box_append(GTK_BOX(bar), label);
  gtk_box_append(GTK_BOX(bar), button);
  gtk_widget_set_visible(bar, FALSE);
  g_signal_connect_object(button, "clicked", G_CALLBACK(on_show_all), chart, 0);
  g_signal_connect_object(chart, "view-changed", G_CALLBACK(on_view_changed), bar, 0);
  return bar;
}
