/* A deadlock in arrows and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/deadlock.h"

#include "chart/words.h"
#include "timeline/name-list.h"
#include "timeline/secret-hash.h"

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
number_of (GHashTable *numbers, uint32_t lane)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(numbers, GUINT_TO_POINTER(lane)));
}

static void
set_number (GHashTable *numbers, uint32_t lane, guint number)
{
  g_hash_table_insert(numbers, GUINT_TO_POINTER(lane), GUINT_TO_POINTER(number));
}

/* The arrows while they are set aside: there may be one for each of a million lanes. */
typedef struct {
  GArray *arrows;
  GHashTable *arrivals; /* by lane: arrows still counted that lead to it */
  GHashTable *first;    /* by lane: its first arrow, + 1 */
  guint *next;          /* by arrow: the next one of the same lane, + 1 */
  GArray *unwaited;     /* uint32_t: lanes that no arrow leads to any more */
} Cycle;

static void
cycle_init (Cycle *cycle, GArray *arrows)
{
  *cycle = (Cycle){
      .arrows = arrows,
      .arrivals = g_hash_table_new(gantry_hash_number, NULL),
      .first = g_hash_table_new(gantry_hash_number, NULL),
      .next = g_new(guint, MAX(arrows->len, 1)),
      .unwaited = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
  };
  for (guint i = 0; i < arrows->len; i++) {
    const GantryDeadlockArrow *arrow = &g_array_index(arrows, GantryDeadlockArrow, i);
    set_number(cycle->arrivals, arrow->to, number_of(cycle->arrivals, arrow->to) + 1);
    cycle->next[i] = number_of(cycle->first, arrow->from);
    set_number(cycle->first, arrow->from, i + 1);
  }
}

static void
cycle_clear (Cycle *cycle)
{
  g_hash_table_unref(cycle->arrivals);
  g_hash_table_unref(cycle->first);
  g_free(cycle->next);
  g_array_unref(cycle->unwaited);
}

/* All arrows that set out from a lane. */
static void
set_aside (Cycle *cycle, uint32_t lane)
{
  for (guint i = number_of(cycle->first, lane); i > 0; i = cycle->next[i - 1]) {
    GantryDeadlockArrow *arrow = &g_array_index(cycle->arrows, GantryDeadlockArrow, i - 1);
    guint left = number_of(cycle->arrivals, arrow->to) - 1;
    arrow->in_cycle = false;
    set_number(cycle->arrivals, arrow->to, left);
    if (left == 0)
      g_array_append_val(cycle->unwaited, arrow->to);
  }
}

/* Whom nobody waits for is in no cycle; nor is, once those are set aside, whom nobody else waits for. */
static void
find_cycle (GArray *arrows)
{
  Cycle cycle;
  GHashTableIter iter;
  gpointer lane;
  cycle_init(&cycle, arrows);
  g_hash_table_iter_init(&iter, cycle.first);
  while (g_hash_table_iter_next(&iter, &lane, NULL)) {
    uint32_t id = GPOINTER_TO_UINT(lane);
    if (number_of(cycle.arrivals, id) == 0)
      g_array_append_val(cycle.unwaited, id);
  }
  for (guint i = 0; i < cycle.unwaited->len; i++)
    set_aside(&cycle, g_array_index(cycle.unwaited, uint32_t, i));
  cycle_clear(&cycle);
}

/* Those of the cycle first, each part in the order of the waits. */
static GArray *
put_in_order (const GArray *arrows)
{
  GArray *ordered = g_array_sized_new(FALSE, FALSE, sizeof(GantryDeadlockArrow), arrows->len);
  for (int turn = 0; turn < 2; turn++) {
    for (guint i = 0; i < arrows->len; i++) {
      const GantryDeadlockArrow *arrow = &g_array_index(arrows, GantryDeadlockArrow, i);
      if (arrow->in_cycle == (turn == 0))
        g_array_append_vals(ordered, arrow, 1);
    }
  }
  return ordered;
}

GArray *
gantry_deadlock_arrows_new (const GantryTimeline *timeline)
{
  g_autoptr(GArray) arrows = collect_arrows(timeline);
  find_cycle(arrows);
  return put_in_order(arrows);
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
  GantryNameList names;
  gantry_name_list_init(&names, GANTRY_MOST_DEADLOCK_HOLDERS);
  for (guint i = 0; i < count_holders(wait); i++)
    gantry_name_list_add(&names, lane_name(timeline, wait->holders[i]));
  return gantry_name_list_finish(&names);
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
  if (wait->object == GANTRY_NO_OBJECT) {
    g_string_append_printf(text, _("%s waits for the tasks of its loop (line %u)"), waiter, wait->line);
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
