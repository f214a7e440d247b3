/* The words of a line of a script.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script-private.h"

#include <math.h>
#include <string.h>

void G_GNUC_NORETURN
script_fail (const ScriptLine *line, const char *what)
{
  g_error("script, line %d: %s: %s", line->script->n_lines, g_strjoinv(" ", line->words), what);
}

const char *
script_take_word (ScriptLine *line)
{
  if (!line->words[line->next])
    script_fail(line, "a word is missing");
  return line->words[line->next++];
}

bool
script_take_if (ScriptLine *line, const char *word)
{
  if (g_strcmp0(line->words[line->next], word) != 0)
    return false;
  line->next++;
  return true;
}

int64_t
script_take_number (ScriptLine *line)
{
  int64_t number;
  if (!g_ascii_string_to_signed(script_take_word(line), 10, INT64_MIN, INT64_MAX, &number, NULL))
    script_fail(line, "this is no number");
  return number;
}

static bool
parse_time (const char *word, int64_t *time)
{
  static const struct {
    const char *unit;
    double ns;
  } units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  char *end;
  double number = g_ascii_strtod(word, &end);
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (end != word && g_str_equal(end, units[i].unit)) {
      *time = (int64_t)llround(number * units[i].ns);
      return true;
    }
  return false;
}

int64_t
script_take_time (ScriptLine *line)
{
  int64_t time;
  if (!parse_time(script_take_word(line), &time))
    script_fail(line, "this is no time");
  return time;
}

uint32_t
script_take_lane (ScriptLine *line)
{
  const char *name = script_take_word(line);
  GantryScript *script = line->script;
  for (guint i = 0; i < script->names->len; i++)
    if (g_str_equal(g_ptr_array_index(script->names, i), name))
      return i;
  uint32_t id = script->names->len;
  g_ptr_array_add(script->names, g_strdup(name));
  g_array_append_val(script->rings, id);
  return id;
}

uint32_t
script_take_thing (ScriptLine *line)
{
  const char *name = script_take_word(line);
  for (guint i = 0; i < line->script->things->len; i++)
    if (g_str_equal(g_array_index(line->script->things, ScriptThing, i).name, name))
      return i;
  script_fail(line, "there is no such thing");
}

/* The number of one of the contract's words. */
int
script_find_id (ScriptLine *line, const char *word, const char *(*id_of)(int), int n_ids)
{
  for (int i = 0; i < n_ids; i++)
    if (g_strcmp0(id_of(i), word) == 0)
      return i;
  script_fail(line, "this word is not known");
}
