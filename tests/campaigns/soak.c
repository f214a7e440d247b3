/* One window for a long night: run after run on all models, with all that people do meanwhile, in an order
 * that chance decides. What the process has in use is sampled, and must not grow.
 *
 *   soak RUNS SEED [DEED]
 *
 * DEED: only this one of the deeds below, by its number, after each run: to find out which leaves something.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../ui/support.h"
#include "format/gantry-write.h"
#include "soak-figures.h"
#include "ui/comparison-chooser.h"
#include "ui/export-dialog.h"
#include "ui/lane-arranging.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_SAMPLES 20
#define N_KEPT 8 /* at least as many runs as the window keeps */
#define TURN_US 2000
#define LONGEST_TURN_US 20000
/* What is kept once for all is there after so many. */
#define WARM_UP_PART 10

static const char *const texts[] = {
    "queue q(2)\nlock l\ntask t:\n    repeat 5:\n        get q\n        with l:\n            compute "
    "1ms\nmain:\n"
    "    start t x 3\n    repeat 15 as i:\n        put q i\n    join\n    print \"done\"\n",
    "shared variable n = 0\nlock l\ntask t:\n    repeat 20:\n        with l:\n            n = n + 1\nmain:\n "
    "   start t "
    "x 4\n"
    "    join\n    expect n == 80\n",
    "task t:\n    repeat 300:\n        yield\nmain:\n    start t x 3\n    join\n",
    "task t:\n    sleep 2ms\n    print \"a line\"\nmain:\n    start t x 40\n    join\n",
    "lock a\nlock b\ntask one:\n    with a:\n        sleep 2ms\n        with b:\n            yield\ntask "
    "two:\n"
    "    with b:\n        sleep 2ms\n        with a:\n            yield\nmain:\n    start one\n    start "
    "two\n    "
    "join\n",
    "task t:\n    compute 30ms\nmain:\n    start t x 2\n    join\n",
};

typedef struct {
  GantryWindow *window;
  GRand *random;
  char *folder;
  int only; /* the one deed, or -1 */
} Soak;

/* On a machine with much else to do a frame may always be due: then the loop would never be done. */
static void
turn (int times)
{
  for (int i = 0; i < times; i++) {
    gint64 end = g_get_monotonic_time() + LONGEST_TURN_US;
    while (g_main_context_iteration(NULL, FALSE) && g_get_monotonic_time() < end) {
    }
    g_usleep(TURN_US);
  }
}

static char *
path_of (const Soak *soak, const char *name)
{
  return g_build_filename(soak->folder, name, NULL);
}

/* As long as `*flag` is set. */
static void
wait_while (const bool *flag)
{
  for (int i = 0; i < 6000 && *flag; i++)
    turn(1);
  g_assert_false(*flag);
}

static void
act (Soak *soak, const char *action)
{
  gtk_widget_activate_action(GTK_WIDGET(soak->window), action, NULL);
  turn(2);
}

/* All but the main one: dialogs, preferences, help. GTK's own, of a tooltip, stays. */
static void
close_others (Soak *soak)
{
  /* Each is held: one may take others with it. */
  GList *toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at != NULL; at = at->next)
    g_object_ref(at->data);
  for (GList *at = toplevels; at != NULL; at = at->next)
    if (at->data != soak->window && strcmp(G_OBJECT_TYPE_NAME(at->data), "GtkTooltipWindow") != 0)
      gtk_window_destroy(GTK_WINDOW(at->data));
  g_list_free_full(toplevels, g_object_unref);
  turn(2);
}

/* --- what people do --------------------------------------------------------------------------------------
 */

static void
look_around (Soak *soak)
{
  GantryChartView *chart = soak->window->chart;
  for (int i = 0; i < 4; i++) {
    gantry_chart_view_zoom(chart, g_rand_double_range(soak->random, 0.5, 4.0), -1.0);
    gantry_chart_view_pan(chart, g_rand_double_range(soak->random, -0.5, 0.5));
    gantry_chart_view_scroll(chart, g_rand_double_range(soak->random, -200.0, 200.0));
    turn(1);
  }
  gantry_chart_view_undo(chart);
  gantry_chart_view_redo(chart);
  gantry_chart_view_fit(chart);
}

static void
select_things (Soak *soak)
{
  GantryChartView *chart = soak->window->chart;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(chart);
  if (timeline == NULL)
    return;
  int64_t now = gantry_timeline_get_now(timeline);
  gantry_chart_view_select_interval(chart, 0, 0);
  turn(2);
  gantry_chart_view_select_step(chart, 1);
  gantry_chart_view_set_selection(chart, now / 4, now / 2);
  turn(2);
  gantry_chart_view_set_selection(chart, GANTRY_NO_TIME, GANTRY_NO_TIME);
  act(soak, "win.critical-path");
  act(soak, "win.critical-path");
  gantry_chart_view_select(chart, GANTRY_NO_LANE);
}

static void
replay (Soak *soak)
{
  GantryReplay *player = soak->window->replay;
  if (!gantry_replay_is_possible(player))
    return;
  gantry_replay_play(player, true);
  turn(6);
  for (int i = 0; i < 3; i++)
    gantry_replay_step(player, i % 2 ? -1 : 1);
  gantry_replay_leave(player);
}

static void
arrange (Soak *soak)
{
  GantryChartView *chart = soak->window->chart;
  const GantryLaneArrangement *old = gantry_chart_view_get_arrangement(chart);
  gantry_chart_view_arrange(chart, gantry_lane_arrangement_pin(old, 1, true));
  gantry_chart_view_arrange(chart,
                            gantry_lane_arrangement_hide(gantry_chart_view_get_arrangement(chart), 2, true));
  turn(2);
  gantry_chart_view_arrange(chart,
                            gantry_lane_arrangement_filter(gantry_chart_view_get_arrangement(chart), "t*"));
  turn(2);
  for (int i = 0; i < 3; i++)
    gantry_chart_view_undo(chart);
  turn(1);
}

static void
read_tables (Soak *soak)
{
  static const char *const pages[] = {"win.events", "win.statistics", "win.marks", "win.find",
                                      "win.go-to-time"};
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
    act(soak, pages[i]);
    turn(6);
  }
  gantry_find_lane_close(soak->window->find_lane);
  gantry_drawer_close(soak->window->drawer);
  close_others(soak);
}

static void
write_text (Soak *soak)
{
  GantryEditor *editor = GANTRY_EDITOR(gantry_test_find(GTK_WIDGET(soak->window), GANTRY_TYPE_EDITOR));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(gantry_editor_get_view(editor)));
  for (int i = 0; i < 5; i++) {
    gtk_text_buffer_begin_user_action(buffer);
    gtk_text_buffer_insert_at_cursor(buffer, i % 2 ? "# words\n" : "compute 1ms\n", -1);
    gtk_text_buffer_end_user_action(buffer);
    turn(2);
  }
  for (int i = 0; i < 5; i++)
    gtk_text_buffer_undo(buffer);
  turn(2);
  gantry_editor_set_modified(editor, false);
}

static void
project (Soak *soak)
{
  gantry_projection_enter(soak->window->projection);
  turn(5);
  gantry_projection_leave(soak->window->projection);
  turn(3);
}

static void
prefer (Soak *soak)
{
  static const char *const actions[] = {"preferences", "help", "shortcuts"};
  GtkApplication *application = gtk_window_get_application(GTK_WINDOW(soak->window));
  g_action_group_activate_action(G_ACTION_GROUP(application), actions[g_rand_int_range(soak->random, 0, 3)],
                                 NULL);
  turn(8);
  close_others(soak);
}

static void
export_picture (Soak *soak)
{
  static const char *const names[] = {"chart.png", "chart.svg", "chart.pdf"};
  GantryExportDialog *dialog = NULL;
  act(soak, "win.copy");
  act(soak, "win.export");
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at != NULL; at = at->next)
    if (GANTRY_IS_EXPORT_DIALOG(at->data))
      dialog = at->data;
  if (dialog != NULL) {
    g_autofree char *path = path_of(soak, names[g_rand_int_range(soak->random, 0, 3)]);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    turn(10);
    gantry_export_dialog_write(dialog, file);
    for (int i = 0; i < 400 && !g_file_test(path, G_FILE_TEST_EXISTS); i++)
      turn(1);
    turn(10);
    g_unlink(path);
  }
  close_others(soak);
}

static void
save_and_open (Soak *soak)
{
  static const char *const names[] = {"run.gantry", "run.json", "run.pftrace", "run.csv"};
  int which = g_rand_int_range(soak->random, 0, 4);
  g_autofree char *path = path_of(soak, names[which]);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  if (gantry_chart_view_get_timeline(soak->window->chart) == NULL)
    return;
  gantry_window_save(soak->window, file);
  for (int i = 0; i < 800 && !g_file_test(path, G_FILE_TEST_EXISTS); i++)
    turn(1);
  turn(4);
  if (which < 3) {
    gantry_window_open(soak->window, file);
    for (int i = 0; i < 2000 && soak->window->opening != NULL; i++)
      turn(1);
    turn(10);
  }
  g_unlink(path);
}

static void
compare_models (Soak *soak)
{
  gantry_window_compare(soak->window);
  wait_while(&soak->window->comparing);
  turn(10);
  act(soak, "win.copy");
  gantry_window_end_comparison(soak->window);
}

static void
compare_last (Soak *soak)
{
  act(soak, "win.compare-with");
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at != NULL; at = at->next)
    if (GANTRY_IS_COMPARISON_CHOOSER(at->data) && gantry_kept_runs_count(soak->window->kept) > 1)
      gantry_comparison_chooser_accept(at->data);
  turn(8);
  close_others(soak);
  if (gantry_window_shows_comparison(soak->window))
    gantry_window_end_comparison(soak->window);
}

static void
predict (Soak *soak)
{
  act(soak, "win.predict");
  turn(4);
  act(soak, "win.predict");
}

typedef void (*Deed)(Soak *soak);

/* As often as they stand here. */
static const Deed deeds[] = {
    look_around, look_around,  select_things, select_things,  replay,        arrange,
    read_tables, write_text,   project,       prefer,         save_and_open, export_picture,
    predict,     compare_last, look_around,   compare_models, select_things, write_text,
};

/* --- the night -------------------------------------------------------------------------------------------
 */

static void
run_once (Soak *soak)
{
  GantryWindow *window = soak->window;
  const char *text = texts[g_rand_int_range(soak->random, 0, G_N_ELEMENTS(texts))];
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(text);
  gantry_window_show_scenario(window, scenario);
  GantryModel model = (GantryModel)g_rand_int_range(soak->random, 0, GANTRY_N_MODELS);
  if (!gantry_window_start_on(window, model))
    g_error("a run could not be started");
  if (g_rand_int_range(soak->random, 0, 4) == 0) {
    turn(g_rand_int_range(soak->random, 0, 4));
    look_around(soak);
    gantry_window_stop(window);
  }
  wait_while(&window->running);
  turn(2);
  for (int i = 0; i < 2; i++)
    deeds[soak->only >= 0 ? soak->only : g_rand_int_range(soak->random, 0, G_N_ELEMENTS(deeds))](soak);
}

static int64_t
count_widgets (GtkWidget *root)
{
  int64_t count = 1;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child; child = gtk_widget_get_next_sibling(child))
    count += count_widgets(child);
  return count;
}

/* Once what runs in the background has ended, always with the same on the stage and the same runs kept; a
 * picture in the clipboard alone is several megabytes. */
static void
sample (Soak *soak, SoakSample *taken)
{
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(texts[0]);
  gdk_clipboard_set_text(gtk_widget_get_clipboard(GTK_WIDGET(soak->window)), "");
  gantry_window_show_scenario(soak->window, scenario);
  for (int i = 0; i < N_KEPT; i++) {
    gantry_window_start_on(soak->window, GANTRY_MODEL_SIMULATED);
    wait_while(&soak->window->running);
  }
  gantry_window_show_scenario(soak->window, scenario);
  turn(60);
  soak_sample_take(taken);
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at; at = at->next) {
    taken->values[SOAK_WINDOWS] += strcmp(G_OBJECT_TYPE_NAME(at->data), "GtkTooltipWindow") != 0;
    taken->values[SOAK_WIDGETS] += count_widgets(at->data);
  }
}

/* Cairo keeps up to 16,384 glyphs drawn before, some 14 MB of them, which come to be in use little by little:
 * as many others are drawn at first, so that what grows later is not that. */
static void
fill_cache_of_glyphs (void)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 16, 16);
  cairo_t *cr = cairo_create(surface);
  for (int size = 0; size < 250; size++) {
    cairo_set_font_size(cr, 10 + size * 0.02);
    for (char letter[2] = "!"; letter[0] <= '~'; letter[0]++) {
      cairo_move_to(cr, 2, 12);
      cairo_show_text(cr, letter);
    }
  }
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

static bool
spend_the_night (Soak *soak, guint runs)
{
  guint warm_up = MAX(runs / WARM_UP_PART, 1), n_samples = 0;
  guint every = MAX((runs - warm_up) / N_SAMPLES, 1);
  g_autofree SoakSample *samples = g_new0(SoakSample, runs / every + 2);
  fill_cache_of_glyphs();
  soak_print_head();
  for (guint i = 1; i <= runs; i++) {
    run_once(soak);
    if (i < warm_up || (i - warm_up) % every != 0)
      continue;
    sample(soak, &samples[n_samples]);
    soak_print_sample(i, &samples[n_samples++]);
  }
  return soak_judge(samples, n_samples, (n_samples - 1) * every);
}

int
main (int argc, char *argv[])
{
  if (argc < 3) {
    g_printerr("soak RUNS SEED [DEED]\n");
    return 2;
  }
  guint runs = (guint)g_ascii_strtoull(argv[1], NULL, 10);
  Soak soak = {.random = g_rand_new_with_seed((guint32)g_ascii_strtoull(argv[2], NULL, 10))};
  soak.only = argc > 3 ? (int)g_ascii_strtoll(argv[3], NULL, 10) : -1;
  soak.only = MIN(soak.only, (int)G_N_ELEMENTS(deeds) - 1);
  g_set_prgname("gantry");
  g_set_application_name("Gantry");
  if (!gtk_init_check())
    return 77; /* no display */
  adw_init();
  soak.folder = g_dir_make_tmp("gantry-soak-XXXXXX", NULL);
  soak.window = gantry_test_window();
  bool holds = spend_the_night(&soak, runs);
  gtk_window_destroy(GTK_WINDOW(soak.window));
  turn(20);
  g_rmdir(soak.folder);
  g_free(soak.folder);
  g_rand_free(soak.random);
  return holds ? 0 : 1;
}
