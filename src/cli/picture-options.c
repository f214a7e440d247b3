/* The options that say how a picture is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/picture-options.h"

#include "cli/values.h"

#include <glib/gi18n-lib.h>

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
take_text_scale (const char *value, gpointer target, GError **error)
{
  return gantry_value_real(value, 0.25, 8.0, &((GantryPictureWishes *)target)->text_scale, error);
}

static bool
take_theme (const char *value, gpointer target, GError **error)
{
  if (gantry_theme_parse(value, &((GantryPictureWishes *)target)->theme))
    return true;
  gantry_value_set_choice_error(error, value, "light, dark, print, contrast, contrast-dark");
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
  return gantry_value_moment(value, &((GantryPictureWishes *)target)->from, error);
}

static bool
take_to (const char *value, gpointer target, GError **error)
{
  return gantry_value_moment(value, &((GantryPictureWishes *)target)->to, error);
}

static bool
take_lanes (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->lanes = value;
  return true;
}

static bool
take_title (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->title = value;
  return true;
}

static bool
take_density (const char *value, gpointer target, GError **error)
{
  static const char *const words[] = {[GANTRY_DENSITY_NORMAL] = "normal",
                                      [GANTRY_DENSITY_COMPACT] = "compact",
                                      [GANTRY_DENSITY_LARGE] = "large"};
  for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
    if (g_str_equal(value, words[i])) {
      ((GantryPictureWishes *)target)->density = (GantryDensity)i;
      return true;
    }
  }
  gantry_value_set_choice_error(error, value, "normal, compact, large");
  return false;
}

static bool
take_arrange (const char *value, gpointer target, GError **error)
{
  GantryPictureWishes *wishes = target;
  GantryLaneArrangement *arrangement;
  if (!gantry_lane_arrangement_parse(value, &arrangement)) {
    g_set_error(
        error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
        _("‘%s’ is no arrangement; write lanes by their numbers, as in ‘pin=2,5;hide=3;filter=cook*’"),
        value);
    return false;
  }
  gantry_picture_wishes_clear(wishes);
  wishes->arrangement = arrangement;
  return true;
}

static bool
take_select (const char *value, gpointer target, GError **error)
{
  GantryPictureWishes *wishes = target;
  wishes->selected = value;
  wishes->arrows = wishes->arrows == GANTRY_ARROWS_ALL ? GANTRY_ARROWS_ALL : GANTRY_ARROWS_SELECTED;
  return true;
}

static bool
take_dim (const char *value, gpointer target, GError **error)
{
  g_auto(GStrv) ids = g_strsplit(value, ",", -1);
  for (char **id = ids; *id != NULL; id++) {
    GantryLegend legend;
    if (!gantry_legend_parse(*id, &legend)) {
      gantry_value_set_choice_error(error, *id,
                                    "running, ready, lock, message, gil, io, sleep, blocked, join, created");
      return false;
    }
    ((GantryPictureWishes *)target)->dimmed |= 1u << legend;
  }
  return true;
}

static bool
take_align (const char *value, gpointer target, GError **error)
{
  GantryRunAlignment *align = &((GantryPictureWishes *)target)->align;
  bool at_end = g_str_equal(value, "end");
  *align = (GantryRunAlignment){.kind = at_end ? GANTRY_ALIGN_END : GANTRY_ALIGN_START};
  if (at_end || g_str_equal(value, "start"))
    return true;
  gantry_value_set_choice_error(error, value, "start, end");
  return false;
}

static bool
take_align_at (const char *value, gpointer target, GError **error)
{
  ((GantryPictureWishes *)target)->align = (GantryRunAlignment){GANTRY_ALIGN_LANE, value};
  return true;
}

/* Options without a value. */
#define TAKE_FLAG(flag)                                                                                      \
  static bool take_##flag(const char *value, gpointer target, GError **error)                                \
  {                                                                                                          \
    ((GantryPictureWishes *)target)->flag = true;                                                            \
    return true;                                                                                             \
  }

TAKE_FLAG(no_legend)
TAKE_FLAG(no_title)
TAKE_FLAG(no_footer)
TAKE_FLAG(no_cores)
TAKE_FLAG(no_counters)
TAKE_FLAG(no_things)
TAKE_FLAG(no_trace)
TAKE_FLAG(critical_path)

static bool
take_arrows (const char *value, gpointer target, GError **error)
{
  GantryPictureWishes *wishes = target;
  static const char *const words[] = {
      [GANTRY_ARROWS_SELECTED] = "selected", [GANTRY_ARROWS_ALL] = "all", [GANTRY_ARROWS_NONE] = "none"};
  for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
    if (g_str_equal(value, words[i])) {
      wishes->arrows = (GantryArrows)i;
      return true;
    }
  }
  gantry_value_set_choice_error(error, value, "all, none, selected");
  return false;
}

const GantryOption gantry_picture_options[] = {
    {"size", 0, false, "1920x1080", N_("Size of the picture; 1600: so wide, and as high as it needs"),
     take_size},
    {"scale", 0, false, "2", N_("Pixels of a PNG for each of these"), take_scale},
    {"text-scale", 0, false, "1.5", N_("Text and all lanes so much larger"), take_text_scale},
    {"theme", 0, false, "THEME", N_("light, dark, print, contrast or contrast-dark"), take_theme},
    {"words", 0, false, "plain|textbook|linux", N_("How the states are named (plain unless said)"),
     take_words},
    {"from", 0, false, "10ms", N_("Draw from this moment on"), take_from},
    {"to", 0, false, "80ms", N_("Draw up to this moment"), take_to},
    {"lanes", 0, false, "GLOB", N_("Draw only lanes whose name matches, such as 'cook*'"), take_lanes},
    {"arrange", 0, false, "TEXT", N_("Lanes by their numbers, as in 'pin=2,5;hide=3;filter=cook*'"),
     take_arrange},
    {"density", 0, false, "DENSITY", N_("Height of the rows: normal, compact or large"), take_density},
    {"select", 0, false, "LANE", N_("The lane that is chosen, with its arrows"), take_select},
    {"dim", 0, false, "STATE,…", N_("Dim states: running, ready, lock, message, gil, io, sleep, …"),
     take_dim},
    {"title", 0, false, "TEXT", N_("A title in place of the run’s own"), take_title},
    {"no-title", 0, false, NULL, N_("Leave out the title"), take_no_title},
    {"no-legend", 0, false, NULL, N_("Leave out the legend"), take_no_legend},
    {"no-footer", 0, false, NULL, N_("Leave out the figures at the foot"), take_no_footer},
    {"no-cores", 0, false, NULL, N_("Leave out the cores"), take_no_cores},
    {"no-counters", 0, false, NULL, N_("Leave out the curves of tasks on CPU and in flight"),
     take_no_counters},
    {"no-things", 0, false, NULL, N_("Leave out locks, queues and variables"), take_no_things},
    {"no-trace", 0, false, NULL, N_("Do not put the trace into the picture"), take_no_trace},
    {"arrows", 0, false, "all|none", N_("Arrows from cause to effect (none unless said)"), take_arrows},
    {"critical-path", 0, false, NULL, N_("Show the critical path: what the run's length hangs on"),
     take_critical_path},
    {"align", 0, false, "start|end", N_("Where the runs of a comparison agree (at their start)"), take_align},
    {"align-at", 0, false, "LANE", N_("They agree where this lane first runs"), take_align_at},
    {0},
};

void
gantry_picture_wishes_clear (GantryPictureWishes *wishes)
{
  gantry_lane_arrangement_unref((GantryLaneArrangement *)wishes->arrangement);
  wishes->arrangement = NULL;
}

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
