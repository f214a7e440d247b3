/* The picture of several runs as a widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-picture.h"

#include "chart/comparison.h"
#include "ui/desktop.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH 320

struct _GantryComparisonPicture {
  GtkWidget parent_instance;
  GPtrArray *timelines; /* GantryTimeline* */
  GtkAdjustment *vertical;
  GantryComparison *comparison; /* for the width, theme, words and text scale below */
  bool shows_path;              /* the critical path */
  int width;
  GantryThemeId theme;
  GantryVocabulary vocabulary;
  double text_scale;
};

G_DEFINE_FINAL_TYPE(GantryComparisonPicture, gantry_comparison_picture, GTK_TYPE_WIDGET)

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

void
gantry_comparison_picture_get_view (GantryComparisonPicture *self, int width, GantryView *view)
{
  gantry_view_init(view);
  gantry_comparison_fit(view, (GantryTimeline *const *)self->timelines->pdata, self->timelines->len, NULL);
  view->width = MAX(width, 1);
  view->height = 0.0;
  view->theme = gantry_desktop_picture_theme(GTK_WIDGET(self));
  view->vocabulary = gantry_vocabulary_get_chosen();
  view->text_scale = gantry_desktop_text_scale(GTK_WIDGET(self));
  view->arrows = GANTRY_ARROWS_NONE;
  view->show_critical_path = self->shows_path;
}

void
gantry_comparison_picture_show_critical_path (GantryComparisonPicture *self, bool show)
{
  self->shows_path = show;
  g_clear_pointer(&self->comparison, gantry_comparison_free);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

/* The comparison for that width, NULL where there are no runs. The window's own title stands above it. */
static const GantryComparison *
comparison_for (GantryComparisonPicture *self, int width)
{
  GantryView view;
  if (self->timelines->len == 0)
    return NULL;
  gantry_comparison_picture_get_view(self, MAX(width, LEAST_WIDTH), &view);
  view.show_title = false;
  if (self->comparison != NULL && self->width == width && self->theme == view.theme &&
      self->vocabulary == view.vocabulary && self->text_scale == view.text_scale)
    return self->comparison;
  gantry_comparison_free(self->comparison);
  self->comparison = gantry_comparison_new((GantryTimeline *const *)self->timelines->pdata,
                                           self->timelines->len, NULL, NULL, &view);
  self->width = width;
  self->theme = view.theme;
  self->vocabulary = view.vocabulary;
  self->text_scale = view.text_scale;
  return self->comparison;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  const GantryComparison *comparison;
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : 1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  comparison = comparison_for(GANTRY_COMPARISON_PICTURE(widget), for_size);
  if (comparison != NULL)
    *minimum = *natural = (int)gantry_comparison_get_height(comparison);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot_of)
{
  GantryComparisonPicture *self = GANTRY_COMPARISON_PICTURE(widget);
  const GantryComparison *comparison = comparison_for(self, gtk_widget_get_width(widget));
  double top = 0.0, height = gtk_widget_get_height(widget);
  if (comparison == NULL)
    return;
  if (self->vertical != NULL) {
    top = gtk_adjustment_get_value(self->vertical);
    height = MIN(height - top, gtk_adjustment_get_page_size(self->vertical) + 1.0);
  }
  if (height <= 0.0)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo(
      snapshot_of, &GRAPHENE_RECT_INIT(0, (float)top, (float)gtk_widget_get_width(widget), (float)height));
  gantry_comparison_draw(cr, comparison);
  cairo_destroy(cr);
}

void
gantry_comparison_picture_set_adjustment (GantryComparisonPicture *self, GtkAdjustment *vertical)
{
  g_set_object(&self->vertical, vertical);
  g_signal_connect_object(vertical, "value-changed", G_CALLBACK(gtk_widget_queue_draw), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(vertical, "changed", G_CALLBACK(gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
gantry_comparison_picture_set_runs (GantryComparisonPicture *self, GantryTimeline *const *timelines,
                                    guint n_timelines)
{
  g_autoptr(GPtrArray) taken = g_ptr_array_new_with_free_func(timeline_unref);
  for (guint i = 0; i < n_timelines; i++)
    g_ptr_array_add(taken, gantry_timeline_ref(timelines[i]));
  g_clear_pointer(&self->comparison, gantry_comparison_free);
  g_ptr_array_unref(self->timelines);
  self->timelines = g_steal_pointer(&taken);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

static void
finalize (GObject *object)
{
  GantryComparisonPicture *self = GANTRY_COMPARISON_PICTURE(object);
  gantry_comparison_free(self->comparison);
  g_ptr_array_unref(self->timelines);
  g_clear_object(&self->vertical);
  G_OBJECT_CLASS(gantry_comparison_picture_parent_class)->finalize(object);
}

static void
gantry_comparison_picture_class_init (GantryComparisonPictureClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = finalize;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gantry_comparison_picture_init (GantryComparisonPicture *self)
{
  self->timelines = g_ptr_array_new_with_free_func(timeline_unref);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("The runs one below the other, on one time scale"), -1);
  gantry_desktop_watch_theme(GTK_WIDGET(self));
  gantry_vocabulary_watch(GTK_WIDGET(self));
}

GtkWidget *
gantry_comparison_picture_new (void)
{
  return g_object_new(GANTRY_TYPE_COMPARISON_PICTURE, NULL);
}
