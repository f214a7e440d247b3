/* How somebody has arranged the lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/lane-arrangement.h"

#include <string.h>

struct GantryLaneArrangement {
  gatomicrefcount references;
  GArray *pinned;     /* uint32_t lane ids, from the top */
  GArray *order;      /* uint32_t lane ids, group after group of those in which something was moved */
  GHashTable *hidden; /* set of lane ids */
  GHashTable *ranks;  /* lane id to its place in `order` + 1 */
  GHashTable *folded; /* set of gint64, group keys */
  char *filter;       /* as it was typed, "" for none */
  char *needle;       /* the same without case */
  GPatternSpec *pattern;
};

static gpointer
number (uint32_t lane)
{
  return GUINT_TO_POINTER(lane);
}

static void
set_order (GantryLaneArrangement *self, const uint32_t *lanes, guint n_lanes)
{
  g_array_append_vals(self->order, lanes, n_lanes);
  g_hash_table_remove_all(self->ranks);
  for (guint i = 0; i < self->order->len; i++)
    g_hash_table_insert(self->ranks, number(g_array_index(self->order, uint32_t, i)),
                        GUINT_TO_POINTER(i + 1));
}

static void
set_filter (GantryLaneArrangement *self, const char *filter)
{
  g_free(self->filter);
  g_free(self->needle);
  g_clear_pointer(&self->pattern, g_pattern_spec_free);
  self->filter = g_strdup(filter != NULL ? filter : "");
  self->needle = g_utf8_casefold(self->filter, -1);
  if (strpbrk(self->filter, "*?") != NULL)
    self->pattern = g_pattern_spec_new(self->needle);
}

static void
set_folded (GantryLaneArrangement *self, GantryGroupKey group)
{
  gint64 *key = g_new(gint64, 1);
  *key = (gint64)group;
  g_hash_table_add(self->folded, key);
}

/* A copy to change. */
static GantryLaneArrangement *
copy (const GantryLaneArrangement *old)
{
  GantryLaneArrangement *self = g_new0(GantryLaneArrangement, 1);
  GHashTableIter iter;
  gpointer key;
  g_atomic_ref_count_init(&self->references);
  self->pinned = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  self->order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  self->hidden = g_hash_table_new(NULL, NULL);
  self->ranks = g_hash_table_new(NULL, NULL);
  self->folded = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  set_filter(self, old != NULL ? old->filter : "");
  if (old == NULL)
    return self;
  g_array_append_vals(self->pinned, old->pinned->data, old->pinned->len);
  set_order(self, (const uint32_t *)(const void *)old->order->data, old->order->len);
  g_hash_table_iter_init(&iter, old->hidden);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_hash_table_add(self->hidden, key);
  g_hash_table_iter_init(&iter, old->folded);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    set_folded(self, (GantryGroupKey) * (const gint64 *)key);
  return self;
}

GantryLaneArrangement *
gantry_lane_arrangement_ref (const GantryLaneArrangement *self)
{
  GantryLaneArrangement *own = (GantryLaneArrangement *)self;
  if (own != NULL)
    g_atomic_ref_count_inc(&own->references);
  return own;
}

void
gantry_lane_arrangement_unref (GantryLaneArrangement *self)
{
  if (self == NULL || !g_atomic_ref_count_dec(&self->references))
    return;
  g_array_unref(self->pinned);
  g_array_unref(self->order);
  g_hash_table_unref(self->hidden);
  g_hash_table_unref(self->ranks);
  g_hash_table_unref(self->folded);
  g_clear_pointer(&self->pattern, g_pattern_spec_free);
  g_free(self->filter);
  g_free(self->needle);
  g_free(self);
}

static bool
find (const GArray *lanes, uint32_t lane, guint *place)
{
  for (guint i = 0; i < lanes->len; i++) {
    if (g_array_index(lanes, uint32_t, i) != lane)
      continue;
    *place = i;
    return true;
  }
  return false;
}

bool
gantry_lane_arrangement_is_pinned (const GantryLaneArrangement *self, uint32_t lane)
{
  guint place;
  return self != NULL && find(self->pinned, lane, &place);
}

bool
gantry_lane_arrangement_is_hidden (const GantryLaneArrangement *self, uint32_t lane)
{
  return self != NULL && g_hash_table_contains(self->hidden, number(lane));
}

bool
gantry_lane_arrangement_is_folded (const GantryLaneArrangement *self, GantryGroupKey group)
{
  gint64 key = (gint64)group;
  return self != NULL && g_hash_table_contains(self->folded, &key);
}

bool
gantry_lane_arrangement_matches (const GantryLaneArrangement *self, const char *name)
{
  if (self == NULL || *self->filter == '\0')
    return true;
  g_autofree char *plain = g_utf8_casefold(name, -1);
  return self->pattern != NULL ? g_pattern_spec_match_string(self->pattern, plain)
                               : strstr(plain, self->needle) != NULL;
}

const char *
gantry_lane_arrangement_get_filter (const GantryLaneArrangement *self)
{
  return self != NULL ? self->filter : "";
}

uint32_t
gantry_lane_arrangement_get_rank (const GantryLaneArrangement *self, uint32_t lane)
{
  /* Place 0 wraps around to the greatest number: it was not moved. */
  return self != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(self->ranks, number(lane))) - 1u : UINT32_MAX;
}

const GArray *
gantry_lane_arrangement_get_pinned (const GantryLaneArrangement *self)
{
  return self != NULL && self->pinned->len > 0 ? self->pinned : NULL;
}

GantryLaneArrangement *
gantry_lane_arrangement_pin (const GantryLaneArrangement *self, uint32_t lane, bool pin)
{
  GantryLaneArrangement *changed = copy(self);
  guint place;
  bool was_pinned = find(changed->pinned, lane, &place);
  if (pin && !was_pinned)
    g_array_append_val(changed->pinned, lane);
  else if (!pin && was_pinned)
    g_array_remove_index(changed->pinned, place);
  if (pin)
    g_hash_table_remove(changed->hidden, number(lane));
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_hide (const GantryLaneArrangement *self, uint32_t lane, bool hide)
{
  GantryLaneArrangement *changed = hide ? gantry_lane_arrangement_pin(self, lane, false) : copy(self);
  if (hide)
    g_hash_table_add(changed->hidden, number(lane));
  else
    g_hash_table_remove(changed->hidden, number(lane));
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_fold (const GantryLaneArrangement *self, GantryGroupKey group, bool fold)
{
  GantryLaneArrangement *changed = copy(self);
  gint64 key = (gint64)group;
  if (fold)
    set_folded(changed, group);
  else
    g_hash_table_remove(changed->folded, &key);
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_filter (const GantryLaneArrangement *self, const char *filter)
{
  GantryLaneArrangement *changed = copy(self);
  set_filter(changed, filter);
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_order (const GantryLaneArrangement *self, const uint32_t *lanes, guint n_lanes)
{
  GantryLaneArrangement *changed = copy(self);
  g_autoptr(GHashTable) given = g_hash_table_new(NULL, NULL);
  guint kept = 0;
  for (guint i = 0; i < n_lanes; i++)
    g_hash_table_add(given, number(lanes[i]));
  uint32_t *order = (uint32_t *)(void *)changed->order->data;
  for (guint i = 0; i < changed->order->len; i++)
    if (!g_hash_table_contains(given, number(order[i])))
      order[kept++] = order[i];
  g_array_set_size(changed->order, kept);
  set_order(changed, lanes, n_lanes);
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_order_pinned (const GantryLaneArrangement *self, const uint32_t *lanes, guint n_lanes)
{
  GantryLaneArrangement *changed = copy(self);
  g_array_set_size(changed->pinned, 0);
  g_array_append_vals(changed->pinned, lanes, n_lanes);
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_show_all (const GantryLaneArrangement *self)
{
  GantryLaneArrangement *changed = gantry_lane_arrangement_filter(self, "");
  g_hash_table_remove_all(changed->hidden);
  return changed;
}
