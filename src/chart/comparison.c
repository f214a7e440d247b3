/* Runs one below the other: the layout of each is the chart's own, only their edges are made to agree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/comparison.h"

#include "chart/layout-private.h"
#include "chart/painter.h"
#include "chart/words.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define HEADING 34.0 /* pixels at text scale 1 */
#define TITLE 54.0
#define GRAIN 4.0 /* tops are multiples of this: whole device pixels at 125, 150 and 175 % */

typedef struct {
  GantryTimeline *timeline;
  GantryLayout *layout;
  int64_t offset; /* ns from the common range to the run's own clock */
  double heading_top, top;
} Block;

struct GantryComparison {
  GantryView view; /* width and height of the whole */
  GArray *blocks;  /* Block */
  char *title, *subtitle, *verdict;
  char **names; /* of the runs */
  double verdict_top;
};

static void
block_clear (gpointer data)
{
  Block *block = data;
  gantry_layout_free(block->layout);
  gantry_timeline_unref(block->timeline);
}

static Block *
block_at (const GantryComparison *comparison, guint index)
{
  return &g_array_index(comparison->blocks, Block, index);
}

/* When a lane of that name first runs; 0: there is none, or it never does. */
static int64_t
first_running (const GantryTimeline *timeline, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (strcmp(gantry_lane_get_name(lane), name) != 0)
      continue;
    size_t n_intervals = gantry_lane_get_n_intervals(lane);
    for (size_t at = 0; at < n_intervals; at++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, at, &interval);
      if (interval.state == GANTRY_STATE_RUNNING)
        return interval.start;
    }
  }
  return 0;
}

static int64_t
anchor (const GantryTimeline *timeline, const GantryRunAlignment *align)
{
  if (align == NULL || align->kind == GANTRY_ALIGN_START)
    return 0;
  return align->kind == GANTRY_ALIGN_END ? gantry_timeline_get_now(timeline)
                                         : first_running(timeline, align->lane);
}

/* The run whose anchor is latest keeps its own clock, so that the others begin within the picture. */
static int64_t
latest_anchor (GantryTimeline *const *timelines, guint n_timelines, const GantryRunAlignment *align)
{
  int64_t latest = INT64_MIN;
  for (guint i = 0; i < n_timelines; i++)
    latest = MAX(latest, anchor(timelines[i], align));
  return latest;
}

void
gantry_comparison_fit (GantryView *view, GantryTimeline *const *timelines, guint n_timelines,
                       const GantryRunAlignment *align)
{
  int64_t latest = latest_anchor(timelines, n_timelines, align);
  view->from = INT64_MAX;
  view->to = INT64_MIN;
  for (guint i = 0; i < n_timelines; i++) {
    GantryView one = *view;
    int64_t offset = anchor(timelines[i], align) - latest;
    gantry_view_fit(&one, timelines[i]);
    view->from = MIN(view->from, one.from - offset);
    view->to = MAX(view->to, one.to - offset);
  }
}

char *
gantry_comparison_figures (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  GString *text = g_string_new(NULL);
  g_autofree char *wall = gantry_format_duration(result.wall_ns);
  g_autofree char *cpu = gantry_timeline_tells_on_cpu(timeline) ? gantry_format_duration(result.cpu_ns)
                                                                : g_strdup(_("not told"));
  g_string_append_printf(text, _("wall time %s · CPU time %s"), wall, cpu);
  if (result.peak_rss_bytes > 0) { /* a simulated run has none */
    g_autofree char *memory = g_format_size((guint64)result.peak_rss_bytes);
    g_string_append_printf(text, _(" · peak memory %s"), memory);
  }
  g_string_append_printf(text,
                         g_dngettext(GETTEXT_PACKAGE, " · %" PRId64 " context switch",
                                     " · %" PRId64 " context switches", (gulong)result.context_switches),
                         result.context_switches);
  const char *outcome = gantry_run_result_words(&result);
  if (*outcome != '\0')
    g_string_append_printf(text, " · %s", outcome);
  return g_string_free(text, FALSE);
}

static char *
make_subtitle (const GantryComparison *comparison)
{
  g_autofree char *names = g_strjoinv(", ", comparison->names);
  GString *text = g_string_new(names);
  const GantryRunFacts *facts = gantry_timeline_get_facts(block_at(comparison, 0)->timeline);
  bool same_cores = facts->cores > 0, same_lock = facts->gil;
  for (guint i = 1; i < comparison->blocks->len; i++) {
    const GantryRunFacts *its = gantry_timeline_get_facts(block_at(comparison, i)->timeline);
    same_cores = same_cores && its->cores == facts->cores;
    same_lock = same_lock && its->gil;
  }
  if (same_cores)
    g_string_append_printf(
        text, g_dngettext(GETTEXT_PACKAGE, " · %d core", " · %d cores", (gulong)facts->cores), facts->cores);
  if (same_lock)
    g_string_append_printf(text, " · %s", _("one interpreter lock"));
  return g_string_free(text, FALSE);
}

/* The view of one run within the comparison, on its own clock. The legend stands below the last run, for all
 * of them. */
static GantryView
view_of_block (const GantryComparison *comparison, guint index)
{
  GantryView view = comparison->view;
  view.from += block_at(comparison, index)->offset;
  view.to += block_at(comparison, index)->offset;
  view.show_title = view.show_footer = false;
  view.show_legend = view.show_legend && index + 1 == comparison->blocks->len;
  view.scroll = 0.0;
  view.squeeze = true;
  view.cursor = view.selected_start = view.selection_from = view.selection_to = GANTRY_NO_TIME;
  view.selected_lane = GANTRY_NO_LANE;
  return view;
}

/* What the runs have to agree in: the width of the names, and the states that the legend tells. */
static void
find_common (GantryComparison *comparison)
{
  double left = 0.0;
  unsigned legend = 0;
  for (guint i = 0; i < comparison->blocks->len; i++) {
    GantryView view = view_of_block(comparison, i);
    view.height = 1000.0;
    g_autoptr(GantryLayout) layout = gantry_layout_new(block_at(comparison, i)->timeline, &view);
    left = MAX(left, layout->plot_left);
    legend |= layout->legend_present;
  }
  comparison->view.least_plot_left = left;
  comparison->view.legend_also = legend;
}

static GantryText *
make_text (const GantryView *view)
{
  static const GantryRowHeights roomy = {100.0, 100.0, 100.0, 100.0};
  GantryRowHeights heights = roomy;
  heights.lane *= view->text_scale;
  heights.core *= view->text_scale;
  return gantry_text_new(view, &heights);
}

static double
to_grain (double length)
{
  return ceil(length / GRAIN) * GRAIN;
}

static double
verdict_width (const GantryComparison *comparison)
{
  return MAX(comparison->view.width - 2.0 * (GANTRY_MARGIN + GANTRY_PADDING), 1.0);
}

static double
verdict_height (const GantryComparison *comparison)
{
  if (*comparison->verdict == '\0')
    return 0.0;
  g_autoptr(GantryText) text = make_text(&comparison->view);
  return gantry_text_paragraph_height(text, GANTRY_TEXT_NAME, comparison->verdict,
                                      verdict_width(comparison)) +
         20.0 * comparison->view.text_scale;
}

/* Each run gets its part of the height by what it would need. */
static void
place (GantryComparison *comparison, double wanted)
{
  double unit = comparison->view.text_scale, heading = to_grain(HEADING * unit);
  double y = comparison->view.show_title ? to_grain(TITLE * unit) : 0.0;
  double foot = verdict_height(comparison), natural = 0.0;
  for (guint i = 0; i < comparison->blocks->len; i++) {
    GantryView view = view_of_block(comparison, i);
    natural += gantry_layout_natural_height(block_at(comparison, i)->timeline, &view);
  }
  double room = wanted > 0.0 ? wanted - y - foot - heading * comparison->blocks->len : natural;
  double factor = natural > 0.0 ? MAX(room, 0.0) / natural : 0.0;
  for (guint i = 0; i < comparison->blocks->len; i++) {
    Block *block = block_at(comparison, i);
    GantryView view = view_of_block(comparison, i);
    view.height =
        wanted > 0.0
            ? MAX(floor(gantry_layout_natural_height(block->timeline, &view) * factor / GRAIN) * GRAIN, GRAIN)
            : to_grain(gantry_layout_natural_height(block->timeline, &view));
    block->heading_top = y;
    block->top = y + heading;
    block->layout = gantry_layout_new(block->timeline, &view);
    y = block->top + block->layout->view.height;
  }
  comparison->verdict_top = y;
  comparison->view.height = wanted > 0.0 ? wanted : ceil(y + foot);
}

GantryComparison *
gantry_comparison_new (GantryTimeline *const *timelines, guint n_timelines, const char *verdict,
                       const GantryRunAlignment *align, const GantryView *view)
{
  g_return_val_if_fail(n_timelines > 0, NULL);
  int64_t latest = latest_anchor(timelines, n_timelines, align);
  GantryComparison *comparison = g_new0(GantryComparison, 1);
  double wanted = view->height;
  comparison->view = *view;
  gantry_view_mend(&comparison->view);
  comparison->verdict = g_strdup(verdict != NULL && view->show_footer ? verdict : "");
  comparison->blocks = g_array_new(FALSE, TRUE, sizeof(Block));
  g_array_set_clear_func(comparison->blocks, block_clear);
  for (guint i = 0; i < n_timelines; i++) {
    Block block = {.timeline = gantry_timeline_ref(timelines[i]),
                   .offset = anchor(timelines[i], align) - latest};
    g_array_append_val(comparison->blocks, block);
  }
  comparison->title = view->title != NULL ? g_strdup(view->title) : gantry_caption_title(timelines[0]);
  comparison->names = gantry_comparison_names(timelines, n_timelines);
  comparison->subtitle = make_subtitle(comparison);
  find_common(comparison);
  place(comparison, wanted);
  return comparison;
}

void
gantry_comparison_free (GantryComparison *comparison)
{
  if (comparison == NULL)
    return;
  g_array_unref(comparison->blocks);
  g_strfreev(comparison->names);
  g_free(comparison->title);
  g_free(comparison->subtitle);
  g_free(comparison->verdict);
  g_free(comparison);
}

double
gantry_comparison_get_width (const GantryComparison *comparison)
{
  return comparison->view.width;
}

double
gantry_comparison_get_height (const GantryComparison *comparison)
{
  return comparison->view.height;
}

const char *
gantry_comparison_get_title (const GantryComparison *comparison)
{
  return comparison->title;
}

const GantryLayout *
gantry_comparison_get_layout (const GantryComparison *comparison, guint index, double *top)
{
  const Block *block = block_at(comparison, index);
  *top = block->top;
  return block->layout;
}

/* Its figures, and what the picture leaves out of the run. */
static char *
make_heading (const Block *block)
{
  g_autofree char *figures = gantry_comparison_figures(block->timeline);
  g_autofree char *notes = gantry_layout_notes(block->layout, block->timeline);
  return *notes != '\0' ? g_strdup_printf("%s · %s", figures, notes) : g_steal_pointer(&figures);
}

static void
draw_headings (GantryText *text, const GantryComparison *comparison)
{
  const GantryTheme *theme = gantry_theme_get(comparison->view.theme);
  double unit = comparison->view.text_scale, x = GANTRY_MARGIN + GANTRY_PADDING * unit;
  double right = comparison->view.width - GANTRY_MARGIN - GANTRY_PADDING * unit;
  if (comparison->view.show_title) {
    gantry_text_draw_within(text, GANTRY_TEXT_TITLE, comparison->title, x, 18.0 * unit, right - x,
                            &theme->text);
    gantry_text_draw_within(text, GANTRY_TEXT_BODY, comparison->subtitle, x, 39.0 * unit, right - x,
                            &theme->dim_text);
  }
  for (guint i = 0; i < comparison->blocks->len; i++) {
    const Block *block = block_at(comparison, i);
    const char *name = comparison->names[i];
    g_autofree char *figures = make_heading(block);
    double middle = block->heading_top + 20.0 * unit;
    double width = gantry_text_width(text, GANTRY_TEXT_NAME_BOLD, name) + 14.0 * unit;
    gantry_text_draw_within(text, GANTRY_TEXT_NAME_BOLD, name, x, middle, right - x, &theme->text);
    gantry_text_draw_within(text, GANTRY_TEXT_BODY, figures, x + width, middle, right - x - width,
                            &theme->text);
  }
  gantry_text_draw_paragraph(text, GANTRY_TEXT_NAME, comparison->verdict, x,
                             comparison->verdict_top + 8.0 * unit, verdict_width(comparison), &theme->text);
}

/* A line above each run's heading. */
static void
draw_borders (cairo_t *cr, const GantryComparison *comparison)
{
  const GantryColor *border = &gantry_theme_get(comparison->view.theme)->border;
  double left = GANTRY_MARGIN, width = MAX(comparison->view.width - 2.0 * GANTRY_MARGIN, 0.0);
  for (guint i = 0; i < comparison->blocks->len; i++)
    if (i > 0 || comparison->view.show_title)
      cairo_rectangle(cr, left, block_at(comparison, i)->heading_top, width, 1.0);
  cairo_set_source_rgba(cr, border->red, border->green, border->blue, border->alpha);
  cairo_fill(cr);
}

static double
pixel_scale (cairo_t *cr, const GantryView *view)
{
  double x, y;
  cairo_surface_get_device_scale(cairo_get_target(cr), &x, &y);
  return view->pixel_ratio > 0.0 ? view->pixel_ratio : MAX(x, 1.0);
}

void
gantry_comparison_draw (cairo_t *cr, const GantryComparison *comparison)
{
  const GantryColor *ground = &gantry_theme_get(comparison->view.theme)->ground;
  g_autoptr(GantryText) text = make_text(&comparison->view);
  cairo_save(cr);
  cairo_rectangle(cr, 0.0, 0.0, comparison->view.width, comparison->view.height);
  cairo_clip(cr);
  cairo_set_source_rgba(cr, ground->red, ground->green, ground->blue, 1.0);
  cairo_paint(cr);
  double left, top, right, bottom; /* of what can be seen of it */
  cairo_clip_extents(cr, &left, &top, &right, &bottom);
  for (guint i = 0; i < comparison->blocks->len; i++) {
    const Block *block = block_at(comparison, i);
    if (block->top >= bottom || block->top + block->layout->view.height <= top)
      continue;
    cairo_save(cr);
    cairo_translate(cr, 0.0, block->top);
    gantry_painter_draw(cr, block->layout, block->timeline);
    cairo_restore(cr);
  }
  draw_borders(cr, comparison);
  gantry_text_set_target(text, cr, pixel_scale(cr, &comparison->view));
  draw_headings(text, comparison);
  cairo_restore(cr);
}
