/* Writing in the window: errors, running what is not saved, saving, and that no text is lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/reference.h"
#include "support.h"
#include "ui/editor-check.h"
#include "ui/editor-indenter.h"
#include "ui/recovery.h"
#include "ui/reference-page.h"
#include "ui/window-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static AdwApplication *application; /* one for all tests, as a desktop has it */

static GantryWindow *
new_window (void)
{
  if (!application) {
    application = gantry_application_new();
    g_application_register(G_APPLICATION(application), NULL, NULL);
  }
  GantryWindow *window = gantry_window_new(application, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(60);
  return window;
}

static GantryEditor *
editor_of (GantryWindow *window)
{
  return gantry_source_pane_get_editor(window->source);
}

static GtkTextBuffer *
buffer_of (GantryWindow *window)
{
  return gtk_text_view_get_buffer(GTK_TEXT_VIEW(gantry_editor_get_view(editor_of(window))));
}

/* As a person does: what stood there is undone to. */
static void
write_text (GantryWindow *window, const char *text)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer = buffer_of(window);
  gtk_text_buffer_begin_user_action(buffer);
  gtk_text_buffer_get_bounds(buffer, &start, &end);
  gtk_text_buffer_delete(buffer, &start, &end);
  gtk_text_buffer_insert(buffer, &start, text, -1);
  gtk_text_buffer_end_user_action(buffer);
}

static void
assert_text (GantryWindow *window, const char *expected)
{
  g_autofree char *text = gantry_editor_get_text(editor_of(window));
  g_assert_cmpstr(text, ==, expected);
}

static GantryEditorCheck *
check_of (GantryWindow *window)
{
  return GANTRY_EDITOR_CHECK(gantry_test_find(GTK_WIDGET(window), GANTRY_TYPE_EDITOR_CHECK));
}

static int
cursor_line (GantryWindow *window)
{
  GtkTextIter cursor;
  GtkTextBuffer *buffer = buffer_of(window);
  gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
  return gtk_text_iter_get_line(&cursor) + 1;
}

/* A stranger's text with an error in each second place, all of them in one line. */
static void
test_many_errors (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GPtrArray) diagnostics = NULL;
  GtkWidget *view = g_object_ref_sink(gtk_source_view_new());
  GtkWidget *check = g_object_ref_sink(gantry_editor_check_new(GTK_SOURCE_VIEW(view)));
  for (int i = 0; i < 20000; i++)
    g_string_append(text, "$ ");
  gtk_text_buffer_set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), text->str, -1);
  g_assert_null(gantry_scenario_new("many", text->str, text->len, &diagnostics, NULL));
  g_assert_cmpuint(diagnostics->len, >, 10000);
  gantry_editor_check_show(GANTRY_EDITOR_CHECK(check), diagnostics);
  g_assert_cmpuint(gantry_editor_check_count(GANTRY_EDITOR_CHECK(check)), ==, 1000);
  g_object_unref(check);
  g_object_unref(view);
}

static void
answer (GantryWindow *window, const char *response)
{
  AdwMessageDialog *dialog = gantry_test_find_question(window);
  g_assert_nonnull(dialog);
  adw_message_dialog_response(dialog, response);
  gtk_window_destroy(GTK_WINDOW(dialog)); /* as its button does */
  gantry_test_turn_loop(40);
}

static void
destroy (GantryWindow *window)
{
  gantry_editor_set_modified(editor_of(window), false);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

static void
wait_for_run (GantryWindow *window)
{
  for (int i = 0; i < 2000 && window->running; i++)
    gantry_test_turn_loop(1);
  g_assert_false(window->running);
}

static void
test_errors (void)
{
  GantryWindow *window = new_window();
  write_text(window, "lock l\nmain:\n    aquire l\n    compute 5\n    yield\n");
  for (int i = 0; i < 600 && gantry_editor_check_count(check_of(window)) != 2; i++)
    gantry_test_turn_loop(1);
  g_assert_cmpuint(gantry_editor_check_count(check_of(window)), ==, 2);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
  g_assert_false(window->running);
  g_assert_cmpint(cursor_line(window), ==, 3);
  g_assert_true(gantry_editor_check_step(check_of(window), 1));
  g_assert_cmpint(cursor_line(window), ==, 4);
  g_assert_true(gantry_editor_check_step(check_of(window), 1));
  g_assert_cmpint(cursor_line(window), ==, 3);
  g_assert_true(gantry_editor_check_step(check_of(window), -1));
  g_assert_cmpint(cursor_line(window), ==, 4);
  write_text(window, "main:\n    yield\n");
  for (int i = 0; i < 600 && gantry_editor_check_count(check_of(window)) != 0; i++)
    gantry_test_turn_loop(1);
  g_assert_false(gantry_editor_check_step(check_of(window), 1));
  write_text(window, ""); /* an empty text has an error, at a place where there is nothing */
  for (int i = 0; i < 600 && gantry_editor_check_count(check_of(window)) != 1; i++)
    gantry_test_turn_loop(1);
  g_assert_true(gantry_editor_check_step(check_of(window), 1));
  destroy(window);
}

static void
test_run_unsaved (void)
{
  GantryWindow *window = new_window();
  gtk_toggle_button_set_active(window->models[GANTRY_MODEL_SIMULATED], TRUE);
  write_text(window, "title \"Mine\"\nmain:\n    compute 3ms\n    print \"ran\"\n");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
  wait_for_run(window);
  const GantryRunFacts *facts = gantry_timeline_get_facts(gantry_chart_view_get_timeline(window->chart));
  g_assert_cmpstr(facts->title, ==, "Mine");
  g_assert_cmpstr(facts->model, ==, "simulated"); /* the model was kept */
  g_assert_true(gantry_editor_is_modified(editor_of(window)));
  gtk_text_buffer_undo(buffer_of(window));
  g_assert_false(gantry_editor_is_modified(editor_of(window)));
  destroy(window);
}

static void
test_guard (void)
{
  GantryWindow *window = new_window();
  write_text(window, "main:\n    yield\n");
  gantry_window_load(window, "one-chef");
  gantry_test_turn_loop(20);
  assert_text(window, "main:\n    yield\n");
  answer(window, "cancel");
  assert_text(window, "main:\n    yield\n");
  g_assert_null(gantry_test_find_question(window));
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  answer(window, "cancel");
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(window)));
  gantry_window_load(window, "one-chef");
  answer(window, "discard");
  g_assert_false(gantry_editor_is_modified(editor_of(window)));
  g_assert_cmpstr(gantry_editor_get_name(editor_of(window)), ==, "one-chef");
  g_assert_null(gantry_editor_get_file(editor_of(window)));
  gantry_window_load(window, "chef-and-assistant"); /* nothing to ask about */
  g_assert_cmpstr(gantry_editor_get_name(editor_of(window)), ==, "chef-and-assistant");
  destroy(window);
}

static void
test_save (void)
{
  GantryWindow *window = new_window();
  g_autofree char *folder = g_dir_make_tmp("gantry-writing-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "mine.scenario", NULL);
  g_autofree char *contents = NULL;
  write_text(window, "main:\n    yield\n");
  gantry_window_save_scenario_to(window, path);
  for (int i = 0; i < 600 && gantry_editor_is_modified(editor_of(window)); i++)
    gantry_test_turn_loop(1);
  g_assert_true(g_file_get_contents(path, &contents, NULL, NULL));
  g_assert_cmpstr(contents, ==, "main:\n    yield\n");
  g_assert_cmpstr(gantry_editor_get_file(editor_of(window)), ==, path);
  /* Another change, and on to another scenario: it is saved where it stands. */
  write_text(window, "main:\n    sleep 1ms\n");
  gantry_window_load(window, "one-chef");
  answer(window, "save");
  for (int i = 0; i < 600 && g_strcmp0(gantry_editor_get_name(editor_of(window)), "one-chef") != 0; i++)
    gantry_test_turn_loop(1);
  g_clear_pointer(&contents, g_free);
  g_assert_true(g_file_get_contents(path, &contents, NULL, NULL));
  g_assert_cmpstr(contents, ==, "main:\n    sleep 1ms\n");
  g_assert_cmpstr(gantry_editor_get_name(editor_of(window)), ==, "one-chef");
  g_unlink(path);
  g_rmdir(folder);
  destroy(window);
}

static void
test_file_with_errors (void)
{
  GantryWindow *window = new_window();
  g_autofree char *folder = g_dir_make_tmp("gantry-writing-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "bad.scenario", NULL);
  g_assert_true(g_file_set_contents(path, "main:\n    yeild\n", -1, NULL));
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_test_open(window, file);
  assert_text(window, "main:\n    yeild\n");
  g_assert_cmpstr(gantry_editor_get_file(editor_of(window)), ==, path);
  g_assert_false(gantry_editor_is_modified(editor_of(window)));
  g_assert_null(window->scenario);
  g_assert_true(gantry_test_is_told(window, "The scenario has errors and cannot be run yet"));
  write_text(window, "main:\n    yield\n");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
  wait_for_run(window);
  g_assert_nonnull(window->scenario);
  g_unlink(path);
  g_rmdir(folder);
  destroy(window);
}

/* The text begins at its first line, where the cursor is, however little room there is. */
static void
test_new (void)
{
  GantryWindow *window = new_window();
  gtk_window_set_default_size(GTK_WINDOW(window), 1000, 520);
  gantry_test_turn_loop(20);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.new-scenario", NULL);
  gantry_test_turn_loop(60);
  GtkTextView *view = GTK_TEXT_VIEW(gantry_editor_get_view(editor_of(window)));
  GdkRectangle seen;
  gtk_text_view_get_visible_rect(view, &seen);
  g_assert_cmpint(seen.height, <, 300);
  g_assert_cmpint(seen.y, <, 10); /* of a line's height */
  g_assert_true(gtk_widget_has_focus(GTK_WIDGET(view)));
  destroy(window);
}

static void
test_examples (void)
{
  GantryWindow *window = new_window();
  gtk_widget_activate_action(GTK_WIDGET(window), "win.new-scenario", NULL);
  assert_text(window, gantry_reference_template());
  g_assert_false(gantry_editor_is_modified(editor_of(window)));
  write_text(window, "lock l\n\ntask t:\n    yield\n\nmain:\n    start t\n");
  gantry_editor_insert(editor_of(window), "queue q(3)", true);
  assert_text(window, "lock l\nqueue q(3)\n\ntask t:\n    yield\n\nmain:\n    start t\n");
  gantry_editor_insert(editor_of(window), "task u:\n    yield", true);
  assert_text(window,
              "lock l\nqueue q(3)\n\ntask u:\n    yield\n\ntask t:\n    yield\n\nmain:\n    start t\n");
  gantry_editor_go_to(editor_of(window), 10, 1);
  gantry_editor_insert(editor_of(window), "with l:\n    yield", false);
  assert_text(window, "lock l\nqueue q(3)\n\ntask u:\n    yield\n\ntask t:\n    yield\n\nmain:\n    with "
                      "l:\n        yield\n    start t\n");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.reference", NULL);
  gantry_test_turn_loop(20);
  g_assert_nonnull(gantry_test_find(GTK_WIDGET(window), GANTRY_TYPE_REFERENCE_PAGE));
  destroy(window);
}

static void
test_indentation (void)
{
  GantryWindow *window = new_window();
  GtkSourceView *view = gantry_editor_get_view(editor_of(window));
  GtkSourceIndenter *indenter = gtk_source_view_get_indenter(view);
  GtkTextIter iter;
  write_text(window, "main:\n    if 1:\n        yield\n");
  gtk_text_buffer_get_iter_at_line(buffer_of(window), &iter, 3);
  gtk_text_buffer_insert(buffer_of(window), &iter, "        else:", -1);
  gtk_source_indenter_indent(indenter, view, &iter);
  assert_text(window, "main:\n    if 1:\n        yield\n    else:");
  gtk_text_buffer_insert(buffer_of(window), &iter, "\n", -1);
  gtk_source_indenter_indent(indenter, view, &iter);
  assert_text(window, "main:\n    if 1:\n        yield\n    else:\n        ");
  g_assert_cmpint(gtk_text_iter_get_line_offset(&iter), ==, 8);
  destroy(window);
}

/* In a process of its own: it keeps a text and is killed on the spot. */
static void
keep_and_die (void)
{
  GantryRecovery *recovery = gantry_recovery_new(NULL, NULL);
  gantry_recovery_keep(recovery, "first", NULL, "old");
  gantry_recovery_keep(recovery, "lost\nand found", "/some/where.scenario", "main:\n    yield\n");
  gantry_recovery_wait(recovery);
  kill(getpid(), SIGKILL);
}

static void
test_recovery (void)
{
  if (g_test_subprocess()) {
    keep_and_die();
    return;
  }
  g_test_trap_subprocess(NULL, 0, 0);
  g_assert_false(g_test_trap_has_passed());
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  g_assert_cmpuint(texts->len, ==, 1);
  GantryRecoveredText *text = texts->pdata[0];
  g_assert_cmpstr(text->name, ==, "lost\nand found");
  g_assert_cmpstr(text->file, ==, "/some/where.scenario");
  g_assert_cmpstr(text->text, ==, "main:\n    yield\n");
  g_autoptr(GPtrArray) while_looked_at = gantry_recovery_find();
  g_assert_cmpuint(while_looked_at->len, ==, 0);
  g_clear_pointer(&texts, g_ptr_array_unref);
  texts = gantry_recovery_find(); /* nobody took it: it is offered again */
  g_assert_cmpuint(texts->len, ==, 1);
  gantry_recovered_text_done(texts->pdata[0]);
  g_clear_pointer(&texts, g_ptr_array_unref);
  texts = gantry_recovery_find();
  g_assert_cmpuint(texts->len, ==, 0);
}

static void
on_failed (const char *reason, gpointer data)
{
  g_assert_cmpstr(reason, !=, "");
  ++*(int *)data;
}

/* A folder that cannot be made is told, once and not with each letter that is typed. */
static void
test_not_kept (void)
{
  g_autofree char *in_the_way = g_build_filename(g_get_user_state_dir(), "gantry", NULL);
  if (g_test_subprocess()) {
    int n_told = 0;
    GantryRecovery *recovery = gantry_recovery_new(on_failed, &n_told);
    gantry_recovery_keep(recovery, "one", NULL, "main:\n    yield\n");
    gantry_recovery_keep(recovery, "one", NULL, "main:\n    yield\n\n");
    g_assert_cmpint(n_told, ==, 1);
    gantry_recovery_free(recovery);
    return;
  }
  g_assert_true(g_file_set_contents(in_the_way, "", 0, NULL));
  g_test_trap_subprocess(NULL, 0, 0);
  g_test_trap_assert_passed();
  g_assert_cmpint(g_unlink(in_the_way), ==, 0);
}

/* The files with kept texts, which are nobody else's to read: how many there are. `visit` (nullable) is
 * called with the path of each. */
static guint
visit_kept (int (*visit)(const char *))
{
  g_autofree char *folder = g_build_filename(g_get_user_state_dir(), "gantry", "recovery", NULL);
  g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
  guint count = 0;
  for (const char *file; files && (file = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(folder, file, NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    if (!g_str_has_suffix(file, ".text"))
      continue;
    count++;
    if (visit)
      visit(path);
  }
  return count;
}

static guint
count_kept (void)
{
  return visit_kept(NULL);
}

/* A name of bytes that are no text, in a file that was damaged, is shown to nobody. */
static void
test_damaged (void)
{
  if (g_test_subprocess()) {
    GantryRecovery *recovery = gantry_recovery_new(NULL, NULL);
    gantry_recovery_keep(recovery, "\xff\xfe", NULL, "main:\n    yield\n");
    gantry_recovery_wait(recovery);
    kill(getpid(), SIGKILL);
  }
  g_test_trap_subprocess(NULL, 0, 0);
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  g_assert_cmpuint(texts->len, ==, 0);
  g_assert_cmpuint(visit_kept(g_unlink), ==, 1); /* nor thrown away */
}

static void
test_window_keeps (void)
{
  GantryWindow *window = new_window();
  write_text(window, "main:\n    yield\n");
  for (int i = 0; i < 1000 && count_kept() == 0; i++)
    gantry_test_turn_loop(1);
  g_assert_cmpuint(count_kept(), ==, 1);
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  g_assert_cmpuint(texts->len, ==, 0); /* ours: the program lives */
  gtk_text_buffer_undo(buffer_of(window));
  gantry_test_turn_loop(10);
  g_assert_cmpuint(count_kept(), ==, 0); /* nothing to lose any more */
  destroy(window);
}

static void
test_window_offers (void)
{
  if (g_test_subprocess()) {
    keep_and_die();
    return;
  }
  g_test_trap_subprocess(NULL, 0, 0);
  GantryWindow *window = new_window();
  answer(window, "later");
  gantry_window_offer_recovered(window);
  answer(window, "recover");
  assert_text(window, "main:\n    yield\n");
  g_assert_true(gantry_editor_is_modified(editor_of(window)));
  g_assert_cmpstr(gantry_editor_get_file(editor_of(window)), ==, "/some/where.scenario");
  g_assert_cmpuint(count_kept(), ==, 1); /* ours now */
  gantry_window_offer_recovered(window);
  g_assert_null(gantry_test_find_question(window));
  destroy(window);
  g_assert_cmpuint(count_kept(), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_strdup(g_getenv("GANTRY_TEST_STATE"));
  if (!state) { /* once, for the processes of its own, too */
    state = g_dir_make_tmp("gantry-state-XXXXXX", NULL);
    g_setenv("GANTRY_TEST_STATE", state, TRUE);
    g_setenv("XDG_STATE_HOME", state, TRUE);
  }
  if (!gantry_test_init(&argc, &argv))
    return 77;                                           /* no display */
  g_test_add_func("/ui/editor/not-kept", test_not_kept); /* the first: there is no folder yet */
  g_test_add_func("/ui/editor/errors", test_errors);
  g_test_add_func("/ui/editor/many-errors", test_many_errors);
  g_test_add_func("/ui/editor/run-unsaved", test_run_unsaved);
  g_test_add_func("/ui/editor/guard", test_guard);
  g_test_add_func("/ui/editor/save", test_save);
  g_test_add_func("/ui/editor/file-with-errors", test_file_with_errors);
  g_test_add_func("/ui/editor/new", test_new);
  g_test_add_func("/ui/editor/examples", test_examples);
  g_test_add_func("/ui/editor/indentation", test_indentation);
  g_test_add_func("/ui/editor/recovery", test_recovery);
  g_test_add_func("/ui/editor/damaged", test_damaged);
  g_test_add_func("/ui/editor/window-keeps", test_window_keeps);
  g_test_add_func("/ui/editor/window-offers", test_window_offers);
  return g_test_run();
}
