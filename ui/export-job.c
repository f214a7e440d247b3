/* Pictures on any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-job.h"

#include "format/embedded.h"

#include <math.h>

struct GantryExportJob {
  gatomicrefcount references;
  GPtrArray *timelines;
  char *verdict;
  GantryPictureWishes wishes; /* its strings are those below */
  char *lanes, *title, *selected, *align_lane;
  GantryLaneArrangement *arrangement;
};

GantryExportJob *
gantry_export_job_new (const GantryExportSubject *subject, const GantryPictureWishes *wishes)
{
  GantryExportJob *job = g_new0(GantryExportJob, 1);
  g_atomic_ref_count_init(&job->references);
  job->timelines = g_ptr_array_ref(subject->timelines);
  job->verdict = g_strdup(subject->verdict);
  job->wishes = *wishes;
  job->wishes.lanes = job->lanes = g_strdup(wishes->lanes);
  job->wishes.title = job->title = g_strdup(wishes->title);
  job->wishes.selected = job->selected = g_strdup(wishes->selected);
  job->wishes.align.lane = job->align_lane = g_strdup(wishes->align.lane);
  job->wishes.arrangement = job->arrangement = gantry_lane_arrangement_ref(wishes->arrangement);
  return job;
}

GantryExportJob *
gantry_export_job_ref (GantryExportJob *job)
{
  g_atomic_ref_count_inc(&job->references);
  return job;
}

void
gantry_export_job_unref (GantryExportJob *job)
{
  if (!g_atomic_ref_count_dec(&job->references))
    return;
  g_ptr_array_unref(job->timelines);
  g_free(job->verdict);
  g_free(job->lanes);
  g_free(job->title);
  g_free(job->selected);
  g_free(job->align_lane);
  gantry_lane_arrangement_unref(job->arrangement);
  g_free(job);
}

static GantryComparison *
compare (const GantryExportJob *job, char **note, GError **error)
{
  return gantry_picture_wishes_compare(&job->wishes, (GantryTimeline *const *)job->timelines->pdata,
                                       job->timelines->len, job->verdict, note, error);
}

GBytes *
gantry_export_job_render (const GantryExportJob *job, GantryPictureFormat format, char **note, GError **error)
{
  GantryTimeline *timeline = job->timelines->pdata[0];
  double scale = job->wishes.scale;
  GantryView view;
  if (job->verdict) {
    g_autoptr(GantryComparison) comparison = compare(job, note, error);
    return comparison ? gantry_picture_render_comparison(comparison, scale, format, error) : NULL;
  }
  if (!gantry_picture_wishes_view(&job->wishes, timeline, &view, note, error))
    return NULL;
  g_autoptr(GBytes) picture = gantry_picture_render(timeline, &view, scale, format, error);
  return picture && !job->wishes.no_trace ? gantry_embed_timeline(picture, timeline, error)
                                          : g_steal_pointer(&picture);
}

static double
bounded_scale (double scale, double width, double height, double most_pixels)
{
  return fmin(scale, sqrt(most_pixels / (width * height)));
}

cairo_surface_t *
gantry_export_job_paint (const GantryExportJob *job, double most_pixels, char **note, GError **error)
{
  const GantryPictureWishes *wishes = &job->wishes;
  GantryTimeline *timeline = job->timelines->pdata[0];
  GantryView view;
  if (job->verdict) {
    g_autoptr(GantryComparison) comparison = compare(job, note, error);
    if (!comparison)
      return NULL;
    double scale = bounded_scale(wishes->scale, gantry_comparison_get_width(comparison),
                                 gantry_comparison_get_height(comparison), most_pixels);
    return gantry_picture_comparison_surface(comparison, scale, error);
  }
  if (!gantry_picture_wishes_view(wishes, timeline, &view, note, error))
    return NULL;
  return gantry_picture_surface(timeline, &view,
                                bounded_scale(wishes->scale, view.width, view.height, most_pixels), error);
}
