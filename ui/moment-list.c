/* The rows for a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/moment-list.h"

#include "chart/moment-words.h"
#include "chart/thing-words.h"
#include "timeline/units.h"
#include "ui/after-frame.h"
#include "ui/state-swatch.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>

#define MOST_ROWS 7
#define MOST_VALUES 8
#define PARTS_OF_SIGHT 1000 /* a moment is told as precisely as it can be chosen */

typedef struct {
  GtkWidget *row;
  GantryStateSwatch *swatch;
  GtkLabel *sentence;
  uint32_t lane;
} Row;

struct _GantryMomentList {
  GtkBox parent_instance;
  GtkLabel *heading, *hint, *more;
  GtkListBox *list;
  Row rows[MOST_ROWS];
  GtkGrid *values;
  GtkLabel *names[MOST_VALUES], *words[MOST_VALUES];
  uint32_t selected; /* the lane that was selected when it was shown last */
};

G_DEFINE_FINAL_TYPE(GantryMomentList, gantry_moment_list, GTK_TYPE_BOX)

static guint lane_activated;

/* A label that has its text already is not laid out again. */
static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0(gtk_label_get_text(label), text) != 0)
    gtk_label_set_text(label, text);
}

static void
show_row (Row *row, const GantryTimeline *timeline, const GantryView *view, int64_t moment)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, row->lane);
  GantryInterval interval;
  bool lives = lane && gantry_moment_find(lane, moment, &interval);
  g_autofree char *sentence = gantry_moment_sentence(timeline, row->lane, moment, view->vocabulary);
  gantry_state_swatch_set_state(row->swatch, lives ? interval.state : GANTRY_N_STATES);
  set_text(row->sentence, sentence);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  if (lives)
    gtk_widget_remove_css_class(row->row, "dim-label");
  else
    gtk_widget_add_css_class(row->row, "dim-label");
  if (row->lane == view->selected_lane)
    gtk_widget_add_css_class(row->row, "of-selection");
  else
    gtk_widget_remove_css_class(row->row, "of-selection");
}

/* Once the rows have their places. */
static bool
bring_into_sight (GtkWidget *widget)
{
  GantryMomentList *self = GANTRY_MOMENT_LIST(widget);
  GtkWidget *scrolled = gtk_widget_get_ancestor(widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *content = gtk_widget_get_parent(widget);
  graphene_rect_t place;
  for (guint i = 0; scrolled && i < MOST_ROWS; i++)
    if (self->rows[i].lane == self->selected && gtk_widget_get_mapped(self->rows[i].row) &&
        gtk_widget_compute_bounds(self->rows[i].row, content, &place))
      gtk_adjustment_clamp_page(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)),
                                (double)place.origin.y, (double)(place.origin.y + place.size.height));
  return true;
}

/* Whoever selects a lane wants to read about it: its sentence is brought into sight. */
static void
reveal_selected (GantryMomentList *self, uint32_t lane)
{
  if (self->selected != lane &&
      gantry_after_frame(GTK_WIDGET(self), lane == GANTRY_NO_LANE ? NULL : bring_into_sight))
    self->selected = lane;
}

static void
show_rows (GantryMomentList *self, const GantryTimeline *timeline, const GantryView *view, int64_t moment)
{
  uint32_t ids[MOST_ROWS];
  guint n_more, n_rows = gantry_moment_lanes(timeline, moment, view->selected_lane, MOST_ROWS, ids, &n_more);
  for (guint i = 0; i < MOST_ROWS; i++) {
    gtk_widget_set_visible(self->rows[i].row, i < n_rows);
    self->rows[i].lane = i < n_rows ? ids[i] : GANTRY_NO_LANE;
    if (i < n_rows)
      show_row(&self->rows[i], timeline, view, moment);
  }
  g_autofree char *more =
      g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "and %u more", "and %u more", n_more), n_more);
  set_text(self->more, n_rows == 0 ? _("No task is alive.") : more);
  gtk_widget_set_visible(GTK_WIDGET(self->more), n_more > 0 || n_rows == 0);
}

static void
show_values (GantryMomentList *self, const GantryTimeline *timeline, int64_t moment)
{
  guint n_shown = 0;
  for (uint32_t i = 0; timeline && i < gantry_timeline_get_n_things(timeline) && n_shown < MOST_VALUES; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    g_autofree char *words = gantry_thing_value_words(timeline, thing, moment);
    if (*words == '\0')
      continue;
    set_text(self->names[n_shown], gantry_thing_get_name(thing));
    set_text(self->words[n_shown++], words);
  }
  for (guint i = 0; i < MOST_VALUES; i++) {
    gtk_widget_set_visible(GTK_WIDGET(self->names[i]), i < n_shown);
    gtk_widget_set_visible(GTK_WIDGET(self->words[i]), i < n_shown);
  }
  gtk_widget_set_visible(GTK_WIDGET(self->values), n_shown > 0);
}

void
gantry_moment_list_show (GantryMomentList *self, const GantryTimeline *timeline, const GantryView *view,
                         int64_t moment)
{
  bool is_over = timeline && gantry_timeline_is_finished(timeline) && view->cursor == GANTRY_NO_TIME &&
                 moment >= gantry_timeline_get_now(timeline);
  bool tells = timeline && !is_over;
  gtk_widget_set_visible(GTK_WIDGET(self->hint), is_over);
  gtk_widget_set_visible(GTK_WIDGET(self->heading), tells);
  gtk_widget_set_visible(GTK_WIDGET(self->list), tells);
  if (!tells) {
    gtk_widget_set_visible(GTK_WIDGET(self->more), FALSE);
    gtk_widget_set_visible(GTK_WIDGET(self->values), FALSE);
    return;
  }
  g_autofree char *when = gantry_format_moment(moment, MAX((view->to - view->from) / PARTS_OF_SIGHT, 1));
  g_autofree char *heading = g_strdup_printf(_("At %s"), when);
  set_text(self->heading, heading);
  show_rows(self, timeline, view, moment);
  show_values(self, timeline, moment);
  reveal_selected(self, view->selected_lane);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  GantryMomentList *self = data;
  for (guint i = 0; i < MOST_ROWS; i++)
    if (self->rows[i].row == GTK_WIDGET(row))
      g_signal_emit(self, lane_activated, 0, self->rows[i].lane);
}

static void
gantry_moment_list_class_init (GantryMomentListClass *class)
{
  lane_activated = g_signal_new("lane-activated", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static GtkLabel *
make_label (const char *text, const char *css_class)
{
  GtkLabel *label = GTK_LABEL(gtk_label_new(text));
  gtk_label_set_xalign(label, 0);
  gantry_wrap(label);
  if (css_class)
    gtk_widget_add_css_class(GTK_WIDGET(label), css_class);
  return label;
}

static void
add_row (GantryMomentList *self, Row *row)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  row->swatch = GANTRY_STATE_SWATCH(gantry_state_swatch_new());
  gtk_widget_set_valign(GTK_WIDGET(row->swatch), GTK_ALIGN_START);
  row->sentence = make_label("", "numeric");
  gtk_widget_set_hexpand(GTK_WIDGET(row->sentence), TRUE);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(row->swatch));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(row->sentence));
  row->row = gtk_list_box_row_new();
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row->row), box);
  gtk_list_box_append(self->list, row->row);
}

static void
add_values (GantryMomentList *self)
{
  self->values = GTK_GRID(gtk_grid_new());
  gtk_grid_set_column_spacing(self->values, 12);
  gtk_widget_add_css_class(GTK_WIDGET(self->values), "values");
  for (int i = 0; i < MOST_VALUES; i++) {
    self->names[i] = make_label("", "dim-label");
    self->words[i] = make_label("", "figure");
    gtk_widget_add_css_class(GTK_WIDGET(self->words[i]), "numeric");
    gtk_widget_set_hexpand(GTK_WIDGET(self->names[i]), TRUE);
    gtk_label_set_xalign(self->words[i], 1);
    gtk_grid_attach(self->values, GTK_WIDGET(self->names[i]), 0, i, 1, 1);
    gtk_grid_attach(self->values, GTK_WIDGET(self->words[i]), 1, i, 1, 1);
  }
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->values));
}

static void
gantry_moment_list_init (GantryMomentList *self)
{
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->selected = GANTRY_NO_LANE;
  self->heading = make_label("", "pane-heading");
  self->hint = make_label(_("Point at the chart to read what each task does, or replay the run (Space)."),
                          "dim-label");
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  gtk_list_box_set_selection_mode(self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class(GTK_WIDGET(self->list), "moment");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What each task is doing"), -1);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->heading));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->hint));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->list));
  for (guint i = 0; i < MOST_ROWS; i++)
    add_row(self, &self->rows[i]);
  self->more = make_label("", "dim-label");
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->more));
  add_values(self);
  g_signal_connect(self->list, "row-activated", G_CALLBACK(on_row_activated), self);
}

GtkWidget *
gantry_moment_list_new (void)
{
  return g_object_new(GANTRY_TYPE_MOMENT_LIST, NULL);
}
