/* Files in the window: traces opened, saved, refused, dropped in the middle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-write.h"
#include "format/trace-file.h"
#include "support.h"
#include "timeline/columns.h"

#include "../format/lost-page.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEEN_US 550000 /* what takes so long is told of */

static char *folder;

static GFile *
file_of (const char *name)
{
  return g_file_new_build_filename(folder, name, NULL);
}

static void
write_text (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GError) error = NULL;
  g_file_set_contents(path, text, -1, &error);
  g_assert_no_error(error);
}

/* A finished run, saved; returns how many lanes it has. */
static uint32_t
save_run_of (const char *name, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryTimeline) timeline = gantry_test_run(text);
  g_autofree char *path = g_build_filename(folder, name, NULL);
  gantry_trace_save(timeline, path, &error);
  g_assert_no_error(error);
  return gantry_timeline_get_n_lanes(timeline);
}

static uint32_t
save_run (const char *name)
{
  const char *text =
      "title \"Kept\"\ntask t:\n    compute 2ms\nmain:\n    start t x 3\n    join\n    print \"done\"\n";
  return save_run_of(name, text);
}

static GantryWindow *
shown_window (void)
{
  GantryWindow *window = gantry_window_new(NULL, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  return window;
}

static void
open_and_wait (GantryWindow *window, const char *name)
{
  g_autoptr(GFile) file = file_of(name);
  gantry_test_open(window, file);
}

static void
close_window (GantryWindow *window)
{
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* A trace is shown with its text, and can be run again. */
static void
test_open (void)
{
  uint32_t n_lanes = save_run("kept.gantry");
  GantryWindow *window = shown_window();
  open_and_wait(window, "kept.gantry");
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  g_assert_nonnull(timeline);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, n_lanes);
  g_assert_cmpstr(adw_window_title_get_title(window->title), ==, "Kept");
  g_assert_cmpstr(gtk_window_get_title(GTK_WINDOW(window)), ==, "Kept – Gantry");
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  g_assert_null(window->session);
  g_assert_nonnull(window->scenario);
  gantry_window_start(window);
  g_assert_true(window->running);
  for (int i = 0; i < 200 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_true(gantry_chart_view_get_timeline(window->chart) != timeline);
  close_window(window);
}

static void
test_save (void)
{
  uint32_t n_lanes = save_run("first.gantry");
  GantryWindow *window = shown_window();
  open_and_wait(window, "first.gantry");
  static const char *const names[] = {"second.gantry", "bare", "table.csv", "chrome.json"};
  static const char *const written[] = {"second.gantry", "bare.gantry", "table.csv", "chrome.json"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GFile) file = file_of(names[i]), result = file_of(written[i]);
    gantry_window_save(window, file);
    for (int k = 0; k < 400 && !g_file_query_exists(result, NULL); k++)
      gantry_test_turn_loop(1);
    g_assert_true(g_file_query_exists(result, NULL));
  }
  gantry_test_turn_loop(20);
  open_and_wait(window, "bare.gantry");
  g_assert_cmpuint(gantry_timeline_get_n_lanes(gantry_chart_view_get_timeline(window->chart)), ==, n_lanes);
  close_window(window);
}

/* What is shown stays where a file cannot be read; scenarios are opened as ever, and a wrong one to be
 * mended. */
static void
test_refused (void)
{
  save_run("good.gantry");
  write_text("bad.gantry", "\x89GANTRY\n\x01");
  write_text("plain.scenario", "title \"Plain\"\nmain:\n    sleep 1ms\n");
  write_text("wrong.scenario", "main:\n    jump\n");
  write_text("huge.scenario", "main:\n    yield\n");
  g_autofree char *huge = g_build_filename(folder, "huge.scenario", NULL);
  g_autofree char *endless = g_build_filename(folder, "endless.scenario", NULL);
  g_autofree char *pipe = g_build_filename(folder, "pipe.json", NULL);
  g_assert_cmpint(truncate(huge, INT64_C(1) << 40), ==, 0);
  g_assert_cmpint(symlink("/dev/zero", endless), ==, 0);
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  GantryWindow *window = shown_window();
  open_and_wait(window, "good.gantry");
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  static const char *const names[] = {"bad.gantry", "missing.gantry", "huge.scenario", "endless.scenario",
                                      "pipe.json"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    open_and_wait(window, names[i]);
    g_assert_true(gantry_chart_view_get_timeline(window->chart) == timeline);
    g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  }
  open_and_wait(window, "wrong.scenario");
  g_assert_null(gantry_chart_view_get_timeline(window->chart));
  g_assert_null(window->scenario);
  open_and_wait(window, "plain.scenario");
  g_assert_null(gantry_chart_view_get_timeline(window->chart));
  g_assert_cmpstr(adw_window_title_get_title(window->title), ==, "Plain");
  close_window(window);
}

/* Another file, a cancel, or the window's end in the middle of reading: nothing comes late. */
/* In words of the window, not of the command line. */
static void
test_no_file (void)
{
  GantryWindow *window = shown_window();
  open_and_wait(window, "missing.gantry");
  g_assert_true(gantry_test_is_told(window, "Cannot open missing.gantry: there is no such file"));
  close_window(window);
  g_autofree char *directory = g_build_filename(folder, "folder", NULL);
  g_assert_cmpint(g_mkdir(directory, 0700), ==, 0);
  window = shown_window();
  open_and_wait(window, "folder");
  g_assert_true(gantry_test_is_told(window, "Cannot open folder: it is a folder; open a file in it"));
  close_window(window);
}

static void
test_cancelled (void)
{
  save_run("one.gantry");
  write_text("plain.scenario", "title \"Plain\"\nmain:\n    sleep 1ms\n");
  g_autoptr(GFile) one = file_of("one.gantry"), plain = file_of("plain.scenario");
  GantryWindow *window = shown_window();
  gantry_window_open(window, one);
  gantry_window_open(window, plain);
  gantry_test_turn_loop(60);
  g_assert_null(window->opening);
  g_assert_cmpstr(adw_window_title_get_title(window->title), ==, "Plain");
  gantry_window_open(window, one);
  gantry_window_cancel_opening(window);
  gantry_test_turn_loop(60);
  g_assert_null(gantry_chart_view_get_timeline(window->chart));
  gantry_window_open(window, one);
  close_window(window);
  gantry_test_turn_loop(20);
}

/* As a person does it who does not want to wait, when there are words about the reading. */
static void
give_up (GantryWindow *window)
{
  for (int i = 0; i < 400 && !window->opening; i++)
    g_main_context_iteration(NULL, TRUE);
  g_assert_nonnull(window->opening);
  gtk_stack_set_visible_child_name(window->stage, "opening");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_null(window->opening);
}

/* There is nothing in the window but what it begins with without a file. */
static void
assert_first_scenario (GantryWindow *window)
{
  g_assert_nonnull(window->scenario);
  g_assert_null(gantry_chart_view_get_timeline(window->chart));
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "empty");
  g_assert_cmpstr(adw_status_page_get_title(window->empty), !=, "");
  g_assert_true(gtk_widget_get_sensitive(GTK_WIDGET(window->run)));
}

static void
test_begun_otherwise (void)
{
  static const char *const refused[] = {"gone.gantry", "words.txt"};
  save_run("one.gantry");
  write_text("words.txt", "no scenario at all\n");
  g_autoptr(GFile) one = file_of("one.gantry");
  GantryWindow *window = gantry_window_new(NULL, one);
  gtk_window_present(GTK_WINDOW(window));
  give_up(window);
  assert_first_scenario(window);
  g_assert_true(gantry_test_is_told(window, "one.gantry was not opened"));
  close_window(window);
  for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
    g_autoptr(GFile) file = file_of(refused[i]);
    window = gantry_window_new(NULL, file);
    gtk_window_present(GTK_WINDOW(window));
    for (int k = 0; k < 400 && !window->scenario; k++)
      gantry_test_turn_loop(1);
    assert_first_scenario(window);
    close_window(window);
  }
}

/* What was shown before is shown again: a run, and a comparison. */
static void
test_given_up (void)
{
  save_run("one.gantry");
  g_autoptr(GFile) one = file_of("one.gantry");
  GantryWindow *window = shown_window();
  open_and_wait(window, "one.gantry");
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  gantry_window_open(window, one);
  give_up(window);
  g_assert_true(gantry_chart_view_get_timeline(window->chart) == timeline);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  gantry_window_compare(window);
  for (int i = 0; i < 2000 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(1);
  gantry_window_open(window, one);
  give_up(window);
  g_assert_true(gantry_window_shows_comparison(window));
  close_window(window);
}

/* A file that is nothing at all takes nothing away: neither what is chosen nor what is written, of which
 * nobody is asked. */
static void
test_nothing_taken (void)
{
  write_text("letter.txt", "Dear all,\n");
  GantryWindow *window = gantry_test_window();
  GtkListBox *list = GTK_LIST_BOX(gantry_test_find(GTK_WIDGET(window->gallery), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row(list);
  GantryEditor *editor = gantry_source_pane_get_editor(window->source);
  guint n_windows = g_list_model_get_n_items(gtk_window_get_toplevels());
  g_assert_nonnull(chosen);
  for (int turn = 0; turn < 2; turn++) {
    g_autofree char *text = gantry_editor_get_text(editor);
    open_and_wait(window, "letter.txt");
    g_autofree char *after = gantry_editor_get_text(editor);
    g_assert_true(gantry_test_is_told(window, "Cannot open letter.txt: it is no scenario and no trace"));
    g_assert_true(gtk_list_box_get_selected_row(list) == chosen);
    g_assert_cmpstr(after, ==, text);
    g_assert_nonnull(window->scenario);
    g_assert_cmpuint(g_list_model_get_n_items(gtk_window_get_toplevels()), ==, n_windows);
    gantry_editor_set_modified(editor, true);
  }
  gantry_editor_set_modified(editor, false);
  close_window(window);
}

/* The bar of an opening never stands full: once all is read it tells that this is put in order. On a machine
 * that opens the file at once nothing is shown. */
static void
test_told_of_order (void)
{
  g_autoptr(GString) text = g_string_new("[");
  for (int i = 1500000; i > 0; i--) /* the wrong way round */
    g_string_append_printf(text,
                           "{\"ph\":\"X\",\"pid\":1,\"tid\":%d,\"ts\":%d,\"dur\":1,\"name\":\"work %d\"},\n",
                           i % 50, 2 * i, i % 9);
  write_text("large.json", text->str);
  GantryWindow *window = shown_window();
  g_autoptr(GFile) file = file_of("large.json");
  bool is_ordering = false;
  double most = 0;
  gint64 began = g_get_monotonic_time();
  gantry_window_open(window, file);
  while (window->opening) {
    const char *doing = adw_status_page_get_description(window->opening_page);
    g_main_context_iteration(NULL, TRUE);
    is_ordering = is_ordering || g_strcmp0(doing, "Putting the events in order") == 0;
    most = MAX(most, gtk_progress_bar_get_fraction(window->opening_bar));
    g_assert_true(is_ordering || gtk_progress_bar_get_fraction(window->opening_bar) < 1);
  }
  if (g_get_monotonic_time() - began > SEEN_US) {
    g_assert_true(is_ordering);
    g_assert_cmpfloat(most, >, 0); /* how long the file is was known */
  }
  g_assert_nonnull(gantry_chart_view_get_timeline(window->chart));
  close_window(window);
  g_assert_true(g_file_delete(file, NULL, NULL)); /* it is a large one */
}

/* However much was printed, the end of it is there though nothing asks for it any more. */
static void
test_long_output (void)
{
  save_run_of("long.gantry", "main:\n    repeat 21000 as i:\n        print \"line {i}\"\n");
  GantryWindow *window = shown_window();
  g_autoptr(GFile) file = file_of("long.gantry");
  gantry_window_open(window, file);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(
      GTK_TEXT_VIEW(gantry_test_find(GTK_WIDGET(window->output), GTK_TYPE_TEXT_VIEW)));
  g_autofree char *text = NULL;
  for (int i = 0; i < 1000 && (!text || !strstr(text, "line 21000\n")); i++) {
    GtkTextIter start, end;
    gantry_test_turn_loop(1);
    gtk_text_buffer_get_bounds(buffer, &start, &end);
    g_free(text);
    text = gtk_text_buffer_get_text(buffer, &start, &end, FALSE);
  }
  g_assert_nonnull(strstr(text, "line 21000\n"));
  g_assert_null(strstr(text, "line 1\n"));    /* the oldest are left out, */
  g_assert_true(g_str_has_prefix(text, "…")); /* which is said */
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* What is whole of a file that was cut off is shown, and which file it is that breaks off is said. */
static void
test_cut_off (void)
{
  save_run("part.gantry");
  g_autoptr(GFile) file = file_of("part.gantry");
  struct stat facts;
  g_assert_cmpint(stat(g_file_peek_path(file), &facts), ==, 0);
  g_assert_cmpint(truncate(g_file_peek_path(file), facts.st_size / 2), ==, 0);
  GantryWindow *window = shown_window();
  gantry_test_open(window, file);
  g_assert_nonnull(gantry_chart_view_get_timeline(window->chart));
  g_assert_true(g_str_has_prefix(gtk_label_get_text(window->status), "part.gantry: breaks off at byte "));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Someone else cuts the file short that is shown: it is shown as it was. Where a part of it is lost it is
 * closed with a word, and the window goes on. */
static void
test_cut_short (void)
{
  save_run_of("cut.gantry", "main:\n    repeat 5000 as i:\n        print \"line {i}\"\n");
  GantryWindow *window = shown_window();
  g_autoptr(GFile) file = file_of("cut.gantry");
  /* Too long to be read at once. */
  g_assert_cmpint(truncate(g_file_peek_path(file), GANTRY_TRACE_FILE_MOST_READ + 1), ==, 0);
  gantry_window_open(window, file);
  for (int i = 0; i < 1000 && !gantry_chart_view_get_timeline(window->chart); i++)
    gantry_test_turn_loop(1);
  g_assert_cmpint(truncate(g_file_peek_path(file), 0), ==, 0);
  gantry_window_refresh(window);
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  g_assert_nonnull(timeline);
  g_assert_false(gantry_trace_file_is_cut(timeline));
  GPtrArray *kept = gantry_timeline_get_kept_bytes(timeline);
  for (guint i = 0; i < kept->len; i++)
    if (g_bytes_get_size(kept->pdata[i]) > GANTRY_TRACE_FILE_MOST_READ)
      lose_page(g_bytes_get_data(kept->pdata[i], NULL));
  for (int i = 0; i < 1000 && gantry_chart_view_get_timeline(window->chart); i++) {
    gtk_widget_queue_draw(GTK_WIDGET(window->chart));
    gantry_test_turn_loop(1);
    gantry_window_refresh(window);
  }
  g_assert_null(gantry_chart_view_get_timeline(window->chart));
  g_assert_cmpstr(adw_status_page_get_title(window->empty), ==, "The trace is closed");
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* A file's name may be any bytes; what is shown and sent of it is text, or GTK and GLib complain, which ends
 * the test. */
static void
test_name_of_bytes (void)
{
  static const char *const names[] = {"b\xff\xfe.scenario", "line\nfeed.scenario", "\u202Eright.scenario"};
  GantryWindow *window = shown_window();
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    write_text(names[i], "main:\n    yield\n");
    open_and_wait(window, names[i]);
    g_assert_nonnull(window->scenario);
    gantry_window_start(window);
    for (int k = 0; k < 4000 && window->running; k++)
      gantry_test_turn_loop(1);
    GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
    GantryRunResult result;
    g_assert_nonnull(timeline);
    gantry_timeline_get_result(timeline, &result);
    g_assert_cmpint(result.outcome, ==, GANTRY_RUN_OK);
    g_autofree char *path = g_build_filename(folder, names[i], NULL);
    gantry_window_save_scenario_to(window, path);
    gantry_test_turn_loop(40);
  }
  close_window(window);
}

/* Wherever in the window a file is dropped, it is opened: texts, which take its name, are asked later. */
static void
test_dropped_anywhere (void)
{
  GantryWindow *window = shown_window();
  g_autoptr(GListModel) all = gtk_widget_observe_controllers(GTK_WIDGET(window));
  guint n_found = 0;
  for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
    g_autoptr(GtkEventController) controller = g_list_model_get_item(all, i);
    if (!GTK_IS_DROP_TARGET(controller))
      continue;
    g_assert_true(gdk_content_formats_contain_gtype(gtk_drop_target_get_formats(GTK_DROP_TARGET(controller)),
                                                    GDK_TYPE_FILE_LIST));
    g_assert_cmpint(gtk_event_controller_get_propagation_phase(controller), ==, GTK_PHASE_CAPTURE);
    n_found++;
  }
  g_assert_cmpuint(n_found, ==, 1);
  close_window(window);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  folder = g_dir_make_tmp("gantry-ui-XXXXXX", &error);
  g_assert_no_error(error);
  g_setenv("XDG_DATA_HOME", folder, TRUE); /* the list of recent files, before anyone asks for it */
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/files/open", test_open);
  g_test_add_func("/ui/files/save", test_save);
  g_test_add_func("/ui/files/refused", test_refused);
  g_test_add_func("/ui/files/name-of-bytes", test_name_of_bytes);
  g_test_add_func("/ui/files/no-file", test_no_file);
  g_test_add_func("/ui/files/cancelled", test_cancelled);
  g_test_add_func("/ui/files/begun-otherwise", test_begun_otherwise);
  g_test_add_func("/ui/files/given-up", test_given_up);
  g_test_add_func("/ui/files/nothing-taken", test_nothing_taken);
  g_test_add_func("/ui/files/dropped-anywhere", test_dropped_anywhere);
  g_test_add_func("/ui/files/told-of-order", test_told_of_order);
  g_test_add_func("/ui/files/long-output", test_long_output);
  g_test_add_func("/ui/files/cut-off", test_cut_off);
  g_test_add_func("/ui/files/cut-short", test_cut_short);
  return g_test_run();
}
