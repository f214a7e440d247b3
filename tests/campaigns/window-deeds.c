/* Deeds in the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "window-deeds.h"

#include "../faults/refusal.h"

#include "trace/language.h"
#include "trace/standard-files.h"
#include "ui/export-dialog.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TURN_US 2000
#define LONGEST_US (G_USEC_PER_SEC * 60) /* what takes longer hangs */

static GPtrArray *told;

void
deeds_say (const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}

GPtrArray *
deeds_take_told (void)
{
  GPtrArray *taken = told ? g_steal_pointer(&told) : g_ptr_array_new_with_free_func(g_free);
  return taken;
}

static void
note_told (const char *text)
{
  if (!told)
    told = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(told, g_strdup(text));
}

/* In place of the library's: all that the window tells goes through one of them. */
AdwToast *
adw_toast_new (const char *title)
{
  __typeof__(&adw_toast_new) real;
  *(void **)&real = dlsym(RTLD_NEXT, "adw_toast_new");
  note_told(title);
  deeds_say("told %s", title);
  return real(title);
}

GtkWidget *
adw_message_dialog_new (GtkWindow *parent, const char *heading, const char *body)
{
  __typeof__(&adw_message_dialog_new) real;
  *(void **)&real = dlsym(RTLD_NEXT, "adw_message_dialog_new");
  deeds_say("asks %s", heading);
  return real(parent, heading, body);
}

static void
turn (void)
{
  gint64 end = g_get_monotonic_time() + 10 * TURN_US;
  while (g_main_context_iteration(NULL, FALSE) && g_get_monotonic_time() < end) {
  }
  g_usleep(TURN_US);
}

GantryWindow *
deeds_window (void)
{
  GList *windows = gtk_application_get_windows(GTK_APPLICATION(g_application_get_default()));
  for (; windows; windows = windows->next)
    if (GANTRY_IS_WINDOW(windows->data))
      return windows->data;
  return NULL;
}

static void
forget_told (void)
{
  g_clear_pointer(&told, g_ptr_array_unref);
}

static GantryEditor *
the_editor (void)
{
  return gantry_source_pane_get_editor(deeds_window()->source);
}

typedef bool (*Condition)(const char *argument);

static bool
wait_for (Condition condition, const char *argument)
{
  gint64 end = g_get_monotonic_time() + LONGEST_US;
  while (!condition(argument) && g_get_monotonic_time() < end)
    turn();
  return condition(argument);
}

static bool
is_ready (const char *argument)
{
  return deeds_window() && deeds_window()->scenario;
}

static bool
has_ended (const char *argument)
{
  return !deeds_window() || !deeds_window()->running;
}

static bool
is_opened (const char *argument)
{
  return !deeds_window() || !deeds_window()->opening;
}

static bool
is_told (const char *argument)
{
  return told && told->len > 0;
}

/* Or there is no run any more of which anything could be. */
static bool
is_told_of_run (const char *argument)
{
  return is_told(NULL) || !deeds_window() || !gantry_chart_view_get_timeline(deeds_window()->chart);
}

/* In a file of the state folder. */
static bool
is_kept (const char *text)
{
  g_autofree char *folder = g_build_filename(g_get_user_state_dir(), "gantry", "recovery", NULL);
  g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
  bool found = false;
  for (const char *name; !found && files && (name = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *contents = NULL;
    found = g_file_get_contents(path, &contents, NULL, NULL) && strstr(contents, text);
  }
  return found;
}

static GtkWindow *
find_dialog (GType type)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at; at = at->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE(at->data, type))
      return at->data;
  return NULL;
}

static bool
asks (const char *argument)
{
  return find_dialog(ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static bool
answer (const char *response)
{
  if (!wait_for(asks, NULL))
    return false;
  GtkWindow *dialog = find_dialog(ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response(ADW_MESSAGE_DIALOG(dialog), response);
  gtk_window_destroy(dialog);
  return true;
}

bool
deeds_wait_until_ready (void)
{
  return wait_for(is_ready, NULL);
}

void
deeds_turn (int times)
{
  for (int i = 0; i < times; i++)
    turn();
}

/* --- deeds -----------------------------------------------------------------------------------------------
 */

static bool
run (const char *model)
{
  GantryModel chosen = GANTRY_MODEL_THREADS;
  gantry_model_parse(model, &chosen);
  return gantry_window_take_text(deeds_window()) && gantry_window_start_on(deeds_window(), chosen);
}

/* For that many milliseconds, as long as people would; then it is stopped. */
static bool
wait_for_end (const char *patience_ms)
{
  gint64 end = g_get_monotonic_time() + g_ascii_strtoll(patience_ms, NULL, 10) * 1000;
  while (*patience_ms && !has_ended(NULL) && g_get_monotonic_time() < end)
    turn();
  if (*patience_ms && !has_ended(NULL)) {
    deeds_say("stopped");
    gantry_window_stop(deeds_window());
  }
  return wait_for(has_ended, NULL);
}

static bool
stop (const char *argument)
{
  gantry_window_stop(deeds_window());
  return true;
}

static bool
save (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  forget_told();
  gantry_window_save(deeds_window(), file);
  return wait_for(is_told_of_run, NULL) && is_told(NULL);
}

static bool
export_picture (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  forget_told();
  gantry_window_export(deeds_window());
  GtkWindow *dialog = find_dialog(GANTRY_TYPE_EXPORT_DIALOG);
  if (!dialog)
    return false;
  gantry_export_dialog_write(GANTRY_EXPORT_DIALOG(dialog), file);
  bool is_done = wait_for(is_told_of_run, NULL);
  dialog = find_dialog(GANTRY_TYPE_EXPORT_DIALOG);
  if (dialog)
    gtk_window_destroy(dialog);
  return is_done;
}

static bool
open_file (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_window_open(deeds_window(), file);
  return wait_for(is_opened, NULL);
}

static bool
type_text (const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(gantry_editor_get_view(the_editor())));
  GtkTextIter end;
  g_autofree char *typed = g_strcompress(text);
  gtk_text_buffer_get_end_iter(buffer, &end);
  gtk_text_buffer_begin_user_action(buffer);
  gtk_text_buffer_insert(buffer, &end, typed, -1);
  gtk_text_buffer_end_user_action(buffer);
  return true;
}

static bool
write_scenario (const char *path)
{
  forget_told();
  gantry_window_save_scenario_to(deeds_window(), path);
  return wait_for(is_told, NULL);
}

static bool
say_text (const char *argument)
{
  g_autofree char *text = gantry_editor_get_text(the_editor());
  g_autofree char *line = g_strescape(text, NULL);
  deeds_say("text %s", line);
  return true;
}

static bool
kept (const char *text)
{
  return wait_for(is_kept, text);
}

static bool
recover (const char *argument)
{
  return answer("recover");
}

static bool
discard (const char *argument)
{
  return answer("discard");
}

static GtkWindow *
find_window_over_ours (void)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at; at = at->next)
    if (gtk_window_get_transient_for(at->data) == GTK_WINDOW(deeds_window()))
      return at->data;
  return NULL;
}

static bool
prefer (const char *argument)
{
  GApplication *application = g_application_get_default();
  g_action_group_activate_action(G_ACTION_GROUP(application), "preferences", NULL);
  GtkWindow *dialog = find_window_over_ours();
  for (int i = 0; i < 20; i++)
    turn();
  if (dialog)
    gtk_window_destroy(dialog);
  return dialog != NULL;
}

static bool
is_compared (const char *argument)
{
  return !deeds_window()->comparing;
}

static bool
compare (const char *patience_ms)
{
  gantry_window_compare(deeds_window());
  gint64 end = g_get_monotonic_time() + g_ascii_strtoll(patience_ms, NULL, 10) * 1000;
  while (!is_compared(NULL) && g_get_monotonic_time() < LONGEST_US + end) {
    if (*patience_ms && g_get_monotonic_time() > end)
      gantry_window_stop(deeds_window());
    turn();
  }
  return is_compared(NULL);
}

static bool
close_window (const char *argument)
{
  gtk_window_close(GTK_WINDOW(deeds_window()));
  return true;
}

static bool
sleep_for (const char *ms)
{
  gint64 end = g_get_monotonic_time() + g_ascii_strtoll(ms, NULL, 10) * 1000;
  while (g_get_monotonic_time() < end && deeds_window())
    turn();
  return true;
}

static bool
copy_picture (const char *argument)
{
  forget_told();
  gantry_window_copy_picture(deeds_window());
  return wait_for(is_told_of_run, NULL) && is_told(NULL);
}

/* What was written is not wanted. */
static bool
clean (const char *argument)
{
  gantry_editor_set_modified(the_editor(), false);
  return !asks(NULL) || answer("discard");
}

static void
look_once (GRand *chance)
{
  static const char *const actions[] = {"win.statistics", "win.events", "win.critical-path", "win.fit"};
  GantryChartView *chart = deeds_window()->chart;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(chart);
  guint32 n_lanes = timeline ? gantry_timeline_get_n_lanes(timeline) : 0;
  switch (g_rand_int_range(chance, 0, 7)) {
  case 0:
    gantry_chart_view_zoom(chart, g_rand_double_range(chance, 0.2, 6), g_rand_double_range(chance, 100, 700));
    break;
  case 1:
    gantry_chart_view_pan(chart, g_rand_double_range(chance, -1, 1));
    break;
  case 2:
    gantry_chart_view_scroll(chart, g_rand_double_range(chance, -300, 300));
    break;
  case 3:
    if (n_lanes > 0)
      gantry_chart_view_select_interval(chart, (guint32)g_rand_int_range(chance, 0, (int)n_lanes),
                                        (gsize)g_rand_int_range(chance, 0, 1000));
    break;
  case 4:
    gantry_chart_view_select_step(chart, g_rand_int_range(chance, -3, 4));
    break;
  case 5:
    gantry_chart_view_set_playhead(chart, (gint64)g_rand_double_range(chance, 0, 3e8));
    break;
  default:
    gtk_widget_activate_action(GTK_WIDGET(deeds_window()), actions[g_rand_int_range(chance, 0, 4)], NULL);
  }
}

/* Here and there, as a seed has it. */
static bool
look (const char *seed)
{
  GRand *chance = g_rand_new_with_seed((guint32)g_ascii_strtoull(seed, NULL, 10));
  for (int i = 0; i < 30 && deeds_window(); i++) {
    look_once(chance);
    deeds_turn(4);
  }
  g_rand_free(chance);
  return true;
}

/* Calls, from now on; without rules none. Says how many were met and refused since. */
static bool
refuse (const char *rules)
{
  void (*arm)(const char *said, FaultsTally *copy);
  FaultsTally tally;
  *(void **)&arm = dlsym(RTLD_DEFAULT, "faults_arm");
  if (!arm)
    return false;
  arm(*rules ? rules : NULL, &tally);
  deeds_say("met %" PRIu64 " refused %" PRIu64, (guint64)tally.n_met, (guint64)tally.n_refused);
  return true;
}

static const struct {
  const char *name;
  Condition act;
} known[] = {
    {"run", run},
    {"wait", wait_for_end},
    {"stop", stop},
    {"save", save},
    {"open", open_file},
    {"type", type_text},
    {"export", export_picture},
    {"write", write_scenario},
    {"text", say_text},
    {"kept", kept},
    {"recover", recover},
    {"discard", discard},
    {"prefer", prefer},
    {"compare", compare},
    {"close", close_window},
    {"copy", copy_picture},
    {"clean", clean},
    {"sleep", sleep_for},
    {"refuse", refuse},
    {"look", look},
};

bool
deeds_do (const char *deed)
{
  const char *argument = strchr(deed, ':');
  gsize length = argument ? (gsize)(argument - deed) : strlen(deed);
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (strlen(known[i].name) == length && strncmp(deed, known[i].name, length) == 0)
      return known[i].act(argument ? argument + 1 : "");
  g_error("no such deed: %s", deed);
}

int
deeds_run_app (int argc, char *argv[])
{
  gantry_standard_files_init();
  gantry_language_init();
  gtk_disable_setlocale();
  g_set_application_name("Gantry");
  g_autoptr(AdwApplication) application = gantry_application_new();
  return g_application_run(G_APPLICATION(application), argc, argv);
}
