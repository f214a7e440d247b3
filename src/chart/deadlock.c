/* A deadlock in arrows and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/deadlock.h"

#include "chart/words.h"

#include <glib/gi18n-lib.h>

#define MOST_TOLD 6

static const char *
lane_name (const GantryTimeline *timeline, uint32_t lane_id)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  return lane != NULL ? gantry_lane_get_name(lane) : "?";
}

static guint
count_holders (const GantryDeadlockWait *wait)
{
  return MIN(wait->n_holders, (guint)G_N_ELEMENTS(wait->holders));
}

static void
add_arrow (GArray *arrows, guint index, uint32_t from, uint32_t to)
{
  GantryDeadlockArrow arrow = {from, to, index, true};
  g_array_append_val(arrows, arrow);
}

static GArray *
collect_arrows (const GantryTimeline *timeline)
{
  GArray *arrows = g_array_new(FALSE, FALSE, sizeof(GantryDeadlockArrow));
  guint count = (guint)gantry_timeline_get_n_deadlock_waits(timeline);
  for (guint i = 0; i < count; i++) {
    const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(timeline, i);
    bool told = wait->joins == GANTRY_NO_LANE;
    for (guint k = 0; k < count_holders(wait); k++) {
      add_arrow(arrows, i, wait->lane, wait->holders[k]);
      told = told || wait->holders[k] == wait->joins;
    }
    if (!told)
      add_arrow(arrows, i, wait->lane, wait->joins);
  }
  return arrows;
}

static guint
count_of (GHashTable *counts, uint32_t lane)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(counts, GUINT_TO_POINTER(lane)));
}

/* Arrows still counted that lead to a lane. */
static GHashTable *
count_arrivals (const GArray *arrows)
{
  GHashTable *counts = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < arrows->len; i++) {
    uint32_t to = g_array_index(arrows, GantryDeadlockArrow, i).to;
    g_hash_table_insert(counts, GUINT_TO_POINTER(to), GUINT_TO_POINTER(count_of(counts, to) + 1));
  }
  return counts;
}

/* Whom nobody waits for is in no cycle; nor is, once those are set aside, whom nobody else waits for. */
static void
find_cycle (GArray *arrows)
{
  g_autoptr(GHashTable) arrivals = count_arrivals(arrows);
  for (bool changed = true; changed;) {
    changed = false;
    for (guint i = 0; i < arrows->len; i++) {
      GantryDeadlockArrow *arrow = &g_array_index(arrows, GantryDeadlockArrow, i);
      if (!arrow->in_cycle || count_of(arrivals, arrow->from) > 0)
        continue;
      arrow->in_cycle = false;
      g_hash_table_insert(arrivals, GUINT_TO_POINTER(arrow->to),
                          GUINT_TO_POINTER(count_of(arrivals, arrow->to) - 1));
      changed = true;
    }
  }
}

static int
compare_arrows (gconstpointer one, gconstpointer other)
{
  const GantryDeadlockArrow *first = one, *second = other;
  if (first->in_cycle != second->in_cycle)
    return first->in_cycle ? -1 : 1;
  return first->wait < second->wait ? -1 : first->wait > second->wait;
}

GArray *
gantry_deadlock_arrows_new (const GantryTimeline *timeline)
{
  GArray *arrows = collect_arrows(timeline);
  find_cycle(arrows);
  g_array_sort(arrows, compare_arrows);
  return arrows;
}

char *
gantry_deadlock_label (const GantryTimeline *timeline, const GantryDeadlockWait *wait)
{
  if (wait->joins != GANTRY_NO_LANE)
    return g_strdup_printf(_("end of %s"), lane_name(timeline, wait->joins));
  if (wait->object < gantry_timeline_get_n_things(timeline))
    return g_strdup(gantry_thing_get_name(gantry_timeline_get_thing(timeline, wait->object)));
  return g_strdup("");
}

static char *
name_holders (const GantryTimeline *timeline, const GantryDeadlockWait *wait)
{
  GString *names = g_string_new(NULL);
  guint count = count_holders(wait);
  for (guint i = 0; i < count; i++)
    g_string_append_printf(names, "%s%s",
                           i == 0           ? ""
                           : i + 1 == count ? _(" and ")
                                            : ", ",
                           lane_name(timeline, wait->holders[i]));
  return g_string_free(names, FALSE);
}

static void
add_wait (GString *text, const GantryTimeline *timeline, const GantryDeadlockWait *wait)
{
  const char *waiter = lane_name(timeline, wait->lane);
  if (wait->joins != GANTRY_NO_LANE) {
    g_string_append_printf(text, _("%s waits for the end of %s (line %u)"), waiter,
                           lane_name(timeline, wait->joins), wait->line);
    return;
  }
  bool known = wait->object < gantry_timeline_get_n_things(timeline);
  const GantryThing *thing = known ? gantry_timeline_get_thing(timeline, wait->object) : NULL;
  g_autofree char *holders = name_holders(timeline, wait);
  g_string_append_printf(text, _("%s waits for the %s “%s” (line %u)"), waiter,
                         known ? gantry_thing_words(gantry_thing_get_kind(thing)) : "?",
                         known ? gantry_thing_get_name(thing) : "?", wait->line);
  if (*holders != '\0')
    g_string_append_printf(text, _(", held by %s"), holders);
}

char *
gantry_deadlock_words (const GantryTimeline *timeline)
{
  guint count = (guint)gantry_timeline_get_n_deadlock_waits(timeline);
  if (count == 0)
    return NULL;
  GString *text = g_string_new(_("Deadlock: "));
  for (guint i = 0; i < MIN(count, MOST_TOLD); i++) {
    g_string_append(text, i > 0 ? "; " : "");
    add_wait(text, timeline, gantry_timeline_get_deadlock_wait(timeline, i));
  }
  if (count > MOST_TOLD)
    g_string_append_printf(text, _("; and %u more wait"), count - MOST_TOLD);
  return g_string_free(text, FALSE);
}
