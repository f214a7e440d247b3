/* A folded group: all its lanes in one row. Each column is split in proportion to the time that the lanes
 * spent in each state; its whole height stands for all of them, so that what is blank says how many were not
 * there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/group-sums.h"
#include "chart/painter-columns.h"
#include "chart/painter-lanes.h"
#include "chart/painter-shapes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sums of so many lanes and columns are made for a frame; where there are more lanes, columns are wider. */
#define MOST_SUMS 200000
#define MOST_APART 16 /* columns that are drawn as one, at most */
/* Groups of fewer lanes are added up in the frame that shows them. */
#define MOST_AT_ONCE 500
#define MOST_BACKGROUND_SUMS 4000000

/* The sums of each wide column, by entry of the legend. */
typedef struct {
  int n_columns, step;
  int shift; /* columns of the first wide one that are left of the plot */
  int64_t *bounds;
  int64_t (*sums)[GANTRY_N_STATES];
} GroupSums;

static void
group_sums_init (GroupSums *sums, const GantryPainter *painter, guint n_lanes)
{
  int64_t wanted = (int64_t)painter->n_columns * n_lanes / MOST_SUMS + 1;
  sums->step = (int)MIN(wanted, MOST_APART);
  sums->n_columns = (painter->n_columns + sums->step - 1) / sums->step;
  sums->shift = 0;
  sums->bounds = g_new(int64_t, (size_t)sums->n_columns + 1);
  sums->sums = g_malloc0_n((size_t)sums->n_columns, sizeof *sums->sums);
  for (int i = 0; i <= sums->n_columns; i++)
    sums->bounds[i] = gantry_painter_column_time(painter, MIN(i * sums->step, painter->n_columns));
}

static void
group_sums_clear (GroupSums *sums)
{
  g_free(sums->bounds);
  g_free(sums->sums);
}

/* The same for each of the device's columns that a wide one covers: part of all its lanes' time. */
static void
add_columns (GantryColumns *columns, const GantryPainter *painter, const GroupSums *sums, guint n_lanes)
{
  for (int i = 0; i < sums->n_columns; i++) {
    double shares[GANTRY_MOST_INKS] = {0};
    int begin = i * sums->step - sums->shift, end = MIN(begin + sums->step, painter->n_columns);
    double whole = (double)(sums->bounds[i + 1] - sums->bounds[i]) * n_lanes;
    for (int state = 0; state < GANTRY_N_STATES && whole > 0.0; state++)
      shares[gantry_state_legend((GantryState)state)] += (double)sums->sums[i][state] / whole;
    for (int column = MAX(begin, 0); column < end && whole > 0.0; column++)
      gantry_columns_add_shares(columns, column, shares);
  }
}

/* At once, in columns that are wider where there are many lanes. */
static void
sum_up (const GantryPainter *painter, const GantryLaneGroup *group, GantryColumns *columns)
{
  GroupSums sums;
  group_sums_init(&sums, painter, group->lanes->len);
  for (guint i = 0; i < group->lanes->len; i++)
    gantry_lane_add_columns(
        gantry_timeline_get_lane(painter->timeline, g_array_index(group->lanes, uint32_t, i)), sums.bounds,
        (size_t)sums.n_columns, sums.sums, NULL);
  add_columns(columns, painter, &sums, group->lanes->len);
  group_sums_clear(&sums);
}

/* In the background, where there is somebody to wait for it. Wide columns begin at the same moments however
 * one has panned, and some more are summed on either side. FALSE: nothing is known yet. */
static bool
take_sums (const GantryPainter *painter, const GantryLaneGroup *group, GantryColumns *columns,
           void (*ready)(gpointer), gpointer data)
{
  int n = painter->n_columns;
  int step = (int)MIN((int64_t)n * group->lanes->len / MOST_BACKGROUND_SUMS + 1, MOST_APART);
  int shift = (int)((painter->first_column % step + step) % step), margin = n / 4 / step;
  GroupSums sums = {.n_columns = (n + shift + step - 1) / step, .step = step, .shift = shift};
  GantryGroupWish wish = {painter->timeline, group->lanes, NULL, sums.n_columns + 2 * margin};
  g_autofree int64_t *bounds = g_new(int64_t, (size_t)wish.n_columns + 1);
  g_autofree int64_t(*times)[GANTRY_N_STATES] = g_malloc0_n((size_t)sums.n_columns, sizeof *times);
  for (int i = 0; i <= wish.n_columns; i++)
    bounds[i] = gantry_painter_column_time(painter, (i - margin) * step - shift);
  wish.bounds = bounds;
  sums.bounds = bounds + margin;
  sums.sums = times;
  if (!gantry_group_sums_get(gantry_chart_cache_group_sums(painter->layout->cache, group->key), &wish, margin,
                             sums.n_columns, times, ready, data))
    return false;
  add_columns(columns, painter, &sums, group->lanes->len);
  return true;
}

static void
draw_sums (const GantryPainter *painter, const GantryLaneGroup *group, const GantryBox *bar,
           const GantryColor *ground)
{
  GantryColor inks[GANTRY_MOST_INKS] = {{0}};
  void (*ready)(gpointer);
  gpointer data;
  double left = gantry_painter_column_x(painter, 0);
  g_autoptr(GantryStrip) strip = gantry_strip_new(painter, left, painter->n_columns);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    inks[i] = gantry_painter_legend_color(painter, (GantryLegend)i, ground);
  gantry_strip_begin(strip, bar);
  g_autoptr(GantryColumns) columns = gantry_columns_new(painter, strip, inks);
  if (group->lanes->len < MOST_AT_ONCE ||
      !gantry_chart_cache_get_ready(painter->layout->cache, &ready, &data)) {
    sum_up(painter, group, columns);
  } else if (!take_sums(painter, group, columns, ready, data)) {
    gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, _("Being added up …"),
                            left + 8.0 * painter->unit, bar->y + bar->height / 2.0,
                            painter->layout->plot_right - left, &painter->theme->dim_text);
    return;
  }
  gantry_columns_draw(columns, bar);
  gantry_strip_flush(strip);
}

static bool
has_selected (const GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  return layout->view.selected_lane != GANTRY_NO_LANE &&
         gantry_layout_find_lane(layout, layout->view.selected_lane) == row;
}

static void
draw_group (const GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  const GantryLaneGroup *group = layout->groups->pdata[row->index];
  double unit = painter->unit, x = layout->panel_left + (GANTRY_PADDING + GANTRY_CHIP_WIDTH + 8.0) * unit;
  bool selected = has_selected(painter, row);
  const GantryColor *ground = selected ? &painter->theme->selection : &painter->theme->ground;
  GantryBox bar = gantry_painter_bar(painter, row);
  guint count = group->lanes->len;
  g_autofree char *name = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u lane", "%u lanes", count), count);
  if (selected)
    gantry_painter_row_ground(painter, row, ground);
  gantry_text_draw_within(painter->text, selected ? GANTRY_TEXT_NAME_BOLD : GANTRY_TEXT_NAME, name, x,
                          row->y + row->height / 2.0, layout->plot_left - 6.0 * unit - x,
                          &painter->theme->dim_text);
  cairo_save(painter->cr);
  double left = gantry_painter_column_x(painter, 0);
  cairo_rectangle(painter->cr, left, row->y, gantry_painter_column_x(painter, painter->n_columns) - left,
                  row->height);
  cairo_clip(painter->cr);
  draw_sums(painter, group, &bar, ground);
  cairo_restore(painter->cr);
}

void
gantry_painter_groups (GantryPainter *painter)
{
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind == GANTRY_ROW_GROUP)
      draw_group(painter, row);
  }
}
