/* From wishes to what is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture-wishes.h"

#include "chart/picture.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const legend_ids[GANTRY_N_LEGEND] = {
    [GANTRY_LEGEND_RUNNING] = "running", [GANTRY_LEGEND_READY] = "ready",     [GANTRY_LEGEND_LOCK] = "lock",
    [GANTRY_LEGEND_MESSAGE] = "message", [GANTRY_LEGEND_GIL] = "gil",         [GANTRY_LEGEND_IO] = "io",
    [GANTRY_LEGEND_SLEEP] = "sleep",     [GANTRY_LEGEND_BLOCKED] = "blocked", [GANTRY_LEGEND_JOIN] = "join",
    [GANTRY_LEGEND_CREATED] = "created",
};

const char *
gantry_legend_id (GantryLegend legend)
{
  return legend_ids[legend];
}

bool
gantry_legend_parse (const char *id, GantryLegend *legend)
{
  for (unsigned i = 0; i < GANTRY_N_LEGEND; i++) {
    if (strcmp(legend_ids[i], id) == 0) {
      *legend = (GantryLegend)i;
      return true;
    }
  }
  return false;
}

/* Narrows the range, which shows all, to what was asked for. */
static bool
set_range (const GantryPictureWishes *wishes, int64_t end, GantryView *view, GError **error)
{
  if (wishes->from != GANTRY_NO_TIME)
    view->from = wishes->from;
  if (wishes->to != GANTRY_NO_TIME)
    view->to = wishes->to;
  if (view->from < view->to)
    return true;
  g_autofree char *words = gantry_format_duration(end);
  g_set_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_RANGE,
              _("the range begins behind the end of the run, %s"), words);
  return false;
}

static bool
any_lane_matches (const GantryTimeline *timeline, const char *glob)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    if (g_pattern_match_simple(glob, gantry_lane_get_name(gantry_timeline_get_lane(timeline, i))))
      return true;
  return false;
}

static void
set_looks (const GantryPictureWishes *wishes, GantryView *view)
{
  view->width = wishes->width;
  view->text_scale = wishes->text_scale;
  view->theme = wishes->theme;
  view->vocabulary = wishes->vocabulary;
  view->arrows = wishes->arrows;
  view->dimmed = wishes->dimmed;
  view->density = wishes->density;
  view->show_critical_path = wishes->critical_path;
  view->show_legend = !wishes->no_legend;
  view->show_title = !wishes->no_title;
  view->show_footer = !wishes->no_footer;
  view->show_cores = !wishes->no_cores;
  view->show_counters = !wishes->no_counters;
  view->show_things = !wishes->no_things;
  view->lanes_glob = wishes->lanes;
  view->title = wishes->title;
}

static char *
note_no_lane (const char *glob)
{
  return g_strdup_printf(_("no lane’s name matches ‘%s’, so the picture shows none"), glob);
}

static char *
note_no_room (void)
{
  return g_strdup(_("the picture has no room for all lanes; choose fewer by their names"));
}

/* The first note of several stays. */
static void
set_note (char **note, char *text)
{
  if (note != NULL && *note == NULL)
    *note = text;
  else
    g_free(text);
}

static double
most_height (const GantryPictureWishes *wishes)
{
  return floor(GANTRY_PICTURE_MOST_PIXELS / wishes->scale);
}

static void
set_height (const GantryPictureWishes *wishes, const GantryTimeline *timeline, GantryView *view, char **note)
{
  if (wishes->height > 0) {
    view->height = wishes->height;
    return;
  }
  double natural = ceil(gantry_layout_natural_height(timeline, view)), most = most_height(wishes);
  view->height = CLAMP(natural, 1.0, most);
  if (natural > most)
    set_note(note, note_no_room());
}

static uint32_t
find_lane (const GantryTimeline *timeline, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (strcmp(gantry_lane_get_name(lane), name) == 0)
      return gantry_lane_get_id(lane);
  }
  return GANTRY_NO_LANE;
}

bool
gantry_picture_wishes_view (const GantryPictureWishes *wishes, const GantryTimeline *timeline,
                            GantryView *view, char **note, GError **error)
{
  if (note != NULL)
    *note = NULL;
  gantry_view_init(view);
  gantry_view_fit(view, timeline);
  if (!set_range(wishes, gantry_timeline_get_now(timeline), view, error))
    return false;
  set_looks(wishes, view);
  view->arrangement = wishes->arrangement;
  if (wishes->selected != NULL)
    view->selected_lane = find_lane(timeline, wishes->selected);
  if (wishes->lanes != NULL && !any_lane_matches(timeline, wishes->lanes))
    set_note(note, note_no_lane(wishes->lanes));
  set_height(wishes, timeline, view, note);
  return true;
}

GantryComparison *
gantry_picture_wishes_compare (const GantryPictureWishes *wishes, GantryTimeline *const *timelines,
                               guint n_timelines, const char *verdict, char **note, GError **error)
{
  GantryView view;
  int64_t end = 0;
  bool any = wishes->lanes == NULL;
  if (note != NULL)
    *note = NULL;
  for (guint i = 0; i < n_timelines; i++) {
    end = MAX(end, gantry_timeline_get_now(timelines[i]));
    any = any || any_lane_matches(timelines[i], wishes->lanes);
  }
  gantry_view_init(&view);
  gantry_comparison_fit(&view, timelines, n_timelines, &wishes->align);
  if (!set_range(wishes, end, &view, error))
    return NULL;
  set_looks(wishes, &view);
  if (!any)
    set_note(note, note_no_lane(wishes->lanes));
  view.height = wishes->height;
  GantryComparison *comparison =
      gantry_comparison_new(timelines, n_timelines, verdict, &wishes->align, &view);
  double most = most_height(wishes);
  if (gantry_comparison_get_height(comparison) <= most)
    return comparison;
  gantry_comparison_free(comparison);
  set_note(note, note_no_room());
  view.height = most;
  return gantry_comparison_new(timelines, n_timelines, verdict, &wishes->align, &view);
}
