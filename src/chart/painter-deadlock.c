/* A deadlock at the end of the run, or of what can be seen of it: a bold, broken arrow from each that waits
 * to each that it waits for. The broken line, the ring at its start and the large head tell it apart without
 * colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/deadlock.h"
#include "chart/painter-private.h"

#include <math.h>

#define HEAD 10.0 /* pixels at text scale 1 */
#define RING 4.0
#define NARROW 16.0 /* between arrows without labels */
#define LABEL_ROOM 22.0

/* Where one arrow stands. */
typedef struct {
  const GantryLane *waiter;
  double x, y1, y2; /* from the ring to the head's tip */
  double label_y;
  bool bold, loops; /* loops: back to the lane that it comes from */
  char *label;
} Line;

static const GantryColor *
danger (const GantryPainter *painter)
{
  return &painter->theme->states[GANTRY_STATE_WAIT_LOCK];
}

static void
line_clear (gpointer data)
{
  g_free(((Line *)data)->label);
}

static bool
place_line (const GantryPainter *painter, const GantryDeadlockArrow *arrow, Line *line)
{
  const GantryRow *from = gantry_layout_find_lane(painter->layout, arrow->from);
  const GantryRow *to = gantry_layout_find_lane(painter->layout, arrow->to);
  if (from == NULL || to == NULL)
    return false;
  GantryBox waiter = gantry_painter_bar(painter, from), holder = gantry_painter_bar(painter, to);
  bool down = to->y > from->y;
  *line = (Line){
      .waiter = gantry_timeline_find_lane(painter->timeline, arrow->from),
      .y1 = waiter.y + waiter.height / 2.0,
      .y2 = holder.y + holder.height / 2.0,
      .label_y = down ? from->y + from->height : from->y,
      .bold = arrow->in_cycle,
      .loops = from == to,
      .label = gantry_deadlock_label(painter->timeline,
                                     gantry_timeline_get_deadlock_wait(painter->timeline, arrow->wait)),
  };
  return true;
}

static GArray *
collect_lines (const GantryPainter *painter)
{
  GArray *lines = g_array_new(FALSE, TRUE, sizeof(Line));
  const GArray *arrows = gantry_chart_cache_deadlock(painter->layout->cache, painter->timeline);
  g_array_set_clear_func(lines, line_clear);
  for (guint i = 0; i < arrows->len && lines->len < GANTRY_MOST_DEADLOCK_ARROWS; i++) {
    Line line;
    if (place_line(painter, &g_array_index(arrows, GantryDeadlockArrow, i), &line))
      g_array_append_val(lines, line);
  }
  return lines;
}

/* Room that an arrow takes to its left, with its label or without. */
static double
room_of (const GantryPainter *painter, const Line *line, bool labelled)
{
  if (!labelled)
    return NARROW * painter->unit;
  return gantry_text_width(painter->text, GANTRY_TEXT_SMALL, line->label) + LABEL_ROOM * painter->unit;
}

/* Side by side, the first one next to `end`, none before `left`; with labels if they all have room. A run
 * that was over at once has no room before its end: then they stand behind it. Returns whether there are
 * labels. */
static bool
place_beside (const GantryPainter *painter, GArray *lines, double left, double end)
{
  double all = 0.0, unit = painter->unit;
  double right = gantry_painter_column_x(painter, painter->n_columns);
  for (guint i = 0; i < lines->len; i++)
    all += room_of(painter, &g_array_index(lines, Line, i), true);
  bool behind = end - left < MIN(lines->len * NARROW * unit + 12.0 * unit, right - end);
  double room = behind ? right - end : end - left;
  bool labelled = all <= 0.75 * room && painter->layout->heights.lane >= 22.0 * unit;
  double x = behind ? end + 18.0 * unit : end - 12.0 * unit;
  for (guint i = 0; i < lines->len; i++) {
    Line *line = &g_array_index(lines, Line, i);
    double its = room_of(painter, line, labelled);
    line->x = gantry_painter_snap(painter, behind ? x + its : x);
    x += behind ? its : -its;
  }
  return labelled;
}

static void
add_path (const GantryPainter *painter, const Line *line)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit, direction = line->y2 > line->y1 ? 1.0 : -1.0;
  if (line->loops) {
    double reach = 11.0 * unit, top = line->y1 - reach * 1.6;
    cairo_move_to(cr, line->x, line->y1);
    cairo_curve_to(cr, line->x - reach, top, line->x + reach * 1.6, top, line->x + reach,
                   line->y1 - HEAD * unit);
    return;
  }
  cairo_move_to(cr, line->x, line->y1 + direction * RING * unit);
  cairo_line_to(cr, line->x, line->y2 - direction * HEAD * 0.8 * unit);
}

static void
stroke_lines (const GantryPainter *painter, const GArray *lines, bool bold)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit, width = (bold ? 3.0 : 1.6) * unit;
  const double dashes[] = {7.0 * unit, 3.0 * unit};
  for (guint i = 0; i < lines->len; i++)
    if (g_array_index(lines, Line, i).bold == bold)
      add_path(painter, &g_array_index(lines, Line, i));
  cairo_set_dash(cr, NULL, 0, 0.0);
  gantry_painter_set_color(painter, &painter->theme->ground, 1.0);
  cairo_set_line_width(cr, width + 4.0 * unit);
  cairo_stroke_preserve(cr);
  cairo_set_dash(cr, dashes, G_N_ELEMENTS(dashes), 0.0);
  gantry_painter_set_color(painter, danger(painter), 1.0);
  cairo_set_line_width(cr, width);
  cairo_stroke(cr);
  cairo_set_dash(cr, NULL, 0, 0.0);
}

static void
add_head (const GantryPainter *painter, double x, double y, double dx, double dy)
{
  double length = HEAD * painter->unit, half = 5.5 * painter->unit;
  cairo_move_to(painter->cr, x, y);
  cairo_line_to(painter->cr, x - dx * length - dy * half, y - dy * length - dx * half);
  cairo_line_to(painter->cr, x - dx * length + dy * half, y - dy * length + dx * half);
  cairo_close_path(painter->cr);
}

/* A ring and a head, with a rim of the ground. */
static void
fill_path (const GantryPainter *painter, bool ring)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit;
  gantry_painter_set_color(painter, &painter->theme->ground, 1.0);
  cairo_set_line_width(cr, (ring ? 6.0 : 3.0) * unit);
  cairo_stroke_preserve(cr);
  if (ring)
    cairo_fill_preserve(cr);
  gantry_painter_set_color(painter, danger(painter), 1.0);
  cairo_set_line_width(cr, 2.4 * unit);
  if (ring)
    cairo_stroke(cr);
  else
    cairo_fill(cr);
}

static void
draw_ends (const GantryPainter *painter, const Line *line)
{
  double unit = painter->unit;
  cairo_arc(painter->cr, line->x, line->y1, RING * unit, 0.0, 2.0 * G_PI);
  fill_path(painter, true);
  if (line->loops)
    add_head(painter, line->x + 11.0 * unit, line->y1 - unit, 0.0, 1.0);
  else
    add_head(painter, line->x, line->y2, 0.0, line->y2 > line->y1 ? 1.0 : -1.0);
  fill_path(painter, false);
}

/* What is waited for, beside the arrow where it leaves the lane. */
static void
draw_label (const GantryPainter *painter, const Line *line)
{
  double unit = painter->unit, height = gantry_text_height(painter->text, GANTRY_TEXT_SMALL);
  double width = gantry_text_width(painter->text, GANTRY_TEXT_SMALL, line->label) + 6.0 * unit;
  double y = line->loops ? line->y1 + (RING + 1.0) * unit + height / 2.0 : line->label_y;
  GantryBox box = {gantry_painter_snap(painter, line->x - width - 4.0 * unit),
                   gantry_painter_snap(painter, y - height / 2.0), gantry_painter_snap(painter, width),
                   gantry_painter_snap(painter, height)};
  if (*line->label == '\0')
    return;
  gantry_painter_rounded(painter, &box, 3.0 * unit, true, true);
  gantry_painter_set_color(painter, &painter->theme->ground, 0.92);
  cairo_fill(painter->cr);
  gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, line->label, box.x + 3.0 * unit, y, GANTRY_ALIGN_LEFT,
                   &painter->theme->text);
}

static void
draw_lines (const GantryPainter *painter, GArray *lines, double left, double end)
{
  bool labelled = place_beside(painter, lines, left, end);
  stroke_lines(painter, lines, false);
  stroke_lines(painter, lines, true);
  for (guint i = 0; i < lines->len; i++)
    draw_ends(painter, &g_array_index(lines, Line, i));
  for (guint i = 0; i < lines->len && labelled; i++)
    draw_label(painter, &g_array_index(lines, Line, i));
}

/* Since when nobody in the circle went on: the start of the last of their waits. */
static int64_t
stuck_since (const GantryPainter *painter, const GArray *lines)
{
  int64_t since = INT64_MIN;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    size_t count = gantry_lane_get_n_intervals(line->waiter);
    if (line->bold && count > 0)
      since = MAX(since, gantry_lane_get_start(line->waiter, count - 1));
  }
  return since == INT64_MIN ? gantry_timeline_get_now(painter->timeline) : since;
}

/* Where the end is out of sight: they have been stuck for some time in what can be seen, and there is room.
 */
static bool
fits_since (const GantryPainter *painter, const GArray *lines, double *left, double end)
{
  *left =
      MAX(*left, gantry_painter_column_x(painter, gantry_painter_edge(painter, stuck_since(painter, lines))));
  return end - *left >= lines->len * NARROW * painter->unit + 12.0 * painter->unit;
}

void
gantry_painter_deadlock (GantryPainter *painter)
{
  if (gantry_timeline_get_n_deadlock_waits(painter->timeline) == 0)
    return;
  int edge = gantry_painter_edge(painter, gantry_timeline_get_now(painter->timeline));
  if (edge <= 0)
    return;
  const GantryLayout *layout = painter->layout;
  double left = gantry_painter_column_x(painter, 0);
  double right = gantry_painter_column_x(painter, painter->n_columns), first = left;
  double end = MIN(gantry_painter_column_x(painter, edge), right);
  g_autoptr(GArray) lines = collect_lines(painter);
  if (edge > painter->n_columns && !fits_since(painter, lines, &first, end))
    return;
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, layout->lanes_top, right - left,
                  layout->lanes_bottom - layout->lanes_top);
  cairo_clip(painter->cr);
  draw_lines(painter, lines, first, end);
  cairo_restore(painter->cr);
}

void
gantry_painter_deadlock_swatch (const GantryPainter *painter, double x, double y, double width)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit, tip = x + width;
  const double dashes[] = {4.0 * unit, 2.0 * unit};
  cairo_save(cr);
  gantry_painter_set_color(painter, danger(painter), 1.0);
  cairo_arc(cr, x + RING * unit, y, (RING - 1.0) * unit, 0.0, 2.0 * G_PI);
  cairo_set_line_width(cr, 2.0 * unit);
  cairo_stroke(cr);
  cairo_move_to(cr, x + 2.0 * RING * unit, y);
  cairo_line_to(cr, tip - HEAD * 0.8 * unit, y);
  cairo_set_dash(cr, dashes, G_N_ELEMENTS(dashes), 0.0);
  cairo_set_line_width(cr, 2.6 * unit);
  cairo_stroke(cr);
  add_head(painter, tip, y, 1.0, 0.0);
  cairo_fill(cr);
  cairo_restore(cr);
}
