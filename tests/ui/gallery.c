/* The gallery's search: keys lead from it to what it finds, and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/gallery.h"

#include "support.h"
#include "ui/reference-page.h"

typedef struct {
  GantryWindow *window;
  GtkWidget *search;
  GtkListBox *list;
} Shown;

static void
show (Shown *shown)
{
  shown->window = gantry_test_window();
  shown->search = gantry_test_find(GTK_WIDGET(shown->window->gallery), GTK_TYPE_SEARCH_ENTRY);
  shown->list = GTK_LIST_BOX(gantry_test_find(GTK_WIDGET(shown->window->gallery), GTK_TYPE_LIST_BOX));
  gtk_widget_activate_action(GTK_WIDGET(shown->window), "win.search", NULL);
  g_assert_true(gantry_gallery_is_searching(shown->window->gallery));
}

static void
hide (Shown *shown)
{
  gtk_window_destroy(GTK_WINDOW(shown->window));
  gantry_test_turn_loop(5);
}

static void
assert_at_chosen (const Shown *shown)
{
  GtkWidget *row = GTK_WIDGET(gtk_list_box_get_selected_row(shown->list));
  g_assert_nonnull(row);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(shown->window)) == row);
}

/* Without words what is chosen stays so; with words, the first that they fit is chosen, however soon. */
static void
test_down (void)
{
  Shown shown;
  show(&shown);
  GtkListBoxRow *chosen = gtk_list_box_get_row_at_index(shown.list, 3);
  gtk_list_box_select_row(shown.list, chosen);
  gtk_widget_grab_focus(shown.search);
  g_assert_true(gantry_test_press(shown.search, GDK_KEY_Up)); /* it is no business of the chart's */
  g_assert_true(gantry_test_press(shown.search, GDK_KEY_Down));
  g_assert_true(gtk_list_box_get_selected_row(shown.list) == chosen);
  assert_at_chosen(&shown);
  g_assert_false(gantry_test_press(GTK_WIDGET(shown.list), GDK_KEY_Up)); /* there are rows above it */
  gtk_widget_grab_focus(shown.search);
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "lock-fixes-it");
  g_assert_true(gantry_test_press(shown.search, GDK_KEY_Down));
  assert_at_chosen(&shown);
  g_assert_cmpstr(gantry_scenario_get_name(shown.window->scenario), ==, "lock-fixes-it");
  g_assert_true(gantry_test_press(GTK_WIDGET(shown.list), GDK_KEY_Up));
  g_assert_true(gantry_gallery_is_searching(shown.window->gallery));
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "nothing of this kind");
  g_assert_true(gantry_test_press(shown.search, GDK_KEY_Down));
  g_assert_true(gantry_gallery_is_searching(shown.window->gallery));
  hide(&shown);
}

/* Two computations are about locks, too, and stand before them; but "lock" is in no title of theirs. */
static void
test_titles_first (void)
{
  Shown shown;
  show(&shown);
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "LOCK");
  g_assert_true(gantry_test_press(shown.search, GDK_KEY_Down));
  GtkWidget *label = gtk_list_box_row_get_child(gtk_list_box_get_selected_row(shown.list));
  g_autofree char *title = g_utf8_casefold(gtk_label_get_text(GTK_LABEL(label)), -1);
  g_assert_nonnull(strstr(title, "lock"));
  gtk_widget_grab_focus(shown.search);
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "");
  gantry_test_turn_loop(60); /* the list is told, and is in the order of the lessons again */
  label = gtk_list_box_row_get_child(gtk_list_box_get_row_at_index(shown.list, 0));
  g_assert_cmpstr(gtk_label_get_text(GTK_LABEL(label)), ==, "Hello, thread");
  hide(&shown);
}

static void
test_enter (void)
{
  Shown shown;
  show(&shown);
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "lock-fixes-it");
  g_signal_emit_by_name(shown.search, "activate");
  assert_at_chosen(&shown);
  g_assert_cmpstr(gantry_scenario_get_name(shown.window->scenario), ==, "lock-fixes-it");
  hide(&shown);
}

/* Words are cleared first, then the search is left; nothing else that Escape does is done with it. */
static void
test_escape (void)
{
  Shown shown;
  show(&shown);
  gtk_editable_set_text(GTK_EDITABLE(shown.search), "lock");
  gtk_widget_activate_action(GTK_WIDGET(shown.window), "win.stop", NULL);
  g_assert_cmpstr(gtk_editable_get_text(GTK_EDITABLE(shown.search)), ==, "");
  g_assert_true(gantry_gallery_is_searching(shown.window->gallery));
  gtk_widget_activate_action(GTK_WIDGET(shown.window), "win.stop", NULL);
  g_assert_false(gantry_gallery_is_searching(shown.window->gallery));
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(shown.window));
  g_assert_true(focus && gtk_widget_is_ancestor(focus, GTK_WIDGET(shown.window->stage)));
  hide(&shown);
}

/* As long as it is asked what becomes of what is written, and if it is to stay, its row stays chosen. */
static void
test_kept_row (void)
{
  Shown shown;
  show(&shown);
  GantryEditor *editor = gantry_source_pane_get_editor(shown.window->source);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index(shown.list, 0);
  GtkListBoxRow *other = gtk_list_box_get_row_at_index(shown.list, 1);
  gtk_list_box_select_row(shown.list, first);
  gantry_editor_set_modified(editor, true);
  static const char *const responses[] = {"cancel", "discard"};
  for (gsize i = 0; i < G_N_ELEMENTS(responses); i++) {
    gtk_list_box_select_row(shown.list, other);
    g_assert_true(gtk_list_box_get_selected_row(shown.list) == first);
    gantry_test_turn_loop(10);
    AdwMessageDialog *dialog = gantry_test_find_question(shown.window);
    g_assert_nonnull(dialog);
    adw_message_dialog_response(dialog, responses[i]);
    gtk_window_destroy(GTK_WINDOW(dialog));
    gantry_test_turn_loop(10);
    GtkListBoxRow *expected = i == 0 ? first : other;
    for (int turn = 0; turn < 2000 && gtk_list_box_get_selected_row(shown.list) != expected; turn++)
      gantry_test_turn_loop(1);
    g_assert_true(gtk_list_box_get_selected_row(shown.list) == expected);
  }
  hide(&shown);
}

/* The reference's search does the same. */
static void
test_reference (void)
{
  Shown shown;
  show(&shown);
  gtk_widget_activate_action(GTK_WIDGET(shown.window), "win.reference", NULL);
  gantry_test_turn_loop(20);
  GtkWidget *page = gantry_test_find(GTK_WIDGET(shown.window), GANTRY_TYPE_REFERENCE_PAGE);
  GtkWidget *search = gantry_test_find(page, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *list = gantry_test_find(page, GTK_TYPE_LIST_BOX);
  gtk_editable_set_text(GTK_EDITABLE(search), "sleep");
  g_assert_true(gantry_test_press(search, GDK_KEY_Down));
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(shown.window));
  g_assert_true(focus && gtk_widget_is_ancestor(focus, list));
  g_assert_true(gantry_test_press(list, GDK_KEY_Up));
  focus = gtk_window_get_focus(GTK_WINDOW(shown.window));
  g_assert_true(focus && gtk_widget_is_ancestor(focus, search));
  hide(&shown);
}

/* However many rows there are: Tab goes to what comes after them, and back to the one that is chosen. */
static void
test_tab (void)
{
  Shown shown;
  show(&shown);
  GtkWidget *window = GTK_WIDGET(shown.window), *gallery = GTK_WIDGET(shown.window->gallery);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index(shown.list, 2);
  gtk_list_box_select_row(shown.list, row);
  gtk_widget_grab_focus(shown.search);
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == GTK_WIDGET(row));
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));
  g_assert_true(focus && gtk_widget_is_ancestor(focus, gallery)); /* lectures */
  g_assert_false(gtk_widget_is_ancestor(focus, GTK_WIDGET(shown.list)));
  gtk_widget_child_focus(window, GTK_DIR_TAB_BACKWARD);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == GTK_WIDGET(row));
  gtk_widget_child_focus(window, GTK_DIR_TAB_BACKWARD);
  g_assert_true(gantry_gallery_is_searching(shown.window->gallery));
  hide(&shown);
}

/* Tab goes past the rows and their buttons, and back to the row that it left; arrows go to the buttons. */
static void
test_reference_tab (void)
{
  Shown shown;
  show(&shown);
  GtkWidget *window = GTK_WIDGET(shown.window);
  gtk_widget_activate_action(window, "win.reference", NULL);
  gantry_test_turn_loop(20);
  GtkWidget *page = gantry_test_find(window, GANTRY_TYPE_REFERENCE_PAGE);
  GtkWidget *search = gantry_test_find(page, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *list = gantry_test_find(page, GTK_TYPE_LIST_BOX);
  GtkWidget *first = GTK_WIDGET(gtk_list_box_get_row_at_index(GTK_LIST_BOX(list), 0));
  GtkWidget *third = GTK_WIDGET(gtk_list_box_get_row_at_index(GTK_LIST_BOX(list), 2));
  gtk_widget_grab_focus(search);
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == first);
  gtk_widget_grab_focus(third);
  g_assert_true(gtk_widget_child_focus(list, GTK_DIR_RIGHT));
  GtkWidget *button = gtk_window_get_focus(GTK_WINDOW(window));
  g_assert_true(GTK_IS_BUTTON(button) && gtk_widget_is_ancestor(button, third));
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  GtkWidget *after = gtk_window_get_focus(GTK_WINDOW(window));
  g_assert_false(after && gtk_widget_is_ancestor(after, list));
  for (int i = 0; i < 20 && gtk_window_get_focus(GTK_WINDOW(window)) != third; i++)
    gtk_widget_child_focus(window, GTK_DIR_TAB_BACKWARD);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == third);
  gtk_widget_child_focus(window, GTK_DIR_TAB_BACKWARD);
  after = gtk_window_get_focus(GTK_WINDOW(window));
  g_assert_true(after && gtk_widget_is_ancestor(after, search));
  hide(&shown);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/gallery/down", test_down);
  g_test_add_func("/ui/gallery/enter", test_enter);
  g_test_add_func("/ui/gallery/escape", test_escape);
  g_test_add_func("/ui/gallery/kept-row", test_kept_row);
  g_test_add_func("/ui/gallery/reference", test_reference);
  g_test_add_func("/ui/gallery/reference-tab", test_reference_tab);
  g_test_add_func("/ui/gallery/tab", test_tab);
  g_test_add_func("/ui/gallery/titles-first", test_titles_first);
  return g_test_run();
}
