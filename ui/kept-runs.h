/* The last few runs of a window, so that they can be compared with: no more than a few, and none that is
 * enormous but the newest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct GantryKeptRuns GantryKeptRuns;

GantryKeptRuns *gantry_kept_runs_new (void);
GantryKeptRuns *gantry_kept_runs_ref (GantryKeptRuns *self);
void gantry_kept_runs_unref (GantryKeptRuns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryKeptRuns, gantry_kept_runs_unref)

/* A finished run, of which a reference is taken, as the newest; one that is there already only becomes the
 * newest. `file`: the name of the file that it is saved in, NULL: of none, or as before. */
void gantry_kept_runs_add (GantryKeptRuns *self, GantryTimeline *timeline, const char *file);
guint gantry_kept_runs_count (const GantryKeptRuns *self);
/* From the newest, 0. Borrowed. */
GantryTimeline *gantry_kept_runs_get (const GantryKeptRuns *self, guint index);
/* The name of the file that it is saved in; NULL: it is in none, or not kept any more. Borrowed. */
const char *gantry_kept_runs_get_file (const GantryKeptRuns *self, const GantryTimeline *timeline);
/* "Two cooks · Threads", and "270 ms · 2 cores · 14:32:07". Newly allocated. */
char *gantry_kept_runs_make_title (const GantryKeptRuns *self, guint index);
char *gantry_kept_runs_make_subtitle (const GantryKeptRuns *self, guint index);
