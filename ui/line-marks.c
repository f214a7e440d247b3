/* Marks of lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/line-marks.h"

#include "chart/moment-words.h"
#include "ui/task-gutter.h"

#include <adwaita.h>

/* A run of so many tasks has no line without one; the margin tells no more of them. */
#define MOST_LANES 20000
#define MARGIN 0.1 /* of the height, kept around the line that is scrolled to */

struct GantryLineMarks {
  GtkSourceView *view;
  GtkTextBuffer *buffer;
  GtkTextTag *tags[GANTRY_N_LEGEND];
  GtkTextMark *place; /* what is scrolled to */
  GantryTaskGutter *gutter;
  GString *shown; /* what is marked now, so that the same is not marked again */
};

/* Those who run tell more than those who want to, and these more than those who wait. */
static bool
tells_more (GantryState state, GantryState other)
{
  return gantry_state_legend(state) < gantry_state_legend(other);
}

static void
add_task (GHashTable *lines, const GantryLane *lane, const GantryInterval *interval)
{
  gpointer key = GUINT_TO_POINTER(interval->line);
  const char *name = gantry_lane_get_name(lane);
  GantryLineTasks *tasks = g_hash_table_lookup(lines, key);
  if (!tasks) {
    tasks = g_new0(GantryLineTasks, 1);
    g_hash_table_insert(lines, key, tasks);
  }
  if (tasks->count > 0 && tells_more(interval->state, tasks->states[0])) {
    tasks->names[1] = tasks->names[0];
    tasks->states[1] = tasks->states[0];
    tasks->names[0] = name;
    tasks->states[0] = interval->state;
  } else if (tasks->count < GANTRY_CHIPS_AT_ONCE) {
    tasks->names[tasks->count] = name;
    tasks->states[tasks->count] = interval->state;
  }
  tasks->count++;
}

/* It may have been edited since. */
static bool
is_as_it_was (const GantryLineMarks *marks, const GantryTimeline *timeline, uint32_t line)
{
  const char *then = gantry_timeline_get_source_line(timeline, line);
  GtkTextIter start, end;
  if (!then || !gtk_text_buffer_get_iter_at_line(marks->buffer, &start, (int)line - 1))
    return false;
  end = start;
  if (!gtk_text_iter_ends_line(&end))
    gtk_text_iter_forward_to_line_end(&end);
  g_autofree char *now = gtk_text_buffer_get_text(marks->buffer, &start, &end, TRUE);
  return g_str_equal(now, then);
}

static gboolean
has_changed (gpointer line, gpointer tasks, gpointer data)
{
  const gconstpointer *context = data;
  return !is_as_it_was(context[0], context[1], GPOINTER_TO_UINT(line));
}

typedef struct {
  uint32_t line; /* 0: none */
  int64_t since;
} Newest;

/* Who is at which line: line → GantryLineTasks. Also the line to look at. */
static GHashTable *
find_tasks (const GantryLineMarks *marks, const GantryTimeline *timeline, int64_t moment, uint32_t selected,
            Newest *newest)
{
  GHashTable *lines = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  uint32_t n_lanes = timeline ? gantry_timeline_get_n_lanes(timeline) : 0;
  for (uint32_t i = 0; i < n_lanes && n_lanes <= MOST_LANES; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryInterval interval;
    /* A loop is where its task is. */
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP || !gantry_moment_find(lane, moment, &interval) ||
        interval.line == 0)
      continue;
    add_task(lines, lane, &interval);
    bool is_selected = gantry_lane_get_id(lane) == selected;
    if (is_selected || newest->line == 0 || interval.start > newest->since)
      *newest = (Newest){interval.line, is_selected ? INT64_MAX : interval.start};
  }
  const gconstpointer context[] = {marks, timeline};
  g_hash_table_foreach_remove(lines, has_changed, (gpointer)context);
  return lines;
}

/* The same words for the same marks. */
static GString *
describe (GHashTable *lines, int n_lines)
{
  GString *text = g_string_new(NULL);
  for (int line = 1; line <= n_lines; line++) {
    const GantryLineTasks *tasks = g_hash_table_lookup(lines, GINT_TO_POINTER(line));
    if (!tasks)
      continue;
    g_string_append_printf(text, "%d %u", line, tasks->count);
    for (guint i = 0; i < MIN(tasks->count, GANTRY_CHIPS_AT_ONCE); i++)
      g_string_append_printf(text, " %d %s", tasks->states[i], tasks->names[i]);
    g_string_append_c(text, '\n');
  }
  return text;
}

static void
tint (GantryLineMarks *marks, int line, GantryState state)
{
  GtkTextIter start, end;
  gtk_text_buffer_get_iter_at_line(marks->buffer, &start, line - 1);
  end = start;
  gtk_text_iter_forward_line(&end);
  gtk_text_buffer_apply_tag(marks->buffer, marks->tags[gantry_state_legend(state)], &start, &end);
}

/* All anew where anything has changed: lines are few, and a tint left behind would be a lie. */
static void
mark_lines (GantryLineMarks *marks, GHashTable *lines)
{
  GtkTextIter start, end;
  GHashTableIter iter;
  gpointer line, tasks;
  gtk_text_buffer_get_bounds(marks->buffer, &start, &end);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    gtk_text_buffer_remove_tag(marks->buffer, marks->tags[i], &start, &end);
  g_hash_table_iter_init(&iter, lines);
  while (g_hash_table_iter_next(&iter, &line, &tasks))
    tint(marks, GPOINTER_TO_INT(line), ((GantryLineTasks *)tasks)->states[0]);
  gantry_task_gutter_set_lines(marks->gutter, lines);
}

static void
scroll_to (GantryLineMarks *marks, uint32_t line)
{
  GtkTextIter iter;
  if (line == 0 || !gtk_text_buffer_get_iter_at_line(marks->buffer, &iter, (int)line - 1))
    return;
  gtk_text_buffer_move_mark(marks->buffer, marks->place, &iter);
  gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(marks->view), marks->place, MARGIN, FALSE, 0, 0);
}

void
gantry_line_marks_show (GantryLineMarks *marks, const GantryTimeline *timeline, int64_t moment, bool follow,
                        uint32_t selected)
{
  Newest newest = {0};
  g_autoptr(GHashTable) lines = find_tasks(marks, timeline, moment, selected, &newest);
  GString *text = describe(lines, gtk_text_buffer_get_line_count(marks->buffer));
  bool is_same = g_string_equal(text, marks->shown);
  g_string_free(marks->shown, TRUE);
  marks->shown = text;
  if (is_same)
    return;
  mark_lines(marks, lines);
  if (follow)
    scroll_to(marks, newest.line);
}

static void
update_colors (GantryLineMarks *marks)
{
  for (int i = 0; i < GANTRY_N_LEGEND; i++) {
    GdkRGBA color = gantry_task_gutter_tint(gantry_legend_state((GantryLegend)i));
    g_object_set(marks->tags[i], "paragraph-background-rgba", &color, NULL);
  }
  gtk_widget_queue_draw(GTK_WIDGET(marks->gutter));
}

/* New text has none of the tags. */
static void
on_edited (GtkTextBuffer *buffer, GantryLineMarks *marks)
{
  g_string_assign(marks->shown, "?");
}

GantryLineMarks *
gantry_line_marks_new (GtkSourceView *view)
{
  GantryLineMarks *marks = g_new0(GantryLineMarks, 1);
  AdwStyleManager *style = adw_style_manager_get_default();
  GtkTextIter start;
  marks->view = view;
  marks->buffer = g_object_ref(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)));
  marks->shown = g_string_new(NULL);
  gtk_text_buffer_get_start_iter(marks->buffer, &start);
  marks->place = gtk_text_buffer_create_mark(marks->buffer, NULL, &start, TRUE);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    marks->tags[i] = gtk_text_buffer_create_tag(marks->buffer, NULL, NULL);
  marks->gutter = g_object_ref(GANTRY_TASK_GUTTER(gantry_task_gutter_new()));
  gtk_source_gutter_insert(gtk_source_view_get_gutter(view, GTK_TEXT_WINDOW_RIGHT),
                           GTK_SOURCE_GUTTER_RENDERER(marks->gutter), 0);
  g_signal_connect_swapped(style, "notify::dark", G_CALLBACK(update_colors), marks);
  g_signal_connect_swapped(style, "notify::high-contrast", G_CALLBACK(update_colors), marks);
  g_signal_connect(marks->buffer, "changed", G_CALLBACK(on_edited), marks);
  update_colors(marks);
  return marks;
}

void
gantry_line_marks_free (GantryLineMarks *marks)
{
  g_signal_handlers_disconnect_by_data(adw_style_manager_get_default(), marks);
  g_signal_handlers_disconnect_by_data(marks->buffer, marks);
  g_object_unref(marks->gutter);
  g_object_unref(marks->buffer);
  g_string_free(marks->shown, TRUE);
  g_free(marks);
}
