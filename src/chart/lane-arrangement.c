/* How somebody has arranged the lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/lane-arrangement.h"

#include <inttypes.h>
#include <string.h>

struct GantryLaneArrangement {
  gatomicrefcount references;
  GArray *pinned;     /* uint32_t lane ids, from the top */
  GArray *order;      /* uint32_t lane ids, group after group of those in which something was moved */
  GHashTable *hidden; /* set of lane ids */
  GHashTable *ranks;  /* lane id to its place in `order` + 1 */
  GHashTable *folded; /* set of gint64, group keys: those that are not as they are of themselves */
  char *filter;       /* as it was typed, "" for none */
  char *needle;       /* the same without case */
  GPatternSpec *pattern;
};

static gpointer
number (uint32_t lane)
{
  return GUINT_TO_POINTER(lane);
}

/* After all changes of the order. */
static void
rank (GantryLaneArrangement *self)
{
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

static bool
is_folded_of_itself (GantryGroupKey group)
{
  return group >> 32 == GANTRY_GROUP_COUNTERS >> 32;
}

/* Or unfolded, one that is folded of itself. */
static void
set_folded (GantryLaneArrangement *self, GantryGroupKey group)
{
  gint64 key = (gint64)group;
  g_hash_table_add(self->folded, g_memdup2(&key, sizeof key));
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
  g_array_append_vals(self->order, old->order->data, old->order->len);
  rank(self);
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
  bool is_changed = self != NULL && g_hash_table_contains(self->folded, &key);
  return is_changed != is_folded_of_itself(group);
}

/* What most names are is compared without a copy of each: there may be a million. */
static bool
fold_short (const char *name, char *to, gsize size)
{
  gsize i = 0;
  for (; name[i] != '\0' && i + 1 < size && (guchar)name[i] < 0x80; i++)
    to[i] = g_ascii_tolower(name[i]);
  to[i] = '\0';
  return name[i] == '\0';
}

bool
gantry_lane_arrangement_matches (const GantryLaneArrangement *self, const char *name)
{
  if (self == NULL || *self->filter == '\0')
    return true;
  char short_name[64];
  g_autofree char *long_name =
      fold_short(name, short_name, sizeof short_name) ? NULL : g_utf8_casefold(name, -1);
  const char *plain = long_name != NULL ? long_name : short_name;
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
gantry_lane_arrangement_fold_all (const GantryLaneArrangement *self, const GantryGroupKey *groups,
                                  guint n_groups, bool fold)
{
  GantryLaneArrangement *changed = copy(self);
  for (guint i = 0; i < n_groups; i++) {
    gint64 key = (gint64)groups[i];
    if (fold != is_folded_of_itself(groups[i]))
      set_folded(changed, groups[i]);
    else
      g_hash_table_remove(changed->folded, &key);
  }
  return changed;
}

GantryLaneArrangement *
gantry_lane_arrangement_fold (const GantryLaneArrangement *self, GantryGroupKey group, bool fold)
{
  return gantry_lane_arrangement_fold_all(self, &group, 1, fold);
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
  g_array_append_vals(changed->order, lanes, n_lanes);
  rank(changed);
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

static int
compare_numbers (gconstpointer one, gconstpointer other)
{
  guint64 first = *(const guint64 *)one, second = *(const guint64 *)other;
  return first < second ? -1 : first > second;
}

/* Sets have no order of their own. */
static GArray *
sorted_keys (GHashTable *set, bool are_groups)
{
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, set);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    guint64 value = are_groups ? (guint64) * (const gint64 *)key : GPOINTER_TO_UINT(key);
    g_array_append_val(keys, value);
  }
  g_array_sort(keys, compare_numbers);
  return keys;
}

static GArray *
widened (const GArray *lanes)
{
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  for (guint i = 0; i < lanes->len; i++) {
    guint64 value = g_array_index(lanes, uint32_t, i);
    g_array_append_val(keys, value);
  }
  return keys;
}

/* Takes the keys. */
static void
add_list (GString *text, const char *word, GArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    if (i > 0)
      g_string_append_c(text, ',');
    else
      g_string_append_printf(text, "%s%s=", text->len > 0 ? ";" : "", word);
    g_string_append_printf(text, "%" PRIu64, g_array_index(keys, guint64, i));
  }
  g_array_unref(keys);
}

char *
gantry_lane_arrangement_to_text (const GantryLaneArrangement *self)
{
  GString *text = g_string_new(NULL);
  if (self == NULL)
    return g_string_free(text, FALSE);
  add_list(text, "pin", widened(self->pinned));
  add_list(text, "hide", sorted_keys(self->hidden, false));
  add_list(text, "order", widened(self->order));
  add_list(text, "fold", sorted_keys(self->folded, true));
  if (*self->filter != '\0')
    g_string_append_printf(text, "%sfilter=%s", text->len > 0 ? ";" : "", self->filter);
  return g_string_free(text, FALSE);
}

static bool
read_keys (const char *list, guint64 most, GArray *keys)
{
  g_auto(GStrv) words = g_strsplit(list, ",", -1);
  for (char **word = words; *word != NULL; word++) {
    guint64 key;
    if (!g_ascii_string_to_unsigned(*word, 10, 0, most, &key, NULL))
      return false;
    g_array_append_val(keys, key);
  }
  return keys->len > 0;
}

/* One of the lists. */
static bool
read_part (const char *part, GantryLaneArrangement *self)
{
  static const char *const words[] = {"pin=", "hide=", "order=", "fold="};
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(guint64));
  gsize which = 0;
  while (which < G_N_ELEMENTS(words) && !g_str_has_prefix(part, words[which]))
    which++;
  if (which == G_N_ELEMENTS(words) ||
      !read_keys(part + strlen(words[which]), which == 3 ? G_MAXUINT64 : G_MAXUINT32, keys))
    return false;
  g_autoptr(GArray) lanes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  for (guint i = 0; i < keys->len; i++) {
    uint32_t lane = (uint32_t)g_array_index(keys, guint64, i);
    g_array_append_val(lanes, lane);
    if (which == 1)
      g_hash_table_add(self->hidden, number(lane));
    else if (which == 3)
      set_folded(self, g_array_index(keys, guint64, i));
  }
  if (which == 0)
    g_array_append_vals(self->pinned, lanes->data, lanes->len);
  else if (which == 2)
    g_array_append_vals(self->order, lanes->data, lanes->len);
  return true;
}

bool
gantry_lane_arrangement_parse (const char *text, GantryLaneArrangement **arrangement)
{
  g_autoptr(GantryLaneArrangement) self = *text != '\0' ? copy(NULL) : NULL;
  while (*text != '\0') {
    if (g_str_has_prefix(text, "filter=")) { /* the rest, whatever is in it */
      set_filter(self, text + strlen("filter="));
      break;
    }
    gsize length = strcspn(text, ";");
    g_autofree char *part = g_strndup(text, length);
    if (!read_part(part, self))
      return false;
    text += length + (text[length] == ';' ? 1 : 0);
  }
  if (self != NULL)
    rank(self);
  *arrangement = g_steal_pointer(&self);
  return true;
}
