/* The words for states, things and endings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/words.h"

#include "chart/theme.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
gantry_legend_label (GantryLegend legend)
{
  static const char *const labels[GANTRY_N_LEGEND] = {
      [GANTRY_LEGEND_RUNNING] = N_("Running"),
      [GANTRY_LEGEND_READY] = N_("Ready, no core free"),
      [GANTRY_LEGEND_LOCK] = N_("Waits for a lock"),
      [GANTRY_LEGEND_MESSAGE] = N_("Waits for a message"),
      [GANTRY_LEGEND_GIL] = N_("Waits for the interpreter lock"),
      [GANTRY_LEGEND_IO] = N_("File or network"),
      [GANTRY_LEGEND_SLEEP] = N_("Sleeps"),
      [GANTRY_LEGEND_BLOCKED] = N_("Blocked, holds its thread"),
      [GANTRY_LEGEND_JOIN] = N_("Joins"),
      [GANTRY_LEGEND_CREATED] = N_("Created, not started"),
  };
  g_assert((unsigned)legend < GANTRY_N_LEGEND);
  return _(labels[legend]);
}

const char *
gantry_deadlock_legend_label (void)
{
  return _("Deadlock: waits for");
}

const char *
gantry_path_legend_label (void)
{
  return _("Critical path");
}

const char *
gantry_state_words (GantryState state)
{
  static const char *const words[GANTRY_N_STATES] = {
      [GANTRY_STATE_CREATED] = N_("created, not started"),
      [GANTRY_STATE_RUNNING] = N_("running"),
      [GANTRY_STATE_READY] = N_("ready, no core free"),
      [GANTRY_STATE_SLEEPING] = N_("sleeps"),
      [GANTRY_STATE_BLOCKED] = N_("blocked, holds its thread"),
      [GANTRY_STATE_IO_FILE] = N_("reads or writes a file"),
      [GANTRY_STATE_IO_NETWORK] = N_("waits for the network"),
      [GANTRY_STATE_WAIT_LOCK] = N_("waits for the lock"),
      [GANTRY_STATE_WAIT_SEMAPHORE] = N_("waits for the semaphore"),
      [GANTRY_STATE_WAIT_CONDITION] = N_("waits for the condition"),
      [GANTRY_STATE_WAIT_EVENT] = N_("waits for the event"),
      [GANTRY_STATE_WAIT_BARRIER] = N_("waits at the barrier"),
      [GANTRY_STATE_WAIT_QUEUE] = N_("waits for the queue"),
      [GANTRY_STATE_WAIT_PIPE] = N_("waits for the pipe"),
      [GANTRY_STATE_WAIT_JOIN] = N_("waits for the end of"),
      [GANTRY_STATE_WAIT_POOL] = N_("waits for the pool"),
      [GANTRY_STATE_WAIT_MANAGER] = N_("waits for the manager"),
      [GANTRY_STATE_WAIT_RESULT] = N_("waits for a result"),
      [GANTRY_STATE_WAIT_GIL] = N_("waits for the interpreter lock"),
  };
  g_assert((unsigned)state < GANTRY_N_STATES);
  return _(words[state]);
}

const char *
gantry_thing_words (GantryThingKind kind)
{
  static const char *const words[GANTRY_N_THING_KINDS] = {
      [GANTRY_THING_VARIABLE] = N_("variable"),
      [GANTRY_THING_SHARED_VARIABLE] = N_("shared variable"),
      [GANTRY_THING_LOCK] = N_("lock"),
      [GANTRY_THING_RLOCK] = N_("re-entrant lock"),
      [GANTRY_THING_RWLOCK] = N_("reader–writer lock"),
      [GANTRY_THING_SEMAPHORE] = N_("semaphore"),
      [GANTRY_THING_CONDITION] = N_("condition"),
      [GANTRY_THING_EVENT] = N_("event"),
      [GANTRY_THING_BARRIER] = N_("barrier"),
      [GANTRY_THING_QUEUE] = N_("queue"),
      [GANTRY_THING_PIPE] = N_("pipe"),
      [GANTRY_THING_MANAGER] = N_("manager"),
      [GANTRY_THING_POOL] = N_("pool"),
  };
  g_assert((unsigned)kind < GANTRY_N_THING_KINDS);
  return _(words[kind]);
}

const char *
gantry_outcome_words (GantryOutcome outcome)
{
  static const char *const words[GANTRY_N_OUTCOMES] = {
      [GANTRY_OUTCOME_OK] = N_("ended"),
      [GANTRY_OUTCOME_FAILED] = N_("failed"),
      [GANTRY_OUTCOME_CANCELLED] = N_("cancelled"),
      [GANTRY_OUTCOME_KILLED] = N_("killed"),
      [GANTRY_OUTCOME_DAEMON_KILLED] = N_("a daemon, ended with the program"),
  };
  g_assert((unsigned)outcome < GANTRY_N_OUTCOMES);
  return words[outcome] != NULL ? _(words[outcome]) : "";
}

const char *
gantry_run_outcome_words (GantryRunOutcome outcome)
{
  static const char *const words[GANTRY_N_RUN_OUTCOMES] = {
      [GANTRY_RUN_FAILED] = N_("failed"),         [GANTRY_RUN_DEADLOCK] = N_("deadlock"),
      [GANTRY_RUN_LIMIT] = N_("over its limit"),  [GANTRY_RUN_CRASHED] = N_("crashed"),
      [GANTRY_RUN_STOPPED] = N_("stopped early"),
  };
  g_assert((unsigned)outcome < GANTRY_N_RUN_OUTCOMES);
  return words[outcome] != NULL ? _(words[outcome]) : "";
}

const char *
gantry_model_words (const char *model)
{
  static const struct {
    const char *id, *words;
  } models[] = {{"threads", N_("Threads")},
                {"processes", N_("Processes")},
                {"async", N_("Tasks on an event loop")},
                {"simulated", N_("Simulated")}};
  for (unsigned i = 0; i < G_N_ELEMENTS(models); i++)
    if (strcmp(models[i].id, model) == 0)
      return _(models[i].words);
  return model;
}

const char *
gantry_on_cpu_from_words (GantryOnCpuFrom from)
{
  switch (from) {
  case GANTRY_ON_CPU_FROM_KERNEL:
    return _("processor times from the kernel");
  case GANTRY_ON_CPU_FROM_SELF:
    return _("processor times from the tasks themselves");
  case GANTRY_ON_CPU_FROM_VIRTUAL:
    return _("processor times simulated");
  case GANTRY_ON_CPU_FROM_AUTO:
    break;
  }
  return "";
}

char *
gantry_count_words (const char *model, unsigned count)
{
  if (strcmp(model, "threads") == 0)
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u thread", "%u threads", count), count);
  if (strcmp(model, "processes") == 0)
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u process", "%u processes", count), count);
  return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%u task", "%u tasks", count), count);
}
