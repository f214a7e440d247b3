/* The output pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/output-pane.h"

#include "timeline/units.h"
#include "ui/scroller.h"

#include <glib/gi18n-lib.h>

#define MOST_AT_ONCE 500 /* lines appended in one call: the rest comes with the next */
#define MOST_LINES 20000 /* kept: the oldest are dropped, and that is said */

struct _GantryOutputPane {
  GtkBox parent_instance;
  GtkTextView *view;
  GtkTextMark *end;
  GantryTimeline *timeline; /* of which there is more to append, or NULL */
  guint more;
  size_t taken;
};

G_DEFINE_FINAL_TYPE(GantryOutputPane, gantry_output_pane, GTK_TYPE_BOX)

static void
stop_appending (GantryOutputPane *self)
{
  g_clear_handle_id(&self->more, g_source_remove);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
}

void
gantry_output_pane_clear (GantryOutputPane *self)
{
  stop_appending(self);
  gtk_text_buffer_set_text(gtk_text_view_get_buffer(self->view), "", -1);
  self->taken = 0;
}

static void
append (GantryOutputPane *self, const GantryTimeline *timeline, const GantryMark *mark)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(self->view);
  const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
  g_autofree char *when = gantry_format_moment(mark->time, 100000);
  g_autofree char *line = NULL;
  GtkTextIter end;
  if (mark->kind == GANTRY_MARK_EXPECT_HELD)
    return;
  if (mark->kind == GANTRY_MARK_EXPECT_BROKEN)
    line = g_strdup_printf(_("%s  %s: line %u does not hold: %s\n"), when,
                           lane ? gantry_lane_get_name(lane) : "", mark->line, mark->text);
  else
    line = g_strdup_printf("%s  %s: %s\n", when, lane ? gantry_lane_get_name(lane) : "", mark->text);
  gtk_text_buffer_get_end_iter(buffer, &end);
  gtk_text_buffer_insert(buffer, &end, line, -1);
}

static void
say_left_out (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  gtk_text_buffer_get_start_iter(buffer, &start);
  gtk_text_buffer_insert(buffer, &start, _("… earlier lines are left out here\n"), -1);
}

static void
drop_oldest (GantryOutputPane *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(self->view);
  int too_many = gtk_text_buffer_get_line_count(buffer) - MOST_LINES;
  GtkTextIter start, end;
  if (too_many <= 0)
    return;
  gtk_text_buffer_get_start_iter(buffer, &start);
  gtk_text_buffer_get_iter_at_line(buffer, &end, too_many + MOST_LINES / 10);
  gtk_text_buffer_delete(buffer, &start, &end);
  say_left_out(buffer);
}

static gboolean
on_more (gpointer data)
{
  GantryOutputPane *self = data;
  gantry_output_pane_update(self, self->timeline);
  if (self->taken < gantry_timeline_get_n_marks(self->timeline))
    return G_SOURCE_CONTINUE;
  self->more = 0;
  stop_appending(self);
  return G_SOURCE_REMOVE;
}

/* Whoever calls may not call again: the run may be over. */
static void
go_on_later (GantryOutputPane *self, GantryTimeline *timeline)
{
  if (self->more)
    return;
  self->timeline = gantry_timeline_ref(timeline);
  self->more = g_idle_add_full(G_PRIORITY_LOW, on_more, self, NULL);
}

void
gantry_output_pane_update (GantryOutputPane *self, GantryTimeline *timeline)
{
  size_t n_marks = gantry_timeline_get_n_marks(timeline);
  if (self->taken == 0 &&
      n_marks > MOST_LINES) { /* a trace that was opened: nobody would see the first ones */
    self->taken = n_marks - MOST_LINES;
    say_left_out(gtk_text_view_get_buffer(self->view));
  }
  size_t until = MIN(n_marks, self->taken + MOST_AT_ONCE);
  if (self->taken >= until)
    return;
  for (; self->taken < until; self->taken++)
    append(self, timeline, gantry_timeline_get_mark(timeline, self->taken));
  drop_oldest(self);
  gtk_text_view_scroll_to_mark(self->view, self->end, 0, FALSE, 0, 1);
  if (self->taken < n_marks)
    go_on_later(self, timeline);
}

static void
dispose (GObject *object)
{
  stop_appending(GANTRY_OUTPUT_PANE(object));
  G_OBJECT_CLASS(gantry_output_pane_parent_class)->dispose(object);
}

static void
gantry_output_pane_class_init (GantryOutputPaneClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static void
gantry_output_pane_init (GantryOutputPane *self)
{
  GtkWidget *heading = gtk_label_new(_("Output"));
  GtkTextIter end;
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_label_set_xalign(GTK_LABEL(heading), 0);
  gtk_widget_add_css_class(heading, "pane-heading");
  self->view = GTK_TEXT_VIEW(gtk_text_view_new());
  gtk_text_view_set_editable(self->view, FALSE);
  gtk_text_view_set_cursor_visible(self->view, FALSE);
  gtk_text_view_set_monospace(self->view, TRUE);
  gtk_text_view_set_wrap_mode(self->view, GTK_WRAP_WORD_CHAR);
  gtk_widget_add_css_class(GTK_WIDGET(self->view), "output");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Output of the run"), -1);
  gtk_text_buffer_get_end_iter(gtk_text_view_get_buffer(self->view), &end);
  self->end = gtk_text_buffer_create_mark(gtk_text_view_get_buffer(self->view), NULL, &end, FALSE);
  gtk_box_append(GTK_BOX(self), heading);
  gtk_box_append(GTK_BOX(self), gantry_scroller_new(GTK_WIDGET(self->view)));
}

GtkWidget *
gantry_output_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_OUTPUT_PANE, NULL);
}
