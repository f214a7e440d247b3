/* Labels on marks: only where they fit whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"
#include "chart/painter-shapes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ROOM 5.0             /* between a label and its mark's ends */
#define ROOM_IN_PATTERN 13.0 /* so that enough of the pattern is left to be known by */
#define ROOM_IN_LINE 18.0    /* what is left of a thin line at both sides of its label */
#define MOST_APART 3         /* columns: a mark cut by so short a pause is labelled as one */
#define MOST_BETWEEN 8       /* intervals of such a pause that are looked at */
#define LEAST_LANE 18.0      /* height of a lane that has room for letters */

/* A stretch of marks of one cause that one label serves. */
typedef struct {
  guint first, last;
  int left, right;
} Stretch;

static bool
is_line (GantryLegend legend)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  return shape == GANTRY_SHAPE_THIN || shape == GANTRY_SHAPE_RAILS || shape == GANTRY_SHAPE_DOTTED_LINE;
}

static bool
is_patterned (GantryLegend legend)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  return shape == GANTRY_SHAPE_HALF_DOTTED || shape == GANTRY_SHAPE_HALF_STRIPED;
}

static const char *
thing_name (const GantryPainter *painter, const GantryInterval *interval)
{
  if (interval->object == GANTRY_NO_OBJECT)
    return NULL;
  const GantryThing *thing = gantry_timeline_get_thing(painter->timeline, interval->object);
  return thing != NULL ? gantry_thing_get_name(thing) : NULL;
}

/* The label without its figure: "compute" of "compute 20ms". */
static char *
without_figure (const char *label)
{
  const char *space = label != NULL ? strrchr(label, ' ') : NULL;
  return space != NULL && g_ascii_isdigit(space[1]) ? g_strndup(label, (gsize)(space - label)) : NULL;
}

/* What could be written on the mark, the most telling first. Free each. */
static void
find_words (const GantryPainter *painter, const GantryLaneMark *mark, char *words[3])
{
  const GantryInterval *interval = &mark->interval;
  const char *label = gantry_timeline_get_line_label(painter->timeline, interval->line);
  const char *thing = thing_name(painter, interval);
  words[0] = words[1] = words[2] = NULL;
  switch (mark->legend) {
  case GANTRY_LEGEND_READY:
  case GANTRY_LEGEND_CREATED:
    break;
  case GANTRY_LEGEND_LOCK:
    words[0] = thing != NULL ? g_strdup_printf(_("waits: %s"), thing) : g_strdup(label);
    words[1] = g_strdup(thing);
    break;
  case GANTRY_LEGEND_MESSAGE:
    words[0] = g_strdup(label != NULL ? label : thing);
    words[1] = g_strdup(thing);
    break;
  case GANTRY_LEGEND_GIL:
    words[0] = g_strdup(_("waits: interpreter"));
    words[1] = g_strdup(_("interpreter"));
    break;
  default:
    words[0] = g_strdup(label);
    words[1] = without_figure(label);
    break;
  }
}

static bool
is_same_cause (const GantryLaneMark *one, const GantryLaneMark *other)
{
  return one->interval.state == other->interval.state && one->interval.line == other->interval.line &&
         (one->interval.state == GANTRY_STATE_RUNNING || one->interval.object == other->interval.object);
}

static bool
is_without_processor (GantryState state)
{
  return state == GANTRY_STATE_READY || state == GANTRY_STATE_WAIT_GIL;
}

/* Whether a task that was interrupted goes on with the same, and does not do it once more. */
static bool
goes_on (const GantryLane *lane, const GantryLaneMark *one, const GantryLaneMark *next)
{
  size_t from = one->span.index + 1, to = next->span.index;
  if (from >= to) /* only on another core */
    return one->interval.state == GANTRY_STATE_RUNNING && one->interval.object != next->interval.object;
  for (size_t i = from; i < to && to - from <= MOST_BETWEEN; i++) {
    GantryInterval between;
    gantry_lane_get_interval(lane, i, &between);
    bool runs = between.state == GANTRY_STATE_RUNNING, is_kept_off = is_without_processor(between.state);
    bool is_same = one->interval.state == GANTRY_STATE_RUNNING ? runs || is_kept_off : !runs;
    if (!is_same || between.line != one->interval.line)
      return false;
  }
  return to - from <= MOST_BETWEEN;
}

/* The marks from `first` on that one label serves, as far as they can be seen. `lane`: only those of one go;
 * NULL: however often it was done. */
static Stretch
find_stretch (const GantryPainter *painter, const GantryLane *lane, const GArray *marks, guint first)
{
  const GantryLaneMark *mark = &g_array_index(marks, GantryLaneMark, first);
  Stretch stretch = {first, first, mark->span.left, mark->span.right};
  while (stretch.last + 1 < marks->len) {
    const GantryLaneMark *next = &g_array_index(marks, GantryLaneMark, stretch.last + 1);
    if (!is_same_cause(mark, next) || next->span.left - stretch.right > MOST_APART ||
        (lane != NULL && !goes_on(lane, next - 1, next)))
      break;
    stretch.right = next->span.right;
    stretch.last++;
  }
  stretch.left = MAX(stretch.left, 0);
  stretch.right = MIN(stretch.right, painter->n_columns);
  return stretch;
}

/* Keeps the larger part of a stretch in which nothing was lost. */
static void
keep_known (const GantryPainter *painter, const GantryLane *lane, Stretch *stretch)
{
  size_t n_losses = gantry_lane_get_n_losses(lane);
  for (size_t i = 0; i < n_losses && stretch->left < stretch->right; i++) {
    const GantryLoss *loss = gantry_lane_get_loss(lane, i);
    int from = gantry_painter_edge(painter, loss->from), to = gantry_painter_edge(painter, loss->to);
    if (to <= stretch->left || from >= stretch->right)
      continue;
    if (from - stretch->left > stretch->right - to)
      stretch->right = from;
    else
      stretch->left = to;
  }
}

/* The line makes room in the mark that the label stands in; FALSE if it would cross several. */
static bool
make_room (const GantryPainter *painter, GArray *marks, const Stretch *stretch, const GantryLaneLabel *label)
{
  if (stretch->first != stretch->last)
    return false;
  GantryLaneMark *mark = &g_array_index(marks, GantryLaneMark, stretch->first);
  mark->gap_x = label->x - ROOM * painter->unit;
  mark->gap_width = label->width + 2.0 * ROOM * painter->unit;
  return true;
}

static bool
place (const GantryPainter *painter, GArray *marks, const Stretch *stretch, const char *words, GArray *labels)
{
  GantryLegend legend = g_array_index(marks, GantryLaneMark, stretch->first).legend;
  GantryLaneLabel label = {.legend = legend};
  double left = gantry_painter_column_x(painter, stretch->left);
  double right = gantry_painter_column_x(painter, stretch->right);
  double room = (is_line(legend)        ? ROOM_IN_LINE
                 : is_patterned(legend) ? ROOM_IN_PATTERN
                                        : ROOM) *
                painter->unit;
  if (words == NULL || g_strlcpy(label.text, words, sizeof label.text) >= sizeof label.text)
    return false;
  label.width = gantry_text_width(painter->text, GANTRY_TEXT_LABEL, words);
  if (label.width + 2.0 * room > right - left)
    return false;
  label.x = gantry_painter_snap(painter, (left + right - label.width) / 2.0);
  if (is_line(legend) && !make_room(painter, marks, stretch, &label))
    return false;
  g_array_append_val(labels, label);
  return true;
}

/* Whether an entry's marks are high enough for letters in a row of this bar; dimmed ones are not labelled. */
static bool
may_have_label (const GantryPainter *painter, GantryLegend legend, const GantryBox *bar)
{
  if ((painter->layout->view.dimmed & (1u << legend)) != 0)
    return false;
  GantryBox box = gantry_painter_shape_box(painter, gantry_state_shape(gantry_legend_state(legend)), bar);
  return is_line(legend) || box.height >= gantry_text_size(painter->text, GANTRY_TEXT_LABEL) * 0.95;
}

/* The first of the words for which there is room. */
static bool
place_any (const GantryPainter *painter, const GantryLane *lane, GArray *marks, const Stretch *known,
           char *const words[3], GArray *labels)
{
  Stretch stretch = *known;
  keep_known(painter, lane, &stretch);
  if ((stretch.right - stretch.left) * painter->column <= 2.0 * ROOM * painter->unit)
    return false;
  for (int i = 0; i < 3; i++)
    if (place(painter, marks, &stretch, words[i], labels))
      return true;
  return false;
}

/* A figure is of each time that it is done: so each has its own, or, where none has room, all together what
 * they are without it. */
static void
place_in (const GantryPainter *painter, const GantryLane *lane, GArray *marks, const Stretch *stretch,
          GArray *labels)
{
  char *words[3];
  bool placed = false;
  find_words(painter, &g_array_index(marks, GantryLaneMark, stretch->first), words);
  bool has_figure =
      words[1] != NULL && strlen(words[0]) > strlen(words[1]) && g_str_has_prefix(words[0], words[1]);
  Stretch once = has_figure ? find_stretch(painter, lane, marks, stretch->first) : *stretch;
  bool is_once = once.last == stretch->last;
  for (guint i = stretch->first; i <= stretch->last; i = once.last + 1) {
    once = is_once ? *stretch : find_stretch(painter, lane, marks, i);
    placed |= place_any(painter, lane, marks, &once, words, labels);
  }
  if (!placed && !is_once) {
    char *all[3] = {words[1], NULL, NULL};
    place_any(painter, lane, marks, stretch, all, labels);
  }
  for (int i = 0; i < 3; i++)
    g_free(words[i]);
}

void
gantry_painter_place_labels (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar,
                             GArray *marks, GArray *labels)
{
  g_array_set_size(labels, 0);
  if (painter->layout->heights.lane < LEAST_LANE * painter->unit || painter->layout->view.without_text)
    return;
  double least = 2.0 * ROOM * painter->unit;
  for (guint i = 0; i < marks->len;) {
    Stretch stretch = find_stretch(painter, NULL, marks, i);
    GantryLegend legend = g_array_index(marks, GantryLaneMark, i).legend;
    i = stretch.last + 1;
    if ((stretch.right - stretch.left) * painter->column > least && may_have_label(painter, legend, bar))
      place_in(painter, lane, marks, &stretch, labels);
  }
}

/* Patterns are interrupted behind letters. */
static void
draw_plate (const GantryPainter *painter, const GantryLaneLabel *label, const GantryBox *bar,
            const GantryColor *tint)
{
  double line = gantry_painter_snap_size(painter, painter->unit), room = 3.0 * painter->unit;
  GantryBox plate = {label->x - room, bar->y + line, label->width + 2.0 * room, bar->height - 2.0 * line};
  gantry_painter_rectangle(painter, &plate);
  gantry_painter_set_color(painter, tint, 1.0);
  cairo_fill(painter->cr);
}

static void
draw_label (const GantryPainter *painter, const GantryLaneLabel *label, const GantryBox *bar,
            const GantryColor *ground)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(label->legend));
  GantryBox box = gantry_painter_shape_box(painter, shape, bar);
  GantryColor solid = gantry_painter_legend_color(painter, label->legend, ground);
  const GantryColor *ink = gantry_painter_ink_on(painter, &solid);
  if (is_line(label->legend)) {
    ink = &painter->theme->dim_text;
  } else if (is_patterned(label->legend)) {
    GantryColor tint = gantry_painter_legend_tint(painter, label->legend, ground);
    draw_plate(painter, label, &box, &tint);
    ink = &painter->theme->text;
  }
  gantry_text_draw(painter->text, GANTRY_TEXT_LABEL, label->text, label->x, box.y + box.height / 2.0,
                   GANTRY_ALIGN_LEFT, ink);
}

void
gantry_painter_draw_labels (const GantryPainter *painter, const GantryBox *bar, const GantryColor *ground,
                            const GArray *labels)
{
  for (guint i = 0; i < labels->len; i++)
    draw_label(painter, &g_array_index(labels, GantryLaneLabel, i), bar, ground);
}
