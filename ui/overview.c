/* The overview's widget: the frame and its handles upon the picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/overview.h"

#include "timeline/bookmarks.h"
#include "timeline/units.h"
#include "ui/chart-view-private.h"
#include "ui/desktop.h"
#include "ui/overview-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEIGHT 34.0 /* at text scale 1 */
#define MARGIN 4.0

struct _GantryOverviewStrip {
  GtkWidget parent_instance;
  GantryChartView *chart;
  GantryOverviewPicture *picture;
  GantryOverview strip; /* where all stands now */
  int height;
  GantryOverviewPart part; /* that is dragged */
  int64_t from, to;        /* as the drag began */
  unsigned burst;
};

G_DEFINE_FINAL_TYPE(GantryOverviewStrip, gantry_overview_strip, GTK_TYPE_WIDGET)

/* In line with the chart's time axis. */
static GantryOverview
place (GantryOverviewStrip *self)
{
  const GantryLayout *layout = self->chart->layout;
  double width = gtk_widget_get_width(GTK_WIDGET(self));
  GantryOverview strip = {.left = 8, .right = MAX(width - 8, 9)};
  if (layout && layout->plot_right <= width) {
    strip.left = floor(layout->plot_left);
    strip.right = MAX(floor(layout->plot_right), strip.left + 1);
  }
  strip.length = MAX(gantry_timeline_get_now(self->chart->timeline), 1000);
  return strip;
}

static void
set_color (cairo_t *cr, const GantryColor *color, double alpha)
{
  cairo_set_source_rgba(cr, color->red, color->green, color->blue, alpha);
}

static void
fill_between (cairo_t *cr, double left, double right, double top, double bottom)
{
  cairo_rectangle(cr, left, top, MAX(right - left, 1), bottom - top);
  cairo_fill(cr);
}

/* The chosen range, the marks, and the line at a moment. */
static void
draw_places (GantryOverviewStrip *self, cairo_t *cr, const GantryTheme *theme)
{
  const GantryView *view = &self->chart->view;
  double bottom = self->height - MARGIN;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(self->chart->timeline);
  set_color(cr, &theme->accent, 0.35);
  if (view->selection_from != GANTRY_NO_TIME)
    fill_between(cr, gantry_overview_x(&self->strip, view->selection_from),
                 gantry_overview_x(&self->strip, view->selection_to), MARGIN, bottom);
  set_color(cr, &theme->text, 0.9);
  for (guint i = 0; i < bookmarks->len; i++) {
    double x = gantry_overview_x(&self->strip, ((const GantryBookmark *)bookmarks->pdata[i])->time);
    fill_between(cr, floor(x), floor(x) + 1, MARGIN, bottom);
  }
  set_color(cr, &theme->accent, 1);
  if (view->cursor != GANTRY_NO_TIME) {
    double x = gantry_overview_x(&self->strip, view->cursor);
    fill_between(cr, floor(x) - 1, floor(x) + 1, MARGIN, bottom);
  }
}

/* What is not shown lies in the shade; the frame's edges have handles. */
static void
draw_frame (GantryOverviewStrip *self, cairo_t *cr, const GantryTheme *theme)
{
  double left, right, top = MARGIN - 1.5, bottom = self->height - MARGIN + 1.5;
  gantry_overview_frame(&self->strip, self->chart->view.from, self->chart->view.to, &left, &right);
  left = round(left);
  right = round(right);
  set_color(cr, &theme->ground, 0.6);
  if (left > self->strip.left)
    fill_between(cr, self->strip.left, left, MARGIN, bottom);
  if (right < self->strip.right)
    fill_between(cr, right, self->strip.right, MARGIN, bottom);
  set_color(cr, &theme->accent, 1);
  cairo_set_line_width(cr, 1.5);
  cairo_rectangle(cr, left, top, right - left, bottom - top);
  cairo_stroke(cr);
  if (right - left < 14)
    return;
  double middle = (top + bottom) / 2;
  fill_between(cr, left - 2, left + 2, middle - 7, middle + 7);
  fill_between(cr, right - 2, right + 2, middle - 7, middle + 7);
}

static void
draw_name (GantryOverviewStrip *self, cairo_t *cr, const GantryTheme *theme)
{
  g_autoptr(PangoLayout) name = gtk_widget_create_pango_layout(GTK_WIDGET(self), _("Whole run"));
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new();
  int height;
  pango_attr_list_insert(attributes, pango_attr_scale_new(PANGO_SCALE_SMALL));
  pango_layout_set_attributes(name, attributes);
  pango_layout_set_width(name, (int)(MAX(self->strip.left - 24, 0) * PANGO_SCALE));
  pango_layout_set_ellipsize(name, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size(name, NULL, &height);
  if (self->strip.left < 60)
    return;
  cairo_move_to(cr, 16, (self->height - height) / 2.0);
  set_color(cr, &theme->dim_text, 1);
  pango_cairo_show_layout(cr, name);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryOverviewStrip *self = GANTRY_OVERVIEW_STRIP(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (!self->chart->timeline || !self->picture || width < 40 || height <= 2 * MARGIN)
    return;
  const GantryTheme *theme = gantry_theme_get(gantry_desktop_theme());
  self->strip = place(self);
  self->height = height;
  gantry_overview_picture_renew(self->picture, self->chart->timeline, &self->strip, gantry_desktop_theme());
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot_of, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  set_color(cr, &theme->ground, 1);
  cairo_paint(cr);
  set_color(cr, &theme->panel, 1);
  fill_between(cr, self->strip.left, self->strip.right, MARGIN, height - MARGIN);
  gantry_overview_picture_paint(self->picture, cr, &self->strip);
  draw_places(self, cr, theme);
  draw_frame(self, cr, theme);
  draw_name(self, cr, theme);
  cairo_destroy(cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  double height = HEIGHT * MAX(gantry_desktop_text_scale(widget), 1.0);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int)height : 40;
}

/* For those who do not see it. */
static void
tell_value (GantryOverviewStrip *self)
{
  const GantryView *view = &self->chart->view;
  if (!self->chart->timeline)
    return;
  int64_t length = MAX(gantry_timeline_get_now(self->chart->timeline), 1);
  int64_t from = CLAMP(view->from, 0, length), to = CLAMP(view->to, from, length);
  g_autofree char *range = gantry_format_range(from, to, MAX((to - from) / 100, 1));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double)length / 1e6,
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double)(from + to) / 2e6,
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, range, -1);
}

static void
on_changed (GantryOverviewStrip *self)
{
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (!self->chart->following)
    tell_value(self);
}

/* A movement as if it were one in the chart. */
static void
show (GantryOverviewStrip *self, int64_t from, int64_t to)
{
  self->chart->burst = self->burst;
  gantry_chart_view_stop_motion(self->chart);
  gantry_chart_view_remember(self->chart);
  gantry_chart_view_set_range(self->chart, from, to);
  self->chart->burst = GANTRY_BURST_NONE;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  GantryOverviewStrip *self = data;
  gtk_widget_grab_focus(GTK_WIDGET(self));
  if (!self->chart->timeline || self->strip.length <= 0)
    return;
  self->burst = gantry_chart_view_new_gesture(self->chart);
  self->from = self->chart->view.from;
  self->to = self->chart->view.to;
  self->part = gantry_overview_part(&self->strip, self->from, self->to, x);
  if (self->part != GANTRY_OVERVIEW_OUTSIDE)
    return;
  /* There, and on from there. */
  gantry_overview_centre(&self->strip, gantry_overview_time(&self->strip, x), &self->from, &self->to);
  self->part = GANTRY_OVERVIEW_INSIDE;
  gantry_chart_view_glide(self->chart);
  self->chart->burst = self->burst;
  gantry_chart_view_remember(self->chart);
  gantry_chart_view_set_range(self->chart, self->from, self->to);
  self->chart->burst = GANTRY_BURST_NONE;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  GantryOverviewStrip *self = data;
  int64_t from = self->from, to = self->to;
  double ns_per_pixel = (double)self->strip.length / MAX(self->strip.right - self->strip.left, 1);
  if (!self->chart->timeline || self->strip.length <= 0 || dx == 0)
    return;
  gantry_overview_drag(&self->strip, self->part, (int64_t)(dx * ns_per_pixel), &from, &to);
  show(self, from, to);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  static const char *const cursors[] = {
      [GANTRY_OVERVIEW_OUTSIDE] = "pointer",
      [GANTRY_OVERVIEW_INSIDE] = "grab",
      [GANTRY_OVERVIEW_FROM] = "ew-resize",
      [GANTRY_OVERVIEW_TO] = "ew-resize",
  };
  GantryOverviewStrip *self = data;
  if (self->chart->timeline && self->strip.length > 0)
    gtk_widget_set_cursor_from_name(
        GTK_WIDGET(self),
        cursors[gantry_overview_part(&self->strip, self->chart->view.from, self->chart->view.to, x)]);
}

/* By a tenth of the frame, by a whole one, to the ends; wider and narrower. */
static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  GantryChartView *chart = GANTRY_OVERVIEW_STRIP(data)->chart;
  if (!chart->timeline || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return GDK_EVENT_PROPAGATE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_Right:
    gantry_chart_view_glide(chart);
    gantry_chart_view_pan(chart, keyval == GDK_KEY_Left ? -0.1 : 0.1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Up:
  case GDK_KEY_Page_Down:
    gantry_chart_view_glide(chart);
    gantry_chart_view_pan(chart, keyval == GDK_KEY_Page_Up ? -0.9 : 0.9);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    gantry_chart_view_glide(chart);
    gantry_chart_view_zoom(chart, keyval == GDK_KEY_Up ? GANTRY_ZOOM_STEP : 1 / GANTRY_ZOOM_STEP, -1);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE; /* to the chart's keys */
  }
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  GantryChartView *chart = GANTRY_OVERVIEW_STRIP(data)->chart;
  GdkModifierType state = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
  if (!chart->timeline)
    return GDK_EVENT_PROPAGATE;
  chart->burst = state & GDK_CONTROL_MASK ? GANTRY_BURST_WHEEL_ZOOM : GANTRY_BURST_WHEEL_PAN;
  if (state & GDK_CONTROL_MASK)
    gantry_chart_view_zoom(chart, dy < 0 ? GANTRY_ZOOM_STEP : 1 / GANTRY_ZOOM_STEP, -1);
  else
    gantry_chart_view_pan(chart, (dx + dy) * GANTRY_PAN_STEP / 2);
  chart->burst = GANTRY_BURST_NONE;
  return GDK_EVENT_STOP;
}

static void
dispose (GObject *object)
{
  GantryOverviewStrip *self = GANTRY_OVERVIEW_STRIP(object);
  g_clear_pointer(&self->picture, gantry_overview_picture_free);
  if (self->chart)
    g_signal_handlers_disconnect_by_data(self->chart, self);
  G_OBJECT_CLASS(gantry_overview_strip_parent_class)->dispose(object);
}

static void
finalize (GObject *object)
{
  g_clear_object(&GANTRY_OVERVIEW_STRIP(object)->chart);
  G_OBJECT_CLASS(gantry_overview_strip_parent_class)->finalize(object);
}

static void
gantry_overview_strip_class_init (GantryOverviewStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  G_OBJECT_CLASS(class)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name(widget_class, "gantry-overview");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_SCROLLBAR);
}

static void
gantry_overview_strip_init (GantryOverviewStrip *self)
{
  GtkWidget *widget = GTK_WIDGET(self);
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkEventController *scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new();
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(widget, motion);
  gtk_widget_add_controller(widget, key);
  gtk_widget_add_controller(widget, scroll);
  self->picture = gantry_overview_picture_new(widget);
  gtk_widget_set_focusable(widget, TRUE);
  gtk_widget_set_hexpand(widget, TRUE);
  gtk_widget_set_tooltip_text(widget, _("The whole run: drag the frame or its edges, or click where to go"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Overview of the whole run"), -1);
  gantry_desktop_watch_theme(widget);
}

GtkWidget *
gantry_overview_strip_new (GantryChartView *chart)
{
  static const char *const signals[] = {"view-changed", "range-selected", "playhead-changed",
                                        "marks-changed"};
  GantryOverviewStrip *self = g_object_new(GANTRY_TYPE_OVERVIEW_STRIP, NULL);
  self->chart = g_object_ref(chart);
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_swapped(chart, signals[i], G_CALLBACK(on_changed), self);
  return GTK_WIDGET(self);
}
