/* Variables in a scenario's text: one walk over its lines gathers what is said of each name, another one what
 * that makes of each variable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-text.h"

#include "timeline/secret-hash.h"

#include <string.h>

/* No scenario is longer, nor has one longer lines that matter here. */
#define MOST_BYTES (1 << 20)
#define MOST_OF_LINE 1000

#define WORD "([A-Za-z_]\\w*)"
#define COMMENT "\\s*+(?:#.*)?$"

typedef struct {
  GantryTextCounter counter;
  /* As a name that a variable's value was read into: */
  char *read_from; /* the variable, where it is always the same, and nothing else; nullable */
  bool is_other;   /* it stands for something else, too */
} Name;

struct GantryFindingsText {
  GHashTable *names; /* char * to Name */
  GRegex *declaration, *assignment, *sum, *introduction;
};

/* "counter = seen + 1": of what the name becomes. Both NULL: something else. */
typedef struct {
  char *name;
  char *what, *number;
  bool is_less; /* by that number */
  bool is_indented;
} Assignment;

static void
name_free (gpointer data)
{
  g_free(((Name *)data)->read_from);
  g_free(data);
}

static void
assignment_clear (Assignment *assignment)
{
  g_free(assignment->name);
  g_free(assignment->what);
  g_free(assignment->number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Assignment, assignment_clear)

static Name *
name_of (GantryFindingsText *text, const char *word)
{
  Name *name = g_hash_table_lookup(text->names, word);
  if (!name) {
    name = g_new0(Name, 1);
    g_hash_table_insert(text->names, g_strdup(word), name);
  }
  return name;
}

/* FALSE: the line is none; then nothing is set. */
static bool
read_assignment (const GantryFindingsText *text, const char *line, Assignment *assignment)
{
  g_autoptr(GMatchInfo) info = NULL, sum = NULL;
  if (!g_regex_match(text->assignment, line, 0, &info))
    return false;
  g_autofree char *rest = g_match_info_fetch(info, 2);
  assignment->name = g_match_info_fetch(info, 1);
  assignment->is_indented = g_ascii_isspace(*line);
  if (g_regex_match(text->sum, rest, 0, &sum)) {
    g_autofree char *sign = g_match_info_fetch(sum, 2);
    assignment->what = g_match_info_fetch(sum, 1);
    assignment->number = g_match_info_fetch(sum, 3);
    assignment->is_less = g_strcmp0(sign, "-") == 0;
  }
  return true;
}

/* A name whose value is a variable's, as it was read. */
static void
gather_read (GantryFindingsText *text, const Assignment *assignment)
{
  Name *name = name_of(text, assignment->name);
  bool is_read = assignment->what && !(assignment->number && *assignment->number);
  if (is_read && !name->read_from)
    name->read_from = g_strdup(assignment->what);
  else
    name->is_other = name->is_other || !is_read || !g_str_equal(name->read_from, assignment->what);
}

/* "for each dish", "as answer": names that stand for something else. */
static void
gather_introductions (GantryFindingsText *text, const char *line, const Assignment *assignment)
{
  g_autoptr(GMatchInfo) info = NULL;
  for (bool found = g_regex_match(text->introduction, line, 0, &info); found;
       found = g_match_info_next(info, NULL)) {
    g_autofree char *word = g_match_info_fetch(info, 1);
    /* Its line says already what it stands for, whatever the words behind it are. */
    if (g_strcmp0(word, assignment->name) != 0)
      name_of(text, word)->is_other = true;
  }
}

/* "task cook(dishes, pans):": what a task is given is no variable's value, whatever bears that name
 * elsewhere.
 */
static void
gather_parameters (GantryFindingsText *text, const char *line)
{
  const char *names = g_str_has_prefix(line, "task ") ? strchr(line, '(') : NULL;
  if (!names)
    return;
  g_autofree char *list = g_strndup(names + 1, strcspn(names + 1, ")"));
  g_auto(GStrv) words = g_strsplit(list, ",", -1);
  for (char **word = words; *word; word++)
    name_of(text, g_strstrip(*word))->is_other = true;
}

static void
gather (GantryFindingsText *text, const char *const *lines)
{
  for (; *lines; lines++) {
    g_auto(Assignment) assignment = {0};
    if (read_assignment(text, *lines, &assignment))
      gather_read(text, &assignment);
    gather_introductions(text, *lines, &assignment);
    gather_parameters(text, *lines);
  }
}

/* Whether a name never stands for anything but what was read from the variable. */
static bool
is_what_was_read (GantryFindingsText *text, const char *word, const char *variable)
{
  const Name *name = name_of(text, word);
  return g_str_equal(word, variable) || (!name->is_other && g_strcmp0(name->read_from, variable) == 0);
}

/* What an assignment adds, less than 0 where it takes off; 0 for anything else. */
static int64_t
added_by (GantryFindingsText *text, const Assignment *assignment)
{
  int64_t step;
  if (!assignment->what || !g_ascii_string_to_signed(assignment->number, 10, 1, INT32_MAX, &step, NULL))
    return 0;
  if (!is_what_was_read(text, assignment->what, assignment->name))
    return 0;
  return assignment->is_less ? -step : step;
}

/* The initial value of a declaration, if this line is one. */
static void
read_declaration (GantryFindingsText *text, const char *line)
{
  g_autoptr(GMatchInfo) info = NULL;
  if (!g_regex_match(text->declaration, line, 0, &info))
    return;
  g_autofree char *word = g_match_info_fetch(info, 1), *initial = g_match_info_fetch(info, 2);
  GantryTextCounter *counter = &name_of(text, word)->counter;
  counter->counts = g_ascii_string_to_signed(initial, 10, INT32_MIN, INT32_MAX, &counter->initial, NULL);
}

/* The last line of the block that begins at `first`, which count from 1. */
static uint32_t
end_of_block (const char *const *lines, uint32_t first)
{
  uint32_t last = first;
  while (lines[last] && !g_ascii_isalpha(*lines[last]))
    last++;
  return last;
}

static void
count (GantryFindingsText *text, const char *const *lines)
{
  uint32_t block = 0, block_end = 0;
  bool in_main = false;
  for (uint32_t i = 0; lines[i]; i++) {
    g_auto(Assignment) assignment = {0};
    if (g_ascii_isalpha(*lines[i])) {
      block = i + 1;
      block_end = end_of_block(lines, block);
      in_main = g_str_has_prefix(lines[i], "main");
    }
    read_declaration(text, lines[i]);
    if (!read_assignment(text, lines[i], &assignment) || !assignment.is_indented)
      continue;
    GantryTextCounter *counter = &name_of(text, assignment.name)->counter;
    int64_t step = added_by(text, &assignment);
    counter->counts = counter->counts && step != 0 && (counter->step == 0 || counter->step == step);
    counter->step = step;
    counter->in_main = counter->in_main || in_main;
    counter->in_task = counter->in_task || !in_main;
    counter->first_line = counter->first_line > 0 ? counter->first_line : block;
    counter->last_line = block_end;
  }
}

/* The text of a scenario, and not whatever else a file may carry in its place. */
static bool
is_scenario (const char *const *lines)
{
  size_t bytes = 0;
  for (; lines && *lines && bytes <= MOST_BYTES; lines++) {
    size_t length = strnlen(*lines, MOST_OF_LINE + 1);
    if (length > MOST_OF_LINE)
      return false;
    bytes += length + 1;
  }
  return lines && bytes <= MOST_BYTES;
}

GantryFindingsText *
gantry_findings_text_new (const char *const *lines)
{
  GantryFindingsText *text = g_new0(GantryFindingsText, 1);
  text->names = g_hash_table_new_full(gantry_hash_text, g_str_equal, g_free, name_free);
  if (!is_scenario(lines))
    return text;
  text->declaration = g_regex_new("^\\s*+(?:shared\\s++)?variable\\s++" WORD "\\s*+=\\s*+(-?\\d++)" COMMENT,
                                  G_REGEX_OPTIMIZE, 0, NULL);
  text->assignment =
      g_regex_new("^\\s*+(?:atomically\\s++)?+" WORD "\\s*+=([^=].*)$", G_REGEX_OPTIMIZE, 0, NULL);
  text->sum =
      g_regex_new("^\\s*+" WORD "\\s*+(?:([-+])\\s*+(\\d++)\\s*+)?+" COMMENT, G_REGEX_OPTIMIZE, 0, NULL);
  text->introduction = g_regex_new("\\b(?:as|for|each|variable)\\s++(?=" WORD ")", G_REGEX_OPTIMIZE, 0, NULL);
  gather(text, lines);
  count(text, lines);
  return text;
}

void
gantry_findings_text_free (GantryFindingsText *text)
{
  if (!text)
    return;
  g_clear_pointer(&text->declaration, g_regex_unref);
  g_clear_pointer(&text->assignment, g_regex_unref);
  g_clear_pointer(&text->sum, g_regex_unref);
  g_clear_pointer(&text->introduction, g_regex_unref);
  g_hash_table_unref(text->names);
  g_free(text);
}

const GantryTextCounter *
gantry_findings_text_find (const GantryFindingsText *text, const char *variable)
{
  static const GantryTextCounter nothing;
  const Name *name = g_hash_table_lookup(text->names, variable);
  return name ? &name->counter : &nothing;
}
