/* The list of a lecture's steps, and the buttons around it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture-pane.h"

#include "ui/lecture-menu.h"
#include "ui/lecture-row.h"
#include "ui/wrapping.h"

#include <glib/gi18n-lib.h>

#define LIST_HEIGHT 190 /* pixels, at least, where there is so much to show */

struct _GantryLecturePane {
  GtkBox parent_instance;
  GantryLecture *lecture;
  char *path;
  guint place;
  bool changed;
  GtkWidget *closed, *open; /* one of the two is seen */
  GtkEntry *title;
  GtkListBox *list;
  GtkAdjustment *scroll;
  guint reveal; /* tick that brings the selected row into sight */
  GtkLabel *progress, *note;
  GtkWidget *up, *down, *remove, *say; /* of them */
  GtkTextBuffer *words;                /* of the note that is being written */
  GtkWidget *popover;
  bool filling; /* by the program, not by a person */
};

G_DEFINE_FINAL_TYPE(GantryLecturePane, gantry_lecture_pane, GTK_TYPE_BOX)

enum { RUN, ADD, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static guint
selected (GantryLecturePane *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row(self->list);
  return row ? (guint)gtk_list_box_row_get_index(row) : GANTRY_LECTURE_NOWHERE;
}

static void
update_buttons (GantryLecturePane *self)
{
  guint count = self->lecture ? self->lecture->steps->len : 0, row = selected(self);
  bool is_row = row < count;
  gtk_widget_set_sensitive(self->up, is_row && row > 0);
  gtk_widget_set_sensitive(self->down, is_row && row + 1 < count);
  gtk_widget_set_sensitive(self->remove, is_row);
  gtk_widget_set_sensitive(self->say, is_row);
}

static void
update_place (GantryLecturePane *self)
{
  guint count = self->lecture ? self->lecture->steps->len : 0;
  bool is_somewhere = self->place < count;
  const char *note = is_somewhere ? gantry_lecture_get_step(self->lecture, self->place)->note : "";
  g_autofree char *progress = is_somewhere ? g_strdup_printf(_("%u of %u"), self->place + 1, count)
                              : count > 0  ? g_strdup_printf(_("0 of %u"), count)
                                           : g_strdup("");
  for (guint i = 0; i < count; i++) {
    GtkWidget *row = GTK_WIDGET(gtk_list_box_get_row_at_index(self->list, (int)i));
    if (i == self->place)
      gtk_widget_add_css_class(row, "lecture-now");
    else
      gtk_widget_remove_css_class(row, "lecture-now");
  }
  gtk_label_set_text(self->progress, progress);
  gtk_label_set_text(self->note, *note ? note : self->lecture && !is_somewhere ? self->lecture->about : "");
  gtk_widget_set_visible(GTK_WIDGET(self->note), *gtk_label_get_text(self->note) != '\0');
  update_buttons(self);
}

/* Once the row has its place. */
static gboolean
on_reveal (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  GantryLecturePane *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row(self->list);
  double y;
  self->reveal = 0;
  if (row && gtk_widget_translate_coordinates(GTK_WIDGET(row), list, 0, 0, NULL, &y))
    gtk_adjustment_clamp_page(self->scroll, y, y + gtk_widget_get_height(GTK_WIDGET(row)));
  return G_SOURCE_REMOVE;
}

static void
select_row (GantryLecturePane *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index(self->list, (int)index);
  if (!row)
    return;
  gtk_list_box_select_row(self->list, row);
  if (!self->reveal)
    self->reveal = gtk_widget_add_tick_callback(GTK_WIDGET(self->list), on_reveal, self, NULL);
}

static void
fill_list (GantryLecturePane *self)
{
  guint row = selected(self), count = self->lecture ? self->lecture->steps->len : 0;
  self->filling = true;
  for (GtkListBoxRow *old; (old = gtk_list_box_get_row_at_index(self->list, 0));)
    gtk_list_box_remove(self->list, GTK_WIDGET(old));
  for (guint i = 0; i < count; i++)
    gtk_list_box_append(self->list, gantry_lecture_row_new(self->lecture, i));
  select_row(self, row < count ? row : GANTRY_LECTURE_NOWHERE);
  self->filling = false;
  update_place(self);
}

static void
tell_changed (GantryLecturePane *self, bool in_itself)
{
  self->changed = self->changed || in_itself;
  update_place(self);
  g_signal_emit(self, signals[CHANGED], 0);
}

void
gantry_lecture_pane_set (GantryLecturePane *self, GantryLecture *lecture, const char *path)
{
  g_clear_pointer(&self->lecture, gantry_lecture_free);
  g_free(self->path);
  self->lecture = lecture;
  self->path = g_strdup(path);
  self->place = GANTRY_LECTURE_NOWHERE;
  self->changed = false;
  gtk_widget_set_visible(self->open, lecture != NULL);
  gtk_widget_set_visible(self->closed, lecture == NULL);
  self->filling = true;
  gtk_editable_set_text(GTK_EDITABLE(self->title), lecture ? lecture->title : "");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->title), lecture && *lecture->title ? lecture->title : NULL);
  self->filling = false;
  fill_list(self);
  tell_changed(self, false);
}

const GantryLecture *
gantry_lecture_pane_get (GantryLecturePane *self)
{
  return self->lecture;
}

const char *
gantry_lecture_pane_get_path (GantryLecturePane *self)
{
  return self->path;
}

guint
gantry_lecture_pane_get_place (GantryLecturePane *self)
{
  return self->place;
}

void
gantry_lecture_pane_set_place (GantryLecturePane *self, guint place)
{
  self->place = place;
  select_row(self, place);
  tell_changed(self, false);
}

bool
gantry_lecture_pane_add (GantryLecturePane *self, const char *scenario, GantryModel model,
                         GantryLectureLock lock)
{
  if (!self->lecture)
    gantry_lecture_pane_set(self, gantry_lecture_new(), NULL);
  if (!gantry_lecture_add(self->lecture, scenario, model, lock))
    return false;
  fill_list(self);
  select_row(self, self->lecture->steps->len - 1);
  tell_changed(self, true);
  return true;
}

bool
gantry_lecture_pane_is_changed (GantryLecturePane *self)
{
  return self->changed;
}

char *
gantry_lecture_pane_to_text (GantryLecturePane *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  gantry_lecture_set_folder(self->lecture, folder);
  return gantry_lecture_to_text(self->lecture);
}

void
gantry_lecture_pane_set_saved (GantryLecturePane *self, const char *path)
{
  char *copy = g_strdup(path); /* it may be ours */
  g_free(self->path);
  self->path = copy;
  self->changed = false;
  tell_changed(self, false);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  g_signal_emit(data, signals[RUN], 0, (guint)gtk_list_box_row_get_index(row));
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  GantryLecturePane *self = data;
  if (!self->filling)
    update_buttons(self);
}

static void
move_row (GantryLecturePane *self, guint from, guint to)
{
  gantry_lecture_move(self->lecture, from, to);
  if (self->place == from)
    self->place = to;
  else if (self->place == to)
    self->place = from;
  fill_list(self);
  select_row(self, to);
  tell_changed(self, true);
}

static void
on_up (GtkButton *button, gpointer data)
{
  guint row = selected(data);
  if (row != GANTRY_LECTURE_NOWHERE && row > 0)
    move_row(data, row, row - 1);
}

static void
on_down (GtkButton *button, gpointer data)
{
  GantryLecturePane *self = data;
  guint row = selected(self);
  if (row != GANTRY_LECTURE_NOWHERE && row + 1 < self->lecture->steps->len)
    move_row(self, row, row + 1);
}

static void
on_remove (GtkButton *button, gpointer data)
{
  GantryLecturePane *self = data;
  guint row = selected(self);
  if (row == GANTRY_LECTURE_NOWHERE)
    return;
  gantry_lecture_remove(self->lecture, row);
  if (self->place == row)
    self->place = GANTRY_LECTURE_NOWHERE;
  else if (self->place != GANTRY_LECTURE_NOWHERE && self->place > row)
    self->place--;
  fill_list(self);
  guint count = self->lecture->steps->len;
  if (count > 0)
    select_row(self, MIN(row, count - 1));
  tell_changed(self, true);
}

static void
on_add (GtkButton *button, gpointer data)
{
  g_signal_emit(data, signals[ADD], 0);
}

static void
on_title_changed (GtkEditable *title, gpointer data)
{
  GantryLecturePane *self = data;
  if (self->filling || !self->lecture)
    return;
  gantry_lecture_set_title(self->lecture, gtk_editable_get_text(title));
  tell_changed(self, true);
}

static void
on_note_shown (GtkWidget *popover, gpointer data)
{
  GantryLecturePane *self = data;
  guint row = selected(self);
  self->filling = true;
  gtk_text_buffer_set_text(
      self->words, row != GANTRY_LECTURE_NOWHERE ? gantry_lecture_get_step(self->lecture, row)->note : "",
      -1);
  self->filling = false;
}

static void
on_note_changed (GtkTextBuffer *words, gpointer data)
{
  GantryLecturePane *self = data;
  GtkTextIter start, end;
  guint row = selected(self);
  if (self->filling || row == GANTRY_LECTURE_NOWHERE)
    return;
  gtk_text_buffer_get_bounds(words, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text(words, &start, &end, FALSE);
  gantry_lecture_set_note(self->lecture, row, text);
  tell_changed(self, true);
}

/* Delete removes the row, Alt with an arrow moves it. */
static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    on_remove(NULL, data);
  else if ((state & GDK_ALT_MASK) && keyval == GDK_KEY_Up)
    on_up(NULL, data);
  else if ((state & GDK_ALT_MASK) && keyval == GDK_KEY_Down)
    on_down(NULL, data);
  else
    return FALSE;
  return TRUE;
}

static GtkWidget *
icon_button (GtkWidget *box, const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append(GTK_BOX(box), button);
  return button;
}

static GtkWidget *
make_note_button (GantryLecturePane *self)
{
  GtkWidget *button = gtk_menu_button_new(), *view = gtk_text_view_new();
  GtkWidget *scrolled = gtk_scrolled_window_new();
  self->popover = gtk_popover_new();
  self->words = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
  gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab(GTK_TEXT_VIEW(view), FALSE);
  gtk_widget_set_size_request(scrolled, 320, 120);
  gtk_accessible_update_property(GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Note to be shown with this step"), -1);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), view);
  gtk_popover_set_child(GTK_POPOVER(self->popover), scrolled);
  gtk_menu_button_set_popover(GTK_MENU_BUTTON(button), self->popover);
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "document-edit-symbolic");
  gtk_menu_button_set_has_frame(GTK_MENU_BUTTON(button), FALSE);
  gtk_widget_set_tooltip_text(button, _("Note to be shown with this step"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Note to be shown with this step"), -1);
  g_signal_connect(self->popover, "show", G_CALLBACK(on_note_shown), self);
  g_signal_connect(self->words, "changed", G_CALLBACK(on_note_changed), self);
  return button;
}

static GtkWidget *
make_edit_row (GantryLecturePane *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *add = icon_button(box, "list-add-symbolic", _("Add the scenario that is shown"));
  self->up = icon_button(box, "go-up-symbolic", _("Earlier (Alt+Up)"));
  self->down = icon_button(box, "go-down-symbolic", _("Later (Alt+Down)"));
  self->remove = icon_button(box, "list-remove-symbolic", _("Remove from the list (Delete)"));
  self->say = make_note_button(self);
  gtk_widget_set_hexpand(self->say, TRUE);
  gtk_widget_set_halign(self->say, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(box), self->say);
  gtk_box_append(GTK_BOX(box), gantry_lecture_menu_button_new(NULL));
  g_signal_connect(add, "clicked", G_CALLBACK(on_add), self);
  g_signal_connect(self->up, "clicked", G_CALLBACK(on_up), self);
  g_signal_connect(self->down, "clicked", G_CALLBACK(on_down), self);
  g_signal_connect(self->remove, "clicked", G_CALLBACK(on_remove), self);
  return box;
}

static GtkWidget *
make_title (GantryLecturePane *self)
{
  self->title = GTK_ENTRY(gtk_entry_new());
  gtk_entry_set_placeholder_text(self->title, _("Title of the lecture"));
  gtk_entry_set_has_frame(self->title, FALSE);
  gtk_editable_set_max_width_chars(GTK_EDITABLE(self->title), 12);
  gtk_editable_set_width_chars(GTK_EDITABLE(self->title), 8);
  gtk_widget_set_hexpand(GTK_WIDGET(self->title), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self->title), "lecture-title");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->title), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Title of the lecture"), -1);
  g_signal_connect(self->title, "changed", G_CALLBACK(on_title_changed), self);
  return GTK_WIDGET(self->title);
}

static GtkWidget *
make_steps_row (GantryLecturePane *self)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *previous = icon_button(box, "go-previous-symbolic", _("Previous step (Ctrl+Page Up)"));
  self->progress = GTK_LABEL(gtk_label_new(""));
  gtk_widget_add_css_class(GTK_WIDGET(self->progress), "numeric");
  gtk_widget_set_hexpand(GTK_WIDGET(self->progress), TRUE);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->progress));
  GtkWidget *next = icon_button(box, "go-next-symbolic", _("Next step (Ctrl+Page Down)"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(previous), "win.lecture-previous");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(next), "win.lecture-next");
  return box;
}

static GtkWidget *
make_list (GantryLecturePane *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkWidget *empty = gtk_label_new(_("Add the scenario that is shown with +"));
  self->list = GTK_LIST_BOX(gtk_list_box_new());
  gtk_label_set_wrap(GTK_LABEL(empty), TRUE);
  gtk_widget_add_css_class(empty, "dim-label");
  gtk_list_box_set_placeholder(self->list, empty);
  gtk_widget_add_css_class(GTK_WIDGET(self->list), "navigation-sidebar");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Steps of the lecture"), -1);
  g_signal_connect(self->list, "row-activated", G_CALLBACK(on_row_activated), self);
  g_signal_connect(self->list, "row-selected", G_CALLBACK(on_row_selected), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self->list), key);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height(GTK_SCROLLED_WINDOW(scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), GTK_WIDGET(self->list));
  self->scroll = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled));
  return scrolled;
}

static void
dispose (GObject *object)
{
  GantryLecturePane *self = GANTRY_LECTURE_PANE(object);
  if (self->reveal)
    gtk_widget_remove_tick_callback(GTK_WIDGET(self->list), self->reveal);
  self->reveal = 0;
  g_clear_pointer(&self->lecture, gantry_lecture_free);
  g_clear_pointer(&self->path, g_free);
  G_OBJECT_CLASS(gantry_lecture_pane_parent_class)->dispose(object);
}

static void
gantry_lecture_pane_class_init (GantryLecturePaneClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  signals[RUN] = g_signal_new("run", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ADD] =
      g_signal_new("add", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
gantry_lecture_pane_init (GantryLecturePane *self)
{
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class(GTK_WIDGET(self), "lecture-pane");
  self->place = GANTRY_LECTURE_NOWHERE;
  self->closed = gantry_lecture_menu_button_new(_("Lectures"));
  self->open = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  self->note = GTK_LABEL(gtk_label_new(""));
  gantry_wrap(self->note);
  gtk_label_set_xalign(self->note, 0);
  gtk_label_set_lines(self->note, 4);
  gtk_label_set_ellipsize(self->note, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(GTK_WIDGET(self->note), "lecture-note");
  gtk_box_append(GTK_BOX(self->open), make_title(self));
  gtk_box_append(GTK_BOX(self->open), make_list(self));
  gtk_box_append(GTK_BOX(self->open), make_edit_row(self));
  gtk_box_append(GTK_BOX(self->open), GTK_WIDGET(self->note));
  gtk_box_append(GTK_BOX(self->open), make_steps_row(self));
  gtk_box_append(GTK_BOX(self), self->open);
  gtk_box_append(GTK_BOX(self), self->closed);
  gantry_lecture_pane_set(self, NULL, NULL);
}

GtkWidget *
gantry_lecture_pane_new (void)
{
  return g_object_new(GANTRY_TYPE_LECTURE_PANE, NULL);
}
