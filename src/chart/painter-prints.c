/* Prints and expectations as ticks above their lanes, notes as brackets below them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/painter-lanes.h"
#include "timeline/lower-bound.h"

#include <math.h>

#define LEAST_APART 4.0 /* pixels between two ticks of a lane */
#define LEAST_NOTE 2.0  /* columns that a note must be wide to be drawn */
#define MOST_IN_A_ROW 3 /* ticks at that distance; more are drawn as a band */

static int64_t
span_end (gconstpointer timeline, size_t place)
{
  return gantry_timeline_get_span(timeline, place)->to;
}

static size_t
first_span (const GantryTimeline *timeline, int64_t time)
{
  return gantry_lower_bound(0, gantry_timeline_get_n_spans(timeline), time, span_end, timeline);
}

/* A triangle that points down at the bar. */
static void
add_print (const GantryPainter *painter, double x, double y)
{
  cairo_t *cr = painter->cr;
  double half = 3.2 * painter->unit, height = 4.6 * painter->unit;
  cairo_move_to(cr, x - half, y - height);
  cairo_line_to(cr, x + half, y - height);
  cairo_line_to(cr, x, y);
  cairo_close_path(cr);
}

static void
draw_expectation (const GantryPainter *painter, double x, double y, bool held)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit, reach = 2.6 * unit, middle = y - 2.6 * unit;
  if (held) {
    cairo_move_to(cr, x - reach, middle);
    cairo_line_to(cr, x - reach / 4.0, middle + reach * 0.9);
    cairo_line_to(cr, x + reach * 1.1, middle - reach);
  } else {
    cairo_move_to(cr, x - reach, middle - reach);
    cairo_line_to(cr, x + reach, middle + reach);
    cairo_move_to(cr, x - reach, middle + reach);
    cairo_line_to(cr, x + reach, middle - reach);
  }
  gantry_painter_set_color(painter,
                           held ? &painter->theme->states[GANTRY_STATE_RUNNING]
                                : &painter->theme->states[GANTRY_STATE_WAIT_LOCK],
                           1.0);
  cairo_set_line_width(cr, 1.8 * unit);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
}

/* Ticks of a lane stand in slots of some columns, which like the columns lie at whole multiples of their
 * time: the same ticks are seen wherever the view begins. Of several in a slot the first one is drawn. */
typedef struct {
  const GantryPainter *painter;
  const GArray *marks; /* GantryMarkPlace, of the lane */
  bool broken;         /* they are of broken expectations alone */
  GArray *ticks;       /* Tick */
  int columns;         /* of a slot */
} Slots;

typedef struct {
  int64_t slot;
  int edge; /* column */
  GantryMarkKind kind;
} Tick;

static const GantryMarkPlace *
mark_at (const Slots *slots, guint place)
{
  return &g_array_index(slots->marks, GantryMarkPlace, place);
}

static int64_t
mark_time (gconstpointer slots, size_t place)
{
  return mark_at(slots, (guint)place)->time;
}

static int64_t
slot_of (const Slots *slots, int edge)
{
  int64_t column = slots->painter->first_column + edge, rest = column % slots->columns;
  return (column - rest) / slots->columns - (rest < 0 ? 1 : 0);
}

/* Place of the first mark from `low` on at `time` or later: by steps that double from `*step`, then by
 * halves. Leaves in `*step` half of how far that was: the next one is about as far again. */
static guint
seek (const Slots *slots, guint low, int64_t time, guint *step)
{
  guint begin = low, count = slots->marks->len, high = low;
  while (high < count && mark_at(slots, high)->time < time) {
    low = high + 1;
    high = count - high > *step ? high + *step : count;
    *step *= 2;
  }
  low = (guint)gantry_lower_bound(low, high, time, mark_time, slots);
  *step = MAX((low - begin) / 2, 1);
  return low;
}

/* The ticks that can be seen, and a few at both sides, so that rows of them do not change at the edges. */
static void
collect_ticks (Slots *slots)
{
  const GantryPainter *painter = slots->painter;
  int beside = slots->columns * (MOST_IN_A_ROW + 1);
  int64_t until = gantry_painter_column_time(painter, painter->n_columns + beside);
  guint step = 1, place = seek(slots, 0, gantry_painter_column_time(painter, -beside), &step);
  g_array_set_size(slots->ticks, 0);
  step = 1;
  while (place < slots->marks->len && mark_at(slots, place)->time <= until) {
    const GantryMarkPlace *mark = mark_at(slots, place);
    int edge = (int)round(gantry_painter_place(painter, mark->time));
    Tick tick = {slot_of(slots, edge), edge, mark->kind};
    if (slots->ticks->len == 0 || g_array_index(slots->ticks, Tick, slots->ticks->len - 1).slot != tick.slot)
      g_array_append_val(slots->ticks, tick);
    int next = (int)((tick.slot + 1) * slots->columns - painter->first_column);
    place = MAX(seek(slots, place, gantry_painter_column_time(painter, next - 1), &step), place + 1);
  }
}

/* From one tick to another. */
static void
add_band (const GantryPainter *painter, const Tick *first, const Tick *last, double y)
{
  double half = 3.2 * painter->unit;
  int left = CLAMP(first->edge, 0, painter->n_columns), right = CLAMP(last->edge, 0, painter->n_columns);
  cairo_rectangle(painter->cr, gantry_painter_column_x(painter, left) - half, y - 4.6 * painter->unit,
                  gantry_painter_column_x(painter, right) - gantry_painter_column_x(painter, left) +
                      2.0 * half,
                  2.3 * painter->unit);
}

static bool
is_in_plot (const GantryPainter *painter, const Tick *tick)
{
  return tick->edge >= 0 && tick->edge <= painter->n_columns;
}

/* Prints of a lane, one fill for all; expectations that held, each upon it. */
static void
draw_ticks (const Slots *slots, double y)
{
  const GantryPainter *painter = slots->painter;
  const Tick *ticks = (const Tick *)(void *)slots->ticks->data;
  guint count = slots->ticks->len;
  for (guint i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && ticks[next].slot == ticks[next - 1].slot + 1;)
      next++;
    if (next - i > MOST_IN_A_ROW)
      add_band(painter, &ticks[i], &ticks[next - 1], y);
    for (guint j = i; j < next && next - i <= MOST_IN_A_ROW; j++)
      if (ticks[j].kind == GANTRY_MARK_PRINT && is_in_plot(painter, &ticks[j]))
        add_print(painter, gantry_painter_column_x(painter, ticks[j].edge), y);
  }
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_fill(painter->cr);
  for (guint i = 0; i < count; i++)
    if (ticks[i].kind == (slots->broken ? GANTRY_MARK_EXPECT_BROKEN : GANTRY_MARK_EXPECT_HELD) &&
        is_in_plot(painter, &ticks[i]))
      draw_expectation(painter, gantry_painter_column_x(painter, ticks[i].edge), y,
                       ticks[i].kind == GANTRY_MARK_EXPECT_HELD);
}

void
gantry_painter_draw_prints (const GantryPainter *painter)
{
  const GantryMarkIndex *marks = gantry_chart_cache_marks(painter->layout->cache, painter->timeline);
  Slots slots = {.painter = painter, .ticks = g_array_new(FALSE, FALSE, sizeof(Tick))};
  slots.columns = (int)MAX(round(LEAST_APART * painter->unit / painter->column), 1.0);
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind != GANTRY_ROW_LANE)
      continue;
    uint32_t lane = gantry_lane_get_id(gantry_timeline_get_lane(painter->timeline, row->index));
    double y = gantry_painter_bar(painter, row).y - painter->unit;
    for (int broken = 0; broken < 2; broken++) { /* the broken ones are never hidden behind others */
      slots.broken = broken != 0;
      slots.marks = gantry_mark_index_get(marks, lane, broken != 0);
      if (slots.marks == NULL)
        continue;
      collect_ticks(&slots);
      draw_ticks(&slots, y);
    }
  }
  g_array_unref(slots.ticks);
}

static void
add_note (const GantryPainter *painter, const GantrySpan *span, const GantryRow *row)
{
  GantryBox bar = gantry_painter_bar(painter, row);
  double left = gantry_painter_column_x(painter, gantry_painter_edge(painter, span->from));
  double right = gantry_painter_column_x(painter, gantry_painter_edge(painter, span->to));
  double unit = painter->unit, top = bar.y + bar.height + 1.0 * unit;
  double y = gantry_painter_snap(painter, MIN(top + 3.0 * unit, row->y + row->height - 1.0));
  gantry_painter_horizontal(painter, left, right, y, 1.4 * unit);
  gantry_painter_vertical(painter, left, top, y, 1.4 * unit);
  gantry_painter_vertical(painter, right, top, y, 1.4 * unit);
}

static bool
is_seen (const GantryPainter *painter, const GantryRow *row)
{
  return row != NULL && row->kind == GANTRY_ROW_LANE && row->y + row->height > painter->layout->lanes_top &&
         row->y < painter->layout->lanes_bottom;
}

void
gantry_painter_draw_notes (const GantryPainter *painter)
{
  const GantryTimeline *timeline = painter->timeline;
  const GantryView *view = &painter->layout->view;
  const GantryMarkIndex *marks = gantry_chart_cache_marks(painter->layout->cache, timeline);
  size_t count = gantry_timeline_get_n_spans(timeline);
  double left = gantry_painter_column_x(painter, 0), least = LEAST_NOTE * painter->ns_per_column;
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, painter->layout->lanes_top,
                  gantry_painter_column_x(painter, painter->n_columns) - left,
                  painter->layout->lanes_bottom - painter->layout->lanes_top);
  cairo_clip(painter->cr);
  for (size_t i = first_span(timeline, view->from); i < count; i++) {
    i = gantry_mark_index_next_span(marks, i, least, view->to);
    if (i >= count)
      break;
    const GantrySpan *span = gantry_timeline_get_span(timeline, i);
    const GantryRow *row = gantry_layout_find_lane(painter->layout, span->lane);
    if (span->from <= view->to && is_seen(painter, row) && (double)span->to - (double)span->from >= least)
      add_note(painter, span, row);
  }
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(painter->cr);
  cairo_restore(painter->cr);
}
