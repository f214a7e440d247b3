/* On CPU at once: parallelism, with concurrency faintly behind it and a line at the number of cores.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-ahead.h"
#include "chart/painter-lanes.h"
#include "chart/painter-skyline.h"
#include "chart/painter-steps.h"
#include "timeline/core-gaps.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>

#define MOST_TIMES_CORES 4 /* what is in flight beyond that is cut off, with its number */
#define FAINT 0.3          /* an area in flight that is stronger is no ground for letters */

typedef struct {
  const GantryPainter *painter;
  GantryBox panel;
  double top, bottom; /* y of the scale's ends */
  double most;        /* value at the top */
  int cores;          /* 0: nobody knows */
  int64_t in_flight_most;
  bool cut;
} Panel;

/* One of the two areas, and what its values are. */
typedef struct {
  GantrySteps steps;
  GantrySkyline skyline;
  const GArray *gaps; /* GantryLoss: where it is not known; NULL: nowhere */
} Area;

/* What is made of the row. */
typedef struct {
  Panel panel;
  Area areas[GANTRY_N_COUNTERS];
  GArray *gaps;       /* GantryLoss: when it is not known who had a processor */
  GantryStrip *strip; /* with the areas; NULL: they are drawn as paths */
} CountersRow;

static void
panel_init (Panel *panel, const GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  *panel = (Panel){
      .painter = painter,
      .panel = {layout->panel_left, row->y + 6.0, layout->panel_right - layout->panel_left,
                row->height - 8.0},
      .cores = MAX(gantry_timeline_get_facts(painter->timeline)->cores, 0),
  };
  panel->top = gantry_painter_snap(painter, panel->panel.y + 13.0 * painter->unit);
  panel->bottom = gantry_painter_snap(painter, panel->panel.y + panel->panel.height - 6.0 * painter->unit);
}

static void
set_scale (Panel *panel, int64_t in_flight_most)
{
  panel->in_flight_most = in_flight_most;
  panel->cut = panel->cores > 0 && in_flight_most > (int64_t)panel->cores * MOST_TIMES_CORES;
  panel->most = (double)MAX(in_flight_most, MAX(panel->cores, 1));
  if (panel->cut)
    panel->most = (double)panel->cores * MOST_TIMES_CORES;
}

static double
y_of (const Panel *panel, double value)
{
  double share = CLAMP(value / panel->most, 0.0, 1.0);
  return gantry_painter_snap(panel->painter, panel->bottom - share * (panel->bottom - panel->top));
}

static gpointer
begin (const GantryPainter *painter, const GantryRow *row, size_t *n_pieces)
{
  CountersRow *counters = g_new0(CountersRow, 1);
  panel_init(&counters->panel, painter, row);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++) {
    Area *area = &counters->areas[i];
    area->steps = (GantrySteps){.painter = painter, .ends = INT64_MAX};
    gantry_step_cursor_init_counter(&area->steps.cursor, painter->timeline, (GantryCounter)i);
    gantry_skyline_init(&area->skyline, painter, counters->panel.bottom);
    *n_pieces += area->steps.cursor.count;
  }
  return counters;
}

/* The next edge of a gap, after `column`. `is_in`: whether the column lies in one. */
static int
next_edge (const Area *area, guint *gap, int column, bool *is_in)
{
  const GantryPainter *painter = area->steps.painter;
  *is_in = false;
  for (; area->gaps && *gap < area->gaps->len; ++*gap) {
    const GantryLoss *loss = &g_array_index(area->gaps, GantryLoss, *gap);
    int left = gantry_painter_edge(painter, loss->from), right = gantry_painter_edge(painter, loss->to);
    *is_in = column >= left && column < right;
    if (column < left)
      return left;
    if (*is_in)
      return right;
  }
  return INT_MAX;
}

/* As long as it is known, and not where it is not. */
static void
make_area (const Panel *panel, Area *area)
{
  const GantryPainter *painter = panel->painter;
  int left = CLAMP(gantry_painter_edge(painter, 0), 0, painter->n_columns);
  int right = CLAMP(gantry_painter_edge(painter, gantry_timeline_get_now(painter->timeline)), left,
                    painter->n_columns);
  double y = panel->bottom;
  guint gap = 0;
  area->skyline.right = right;
  gantry_steps_expect(&area->steps, left, right);
  for (int column = left, edge; column < right;
       column = MIN(edge, gantry_steps_next_column(&area->steps, column + 1, right))) {
    bool is_in_gap;
    edge = next_edge(area, &gap, column, &is_in_gap);
    int64_t from = gantry_painter_column_time(painter, column);
    int64_t to = MAX(gantry_painter_column_time(painter, column + 1), from + 1);
    double value = gantry_steps_value(&area->steps, from, to);
    double next = is_in_gap ? panel->bottom : y_of(panel, value);
    if (next != y)
      gantry_skyline_add(&area->skyline, column, next);
    y = next;
  }
}

/* Into the strip, or where there is none upon the target. */
static void
draw_areas (const CountersRow *counters)
{
  GantryColor on_cpu, in_flight;
  gantry_theme_areas(counters->panel.painter->theme, &on_cpu, &in_flight);
  gantry_skyline_fill(&counters->areas[GANTRY_COUNTER_IN_FLIGHT].skyline, counters->strip, &in_flight);
  gantry_skyline_fill(&counters->areas[GANTRY_COUNTER_ON_CPU].skyline, counters->strip, &on_cpu);
}

static void
make (const GantryPainter *painter, gpointer made)
{
  CountersRow *counters = made;
  int64_t low, in_flight_most;
  gantry_series_get_bounds(counters->areas[GANTRY_COUNTER_IN_FLIGHT].steps.cursor.series, &low,
                           &in_flight_most);
  set_scale(&counters->panel, in_flight_most);
  counters->gaps = gantry_core_gaps_new(painter->timeline);
  counters->areas[GANTRY_COUNTER_ON_CPU].gaps = counters->gaps;
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    make_area(&counters->panel, &counters->areas[i]);
  const Panel *panel = &counters->panel;
  GantryBox box = {.y = panel->top, .height = panel->bottom - panel->top};
  bool is_dense = false;
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    is_dense = is_dense || gantry_skyline_is_dense(&counters->areas[i].skyline);
  if (is_dense)
    counters->strip = gantry_skyline_strip(painter, &box, 0.0);
  if (counters->strip)
    draw_areas(counters);
}

static void
counters_row_free (gpointer made)
{
  CountersRow *counters = made;
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_skyline_clear(&counters->areas[i].skyline);
  gantry_strip_free(counters->strip);
  g_clear_pointer(&counters->gaps, g_array_unref);
  g_free(counters);
}

const GantryRowMaker gantry_counters_maker = {begin, make, counters_row_free};

static void
draw_core_line (const Panel *panel)
{
  const GantryPainter *painter = panel->painter;
  double unit = painter->unit, line = gantry_painter_snap_size(painter, unit);
  double y = y_of(panel, panel->cores) + line / 2.0;
  double right = gantry_painter_column_x(painter, painter->n_columns);
  const double dashes[] = {3.0 * unit, 3.0 * unit};
  cairo_save(painter->cr);
  cairo_move_to(painter->cr, gantry_painter_column_x(painter, 0), y);
  cairo_line_to(painter->cr, right, y);
  cairo_set_dash(painter->cr, dashes, 2, 0.0);
  cairo_set_line_width(painter->cr, line);
  cairo_set_line_cap(painter->cr, CAIRO_LINE_CAP_BUTT);
  gantry_painter_set_color(painter, &painter->theme->dim_text, 1.0);
  cairo_stroke(painter->cr);
  cairo_restore(painter->cr);
  g_autofree char *label = g_strdup_printf(
      g_dngettext(GETTEXT_PACKAGE, "%d core", "%d cores", (gulong)panel->cores), panel->cores);
  if (painter->theme->in_flight > FAINT) { /* the letters would stand on it */
    double width = gantry_text_width(painter->text, GANTRY_TEXT_SMALL, label) + 6.0 * unit;
    cairo_rectangle(painter->cr, right - width, y - 14.0 * unit, width, 13.0 * unit);
    gantry_painter_set_color(painter, &painter->theme->panel, 1.0);
    cairo_fill(painter->cr);
  }
  gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, label, right, y - 7.0 * unit, GANTRY_ALIGN_RIGHT,
                   &painter->theme->dim_text);
}

/* Where the area in flight goes beyond the scale: a torn edge, and how far it goes. */
static void
draw_cut (const Panel *panel)
{
  const GantryPainter *painter = panel->painter;
  double unit = painter->unit, left = gantry_painter_column_x(painter, 0);
  g_autofree char *label =
      g_strdup_printf(_("up to %" PRId64 " in flight, cut off here"), panel->in_flight_most);
  gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, label, left + 2.0 * unit, panel->top - 6.0 * unit,
                   GANTRY_ALIGN_LEFT, &painter->theme->dim_text);
  double right = gantry_painter_column_x(painter, painter->n_columns), tooth = 6.0 * unit;
  cairo_move_to(painter->cr, left, panel->top);
  for (double x = left; x < right; x += tooth) {
    cairo_line_to(painter->cr, x + tooth / 2.0, panel->top + 2.5 * unit);
    cairo_line_to(painter->cr, x + tooth, panel->top);
  }
  cairo_close_path(painter->cr);
  gantry_painter_set_color(painter, &painter->theme->panel, 1.0);
  cairo_fill(painter->cr);
}

/* The area in flight, which is known, stays behind them. */
static void
draw_gaps (const GantryPainter *painter, const CountersRow *counters)
{
  const Panel *panel = &counters->panel;
  GantryBox bar = {.y = panel->top, .height = panel->bottom - panel->top};
  gantry_painter_draw_gaps(painter, counters->gaps, &bar);
}

static void
draw_key (const Panel *panel, const char *words, double y, const GantryColor *color, bool strong)
{
  const GantryPainter *painter = panel->painter;
  double unit = painter->unit, x = painter->layout->panel_left + GANTRY_PADDING * unit;
  double size = gantry_painter_snap(painter, 8.0 * unit);
  GantryBox swatch = {gantry_painter_snap(painter, x), gantry_painter_snap(painter, y - size / 2.0), size,
                      size};
  gantry_painter_rounded(painter, &swatch, 2.0 * unit, true, true);
  gantry_painter_set_color(painter, color, 1.0);
  cairo_fill(painter->cr);
  x += size + 6.0 * unit;
  gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, words, x, y,
                          painter->layout->plot_left - 4.0 * unit - x,
                          strong ? &painter->theme->text : &painter->theme->dim_text);
}

void
gantry_painter_counters (GantryPainter *painter, const GantryRow *row)
{
  const CountersRow *counters = gantry_painter_made(painter, row);
  const Panel *panel = &counters->panel;
  GantryColor on_cpu, in_flight;
  gantry_theme_areas(painter->theme, &on_cpu, &in_flight);
  double middle = panel->panel.y + panel->panel.height / 2.0;
  gantry_painter_panel(painter, &panel->panel);
  if (counters->strip)
    gantry_strip_flush(counters->strip);
  else
    draw_areas(counters);
  draw_gaps(painter, counters);
  if (panel->cut)
    draw_cut(panel);
  if (panel->cores > 0)
    draw_core_line(panel);
  draw_key(panel, gantry_caption_on_cpu(painter->timeline), middle - 9.0 * painter->unit, &on_cpu, true);
  draw_key(panel, _("In flight"), middle + 9.0 * painter->unit, &in_flight, false);
}
