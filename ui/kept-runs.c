/* The last few runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/kept-runs.h"

#include "chart/words.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>

#define MOST_RUNS 8
#define MOST_INTERVALS 2000000 /* of all but the newest */

typedef struct {
  GantryTimeline *timeline;
  char *file, *when;
  size_t n_intervals;
} Kept;

struct GantryKeptRuns {
  grefcount references;
  GPtrArray *runs; /* Kept*, the newest first */
};

static void
kept_free (gpointer data)
{
  Kept *kept = data;
  gantry_timeline_unref(kept->timeline);
  g_free(kept->file);
  g_free(kept->when);
  g_free(kept);
}

GantryKeptRuns *
gantry_kept_runs_new (void)
{
  GantryKeptRuns *self = g_new0(GantryKeptRuns, 1);
  g_ref_count_init(&self->references);
  self->runs = g_ptr_array_new_with_free_func(kept_free);
  return self;
}

GantryKeptRuns *
gantry_kept_runs_ref (GantryKeptRuns *self)
{
  g_ref_count_inc(&self->references);
  return self;
}

void
gantry_kept_runs_unref (GantryKeptRuns *self)
{
  if (!g_ref_count_dec(&self->references))
    return;
  g_ptr_array_unref(self->runs);
  g_free(self);
}

static const Kept *
kept_at (const GantryKeptRuns *self, guint index)
{
  return self->runs->pdata[index];
}

static size_t
count_intervals (const GantryTimeline *timeline)
{
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  return count;
}

static void
drop_old (GantryKeptRuns *self)
{
  size_t n_intervals = 0;
  for (guint i = 1; i < self->runs->len; i++) {
    n_intervals += kept_at(self, i)->n_intervals;
    if (i >= MOST_RUNS || n_intervals > MOST_INTERVALS) {
      g_ptr_array_set_size(self->runs, (int)i);
      return;
    }
  }
}

void
gantry_kept_runs_add (GantryKeptRuns *self, GantryTimeline *timeline, const char *file)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  Kept *kept = NULL;
  for (guint i = 0; i < self->runs->len && !kept; i++)
    if (kept_at(self, i)->timeline == timeline)
      kept = g_ptr_array_steal_index(self->runs, i);
  if (!kept) {
    kept = g_new0(Kept, 1);
    kept->timeline = gantry_timeline_ref(timeline);
    kept->when = g_date_time_format(now, "%X");
    kept->n_intervals = count_intervals(timeline);
  }
  if (file && g_strcmp0(kept->file, file) != 0) {
    g_free(kept->file);
    kept->file = g_strdup(file);
  }
  g_ptr_array_insert(self->runs, 0, kept);
  drop_old(self);
}

guint
gantry_kept_runs_count (const GantryKeptRuns *self)
{
  return self->runs->len;
}

GantryTimeline *
gantry_kept_runs_get (const GantryKeptRuns *self, guint index)
{
  return kept_at(self, index)->timeline;
}

const char *
gantry_kept_runs_get_file (const GantryKeptRuns *self, const GantryTimeline *timeline)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (kept_at(self, i)->timeline == timeline)
      return kept_at(self, i)->file;
  return NULL;
}

char *
gantry_kept_runs_make_title (const GantryKeptRuns *self, guint index)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(kept_at(self, index)->timeline);
  const char *model = gantry_model_words(facts->model);
  return *facts->title != '\0' ? g_strdup_printf("%s · %s", facts->title, model) : g_strdup(model);
}

char *
gantry_kept_runs_make_subtitle (const GantryKeptRuns *self, guint index)
{
  const Kept *kept = kept_at(self, index);
  const GantryRunFacts *facts = gantry_timeline_get_facts(kept->timeline);
  GantryRunResult result;
  gantry_timeline_get_result(kept->timeline, &result);
  g_autofree char *wall = gantry_format_duration(result.wall_ns);
  GString *text = g_string_new(wall);
  if (facts->cores > 0)
    g_string_append_printf(
        text, g_dngettext(GETTEXT_PACKAGE, " · %d core", " · %d cores", (gulong)facts->cores), facts->cores);
  if (facts->gil)
    g_string_append_printf(text, " · %s", _("one interpreter lock"));
  g_string_append_printf(text, " · %s", kept->file ? kept->file : kept->when);
  return g_string_free(text, FALSE);
}
