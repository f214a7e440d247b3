/* Shared things: a lock's holder in the holder's colour, lengths and values as steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/painter-ahead.h"
#include "chart/painter-skyline.h"
#include "chart/painter-steps.h"
#include "chart/painter-tasks.h"

#include <inttypes.h>
#include <math.h>

/* When the value of a step ends to hold: with the next step, the last with the newest moment. */
static int64_t
step_end (const GantryPainter *painter, const GantryThing *thing, size_t index, size_t count)
{
  if (index + 1 < count)
    return gantry_thing_get_step(thing, index + 1).time;
  return MAX(gantry_timeline_get_now(painter->timeline), gantry_thing_get_step(thing, index).time);
}

static uint32_t
holder_of (GantryStep step)
{
  return step.value >= 0 && step.value < GANTRY_NO_LANE ? (uint32_t)step.value : GANTRY_NO_LANE;
}

static void
get_piece (const GantryPieces *pieces, size_t index, GantryPiece *piece)
{
  GantryStep step = gantry_thing_get_step(pieces->source, index);
  uint32_t holder = holder_of(step);
  *piece = (GantryPiece){
      .start = step.time,
      .end = step_end(pieces->painter, pieces->source, index, pieces->count),
      .key = holder,
      .ink = holder != GANTRY_NO_LANE ? gantry_painter_task_ink(pieces->painter, holder) : -1,
  };
}

static bool
find_piece (const GantryPieces *pieces, int64_t time, size_t *index)
{
  return gantry_thing_find_step(pieces->source, time, index);
}

static int64_t
piece_start (const GantryPieces *pieces, size_t index)
{
  return gantry_thing_get_step(pieces->source, index).time;
}

static bool
piece_lane (const GantryPieces *pieces, size_t index, int64_t *start, uint32_t *lane_id)
{
  GantryStep step = gantry_thing_get_step(pieces->source, index);
  *start = step.time;
  *lane_id = holder_of(step);
  return *lane_id != GANTRY_NO_LANE;
}

static void
piece_starts (const GantryPieces *pieces, size_t index, size_t count, int64_t *starts)
{
  for (size_t i = 0; i < count; i++)
    starts[i] = gantry_thing_get_step(pieces->source, index + i).time;
}

static void
fetch_pieces (const GantryPieces *pieces, size_t index, size_t count)
{
  gantry_thing_fetch_steps(pieces->source, index, count);
}

static GantryTaskRow *
begin_holders (const GantryPainter *painter, const GantryThing *thing, const GantryBox *bar, size_t *n_pieces)
{
  GantryBox half = gantry_painter_part(painter, bar, 0.67);
  GantryPieces pieces = {
      .source = thing,
      .painter = painter,
      .count = gantry_thing_get_n_steps(thing),
      .get = get_piece,
      .find = find_piece,
      .start = piece_start,
      .lane = piece_lane,
      .starts = piece_starts,
      .fetch = fetch_pieces,
      .inks = gantry_chart_cache_inks(painter->layout->cache, thing),
  };
  *n_pieces += pieces.count;
  return gantry_task_row_new(&pieces, &half);
}

/* A row of steps: its scale, and the top of its area. */
typedef struct {
  const GantryPainter *painter;
  const GantryThing *thing;
  GantryBox bar;
  int left, right;    /* columns in which there is a value; equal: none */
  size_t first, last; /* steps that can be seen */
  double low, high;   /* values at the bar's bottom and top */
  GantrySteps values;
  GantrySkyline skyline;
  GantryStrip *strip; /* with the skyline; NULL: it is drawn as paths */
} Steps;

static double
y_of (const Steps *steps, double value)
{
  double share = CLAMP((value - steps->low) / (steps->high - steps->low), 0.0, 1.0);
  return gantry_painter_snap(steps->painter, steps->bar.y + (1.0 - share) * steps->bar.height);
}

/* The whole run's range, so that the scale stays as it is while one looks around. */
static void
set_scale (Steps *steps)
{
  int64_t low, high;
  gantry_series_get_bounds(steps->values.cursor.series, &low, &high);
  high = MAX(high, gantry_thing_get_capacity(steps->thing));
  steps->low = (double)low;
  steps->high = high > low ? (double)high : steps->low + 1.0;
}

static int64_t
step_value (const Steps *steps, size_t index)
{
  return gantry_thing_get_step(steps->thing, index).value;
}

/* The top of the area from left to right, a step for each change of its height by a pixel. */
static void
add_skyline (Steps *steps)
{
  const GantryPainter *painter = steps->painter;
  int64_t begins = gantry_thing_get_step(steps->thing, 0).time;
  int64_t ends = step_end(painter, steps->thing, steps->last, gantry_thing_get_n_steps(steps->thing));
  double y = NAN;
  for (int column = steps->left; column < steps->right;
       column = gantry_steps_next_column(&steps->values, column + 1, steps->right)) {
    int64_t from = MAX(gantry_painter_column_time(painter, column), begins);
    int64_t to = MIN(gantry_painter_column_time(painter, column + 1), ends);
    if (to <= from)
      continue;
    double next = y_of(steps, gantry_steps_value(&steps->values, from, to));
    if (next != y)
      gantry_skyline_add(&steps->skyline, column, next);
    y = next;
  }
}

static double
line_width (const GantryPainter *painter)
{
  return gantry_painter_snap_size(painter, 1.5 * painter->unit);
}

/* Into the strip, or where there is none upon the target. The line on top tells 0 from nothing. */
static void
draw_area (const Steps *steps)
{
  const GantryPainter *painter = steps->painter;
  const GantryColor *color = gantry_thing_is_variable(steps->thing)
                                 ? &painter->theme->accent
                                 : &painter->theme->states[GANTRY_STATE_WAIT_QUEUE];
  GantryColor faint = gantry_color_mix(&painter->theme->ground, color, 0.35);
  gantry_skyline_fill(&steps->skyline, steps->strip, &faint);
  gantry_skyline_line(&steps->skyline, steps->strip, color, line_width(painter),
                      gantry_painter_snap_size(painter, painter->unit) / 2.0);
}

/* A value above its line, or below it where the line is too high for that. */
static void
draw_value (const Steps *steps, size_t index)
{
  const GantryPainter *painter = steps->painter;
  double unit = painter->unit;
  int left = MAX(gantry_painter_edge(painter, gantry_thing_get_step(steps->thing, index).time), 0);
  int right = MIN(gantry_painter_edge(painter, step_end(painter, steps->thing, index, steps->last + 1)),
                  painter->n_columns);
  double x = gantry_painter_column_x(painter, left), width = gantry_painter_column_x(painter, right) - x;
  if (width < 8.0 * unit)
    return;
  g_autofree char *value = g_strdup_printf("%" PRId64, step_value(steps, index));
  if (gantry_text_width(painter->text, GANTRY_TEXT_SMALL, value) + 6.0 * unit > width)
    return;
  double line = y_of(steps, (double)step_value(steps, index));
  bool above = line - steps->bar.y >= 11.0 * unit || step_value(steps, index) < 0;
  double y = above ? line - 7.0 * unit : line + 8.0 * unit;
  gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, value, x + width / 2.0, y, GANTRY_ALIGN_CENTER,
                   &painter->theme->text);
}

static void
draw_values (const Steps *steps)
{
  if (steps->last - steps->first > 2000 || steps->bar.height < 16.0 * steps->painter->unit)
    return;
  for (size_t i = steps->first; i <= steps->last; i++)
    draw_value(steps, i);
}

static Steps *
begin_steps (const GantryPainter *painter, const GantryThing *thing, const GantryBox *bar, size_t *n_pieces)
{
  Steps *steps = g_new0(Steps, 1);
  steps->painter = painter;
  steps->thing = thing;
  steps->bar = *bar;
  *n_pieces += gantry_thing_get_n_steps(thing);
  return steps;
}

static void
make_steps (Steps *steps)
{
  const GantryPainter *painter = steps->painter;
  const GantryThing *thing = steps->thing;
  size_t count = gantry_thing_get_n_steps(thing);
  if (count == 0)
    return;
  steps->left = MAX(gantry_painter_edge(painter, gantry_thing_get_step(thing, 0).time), 0);
  steps->right =
      MIN(gantry_painter_edge(painter, step_end(painter, thing, count - 1, count)), painter->n_columns);
  steps->right = MAX(steps->right, steps->left);
  if (steps->right == steps->left)
    return;
  int64_t from = gantry_painter_column_time(painter, steps->left);
  int64_t to = gantry_painter_column_time(painter, steps->right);
  if (!gantry_thing_find_step(thing, from, &steps->first))
    steps->first = 0;
  if (!gantry_thing_find_step(thing, to, &steps->last))
    steps->last = count - 1;
  steps->last = MIN(steps->last, count - 1);
  steps->values.painter = painter;
  steps->values.ends = step_end(painter, thing, count - 1, count);
  gantry_step_cursor_init_thing(&steps->values.cursor, thing);
  set_scale(steps);
  gantry_skyline_init(&steps->skyline, painter, y_of(steps, 0.0));
  steps->skyline.right = steps->right;
  gantry_steps_expect(&steps->values, steps->left, steps->right);
  add_skyline(steps);
  if (gantry_skyline_is_dense(&steps->skyline))
    steps->strip = gantry_skyline_strip(painter, &steps->bar, line_width(painter));
  if (steps->strip)
    draw_area(steps);
}

static void
steps_free (Steps *steps)
{
  gantry_skyline_clear(&steps->skyline);
  gantry_strip_free(steps->strip);
  g_free(steps);
}

static void
draw_steps (const Steps *steps)
{
  if (steps->right == steps->left)
    return;
  if (steps->strip)
    gantry_strip_flush(steps->strip);
  else
    draw_area(steps);
  if (gantry_thing_get_kind(steps->thing) != GANTRY_THING_EVENT)
    draw_values(steps);
}

/* What a thing's row is made of: one of them. */
typedef struct {
  GantryTaskRow *holders;
  Steps *steps;
} ThingRow;

static gpointer
begin (const GantryPainter *painter, const GantryRow *row, size_t *n_pieces)
{
  const GantryThing *thing = gantry_timeline_get_thing(painter->timeline, row->index);
  GantryBox bar = gantry_painter_bar(painter, row);
  ThingRow *thing_row = g_new0(ThingRow, 1);
  switch (gantry_thing_get_kind(thing)) {
  case GANTRY_THING_LOCK:
  case GANTRY_THING_RLOCK:
  case GANTRY_THING_CONDITION:
    thing_row->holders = begin_holders(painter, thing, &bar, n_pieces);
    break;
  default:
    thing_row->steps = begin_steps(painter, thing, &bar, n_pieces);
    break;
  }
  return thing_row;
}

static void
make (const GantryPainter *painter, gpointer made)
{
  ThingRow *row = made;
  if (row->holders)
    gantry_task_row_make(row->holders);
  else
    make_steps(row->steps);
}

static void
thing_row_free (gpointer made)
{
  ThingRow *row = made;
  if (row->holders)
    gantry_task_row_free(row->holders);
  else
    steps_free(row->steps);
  g_free(row);
}

const GantryRowMaker gantry_thing_maker = {begin, make, thing_row_free};

static void
draw_names (const GantryPainter *painter, const GantryRow *row, const GantryThing *thing)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, x = layout->panel_left + GANTRY_PADDING * unit;
  double middle = row->y + row->height / 2.0, width = layout->plot_left - 6.0 * unit - x;
  g_autofree char *caption = gantry_caption_thing(painter->timeline, thing);
  bool both = row->height >= 34.0 * unit;
  gantry_text_draw_within(painter->text, GANTRY_TEXT_CORE, gantry_thing_name_below(thing, row->group), x,
                          both ? middle - 8.0 * unit : middle, width, &painter->theme->text);
  if (both)
    gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, caption, x, middle + 8.0 * unit, width,
                            &painter->theme->dim_text);
}

static void
draw_thing (const GantryPainter *painter, const GantryRow *row)
{
  const ThingRow *thing_row = gantry_painter_made(painter, row);
  draw_names(painter, row, gantry_timeline_get_thing(painter->timeline, row->index));
  if (thing_row->holders)
    gantry_task_row_draw(thing_row->holders);
  else
    draw_steps(thing_row->steps);
}

void
gantry_painter_things (GantryPainter *painter)
{
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind == GANTRY_ROW_THING)
      draw_thing(painter, row);
  }
}
