/* Labels of lines: the statement as it is written, without what a chart has no room for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/labels.h"

#include <string.h>

#define MOST_CHARACTERS 24

static gsize
length_without_comment (const char *line)
{
  bool in_string = false;
  for (gsize i = 0; line[i]; i++) {
    if (in_string && line[i] == '\\' && line[i + 1])
      i++;
    else if (line[i] == '"')
      in_string = !in_string;
    else if (line[i] == '#' && !in_string)
      return i;
  }
  return strlen(line);
}

char *
gantry_line_statement (const char *line)
{
  return g_strstrip(g_strndup(line, length_without_comment(line)));
}

static char *
label_of (const GantryStatement *statement, const char *line)
{
  g_autoptr(GString) label = g_string_new_len(line, (gssize)length_without_comment(line));
  if (statement->count_column) { /* "cook(3) x 2" reads "cook(3) × 2" */
    g_string_erase(label, statement->count_column - 1, 1);
    g_string_insert(label, statement->count_column - 1, "×");
  }
  char *text = g_strstrip(label->str);
  if (statement->body && g_str_has_suffix(text, ":"))
    text[strlen(text) - 1] = '\0';
  if (g_utf8_strlen(text, -1) <= MOST_CHARACTERS)
    return g_strdup(text);
  g_autofree char *cut = g_utf8_substring(text, 0, MOST_CHARACTERS - 1);
  return g_strconcat(g_strchomp(cut), "…", NULL);
}

static void
label_body (const GPtrArray *body, char *const *lines, char **labels)
{
  for (guint i = 0; body && i < body->len; i++) {
    const GantryStatement *statement = g_ptr_array_index(body, i);
    g_free(labels[statement->line - 1]);
    labels[statement->line - 1] = label_of(statement, lines[statement->line - 1]);
    label_body(statement->body, lines, labels);
    label_body(statement->otherwise, lines, labels);
  }
}

char **
gantry_line_labels (const GantrySyntax *syntax, char *const *lines, uint32_t n_lines)
{
  char **labels = g_new0(char *, n_lines + 1);
  for (uint32_t i = 0; i < n_lines; i++)
    labels[i] = g_strdup("");
  for (guint i = 0; i < syntax->tasks->len; i++)
    label_body(((const GantryTaskSyntax *)g_ptr_array_index(syntax->tasks, i))->body, lines, labels);
  return labels;
}
