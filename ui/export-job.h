/* A picture that is to be drawn, complete in itself, so that any thread can draw it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/picture-wishes.h"
#include "chart/picture.h"

/* What pictures are made of: one run, or several with the sentence about them. */
typedef struct {
  GPtrArray *timelines; /* GantryTimeline*, at least one */
  const char *verdict;  /* of a comparison; NULL: the first run alone is drawn */
} GantryExportSubject;

typedef struct GantryExportJob GantryExportJob;

/* References are taken, strings copied. */
GantryExportJob *gantry_export_job_new (const GantryExportSubject *subject,
                                        const GantryPictureWishes *wishes);
GantryExportJob *gantry_export_job_ref (GantryExportJob *job);
/* Any thread. */
void gantry_export_job_unref (GantryExportJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryExportJob, gantry_export_job_unref)

/* The file's contents, with the trace inside where that is wished; the same bytes as gantry-cli writes. Any
 * thread. `note` as for gantry_picture_wishes_view(). */
GBytes *gantry_export_job_render (const GantryExportJob *job, GantryPictureFormat format, char **note,
                                  GError **error);
/* The pixels of the PNG; of a picture of more than `most_pixels` fewer for each logical one. Any thread. */
cairo_surface_t *gantry_export_job_paint (const GantryExportJob *job, double most_pixels, char **note,
                                          GError **error);
