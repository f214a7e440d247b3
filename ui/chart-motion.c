/* Movements that take a moment: the way to a new range, and what a touchpad's fling leaves behind.
 *
 * The range itself changes at once, so that whoever asks for it has the new one; only what is drawn follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"

#include <math.h>

#define GLIDE_US 160000
#define FRICTION 4.0     /* a second: the speed falls to 1/e in a quarter of one */
#define SLOWEST 12.0     /* pixels a second that nobody sees move */
#define LONGEST_STEP 0.1 /* seconds; after a frame that was late it goes on from here */

static bool
has_animations (GantryChartView *self)
{
  gboolean enabled = TRUE;
  g_object_get(gtk_widget_get_settings(GTK_WIDGET(self)), "gtk-enable-animations", &enabled, NULL);
  return enabled && gtk_widget_get_mapped(GTK_WIDGET(self));
}

static gint64
frame_time (GantryChartView *self)
{
  return gdk_frame_clock_get_frame_time(gtk_widget_get_frame_clock(GTK_WIDGET(self)));
}

/* How far the way to the new range is gone, 0 to 1: fast at first. */
static double
progress (GantryChartView *self)
{
  double share = (double)(frame_time(self) - self->motion.began) / GLIDE_US;
  return 1.0 - pow(1.0 - CLAMP(share, 0.0, 1.0), 3.0);
}

void
gantry_chart_view_get_drawn_range (GantryChartView *self, int64_t *from, int64_t *to)
{
  const GantryMotion *motion = &self->motion;
  *from = self->view.from;
  *to = self->view.to;
  if (!motion->is_gliding)
    return;
  double rest = 1.0 - progress(self);
  *from += (int64_t)((double)(motion->from - *from) * rest);
  *to += (int64_t)((double)(motion->to - *to) * rest);
}

static void
coast_on (GantryChartView *self, gint64 now)
{
  GantryMotion *motion = &self->motion;
  double seconds = MIN((double)(now - motion->stepped) / 1e6, LONGEST_STEP);
  double left = exp(-FRICTION * seconds), way = (1.0 - left) / FRICTION;
  motion->stepped = now;
  self->burst = GANTRY_BURST_WHEEL_PAN;
  gantry_chart_view_move(self, motion->velocity_x * way, motion->velocity_y * way);
  self->burst = GANTRY_BURST_NONE;
  motion->velocity_x *= left;
  motion->velocity_y *= left;
  if (hypot(motion->velocity_x, motion->velocity_y) < SLOWEST)
    motion->velocity_x = motion->velocity_y = 0.0;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  GantryMotion *motion = &self->motion;
  gint64 now = gdk_frame_clock_get_frame_time(clock);
  if (motion->is_gliding && now - motion->began >= GLIDE_US)
    motion->is_gliding = false;
  if (motion->velocity_x != 0.0 || motion->velocity_y != 0.0)
    coast_on(self, now);
  gtk_widget_queue_draw(widget);
  if (motion->is_gliding || motion->velocity_x != 0.0 || motion->velocity_y != 0.0)
    return G_SOURCE_CONTINUE;
  motion->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
begin (GantryChartView *self)
{
  if (!self->motion.tick)
    self->motion.tick = gtk_widget_add_tick_callback(GTK_WIDGET(self), on_tick, NULL, NULL);
}

void
gantry_chart_view_glide (GantryChartView *self)
{
  int64_t from, to;
  if (!self->layout || !has_animations(self))
    return;
  gantry_chart_view_get_drawn_range(self, &from, &to);
  self->motion.from = from;
  self->motion.to = to;
  self->motion.began = frame_time(self);
  self->motion.is_gliding = true;
  begin(self);
}

void
gantry_chart_view_coast (GantryChartView *self, double velocity_x, double velocity_y)
{
  if (!has_animations(self))
    return;
  self->motion.velocity_x = velocity_x;
  self->motion.velocity_y = velocity_y;
  self->motion.stepped = frame_time(self);
  begin(self);
}

void
gantry_chart_view_stop_motion (GantryChartView *self)
{
  self->motion.is_gliding = false;
  self->motion.velocity_x = self->motion.velocity_y = 0.0;
}
