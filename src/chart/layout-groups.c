/* Which lanes belong under one heading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "timeline/secret-hash.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* What a group is told apart by: the kind of lane, for a loop which one, for threads whose. */
typedef struct {
  GantryLaneKind kind;
  uint32_t owner; /* a lane, or GANTRY_NO_LANE */
} Key;

typedef struct {
  const GantryTimeline *timeline;
  bool simulated;
  bool many_loops;
  GPtrArray *groups;
  GArray *keys;       /* Key, one a group */
  GHashTable *by_key; /* a group's key to its place + 1: there may be a process a lane */
  GHashTable *loops;  /* by the lane that runs one: the newest loop among the lanes so far, ids + 1 */
} Grouping;

void
gantry_lane_group_free (GantryLaneGroup *group)
{
  g_free(group->text);
  g_array_unref(group->lanes);
  g_free(group);
}

static void
group_free (gpointer data)
{
  gantry_lane_group_free(data);
}

/* The process that a thread or a task of none is in: the nearest of that kind among those it descends from.
 * Walks are short: tasks hang on the task that started them, and the loop's own block on the loop. */
static uint32_t
find_owner (const GantryTimeline *timeline, const GantryLane *lane, GantryLaneKind kind)
{
  for (int depth = 0; lane != NULL && depth < 64; depth++) {
    if (gantry_lane_get_kind(lane) == kind)
      return gantry_lane_get_id(lane);
    uint32_t parent = gantry_lane_get_parent(lane);
    lane = parent == GANTRY_NO_LANE ? NULL : gantry_timeline_find_lane(timeline, parent);
  }
  return GANTRY_NO_LANE;
}

/* Tasks of a loop that a thread runs hang on that thread, beside the loop; it may have run others before. */
static uint32_t
find_loop (const Grouping *grouping, const GantryLane *lane)
{
  for (int depth = 0; lane != NULL && depth < 64; depth++) {
    uint32_t id = gantry_lane_get_id(lane), parent = gantry_lane_get_parent(lane);
    guint loop = GPOINTER_TO_UINT(g_hash_table_lookup(grouping->loops, GUINT_TO_POINTER(id)));
    if (loop > 0)
      return loop - 1;
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP)
      return id;
    lane = parent == GANTRY_NO_LANE ? NULL : gantry_timeline_find_lane(grouping->timeline, parent);
  }
  return GANTRY_NO_LANE;
}

/* Where one runs it that is told as no thread or process, nothing tells apart what else that has started. */
static void
note_loop (Grouping *grouping, const GantryLane *lane)
{
  uint32_t parent = gantry_lane_get_parent(lane);
  if (gantry_lane_get_kind(lane) != GANTRY_LANE_LOOP || parent == GANTRY_NO_LANE)
    return;
  const GantryLane *runs = gantry_timeline_find_lane(grouping->timeline, parent);
  if (runs != NULL && gantry_lane_get_kind(runs) != GANTRY_LANE_TASK)
    g_hash_table_insert(grouping->loops, GUINT_TO_POINTER(parent),
                        GUINT_TO_POINTER(gantry_lane_get_id(lane) + 1));
}

static void
look_at_loops (Grouping *grouping, uint32_t n_lanes, uint32_t *only)
{
  uint32_t loops = 0;
  *only = GANTRY_NO_LANE;
  for (uint32_t i = 0; i < n_lanes && loops < 2; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(grouping->timeline, i);
    if (gantry_lane_get_kind(lane) != GANTRY_LANE_LOOP)
      continue;
    loops++;
    *only = gantry_lane_get_id(lane);
  }
  grouping->many_loops = loops > 1;
}

static Key
key_of (const Grouping *grouping, const GantryLane *lane, uint32_t only_loop)
{
  GantryLaneKind kind = gantry_lane_get_kind(lane);
  if (kind == GANTRY_LANE_LOOP)
    return (Key){GANTRY_LANE_LOOP, gantry_lane_get_id(lane)};
  if (kind == GANTRY_LANE_THREAD)
    return (Key){kind, find_owner(grouping->timeline, lane, GANTRY_LANE_PROCESS)};
  if (kind != GANTRY_LANE_TASK)
    return (Key){kind, GANTRY_NO_LANE};
  uint32_t loop = grouping->many_loops ? find_loop(grouping, lane) : only_loop;
  if (loop != GANTRY_NO_LANE)
    return (Key){GANTRY_LANE_LOOP, loop};
  return (Key){kind, find_owner(grouping->timeline, lane, GANTRY_LANE_PROCESS)};
}

static GantryLaneGroup *
find_group (Grouping *grouping, Key key)
{
  gint64 number = (gint64)key.kind << 32 | key.owner;
  guint place = GPOINTER_TO_UINT(g_hash_table_lookup(grouping->by_key, &number));
  if (place > 0)
    return grouping->groups->pdata[place - 1];
  GantryLaneGroup *group = g_new0(GantryLaneGroup, 1);
  group->key = (GantryGroupKey)number;
  group->lanes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_ptr_array_add(grouping->groups, group);
  g_array_append_val(grouping->keys, key);
  g_hash_table_insert(grouping->by_key, &group->key, GUINT_TO_POINTER(grouping->keys->len));
  return group;
}

static void
add_lane (GantryLaneGroup *group, const GantryLane *lane, uint32_t index)
{
  if (gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP)
    g_array_prepend_val(group->lanes, index);
  else
    g_array_append_val(group->lanes, index);
}

/* The process that carries the group: of the first lane that has started. */
static uint32_t
pid_of (const Grouping *grouping, const GantryLaneGroup *group)
{
  for (guint i = 0; i < group->lanes->len; i++) {
    const GantryLane *lane =
        gantry_timeline_get_lane(grouping->timeline, g_array_index(group->lanes, uint32_t, i));
    if (gantry_lane_get_pid(lane) != 0)
      return gantry_lane_get_pid(lane);
  }
  return 0;
}

/* Which of several loops it is: whose. NULL: there is but one, or nobody is told to run it. */
static char *
loop_words (const Grouping *grouping, Key key)
{
  const GantryLane *loop = gantry_timeline_find_lane(grouping->timeline, key.owner);
  uint32_t parent = loop != NULL && grouping->many_loops ? gantry_lane_get_parent(loop) : GANTRY_NO_LANE;
  const GantryLane *runs =
      parent == GANTRY_NO_LANE ? NULL : gantry_timeline_find_lane(grouping->timeline, parent);
  return runs != NULL ? g_strdup_printf(_("Event loop of %s"), gantry_lane_get_name(runs)) : NULL;
}

/* `is_settled`: set to whether it does not wait for a process to be known. */
static char *
heading_of (const Grouping *grouping, const GantryLaneGroup *group, Key key, bool *is_settled)
{
  const char *words = NULL;
  g_autofree char *of_loop = key.kind == GANTRY_LANE_LOOP ? loop_words(grouping, key) : NULL;
  *is_settled = true;
  switch (key.kind) {
  case GANTRY_LANE_THREAD:
    words = _("Threads");
    break;
  case GANTRY_LANE_PROCESS:
    words = _("Processes");
    break;
  case GANTRY_LANE_LOOP:
    words = of_loop != NULL ? of_loop : _("Event loop");
    break;
  case GANTRY_LANE_SERVER:
    words = _("Servers");
    break;
  default:
    words = _("Tasks");
    break;
  }
  if (grouping->simulated)
    return g_strdup_printf(_("%s · simulated"), words);
  bool has_owner = key.kind == GANTRY_LANE_THREAD || key.kind == GANTRY_LANE_TASK;
  const GantryLane *process = has_owner && key.owner != GANTRY_NO_LANE
                                  ? gantry_timeline_find_lane(grouping->timeline, key.owner)
                                  : NULL;
  if (process != NULL)
    return g_strdup_printf(_("%s · %s"), words, gantry_lane_get_name(process));
  if (key.kind == GANTRY_LANE_PROCESS || key.kind == GANTRY_LANE_SERVER)
    return g_strdup(words);
  uint32_t pid = pid_of(grouping, group);
  *is_settled = pid != 0;
  if (pid == 0)
    return g_strdup(words);
  return g_strdup_printf(_("%s · process %u"), words, pid);
}

/* What the arrangement and the view do with a lane. */
typedef enum { SHOWN, LEFT_OUT, HIDDEN, PINNED } Fate;

static Fate
fate_of (const GantryView *view, GPatternSpec *glob, const GantryLane *lane)
{
  const GantryLaneArrangement *arrangement = view->arrangement;
  uint32_t id = gantry_lane_get_id(lane);
  if (glob != NULL && !g_pattern_spec_match_string(glob, gantry_lane_get_name(lane)))
    return LEFT_OUT;
  if (arrangement == NULL)
    return SHOWN;
  if (gantry_lane_arrangement_is_pinned(arrangement, id))
    return PINNED;
  return gantry_lane_arrangement_is_hidden(arrangement, id) ||
                 !gantry_lane_arrangement_matches(arrangement, gantry_lane_get_name(lane))
             ? HIDDEN
             : SHOWN;
}

/* A lane with the rank that somebody gave it. */
typedef struct {
  uint32_t rank, place; /* its place as created keeps those apart that nobody moved */
  uint32_t index;
} Ranked;

static int
compare_ranks (gconstpointer left, gconstpointer right)
{
  const Ranked *one = left, *other = right;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  return one->place < other->place ? -1 : one->place > other->place;
}

static void
sort_group (GantryLaneGroup *group, const GantryTimeline *timeline, const GantryLaneArrangement *arrangement)
{
  g_autofree Ranked *ranked = g_new(Ranked, group->lanes->len);
  bool is_moved = false;
  for (guint i = 0; i < group->lanes->len; i++) {
    uint32_t index = g_array_index(group->lanes, uint32_t, i);
    uint32_t id = gantry_lane_get_id(gantry_timeline_get_lane(timeline, index));
    ranked[i] = (Ranked){gantry_lane_arrangement_get_rank(arrangement, id), i, index};
    is_moved = is_moved || ranked[i].rank != UINT32_MAX;
  }
  if (!is_moved)
    return;
  qsort(ranked, group->lanes->len, sizeof *ranked, compare_ranks);
  for (guint i = 0; i < group->lanes->len; i++)
    g_array_index(group->lanes, uint32_t, i) = ranked[i].index;
}

/* Those that are pinned, in the order of the arrangement: a group before all others. */
static void
add_pinned (Grouping *grouping, const GantryView *view, GArray *indices)
{
  const GArray *pinned = gantry_lane_arrangement_get_pinned(view->arrangement);
  if (indices->len == 0)
    return;
  GantryLaneGroup *group = g_new0(GantryLaneGroup, 1);
  group->key = GANTRY_GROUP_PINNED;
  group->text = g_strdup(_("Pinned"));
  group->is_settled = true;
  group->lanes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (guint i = 0; i < pinned->len; i++) {
    for (guint j = 0; j < indices->len; j++) {
      uint32_t index = g_array_index(indices, uint32_t, j);
      if (gantry_lane_get_id(gantry_timeline_get_lane(grouping->timeline, index)) ==
          g_array_index(pinned, uint32_t, i))
        g_array_append_val(group->lanes, index);
    }
  }
  g_ptr_array_insert(grouping->groups, 0, group);
}

/* Once all lanes are in: headings, order, folds. */
static void
finish_groups (Grouping *grouping, const GantryView *view)
{
  for (guint i = 0; i < grouping->groups->len; i++) {
    GantryLaneGroup *group = grouping->groups->pdata[i];
    group->text = heading_of(grouping, group, g_array_index(grouping->keys, Key, i), &group->is_settled);
    if (view->arrangement == NULL)
      continue;
    sort_group(group, grouping->timeline, view->arrangement);
    group->folded = gantry_lane_arrangement_is_folded(view->arrangement, group->key);
  }
}

GPtrArray *
gantry_lane_groups_new (const GantryTimeline *timeline, const GantryView *view, uint32_t *n_hidden)
{
  Grouping grouping = {
      .timeline = timeline,
      .simulated = strcmp(gantry_timeline_get_facts(timeline)->model, "simulated") == 0,
      .groups = g_ptr_array_new_with_free_func(group_free),
      .keys = g_array_new(FALSE, FALSE, sizeof(Key)),
      .by_key = g_hash_table_new(g_int64_hash, g_int64_equal),
      .loops = g_hash_table_new(gantry_hash_number, NULL),
  };
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline), only_loop;
  look_at_loops(&grouping, n_lanes, &only_loop);
  g_autoptr(GPatternSpec) glob = view->lanes_glob != NULL ? g_pattern_spec_new(view->lanes_glob) : NULL;
  g_autoptr(GArray) pinned = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  *n_hidden = 0;
  for (uint32_t i = 0; i < n_lanes; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    Fate fate = fate_of(view, glob, lane);
    note_loop(&grouping, lane);
    if (fate == SHOWN)
      add_lane(find_group(&grouping, key_of(&grouping, lane, only_loop)), lane, i);
    else if (fate == PINNED)
      g_array_append_val(pinned, i);
    *n_hidden += fate == HIDDEN;
  }
  finish_groups(&grouping, view);
  add_pinned(&grouping, view, pinned);
  g_array_unref(grouping.keys);
  g_hash_table_unref(grouping.by_key);
  g_hash_table_unref(grouping.loops);
  return grouping.groups;
}
