/* The picture of several runs as a widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-picture.h"

#include "chart/comparison.h"
#include "chart/history.h"
#include "ui/comparison-moves.h"
#include "ui/desktop.h"
#include "ui/vocabulary.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH 320
#define SHORTEST_SPAN_NS INT64_C(100)
#define LONGEST_SPAN_NS (INT64_C(86400) * 1000000000)

struct _GantryComparisonPicture {
  GtkWidget parent_instance;
  GPtrArray *timelines; /* GantryTimeline* */
  GtkAdjustment *vertical;
  int64_t from, to; /* shown; equal: all of it */
  GantryRunAlignment align;
  char *align_lane;
  GantryHistory *history;       /* of from and to */
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
  gantry_comparison_fit(view, (GantryTimeline *const *)self->timelines->pdata, self->timelines->len,
                        &self->align);
  if (self->from < self->to) {
    view->from = self->from;
    view->to = self->to;
  }
  view->width = MAX(width, 1);
  view->height = 0.0;
  view->theme = gantry_desktop_picture_theme(GTK_WIDGET(self));
  view->vocabulary = gantry_vocabulary_get_chosen();
  view->text_scale = gantry_desktop_text_scale(GTK_WIDGET(self));
  view->arrows = GANTRY_ARROWS_NONE;
  view->show_critical_path = self->shows_path;
}

static void
draw_anew (GantryComparisonPicture *self)
{
  g_clear_pointer(&self->comparison, gantry_comparison_free);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

void
gantry_comparison_picture_show_critical_path (GantryComparisonPicture *self, bool show)
{
  self->shows_path = show;
  draw_anew(self);
}

const GantryRunAlignment *
gantry_comparison_picture_get_alignment (GantryComparisonPicture *self)
{
  return &self->align;
}

void
gantry_comparison_picture_set_alignment (GantryComparisonPicture *self, const GantryRunAlignment *align)
{
  char *lane = g_strdup(align->lane);
  g_free(self->align_lane);
  self->align_lane = lane;
  self->align = (GantryRunAlignment){align->kind, lane};
  self->from = self->to = 0;
  gantry_history_clear(self->history);
  draw_anew(self);
}

static void
get_place (GantryComparisonPicture *self, GantryPlace *place)
{
  *place = (GantryPlace){.from = self->from, .to = self->to};
}

static void
go_to (GantryComparisonPicture *self, int64_t from, int64_t to)
{
  self->from = from;
  self->to = to;
  draw_anew(self);
}

/* The range that is left can be come back to. */
static void
show_range (GantryComparisonPicture *self, int64_t from, int64_t to, unsigned burst)
{
  GantryPlace place;
  get_place(self, &place);
  gantry_history_push(self->history, &place, burst, g_get_monotonic_time() / 1000);
  go_to(self, from, to);
}

void
gantry_comparison_picture_zoom (GantryComparisonPicture *self, double factor, double x, unsigned burst)
{
  GantryView view;
  double top;
  if (!self->comparison)
    return;
  const GantryLayout *layout = gantry_comparison_get_layout(self->comparison, 0, &top);
  double left = layout->plot_left, right = layout->plot_right;
  double share = x >= left && x <= right ? (x - left) / MAX(right - left, 1.0) : 0.5;
  gantry_comparison_picture_get_view(self, gtk_widget_get_width(GTK_WIDGET(self)), &view);
  double span = (double)(view.to - view.from);
  double wanted = CLAMP(span / factor, (double)SHORTEST_SPAN_NS, (double)LONGEST_SPAN_NS);
  int64_t from = view.from + (int64_t)((span - wanted) * share);
  show_range(self, from, from + (int64_t)wanted, burst);
}

void
gantry_comparison_picture_pan (GantryComparisonPicture *self, double parts, unsigned burst)
{
  GantryView view;
  if (self->timelines->len == 0)
    return;
  gantry_comparison_picture_get_view(self, gtk_widget_get_width(GTK_WIDGET(self)), &view);
  int64_t by = (int64_t)((double)(view.to - view.from) * parts);
  show_range(self, view.from + by, view.to + by, burst);
}

double
gantry_comparison_picture_get_plot_width (GantryComparisonPicture *self)
{
  double top;
  if (!self->comparison)
    return 1.0;
  const GantryLayout *layout = gantry_comparison_get_layout(self->comparison, 0, &top);
  return MAX(layout->plot_right - layout->plot_left, 1.0);
}

void
gantry_comparison_picture_fit (GantryComparisonPicture *self)
{
  show_range(self, 0, 0, GANTRY_BURST_NONE);
}

void
gantry_comparison_picture_undo (GantryComparisonPicture *self)
{
  GantryPlace place;
  get_place(self, &place);
  if (gantry_history_undo(self->history, &place))
    go_to(self, place.from, place.to);
}

void
gantry_comparison_picture_redo (GantryComparisonPicture *self)
{
  GantryPlace place;
  get_place(self, &place);
  if (gantry_history_redo(self->history, &place))
    go_to(self, place.from, place.to);
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
                                           self->timelines->len, NULL, &self->align, &view);
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

bool
gantry_comparison_picture_scroll (GantryComparisonPicture *self, int steps)
{
  if (!self->vertical || !gtk_widget_get_mapped(GTK_WIDGET(self)))
    return false;
  gtk_adjustment_set_value(self->vertical, gtk_adjustment_get_value(self->vertical) +
                                               steps * gtk_adjustment_get_step_increment(self->vertical));
  return true;
}

void
gantry_comparison_picture_set_runs (GantryComparisonPicture *self, GantryTimeline *const *timelines,
                                    guint n_timelines)
{
  g_autoptr(GPtrArray) taken = g_ptr_array_new_with_free_func(timeline_unref);
  for (guint i = 0; i < n_timelines; i++)
    g_ptr_array_add(taken, gantry_timeline_ref(timelines[i]));
  g_ptr_array_unref(self->timelines);
  self->timelines = g_steal_pointer(&taken);
  gantry_comparison_picture_set_alignment(self, &(GantryRunAlignment){GANTRY_ALIGN_START, NULL});
}

static void
finalize (GObject *object)
{
  GantryComparisonPicture *self = GANTRY_COMPARISON_PICTURE(object);
  gantry_comparison_free(self->comparison);
  gantry_history_free(self->history);
  g_free(self->align_lane);
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
  gtk_widget_class_set_css_name(widget_class, "gantry-comparison");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gantry_comparison_picture_init (GantryComparisonPicture *self)
{
  self->timelines = g_ptr_array_new_with_free_func(timeline_unref);
  self->history = gantry_history_new();
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gantry_comparison_picture_add_controllers(self);
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
