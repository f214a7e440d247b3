/* The worst that happened, in memory that all tasks of the run share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/ending.h"

#include "run/shared-memory.h"

#include <glib/gi18n-lib.h>
#include <sys/mman.h>

#define REASON_BYTES 512

struct GantryEnding {
  pthread_mutex_t mutex;
  GantryRunOutcome outcome;
  char reason[REASON_BYTES];
};

GantryEnding *
gantry_ending_new (void)
{
  GantryEnding *ending = gantry_shared_new(sizeof *ending);
  if (!ending)
    return NULL;
  gantry_shared_mutex_init(&ending->mutex);
  ending->outcome = GANTRY_RUN_OK;
  return ending;
}

void
gantry_ending_free (GantryEnding *ending)
{
  pthread_mutex_destroy(&ending->mutex);
  gantry_shared_free(ending, sizeof *ending);
}

static int
severity (GantryRunOutcome outcome)
{
  return outcome == GANTRY_RUN_CRASHED ? 2 : outcome == GANTRY_RUN_FAILED ? 1 : 0;
}

static void
worsen (GantryEnding *ending, GantryRunOutcome outcome, const char *reason)
{
  gantry_shared_mutex_lock(&ending->mutex);
  if (severity(outcome) > severity(ending->outcome)) {
    ending->outcome = outcome;
    g_strlcpy(ending->reason, reason, sizeof ending->reason);
  }
  pthread_mutex_unlock(&ending->mutex);
}

void
gantry_ending_task (GantryEnding *ending, const char *name, GantryOutcome outcome, const char *reason)
{
  g_autofree char *text = NULL;
  if (outcome == GANTRY_OUTCOME_FAILED) {
    text = g_strdup_printf(_("%s failed: %s"), name, reason ? reason : "");
    worsen(ending, GANTRY_RUN_FAILED, text);
  } else if (outcome == GANTRY_OUTCOME_KILLED) {
    text = g_strdup_printf(_("%s was killed"), name);
    worsen(ending, GANTRY_RUN_CRASHED, text);
  }
}

void
gantry_ending_crash (GantryEnding *ending, const char *reason)
{
  worsen(ending, GANTRY_RUN_CRASHED, reason);
}

void
gantry_ending_broken_expect (GantryEnding *ending, uint32_t line, const char *text)
{
  g_autofree char *reason = text && *text
                                ? g_strdup_printf(_("line %u expected that %s; it did not hold"), line, text)
                                : g_strdup_printf(_("what line %u expects did not hold"), line);
  worsen(ending, GANTRY_RUN_FAILED, reason);
}

void
gantry_ending_get (GantryEnding *ending, GantryRunEnd *end)
{
  gantry_shared_mutex_lock(&ending->mutex);
  end->outcome = ending->outcome;
  end->reason = *ending->reason ? g_utf8_make_valid(ending->reason, -1) : NULL;
  pthread_mutex_unlock(&ending->mutex);
}
