/* The chart's widget: range, drawing, following.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"
#include "ui/chart-walk.h"

#include "chart/painter.h"
#include "ui/chart-popover.h"
#include "ui/density.h"
#include "ui/desktop.h"
#include "ui/marks.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

#define FIRST_SPAN_NS INT64_C(1000000000) /* shown of a run that has just begun */
#define NEWEST_AT 0.9                     /* where the newest moment stands, of the width */
#define SHORTEST_SPAN_NS INT64_C(100)
#define LONGEST_SPAN_NS (INT64_C(86400) * 1000000000)

enum {
  HOVER,
  SELECTED,
  FOLLOW_CHANGED,
  INTERVAL_SELECTED,
  RANGE_SELECTED,
  PLAYHEAD_CHANGED,
  VIEW_CHANGED,
  MARKS_CHANGED,
  RUN_LEFT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GantryChartView, gantry_chart_view, GTK_TYPE_WIDGET)

void
gantry_chart_view_get_view (GantryChartView *self, GantryView *view)
{
  self->view.width = MAX(gtk_widget_get_width(GTK_WIDGET(self)), 1);
  self->view.height = MAX(gtk_widget_get_height(GTK_WIDGET(self)), 1);
  self->view.theme = gantry_desktop_picture_theme(GTK_WIDGET(self));
  self->view.vocabulary = gantry_vocabulary_get_chosen();
  self->view.density = gantry_density_get_chosen();
  self->view.text_scale = gantry_desktop_text_scale(GTK_WIDGET(self));
  *view = self->view;
}

static void
draw_again (gpointer self)
{
  gtk_widget_queue_draw(self);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  GantryView view;
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (!self->timeline || width <= 0 || height <= 0)
    return;
  gantry_chart_view_get_view(self, &view);
  gantry_chart_view_get_drawn_range(self, &view.from, &view.to);
  self->drawn_revision = gantry_timeline_get_revision(self->timeline);
  self->layout = gantry_layout_renew(self->layout, self->timeline, &view);
  gantry_layout_set_ready(self->layout, draw_again, self);
  self->view.scroll = self->layout->view.scroll;
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot_of, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  gantry_painter_draw(cr, self->layout, self->timeline);
  cairo_destroy(cr);
}

void
gantry_chart_view_set_range (GantryChartView *self, int64_t from, int64_t to)
{
  int64_t span = CLAMP(to - from, SHORTEST_SPAN_NS, LONGEST_SPAN_NS);
  self->view.from = from;
  self->view.to = from + span;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit(self, signals[VIEW_CHANGED], 0);
  /* What stands beside the chart may be of what it shows. */
  if (self->timeline && !self->live)
    gantry_chart_view_update_hover(self);
}

void
gantry_chart_view_zoom_to (GantryChartView *self, double span, int64_t anchor, double share)
{
  double wanted = CLAMP(span, (double)SHORTEST_SPAN_NS, (double)LONGEST_SPAN_NS);
  int64_t from = anchor - (int64_t)(wanted * share);
  gantry_chart_view_set_range(self, from, from + (int64_t)wanted);
}

void
gantry_chart_view_zoom (GantryChartView *self, double factor, double x)
{
  if (!self->layout)
    return;
  double left = self->layout->plot_left, right = self->layout->plot_right;
  if (x < 0)
    x = self->pointer_x;
  if (x < left || x > right)
    x = (left + right) / 2;
  gantry_chart_view_remember(self);
  double share = (x - left) / MAX(right - left, 1);
  double span = (double)(self->view.to - self->view.from);
  gantry_chart_view_zoom_to(self, span / factor, self->view.from + (int64_t)(span * share), share);
}

void
gantry_chart_view_pan (GantryChartView *self, double parts)
{
  int64_t by = (int64_t)((double)(self->view.to - self->view.from) * parts);
  gantry_chart_view_remember(self);
  gantry_chart_view_set_range(self, self->view.from + by, self->view.to + by);
}

void
gantry_chart_view_scroll (GantryChartView *self, double pixels)
{
  gantry_chart_view_keep_place(self);
  self->view.scroll = MAX(self->view.scroll + pixels, 0);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit(self, signals[VIEW_CHANGED], 0);
}

void
gantry_chart_view_show_range (GantryChartView *self, int64_t from, int64_t to)
{
  int64_t room = MAX((to - from) / 20, SHORTEST_SPAN_NS / 2);
  gantry_chart_view_remember(self);
  gantry_chart_view_glide(self);
  gantry_chart_view_set_range(self, from - room, to + room);
}

static void
fit (GantryChartView *self)
{
  GantryView view = self->view;
  if (!self->timeline)
    return;
  gantry_view_fit(&view, self->timeline);
  gantry_chart_view_set_range(self, view.from, view.to);
}

void
gantry_chart_view_fit (GantryChartView *self)
{
  gantry_chart_view_remember(self);
  gantry_chart_view_glide(self);
  fit(self);
}

/* The run's clock at this frame: the newest moment known jumps as events arrive, the frame clock does not. */
static int64_t
smooth_now (GantryChartView *self)
{
  int64_t known = gantry_timeline_get_now(self->timeline);
  if (g_str_equal(gantry_timeline_get_facts(self->timeline)->model, "simulated"))
    return known;
  int64_t frame = gdk_frame_clock_get_frame_time(gtk_widget_get_frame_clock(GTK_WIDGET(self))) * 1000;
  if (known > 0 && (!self->has_offset || frame - known < self->clock_offset)) {
    self->clock_offset = frame - known;
    self->has_offset = true;
  }
  return self->has_offset ? frame - self->clock_offset : known;
}

static void
follow (GantryChartView *self)
{
  int64_t span = self->view.to - self->view.from;
  int64_t newest = smooth_now(self);
  int64_t from = newest - (int64_t)((double)span * NEWEST_AT);
  int64_t earliest = -span / 50;
  self->view.from = MAX(from, earliest);
  self->view.to = self->view.from + span;
  g_signal_emit(self, signals[VIEW_CHANGED], 0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  if (!self->live || !self->timeline) {
    self->tick = 0;
    return G_SOURCE_REMOVE;
  }
  if (self->following)
    follow(self);
  if (self->following || self->drawn_revision != gantry_timeline_get_revision(self->timeline))
    gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
}

bool
gantry_chart_view_is_following (GantryChartView *self)
{
  return self->following;
}

void
gantry_chart_view_set_following (GantryChartView *self, bool following)
{
  following = following && self->live;
  if (following == self->following)
    return;
  self->following = following;
  g_signal_emit(self, signals[FOLLOW_CHANGED], 0, following);
}

void
gantry_chart_view_set_timeline (GantryChartView *self, GantryTimeline *timeline, bool live)
{
  if (timeline)
    gantry_timeline_ref(timeline);
  gantry_chart_entry_close(self);
  if (self->timeline && self->timeline != timeline)
    g_signal_emit(self, signals[RUN_LEFT], 0, self->timeline);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  g_clear_pointer(&self->layout, gantry_layout_free);
  g_clear_pointer(&self->causes, gantry_causes_free);
  gantry_chart_view_stop_motion(self);
  self->timeline = timeline;
  self->live = live;
  self->has_offset = false;
  self->by_keys = false;
  self->navigated = false;
  self->view.scroll = 0;
  gantry_chart_view_select(self, GANTRY_NO_LANE);
  gantry_chart_view_set_arrangement(self, NULL);
  gantry_chart_view_set_selection(self, GANTRY_NO_TIME, GANTRY_NO_TIME);
  gantry_chart_view_set_playhead(self, GANTRY_NO_TIME);
  gantry_chart_view_forget_places(self);
  g_signal_emit(self, signals[MARKS_CHANGED], 0);
  self->following = false;
  if (live) {
    gantry_chart_view_set_range(self, -FIRST_SPAN_NS / 50, FIRST_SPAN_NS - FIRST_SPAN_NS / 50);
    gantry_chart_view_set_following(self, true);
    if (!self->tick)
      self->tick = gtk_widget_add_tick_callback(GTK_WIDGET(self), on_tick, NULL, NULL);
  } else {
    fit(self);
  }
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit(self, signals[VIEW_CHANGED], 0);
}

GantryTimeline *
gantry_chart_view_get_timeline (GantryChartView *self)
{
  return self->timeline;
}

void
gantry_chart_view_set_ended (GantryChartView *self)
{
  gantry_chart_view_set_following(self, false);
  self->live = false;
  gantry_chart_view_speak_again(self);
  if (!self->navigated)
    fit(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

int64_t
gantry_chart_view_get_moment (GantryChartView *self)
{
  if (!self->timeline)
    return 0;
  int64_t newest = gantry_timeline_get_now(self->timeline);
  if (self->view.cursor != GANTRY_NO_TIME)
    return CLAMP(self->view.cursor, 0, newest);
  if (self->by_keys && self->view.selected_start != GANTRY_NO_TIME)
    return CLAMP(self->view.selected_start, 0, newest);
  if (!self->layout || self->pointer_x < self->layout->plot_left ||
      self->pointer_x > self->layout->plot_right)
    return newest;
  return CLAMP(gantry_layout_time(self->layout, self->pointer_x), 0, newest);
}

void
gantry_chart_view_update_hover (GantryChartView *self)
{
  g_autofree char *text = NULL;
  if (self->by_keys) {
    text = g_strdup(self->told);
  } else if (self->layout && self->timeline && self->pointer_x >= 0) {
    GantryHit hit;
    gantry_layout_hit(self->layout, self->timeline, self->pointer_x, self->pointer_y, &hit);
    text = gantry_marks_describe_at(self, self->pointer_x, self->pointer_y);
    if (!text)
      text = gantry_hit_describe(&hit, self->timeline);
  }
  g_signal_emit(self, signals[HOVER], 0, text ? text : "");
}

bool
gantry_chart_view_is_pointed_at (GantryChartView *self)
{
  return !self->by_keys && self->pointer_x >= 0;
}

void
gantry_chart_view_tell (GantryChartView *self, const char *text)
{
  g_signal_emit(self, signals[HOVER], 0, text);
}

void
gantry_chart_view_set_prediction (GantryChartView *self, const GantryPrediction *prediction)
{
  self->view.prediction = prediction;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
gantry_chart_view_set_arrows (GantryChartView *self, GantryArrows arrows)
{
  self->view.arrows = arrows;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
gantry_chart_view_show_critical_path (GantryChartView *self, bool show)
{
  self->view.show_critical_path = show;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  if (self->popover)
    gtk_popover_present(GTK_POPOVER(self->popover));
  if (self->menu)
    gtk_popover_present(GTK_POPOVER(self->menu));
}

static void
dispose (GObject *object)
{
  GantryChartView *self = GANTRY_CHART_VIEW(object);
  GtkWidget *child;
  self->popover = self->menu = NULL;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  g_clear_pointer(&self->layout, gantry_layout_free);
  g_clear_pointer(&self->told, g_free);
  g_clear_pointer(&self->causes, gantry_causes_free);
  g_clear_pointer(&self->history, gantry_history_free);
  g_clear_handle_id(&self->kept, g_source_remove);
  g_clear_pointer((GantryLaneArrangement **)&self->view.arrangement, gantry_lane_arrangement_unref);
  G_OBJECT_CLASS(gantry_chart_view_parent_class)->dispose(object);
}

static void
gantry_chart_view_class_init (GantryChartViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_css_name(widget_class, "gantry-chart");
  gantry_chart_view_class_add_lane_actions(widget_class);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[HOVER] = g_signal_new("hover", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SELECTED] = g_signal_new("selected", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FOLLOW_CHANGED] = g_signal_new("follow-changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  static const char *const plain[] = {"interval-selected", "range-selected", "playhead-changed",
                                      "view-changed", "marks-changed"};
  for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
    signals[INTERVAL_SELECTED + i] = g_signal_new(plain[i], G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RUN_LEFT] = g_signal_new("run-left", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
gantry_chart_view_init (GantryChartView *self)
{
  gantry_view_init(&self->view);
  self->view.show_title = false;
  self->view.show_footer = false;
  self->view.squeeze = false;
  self->view.show_handles = true;
  self->pointer_x = self->pointer_y = -1;
  self->history = gantry_history_new();
  self->range_anchor = GANTRY_NO_TIME;
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
  gtk_widget_set_size_request(GTK_WIDGET(self), 320, 200);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Timeline of the run"), -1);
  gantry_chart_view_add_controllers(self);
  gantry_desktop_watch_theme(GTK_WIDGET(self));
  gantry_vocabulary_watch(GTK_WIDGET(self));
  gantry_density_watch(GTK_WIDGET(self));
}

GtkWidget *
gantry_chart_view_new (void)
{
  return g_object_new(GANTRY_TYPE_CHART_VIEW, NULL);
}
