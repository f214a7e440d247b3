/* The swatch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/state-swatch.h"

#include "chart/theme.h"
#include "ui/desktop.h"

#include <math.h>

#define WIDTH 22.0
#define HEIGHT 13.0

struct _GantryStateSwatch {
  GtkWidget parent_instance;
  GantryState state;
};

G_DEFINE_FINAL_TYPE(GantryStateSwatch, gantry_state_swatch, GTK_TYPE_WIDGET)

static void
bar (cairo_t *cr, double height)
{
  cairo_rectangle(cr, 0, (HEIGHT - height) / 2, WIDTH, height);
}

static void
line (cairo_t *cr, double y)
{
  cairo_move_to(cr, 0, y);
  cairo_line_to(cr, WIDTH, y);
}

static void
hatch (cairo_t *cr, double step, double slant, double height)
{
  cairo_save(cr);
  bar(cr, height);
  cairo_clip(cr);
  for (double x = -HEIGHT; x < WIDTH; x += step) {
    cairo_move_to(cr, x + slant, (HEIGHT - height) / 2);
    cairo_line_to(cr, x, (HEIGHT + height) / 2);
  }
  cairo_stroke(cr);
  cairo_restore(cr);
}

/* The chart's shapes, in little: height and pattern tell them apart without colour. */
static void
draw_shape (cairo_t *cr, GantryShape shape)
{
  const double dots[] = {1.5, 2.5};
  cairo_set_line_width(cr, 1.5);
  switch (shape) {
  case GANTRY_SHAPE_FULL:
    bar(cr, HEIGHT);
    cairo_fill(cr);
    break;
  case GANTRY_SHAPE_HATCHED:
    hatch(cr, 5, HEIGHT, HEIGHT);
    bar(cr, HEIGHT - 1.5);
    cairo_stroke(cr);
    break;
  case GANTRY_SHAPE_HALF_STRIPED:
    hatch(cr, 4, 0, HEIGHT / 2);
    break;
  case GANTRY_SHAPE_HALF_DOTTED:
    bar(cr, HEIGHT / 2);
    cairo_set_dash(cr, dots, 2, 0);
    cairo_stroke(cr);
    break;
  case GANTRY_SHAPE_HALF_NOTCHED:
    cairo_rectangle(cr, 5, HEIGHT / 4, WIDTH - 5, HEIGHT / 2);
    cairo_rectangle(cr, 0, HEIGHT / 4, 2.5, HEIGHT / 2);
    cairo_fill(cr);
    break;
  case GANTRY_SHAPE_HALF:
    bar(cr, HEIGHT / 2);
    cairo_fill(cr);
    break;
  case GANTRY_SHAPE_THIN:
    bar(cr, HEIGHT / 5);
    cairo_fill(cr);
    break;
  case GANTRY_SHAPE_RAILS:
    line(cr, HEIGHT / 2 - 3);
    line(cr, HEIGHT / 2);
    line(cr, HEIGHT / 2 + 3);
    cairo_stroke(cr);
    break;
  case GANTRY_SHAPE_DOTTED_LINE:
    line(cr, HEIGHT / 2);
    cairo_set_dash(cr, dots, 2, 0);
    cairo_stroke(cr);
    break;
  case GANTRY_SHAPE_OUTLINE:
    bar(cr, HEIGHT - 1.5);
    cairo_stroke(cr);
    break;
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryStateSwatch *self = GANTRY_STATE_SWATCH(widget);
  double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (self->state >= GANTRY_N_STATES || width <= 0 || height <= 0)
    return;
  const GantryColor *color = &gantry_theme_get(gantry_desktop_theme())->states[self->state];
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot_of, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  cairo_translate(cr, floor((width - WIDTH) / 2), floor((height - HEIGHT) / 2));
  cairo_set_source_rgb(cr, color->red, color->green, color->blue);
  draw_shape(cr, gantry_state_shape(self->state));
  cairo_destroy(cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = (int)(orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT);
}

static void
gantry_state_swatch_class_init (GantryStateSwatchClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  /* The words beside it say the same. */
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gantry_state_swatch_init (GantryStateSwatch *self)
{
  self->state = GANTRY_N_STATES;
  gantry_desktop_watch_theme(GTK_WIDGET(self));
}

GtkWidget *
gantry_state_swatch_new (void)
{
  return g_object_new(GANTRY_TYPE_STATE_SWATCH, NULL);
}

void
gantry_state_swatch_set_state (GantryStateSwatch *self, GantryState state)
{
  if (self->state == state)
    return;
  self->state = state;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
