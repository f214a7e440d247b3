/* Cores: which task each processor had, in the task's own colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/painter-ahead.h"
#include "chart/painter-lanes.h"
#include "chart/painter-tasks.h"

static void
get_piece (const GantryPieces *pieces, size_t index, GantryPiece *piece)
{
  GantryInterval interval;
  gantry_lane_get_interval(pieces->source, index, &interval);
  bool busy = interval.state == GANTRY_STATE_RUNNING;
  *piece = (GantryPiece){
      .start = interval.start,
      .end = interval.end,
      .key = busy ? interval.object : GANTRY_NO_LANE,
      .ink = busy ? gantry_painter_task_ink(pieces->painter, interval.object) : -1,
  };
}

static bool
find_piece (const GantryPieces *pieces, int64_t time, size_t *index)
{
  return gantry_lane_find(pieces->source, time, index);
}

static int64_t
piece_start (const GantryPieces *pieces, size_t index)
{
  return gantry_lane_get_start(pieces->source, index);
}

static bool
piece_lane (const GantryPieces *pieces, size_t index, int64_t *start, uint32_t *lane_id)
{
  return gantry_lane_get_runner(pieces->source, index, start, lane_id);
}

static void
piece_starts (const GantryPieces *pieces, size_t index, size_t count, int64_t *starts)
{
  for (size_t i = 0; i < count; i++)
    starts[i] = gantry_lane_get_start(pieces->source, index + i);
}

static void
fetch_pieces (const GantryPieces *pieces, size_t index, size_t count)
{
  gantry_lane_fetch(pieces->source, index, count);
}

/* An idle core is a thin track: it is there, and nothing runs on it. */
static void
draw_track (const GantryPainter *painter, const GantryLane *core, const GantryBox *bar)
{
  int left = MAX(gantry_painter_edge(painter, gantry_lane_get_created(core)), 0);
  int right = MIN(gantry_painter_edge(painter, gantry_lane_get_known_until(core)), painter->n_columns);
  if (right <= left)
    return;
  gantry_painter_set_color(painter, &painter->theme->border, 1.0);
  gantry_painter_horizontal(painter, gantry_painter_column_x(painter, left),
                            gantry_painter_column_x(painter, right), bar->y + bar->height / 2.0,
                            painter->unit);
  cairo_fill(painter->cr);
}

static gpointer
begin (const GantryPainter *painter, const GantryRow *row, size_t *n_pieces)
{
  const GantryLane *core = gantry_timeline_get_core(painter->timeline, row->index);
  GantryBox bar = gantry_painter_bar(painter, row);
  GantryPieces pieces = {
      .source = core,
      .painter = painter,
      .count = gantry_lane_get_n_intervals(core),
      .get = get_piece,
      .find = find_piece,
      .start = piece_start,
      .lane = piece_lane,
      .starts = piece_starts,
      .fetch = fetch_pieces,
      .inks = gantry_chart_cache_inks(painter->layout->cache, core),
  };
  *n_pieces += pieces.count;
  return gantry_task_row_new(&pieces, &bar);
}

static void
make (const GantryPainter *painter, gpointer made)
{
  gantry_task_row_make(made);
}

static void
free_made (gpointer made)
{
  gantry_task_row_free(made);
}

const GantryRowMaker gantry_core_maker = {begin, make, free_made};

static void
draw_core (const GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, x = layout->panel_left + GANTRY_PADDING * unit;
  GantryBox bar = gantry_painter_bar(painter, row);
  g_autofree char *name = gantry_caption_core(painter->timeline, row->index);
  gantry_text_draw_within(painter->text, GANTRY_TEXT_CORE, name, x, row->y + row->height / 2.0,
                          layout->plot_left - 6.0 * unit - x, &painter->theme->text);
  const GantryLane *core = gantry_timeline_get_core(painter->timeline, row->index);
  draw_track(painter, core, &bar);
  gantry_task_row_draw(gantry_painter_made(painter, row));
  gantry_painter_draw_losses(painter, core, &bar, &painter->theme->panel);
}

void
gantry_painter_cores (GantryPainter *painter)
{
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind == GANTRY_ROW_CORE)
      draw_core(painter, row);
  }
}
