/* The entry in its popover: a child of the chart for as long as it is open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-popover.h"

#include "ui/chart-view-private.h"

typedef struct {
  GantryChartView *chart;
  GtkLabel *fault;
  GantryEntryTaken taken;
  gpointer data;
  GDestroyNotify free_data;
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *asking = data;
  if (asking->free_data)
    asking->free_data(asking->data);
  g_free(asking);
}

static void
on_activate (GtkEntry *entry, gpointer data)
{
  Asking *asking = data;
  g_autofree char *fault =
      asking->taken(asking->chart, gtk_editable_get_text(GTK_EDITABLE(entry)), asking->data);
  if (!fault) {
    gantry_chart_entry_close(asking->chart);
    return;
  }
  gtk_label_set_text(asking->fault, fault);
  gtk_widget_set_visible(GTK_WIDGET(asking->fault), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(entry), "error");
  gtk_popover_present(GTK_POPOVER(asking->chart->popover));
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, fault, -1);
}

static void
on_changed (GtkEditable *editable, gpointer data)
{
  Asking *asking = data;
  gtk_widget_set_visible(GTK_WIDGET(asking->fault), FALSE);
  gtk_widget_remove_css_class(GTK_WIDGET(editable), "error");
}

/* What the entry has no use for is not the chart's either. */
static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  return keyval != GDK_KEY_Escape && keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab;
}

/* The popover may still be at work when it says that it is closed. */
static gboolean
remove_later (gpointer data)
{
  if (gtk_widget_get_parent(data))
    gtk_widget_unparent(data);
  return G_SOURCE_REMOVE;
}

static void
on_closed (GtkPopover *popover, gpointer data)
{
  GantryChartView *chart = data;
  if (chart->popover == GTK_WIDGET(popover)) {
    chart->popover = NULL;
    gtk_widget_grab_focus(GTK_WIDGET(chart));
  }
  g_idle_add_full(G_PRIORITY_DEFAULT, remove_later, g_object_ref(popover), g_object_unref);
}

bool
gantry_chart_entry_close (GantryChartView *chart)
{
  if (!chart->popover)
    return false;
  gtk_popover_popdown(GTK_POPOVER(chart->popover));
  return true;
}

/* Where the ruler meets the lanes. */
static void
point_at (GtkPopover *popover, GantryChartView *chart, int64_t moment)
{
  GdkRectangle place = {gtk_widget_get_width(GTK_WIDGET(chart)) / 2, 0, 1, 1};
  const GantryLayout *layout = chart->layout;
  if (layout) {
    double x = moment == GANTRY_NO_TIME ? (layout->plot_left + layout->plot_right) / 2
                                        : gantry_layout_x(layout, moment);
    place.x = (int)CLAMP(x, layout->plot_left, layout->plot_right);
    place.y = (int)layout->lanes_top;
  }
  gtk_popover_set_pointing_to(popover, &place);
}

static GtkLabel *
add_label (GtkBox *box, const char *text, const char *css_class)
{
  GtkLabel *label = GTK_LABEL(gtk_label_new(text));
  gtk_label_set_xalign(label, 0);
  gtk_label_set_wrap(label, TRUE);
  gtk_label_set_max_width_chars(label, 40);
  gtk_widget_add_css_class(GTK_WIDGET(label), css_class);
  gtk_box_append(box, GTK_WIDGET(label));
  return label;
}

static GantryChartEntry
make (Asking *asking, const char *title, const char *text)
{
  GtkBox *box = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 6));
  GtkBox *line = GTK_BOX(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6));
  GantryChartEntry made = {GTK_POPOVER(gtk_popover_new()), GTK_ENTRY(gtk_entry_new()), line};
  GtkEventController *key = gtk_event_controller_key_new();
  add_label(box, title, "heading");
  gtk_box_append(box, GTK_WIDGET(line));
  gtk_box_append(line, GTK_WIDGET(made.entry));
  asking->fault = add_label(box, "", "error");
  gtk_widget_set_visible(GTK_WIDGET(asking->fault), FALSE);
  gtk_editable_set_text(GTK_EDITABLE(made.entry), text);
  gtk_editable_set_width_chars(GTK_EDITABLE(made.entry), 24);
  gtk_accessible_update_property(GTK_ACCESSIBLE(made.entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_popover_set_child(made.popover, GTK_WIDGET(box));
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), NULL);
  gtk_widget_add_controller(GTK_WIDGET(box), key);
  g_signal_connect_data(made.entry, "activate", G_CALLBACK(on_activate), asking, asking_free, 0);
  g_signal_connect(made.entry, "changed", G_CALLBACK(on_changed), asking);
  return made;
}

GantryChartEntry
gantry_chart_entry_open (GantryChartView *chart, int64_t moment, const char *title, const char *text,
                         GantryEntryTaken taken, gpointer data, GDestroyNotify free_data)
{
  Asking *asking = g_new0(Asking, 1);
  *asking = (Asking){.chart = chart, .taken = taken, .data = data, .free_data = free_data};
  gantry_chart_entry_close(chart);
  GantryChartEntry made = make(asking, title, text);
  chart->popover = GTK_WIDGET(made.popover);
  gtk_widget_set_parent(chart->popover, GTK_WIDGET(chart));
  point_at(made.popover, chart, moment);
  g_signal_connect(made.popover, "closed", G_CALLBACK(on_closed), chart);
  gtk_popover_popup(made.popover);
  gtk_widget_grab_focus(GTK_WIDGET(made.entry));
  return made;
}
