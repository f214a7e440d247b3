/* Errors as one types. Checking goes on beside the window; what comes back late, of a text that was changed
 * since, is dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/editor-check.h"

#include "scenario/scenario.h"
#include "trace/background.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAUSE_MS 250 /* of typing, after which errors are looked for */
#define LINES 2      /* of a message; all of it is in its tooltip */

struct _GantryEditorCheck {
  GtkBox parent_instance;
  GtkSourceView *view; /* outlives this: its neighbour */
  GtkTextBuffer *buffer;
  GtkTextTag *underline;
  GtkLabel *message, *count;
  GtkWidget *next;
  GPtrArray *diagnostics; /* nullable */
  guint pause;
  guint generation; /* of the text */
  bool enabled;
};

/* More than anybody mends at once; of a stranger's text there may be half a million. */
#define MOST_SHOWN 1000u

G_DEFINE_FINAL_TYPE(GantryEditorCheck, gantry_editor_check, GTK_TYPE_BOX)

typedef struct {
  char *text;
  guint generation;
} Job;

static void
job_free (gpointer data)
{
  g_free(((Job *)data)->text);
  g_free(data);
}

static void
place_of (GtkTextBuffer *buffer, const GantryDiagnostic *diagnostic, GtkTextIter *iter)
{
  GtkTextIter end;
  gtk_text_buffer_get_iter_at_line(buffer, iter, (int)diagnostic->line - 1);
  end = *iter;
  if (!gtk_text_iter_ends_line(&end))
    gtk_text_iter_forward_to_line_end(&end);
  int most = gtk_text_iter_get_line_offset(&end);
  gtk_text_iter_set_line_offset(iter, (int)MIN(diagnostic->column - 1, (uint32_t)most));
}

static bool
is_of_word (gunichar c)
{
  return g_unichar_isalnum(c) || c == '_';
}

/* The word at the place, else one character; at a line's end the one before. */
static void
span_of (GtkTextBuffer *buffer, const GantryDiagnostic *diagnostic, GtkTextIter *start, GtkTextIter *end)
{
  place_of(buffer, diagnostic, start);
  if (gtk_text_iter_ends_line(start) && !gtk_text_iter_starts_line(start))
    gtk_text_iter_backward_char(start);
  *end = *start;
  while (!gtk_text_iter_ends_line(end) && is_of_word(gtk_text_iter_get_char(end)))
    gtk_text_iter_forward_char(end);
  if (gtk_text_iter_equal(start, end) && !gtk_text_iter_ends_line(end))
    gtk_text_iter_forward_char(end);
}

static guint
count_of (const GantryEditorCheck *self)
{
  return self->diagnostics ? MIN(self->diagnostics->len, MOST_SHOWN) : 0;
}

/* Number of the error that the cursor is at or behind, from 0. */
static guint
current_error (const GantryEditorCheck *self)
{
  GtkTextIter cursor, start, end;
  guint current = 0;
  gtk_text_buffer_get_iter_at_mark(self->buffer, &cursor, gtk_text_buffer_get_insert(self->buffer));
  for (guint i = 0; i < count_of(self); i++) {
    span_of(self->buffer, self->diagnostics->pdata[i], &start, &end);
    if (gtk_text_iter_compare(&start, &cursor) <= 0)
      current = i;
  }
  return current;
}

/* It is there as long as there is a text: what comes and goes would move the line that one writes. */
static void
update_line (GantryEditorCheck *self)
{
  guint n = count_of(self);
  g_autofree char *text = NULL;
  if (n > 0) {
    guint current = current_error(self);
    const GantryDiagnostic *diagnostic = self->diagnostics->pdata[current];
    g_autofree char *count = g_strdup_printf(_("%u of %u"), current + 1, n);
    text = g_strdup_printf(_("Line %u: %s"), diagnostic->line, diagnostic->message);
    gtk_label_set_text(self->count, count);
    gtk_widget_add_css_class(GTK_WIDGET(self), "has-errors");
  } else {
    gtk_widget_remove_css_class(GTK_WIDGET(self), "has-errors");
  }
  gtk_label_set_text(self->message, text ? text : _("No errors"));
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->message), text);
  gtk_widget_set_visible(GTK_WIDGET(self->count), n > 1);
  gtk_widget_set_visible(self->next, n > 0);
  /* Of a text that nobody has touched there is nothing to say. */
  gtk_widget_set_visible(GTK_WIDGET(self),
                         self->enabled && (n > 0 || gtk_text_buffer_get_modified(self->buffer)));
}

void
gantry_editor_check_show (GantryEditorCheck *self, GPtrArray *diagnostics)
{
  GtkTextIter start, end;
  if (diagnostics)
    g_ptr_array_ref(diagnostics);
  g_clear_pointer(&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = diagnostics;
  gtk_text_buffer_get_bounds(self->buffer, &start, &end);
  gtk_text_buffer_remove_tag(self->buffer, self->underline, &start, &end);
  for (guint i = 0; i < count_of(self); i++) {
    span_of(self->buffer, self->diagnostics->pdata[i], &start, &end);
    gtk_text_buffer_apply_tag(self->buffer, self->underline, &start, &end);
  }
  update_line(self);
}

/* On a thread of its own. */
static void
check_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GPtrArray *diagnostics = NULL;
  GantryScenario *scenario = gantry_scenario_new("", job->text, strlen(job->text), &diagnostics, NULL);
  gantry_scenario_unref(scenario);
  g_task_return_pointer(task, diagnostics, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_checked (GObject *object, GAsyncResult *result, gpointer data)
{
  GantryEditorCheck *self = GANTRY_EDITOR_CHECK(object);
  const Job *job = g_task_get_task_data(G_TASK(result));
  g_autoptr(GPtrArray) diagnostics = g_task_propagate_pointer(G_TASK(result), NULL);
  if (self->buffer && job->generation == self->generation && self->enabled)
    gantry_editor_check_show(self, diagnostics);
}

static gboolean
check_after_pause (gpointer data)
{
  GantryEditorCheck *self = data;
  GtkTextIter start, end;
  Job *job = g_new0(Job, 1);
  self->pause = 0;
  gtk_text_buffer_get_bounds(self->buffer, &start, &end);
  job->text = gtk_text_buffer_get_text(self->buffer, &start, &end, FALSE);
  job->generation = self->generation;
  g_autoptr(GTask) task = g_task_new(self, NULL, on_checked, NULL);
  g_task_set_task_data(task, job, job_free);
  gantry_run_in_background(task, check_text);
  return G_SOURCE_REMOVE;
}

void
gantry_editor_check_now (GantryEditorCheck *self, bool enabled)
{
  g_clear_handle_id(&self->pause, g_source_remove);
  self->enabled = enabled;
  self->generation++;
  if (enabled)
    check_after_pause(self);
  else
    gantry_editor_check_show(self, NULL);
}

guint
gantry_editor_check_count (GantryEditorCheck *self)
{
  return count_of(self);
}

bool
gantry_editor_check_step (GantryEditorCheck *self, int step)
{
  GtkTextIter cursor, start, end;
  guint n = count_of(self);
  if (n == 0)
    return false;
  guint target = current_error(self);
  gtk_text_buffer_get_iter_at_mark(self->buffer, &cursor, gtk_text_buffer_get_insert(self->buffer));
  span_of(self->buffer, self->diagnostics->pdata[target], &start, &end);
  int side = gtk_text_iter_compare(&start, &cursor);
  /* Behind it, the previous one is this; before the first, the next one is. */
  if (!(step < 0 && side < 0) && !(step > 0 && side > 0))
    target = (target + n + (step < 0 ? n - 1 : 1)) % n;
  span_of(self->buffer, self->diagnostics->pdata[target], &start, &end);
  gtk_text_buffer_place_cursor(self->buffer, &start);
  gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(self->view), gtk_text_buffer_get_insert(self->buffer), 0.1,
                               FALSE, 0, 0);
  gtk_widget_grab_focus(GTK_WIDGET(self->view));
  return true;
}

static void
on_changed (GtkTextBuffer *buffer, gpointer data)
{
  GantryEditorCheck *self = data;
  self->generation++;
  g_clear_handle_id(&self->pause, g_source_remove);
  if (self->enabled)
    self->pause = g_timeout_add(PAUSE_MS, check_after_pause, self);
}

static void
on_cursor_moved (GtkTextBuffer *buffer, GParamSpec *property, gpointer data)
{
  /* Between a change and its check the errors' places are those of another text. */
  GantryEditorCheck *self = data;
  if (count_of(self) > 0 && !self->pause)
    update_line(self);
}

static gboolean
on_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, gpointer data)
{
  GantryEditorCheck *self = data;
  g_autoptr(GString) text = g_string_new(NULL);
  GtkTextIter at, start, end;
  int buffer_x, buffer_y;
  if (count_of(self) == 0 || self->pause)
    return FALSE;
  if (by_keyboard) {
    gtk_text_buffer_get_iter_at_mark(self->buffer, &at, gtk_text_buffer_get_insert(self->buffer));
  } else {
    gtk_text_view_window_to_buffer_coords(GTK_TEXT_VIEW(widget), GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x,
                                          &buffer_y);
    if (!gtk_text_view_get_iter_at_location(GTK_TEXT_VIEW(widget), &at, buffer_x, buffer_y))
      return FALSE;
  }
  for (guint i = 0; i < count_of(self); i++) {
    const GantryDiagnostic *diagnostic = self->diagnostics->pdata[i];
    span_of(self->buffer, diagnostic, &start, &end);
    if (gtk_text_iter_compare(&start, &at) <= 0 && gtk_text_iter_compare(&at, &end) < 0)
      g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", diagnostic->message);
  }
  gtk_tooltip_set_text(tooltip, text->str);
  return text->len > 0;
}

static void
on_next (GtkButton *button, gpointer data)
{
  gantry_editor_check_step(data, 1);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  if (keyval != GDK_KEY_F8 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  return gantry_editor_check_step(data, state & GDK_SHIFT_MASK ? -1 : 1);
}

static void
dispose (GObject *object)
{
  GantryEditorCheck *self = GANTRY_EDITOR_CHECK(object);
  g_clear_handle_id(&self->pause, g_source_remove);
  g_clear_pointer(&self->diagnostics, g_ptr_array_unref);
  g_clear_object(&self->buffer);
  G_OBJECT_CLASS(gantry_editor_check_parent_class)->dispose(object);
}

static void
gantry_editor_check_class_init (GantryEditorCheckClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
}

static void
gantry_editor_check_init (GantryEditorCheck *self)
{
  self->message = GTK_LABEL(gtk_label_new(""));
  self->count = GTK_LABEL(gtk_label_new(""));
  self->next = gtk_button_new_from_icon_name("go-down-symbolic");
  gantry_wrap(self->message);
  gtk_label_set_lines(self->message, LINES);
  gtk_label_set_ellipsize(self->message, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(self->message, 0);
  gtk_widget_set_hexpand(GTK_WIDGET(self->message), TRUE);
  gtk_widget_set_valign(self->next, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(self->next, "flat");
  gtk_widget_set_tooltip_text(self->next, _("Go to error (F8)"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->next), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Go to error"),
                                 -1);
  g_signal_connect(self->next, "clicked", G_CALLBACK(on_next), self);
  gtk_widget_add_css_class(GTK_WIDGET(self), "editor-errors");
  gtk_box_set_spacing(GTK_BOX(self), 8);
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->message));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->count));
  gtk_box_append(GTK_BOX(self), self->next);
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}

GtkWidget *
gantry_editor_check_new (GtkSourceView *view)
{
  GantryEditorCheck *self = g_object_new(GANTRY_TYPE_EDITOR_CHECK, NULL);
  GtkEventController *key = gtk_event_controller_key_new();
  self->view = view;
  self->buffer = g_object_ref(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)));
  self->underline = gtk_text_buffer_create_tag(self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object(self->buffer, "changed", G_CALLBACK(on_changed), self, 0);
  g_signal_connect_object(self->buffer, "notify::cursor-position", G_CALLBACK(on_cursor_moved), self, 0);
  gtk_widget_set_has_tooltip(GTK_WIDGET(view), TRUE);
  g_signal_connect_object(view, "query-tooltip", G_CALLBACK(on_query_tooltip), self, 0);
  g_signal_connect_object(key, "key-pressed", G_CALLBACK(on_key), self, 0);
  gtk_widget_add_controller(GTK_WIDGET(view), key);
  return GTK_WIDGET(self);
}
