/* Shared things: a lock's holder in the holder's colour, lengths and values as steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/painter-steps.h"
#include "chart/painter-tasks.h"

#include <inttypes.h>
#include <math.h>

typedef struct {
  const GantryPainter *painter;
  const GantryThing *thing;
} Source;

/* When the value of a step ends to hold: with the next step, the last with the newest moment. */
static int64_t
step_end (const GantryPainter *painter, const GantryThing *thing, size_t index, size_t count)
{
  if (index + 1 < count)
    return gantry_thing_get_step(thing, index + 1)->time;
  return MAX(gantry_timeline_get_now(painter->timeline), gantry_thing_get_step(thing, index)->time);
}

static void
get_piece (const GantryPieces *pieces, size_t index, GantryPiece *piece)
{
  const Source *source = pieces->source;
  const GantryStep *step = gantry_thing_get_step(source->thing, index);
  bool held = step->value >= 0 && step->value < GANTRY_NO_LANE;
  *piece = (GantryPiece){
      .start = step->time,
      .end = step_end(source->painter, source->thing, index, pieces->count),
      .key = held ? (uint32_t)step->value : GANTRY_NO_LANE,
      .ink = held ? gantry_painter_task_ink(source->painter, (uint32_t)step->value) : -1,
  };
}

static bool
find_piece (const GantryPieces *pieces, int64_t time, size_t *index)
{
  return gantry_thing_find_step(((const Source *)pieces->source)->thing, time, index);
}

static int64_t
piece_start (const GantryPieces *pieces, size_t index)
{
  return gantry_thing_get_step(((const Source *)pieces->source)->thing, index)->time;
}

static void
draw_holders (const GantryPainter *painter, const GantryThing *thing, const GantryBox *bar)
{
  Source source = {painter, thing};
  GantryPieces pieces = {
      .source = &source,
      .timeline = painter->timeline,
      .count = gantry_thing_get_n_steps(thing),
      .get = get_piece,
      .find = find_piece,
      .start = piece_start,
      .inks = gantry_chart_cache_inks(painter->layout->cache, thing),
  };
  gantry_painter_task_row(painter, &pieces, bar);
}

/* The scale of a row of steps. */
typedef struct {
  const GantryPainter *painter;
  const GantryThing *thing;
  GantryBox bar;
  size_t first, last; /* steps that can be seen */
  double low, high;   /* values at the bar's bottom and top */
  GantrySteps values;
} Steps;

static double
y_of (const Steps *steps, double value)
{
  double share = CLAMP((value - steps->low) / (steps->high - steps->low), 0.0, 1.0);
  return gantry_painter_snap(steps->painter, steps->bar.y + (1.0 - share) * steps->bar.height);
}

/* The whole run's range, so that the scale stays as it is while one looks around. */
static void
set_scale (Steps *steps, uint32_t index)
{
  const GantryScale *scale =
      gantry_chart_cache_thing_scale(steps->painter->layout->cache, &steps->values.cursor, index);
  int64_t high = MAX(scale->high, gantry_thing_get_capacity(steps->thing));
  steps->low = (double)scale->low;
  steps->high = high > scale->low ? (double)high : steps->low + 1.0;
  steps->values.magnitude = MAX(fabs((double)scale->low), fabs((double)scale->high));
}

static int64_t
step_value (const Steps *steps, size_t index)
{
  return gantry_thing_get_step(steps->thing, index)->value;
}

/* The top of the area from left to right, a step for each change of its height by a pixel. */
static void
add_skyline (Steps *steps, int left, int right)
{
  const GantryPainter *painter = steps->painter;
  int64_t begins = gantry_thing_get_step(steps->thing, 0)->time;
  int64_t ends = step_end(painter, steps->thing, steps->last, gantry_thing_get_n_steps(steps->thing));
  double y = NAN;
  for (int column = left; column < right;
       column = gantry_steps_next_column(&steps->values, column + 1, right)) {
    int64_t from = MAX(gantry_painter_column_time(painter, column), begins);
    int64_t to = MIN(gantry_painter_column_time(painter, column + 1), ends);
    if (to <= from)
      continue;
    double next = y_of(steps, gantry_steps_value(&steps->values, from, to));
    if (next == y)
      continue;
    double x = gantry_painter_column_x(painter, column);
    if (!isnan(y))
      cairo_line_to(painter->cr, x, y);
    cairo_line_to(painter->cr, x, next);
    y = next;
  }
  cairo_line_to(painter->cr, gantry_painter_column_x(painter, right), isnan(y) ? y_of(steps, 0.0) : y);
}

static void
draw_area (Steps *steps, int left, int right, const GantryColor *color)
{
  const GantryPainter *painter = steps->painter;
  cairo_t *cr = painter->cr;
  double base = y_of(steps, 0.0);
  GantryColor faint = gantry_color_mix(&painter->theme->ground, color, 0.35);
  cairo_new_path(cr);
  add_skyline(steps, left, right);
  cairo_path_t *outline = cairo_copy_path(cr);
  cairo_line_to(cr, gantry_painter_column_x(painter, right), base);
  cairo_line_to(cr, gantry_painter_column_x(painter, left), base);
  cairo_close_path(cr);
  gantry_painter_set_color(painter, &faint, 1.0);
  cairo_fill(cr);
  /* The line on top tells 0 from nothing. */
  cairo_save(cr);
  cairo_translate(cr, 0.0, gantry_painter_snap_size(painter, painter->unit) / 2.0);
  cairo_append_path(cr, outline);
  cairo_path_destroy(outline);
  cairo_restore(cr);
  gantry_painter_set_color(painter, color, 1.0);
  cairo_set_line_width(cr, gantry_painter_snap_size(painter, 1.5 * painter->unit));
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke(cr);
}

/* A value above its line, or below it where the line is too high for that. */
static void
draw_value (const Steps *steps, size_t index)
{
  const GantryPainter *painter = steps->painter;
  double unit = painter->unit;
  int left = MAX(gantry_painter_edge(painter, gantry_thing_get_step(steps->thing, index)->time), 0);
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

static void
draw_steps (const GantryPainter *painter, const GantryThing *thing, uint32_t index, const GantryBox *bar)
{
  size_t count = gantry_thing_get_n_steps(thing);
  Steps steps = {.painter = painter, .thing = thing, .bar = *bar};
  if (count == 0)
    return;
  int left = MAX(gantry_painter_edge(painter, gantry_thing_get_step(thing, 0)->time), 0);
  int right =
      MIN(gantry_painter_edge(painter, step_end(painter, thing, count - 1, count)), painter->n_columns);
  if (right <= left)
    return;
  int64_t from = gantry_painter_column_time(painter, left), to = gantry_painter_column_time(painter, right);
  if (!gantry_thing_find_step(thing, from, &steps.first))
    steps.first = 0;
  if (!gantry_thing_find_step(thing, to, &steps.last))
    steps.last = count - 1;
  steps.last = MIN(steps.last, count - 1);
  steps.values.painter = painter;
  steps.values.ends = step_end(painter, thing, count - 1, count);
  gantry_step_cursor_init_thing(&steps.values.cursor, thing);
  set_scale(&steps, index);
  GantryThingKind kind = gantry_thing_get_kind(thing);
  bool variable = kind == GANTRY_THING_VARIABLE || kind == GANTRY_THING_SHARED_VARIABLE;
  const GantryColor *color =
      variable ? &painter->theme->accent : &painter->theme->states[GANTRY_STATE_WAIT_QUEUE];
  draw_area(&steps, left, right, color);
  if (kind != GANTRY_THING_EVENT)
    draw_values(&steps);
}

static void
draw_names (const GantryPainter *painter, const GantryRow *row, const GantryThing *thing)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, x = layout->panel_left + GANTRY_PADDING * unit;
  double middle = row->y + row->height / 2.0, width = layout->plot_left - 6.0 * unit - x;
  g_autofree char *caption = gantry_caption_thing(thing);
  bool both = row->height >= 34.0 * unit;
  gantry_text_draw_within(painter->text, GANTRY_TEXT_CORE, gantry_thing_get_name(thing), x,
                          both ? middle - 8.0 * unit : middle, width, &painter->theme->text);
  if (both)
    gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, caption, x, middle + 8.0 * unit, width,
                            &painter->theme->dim_text);
}

static void
draw_thing (const GantryPainter *painter, const GantryRow *row)
{
  const GantryThing *thing = gantry_timeline_get_thing(painter->timeline, row->index);
  GantryBox bar = gantry_painter_bar(painter, row);
  draw_names(painter, row, thing);
  switch (gantry_thing_get_kind(thing)) {
  case GANTRY_THING_LOCK:
  case GANTRY_THING_RLOCK:
  case GANTRY_THING_CONDITION: {
    GantryBox half = gantry_painter_part(painter, &bar, 0.67);
    draw_holders(painter, thing, &half);
    break;
  }
  default:
    draw_steps(painter, thing, row->index, &bar);
    break;
  }
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
