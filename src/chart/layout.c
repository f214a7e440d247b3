/* Where each row stands: fixed rows above and below, between them the part that scrolls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/layout-private.h"
#include "timeline/bookmarks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_THINGS_MEASURED 64u

/* Heights at text scale 1, and the least that a squeezed row can be read at. */
static const GantryRowHeights comfortable = {.heading = 30.0, .core = 26.0, .lane = 36.0, .thing = 40.0};
static const GantryRowHeights tightest = {.heading = 16.0, .core = 12.0, .lane = 14.0, .thing = 16.0};

/* Lanes of a run that goes on, in a frame, for the states that occur in them. */
#define MOST_LOOKED_AT 1000u

typedef struct {
  GantryLayout *layout;
  const GantryTimeline *timeline;
  const GPtrArray *groups; /* GantryLaneGroup*, of the cache */
  GantryContent content;
  GantryRowHeights heights;
  GantryText *text;
  double scroll; /* as the view asks for it */
} Builder;

/* What rows are multiplied by. */
static const double densities[GANTRY_N_DENSITIES] = {
    [GANTRY_DENSITY_NORMAL] = 1.0,
    [GANTRY_DENSITY_COMPACT] = 0.64,
    [GANTRY_DENSITY_LARGE] = 1.5,
};

static void
row_clear (gpointer data)
{
  g_free(((GantryRow *)data)->text);
}

GantryRow *
gantry_layout_add_row (GantryLayout *layout, GantryRowKind kind, double *y, double height)
{
  GantryRow row = {.kind = kind, .group = GANTRY_NO_GROUP, .y = *y, .height = height};
  g_array_append_val(layout->rows, row);
  *y += height;
  return &g_array_index(layout->rows, GantryRow, layout->rows->len - 1);
}

static GantryRowHeights
heights_at (double factor, const GantryView *view)
{
  double unit = view->text_scale;
  factor *= densities[view->density];
  return (GantryRowHeights){
      .heading = floor(unit * MAX(comfortable.heading * factor, tightest.heading)),
      .core = floor(unit * MAX(comfortable.core * factor, tightest.core)),
      .lane = floor(unit * MAX(comfortable.lane * factor, tightest.lane)),
      .thing = floor(unit * MAX(comfortable.thing * factor, tightest.thing)),
  };
}

/* Heights with which the content fits `room`, or the tightest if none do. */
static GantryRowHeights
squeezed_heights (const Builder *builder, double room)
{
  const GantryView *view = &builder->layout->view;
  double low = 0.0, high = 1.0;
  GantryRowHeights best = heights_at(high, view);
  if (gantry_content_height(&builder->content, view, &best) <= room)
    return best;
  best = heights_at(low, view);
  for (int i = 0; i < 12; i++) {
    double middle = (low + high) / 2.0;
    GantryRowHeights heights = heights_at(middle, view);
    if (gantry_content_height(&builder->content, view, &heights) <= room) {
      low = middle;
      best = heights;
    } else {
      high = middle;
    }
  }
  return best;
}

static unsigned
states_of_lane (const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  unsigned present = 0;
  gantry_lane_add_times(lane, INT64_MIN / 2, INT64_MAX / 2, sums);
  for (int state = 0; state < GANTRY_N_STATES; state++)
    if (sums[state] > 0)
      present |= 1u << gantry_state_legend((GantryState)state);
  return present;
}

/* Of a run that goes on with very many lanes some are looked at in each frame, one after the other. */
static bool
looks_in_parts (const Builder *builder)
{
  return builder->layout->lanes_shown > MOST_LOOKED_AT && !gantry_timeline_is_finished(builder->timeline);
}

static unsigned
states_of_lanes (const Builder *builder)
{
  const unsigned all = (1u << GANTRY_N_LEGEND) - 1;
  GantryStatesSoFar *so_far = gantry_chart_cache_states_so_far(builder->layout->cache);
  guint n_lanes = builder->layout->lanes_shown, left = n_lanes, place = 0;
  if (looks_in_parts(builder))
    left = MOST_LOOKED_AT;
  else
    *so_far = (GantryStatesSoFar){0};
  for (guint i = 0; i < builder->groups->len && left > 0 && so_far->present != all; i++) {
    const GArray *lanes = ((GantryLaneGroup *)builder->groups->pdata[i])->lanes;
    guint first = so_far->next > place ? so_far->next - place : 0;
    for (guint j = first; j < lanes->len && left > 0; j++, left--) {
      so_far->present |=
          states_of_lane(gantry_timeline_get_lane(builder->timeline, g_array_index(lanes, uint32_t, j)));
      so_far->next = place + j + 1;
    }
    place += lanes->len;
  }
  if (so_far->next >= n_lanes)
    so_far->next = 0;
  return so_far->present;
}

/* The legend names states of the whole run, so that it stays as it is while one looks around. */
static void
find_present_states (const Builder *builder)
{
  GantryLayout *layout = builder->layout;
  const unsigned all = (1u << GANTRY_N_LEGEND) - 1;
  double present;
  if (!gantry_chart_cache_get(layout->cache, GANTRY_CACHED_PRESENT_STATES, &present)) {
    present = states_of_lanes(builder);
    if (!looks_in_parts(builder))
      gantry_chart_cache_set(layout->cache, GANTRY_CACHED_PRESENT_STATES, present);
  }
  layout->legend_present =
      (unsigned)present |
      (layout->view.legend_also & (all | GANTRY_LEGEND_DEADLOCK | GANTRY_LEGEND_PATH | GANTRY_LEGEND_WORDS));
  if (gantry_timeline_get_n_deadlock_waits(builder->timeline) > 0)
    layout->legend_present |= GANTRY_LEGEND_DEADLOCK;
  if (layout->view.show_critical_path && gantry_timeline_is_finished(builder->timeline))
    layout->legend_present |= GANTRY_LEGEND_PATH;
  layout->legend_present |= GANTRY_LEGEND_OF_WORDS(gantry_words_of(builder->timeline));
}

/* Widest of the lanes' names. Only names of nearly the most letters are measured: there may be thousands. */
static double
lane_names_width (const Builder *builder)
{
  glong most = 0;
  double width = 0.0;
  for (int pass = 0; pass < 2; pass++) {
    int measured = 0;
    for (guint i = 0; i < builder->groups->len; i++) {
      const GArray *lanes = ((GantryLaneGroup *)builder->groups->pdata[i])->lanes;
      for (guint j = 0; j < lanes->len; j++) {
        const char *name = gantry_lane_get_name(
            gantry_timeline_get_lane(builder->timeline, g_array_index(lanes, uint32_t, j)));
        glong letters = g_utf8_strlen(name, 200);
        if (pass == 0)
          most = MAX(most, letters);
        else if (letters * 5 >= most * 4 && measured++ < 32)
          width = MAX(width, gantry_text_width(builder->text, GANTRY_TEXT_NAME_BOLD, name));
      }
    }
  }
  return width;
}

static double
thing_width (const Builder *builder, uint32_t index, GantryGroupKey group)
{
  const GantryThing *thing = gantry_timeline_get_thing(builder->timeline, index);
  g_autofree char *caption = gantry_caption_thing(builder->timeline, thing);
  double name = gantry_text_width(builder->text, GANTRY_TEXT_CORE, gantry_thing_name_below(thing, group));
  return MAX(name, gantry_text_width(builder->text, GANTRY_TEXT_SMALL, caption));
}

/* Of the first of those that are shown. */
static double
things_width (const Builder *builder)
{
  const GPtrArray *groups = builder->layout->thing_groups;
  double width = 0.0;
  guint n_measured = 0;
  for (guint i = 0; groups != NULL && i < groups->len; i++) {
    const GantryThingGroup *group = groups->pdata[i];
    if (gantry_lane_arrangement_is_folded(builder->layout->view.arrangement, group->key))
      continue;
    for (guint k = 0; k < group->things->len && n_measured < MOST_THINGS_MEASURED; k++, n_measured++)
      width = MAX(width, thing_width(builder, g_array_index(group->things, uint32_t, k), group->key));
  }
  return width;
}

static double
other_names_width (const Builder *builder)
{
  double width = 0.0;
  if (builder->layout->view.show_counters)
    width = gantry_text_width(builder->text, GANTRY_TEXT_SMALL, gantry_caption_on_cpu(builder->timeline));
  for (uint32_t i = 0; i < builder->content.n_cores; i++) {
    g_autofree char *name = gantry_caption_core(builder->timeline, i);
    width = MAX(width, gantry_text_width(builder->text, GANTRY_TEXT_CORE, name));
  }
  return MAX(width, things_width(builder));
}

static double
names_width (const Builder *builder)
{
  GantryChartCache *cache = builder->layout->cache;
  double width;
  if (!gantry_chart_cache_get(cache, GANTRY_CACHED_NAMES_WIDTH, &width)) {
    if (!gantry_chart_cache_get(cache, GANTRY_CACHED_LANE_NAMES_WIDTH, &width)) {
      width = lane_names_width(builder);
      gantry_chart_cache_set(cache, GANTRY_CACHED_LANE_NAMES_WIDTH, width);
    }
    width = MAX(width, other_names_width(builder));
    gantry_chart_cache_set(cache, GANTRY_CACHED_NAMES_WIDTH, width);
  }
  return width;
}

static void
place_columns (const Builder *builder)
{
  GantryLayout *layout = builder->layout;
  double unit = layout->view.text_scale, width = layout->view.width;
  double margin = MIN(GANTRY_MARGIN, floor(width / 8.0));
  layout->panel_left = margin;
  layout->panel_right = MAX(width - margin, margin + 1.0);
  double name = names_width(builder);
  double before = margin + (GANTRY_PADDING + GANTRY_CHIP_WIDTH + 8.0) * unit;
  double most = MAX(width * 0.22, before);
  layout->plot_left = ceil(MAX(MIN(before + name + 16.0 * unit, most), layout->view.least_plot_left));
  layout->plot_right = floor(layout->panel_right - GANTRY_PADDING);
  if (layout->plot_right < layout->plot_left + 1.0) { /* no room for both: the plot goes first */
    layout->plot_left = floor(layout->panel_left);
    layout->plot_right = layout->plot_left + 1.0;
  }
}

/* Heights of the rows that do not scroll; 0: not shown. */
typedef struct {
  double title, counters, ruler, legend, footer;
} Fixed;

static double
fixed_sum (const Fixed *fixed)
{
  return fixed->title + fixed->counters + fixed->ruler + fixed->legend + fixed->footer;
}

static double
footer_height (const Builder *builder)
{
  const GantryLayout *layout = builder->layout;
  g_autofree char *footer = gantry_caption_footer(layout, builder->timeline);
  double width = layout->panel_right - layout->panel_left - 2.0 * GANTRY_PADDING;
  return ceil(gantry_text_paragraph_height(builder->text, GANTRY_TEXT_SMALL, footer, width) +
              10.0 * layout->view.text_scale);
}

static Fixed
measure_fixed (const Builder *builder)
{
  GantryLayout *layout = builder->layout;
  const GantryView *view = &layout->view;
  double unit = view->text_scale, panel = layout->panel_right - layout->panel_left;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(builder->timeline);
  double flags = bookmarks->len > 0 ? GANTRY_BOOKMARKS_HEIGHT : 0.0;
  Fixed fixed = {.ruler = floor((GANTRY_RULER_HEIGHT + flags) * unit)};
  if (view->show_title)
    fixed.title = floor(54.0 * unit);
  if (view->show_counters)
    fixed.counters = floor(70.0 * unit);
  if (view->show_legend && (layout->legend_present & ~GANTRY_LEGEND_WORDS) != 0)
    fixed.legend = ceil(gantry_legend_place(layout, builder->text, panel)) + GANTRY_MARGIN;
  if (view->show_footer)
    fixed.footer = footer_height(builder);
  return fixed;
}

/* In a window that is too low the lanes come first: what stands around them goes, one after the other. */
static void
drop_what_has_no_room (Fixed *fixed, double height, double wanted)
{
  double *const order[] = {&fixed->counters, &fixed->title, &fixed->legend, &fixed->footer, &fixed->ruler};
  for (unsigned i = 0; i < G_N_ELEMENTS(order) && height - fixed_sum(fixed) < wanted; i++)
    *order[i] = 0.0;
}

/* All rows from the top down; `fixed` says which of those around the lanes there are. */
static void
add_rows (Builder *builder, const Fixed *fixed)
{
  GantryLayout *layout = builder->layout;
  double y = 0.0, bottom = layout->view.height - fixed->legend - fixed->footer;
  if (fixed->title > 0.0)
    gantry_layout_add_row(layout, GANTRY_ROW_TITLE, &y, fixed->title);
  if (fixed->counters > 0.0)
    gantry_layout_add_row(layout, GANTRY_ROW_COUNTERS, &y, fixed->counters);
  if (fixed->ruler > 0.0)
    gantry_layout_add_row(layout, GANTRY_ROW_RULER, &y, fixed->ruler);
  layout->lanes_top = y;
  layout->lanes_bottom = MAX(y, bottom);
  double hidden = layout->content_height - (layout->lanes_bottom - layout->lanes_top);
  layout->view.scroll = round(CLAMP(builder->scroll, 0.0, MAX(ceil(hidden), 0.0)));
  gantry_content_place(&builder->content, layout, builder->timeline);
  y = layout->lanes_bottom;
  if (fixed->legend > 0.0)
    gantry_layout_add_row(layout, GANTRY_ROW_LEGEND, &y, fixed->legend);
  if (fixed->footer > 0.0)
    gantry_layout_add_row(layout, GANTRY_ROW_FOOTER, &y, fixed->footer);
}

static void
builder_init (Builder *builder, GantryLayout *layout, const GantryTimeline *timeline, const GantryView *view)
{
  *builder = (Builder){.layout = layout, .timeline = timeline};
  layout->view = *view;
  gantry_view_mend(&layout->view);
  gantry_chart_cache_begin(layout->cache, timeline, &layout->view);
  builder->scroll = layout->view.scroll;
  layout->rows = g_array_new(FALSE, FALSE, sizeof(GantryRow));
  g_array_set_clear_func(layout->rows, row_clear);
  layout->row_of_lane = g_array_new(FALSE, TRUE, sizeof(uint32_t));
  layout->arrows = g_array_new(FALSE, FALSE, sizeof(GantryArrow));
  layout->font_size = 11.0 * 96.0 / 72.0 * layout->view.text_scale;
  builder->heights = heights_at(1.0, &layout->view);
  builder->text = gantry_chart_cache_text(layout->cache, 0, &layout->view, &builder->heights);
  gantry_content_count(&builder->content, layout, timeline);
  builder->groups = layout->groups;
  find_present_states(builder);
  place_columns(builder);
}

static void
arrange (Builder *builder, Fixed fixed)
{
  GantryLayout *layout = builder->layout;
  GantryRowHeights heights = heights_at(1.0, &layout->view);
  double wanted = MIN(3.0 * heights.lane, gantry_content_height(&builder->content, &layout->view, &heights));
  drop_what_has_no_room(&fixed, layout->view.height, wanted);
  if (layout->view.squeeze)
    heights = squeezed_heights(builder, layout->view.height - fixed_sum(&fixed));
  builder->heights = heights;
  layout->content_height = gantry_content_height(&builder->content, &layout->view, &heights);
  layout->heights = heights;
  g_array_set_size(layout->rows, 0);
  add_rows(builder, &fixed);
  gantry_layout_find_arrows(layout, builder->timeline);
}

static GantryLayout *
layout_new (GantryChartCache *cache, const GantryTimeline *timeline, const GantryView *view)
{
  GantryLayout *layout = g_new0(GantryLayout, 1);
  layout->cache = cache;
  Builder builder;
  builder_init(&builder, layout, timeline, view);
  Fixed fixed = measure_fixed(&builder);
  arrange(&builder, fixed);
  /* Only now is it known what the footer has to say about lanes and arrows that are left out. */
  double needed = layout->view.show_footer ? footer_height(&builder) : 0.0;
  if (needed > fixed.footer) {
    fixed.footer = needed;
    arrange(&builder, fixed);
  }
  return layout;
}

GantryLayout *
gantry_layout_new (const GantryTimeline *timeline, const GantryView *view)
{
  return layout_new(gantry_chart_cache_new(), timeline, view);
}

GantryLayout *
gantry_layout_renew (GantryLayout *old, const GantryTimeline *timeline, const GantryView *view)
{
  if (old == NULL)
    return gantry_layout_new(timeline, view);
  GantryLayout *layout = layout_new(g_steal_pointer(&old->cache), timeline, view);
  gantry_layout_free(old);
  return layout;
}

double
gantry_layout_natural_height (const GantryTimeline *timeline, const GantryView *view)
{
  g_autoptr(GantryLayout) layout = g_new0(GantryLayout, 1);
  layout->cache = gantry_chart_cache_new();
  Builder builder;
  builder_init(&builder, layout, timeline, view);
  Fixed fixed = measure_fixed(&builder);
  double height =
      fixed_sum(&fixed) + gantry_content_height(&builder.content, &layout->view, &builder.heights);
  return ceil(height);
}

void
gantry_layout_set_ready (GantryLayout *layout, void (*ready)(gpointer), gpointer user_data)
{
  gantry_chart_cache_set_ready(layout->cache, ready, user_data);
}

void
gantry_layout_free (GantryLayout *layout)
{
  if (layout == NULL)
    return;
  g_array_unref(layout->rows);
  g_array_unref(layout->row_of_lane);
  g_array_unref(layout->arrows);
  gantry_chart_cache_free(layout->cache);
  g_free(layout);
}

double
gantry_layout_x (const GantryLayout *layout, int64_t time)
{
  double span = (double)(layout->view.to - layout->view.from);
  double share = gantry_view_since(layout->view.from, time) / span;
  return layout->plot_left + share * (layout->plot_right - layout->plot_left);
}

int64_t
gantry_layout_time (const GantryLayout *layout, double x)
{
  double span = (double)(layout->view.to - layout->view.from);
  double time = (x - layout->plot_left) / (layout->plot_right - layout->plot_left) * span;
  return layout->view.from + (int64_t)floor(CLAMP(time, -2e18, 2e18));
}

const GantryRow *
gantry_layout_row_at (const GantryLayout *layout, double y)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    if (i == layout->first_content)
      i += layout->n_content;
    if (i >= layout->rows->len)
      break;
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (y >= row->y && y < row->y + row->height)
      return row;
  }
  if (y < layout->lanes_top || y >= layout->lanes_bottom)
    return NULL;
  guint low = layout->first_content, high = low + layout->n_pinned;
  if (y >= layout->pinned_bottom) {
    low = high;
    high = layout->first_content + layout->n_content;
  }
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, middle);
    if (y < row->y)
      high = middle;
    else if (y >= row->y + row->height)
      low = middle + 1;
    else
      return row;
  }
  return NULL;
}

const GantryRow *
gantry_layout_find_lane (const GantryLayout *layout, uint32_t lane_id)
{
  if (lane_id >= layout->row_of_lane->len)
    return NULL;
  uint32_t row = g_array_index(layout->row_of_lane, uint32_t, lane_id);
  return row > 0 ? &g_array_index(layout->rows, GantryRow, row - 1) : NULL;
}
