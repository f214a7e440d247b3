/* Drawn by a task, which holds all that it needs; what it gives back may be of no use any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/overview-picture.h"

#include "trace/background.h"

#define MARGIN 5.0
#define LEAST_STRETCH 0.1
#define RENEW_US 300000     /* at the most so often while a run goes on */
#define MOST_AT_ONCE 100000 /* intervals that are drawn before a frame is missed */

/* What a picture is of. */
typedef struct {
  GantryTimeline *timeline;
  GantryOverview strip;
  GantryThemeId theme;
  int width, height, scale;
  uint64_t revision;
} Subject;

struct GantryOverviewPicture {
  GtkWidget *owner;
  cairo_surface_t *surface;
  Subject shown;
  gint64 begun_at;
  GCancellable *drawing; /* NULL: nothing is being drawn */
  guint renewal;
};

static void
subject_free (gpointer data)
{
  Subject *subject = data;
  gantry_timeline_unref(subject->timeline);
  g_free(subject);
}

GantryOverviewPicture *
gantry_overview_picture_new (GtkWidget *owner)
{
  GantryOverviewPicture *picture = g_new0(GantryOverviewPicture, 1);
  picture->owner = owner;
  return picture;
}

static void
cancel (GantryOverviewPicture *picture)
{
  if (picture->drawing)
    g_cancellable_cancel(picture->drawing);
  g_clear_object(&picture->drawing);
}

void
gantry_overview_picture_free (GantryOverviewPicture *picture)
{
  if (!picture)
    return;
  cancel(picture);
  g_clear_handle_id(&picture->renewal, g_source_remove);
  g_clear_pointer(&picture->surface, cairo_surface_destroy);
  g_clear_pointer(&picture->shown.timeline, gantry_timeline_unref);
  g_free(picture);
}

static cairo_surface_t *
draw (const Subject *subject)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, subject->width * subject->scale,
                                                        subject->height * subject->scale);
  cairo_surface_set_device_scale(surface, subject->scale, subject->scale);
  cairo_t *cr = cairo_create(surface);
  gantry_overview_draw(cr, &subject->strip, subject->timeline, gantry_theme_get(subject->theme), MARGIN,
                       subject->height - MARGIN);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

/* Takes the surface over. */
static void
show (GantryOverviewPicture *picture, const Subject *subject, cairo_surface_t *surface)
{
  g_clear_pointer(&picture->surface, cairo_surface_destroy);
  g_clear_pointer(&picture->shown.timeline, gantry_timeline_unref);
  picture->surface = surface;
  picture->shown = *subject;
  picture->shown.timeline = gantry_timeline_ref(subject->timeline);
}

/* On a thread of its own. */
static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer(task, draw(data), (GDestroyNotify)cairo_surface_destroy);
}

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryOverviewPicture *picture = data;
  cairo_surface_t *surface = g_task_propagate_pointer(G_TASK(result), NULL);
  if (!surface) /* cancelled: the picture may be gone */
    return;
  g_clear_object(&picture->drawing);
  show(picture, g_task_get_task_data(G_TASK(result)), surface);
  gtk_widget_queue_draw(picture->owner);
}

static bool
is_long (const GantryTimeline *timeline)
{
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && count <= MOST_AT_ONCE; i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i)) + 100;
  return count > MOST_AT_ONCE;
}

static void
begin (GantryOverviewPicture *picture, const Subject *subject)
{
  cancel(picture);
  picture->begun_at = g_get_monotonic_time();
  if (!is_long(subject->timeline)) {
    show(picture, subject, draw(subject));
    return;
  }
  picture->drawing = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(NULL, picture->drawing, on_drawn, picture);
  Subject *copy = g_memdup2(subject, sizeof *subject);
  gantry_timeline_ref(copy->timeline);
  g_task_set_task_data(task, copy, subject_free);
  g_task_set_return_on_cancel(task, FALSE);
  gantry_run_in_background(task, draw_in_thread);
}

static gboolean
on_renewal (gpointer data)
{
  GantryOverviewPicture *picture = data;
  picture->renewal = 0;
  gtk_widget_queue_draw(picture->owner);
  return G_SOURCE_REMOVE;
}

static bool
has_same_place (const Subject *one, const Subject *other)
{
  return one->timeline == other->timeline && one->theme == other->theme && one->width == other->width &&
         one->height == other->height && one->scale == other->scale && one->strip.left == other->strip.left &&
         one->strip.right == other->strip.right;
}

void
gantry_overview_picture_renew (GantryOverviewPicture *picture, GantryTimeline *timeline,
                               const GantryOverview *strip, GantryThemeId theme)
{
  const Subject subject = {
      .timeline = timeline,
      .strip = *strip,
      .theme = theme,
      .width = gtk_widget_get_width(picture->owner),
      .height = gtk_widget_get_height(picture->owner),
      .scale = gtk_widget_get_scale_factor(picture->owner),
      .revision = gantry_timeline_get_revision(timeline),
  };
  bool is_elsewhere = !picture->surface || !has_same_place(&picture->shown, &subject);
  bool is_old = picture->shown.revision != subject.revision;
  gint64 age = g_get_monotonic_time() - picture->begun_at;
  /* Another run's picture would lie. */
  if (picture->surface && picture->shown.timeline != timeline) {
    g_clear_pointer(&picture->surface, cairo_surface_destroy);
    cancel(picture);
  }
  if (picture->drawing || (!is_elsewhere && !is_old))
    return;
  if (is_elsewhere || age >= RENEW_US)
    begin(picture, &subject);
  else if (!picture->renewal)
    picture->renewal = g_timeout_add((guint)((RENEW_US - age) / 1000 + 1), on_renewal, picture);
}

void
gantry_overview_picture_paint (GantryOverviewPicture *picture, cairo_t *cr, const GantryOverview *strip)
{
  const GantryOverview *own = &picture->shown.strip;
  if (!picture->surface)
    return;
  double end = gantry_overview_x(strip, own->length); /* where what it shows ends now */
  double stretch = (end - strip->left) / (own->right - own->left);
  /* Of a moment that takes no room any more there is nothing to see; and cairo would smooth thousands of
   * pixels into each, for which it has no memory. */
  if (stretch < LEAST_STRETCH)
    return;
  cairo_save(cr);
  cairo_translate(cr, strip->left - own->left * stretch, 0);
  cairo_scale(cr, stretch, 1);
  cairo_set_source_surface(cr, picture->surface, 0, 0);
  cairo_paint(cr);
  cairo_restore(cr);
}
