/* The place is found in the words before it on its line; the names come from the text's tree, as far as the
 * parser understood it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/complete.h"

#include "scenario/checker-private.h"
#include "scenario/labels.h"
#include "scenario/parser-private.h"
#include "scenario/reference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const GantrySyntax *syntax;
  const GantryTaskSyntax *task; /* that the place is in; NULL: in none */
  GPtrArray *proposals;
  char **words; /* before the place, on its line; brackets and signs are words of their own */
  guint n;      /* of them */
} Place;

static void
proposal_free (gpointer data)
{
  GantryProposal *proposal = data;
  g_free(proposal->word);
  g_free(proposal->help);
  g_free(proposal);
}

static void
propose (Place *place, GantryProposalKind kind, const char *word, const char *help)
{
  for (guint i = 0; i < place->proposals->len; i++)
    if (gantry_is_same_word(((GantryProposal *)place->proposals->pdata[i])->word, word))
      return;
  GantryProposal *proposal = g_new0(GantryProposal, 1);
  proposal->kind = kind;
  proposal->word = g_strdup(word);
  proposal->help = g_strdup(help);
  g_ptr_array_add(place->proposals, proposal);
}

static void
propose_word (Place *place, const char *word)
{
  const GantryReferenceEntry *entry = gantry_reference_find(word);
  propose(place, GANTRY_PROPOSAL_WORD, word, entry ? _(entry->help) : "");
}

static void
propose_words (Place *place, const char *const *words)
{
  for (gsize i = 0; words[i]; i++)
    propose_word(place, words[i]);
}

static void
propose_tasks (Place *place)
{
  for (guint i = 0; i < place->syntax->tasks->len; i++) {
    const GantryTaskSyntax *task = place->syntax->tasks->pdata[i];
    if (*task->name == '\0' || g_str_equal(task->name, "main"))
      continue;
    g_autoptr(GString) params = g_string_new(NULL);
    for (guint j = 0; j < task->params->len; j++)
      g_string_append_printf(params, "%s%s", j > 0 ? ", " : "", (char *)task->params->pdata[j]);
    g_autofree char *form =
        params->len > 0 ? g_strdup_printf("%s(%s)", task->name, params->str) : g_strdup(task->name);
    g_autofree char *help = g_strdup_printf(_("task %s, line %u"), form, task->line);
    propose(place, GANTRY_PROPOSAL_TASK, task->name, help);
  }
}

static void
propose_things (Place *place, unsigned kinds)
{
  for (guint i = 0; i < place->syntax->things->len; i++) {
    const GantryThingDeclaration *thing =
        &g_array_index(place->syntax->things, GantryThingSyntax, i).declaration;
    if (!(GANTRY_KIND(thing->kind) & kinds))
      continue;
    g_autofree char *help = g_strdup_printf(_("%s, line %u"), gantry_thing_phrase(thing->kind), thing->line);
    propose(place, GANTRY_PROPOSAL_THING, thing->name, help);
  }
}

static void
propose_locals (Place *place)
{
  if (!place->task || !place->task->locals)
    return;
  for (guint i = 0; i < place->task->locals->len; i++) {
    g_autofree char *help = g_strdup_printf(i < place->task->params->len ? _("argument of %s")
                                                                         : _("this task’s own number in %s"),
                                            place->task->name);
    propose(place, GANTRY_PROPOSAL_LOCAL, place->task->locals->pdata[i], help);
  }
}

static void
propose_given_names (Place *place)
{
  for (guint i = 0; place->task && place->task->given_names && i < place->task->given_names->len; i++)
    propose(place, GANTRY_PROPOSAL_LOCAL, place->task->given_names->pdata[i], _("what was started as this"));
}

static void
propose_values (Place *place)
{
  propose_locals(place);
  propose_things(place, GANTRY_VARIABLE_KINDS);
  propose_words(place, (const char *const[]){"index", "len", "random", "not", "and", "or", NULL});
}

static void
propose_line_beginnings (Place *place, bool at_margin)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  if (at_margin) {
    gantry_parser_add_head_words(words);
  } else {
    propose_locals(place);
    propose_things(place, GANTRY_VARIABLE_KINDS);
    gantry_parser_add_statement_words(words);
    g_ptr_array_add(words, (gpointer) "else");
  }
  for (guint i = 0; i < words->len; i++)
    propose_word(place, words->pdata[i]);
}

static bool
has_word (const Place *place, const char *word)
{
  for (guint i = 1; i < place->n; i++)
    if (g_str_equal(place->words[i], word))
      return true;
  return false;
}

/* Inside of brackets that are not closed: arguments. `len(` takes a queue. */
static bool
complete_in_brackets (Place *place)
{
  int depth = 0;
  for (guint i = place->n; i > 0; i--) {
    depth += g_str_equal(place->words[i - 1], ")");
    depth -= g_str_equal(place->words[i - 1], "(");
    if (depth >= 0)
      continue;
    if (i > 1 && g_str_equal(place->words[i - 2], "len"))
      propose_things(place, GANTRY_KIND(GANTRY_THING_QUEUE) | GANTRY_KIND(GANTRY_THING_PIPE));
    else
      propose_values(place);
    return true;
  }
  return false;
}

/* Behind TASK or TASK(…). */
static void
complete_behind_callee (Place *place, const char *first)
{
  if (g_str_equal(first, "start")) {
    if (has_word(place, "x"))
      propose_values(place);
    else
      propose(place, GANTRY_PROPOSAL_WORD, "x", _("So many of it."));
  }
  if (g_str_equal(first, "offload")) {
    if (g_str_equal(place->words[place->n - 1], "to"))
      propose_words(place, (const char *const[]){"thread", "process", NULL});
    else if (!has_word(place, "to"))
      propose_word(place, "to");
  }
  if (!g_str_equal(first, "submit") && !g_str_equal(place->words[place->n - 1], "to"))
    propose_word(place, "as");
}

/* Lines that name a task, or what was started: TRUE if it is one. */
static bool
complete_starting (Place *place, const char *first)
{
  bool daemon = place->n > 1 && g_str_equal(place->words[1], "daemon");
  if (g_str_equal(first, "start") || g_str_equal(first, "offload")) {
    if (place->n > (daemon ? 2 : 1)) {
      complete_behind_callee(place, first);
    } else {
      propose_tasks(place);
      if (g_str_equal(first, "start") && !daemon)
        propose_word(place, "daemon");
    }
  } else if (g_str_equal(first, "submit") && place->n == 2) {
    propose_tasks(place);
  } else if (g_str_equal(first, "join") || g_str_equal(first, "cancel")) {
    bool joins = g_str_equal(first, "join");
    if (place->n == 1) {
      propose_given_names(place);
      propose_tasks(place);
      propose_things(place, joins ? GANTRY_KIND(GANTRY_THING_POOL) : 0);
    }
    if (joins)
      propose_word(place, "as");
  } else {
    return false;
  }
  return true;
}

/* Lines that begin with a thing: TRUE if it is one, and the place is behind it no more. */
static bool
complete_thing (Place *place, const char *first)
{
  unsigned kinds = gantry_check_kinds_taken(first);
  bool has_mode = place->n == 2 && (g_str_equal(place->words[1], "reading") || has_word(place, "writing"));
  bool locks = g_str_equal(first, "with") || g_str_equal(first, "acquire");
  if (kinds == 0)
    return false;
  if (place->n == 1 || (locks && has_mode)) {
    propose_things(place, has_mode ? GANTRY_KIND(GANTRY_THING_RWLOCK) : kinds);
    if (locks && !has_mode)
      propose_words(place, (const char *const[]){"reading", "writing", NULL});
    return true;
  }
  if (g_str_equal(first, "get") || g_str_equal(first, "receive") || g_str_equal(first, "load"))
    propose_word(place, "as");
  else if (g_str_equal(first, "notify"))
    propose_words(place, (const char *const[]){"all", NULL});
  if (g_str_equal(first, "put") || g_str_equal(first, "send") || g_str_equal(first, "notify") ||
      has_word(place, "="))
    propose_values(place);
  return true;
}

/* Words that stand behind others and take no names. */
static bool
complete_fixed (Place *place, const char *first)
{
  static const struct {
    const char *first;
    const char *words[6];
  } fixed[] = {
      {"on", {"threads", "processes", "async", "simulated"}},
      {"ends", {"ok", "deadlock", "failed", "crashed", "limit"}},
      {"shared", {"variable"}},
      {"run", {"async"}},
      {"pool", {"of"}},
      {"title", {NULL}},
      {"about", {NULL}},
      {"topic", {NULL}},
      {"compute", {NULL}},
      {"sleep", {NULL}},
      {"block", {NULL}},
      {"read", {NULL}},
      {"write", {NULL}},
      {"fetch", {NULL}},
      {"within", {NULL}},
  };
  if (g_str_equal(place->words[place->n - 1], "of")) {
    propose_words(place, (const char *const[]){"threads", "processes", NULL});
    return true;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
    if (g_str_equal(first, fixed[i].first)) {
      propose_words(place, fixed[i].words);
      return true;
    }
  return false;
}

static void
complete_inside_line (Place *place)
{
  static const char *const with_values[] = {"if", "while", "return", "expect", "repeat"};
  const char *first = place->words[0];
  if (g_str_equal(place->words[place->n - 1], "as"))
    return; /* a name that is only given here */
  if (complete_in_brackets(place) || complete_fixed(place, first) || complete_starting(place, first) ||
      complete_thing(place, first))
    return;
  if (g_str_equal(first, "repeat"))
    propose_words(place, (const char *const[]){"forever", "as", NULL});
  if (has_word(place, "=") || g_strv_contains(with_values, first))
    propose_values(place);
}

/* Words of the line before the place. NULL: it is inside of a comment, or of a text where no value stands.
 * `in_text`: it is between braces of a text. */
static char **
split_line (const char *line, const char *end, bool *in_text)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  bool in_string = false, in_braces = false;
  for (const char *at = line; at < end;) {
    if (in_string && !in_braces) {
      in_braces = *at == '{' && at[1] != '{';
      in_string = *at != '"';
      at += (*at == '\\' || (*at == '{' && at[1] == '{')) && at + 1 < end ? 2 : 1;
    } else if (in_string || *at == '"') {
      in_string = true;
      in_braces = in_braces && *at != '}';
      at++;
    } else if (*at == '#') {
      return NULL;
    } else if (g_ascii_isspace(*at)) {
      at++;
    } else {
      const char *begin = at++;
      while (at < end && (g_ascii_isalnum(*begin) || *begin == '_') && (g_ascii_isalnum(*at) || *at == '_'))
        at++;
      g_ptr_array_add(words, g_strndup(begin, (gsize)(at - begin)));
    }
  }
  *in_text = in_braces;
  if (in_string && !in_braces)
    return NULL;
  g_ptr_array_add(words, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

static const GantryTaskSyntax *
task_at (const GantrySyntax *syntax, uint32_t line)
{
  const GantryTaskSyntax *around = NULL;
  for (guint i = 0; i < syntax->tasks->len; i++) {
    const GantryTaskSyntax *task = syntax->tasks->pdata[i];
    if (task->line <= line)
      around = task;
  }
  return around;
}

/* Start of a line, and the place in it, without the name that is begun there. */
static const char *
find_place (const char *text, uint32_t line, uint32_t column, const char **start)
{
  for (; line > 0 && text; line--) {
    text = strchr(text, '\n');
    text = text ? text + 1 : NULL;
  }
  *start = text;
  if (!text)
    return NULL;
  const char *end = text;
  for (; column > 0 && *end && *end != '\n'; column--)
    end = g_utf8_next_char(end);
  while (end > text && (g_ascii_isalnum(end[-1]) || end[-1] == '_'))
    end--;
  return end;
}

GPtrArray *
gantry_complete (const char *text, uint32_t line, uint32_t column)
{
  GPtrArray *proposals = g_ptr_array_new_with_free_func(proposal_free);
  const char *start, *end = find_place(text, line, column, &start);
  bool in_text = false;
  g_auto(GStrv) words = end && !(end > start && end[-1] == '.') ? split_line(start, end, &in_text) : NULL;
  if (!words)
    return proposals;
  g_autoptr(GPtrArray) diagnostics = gantry_diagnostics_new();
  g_autoptr(GPtrArray) tokens = gantry_lex(text, diagnostics);
  g_autoptr(GantrySyntax) syntax = gantry_parse(tokens, "", diagnostics);
  gantry_check(syntax, diagnostics);
  bool at_margin = !g_ascii_isspace(*start);
  Place place = {
      .syntax = syntax,
      .task = at_margin ? NULL : task_at(syntax, line + 1),
      .proposals = proposals,
      .words = words,
      .n = g_strv_length(words),
  };
  if (in_text) {
    propose_word(&place, "name");
    propose_values(&place);
  } else if (place.n == 0) {
    propose_line_beginnings(&place, at_margin);
  } else {
    complete_inside_line(&place);
  }
  return proposals;
}
