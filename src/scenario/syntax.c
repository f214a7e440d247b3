/* The syntax tree's own: making, freeing, and how messages call its things.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/syntax.h"

#include <glib/gi18n-lib.h>

GantrySyntax *
gantry_syntax_new (const char *title)
{
  GantrySyntax *syntax = g_new0(GantrySyntax, 1);
  syntax->owned = g_ptr_array_new_with_free_func(g_free);
  syntax->arrays = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  syntax->value_arrays = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  syntax->doubtful = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, NULL);
  syntax->things = g_array_new(FALSE, TRUE, sizeof(GantryThingSyntax));
  syntax->tasks = g_ptr_array_new();
  syntax->head = (GantryHead){
      .title = g_strdup(title),
      .about = g_strdup(""),
      .topic = g_strdup(""),
      .seed = 1,
      .gil_interval_ns = GANTRY_DEFAULT_SWITCH_INTERVAL_NS,
      .ends = GANTRY_RUN_OK,
      .limit_ns = GANTRY_DEFAULT_LIMIT_NS,
  };
  return syntax;
}

void
gantry_syntax_free (GantrySyntax *syntax)
{
  if (!syntax)
    return;
  g_ptr_array_unref(syntax->tasks);
  g_ptr_array_unref(syntax->arrays);
  g_ptr_array_unref(syntax->value_arrays);
  g_ptr_array_unref(syntax->owned);
  g_hash_table_unref(syntax->doubtful);
  g_array_unref(syntax->things);
  g_free(syntax->head.title);
  g_free(syntax->head.about);
  g_free(syntax->head.topic);
  g_free(syntax);
}

const char *
gantry_thing_phrase (GantryThingKind kind)
{
  static const char *const phrases[] = {
      N_("a variable"),  N_("a shared variable"), N_("a lock"),   N_("an rlock"),  N_("an rwlock"),
      N_("a semaphore"), N_("a condition"),       N_("an event"), N_("a barrier"), N_("a queue"),
      N_("a pipe"),      N_("a manager"),         N_("a pool"),
  };
  G_STATIC_ASSERT(G_N_ELEMENTS(phrases) == GANTRY_N_THING_KINDS);
  return _(phrases[kind]);
}
