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

/* The marks from `first` on that one label serves, as far as they can be seen. */
static Stretch
find_stretch (const GantryPainter *painter, const GArray *marks, guint first)
{
  const GantryLaneMark *mark = &g_array_index(marks, GantryLaneMark, first);
  Stretch stretch = {first, first, mark->span.left, mark->span.right};
  while (stretch.last + 1 < marks->len) {
    const GantryLaneMark *next = &g_array_index(marks, GantryLaneMark, stretch.last + 1);
    if (!is_same_cause(mark, next) || next->span.left - stretch.right > MOST_APART)
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

void
gantry_painter_place_labels (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar,
                             GArray *marks, GArray *labels)
{
  g_array_set_size(labels, 0);
  if (painter->layout->heights.lane < LEAST_LANE * painter->unit || painter->layout->view.without_text)
    return;
  double least = 2.0 * ROOM * painter->unit;
  for (guint i = 0; i < marks->len;) {
    Stretch stretch = find_stretch(painter, marks, i);
    const GantryLaneMark *mark = &g_array_index(marks, GantryLaneMark, i);
    i = stretch.last + 1;
    keep_known(painter, lane, &stretch);
    if ((stretch.right - stretch.left) * painter->column <= least ||
        !may_have_label(painter, mark->legend, bar))
      continue;
    char *words[3];
    find_words(painter, mark, words);
    for (int j = 0; j < 3 && !place(painter, marks, &stretch, words[j], labels);)
      j++;
    for (int j = 0; j < 3; j++)
      g_free(words[j]);
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
