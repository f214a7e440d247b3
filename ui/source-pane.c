/* The source pane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/source-pane.h"

#include "ui/line-marks.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

struct _GantrySourcePane {
  GtkBox parent_instance;
  GantryEditor *editor;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  GtkTextMark *first; /* line that is scrolled to */
  GantryLineMarks *marks;
};

G_DEFINE_FINAL_TYPE(GantrySourcePane, gantry_source_pane, GTK_TYPE_BOX)

static void
update_style (GantrySourcePane *self)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default();
  gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  gtk_source_buffer_set_style_scheme(
      self->buffer, gtk_source_style_scheme_manager_get_scheme(schemes, dark ? "Adwaita-dark" : "Adwaita"));
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
  gantry_editor_set_text(self->editor, name, text);
  gantry_source_pane_mark(self, NULL, 0, false, GANTRY_NO_LANE);
  if (text)
    scroll_past_head(self, text);
}

GantryEditor *
gantry_source_pane_get_editor (GantrySourcePane *self)
{
  return self->editor;
}

void
gantry_source_pane_mark (GantrySourcePane *self, const GantryTimeline *timeline, int64_t moment, bool follow,
                         uint32_t selected)
{
  gantry_line_marks_show(self->marks, timeline, moment, follow, selected);
}

static void
finalize (GObject *object)
{
  gantry_line_marks_free(GANTRY_SOURCE_PANE(object)->marks);
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
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  self->editor = GANTRY_EDITOR(gantry_editor_new());
  self->view = gantry_editor_get_view(self->editor);
  self->buffer = GTK_SOURCE_BUFFER(gtk_text_view_get_buffer(GTK_TEXT_VIEW(self->view)));
  GtkTextIter start;
  gtk_text_buffer_get_start_iter(GTK_TEXT_BUFFER(self->buffer), &start);
  self->first = gtk_text_buffer_create_mark(GTK_TEXT_BUFFER(self->buffer), NULL, &start, TRUE);
  self->marks = gantry_line_marks_new(self->view);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->editor));
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark", G_CALLBACK(update_style), self,
                          G_CONNECT_SWAPPED);
  update_style(self);
}

GtkWidget *
gantry_source_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_SOURCE_PANE, NULL);
}
