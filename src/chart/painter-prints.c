/* Prints and expectations as ticks above their lanes, notes as brackets below them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"
#include "chart/painter-ticks.h"
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
  const GantryMarkList *marks; /* of the lane */
  bool broken;                 /* they are of broken expectations alone */
  GArray *ticks;               /* Tick */
  int columns;                 /* of a slot */
} Slots;

typedef struct {
  int64_t slot;
  int edge; /* column */
  GantryMarkKind kind;
  bool goes_on; /* prints stand in all slots between the tick before and this one */
} Tick;

static const GantryMarkPlace *
mark_at (const Slots *slots, guint place)
{
  return &g_array_index(slots->marks->places, GantryMarkPlace, place);
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
  guint begin = low, count = slots->marks->places->len, high = low;
  while (high < count && mark_at(slots, high)->time < time) {
    low = high + 1;
    high = count - high > *step ? high + *step : count;
    *step *= 2;
  }
  low = (guint)gantry_lower_bound(low, high, time, mark_time, slots);
  *step = MAX((low - begin) / 2, 1);
  return low;
}

/* Where prints from `place` on stand so thick that there is one in each slot: a mark in the last of these, so
 * that all in between need not be looked at. Else `place`. */
static guint
pass_by (const Slots *slots, guint place)
{
  const GArray *gaps = slots->marks->gaps;
  /* An edge is rounded: two marks that are one column less apart than a slot has lie in one or in two. */
  int64_t least = (int64_t)(slots->painter->ns_per_column * (slots->columns - 1));
  guint first = place / GANTRY_MARKS_BLOCK, block = first;
  while (block < gaps->len && g_array_index(gaps, int64_t, block) <= least)
    block++;
  return block > first ? block * GANTRY_MARKS_BLOCK : place;
}

static Tick
tick_at (const Slots *slots, guint place)
{
  const GantryMarkPlace *mark = mark_at(slots, place);
  int edge = (int)round(gantry_painter_place(slots->painter, mark->time));
  return (Tick){slot_of(slots, edge), edge, mark->kind, false};
}

/* A moment before all that is in a slot. */
static int64_t
time_before (const Slots *slots, int64_t slot)
{
  const GantryPainter *painter = slots->painter;
  return gantry_painter_column_time(painter, (int)(slot * slots->columns - painter->first_column) - 1);
}

/* The first mark of the slot that `place` is in, from `low` on. */
static guint
first_in_slot (const Slots *slots, guint low, guint place)
{
  int64_t slot = tick_at(slots, place).slot;
  guint first = (guint)gantry_lower_bound(low, place, time_before(slots, slot), mark_time, slots);
  while (tick_at(slots, first).slot < slot)
    first++;
  return first;
}

/* The ticks that can be seen, and a few at both sides, so that rows of them do not change at the edges. */
static void
collect_ticks (Slots *slots)
{
  const GantryPainter *painter = slots->painter;
  int beside = slots->columns * (MOST_IN_A_ROW + 1);
  int64_t until = gantry_painter_column_time(painter, painter->n_columns + beside);
  guint step = 1, place = seek(slots, 0, gantry_painter_column_time(painter, -beside), &step);
  guint end = (guint)gantry_lower_bound(place, slots->marks->places->len, until + 1, mark_time, slots);
  bool goes_on = false;
  g_array_set_size(slots->ticks, 0);
  step = 1;
  while (place < end) {
    Tick tick = tick_at(slots, place);
    tick.goes_on = goes_on;
    if (slots->ticks->len == 0 || g_array_index(slots->ticks, Tick, slots->ticks->len - 1).slot != tick.slot)
      g_array_append_val(slots->ticks, tick);
    guint last = MIN(pass_by(slots, place), end - 1);
    goes_on = last > place && tick_at(slots, last).slot > tick.slot;
    if (goes_on)
      place = first_in_slot(slots, place, last);
    else
      place = MAX(seek(slots, place, time_before(slots, tick.slot + 1), &step), place + 1);
  }
}

static bool
is_in_plot (const GantryPainter *painter, const Tick *tick)
{
  return tick->edge >= 0 && tick->edge <= painter->n_columns;
}

/* One of the two lists of a lane's marks that have ticks of their own. */
typedef struct {
  Slots slots;
  GantryTicks *ticks;
} List;

struct GantryLanePrints {
  List lists[2]; /* all marks, and the broken expectations, which are never hidden behind others */
};

GantryLanePrints *
gantry_lane_prints_new (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar)
{
  GantryLanePrints *prints = g_new0(GantryLanePrints, 1);
  for (int broken = 0; broken < 2; broken++) {
    List *list = &prints->lists[broken];
    list->slots = (Slots){
        .painter = painter,
        .marks = gantry_mark_index_get(painter->marks, gantry_lane_get_id(lane), broken != 0),
        .broken = broken != 0,
        .columns = (int)MAX(round(LEAST_APART * painter->unit / painter->column), 1.0),
    };
    if (list->slots.marks == NULL)
      continue;
    list->slots.ticks = g_array_new(FALSE, FALSE, sizeof(Tick));
    list->ticks = gantry_ticks_new(painter, bar);
  }
  return prints;
}

void
gantry_lane_prints_free (GantryLanePrints *prints)
{
  for (int i = 0; i < 2; i++) {
    g_clear_pointer(&prints->lists[i].slots.ticks, g_array_unref);
    gantry_ticks_free(prints->lists[i].ticks);
  }
  g_free(prints);
}

/* Rows of ticks become bands. */
static void
place_ticks (List *list)
{
  const GantryPainter *painter = list->slots.painter;
  const Tick *ticks = (const Tick *)(void *)list->slots.ticks->data;
  guint count = list->slots.ticks->len;
  for (guint i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && (ticks[next].goes_on || ticks[next].slot == ticks[next - 1].slot + 1);)
      next++;
    bool is_band = ticks[next - 1].slot - ticks[i].slot >= MOST_IN_A_ROW;
    if (is_band)
      gantry_ticks_add_band(list->ticks, ticks[i].edge, ticks[next - 1].edge);
    for (guint j = i; j < next && !is_band; j++)
      if (ticks[j].kind == GANTRY_MARK_PRINT && is_in_plot(painter, &ticks[j]))
        gantry_ticks_add(list->ticks, ticks[j].edge);
  }
}

void
gantry_lane_prints_make (GantryLanePrints *prints)
{
  for (int i = 0; i < 2; i++) {
    List *list = &prints->lists[i];
    if (list->ticks == NULL)
      continue;
    collect_ticks(&list->slots);
    place_ticks(list);
    gantry_ticks_make(list->ticks);
  }
}

static void
draw_expectations (const List *list)
{
  const GantryPainter *painter = list->slots.painter;
  GantryMarkKind kind = list->slots.broken ? GANTRY_MARK_EXPECT_BROKEN : GANTRY_MARK_EXPECT_HELD;
  for (guint i = 0; i < list->slots.ticks->len; i++) {
    const Tick *tick = &g_array_index(list->slots.ticks, Tick, i);
    if (tick->kind == kind && is_in_plot(painter, tick))
      draw_expectation(painter, gantry_painter_column_x(painter, tick->edge), gantry_ticks_y(list->ticks),
                       kind == GANTRY_MARK_EXPECT_HELD);
  }
}

void
gantry_lane_prints_draw (const GantryLanePrints *prints)
{
  for (int i = 0; i < 2; i++) {
    const List *list = &prints->lists[i];
    if (list->ticks == NULL)
      continue;
    gantry_ticks_draw(list->ticks, &list->slots.painter->theme->text);
    draw_expectations(list);
  }
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
  const GantryMarkIndex *marks = painter->marks;
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
