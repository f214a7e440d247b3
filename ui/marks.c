/* Setting, renaming and deleting marks in the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/marks.h"

#include "chart/part-words.h"
#include "timeline/bookmarks.h"
#include "timeline/units.h"
#include "ui/chart-popover.h"
#include "ui/chart-walk.h"

#include <glib/gi18n-lib.h>

#define REACH 5 /* pixels that a mark may be off the place that is pointed at */
#define FLAG 12

static int64_t
ns_of_pixels (GantryChartView *chart, double pixels)
{
  const GantryLayout *layout = chart->layout;
  double width = layout ? MAX(layout->plot_right - layout->plot_left, 1) : 1000;
  return (int64_t)((double)(chart->view.to - chart->view.from) / width * pixels);
}

static void
changed (GantryChartView *chart, int64_t time)
{
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  const GantryBookmark *bookmark = gantry_bookmarks_near(bookmarks, time, 0);
  g_autofree char *words = bookmark ? gantry_bookmark_words(bookmarks, bookmark) : NULL;
  gtk_widget_queue_draw(GTK_WIDGET(chart));
  g_signal_emit_by_name(chart, "marks-changed");
  gantry_chart_view_speak(chart, words ? words : _("The mark is deleted."));
}

void
gantry_marks_set (GantryChartView *chart, int64_t time, const char *name)
{
  if (chart->timeline && gantry_timeline_set_bookmark(chart->timeline, time, name))
    changed(chart, time);
  else
    gantry_chart_view_speak(chart, _("There is no room for more marks."));
}

void
gantry_marks_remove (GantryChartView *chart, int64_t time)
{
  if (chart->timeline && gantry_timeline_remove_bookmark(chart->timeline, time))
    changed(chart, time);
}

static char *
take_name (GantryChartView *chart, const char *name, gpointer time)
{
  gantry_marks_set(chart, *(int64_t *)time, name);
  return NULL;
}

static void
on_delete (GtkButton *button, gpointer data)
{
  GantryChartView *chart = data;
  int64_t *time = g_object_get_data(G_OBJECT(button), "time");
  gantry_marks_remove(chart, *time);
  gantry_chart_entry_close(chart);
}

static void
add_delete (GantryChartView *chart, const GantryChartEntry *asked, int64_t time)
{
  GtkWidget *button = gtk_button_new_from_icon_name("user-trash-symbolic");
  gtk_widget_set_tooltip_text(button, _("Delete the mark"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete the mark"),
                                 -1);
  g_object_set_data_full(G_OBJECT(button), "time", g_memdup2(&time, sizeof time), g_free);
  g_signal_connect(button, "clicked", G_CALLBACK(on_delete), chart);
  gtk_box_append(asked->buttons, button);
}

static void
ask (GantryChartView *chart, int64_t time, const char *name)
{
  g_autofree char *moment = gantry_format_moment(time, MAX(ns_of_pixels(chart, 1), 1));
  g_autofree char *title =
      g_strdup_printf(name ? _("Rename the mark at %s") : _("Name of the mark at %s"), moment);
  GantryChartEntry asked = gantry_chart_entry_open(chart, time, title, name ? name : "", take_name,
                                                   g_memdup2(&time, sizeof time), g_free);
  if (name)
    add_delete(chart, &asked, time);
}

void
gantry_marks_ask (GantryChartView *chart)
{
  if (!chart->timeline)
    return;
  int64_t time = gantry_chart_view_get_point(chart);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  const GantryBookmark *bookmark = gantry_bookmarks_near(bookmarks, time, ns_of_pixels(chart, REACH));
  ask(chart, bookmark ? bookmark->time : time, bookmark ? bookmark->name : NULL);
}

/* The flag stands to the right of its moment. */
static const GantryBookmark *
find_flag (GantryChartView *chart, const GPtrArray *bookmarks, double x, double y)
{
  const GantryRow *row = chart->layout ? gantry_layout_row_at(chart->layout, y) : NULL;
  if (!row || row->kind != GANTRY_ROW_RULER || y > row->y + (row->height - 32.0 * chart->view.text_scale))
    return NULL;
  int64_t time = gantry_layout_time(chart->layout, x);
  const GantryBookmark *near = gantry_bookmarks_step(bookmarks, time + ns_of_pixels(chart, REACH), -1);
  return near && time - near->time <= ns_of_pixels(chart, FLAG) ? near : NULL;
}

bool
gantry_marks_ask_at (GantryChartView *chart, double x, double y)
{
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  const GantryBookmark *bookmark = find_flag(chart, bookmarks, x, y);
  if (bookmark)
    ask(chart, bookmark->time, bookmark->name);
  return bookmark != NULL;
}

char *
gantry_marks_describe_at (GantryChartView *chart, double x, double y)
{
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  const GantryBookmark *bookmark = find_flag(chart, bookmarks, x, y);
  return bookmark ? gantry_bookmark_words(bookmarks, bookmark) : NULL;
}
