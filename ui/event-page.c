/* The list of events beside the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/event-page.h"

#include "timeline/units.h"
#include "ui/event-model.h"
#include "ui/lane-arranging.h"
#include "ui/search-keys.h"
#include "ui/settings.h"
#include "ui/tab-stop.h"
#include "ui/table-view.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

#define REFRESH_MS 400
#define MOMENT_NS 100 /* moments are told so precisely */

enum { TIME, LANE, STATE, WHAT, DURATION, LINE, N_COLUMNS };

struct _GantryEventPage {
  GtkBox parent_instance;
  GantryChartView *chart; /* borrowed */
  GtkEditable *filter;
  GtkLabel *count;
  GtkColumnView *view;
  GtkSingleSelection *selection;
  GantryEventModel *model;
  GantryTimeline *timeline; /* that is listed */
  GantryVocabulary vocabulary;
  char *words;       /* that were looked for last */
  uint64_t revision; /* of it, when it was looked at last */
  guint refresh;
  int probed;        /* the column that the table is sorted by, as it was asked */
  bool is_following; /* the selection is set by the program */
  bool enters;       /* the rows, once they are those of the words */
};

G_DEFINE_FINAL_TYPE(GantryEventPage, gantry_event_page, GTK_TYPE_BOX)

static char *
cell_words (gpointer item, guint column, gpointer data)
{
  GantryEventPage *self = data;
  const GantryListedEvent *event = gantry_event_item_get(item);
  const GantryTimeline *timeline = gantry_event_item_get_timeline(item);
  const GantryLane *lane = gantry_timeline_find_lane(timeline, event->lane);
  switch (column) {
  case TIME:
    return gantry_format_moment(event->time, MOMENT_NS);
  case LANE:
    return g_strdup(lane ? gantry_lane_get_name(lane) : "");
  case STATE:
    return gantry_listed_event_words(timeline, event, self->vocabulary);
  case WHAT:
    return gantry_listed_event_what(timeline, event);
  case DURATION:
    return event->duration != GANTRY_NO_TIME ? gantry_format_duration(event->duration) : NULL;
  default:
    return event->line > 0 ? g_strdup_printf("%u", event->line) : NULL;
  }
}

/* A column's sorter is never asked to sort, only whether it is the one: the list itself is sorted elsewhere.
 */
static int
probe (gconstpointer one, gconstpointer other, gpointer column)
{
  GantryEventPage *self = g_object_get_data(G_OBJECT(one), "page");
  if (self)
    self->probed = GPOINTER_TO_INT(column);
  return -1;
}

static GantryEventOrder
find_order (GantryEventPage *self, bool *descending)
{
  static const GantryEventOrder orders[N_COLUMNS] = {
      [TIME] = GANTRY_EVENTS_BY_TIME,         [LANE] = GANTRY_EVENTS_BY_LANE,
      [STATE] = GANTRY_EVENTS_BY_STATE,       [WHAT] = GANTRY_EVENTS_BY_TIME,
      [DURATION] = GANTRY_EVENTS_BY_DURATION, [LINE] = GANTRY_EVENTS_BY_LINE,
  };
  g_autoptr(GObject) one = g_object_new(G_TYPE_OBJECT, NULL), other = g_object_new(G_TYPE_OBJECT, NULL);
  g_object_set_data(one, "page", self);
  self->probed = TIME;
  GtkOrdering ordering = gtk_sorter_compare(gtk_column_view_get_sorter(self->view), one, other);
  *descending = ordering == GTK_ORDERING_LARGER;
  return orders[self->probed];
}

static void
say_count (GantryEventPage *self)
{
  guint count = g_list_model_get_n_items(G_LIST_MODEL(self->model));
  g_autofree char *words =
      gantry_event_model_is_busy(self->model) && count == 0
          ? g_strdup(_("Looking…"))
          : g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u entry", "%u entries", count), count);
  gtk_label_set_text(self->count, self->timeline ? words : "");
}

static void
list (GantryEventPage *self)
{
  bool descending;
  GantryEventOrder order = find_order(self, &descending);
  self->vocabulary = gantry_vocabulary_get_chosen();
  self->revision = self->timeline ? gantry_timeline_get_revision(self->timeline) : 0;
  g_free(self->words);
  self->words = g_strdup(gtk_editable_get_text(self->filter));
  gantry_event_model_set(self->model, self->timeline, self->words, order, descending, self->vocabulary);
  say_count(self);
}

static void
on_wish_changed (gpointer source, gpointer data)
{
  if (gtk_widget_get_mapped(data))
    list(data);
}

static bool
has_new_words (GantryEventPage *self)
{
  return g_strcmp0(self->words, gtk_editable_get_text(self->filter)) != 0;
}

/* A moment after it was typed; they may have been looked for by then. */
static void
on_search_changed (GtkSearchEntry *entry, gpointer data)
{
  GantryEventPage *self = data;
  if (!has_new_words(self))
    return;
  self->enters = false;
  on_wish_changed(entry, data);
}

/* Not the rows of what stood in the entry before. */
static void
enter_rows (GantryEventPage *self)
{
  if (has_new_words(self))
    list(self);
  self->enters = !gantry_event_model_is_settled(self->model);
  if (!self->enters)
    gantry_table_view_enter(self->view);
}

static void
on_activate (GtkSearchEntry *entry, gpointer data)
{
  enter_rows(data);
}

static void
enter (gpointer data)
{
  enter_rows(data);
}

static bool
is_at_first (gpointer data)
{
  return gantry_table_view_is_at_first(GANTRY_EVENT_PAGE(data)->view);
}

static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, gpointer data)
{
  on_wish_changed(sorter, data);
}

static void
on_vocabulary_changed (GSettings *settings, const char *key, gpointer data)
{
  on_wish_changed(settings, data);
}

/* The chart's choice is the list's; nothing if it is not in the list. */
static void
follow_choice (GantryEventPage *self)
{
  guint position = GTK_INVALID_LIST_POSITION;
  uint32_t lane;
  size_t interval;
  if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  if (!gantry_chart_view_get_interval(self->chart, &lane, &interval, NULL) ||
      !gantry_event_model_find(self->model, lane, interval, &position))
    position = GTK_INVALID_LIST_POSITION;
  if (position == gtk_single_selection_get_selected(self->selection))
    return;
  self->is_following = true;
  gtk_single_selection_set_selected(self->selection, position);
  self->is_following = false;
  if (position != GTK_INVALID_LIST_POSITION)
    gantry_table_view_show_selected(self->view);
}

static void
on_interval_selected (GantryChartView *chart, gpointer data)
{
  GantryEventPage *self = data;
  if (!self->is_following)
    follow_choice(self);
}

/* A selection would be looked for among all that is new, which makes an item of each. */
static void
on_changing (GantryEventModel *model, gpointer data)
{
  GantryEventPage *self = data;
  self->is_following = true;
  gtk_single_selection_set_selected(self->selection, GTK_INVALID_LIST_POSITION);
  self->is_following = false;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  GantryEventPage *self = data;
  say_count(self);
  follow_choice(self);
  if (self->enters)
    gantry_table_view_enter(self->view);
  self->enters = false;
}

static void
on_selected (GtkSingleSelection *selection, GParamSpec *property, gpointer data)
{
  GantryEventPage *self = data;
  GantryEventItem *item = gtk_single_selection_get_selected_item(selection);
  if (self->is_following || !item)
    return;
  const GantryListedEvent *event = gantry_event_item_get(item);
  int64_t length = event->duration != GANTRY_NO_TIME ? event->duration : 0;
  self->is_following = true;
  gantry_chart_view_show_lane(self->chart, event->lane);
  if (event->kind == GANTRY_LISTED_INTERVAL)
    gantry_chart_view_select_interval(self->chart, event->lane, event->index);
  else
    gantry_chart_view_select(self->chart, event->lane);
  if (event->kind == GANTRY_LISTED_ARROW)
    gantry_chart_view_reveal(self->chart, event->lane, event->time - length, event->time);
  else
    gantry_chart_view_reveal(self->chart, event->lane, event->time, event->time + length);
  self->is_following = false;
}

/* What is new in a run that goes on. */
static gboolean
on_refresh (gpointer data)
{
  GantryEventPage *self = data;
  bool is_over = !self->timeline || gantry_timeline_is_finished(self->timeline);
  uint64_t revision = self->timeline ? gantry_timeline_get_revision(self->timeline) : 0;
  if (gantry_event_model_is_busy(self->model))
    return G_SOURCE_CONTINUE;
  if (revision != self->revision) {
    self->revision = revision;
    gantry_event_model_update(self->model);
  } else if (is_over) {
    say_count(self);
    self->refresh = 0;
    return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

static void
take_run (GantryEventPage *self)
{
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  if (timeline != self->timeline) {
    g_clear_pointer(&self->timeline, gantry_timeline_unref);
    self->timeline = timeline ? gantry_timeline_ref(timeline) : NULL;
    list(self);
  }
  if (!self->refresh)
    self->refresh = g_timeout_add(REFRESH_MS, on_refresh, self);
}

static void
on_view_changed (GantryChartView *chart, gpointer data)
{
  GantryEventPage *self = data;
  if (gantry_chart_view_get_timeline(chart) != self->timeline)
    take_run(self);
}

static void
on_map (GtkWidget *widget, gpointer data)
{
  GantryEventPage *self = GANTRY_EVENT_PAGE(widget);
  take_run(self);
  follow_choice(self);
  /* It may be selected since before the page was hidden, and may have been so without ever being laid out. */
  gantry_table_view_show_selected(self->view);
}

static void
on_unmap (GtkWidget *widget, gpointer data)
{
  g_clear_handle_id(&GANTRY_EVENT_PAGE(widget)->refresh, g_source_remove);
  GANTRY_EVENT_PAGE(widget)->enters = false;
}

static void
dispose (GObject *object)
{
  GantryEventPage *self = GANTRY_EVENT_PAGE(object);
  g_clear_handle_id(&self->refresh, g_source_remove);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  g_clear_object(&self->model);
  g_clear_pointer(&self->words, g_free);
  G_OBJECT_CLASS(gantry_event_page_parent_class)->dispose(object);
}

static void
gantry_event_page_class_init (GantryEventPageClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static void
add_columns (GantryEventPage *self)
{
  static const struct {
    const char *title;
    int width;
  } columns[N_COLUMNS] = {
      [TIME] = {N_("Time"), 110},   [LANE] = {N_("Lane"), 140},      [STATE] = {N_("Event"), 220},
      [WHAT] = {N_("Of what"), -1}, [DURATION] = {N_("Lasts"), 100}, [LINE] = {N_("Line"), 70},
  };
  for (int i = 0; i < N_COLUMNS; i++) {
    GtkSorter *sorter = i == WHAT ? NULL : GTK_SORTER(gtk_custom_sorter_new(probe, GINT_TO_POINTER(i), NULL));
    GtkColumnViewColumn *column =
        gantry_table_view_add(self->view, _(columns[i].title), (guint)i, cell_words, self, sorter);
    gtk_column_view_column_set_fixed_width(column, columns[i].width);
    gtk_column_view_column_set_expand(column, i == WHAT);
  }
  g_signal_connect_object(gtk_column_view_get_sorter(self->view), "changed", G_CALLBACK(on_sorter_changed),
                          self, 0);
}

static GtkWidget *
make_head (GantryEventPage *self)
{
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *entry = gtk_search_entry_new();
  self->filter = GTK_EDITABLE(entry);
  self->count = GTK_LABEL(gtk_label_new(""));
  g_object_set(entry, "placeholder-text", _("Words to find: cook waits kitchen"), NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Show events with these words"), -1);
  gtk_widget_set_hexpand(entry, TRUE);
  gtk_widget_add_css_class(head, "table-head");
  gtk_widget_add_css_class(GTK_WIDGET(self->count), "dim-label");
  gtk_widget_set_tooltip_text(
      GTK_WIDGET(self->count),
      _("Intervals, arrows and marks, made of the recorded events that a picture counts"));
  gtk_box_append(GTK_BOX(head), entry);
  gtk_box_append(GTK_BOX(head), GTK_WIDGET(self->count));
  g_signal_connect_object(entry, "search-changed", G_CALLBACK(on_search_changed), self, 0);
  g_signal_connect_object(entry, "activate", G_CALLBACK(on_activate), self, 0);
  return head;
}

static void
gantry_event_page_init (GantryEventPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  self->model = gantry_event_model_new();
  GtkWidget *view = gantry_table_view_new(g_object_ref(G_LIST_MODEL(self->model)), _("Events of the run"),
                                          &self->selection);
  self->view = GTK_COLUMN_VIEW(view);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append(GTK_BOX(self), make_head(self));
  add_columns(self);
  gantry_search_keys_add(GTK_WIDGET(self->filter), view, enter, is_at_first, self);
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), view);
  gtk_box_append(GTK_BOX(self), gantry_tab_stop_new(scrolled));
  g_signal_connect_object(self->model, "changing", G_CALLBACK(on_changing), self, 0);
  g_signal_connect_object(self->model, "items-changed", G_CALLBACK(on_items_changed), self, G_CONNECT_AFTER);
  g_signal_connect_object(self->selection, "notify::selected", G_CALLBACK(on_selected), self, 0);
  g_signal_connect_object(gantry_settings_get(), "changed::state-words", G_CALLBACK(on_vocabulary_changed),
                          self, 0);
  g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
  g_signal_connect(self, "unmap", G_CALLBACK(on_unmap), NULL);
}

GtkWidget *
gantry_event_page_new (GantryChartView *chart)
{
  GantryEventPage *self = g_object_new(GANTRY_TYPE_EVENT_PAGE, NULL);
  self->chart = chart;
  g_signal_connect_object(chart, "view-changed", G_CALLBACK(on_view_changed), self, 0);
  g_signal_connect_object(chart, "interval-selected", G_CALLBACK(on_interval_selected), self, 0);
  return GTK_WIDGET(self);
}
