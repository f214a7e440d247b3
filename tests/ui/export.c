/* The export dialog: its picture is the file, and the command that it tells makes the same bytes of the saved
 * run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/verdict.h"
#include "format/gantry-write.h"
#include "run/session.h"
#include "support.h"
#include "ui/export-choices.h"
#include "ui/export-dialog.h"
#include "ui/export-preview.h"
#include "ui/print.h"
#include "ui/settings.h"

#include <glib/gstdio.h>
#include <string.h>

#define MS INT64_C(1000000)

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

static GantryTimeline *
finished_run (GantryModel model)
{
  return gantry_test_run_on(
      "title \"Two cooks\"\nlock stove\ntask cook:\n    with stove:\n        compute 3ms\n"
      "    sleep 2ms\nmain:\n    start cook x 2\n    join\n    print \"done\"\n",
      model);
}

typedef struct {
  char *folder, *message;
  GPtrArray *timelines;
  GtkWidget *parent;
  GantryView view;
  GantryExportDialog *dialog;
} Fixture;

static void
on_exported (const char *message, gpointer data)
{
  Fixture *fixture = data;
  g_free(fixture->message);
  fixture->message = g_strdup(message);
}

static void
fixture_init (Fixture *fixture)
{
  *fixture = (Fixture){.folder = g_dir_make_tmp("gantry-XXXXXX", NULL)};
  fixture->timelines = g_ptr_array_new_with_free_func(timeline_unref);
  g_ptr_array_add(fixture->timelines, finished_run(GANTRY_MODEL_THREADS));
  fixture->parent = gtk_window_new();
  gtk_window_present(GTK_WINDOW(fixture->parent));
  gantry_view_init(&fixture->view);
  gantry_view_fit(&fixture->view, fixture->timelines->pdata[0]);
  fixture->view.width = 900.0;
  fixture->view.height = 500.0;
  g_settings_reset(gantry_settings_get(), "export-format");
  g_settings_reset(gantry_settings_get(), "export-size");
}

static void
fixture_open (Fixture *fixture, const char *verdict, const GantryRunAlignment *align)
{
  const GantryExportSubject subject = {fixture->timelines, verdict};
  fixture->dialog = gantry_export_dialog_present(GTK_WINDOW(fixture->parent), &subject, &fixture->view, align,
                                                 NULL, on_exported, fixture);
  gantry_test_turn_loop(20);
}

static void
remove_files (const char *folder)
{
  const char *name;
  GDir *dir = g_dir_open(folder, 0, NULL);
  while ((name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  g_dir_close(dir);
  g_rmdir(folder);
}

static void
fixture_clear (Fixture *fixture)
{
  gtk_window_destroy(GTK_WINDOW(fixture->parent));
  gantry_test_turn_loop(5);
  g_ptr_array_unref(fixture->timelines);
  remove_files(fixture->folder);
  g_free(fixture->folder);
  g_free(fixture->message);
}

static void
save_run (const Fixture *fixture, GantryTimeline *timeline, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) stream = g_file_replace(file, NULL, FALSE, 0, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(gantry_trace_write(timeline, G_OUTPUT_STREAM(stream), &error));
  g_assert_no_error(error);
}

/* What the command line makes in the folder where the runs are saved. */
static GBytes *
run_command (const Fixture *fixture, const char *command)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;
  int n_words, status;
  g_autofree char *err = NULL;
  g_assert_true(g_shell_parse_argv(command, &n_words, &words, &error));
  g_assert_cmpstr(words[0], ==, "gantry-cli");
  g_free(words[0]);
  words[0] = g_strdup(g_getenv("GANTRY_CLI"));
  g_assert_true(
      g_spawn_sync(fixture->folder, words, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &err, &status, &error));
  g_assert_no_error(error);
  g_assert_cmpstr(err, ==, "");
  g_assert_cmpint(status, ==, 0);
  const char *output = NULL;
  for (int i = 0; i + 1 < n_words; i++)
    if (strcmp(words[i], "-o") == 0)
      output = words[i + 1];
  char *contents;
  gsize length;
  g_autofree char *path = g_build_filename(fixture->folder, output, NULL);
  g_assert_true(g_file_get_contents(path, &contents, &length, &error));
  return g_bytes_new_take(contents, length);
}

/* The dialog's file and the command's are the same to the byte; the dialog is closed. */
static void
assert_same_bytes (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *command = gantry_export_dialog_make_command(fixture->dialog);
  g_autofree char *name = gantry_export_dialog_propose_name(fixture->dialog);
  g_autofree char *other = g_strconcat("other-", name, NULL);
  g_autofree char *path = g_build_filename(fixture->folder, other, NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_export_dialog_write(fixture->dialog, file);
  for (int i = 0; i < 1000 && !fixture->message; i++)
    gantry_test_turn_loop(1);
  g_assert_nonnull(strstr(fixture->message, other));
  g_autofree char *contents = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(path, &contents, &length, &error));
  g_autoptr(GBytes) same = run_command(fixture, command);
  if (g_bytes_get_size(same) != length || memcmp(g_bytes_get_data(same, NULL), contents, length) != 0)
    g_error("not the same picture: %s", command);
  g_clear_pointer(&fixture->message, g_free);
}

static void
test_command_makes_the_same (void)
{
  Fixture fixture;
  fixture_init(&fixture);
  save_run(&fixture, fixture.timelines->pdata[0], "two-cooks-threads.gantry");
  for (int format = GANTRY_PICTURE_PNG; format <= GANTRY_PICTURE_PDF; format++) {
    fixture_open(&fixture, NULL, NULL);
    GantryExportChoices *choices = gantry_export_dialog_get_choices(fixture.dialog);
    gantry_export_choices_set_format(choices, (GantryPictureFormat)format);
    assert_same_bytes(&fixture);
  }
  fixture_clear(&fixture);
}

/* All that a screen can show of a run: a part of it, a chosen lane, dimmed states, other words and sizes. */
static void
test_screen_as_command (void)
{
  Fixture fixture;
  fixture_init(&fixture);
  GantryTimeline *timeline = fixture.timelines->pdata[0];
  save_run(&fixture, timeline, "two-cooks-threads.gantry");
  fixture.view.from = -123457;
  fixture.view.to = 4 * MS + 1;
  fixture.view.text_scale = 1.35;
  fixture.view.theme = GANTRY_THEME_CONTRAST;
  fixture.view.vocabulary = GANTRY_VOCABULARY_LINUX;
  fixture.view.selected_lane = gantry_lane_get_id(gantry_timeline_get_lane(timeline, 1));
  fixture.view.dimmed = 1u << GANTRY_LEGEND_RUNNING | 1u << GANTRY_LEGEND_CREATED;
  fixture.view.show_critical_path = true;
  fixture.view.lanes_glob = "*co*";
  fixture.view.title = "It's “mine” & more";
  fixture.view.density = GANTRY_DENSITY_LARGE;
  g_autoptr(GantryLaneArrangement) hidden =
      gantry_lane_arrangement_hide(NULL, gantry_lane_get_id(gantry_timeline_get_lane(timeline, 2)), true);
  g_autoptr(GantryLaneArrangement) pinned =
      gantry_lane_arrangement_pin(hidden, gantry_lane_get_id(gantry_timeline_get_lane(timeline, 1)), true);
  fixture.view.arrangement = pinned;
  fixture_open(&fixture, NULL, NULL);
  g_autofree char *command = gantry_export_dialog_make_command(fixture.dialog);
  g_assert_nonnull(strstr(command, "--from=-123457ns"));
  g_assert_nonnull(strstr(command, "--words=linux"));
  g_assert_nonnull(strstr(command, "--select="));
  g_assert_nonnull(strstr(command, "--arrange="));
  assert_same_bytes(&fixture);
  fixture.view.arrows = GANTRY_ARROWS_NONE;
  fixture.view.selection_from = MS;
  fixture.view.selection_to = 3 * MS;
  fixture_open(&fixture, NULL, NULL);
  g_autofree char *selected = gantry_export_dialog_make_command(fixture.dialog);
  g_assert_nonnull(strstr(selected, "--from=1ms --to=3ms"));
  assert_same_bytes(&fixture);
  fixture_clear(&fixture);
}

static void
test_comparison_as_command (void)
{
  Fixture fixture;
  const GantryRunAlignment at_end = {GANTRY_ALIGN_END, NULL};
  fixture_init(&fixture);
  g_ptr_array_add(fixture.timelines, finished_run(GANTRY_MODEL_SIMULATED));
  save_run(&fixture, fixture.timelines->pdata[0], "two-cooks-compared-1.gantry");
  save_run(&fixture, fixture.timelines->pdata[1], "two-cooks-compared-2.gantry");
  gantry_comparison_fit(&fixture.view, (GantryTimeline *const *)fixture.timelines->pdata, 2, &at_end);
  fixture.view.height = 0.0;
  g_autofree char *verdict =
      gantry_verdict_new((GantryTimeline *const *)fixture.timelines->pdata, 2, GANTRY_RUN_OK);
  fixture_open(&fixture, verdict, &at_end);
  g_autofree char *command = gantry_export_dialog_make_command(fixture.dialog);
  g_assert_true(g_str_has_prefix(command, "gantry-cli compare two-cooks-compared-1.gantry "));
  g_assert_nonnull(strstr(command, "--align=end"));
  assert_same_bytes(&fixture);
  fixture_clear(&fixture);
}

/* The preview has the pixels that the file will have; choices show at once. */
static void
test_preview (void)
{
  Fixture fixture;
  int width, height;
  fixture_init(&fixture);
  fixture_open(&fixture, NULL, NULL);
  GantryExportPreview *preview = gantry_export_dialog_get_preview(fixture.dialog);
  for (int i = 0; i < 1000 && !gantry_export_preview_is_drawn(preview); i++)
    gantry_test_turn_loop(1);
  gantry_export_preview_get_size(preview, &width, &height);
  int scale = gtk_widget_get_scale_factor(GTK_WIDGET(preview));
  g_assert_cmpint(width, ==, 900 * scale);
  g_assert_cmpint(height, ==, 500 * scale);
  g_settings_set_uint(gantry_settings_get(), "export-size", 1); /* the slide */
  for (int i = 0; i < 1000 && (i == 0 || !gantry_export_preview_is_drawn(preview)); i++)
    gantry_test_turn_loop(1);
  gantry_export_preview_get_size(preview, &width, &height);
  g_assert_cmpint(width, ==, 1920);
  g_assert_cmpint(height, ==, 1080);
  gtk_widget_activate_action(GTK_WIDGET(fixture.dialog), "export.zoom", "i", 1);
  gtk_widget_activate_action(GTK_WIDGET(fixture.dialog), "export.zoom", "i", -1);
  gtk_widget_activate_action(GTK_WIDGET(fixture.dialog), "export.zoom", "i", 0);
  gantry_test_turn_loop(5);
  gtk_window_destroy(GTK_WINDOW(fixture.dialog)); /* maybe in the middle of a picture */
  fixture_clear(&fixture);
}

static void
test_copy (void)
{
  Fixture fixture;
  fixture_init(&fixture);
  fixture_open(&fixture, NULL, NULL);
  gantry_export_choices_set_format(gantry_export_dialog_get_choices(fixture.dialog), GANTRY_PICTURE_SVG);
  gantry_test_turn_loop(20);
  gtk_widget_activate_action(GTK_WIDGET(fixture.dialog), "export.copy", NULL);
  for (int i = 0; i < 1000 && !fixture.message; i++)
    gantry_test_turn_loop(1);
  GdkContentFormats *formats =
      gdk_clipboard_get_formats(gtk_widget_get_clipboard(GTK_WIDGET(fixture.parent)));
  g_assert_true(gdk_content_formats_contain_mime_type(formats, "image/png"));
  g_assert_true(gdk_content_formats_contain_mime_type(formats, "image/svg+xml"));
  fixture_clear(&fixture);
}

/* A few lanes on one page, very many on several, and the page is not the screen's. */
static void
test_print (void)
{
  static const struct {
    const char *text;
    bool several;
  } cases[] = {{"task t:\n    sleep 1ms\nmain:\n    start t x 3\n    join\n", false},
               {"on simulated\ntask t:\n    sleep 1ms\nmain:\n    start t x 300\n    join\n", true}};
  g_autofree char *folder = g_dir_make_tmp("gantry-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) timelines = g_ptr_array_new_with_free_func(timeline_unref);
    g_ptr_array_add(timelines, gantry_test_run(cases[i].text));
    const GantryExportSubject subject = {timelines, NULL};
    g_autofree char *path = g_strdup_printf("%s/%zu.pdf", folder, i);
    g_autofree char *contents = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    GantryView view;
    gantry_view_init(&view);
    gantry_view_fit(&view, timelines->pdata[0]);
    g_autoptr(GtkPrintOperation) operation = gantry_print_operation_new(&subject, &view);
    gtk_print_operation_set_export_filename(operation, path);
    g_assert_cmpint(gtk_print_operation_run(operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                    GTK_PRINT_OPERATION_RESULT_APPLY);
    g_assert_no_error(error);
    int n_pages = gtk_print_operation_get_n_pages_to_print(operation);
    g_assert_cmpint(n_pages > 1, ==, cases[i].several);
    g_assert_cmpint(n_pages, <, 30);
    g_assert_true(g_file_get_contents(path, &contents, &length, &error));
    g_assert_true(g_str_has_prefix(contents, "%PDF-"));
  }
  remove_files(folder);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/export/command-makes-the-same", test_command_makes_the_same);
  g_test_add_func("/export/screen-as-command", test_screen_as_command);
  g_test_add_func("/export/comparison-as-command", test_comparison_as_command);
  g_test_add_func("/export/preview", test_preview);
  g_test_add_func("/export/copy", test_copy);
  g_test_add_func("/export/print", test_print);
  return g_test_run();
}
