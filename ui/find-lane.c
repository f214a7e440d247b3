/* Finding a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/find-lane.h"

#include "ui/chart-view-private.h"
#include "ui/lane-arranging.h"
#include "ui/text-model.h"

#include "chart/lane-moves.h"

#include <glib/gi18n-lib.h>

#define MOST_HEIGHT 220 /* pixels, of the list */

struct _GantryFindLane {
  GtkBox parent_instance;
  GantryChartView *chart; /* borrowed */
  GtkEditable *entry;
  GtkLabel *count;
  GtkToggleButton *only;
  GtkWidget *scrolled;
  GantryTextModel *names;
  GtkSingleSelection *selection;
  GArray *found;  /* uint32_t lane ids */
  guint n_shown;  /* of them; those behind are hidden */
  unsigned burst; /* of the chart's history: all that is typed is one step */
  bool is_filling;
};

G_DEFINE_FINAL_TYPE(GantryFindLane, gantry_find_lane, GTK_TYPE_BOX)

static void
say_count (GantryFindLane *self)
{
  guint place = gtk_single_selection_get_selected(self->selection);
  g_autofree char *words = NULL;
  if (*gtk_editable_get_text(self->entry) == '\0')
    words = g_strdup("");
  else if (self->found->len == 0)
    words = g_strdup(_("No such lane"));
  else
    words = g_strdup_printf(_("%u of %u"), place + 1, self->found->len);
  gtk_label_set_text(self->count, words);
}

static void
mark (GantryFindLane *self, guint place)
{
  self->is_filling = true;
  gtk_single_selection_set_selected(self->selection, place);
  self->is_filling = false;
  say_count(self);
}

static void
go_to (GantryFindLane *self, guint place)
{
  if (place >= self->found->len)
    return;
  mark(self, place);
  gantry_chart_view_show_lane(self->chart, g_array_index(self->found, uint32_t, place));
}

static void
on_selected (GtkSingleSelection *selection, GParamSpec *property, gpointer data)
{
  GantryFindLane *self = data;
  if (!self->is_filling)
    go_to(self, gtk_single_selection_get_selected(selection));
}

static char *
name_of (gpointer data, guint place)
{
  GantryFindLane *self = data;
  const GantryTimeline *timeline = self->chart->timeline;
  uint32_t id = place < self->found->len ? g_array_index(self->found, uint32_t, place) : GANTRY_NO_LANE;
  const GantryLane *lane = timeline ? gantry_timeline_find_lane(timeline, id) : NULL;
  if (!lane) /* the run is another one by now */
    return g_strdup("");
  return place < self->n_shown ? g_strdup(gantry_lane_get_name(lane))
                               : g_strdup_printf(_("%s (hidden)"), gantry_lane_get_name(lane));
}

static void
list (GantryFindLane *self)
{
  const char *text = gtk_editable_get_text(self->entry);
  self->is_filling = true;
  /* Or it would look for what is selected now among all the new ones. */
  gtk_single_selection_set_selected(self->selection, GTK_INVALID_LIST_POSITION);
  gantry_text_model_renew(self->names, 0);
  g_clear_pointer(&self->found, g_array_unref);
  self->n_shown = 0;
  self->found =
      self->chart->timeline && self->chart->layout
          ? gantry_layout_search_lanes(self->chart->layout, self->chart->timeline, text, &self->n_shown)
          : g_array_new(FALSE, FALSE, sizeof(uint32_t));
  gantry_text_model_renew(self->names, self->found->len);
  self->is_filling = false;
  gtk_widget_set_visible(self->scrolled, self->found->len > 0);
}

static void
filter (GantryFindLane *self)
{
  const char *text = gtk_toggle_button_get_active(self->only) ? gtk_editable_get_text(self->entry) : "";
  const GantryLaneArrangement *arrangement = gantry_chart_view_get_arrangement(self->chart);
  if (g_strcmp0(text, gantry_lane_arrangement_get_filter(arrangement)) != 0)
    gantry_chart_view_arrange(self->chart, gantry_lane_arrangement_filter(arrangement, text));
}

/* The first that matches is selected as one types, from where one was. */
static void
on_changed (GtkEditable *entry, gpointer data)
{
  GantryFindLane *self = data;
  guint place = 0;
  self->chart->burst = self->burst;
  if (gtk_toggle_button_get_active(self->only))
    filter(self);
  list(self);
  for (guint i = 0; i < self->found->len; i++)
    if (g_array_index(self->found, uint32_t, i) == self->chart->view.selected_lane)
      place = i;
  /* What is hidden or folded away comes out when it is asked for, not while one is typing. */
  if (place < self->n_shown) {
    uint32_t lane = g_array_index(self->found, uint32_t, place);
    mark(self, place);
    gantry_chart_view_select(self->chart, lane);
    gantry_chart_view_reveal(self->chart, lane, GANTRY_NO_TIME, GANTRY_NO_TIME);
  }
  self->chart->burst = GANTRY_BURST_NONE;
  say_count(self);
}

static void
on_only (GtkToggleButton *only, gpointer data)
{
  filter(data);
  list(data);
  say_count(data);
}

/* The one that is marked but not gone to yet comes first. */
static void
step (GantryFindLane *self, int by)
{
  guint count = self->found->len, place = gtk_single_selection_get_selected(self->selection);
  if (place < count && g_array_index(self->found, uint32_t, place) != self->chart->view.selected_lane)
    by = 0;
  if (count > 0)
    go_to(self, (guint)(((int64_t)place + by + count) % count));
}

static void
on_next (GtkWidget *widget, gpointer data)
{
  step(data, 1);
}

static void
on_previous (GtkWidget *widget, gpointer data)
{
  step(data, -1);
}

bool
gantry_find_lane_close (GantryFindLane *self)
{
  if (!gtk_widget_get_visible(GTK_WIDGET(self)))
    return false;
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
  gtk_widget_grab_focus(GTK_WIDGET(self->chart));
  return true;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  GantryFindLane *self = data;
  switch (keyval) {
  case GDK_KEY_Escape:
    gantry_find_lane_close(self);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    step(self, state & GDK_SHIFT_MASK ? -1 : 1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    step(self, keyval == GDK_KEY_Up ? -1 : 1);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new("");
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE); /* the number at the end is seen */
  gtk_list_item_set_child(item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkStringObject *name = gtk_list_item_get_item(item);
  GtkWidget *label = gtk_list_item_get_child(item), *row = gtk_widget_get_parent(label);
  const char *text = gtk_string_object_get_string(name);
  gtk_label_set_text(GTK_LABEL(label), text);
  if (row)
    gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
gantry_find_lane_open (GantryFindLane *self)
{
  const char *shown = gantry_lane_arrangement_get_filter(gantry_chart_view_get_arrangement(self->chart));
  self->burst = gantry_chart_view_new_gesture(self->chart);
  gtk_toggle_button_set_active(self->only, *shown != '\0');
  gtk_widget_set_visible(GTK_WIDGET(self), TRUE);
  gtk_widget_grab_focus(GTK_WIDGET(self->entry));
  gtk_editable_select_region(self->entry, 0, -1);
  list(self);
  say_count(self);
}

static void
dispose (GObject *object)
{
  GantryFindLane *self = GANTRY_FIND_LANE(object);
  if (self->found) {
    self->is_filling = true;
    gantry_text_model_renew(self->names, 0);
  }
  g_clear_pointer(&self->found, g_array_unref);
  G_OBJECT_CLASS(gantry_find_lane_parent_class)->dispose(object);
}

static void
gantry_find_lane_class_init (GantryFindLaneClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static GtkWidget *
make_button (const char *icon, const char *label, GCallback callback, GantryFindLane *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object(button, "clicked", callback, self, 0);
  return button;
}

static GtkWidget *
make_list (GantryFindLane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  GtkWidget *view;
  self->names = gantry_text_model_new(name_of, self);
  self->selection = gtk_single_selection_new(G_LIST_MODEL(self->names));
  view = gtk_list_view_new(GTK_SELECTION_MODEL(self->selection), factory);
  g_signal_connect(factory, "setup", G_CALLBACK(on_setup), NULL);
  g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
  g_signal_connect_object(self->selection, "notify::selected", G_CALLBACK(on_selected), self, 0);
  gtk_accessible_update_property(GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Lanes whose names match"), -1);
  self->scrolled = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(self->scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(self->scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scrolled), view);
  gtk_widget_set_visible(self->scrolled, FALSE);
  return self->scrolled;
}

static GtkWidget *
make_line (GantryFindLane *self)
{
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_text_new(), *icon = gtk_image_new_from_icon_name("edit-find-symbolic");
  self->entry = GTK_EDITABLE(entry);
  self->count = GTK_LABEL(gtk_label_new(""));
  self->only = GTK_TOGGLE_BUTTON(gtk_toggle_button_new_with_mnemonic(_("_Only these")));
  gtk_text_set_placeholder_text(GTK_TEXT(entry), _("Part of a lane’s name, or cook*"));
  gtk_editable_set_width_chars(self->entry, 6); /* a chart may be narrow */
  gtk_editable_set_max_width_chars(self->entry, 26);
  gtk_widget_set_hexpand(entry, TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find a lane"), -1);
  gtk_widget_add_css_class(GTK_WIDGET(self->count), "dim-label");
  gtk_widget_add_css_class(GTK_WIDGET(self->only), "flat");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->only), _("Hide the lanes whose names do not match"));
  g_signal_connect_object(self->entry, "changed", G_CALLBACK(on_changed), self, 0);
  g_signal_connect_object(self->only, "toggled", G_CALLBACK(on_only), self, 0);
  gtk_box_append(GTK_BOX(line), icon);
  gtk_box_append(GTK_BOX(line), entry);
  gtk_box_append(GTK_BOX(line), GTK_WIDGET(self->count));
  gtk_box_append(GTK_BOX(line),
                 make_button("go-up-symbolic", _("Previous lane"), G_CALLBACK(on_previous), self));
  gtk_box_append(GTK_BOX(line), make_button("go-down-symbolic", _("Next lane"), G_CALLBACK(on_next), self));
  gtk_box_append(GTK_BOX(line), GTK_WIDGET(self->only));
  return line;
}

static void
gantry_find_lane_init (GantryFindLane *self)
{
  GtkEventController *key = gtk_event_controller_key_new();
  self->found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_END);
  gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_START);
  gtk_widget_add_css_class(GTK_WIDGET(self), "find-lane");
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_box_append(GTK_BOX(self), make_line(self));
  gtk_box_append(GTK_BOX(self), make_list(self));
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
  gtk_event_controller_set_propagation_phase(key, GTK_PHASE_CAPTURE);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
}

GtkWidget *
gantry_find_lane_new (GantryChartView *chart)
{
  GantryFindLane *self = g_object_new(GANTRY_TYPE_FIND_LANE, NULL);
  self->chart = chart;
  return GTK_WIDGET(self);
}
