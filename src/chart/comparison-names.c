/* What tells the runs of a comparison apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/comparison.h"

#include "chart/words.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* What runs may differ in. */
typedef enum { TITLE, MODEL, CORES, LOCK, SEED, N_PARTS } Part;

static char *
words_of (const GantryTimeline *timeline, Part part)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  switch (part) {
  case TITLE:
    return g_strdup(gantry_scenario_text(facts->title));
  case MODEL:
    return g_strdup(gantry_model_words(facts->model));
  case CORES:
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%d core", "%d cores", (gulong)facts->cores),
                           facts->cores);
  case LOCK:
    return g_strdup(facts->gil ? _("one interpreter lock") : _("no interpreter lock"));
  case SEED:
    return g_strdup_printf(_("seed %" PRId64), facts->seed);
  case N_PARTS:
    break;
  }
  g_assert_not_reached();
}

static bool
differ_in (GantryTimeline *const *timelines, guint n_timelines, Part part)
{
  g_autofree char *first = words_of(timelines[0], part);
  for (guint i = 1; i < n_timelines; i++) {
    g_autofree char *other = words_of(timelines[i], part);
    if (strcmp(first, other) != 0)
      return true;
  }
  return false;
}

static void
append (char **name, const char *words)
{
  if (*words == '\0')
    return;
  char *longer = *name != NULL ? g_strdup_printf("%s · %s", *name, words) : g_strdup(words);
  g_free(*name);
  *name = longer;
}

static bool
any_twice (char *const *names, guint n_names)
{
  for (guint i = 0; i < n_names; i++)
    for (guint j = 0; j < i; j++)
      if (g_strcmp0(names[i], names[j]) == 0)
        return true;
  return false;
}

/* Every part counts that they differ in, as long as it is needed to tell them apart. */
static void
describe (char **names, GantryTimeline *const *timelines, guint n_timelines)
{
  for (int part = 0; part < N_PARTS && (part == 0 || any_twice(names, n_timelines)); part++) {
    if (!differ_in(timelines, n_timelines, (Part)part))
      continue;
    for (guint i = 0; i < n_timelines; i++) {
      g_autofree char *words = words_of(timelines[i], (Part)part);
      append(&names[i], words);
    }
  }
}

char **
gantry_comparison_names (GantryTimeline *const *timelines, guint n_timelines)
{
  char **names = g_new0(char *, n_timelines + 1);
  describe(names, timelines, n_timelines);
  bool alike = any_twice(names, n_timelines);
  for (guint i = 0; i < n_timelines; i++) {
    g_autofree char *words = g_steal_pointer(&names[i]);
    if (alike)
      names[i] = g_strdup_printf(_("Run %u"), i + 1);
    append(&names[i],
           words != NULL ? words : gantry_model_words(gantry_timeline_get_facts(timelines[i])->model));
  }
  return names;
}
