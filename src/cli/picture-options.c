/* The options that say how a picture is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/picture-options.h"

#include "cli/messages.h"
#include "cli/values.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static bool
take_size (const char *value, gpointer target, GError **error)
{
  GantryPictureWishes *wishes = target;
  return gantry_value_size(value, GANTRY_PICTURE_MOST_PIXELS, &wishes->width, &wishes->height, error);
}

static bool
take_scale (const char *value, gpointer target, GError **error)
{
  return gantry_value_real(value, 0.25, 8.0, &((GantryPictureWishes *)target)->scale, error);
}

static bool
take_theme (const char *value, gpointer target, GError **error)
{
  if (gantry_theme_parse(value, &((GantryPictureWishes *)target)->theme))
    return true;
  gantry_value_set_choice_error(error, value, "light, dark, print, contrast");
  return false;
}

static bool
take_words (const char *value, gpointer target, GError **error)
{
  if (gantry_vocabulary_parse(value, &((GantryPictureWishes *)target)->vocabulary))
    return true;
  gantry_value_set_choice_error(error, value, "plain, textbook, linux");
  return false;
}

static bool
take_from (const char *value, gpointer target, GError **error)
{
  return gantry_value_duration(value, &((GantryPictureWishes *)target)->from, error);
}

static bool
take_to (const char *value, gpointer target, GError **error)
{
  return gantry_value_duration(value, &((GantryPictureWishes *)target)->to, error);
}

static bool
take_lanes (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->lanes = value;
  return true;
}

static bool
take_no_legend (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->no_legend = true;
  return true;
}

static bool
take_no_trace (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->no_trace = true;
  return true;
}

static bool
take_no_title (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->no_title = true;
  return true;
}

static bool
take_arrows (const char *value, gpointer target, GError **error)
{
  GantryPictureWishes *wishes = target;
  bool all = g_str_equal(value, "all");
  wishes->arrows = all ? GANTRY_ARROWS_ALL : GANTRY_ARROWS_NONE;
  if (all || g_str_equal(value, "none"))
    return true;
  gantry_value_set_choice_error(error, value, "all, none");
  return false;
}

static bool
take_critical_path (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->critical_path = true;
  return true;
}

const GantryOption gantry_picture_options[] = {
    {"size", 0, false, "1920x1080", N_("Size of the picture (1600 wide, as high as it needs)"), take_size},
    {"scale", 0, false, "2", N_("Pixels of a PNG for each of these"), take_scale},
    {"theme", 0, false, "THEME", N_("light, dark, print or contrast"), take_theme},
    {"words", 0, false, "plain|textbook|linux", N_("How the states are named (plain unless said)"),
     take_words},
    {"from", 0, false, "10ms", N_("Draw from this moment on"), take_from},
    {"to", 0, false, "80ms", N_("Draw up to this moment"), take_to},
    {"lanes", 0, false, "GLOB", N_("Draw only lanes whose name matches, such as 'cook*'"), take_lanes},
    {"no-legend", 0, false, NULL, N_("Leave out the legend"), take_no_legend},
    {"no-title", 0, false, NULL, N_("Leave out the title"), take_no_title},
    {"no-trace", 0, false, NULL, N_("Do not put the trace into the picture"), take_no_trace},
    {"arrows", 0, false, "all|none", N_("Arrows from cause to effect (none unless said)"), take_arrows},
    {"critical-path", 0, false, NULL, N_("Show the critical path: what the run's length hangs on"),
     take_critical_path},
    {0},
};

bool
gantry_picture_wishes_check (const GantryPictureWishes *wishes, GError **error)
{
  if (wishes->from != GANTRY_NO_TIME && wishes->to != GANTRY_NO_TIME && wishes->from >= wishes->to) {
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, _("--from must be earlier than --to"));
    return false;
  }
  if (MAX(wishes->width, wishes->height) * wishes->scale > GANTRY_PICTURE_MOST_PIXELS) {
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
                _("the picture would be larger than %d pixels; take a smaller --size or --scale"),
                GANTRY_PICTURE_MOST_PIXELS);
    return false;
  }
  return true;
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
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
              _("--from lies behind the end of the run, %s"), words);
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
set_height (const GantryPictureWishes *wishes, const GantryTimeline *timeline, GantryView *view)
{
  double natural = ceil(gantry_layout_natural_height(timeline, view));
  double most = floor(GANTRY_PICTURE_MOST_PIXELS / wishes->scale);
  view->height = wishes->height > 0 ? wishes->height : CLAMP(natural, 1, most);
  if (wishes->height == 0 && natural > most)
    gantry_complain(_("the picture has no room for all lanes; choose some with --lanes"));
}

static void
set_looks (const GantryPictureWishes *wishes, GantryView *view)
{
  view->width = wishes->width;
  view->theme = wishes->theme;
  view->vocabulary = wishes->vocabulary;
  view->arrows = wishes->arrows;
  view->show_critical_path = wishes->critical_path;
  view->show_legend = !wishes->no_legend;
  view->show_title = !wishes->no_title;
  view->lanes_glob = wishes->lanes;
}

bool
gantry_picture_wishes_view (const GantryPictureWishes *wishes, const GantryTimeline *timeline,
                            GantryView *view, GError **error)
{
  gantry_view_init(view);
  gantry_view_fit(view, timeline);
  if (!set_range(wishes, gantry_timeline_get_now(timeline), view, error))
    return false;
  set_looks(wishes, view);
  if (wishes->lanes != NULL && !any_lane_matches(timeline, wishes->lanes))
    gantry_complain(_("no lane’s name matches ‘%s’, so the picture shows none"), wishes->lanes);
  set_height(wishes, timeline, view);
  return true;
}

GantryComparison *
gantry_picture_wishes_compare (const GantryPictureWishes *wishes, GantryTimeline *const *timelines,
                               guint n_timelines, const char *verdict, GError **error)
{
  GantryView view;
  int64_t end = 0;
  bool any = wishes->lanes == NULL;
  for (guint i = 0; i < n_timelines; i++) {
    end = MAX(end, gantry_timeline_get_now(timelines[i]));
    any = any || any_lane_matches(timelines[i], wishes->lanes);
  }
  gantry_view_init(&view);
  gantry_comparison_fit(&view, timelines, n_timelines);
  if (!set_range(wishes, end, &view, error))
    return NULL;
  set_looks(wishes, &view);
  if (!any)
    gantry_complain(_("no lane’s name matches ‘%s’, so the picture shows none"), wishes->lanes);
  view.height = wishes->height;
  GantryComparison *comparison = gantry_comparison_new(timelines, n_timelines, verdict, &view);
  double most = floor(GANTRY_PICTURE_MOST_PIXELS / wishes->scale);
  if (gantry_comparison_get_height(comparison) <= most)
    return comparison;
  gantry_comparison_free(comparison);
  gantry_complain(_("the picture has no room for all lanes; choose some with --lanes"));
  view.height = most;
  return gantry_comparison_new(timelines, n_timelines, verdict, &view);
}
