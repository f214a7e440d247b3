/* The canvas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/predict-canvas.h"

#include "timeline/units.h"
#include "ui/desktop.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define STEPS 100 /* of the time axis, which drawing snaps to */
#define ROW 44.0
#define RULER 28.0
#define PAD 12.0
#define MOST_NAME 170.0
#define LABEL_APART 70.0

struct _GantryPredictCanvas {
  GtkWidget parent_instance;
  GantryPrediction *prediction; /* borrowed, nullable */
  GantryPredictedState state;
  uint32_t cursor_lane;
  int cursor_step;
  bool is_dragging;
  uint32_t drag_lane;
  int drag_from, drag_to; /* steps; the latter may be the earlier */
};

G_DEFINE_FINAL_TYPE(GantryPredictCanvas, gantry_predict_canvas, GTK_TYPE_WIDGET)

enum { DRAWN, TOLD, N_SIGNALS };

static guint signals[N_SIGNALS];

static uint32_t
n_lanes (const GantryPredictCanvas *self)
{
  return self->prediction ? gantry_prediction_get_n_lanes(self->prediction) : 0;
}

static int64_t
time_of (const GantryPredictCanvas *self, int step)
{
  return gantry_prediction_get_length(self->prediction) / STEPS * step;
}

static double
scale_of (GantryPredictCanvas *self)
{
  return gantry_desktop_text_scale(GTK_WIDGET(self));
}

static double
plot_left (GantryPredictCanvas *self)
{
  double widest = 0;
  for (uint32_t i = 0; i < n_lanes(self); i++) {
    g_autoptr(PangoLayout) name =
        gtk_widget_create_pango_layout(GTK_WIDGET(self), gantry_prediction_get_name(self->prediction, i));
    int width;
    pango_layout_get_pixel_size(name, &width, NULL);
    widest = MAX(widest, width);
  }
  return MIN(widest, MOST_NAME * scale_of(self)) + 2 * PAD;
}

static double
plot_width (GantryPredictCanvas *self)
{
  return MAX(gtk_widget_get_width(GTK_WIDGET(self)) - plot_left(self) - PAD, 1.0);
}

static double
x_of (GantryPredictCanvas *self, int64_t time)
{
  return plot_left(self) +
         plot_width(self) * (double)time / (double)gantry_prediction_get_length(self->prediction);
}

static double
y_of (GantryPredictCanvas *self, uint32_t lane)
{
  return (RULER + ROW * lane) * scale_of(self);
}

static int
step_at (GantryPredictCanvas *self, double x)
{
  return CLAMP((int)lround((x - plot_left(self)) / plot_width(self) * STEPS), 0, STEPS);
}

static uint32_t
lane_at (GantryPredictCanvas *self, double y)
{
  double lane = floor((y / scale_of(self) - RULER) / ROW);
  return lane >= 0 && lane < n_lanes(self) ? (uint32_t)lane : UINT32_MAX;
}

static void
set_color (cairo_t *cr, const GantryColor *color, double alpha)
{
  cairo_set_source_rgba(cr, color->red, color->green, color->blue, color->alpha * alpha);
}

static void
draw_words (GantryPredictCanvas *self, cairo_t *cr, const char *words, double x, double y, double width)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), words);
  int height;
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_MIDDLE); /* the number at a name's end is seen */
  pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
  pango_layout_get_pixel_size(layout, NULL, &height);
  cairo_move_to(cr, x, y - height / 2.0);
  pango_cairo_show_layout(cr, layout);
}

static void
draw_ruler (GantryPredictCanvas *self, cairo_t *cr, const GantryTheme *theme)
{
  int minor;
  int64_t length = gantry_prediction_get_length(self->prediction);
  double bottom = y_of(self, n_lanes(self)), top = y_of(self, 0);
  int64_t step = gantry_ruler_step((double)length / plot_width(self), LABEL_APART * scale_of(self), &minor);
  cairo_set_line_width(cr, 1.0);
  for (int64_t at = 0; at <= length; at += step) {
    double x = floor(x_of(self, at)) + 0.5;
    g_autofree char *label = gantry_format_ruler(at, step);
    set_color(cr, &theme->grid, 1.0);
    cairo_move_to(cr, x, top);
    cairo_line_to(cr, x, bottom);
    cairo_stroke(cr);
    set_color(cr, &theme->dim_text, 1.0);
    if (x + LABEL_APART * scale_of(self) / 2 < gtk_widget_get_width(GTK_WIDGET(self)))
      draw_words(self, cr, label, x + 2, top / 2, LABEL_APART * scale_of(self));
  }
}

static void
draw_stretch (GantryPredictCanvas *self, cairo_t *cr, const GantryTheme *theme, uint32_t lane,
              const GantryPredictedStretch *stretch)
{
  bool runs = stretch->state == GANTRY_PREDICTED_RUNNING;
  double row = ROW * scale_of(self), height = row * (runs ? 0.6 : 0.3);
  double x = x_of(self, stretch->from), end = x_of(self, stretch->to);
  cairo_rectangle(cr, x, y_of(self, lane) + (row - height) / 2, MAX(end - x, 1.0), height);
  set_color(cr, &theme->states[runs ? GANTRY_STATE_RUNNING : GANTRY_STATE_WAIT_LOCK], 1.0);
  cairo_fill(cr);
}

static void
draw_lane (GantryPredictCanvas *self, cairo_t *cr, const GantryTheme *theme, uint32_t lane)
{
  double y = y_of(self, lane), row = ROW * scale_of(self);
  set_color(cr, &theme->grid, 1.0);
  cairo_rectangle(cr, 0, floor(y + row) - 1, gtk_widget_get_width(GTK_WIDGET(self)), 1);
  cairo_fill(cr);
  set_color(cr, &theme->text, 1.0);
  draw_words(self, cr, gantry_prediction_get_name(self->prediction, lane), PAD, y + row / 2,
             plot_left(self) - 2 * PAD);
  for (guint i = 0; i < gantry_prediction_get_n_stretches(self->prediction, lane); i++)
    draw_stretch(self, cr, theme, lane, gantry_prediction_get_stretch(self->prediction, lane, i));
}

static void
draw_drag (GantryPredictCanvas *self, cairo_t *cr, const GantryTheme *theme)
{
  int64_t from = time_of(self, MIN(self->drag_from, self->drag_to));
  int64_t to = time_of(self, MAX(self->drag_from, self->drag_to));
  double row = ROW * scale_of(self);
  GantryPredictedStretch stretch = {from, to, self->state};
  if (self->state != GANTRY_PREDICTED_NOTHING) {
    draw_stretch(self, cr, theme, self->drag_lane, &stretch);
    return;
  }
  cairo_rectangle(cr, x_of(self, from), y_of(self, self->drag_lane) + row * 0.2,
                  x_of(self, to) - x_of(self, from), row * 0.6);
  set_color(cr, &theme->panel, 1.0);
  cairo_fill(cr);
}

static void
draw_cursor (GantryPredictCanvas *self, cairo_t *cr, const GantryTheme *theme)
{
  double x = x_of(self, time_of(self, self->cursor_step)), row = ROW * scale_of(self);
  double width = MAX(plot_width(self) / STEPS, 3.0);
  cairo_rectangle(cr, x - 1, y_of(self, self->cursor_lane) + 4, width + 2, row - 9);
  set_color(cr, &theme->accent, 1.0);
  cairo_set_line_width(cr, 2.0);
  cairo_stroke(cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryPredictCanvas *self = GANTRY_PREDICT_CANVAS(widget);
  const GantryTheme *theme = gantry_theme_get(gantry_desktop_picture_theme(widget));
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (!self->prediction || width <= 0 || height <= 0)
    return;
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot_of, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  set_color(cr, &theme->panel, 1.0);
  cairo_paint(cr);
  draw_ruler(self, cr, theme);
  for (uint32_t i = 0; i < n_lanes(self); i++)
    draw_lane(self, cr, theme, i);
  if (self->is_dragging)
    draw_drag(self, cr, theme);
  if (gtk_widget_has_focus(widget) && n_lanes(self) > 0)
    draw_cursor(self, cr, theme);
  cairo_destroy(cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GantryPredictCanvas *self = GANTRY_PREDICT_CANVAS(widget);
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? 300 : (int)ceil(y_of(self, n_lanes(self))) + 1;
  *minimum_baseline = *natural_baseline = -1;
}

/* What is at a step of the cursor's lane, for the line below and for screen readers. */
static void
tell (GantryPredictCanvas *self, int step)
{
  static const char *const forms[] = {N_("%s at %s: nothing drawn"), N_("%s at %s: computes"),
                                      N_("%s at %s: waits")};
  GantryPredictedState state = GANTRY_PREDICTED_NOTHING;
  int64_t time = time_of(self, step);
  for (guint i = 0; i < gantry_prediction_get_n_stretches(self->prediction, self->cursor_lane); i++) {
    const GantryPredictedStretch *stretch =
        gantry_prediction_get_stretch(self->prediction, self->cursor_lane, i);
    if (stretch->from <= time && time < stretch->to)
      state = stretch->state;
  }
  g_autofree char *moment = gantry_format_moment(time, MAX(time_of(self, 1), 1));
  g_autofree char *text = g_strdup_printf(
      _(forms[state]), gantry_prediction_get_name(self->prediction, self->cursor_lane), moment);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_signal_emit(self, signals[TOLD], 0, text);
}

static void
draw_steps (GantryPredictCanvas *self, uint32_t lane, int from, int to, GantryPredictedState state)
{
  gantry_prediction_draw(self->prediction, lane, time_of(self, MIN(from, to)), time_of(self, MAX(from, to)),
                         state);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit(self, signals[DRAWN], 0);
}

/* The step that was drawn, before the cursor, which goes on; at the end of the time there is none left. */
static int
draw_at_cursor (GantryPredictCanvas *self, GantryPredictedState state)
{
  if (self->cursor_step >= STEPS)
    return STEPS;
  draw_steps(self, self->cursor_lane, self->cursor_step, self->cursor_step + 1, state);
  return self->cursor_step++;
}

/* Scrolls to the cursor's lane; to the first, with the ruler above it. */
static void
reveal_cursor (GantryPredictCanvas *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor(GTK_WIDGET(self), GTK_TYPE_SCROLLED_WINDOW);
  double top = self->cursor_lane > 0 ? y_of(self, self->cursor_lane) : 0.0;
  if (scrolled)
    gtk_adjustment_clamp_page(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)), top,
                              y_of(self, self->cursor_lane + 1));
}

bool
gantry_predict_canvas_key (GantryPredictCanvas *self, guint keyval)
{
  int drawn = -1;
  if (n_lanes(self) == 0)
    return false;
  switch (gdk_keyval_to_lower(keyval)) {
  case GDK_KEY_Left:
    self->cursor_step = MAX(self->cursor_step - 1, 0);
    break;
  case GDK_KEY_Right:
    self->cursor_step = MIN(self->cursor_step + 1, STEPS);
    break;
  case GDK_KEY_Home:
    self->cursor_step = 0;
    break;
  case GDK_KEY_End:
    self->cursor_step = STEPS;
    break;
  case GDK_KEY_Up:
    self->cursor_lane -= self->cursor_lane > 0;
    break;
  case GDK_KEY_Down:
    self->cursor_lane += self->cursor_lane + 1 < n_lanes(self);
    break;
  case GDK_KEY_c:
    drawn = draw_at_cursor(self, GANTRY_PREDICTED_RUNNING);
    break;
  case GDK_KEY_w:
    drawn = draw_at_cursor(self, GANTRY_PREDICTED_WAITING);
    break;
  case GDK_KEY_Delete:
    drawn = draw_at_cursor(self, GANTRY_PREDICTED_NOTHING);
    break;
  default:
    return false;
  }
  tell(self, drawn >= 0 ? drawn : self->cursor_step);
  reveal_cursor(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  return true;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  return !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) && gantry_predict_canvas_key(data, keyval);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, gpointer data)
{
  GantryPredictCanvas *self = data;
  uint32_t lane = lane_at(self, y);
  gtk_widget_grab_focus(GTK_WIDGET(self));
  if (lane == UINT32_MAX) {
    gtk_gesture_set_state(GTK_GESTURE(drag), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  self->is_dragging = true;
  self->drag_lane = self->cursor_lane = lane;
  self->drag_from = self->drag_to = self->cursor_step = step_at(self, x);
  tell(self, self->cursor_step);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, gpointer data)
{
  GantryPredictCanvas *self = data;
  double x, y;
  if (!self->is_dragging || !gtk_gesture_drag_get_start_point(drag, &x, &y))
    return;
  self->drag_to = self->cursor_step = step_at(self, x + dx);
  tell(self, self->cursor_step);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, gpointer data)
{
  GantryPredictCanvas *self = data;
  if (!self->is_dragging)
    return;
  self->is_dragging = false;
  draw_steps(self, self->drag_lane, self->drag_from, self->drag_to, self->state);
  tell(self, self->drag_from == self->drag_to ? self->drag_to : MAX(self->drag_from, self->drag_to) - 1);
}

static void
gantry_predict_canvas_class_init (GantryPredictCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name(widget_class, "gantry-predict");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[DRAWN] = g_signal_new("drawn", GANTRY_TYPE_PREDICT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new("told", GANTRY_TYPE_PREDICT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gantry_predict_canvas_init (GantryPredictCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  self->state = GANTRY_PREDICTED_RUNNING;
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_accessible_update_property(
      GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
      _("Lanes to draw upon: arrows move, C draws computing, W waiting, Delete wipes"), -1);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect_swapped(focus, "enter", G_CALLBACK(gtk_widget_queue_draw), self);
  g_signal_connect_swapped(focus, "leave", G_CALLBACK(gtk_widget_queue_draw), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_widget_add_controller(GTK_WIDGET(self), focus);
  gantry_desktop_watch_theme(GTK_WIDGET(self));
}

void
gantry_predict_canvas_set_prediction (GantryPredictCanvas *self, GantryPrediction *prediction)
{
  self->prediction = prediction;
  self->cursor_lane = 0;
  self->cursor_step = 0;
  self->is_dragging = false;
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

void
gantry_predict_canvas_set_state (GantryPredictCanvas *self, GantryPredictedState state)
{
  self->state = state;
}

GtkWidget *
gantry_predict_canvas_new (void)
{
  return g_object_new(GANTRY_TYPE_PREDICT_CANVAS, NULL);
}
