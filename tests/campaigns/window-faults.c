/* The window's own calls refused, one after the other, in each of its deeds: it tells in one sentence what
 * came of it, nothing that was there is lost, and the deed goes well as soon as nothing is refused any more.
 *
 *   window-faults SEED COUNT [DEED [CALL [FIRST]]]
 *
 * COUNT uses of each call, drawn by SEED where there are more; DEED and CALL: those alone that begin so.
 * FIRST: the attempts before it are left out. Wants tests/faults/librefuse.so loaded before all others, and
 * GANTRY_FAULTS_OWN: what GTK does for purposes of its own is let alone, as it ends the program by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../faults/refusal.h"
#include "window-deeds.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "# what a person wrote\n"

typedef struct {
  const char *call, *how;
} Call;

static const Call calls[] = {
    {"open", "EMFILE"},        {"open", "EACCES"},
    {"read", "EIO"},           {"read", "EINTR"},
    {"read", "short"},         {"write", "ENOSPC"},
    {"write", "EINTR"},        {"write", "short"},
    {"fsync", "EIO"},          {"fchmod", "EPERM"},
    {"ftruncate", "ENOSPC"},   {"rename", "ENOSPC"},
    {"link", "EPERM"},         {"mkdir", "EROFS"},
    {"mmap", "ENOMEM"},        {"memfd_create", "EMFILE"},
    {"posix_spawn", "EAGAIN"}, {"pthread_create", "EAGAIN"},
    {"socketpair", "EMFILE"},  {"pipe", "EMFILE"},
    {"eventfd", "EMFILE"},     {"epoll_create1", "EMFILE"},
    {"pidfd_open", "EMFILE"},  {"dup", "EMFILE"},
    {"send", "EPIPE"},         {"recv", "EIO"},
    {"poll", "EINTR"},         {"perf_event_open", "EPERM"},
};

/* What is done, and what it writes, if anything. */
typedef struct {
  const char *name, *file;
  bool is_run;
} Deed;

static const Deed all[] = {
    {"run:threads", NULL, true},     {"run:processes", NULL, true},  {"run:async", NULL, true},
    {"run:simulated", NULL, true},   {"save:", "new.gantry", false}, {"save:", "new.json", false},
    {"save:", "new.pftrace", false}, {"save:", "new.csv", false},    {"export:", "new.png", false},
    {"export:", "new.svg", false},   {"export:", "new.pdf", false},  {"open:", "made.gantry", false},
    {"open:", "made.json", false},   {"open:", "made.png", false},   {"open:", "s.scenario", false},
    {"write:", "w.scenario", false}, {"type:" TEXT, NULL, false},    {"prefer", NULL, false},
    {"compare", NULL, true},         {"copy", NULL, false},
};

static void (*arm)(const char *rules, FaultsTally *copy);
static GRand *chance;
static guint64 most, first, number, n_tried, n_wrong;
static const char *only_deed = "", *only_call = "";

static char *
line_of (const Deed *deed)
{
  return g_strconcat(deed->name, deed->file, NULL);
}

static void G_GNUC_PRINTF(1, 2) wrong(const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  deeds_say("WRONG %s", text);
  n_wrong++;
}

/* As it is before each attempt: the scenario with a run of it, nothing written. */
static void
prepare (const Deed *deed, const Call *call)
{
  if (g_str_equal(call->call, "pthread_create"))
    deeds_do("sleep:800"); /* until those that did the last job are gone */
  if (g_str_has_prefix(deed->name, "save") || g_str_has_prefix(deed->name, "write"))
    g_unlink(deed->file);
  if (g_str_has_prefix(deed->name, "export"))
    g_unlink(deed->file);
  deeds_do("clean");
  if (deed->is_run || g_str_has_prefix(deed->name, "open"))
    return;
  if (!gantry_chart_view_get_timeline(deeds_window()->chart) || !deeds_window()->scenario) {
    deeds_do("open:s.scenario");
    deeds_do("run:simulated");
    deeds_do("wait");
  }
}

static bool
do_all (const Deed *deed)
{
  g_autofree char *line = line_of(deed);
  bool is_done = deeds_do(line);
  if (deed->is_run)
    deeds_do("wait");
  if (g_str_has_prefix(deed->name, "type"))
    deeds_do("sleep:900"); /* until it is kept */
  deeds_turn(20);
  return is_done;
}

/* It did what it was to do. */
static bool
is_well (const Deed *deed, bool is_done)
{
  GantryTimeline *timeline = gantry_chart_view_get_timeline(deeds_window()->chart);
  GantryRunResult result;
  if (deed->is_run) {
    if (!is_done || !timeline)
      return false;
    gantry_timeline_get_result(timeline, &result);
    return result.outcome == GANTRY_RUN_OK;
  }
  if (g_str_has_prefix(deed->name, "open"))
    return is_done && (timeline || deeds_window()->scenario);
  return is_done && (!deed->file || g_file_test(deed->file, G_FILE_TEST_EXISTS));
}

static void
judge (const Deed *deed, bool is_done, bool was_refused)
{
  g_autoptr(GPtrArray) told = deeds_take_told();
  bool well = is_well(deed, is_done);
  if (!was_refused && !well)
    wrong("does not go well where nothing is refused any more");
  if (!well && told->len == 0)
    wrong("fails and does not say why");
  if (told->len > 1)
    wrong("tells %u sentences", told->len);
  for (guint i = 0; i < told->len; i++)
    if (strstr(told->pdata[i], "(null)") || strstr(told->pdata[i], "GLib"))
      wrong("tells “%s”", (const char *)told->pdata[i]);
}

static void
try_once (const Deed *deed, const Call *call, guint64 which, bool all_after)
{
  g_autofree char *rule =
      g_strdup_printf("%s:%" PRIu64 "%s:%s", call->call, which, all_after ? "+" : "", call->how);
  if (++number < first)
    return;
  FaultsTally tally;
  deeds_say("attempt %" PRIu64 " %s%s %s", number, deed->name, deed->file ? deed->file : "", rule);
  prepare(deed, call);
  g_ptr_array_unref(deeds_take_told());
  arm(rule, NULL);
  bool is_done = do_all(deed);
  arm(NULL, &tally);
  n_tried += tally.n_refused > 0;
  judge(deed, is_done, true);
  prepare(deed, call);
  g_ptr_array_unref(deeds_take_told());
  judge(deed, do_all(deed), false);
}

static void
try_call (const Deed *deed, const Call *call)
{
  FaultsTally tally;
  g_autofree char *count = g_strdup_printf("%s:0:%s", call->call, call->how);
  prepare(deed, call);
  arm(count, NULL);
  do_all(deed);
  arm(NULL, &tally);
  guint64 n_met = tally.n_met;
  for (guint64 i = 0; i < MIN(n_met, most); i++) {
    guint64 which = n_met <= most ? i + 1 : (guint64)g_rand_int_range(chance, 1, (int)n_met + 1);
    try_once(deed, call, which, false);
    if (!g_str_equal(call->how, "EINTR")) /* for ever it would be no interruption */
      try_once(deed, call, which, true);
  }
}

static gboolean
try_all (gpointer data)
{
  deeds_wait_until_ready();
  g_thread_pool_set_max_unused_threads(0); /* so that each job asks for one anew */
  deeds_do("open:s.scenario");
  deeds_do("run:simulated");
  deeds_do("wait");
  deeds_do("save:made.gantry");
  deeds_do("save:made.json");
  deeds_do("export:made.png");
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    for (gsize j = 0; j < G_N_ELEMENTS(calls); j++)
      if (g_str_has_prefix(all[i].name, only_deed) && g_str_has_prefix(calls[j].call, only_call))
        try_call(&all[i], &calls[j]);
  deeds_say("%" PRIu64 " attempts refused something, %" PRIu64 " wrong", n_tried, n_wrong);
  deeds_do("clean");
  deeds_do("close");
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  *(void **)&arm = dlsym(RTLD_DEFAULT, "faults_arm");
  if (argc < 3 || !arm) {
    g_printerr(
        "window-faults SEED COUNT [DEED [CALL [FIRST]]], with librefuse.so loaded before all others\n");
    return 2;
  }
  chance = g_rand_new_with_seed((guint32)g_ascii_strtoull(argv[1], NULL, 10));
  most = g_ascii_strtoull(argv[2], NULL, 10);
  only_deed = argc > 3 ? argv[3] : "";
  only_call = argc > 4 ? argv[4] : "";
  first = argc > 5 ? g_ascii_strtoull(argv[5], NULL, 10) : 0;
  g_idle_add_full(G_PRIORITY_LOW + 10, try_all, NULL, NULL);
  int status = deeds_run_app(1, argv);
  g_rand_free(chance);
  return status == 0 && n_wrong == 0 ? 0 : 1;
}
