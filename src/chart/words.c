/* The words for things, endings and runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
gantry_outcome_words (GantryOutcome outcome, GantryVocabulary vocabulary)
{
  static const char *const words[GANTRY_N_OUTCOMES] = {
      [GANTRY_OUTCOME_OK] = N_("ended"),
      [GANTRY_OUTCOME_FAILED] = N_("failed"),
      [GANTRY_OUTCOME_CANCELLED] = N_("cancelled"),
      [GANTRY_OUTCOME_KILLED] = N_("killed"),
      [GANTRY_OUTCOME_DAEMON_KILLED] = N_("a daemon, ended with the program"),
  };
  g_assert((unsigned)outcome < GANTRY_N_OUTCOMES);
  if (outcome == GANTRY_OUTCOME_OK && vocabulary != GANTRY_VOCABULARY_PLAIN)
    return vocabulary == GANTRY_VOCABULARY_TEXTBOOK ? _("terminated") : _("exited (Z until waited for)");
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

void
gantry_words_add (GString *line, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (line->len > 0)
    g_string_append(line, " · ");
  g_string_append(line, part);
}

const char *
gantry_run_result_words (const GantryRunResult *result)
{
  return gantry_run_result_is_lost(result) ? _("incomplete") : gantry_run_outcome_words(result->outcome);
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
