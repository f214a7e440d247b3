/* Drawing a run of the help page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/help-picture.h"

#include "chart/painter.h"
#include "ui/desktop.h"

#define SAMPLE_WIDTH 110
#define CHART_WIDTH 480

struct _GantryHelpPicture {
  GtkWidget parent_instance;
  GantryTimeline *timeline;
  bool is_sample, with_counters;
};

G_DEFINE_FINAL_TYPE(GantryHelpPicture, gantry_help_picture, GTK_TYPE_WIDGET)

static void
make_view (GantryHelpPicture *self, double width, GantryView *view)
{
  gantry_view_init(view);
  view->theme = gantry_desktop_theme();
  view->text_scale = gantry_desktop_text_scale(GTK_WIDGET(self));
  view->show_title = view->show_legend = view->show_footer = view->show_things = view->show_cores = false;
  view->show_counters = self->with_counters;
  view->arrows = GANTRY_ARROWS_ALL;
  view->width = width;
  view->height = gantry_layout_natural_height(self->timeline, view);
  gantry_view_fit(view, self->timeline);
  if (self->is_sample) {
    /* A little room at its end, where the cap is. */
    view->from = 0;
    view->to = INT64_C(100000000);
  }
}

/* What a sample shows of its layout. */
static bool
find_lane (const GantryLayout *layout, GantryBox *box)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind != GANTRY_ROW_LANE)
      continue;
    *box = (GantryBox){layout->plot_left, row->y, layout->plot_right - layout->plot_left, row->height};
    return true;
  }
  return false;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryHelpPicture *self = GANTRY_HELP_PICTURE(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  GantryView view;
  GantryBox box;
  if (width <= 0 || height <= 0)
    return;
  make_view(self, width, &view);
  g_autoptr(GantryLayout) layout = gantry_layout_new(self->timeline, &view);
  if (self->is_sample && find_lane(layout, &box)) {
    view.width += width - box.width; /* so that the plot alone is as wide as the widget */
    gantry_layout_free(layout);
    layout = gantry_layout_new(self->timeline, &view);
  }
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot_of, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  if (self->is_sample && find_lane(layout, &box))
    cairo_translate(cr, -box.x, (height - box.height) / 2 - box.y);
  gantry_painter_draw(cr, layout, self->timeline);
  cairo_destroy(cr);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GantryHelpPicture *self = GANTRY_HELP_PICTURE(widget);
  GantryView view;
  make_view(self, CHART_WIDTH, &view);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = self->is_sample ? SAMPLE_WIDTH : CHART_WIDTH;
  else
    *minimum = *natural = (int)(self->is_sample ? 30 * view.text_scale : view.height);
}

static void
dispose (GObject *object)
{
  g_clear_pointer(&GANTRY_HELP_PICTURE(object)->timeline, gantry_timeline_unref);
  G_OBJECT_CLASS(gantry_help_picture_parent_class)->dispose(object);
}

static void
gantry_help_picture_class_init (GantryHelpPictureClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gantry_help_picture_init (GantryHelpPicture *self)
{
  gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
  gantry_desktop_watch_theme(GTK_WIDGET(self));
}

GtkWidget *
gantry_help_picture_new_sample (GantryTimeline *lane, const char *name)
{
  GantryHelpPicture *self = g_object_new(GANTRY_TYPE_HELP_PICTURE, NULL);
  self->timeline = lane;
  self->is_sample = true;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET(self);
}

GtkWidget *
gantry_help_picture_new_chart (GantryTimeline *timeline, bool with_counters, const char *description)
{
  GantryHelpPicture *self = g_object_new(GANTRY_TYPE_HELP_PICTURE, NULL);
  self->timeline = timeline;
  self->with_counters = with_counters;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  return GTK_WIDGET(self);
}
