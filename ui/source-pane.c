/* The source pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/source-pane.h"

#include "chart/layout.h"
#include "ui/task-gutter.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <gtksourceview/gtksource.h>

/* Names on one line's chip; the others are counted. */
#define NAMES_AT_ONCE 2

/* How a line is tinted, by the most telling of the states at it. */
typedef enum { HOW_NONE, HOW_RESTS, HOW_WAITS, HOW_RUNS, N_HOWS } How;

struct _GantrySourcePane {
  GtkBox parent_instance;
  GtkLabel *name;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  GtkTextTag *tags[N_HOWS]; /* [0]: none */
  GtkTextMark *first;       /* line that is scrolled to */
  GantryTaskGutter *gutter;
  char *marks; /* How of each line, as digits: as they are tinted now */
  int n_lines;
};

G_DEFINE_FINAL_TYPE(GantrySourcePane, gantry_source_pane, GTK_TYPE_BOX)

static const GantryTheme *
theme_of_desktop (void)
{
  return gantry_theme_get(adw_style_manager_get_dark(adw_style_manager_get_default()) ? GANTRY_THEME_DARK
                                                                                      : GANTRY_THEME_LIGHT);
}

static void
set_tag_color (GtkTextTag *tag, const GantryColor *color)
{
  GdkRGBA rgba = {(float)color->red, (float)color->green, (float)color->blue, 0.22f};
  g_object_set(tag, "paragraph-background-rgba", &rgba, NULL);
}

static void
update_style (GantrySourcePane *self)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default();
  gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  const GantryTheme *theme = theme_of_desktop();
  gtk_source_buffer_set_style_scheme(
      self->buffer, gtk_source_style_scheme_manager_get_scheme(schemes, dark ? "Adwaita-dark" : "Adwaita"));
  set_tag_color(self->tags[HOW_RESTS], &theme->states[GANTRY_STATE_WAIT_JOIN]);
  set_tag_color(self->tags[HOW_WAITS], &theme->states[GANTRY_STATE_WAIT_LOCK]);
  set_tag_color(self->tags[HOW_RUNS], &theme->states[GANTRY_STATE_RUNNING]);
}

/* What the scenario says about itself is told elsewhere: the text begins to be of interest below that. */
static void
scroll_past_head (GantrySourcePane *self, const char *text)
{
  static const char *const head[] = {"title", "about", "topic", "on", "seed", "limit", "#"};
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GtkTextIter iter;
  int line = 0;
  for (; lines[line]; line++) {
    bool is_head = *lines[line] == '\0';
    for (gsize i = 0; i < G_N_ELEMENTS(head); i++)
      is_head = is_head || g_str_has_prefix(lines[line], head[i]);
    if (!is_head)
      break;
  }
  gtk_text_buffer_get_iter_at_line(buffer, &iter, line);
  gtk_text_buffer_move_mark(buffer, self->first, &iter);
  gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(self->view), self->first, 0, TRUE, 0, 0);
}

void
gantry_source_pane_set_text (GantrySourcePane *self, const char *name, const char *text)
{
  gtk_label_set_text(self->name, name);
  gtk_text_buffer_set_text(GTK_TEXT_BUFFER(self->buffer), text, -1);
  g_clear_pointer(&self->marks, g_free);
  self->n_lines = gtk_text_buffer_get_line_count(GTK_TEXT_BUFFER(self->buffer));
  gantry_task_gutter_set_chips(self->gutter, NULL);
  scroll_past_head(self, text);
}

typedef struct {
  GString *names;
  guint count;
  How how;
} LineTasks;

static void
line_tasks_free (gpointer data)
{
  LineTasks *tasks = data;
  g_string_free(tasks->names, TRUE);
  g_free(tasks);
}

static void
add_chip (LineTasks *at, const GantryTimeline *timeline, const GantryLane *lane)
{
  GantryColor color = gantry_lane_color(theme_of_desktop(), timeline, gantry_lane_get_id(lane));
  g_autofree char *name = g_markup_escape_text(gantry_lane_get_name(lane), -1);
  if (at->count++ < NAMES_AT_ONCE)
    g_string_append_printf(at->names,
                           "<span size=\"small\" weight=\"bold\" color=\"#%02x%02x%02x\">%s●\u00a0%s</span>",
                           (unsigned)(color.red * 255), (unsigned)(color.green * 255),
                           (unsigned)(color.blue * 255), at->count > 1 ? "  " : "", name);
}

static How
how_of (GantryState state)
{
  if (state == GANTRY_STATE_RUNNING)
    return HOW_RUNS;
  return gantry_state_legend(state) == GANTRY_LEGEND_LOCK ? HOW_WAITS : HOW_RESTS;
}

/* Who is at which line at that moment: line → LineTasks. */
static GHashTable *
tasks_by_line (const GantryTimeline *timeline, int64_t moment)
{
  GHashTable *lines = g_hash_table_new_full(NULL, NULL, NULL, line_tasks_free);
  for (uint32_t i = 0; timeline && i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryInterval interval;
    size_t index;
    if (!gantry_lane_find(lane, MIN(moment, gantry_lane_get_known_until(lane) - 1), &index) ||
        (gantry_lane_get_ended(lane) != GANTRY_NO_TIME && gantry_lane_get_ended(lane) <= moment))
      continue;
    gantry_lane_get_interval(lane, index, &interval);
    if (interval.line == 0)
      continue;
    LineTasks *at = g_hash_table_lookup(lines, GUINT_TO_POINTER(interval.line));
    if (!at) {
      at = g_new0(LineTasks, 1);
      at->names = g_string_new(NULL);
      g_hash_table_insert(lines, GUINT_TO_POINTER(interval.line), at);
    }
    at->how = MAX(at->how, how_of(interval.state));
    add_chip(at, timeline, lane);
  }
  return lines;
}

static void
tint_line (GantrySourcePane *self, int line, How how)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
  GtkTextIter start, end;
  gtk_text_buffer_get_iter_at_line(buffer, &start, line - 1);
  end = start;
  gtk_text_iter_forward_line(&end);
  gtk_text_buffer_apply_tag(buffer, self->tags[how], &start, &end);
}

/* All anew where anything has changed: lines are few, and a tint left behind would be a lie. */
static void
tint_lines (GantrySourcePane *self, GHashTable *lines)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
  g_autoptr(GString) marks = g_string_new(NULL);
  GtkTextIter start, end;
  for (int line = 1; line <= self->n_lines; line++) {
    const LineTasks *at = g_hash_table_lookup(lines, GINT_TO_POINTER(line));
    g_string_append_c(marks, (char)('0' + (at ? at->how : HOW_NONE)));
  }
  if (g_strcmp0(marks->str, self->marks) == 0)
    return;
  g_free(self->marks);
  self->marks = g_strdup(marks->str);
  gtk_text_buffer_get_bounds(buffer, &start, &end);
  for (int how = HOW_RESTS; how < N_HOWS; how++)
    gtk_text_buffer_remove_tag(buffer, self->tags[how], &start, &end);
  for (int line = 1; line <= self->n_lines; line++)
    if (self->marks[line - 1] != '0')
      tint_line(self, line, (How)(self->marks[line - 1] - '0'));
}

void
gantry_source_pane_mark (GantrySourcePane *self, const GantryTimeline *timeline, int64_t moment)
{
  g_autoptr(GHashTable) lines = tasks_by_line(timeline, moment);
  GPtrArray *chips = g_ptr_array_new_with_free_func(g_free);
  for (int line = 1; line <= self->n_lines; line++) {
    const LineTasks *at = g_hash_table_lookup(lines, GINT_TO_POINTER(line));
    char *markup = NULL;
    if (at && at->count > NAMES_AT_ONCE)
      markup =
          g_strdup_printf("%s <span size=\"small\">+%u</span>", at->names->str, at->count - NAMES_AT_ONCE);
    else if (at)
      markup = g_strdup(at->names->str);
    g_ptr_array_add(chips, markup);
  }
  tint_lines(self, lines);
  gantry_task_gutter_set_chips(self->gutter, chips);
}

static void
finalize (GObject *object)
{
  g_free(GANTRY_SOURCE_PANE(object)->marks);
  G_OBJECT_CLASS(gantry_source_pane_parent_class)->finalize(object);
}

static void
gantry_source_pane_class_init (GantrySourcePaneClass *class)
{
  G_OBJECT_CLASS(class)->finalize = finalize;
}

static void
gantry_source_pane_init (GantrySourcePane *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->name = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(self->name, 0);
  gtk_label_set_ellipsize(self->name, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class(GTK_WIDGET(self->name), "pane-heading");
  self->buffer = gtk_source_buffer_new(NULL);
  self->view = GTK_SOURCE_VIEW(gtk_source_view_new_with_buffer(self->buffer));
  gtk_text_view_set_editable(GTK_TEXT_VIEW(self->view), FALSE);
  gtk_text_view_set_cursor_visible(GTK_TEXT_VIEW(self->view), FALSE);
  gtk_text_view_set_monospace(GTK_TEXT_VIEW(self->view), TRUE);
  gtk_source_view_set_show_line_numbers(self->view, TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Text of the scenario"), -1);
  for (int how = HOW_RESTS; how < N_HOWS; how++)
    self->tags[how] = gtk_text_buffer_create_tag(GTK_TEXT_BUFFER(self->buffer), NULL, NULL);
  GtkTextIter start;
  gtk_text_buffer_get_start_iter(GTK_TEXT_BUFFER(self->buffer), &start);
  self->first = gtk_text_buffer_create_mark(GTK_TEXT_BUFFER(self->buffer), NULL, &start, TRUE);
  self->gutter = GANTRY_TASK_GUTTER(gantry_task_gutter_new());
  gtk_source_gutter_insert(gtk_source_view_get_gutter(self->view, GTK_TEXT_WINDOW_RIGHT),
                           GTK_SOURCE_GUTTER_RENDERER(self->gutter), 0);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->view));
  gtk_widget_set_vexpand(scrolled, TRUE);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->name));
  gtk_box_append(GTK_BOX(self), scrolled);
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(update_style), self,
                          G_CONNECT_SWAPPED);
  update_style(self);
}

GtkWidget *
gantry_source_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_SOURCE_PANE, NULL);
}
