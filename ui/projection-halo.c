/* The pointer's halo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/projection-halo.h"

#include <math.h>

#define RADIUS 26.0F /* pixels, of letters of usual size */
#define RING 4.0F

struct _GantryProjectionHalo {
  GtkWidget parent_instance;
  double x, y;
};

G_DEFINE_FINAL_TYPE(GantryProjectionHalo, gantry_projection_halo, GTK_TYPE_WIDGET)

static void
append_ring (GtkSnapshot *snapshot, float x, float y, float radius, float width, const GdkRGBA *color)
{
  GskRoundedRect circle;
  const float widths[4] = {width, width, width, width};
  const GdkRGBA colors[4] = {*color, *color, *color, *color};
  gsk_rounded_rect_init_from_rect(
      &circle, &GRAPHENE_RECT_INIT(x - radius, y - radius, 2.0F * radius, 2.0F * radius), radius);
  gtk_snapshot_append_border(snapshot, &circle, widths, colors);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryProjectionHalo *self = GANTRY_PROJECTION_HALO(widget);
  /* Dark within light: one of the two stands out from whatever lies below. */
  const GdkRGBA dark = {0.0F, 0.0F, 0.0F, 0.85F}, light = {1.0F, 0.86F, 0.2F, 1.0F};
  if (self->x < 0.0)
    return;
  float x = (float)self->x, y = (float)self->y;
  append_ring(snapshot_of, x, y, RADIUS, RING + 3.0F, &dark);
  append_ring(snapshot_of, x, y, RADIUS - 1.5F, RING, &light);
}

void
gantry_projection_halo_move (GantryProjectionHalo *self, double x, double y)
{
  if (self->x == x && self->y == y)
    return;
  self->x = x;
  self->y = y;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
gantry_projection_halo_class_init (GantryProjectionHaloClass *class)
{
  GTK_WIDGET_CLASS(class)->snapshot = snapshot;
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gantry_projection_halo_init (GantryProjectionHalo *self)
{
  self->x = self->y = -1.0;
  gtk_widget_set_can_target(GTK_WIDGET(self), FALSE);
  gtk_widget_set_can_focus(GTK_WIDGET(self), FALSE);
}

GtkWidget *
gantry_projection_halo_new (void)
{
  return g_object_new(GANTRY_TYPE_PROJECTION_HALO, NULL);
}
