/* Which shared things belong under one heading.
 *
 * Counters of one name that many threads or processes have each ("thread time · main", "thread time ·
 * worker") would push everything else out of sight: they are a group of that name, folded until somebody
 * opens it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEPARATOR " · "

#define FEW 4 /* owners whose counters stand among the others */

static void
group_free (gpointer data)
{
  GantryThingGroup *group = data;
  g_array_unref(group->things);
  g_free(group->text);
  g_free(group);
}

static GantryThingGroup *
add_group (GPtrArray *groups, GantryGroupKey key, const char *text)
{
  GantryThingGroup *group = g_new(GantryThingGroup, 1);
  *group = (GantryThingGroup){key, g_strdup(text), g_array_new(FALSE, FALSE, sizeof(uint32_t))};
  g_ptr_array_add(groups, group);
  return group;
}

/* What stands before the owner and the number of which one it is; NULL: it has neither. Free. */
static char *
name_of_counter (const GantryThing *thing)
{
  const char *name = gantry_thing_get_name(thing), *owner = strstr(name, SEPARATOR),
             *which = strchr(name, '[');
  const char *end = owner == NULL || (which != NULL && which < owner) ? which : owner;
  return end != NULL && gantry_thing_is_variable(thing) ? g_strndup(name, (gsize)(end - name)) : NULL;
}

const char *
gantry_thing_name_below (const GantryThing *thing, GantryGroupKey group)
{
  const char *name = gantry_thing_get_name(thing), *owner = strstr(name, SEPARATOR);
  bool is_of_counters = group >> 32 == GANTRY_GROUP_COUNTERS >> 32;
  g_autofree char *counter = is_of_counters && owner != NULL ? name_of_counter(thing) : NULL;
  /* One of several of its owner has its number between. */
  bool is_said = counter != NULL && strlen(counter) == (size_t)(owner - name);
  return is_said ? owner + strlen(SEPARATOR) : name;
}

/* How many counters have each name. */
static GHashTable *
count_names (const GantryTimeline *timeline)
{
  GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    char *name = name_of_counter(gantry_timeline_get_thing(timeline, i));
    guint count = name != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(counts, name)) : 0;
    if (name != NULL)
      g_hash_table_replace(counts, name, GUINT_TO_POINTER(count + 1));
  }
  return counts;
}

GPtrArray *
gantry_thing_groups_new (const GantryTimeline *timeline)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
  g_autoptr(GHashTable) counts = count_names(timeline);
  g_autoptr(GHashTable) by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GantryThingGroup *others = add_group(groups, GANTRY_GROUP_THINGS, _("Shared"));
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    if (!gantry_thing_tells_steps(gantry_timeline_get_thing(timeline, i)))
      continue; /* its row would say that it was free */
    GantryThingGroup *group = others;
    char *name = name_of_counter(gantry_timeline_get_thing(timeline, i));
    if (name != NULL && GPOINTER_TO_UINT(g_hash_table_lookup(counts, name)) > FEW) {
      group = g_hash_table_lookup(by_name, name);
      if (group == NULL) {
        group = add_group(groups, GANTRY_GROUP_COUNTERS | g_str_hash(name), name);
        g_hash_table_insert(by_name, g_steal_pointer(&name), group);
      }
    }
    g_array_append_val(group->things, i);
    g_free(name);
  }
  return groups;
}
