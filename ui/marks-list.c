/* The list of marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/marks-list.h"

#include "timeline/bookmarks.h"
#include "timeline/units.h"
#include "ui/chart-walk.h"
#include "ui/marks.h"

#include <glib/gi18n-lib.h>

static int64_t
time_of (GObject *object)
{
  return *(int64_t *)g_object_get_data(object, "time");
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer chart)
{
  gantry_chart_view_go_to_time(chart, time_of(G_OBJECT(row)));
}

static GantryChartView *
chart_of (GtkWidget *row)
{
  return g_object_get_data(G_OBJECT(gtk_widget_get_ancestor(row, GTK_TYPE_LIST_BOX)), "chart");
}

/* The name as it was typed, if it is another one and the mark is still there. */
static void
take_name (GtkWidget *entry)
{
  GtkWidget *list = gtk_widget_get_ancestor(entry, GTK_TYPE_LIST_BOX);
  GantryChartView *chart = list ? chart_of(entry) : NULL;
  if (!chart || !chart->timeline)
    return;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  const GantryBookmark *bookmark = gantry_bookmarks_near(bookmarks, time_of(G_OBJECT(entry)), 0);
  const char *name = gtk_editable_get_text(GTK_EDITABLE(entry));
  if (bookmark && !g_str_equal(bookmark->name, name))
    gantry_marks_set(chart, bookmark->time, name);
}

static void
on_leave (GtkEventControllerFocus *controller, gpointer data)
{
  take_name(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(controller)));
}

static GtkWidget *
make_entry (const GantryBookmark *bookmark)
{
  GtkWidget *entry = gtk_entry_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  gtk_editable_set_text(GTK_EDITABLE(entry), bookmark->name);
  gtk_entry_set_has_frame(GTK_ENTRY(entry), FALSE);
  gtk_widget_set_hexpand(entry, TRUE);
  gtk_widget_set_tooltip_text(entry, _("Type another name, then Enter"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the mark"),
                                 -1);
  g_signal_connect(entry, "activate", G_CALLBACK(take_name), NULL);
  g_signal_connect(focus, "leave", G_CALLBACK(on_leave), NULL);
  gtk_widget_add_controller(entry, focus);
  return entry;
}

static void
on_delete (GtkButton *button, gpointer chart)
{
  gantry_marks_remove(chart, time_of(G_OBJECT(button)));
}

static void
add_text (GtkWidget *box, const char *text, int width)
{
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_label_set_width_chars(GTK_LABEL(label), width);
  gtk_widget_add_css_class(label, "numeric");
  gtk_box_append(GTK_BOX(box), label);
}

static void
name_row (GtkWidget *row, const GantryBookmark *bookmark)
{
  g_autofree char *moment = gantry_format_moment(bookmark->time, MAX(bookmark->time / 100000, 1));
  g_autofree char *words = g_strjoin(*bookmark->name ? ", " : "", moment, bookmark->name, NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static GtkWidget *
make_row (GantryChartView *chart, const GPtrArray *bookmarks, const GantryBookmark *bookmark)
{
  GtkWidget *row = gtk_list_box_row_new(), *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = make_entry(bookmark);
  GtkWidget *delete = gtk_button_new_from_icon_name("user-trash-symbolic");
  const GantryBookmark *before = gantry_bookmarks_step(bookmarks, bookmark->time, -1);
  g_autofree char *moment = gantry_format_moment(bookmark->time, MAX(bookmark->time / 100000, 1));
  g_autofree char *away = before ? gantry_format_duration(bookmark->time - before->time) : NULL;
  g_autofree char *since = before ? g_strdup_printf("+%s", away) : g_strdup("");
  GObject *owners[] = {G_OBJECT(row), G_OBJECT(name), G_OBJECT(delete)};
  g_object_set_data(G_OBJECT(row), "entry", name);
  for (gsize i = 0; i < G_N_ELEMENTS(owners); i++)
    g_object_set_data_full(owners[i], "time", g_memdup2(&bookmark->time, sizeof bookmark->time), g_free);
  add_text(box, moment, 14);
  add_text(box, since, 10);
  gtk_box_append(GTK_BOX(box), name);
  gtk_widget_add_css_class(delete, "flat");
  gtk_widget_set_tooltip_text(delete, _("Delete the mark"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(delete), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete the mark"),
                                 -1);
  gtk_box_append(GTK_BOX(box), delete);
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), box);
  name_row(row, bookmark);
  g_signal_connect(delete, "clicked", G_CALLBACK(on_delete), chart);
  return row;
}

/* The rows of just these moments can stay, so that the focus does, too; names are set where they changed. */
static bool
keep_rows (GtkListBox *list, const GPtrArray *bookmarks)
{
  GtkListBoxRow *row;
  for (guint i = 0; i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmarks->pdata[i];
    row = gtk_list_box_get_row_at_index(list, (int)i);
    if (!row || time_of(G_OBJECT(row)) != bookmark->time)
      return false;
    GtkEditable *entry = g_object_get_data(G_OBJECT(row), "entry");
    if (!g_str_equal(gtk_editable_get_text(entry), bookmark->name))
      gtk_editable_set_text(entry, bookmark->name);
    name_row(GTK_WIDGET(row), bookmark);
  }
  return !gtk_list_box_get_row_at_index(list, (int)bookmarks->len);
}

/* Later: the row that was clicked is at work yet. */
static gboolean
fill (gpointer data)
{
  GtkWidget *list = data;
  GtkListBoxRow *row;
  GantryChartView *chart = g_object_get_data(G_OBJECT(list), "chart");
  g_object_set_data(G_OBJECT(list), "filling", NULL);
  g_autoptr(GPtrArray) bookmarks =
      chart->timeline ? gantry_timeline_get_bookmarks(chart->timeline) : g_ptr_array_new();
  if (keep_rows(GTK_LIST_BOX(list), bookmarks))
    return G_SOURCE_REMOVE;
  while ((row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(list), 0)))
    gtk_list_box_remove(GTK_LIST_BOX(list), GTK_WIDGET(row));
  for (guint i = 0; i < bookmarks->len; i++)
    gtk_list_box_append(GTK_LIST_BOX(list), make_row(chart, bookmarks, bookmarks->pdata[i]));
  return G_SOURCE_REMOVE;
}

static void
fill_later (GtkWidget *list)
{
  if (g_object_get_data(G_OBJECT(list), "filling"))
    return;
  g_object_set_data(G_OBJECT(list), "filling", list);
  g_idle_add_full(G_PRIORITY_DEFAULT, fill, g_object_ref(list), g_object_unref);
}

GtkWidget *
gantry_marks_list_new (GantryChartView *chart)
{
  GtkWidget *scrolled = gtk_scrolled_window_new(), *list = gtk_list_box_new();
  GtkWidget *none = gtk_label_new(_("No marks yet. M sets one at the moment you look at."));
  gtk_label_set_wrap(GTK_LABEL(none), TRUE);
  gtk_widget_add_css_class(none, "dim-label");
  gtk_widget_set_margin_top(none, 18);
  gtk_list_box_set_placeholder(GTK_LIST_BOX(list), none);
  gtk_list_box_set_selection_mode(GTK_LIST_BOX(list), GTK_SELECTION_BROWSE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Marks"), -1);
  g_object_set_data_full(G_OBJECT(list), "chart", g_object_ref(chart), g_object_unref);
  g_signal_connect_object(chart, "marks-changed", G_CALLBACK(fill_later), list, G_CONNECT_SWAPPED);
  g_signal_connect(list, "row-activated", G_CALLBACK(on_row_activated), chart);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), list);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  fill_later(list);
  return scrolled;
}
