/* The editor: heading, text, and the line of errors below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/editor.h"

#include "scenario/complete.h"
#include "ui/after-frame.h"
#include "ui/completion.h"
#include "ui/editor-check.h"
#include "ui/editor-indenter.h"
#include "ui/scroller.h"
#include "ui/wrapping.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct _GantryEditor {
  GtkBox parent_instance;
  GtkLabel *heading;
  GtkWidget *save;
  GtkStack *pages;
  GtkSourceView *view;
  GtkTextBuffer *buffer;
  GantryEditorCheck *check;
  char *name;
  char *file; /* nullable */
  bool has_text;
  bool is_covered; /* the line of errors is about to take room from it */
};

G_DEFINE_FINAL_TYPE(GantryEditor, gantry_editor, GTK_TYPE_BOX)

enum { CHANGED, MODIFIED_CHANGED, N_SIGNALS };

#define SAVE_ACTION "win.save-scenario"

static guint signals[N_SIGNALS];

/* Our definition of the language is in the program. */
static GtkSourceLanguage *
language_of_scenarios (void)
{
  static GtkSourceLanguageManager *manager;
  if (!manager) {
    GtkSourceLanguageManager *standard = gtk_source_language_manager_get_default();
    const char *const *standard_path = gtk_source_language_manager_get_search_path(standard);
    g_autoptr(GPtrArray) path = g_ptr_array_new();
    g_ptr_array_add(path, (gpointer) "resource:///io/github/gantry/Gantry/language-specs");
    for (gsize i = 0; standard_path[i]; i++)
      g_ptr_array_add(path, (gpointer)standard_path[i]);
    g_ptr_array_add(path, NULL);
    manager = gtk_source_language_manager_new();
    gtk_source_language_manager_set_search_path(manager, (const char *const *)path->pdata);
  }
  return gtk_source_language_manager_get_language(manager, "gantry-scenario");
}

static void
update_heading (GantryEditor *self)
{
  g_autofree char *text =
      gantry_editor_is_modified(self) ? g_strdup_printf(_("%s, not saved"), self->name) : NULL;
  gtk_label_set_text(self->heading, text ? text : self->name);
}

GtkSourceView *
gantry_editor_get_view (GantryEditor *self)
{
  return self->view;
}

static void
name_button (GtkWidget *button, const char *words)
{
  gtk_widget_set_tooltip_text(button, words);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
gantry_editor_set_text (GantryEditor *self, const char *name, const char *text)
{
  GtkTextIter start;
  g_free(self->name);
  self->name = g_strdup(name);
  gantry_editor_set_file(self, NULL);
  self->has_text = text != NULL;
  gtk_text_buffer_begin_irreversible_action(self->buffer);
  gtk_text_buffer_set_text(self->buffer, text ? text : "", -1);
  gtk_text_buffer_end_irreversible_action(self->buffer);
  gtk_text_buffer_get_start_iter(self->buffer, &start);
  gtk_text_buffer_place_cursor(self->buffer, &start);
  gtk_text_buffer_set_modified(self->buffer, FALSE);
  gtk_text_view_set_editable(GTK_TEXT_VIEW(self->view), self->has_text);
  gtk_text_view_set_cursor_visible(GTK_TEXT_VIEW(self->view), self->has_text);
  gtk_stack_set_visible_child_name(self->pages, self->has_text ? "text" : "none");
  name_button(self->save, self->has_text ? _("Save the scenario (Ctrl+S)") : _("Save the run (Ctrl+S)"));
  gantry_editor_check_now(self->check, self->has_text);
  update_heading(self);
}

bool
gantry_editor_has_text (GantryEditor *self)
{
  return self->has_text;
}

char *
gantry_editor_get_text (GantryEditor *self)
{
  GtkTextIter start, end;
  gtk_text_buffer_get_bounds(self->buffer, &start, &end);
  return gtk_text_buffer_get_text(self->buffer, &start, &end, TRUE);
}

const char *
gantry_editor_get_name (GantryEditor *self)
{
  return self->name;
}

void
gantry_editor_set_file (GantryEditor *self, const char *path)
{
  g_autofree char *copy = g_strdup(path);
  g_free(self->file);
  self->file = g_steal_pointer(&copy);
  if (!self->file)
    return;
  g_free(self->name);
  self->name = g_filename_display_basename(self->file);
  update_heading(self);
}

const char *
gantry_editor_get_file (GantryEditor *self)
{
  return self->file;
}

bool
gantry_editor_is_modified (GantryEditor *self)
{
  return gtk_text_buffer_get_modified(self->buffer);
}

void
gantry_editor_set_modified (GantryEditor *self, bool modified)
{
  gtk_text_buffer_set_modified(self->buffer, modified);
}

GantryScenario *
gantry_editor_compile (GantryEditor *self)
{
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autofree char *text = gantry_editor_get_text(self);
  GantryScenario *scenario =
      gantry_scenario_new(self->file ? self->file : self->name, text, strlen(text), &diagnostics, NULL);
  if (!scenario) {
    const GantryDiagnostic *first = diagnostics->pdata[0];
    gantry_editor_go_to(self, first->line, first->column);
    gantry_editor_check_show(self->check, diagnostics);
  }
  return scenario;
}

static void
scroll_to_cursor (GantryEditor *self)
{
  gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(self->view), gtk_text_buffer_get_insert(self->buffer), 0.1,
                               FALSE, 0, 0);
  gtk_widget_grab_focus(GTK_WIDGET(self->view));
}

void
gantry_editor_go_to (GantryEditor *self, uint32_t line, uint32_t column)
{
  GtkTextIter iter;
  gtk_text_buffer_get_iter_at_line(self->buffer, &iter, (int)line - 1);
  for (uint32_t i = 1; i < column && !gtk_text_iter_ends_line(&iter); i++)
    gtk_text_iter_forward_char(&iter);
  gtk_text_buffer_place_cursor(self->buffer, &iter);
  scroll_to_cursor(self);
}

static char *
line_text (GantryEditor *self, int line)
{
  GtkTextIter start, end;
  gtk_text_buffer_get_iter_at_line(self->buffer, &start, line);
  end = start;
  if (!gtk_text_iter_ends_line(&end))
    gtk_text_iter_forward_to_line_end(&end);
  return gtk_text_buffer_get_text(self->buffer, &start, &end, TRUE);
}

static bool
is_blank (GantryEditor *self, int line)
{
  g_autofree char *text = line_text(self, line);
  return *g_strstrip(text) == '\0';
}

/* Above the first task; what is one line, above the empty lines there, too. */
static int
line_at_margin (GantryEditor *self, bool is_block)
{
  int n = gtk_text_buffer_get_line_count(self->buffer), line = 0;
  for (; line < n; line++) {
    g_autofree char *text = line_text(self, line);
    if (g_str_has_prefix(text, "task") || g_str_has_prefix(text, "main"))
      break;
  }
  while (!is_block && line > 0 && is_blank(self, line - 1))
    line--;
  return line;
}

/* Puts a line of its own in front of `line`, or at the end. */
static void
insert_line (GantryEditor *self, int line, const char *text)
{
  GtkTextIter iter;
  int n = gtk_text_buffer_get_line_count(self->buffer);
  if (line >= n) {
    gtk_text_buffer_get_end_iter(self->buffer, &iter);
    if (!gtk_text_iter_starts_line(&iter))
      gtk_text_buffer_insert(self->buffer, &iter, "\n", 1);
  } else {
    gtk_text_buffer_get_iter_at_line(self->buffer, &iter, line);
  }
  g_autofree char *whole = g_strconcat(text, "\n", NULL);
  gtk_text_buffer_insert(self->buffer, &iter, whole, -1);
  gtk_text_iter_backward_char(&iter);
  gtk_text_buffer_place_cursor(self->buffer, &iter);
}

void
gantry_editor_insert (GantryEditor *self, const char *example, bool at_margin)
{
  GtkTextIter cursor;
  g_auto(GStrv) lines = g_strsplit(example, "\n", -1);
  bool is_block = at_margin && lines[1];
  gtk_text_buffer_get_iter_at_mark(self->buffer, &cursor, gtk_text_buffer_get_insert(self->buffer));
  int at = gtk_text_iter_get_line(&cursor);
  g_autofree char *above = line_text(self, at);
  int line = at_margin ? line_at_margin(self, is_block) : at + 1;
  g_autofree char *indentation = g_strnfill(at_margin ? 0 : gantry_indentation_after(above), ' ');
  if (!self->has_text)
    return;
  gtk_text_buffer_begin_user_action(self->buffer);
  for (guint i = 0; lines[i]; i++) {
    g_autofree char *text = g_strconcat(indentation, lines[i], NULL);
    insert_line(self, line++, text);
  }
  if (is_block)
    insert_line(self, line, "");
  gtk_text_buffer_end_user_action(self->buffer);
  scroll_to_cursor(self);
}

static void
on_changed (GtkTextBuffer *buffer, gpointer data)
{
  g_signal_emit(data, signals[CHANGED], 0);
}

static void
on_modified_changed (GtkTextBuffer *buffer, gpointer data)
{
  update_heading(data);
  g_signal_emit(data, signals[MODIFIED_CHANGED], 0);
}

static void
finalize (GObject *object)
{
  GantryEditor *self = GANTRY_EDITOR(object);
  g_free(self->name);
  g_free(self->file);
  g_object_unref(self->buffer);
  G_OBJECT_CLASS(gantry_editor_parent_class)->finalize(object);
}

static void
gantry_editor_class_init (GantryEditorClass *class)
{
  G_OBJECT_CLASS(class)->finalize = finalize;
  gtk_source_init(); /* for the looks of completion */
  signals[CHANGED] =
      g_signal_new("changed", GANTRY_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MODIFIED_CHANGED] = g_signal_new("modified-changed", GANTRY_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
}

static void
make_view (GantryEditor *self)
{
  GtkSourceBuffer *buffer = gtk_source_buffer_new(NULL);
  g_autoptr(GtkSourceIndenter) indenter = g_object_new(GANTRY_TYPE_EDITOR_INDENTER, NULL);
  g_autoptr(GtkSourceCompletionProvider) provider = gantry_completion_new();
  gtk_source_buffer_set_language(buffer, language_of_scenarios());
  gtk_source_buffer_set_highlight_matching_brackets(buffer, TRUE);
  self->buffer = GTK_TEXT_BUFFER(buffer);
  self->view = GTK_SOURCE_VIEW(gtk_source_view_new_with_buffer(buffer));
  gtk_text_view_set_monospace(GTK_TEXT_VIEW(self->view), TRUE);
  gtk_source_view_set_show_line_numbers(self->view, TRUE);
  gtk_source_view_set_auto_indent(self->view, TRUE);
  gtk_source_view_set_insert_spaces_instead_of_tabs(self->view, TRUE);
  gtk_source_view_set_tab_width(self->view, 4);
  gtk_source_view_set_smart_backspace(self->view, TRUE);
  gtk_source_view_set_indenter(self->view, indenter);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Text of the scenario"), -1);
  g_object_set(gtk_source_view_get_completion(self->view), "select-on-show", TRUE, NULL);
  gtk_source_completion_add_provider(gtk_source_view_get_completion(self->view), provider);
}

static GtkWidget *
make_head (GantryEditor *self)
{
  static const struct {
    const char *icon, *words, *action;
  } buttons[] = {
      {"help-contents-symbolic", N_("Reference of the language (Ctrl+H)"), "win.reference"},
      {"document-save-symbolic", N_("Save the scenario (Ctrl+S)"), SAVE_ACTION},
  };
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->heading = GTK_LABEL(gtk_label_new(""));
  gtk_label_set_xalign(self->heading, 0);
  gtk_label_set_ellipsize(self->heading, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_single_line_mode(self->heading, TRUE); /* whatever a file's name holds */
  gtk_widget_set_hexpand(GTK_WIDGET(self->heading), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->heading), "pane-heading");
  gtk_box_append(GTK_BOX(head), GTK_WIDGET(self->heading));
  for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++) {
    GtkWidget *button = gtk_button_new_from_icon_name(buttons[i].icon);
    gtk_widget_add_css_class(button, "flat");
    name_button(button, _(buttons[i].words));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), buttons[i].action);
    gtk_box_append(GTK_BOX(head), button);
    self->save = g_str_equal(buttons[i].action, SAVE_ACTION) ? button : self->save;
  }
  return head;
}

/* Frame after frame, until it is there: a text that is laid out anew meanwhile, or is moving, forgets it. */
static bool
show_cursor (GtkWidget *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
  GtkTextIter iter;
  GdkRectangle seen, cursor;
  gtk_text_buffer_get_iter_at_mark(buffer, &iter, gtk_text_buffer_get_insert(buffer));
  gtk_text_view_get_visible_rect(GTK_TEXT_VIEW(view), &seen);
  gtk_text_view_get_iter_location(GTK_TEXT_VIEW(view), &iter, &cursor);
  bool is_seen = cursor.y >= seen.y && cursor.y + cursor.height <= seen.y + seen.height;
  if (is_seen || seen.height < cursor.height)
    return true;
  gtk_text_view_scroll_mark_onscreen(GTK_TEXT_VIEW(view), gtk_text_buffer_get_insert(buffer));
  return false;
}

/* The line of errors takes its room from the text: whoever writes at its lower end goes on seeing what. */
static void
on_check_shown (GtkWidget *check, GParamSpec *property, gpointer data)
{
  GantryEditor *self = data;
  self->is_covered = gtk_widget_get_visible(check) && gtk_widget_is_focus(GTK_WIDGET(self->view));
}

static void
on_height (GtkAdjustment *adjustment, GParamSpec *property, gpointer data)
{
  GantryEditor *self = data;
  if (self->is_covered)
    gantry_after_frame(GTK_WIDGET(self->view), show_cursor);
  self->is_covered = false;
}

/* The text, or in its place why there is none. */
static GtkWidget *
make_pages (GantryEditor *self)
{
  GtkWidget *none =
      gtk_label_new(_("This trace brings no scenario: choose one on the left, or write a new one (Ctrl+N)."));
  self->pages = GTK_STACK(gtk_stack_new());
  gantry_wrap(GTK_LABEL(none));
  gtk_label_set_xalign(GTK_LABEL(none), 0);
  gtk_widget_set_valign(none, GTK_ALIGN_START);
  gtk_widget_add_css_class(none, "dim-label");
  gtk_widget_add_css_class(none, "no-text");
  gtk_widget_set_vexpand(GTK_WIDGET(self->pages), TRUE);
  gtk_stack_add_named(self->pages, gantry_scroller_new(GTK_WIDGET(self->view)), "text");
  gtk_stack_add_named(self->pages, none, "none");
  return GTK_WIDGET(self->pages);
}

static void
gantry_editor_init (GantryEditor *self)
{
  self->name = g_strdup("");
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  make_view(self);
  self->check = GANTRY_EDITOR_CHECK(gantry_editor_check_new(self->view));
  gtk_box_append(GTK_BOX(self), make_head(self));
  gtk_box_append(GTK_BOX(self), make_pages(self));
  gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->check));
  g_signal_connect_object(self->check, "notify::visible", G_CALLBACK(on_check_shown), self, 0);
  g_signal_connect_object(gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self->view)), "notify::page-size",
                          G_CALLBACK(on_height), self, 0);
  g_signal_connect_object(self->buffer, "changed", G_CALLBACK(on_changed), self, 0);
  g_signal_connect_object(self->buffer, "modified-changed", G_CALLBACK(on_modified_changed), self, 0);
}

GtkWidget *
gantry_editor_new (void)
{
  return g_object_new(GANTRY_TYPE_EDITOR, NULL);
}
