/* The head of a scenario: what it says about itself, and the shared things.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/parser-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MOST_NUMBER 1000000
#define MOST_POOL_THREADS 10000
#define MOST_POOL_PROCESSES 500

static bool
parse_integer (GantryParser *parser, int64_t low, int64_t high, int64_t *value)
{
  GantryToken *token = gantry_parser_peek(parser);
  bool negative = gantry_parser_accept_symbol(parser, "-");
  GantryToken *number = gantry_parser_peek(parser);
  if (number->kind != TOKEN_NUMBER || number->unit != UNIT_NONE || number->fraction_scale != 1) {
    g_autofree char *found = gantry_parser_describe(number);
    gantry_parser_error(parser, number, _("expected a whole number, found %s"), found);
    return false;
  }
  parser->at++;
  *value = (int64_t)(negative ? -number->whole : number->whole);
  if ((negative || number->whole <= INT64_MAX) && *value >= low && *value <= high)
    return true;
  gantry_parser_error(parser, token, _("this number must lie between %" PRId64 " and %" PRId64), low, high);
  return false;
}

static bool
said_once (GantryParser *parser, const GantryToken *token, unsigned which)
{
  GantrySyntax *syntax = parser->syntax;
  if (syntax->head_said[which]) {
    gantry_parser_error(parser, token, _("‘%s’ is said twice; keep one of the lines"), token->text);
    return false;
  }
  syntax->head_said[which] = true;
  return true;
}

static void
replace (char **text, const char *by)
{
  if (!by)
    return;
  g_free(*text);
  *text = g_strdup(by);
}

static void
parse_about (GantryParser *parser)
{
  const char *text = gantry_parser_string(parser);
  if (!text)
    return;
  char **about = &parser->syntax->head.about;
  g_autofree char *longer = **about ? g_strconcat(*about, "\n\n", text, NULL) : g_strdup(text);
  replace(about, longer);
}

static void
parse_models (GantryParser *parser)
{
  GantryHead *head = &parser->syntax->head;
  do {
    GantryToken *token = gantry_parser_peek(parser);
    GantryModel model;
    if (token->kind != TOKEN_NAME || !gantry_model_parse(token->text, &model)) {
      g_autofree char *found = gantry_parser_describe(token);
      gantry_parser_error(parser, token,
                          _("expected a model (threads, processes, async or simulated), found %s"), found);
      return;
    }
    parser->at++;
    if (head->models == 0)
      head->model = model;
    head->models |= 1u << model;
  } while (gantry_parser_accept_symbol(parser, ","));
}

static void
parse_ends (GantryParser *parser)
{
  static const struct {
    const char *word;
    GantryRunOutcome outcome;
  } outcomes[] = {{"ok", GANTRY_RUN_OK},
                  {"deadlock", GANTRY_RUN_DEADLOCK},
                  {"failed", GANTRY_RUN_FAILED},
                  {"crashed", GANTRY_RUN_CRASHED},
                  {"limit", GANTRY_RUN_LIMIT}};
  for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++)
    if (gantry_parser_accept_word(parser, outcomes[i].word)) {
      parser->syntax->head.ends = outcomes[i].outcome;
      return;
    }
  g_autofree char *found = gantry_parser_describe(gantry_parser_peek(parser));
  gantry_parser_error(parser, gantry_parser_peek(parser),
                      _("expected an outcome (ok, deadlock, failed, crashed or limit), found %s"), found);
}

static void
parse_gil (GantryParser *parser)
{
  GantryHead *head = &parser->syntax->head;
  GantryAmount amount;
  head->gil = true;
  GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_NUMBER || !gantry_parse_amount(parser, UNIT_TIME, &amount))
    return;
  if (amount.low != amount.high || amount.low <= 0)
    gantry_parser_error(parser, token, _("the switch interval is one time above zero, as in gil 5ms"));
  head->gil_interval_ns = amount.low;
}

static void
parse_limit (GantryParser *parser)
{
  GantryAmount amount;
  GantryToken *token = gantry_parser_peek(parser);
  if (!gantry_parse_amount(parser, UNIT_TIME, &amount))
    return;
  if (amount.low != amount.high || amount.low <= 0)
    gantry_parser_error(parser, token, _("the limit is one time above zero, as in limit 30s"));
  parser->syntax->head.limit_ns = amount.low;
}

typedef struct {
  const char *word;
  GantryThingKind kind;
  enum { NO_NUMBER, MAY_HAVE_NUMBER, NEEDS_NUMBER } number;
  int64_t low, high;
} ThingWord;

static const ThingWord thing_words[] = {
    {"lock", GANTRY_THING_LOCK, NO_NUMBER, 0, 0},
    {"rlock", GANTRY_THING_RLOCK, NO_NUMBER, 0, 0},
    {"rwlock", GANTRY_THING_RWLOCK, NO_NUMBER, 0, 0},
    {"semaphore", GANTRY_THING_SEMAPHORE, NEEDS_NUMBER, 0, MOST_NUMBER},
    {"condition", GANTRY_THING_CONDITION, NO_NUMBER, 0, 0},
    {"event", GANTRY_THING_EVENT, NO_NUMBER, 0, 0},
    {"barrier", GANTRY_THING_BARRIER, NEEDS_NUMBER, 1, MOST_NUMBER},
    {"queue", GANTRY_THING_QUEUE, MAY_HAVE_NUMBER, 1, MOST_NUMBER},
    {"pipe", GANTRY_THING_PIPE, NO_NUMBER, 0, 0},
    {"manager", GANTRY_THING_MANAGER, NO_NUMBER, 0, 0},
    {"pool", GANTRY_THING_POOL, NEEDS_NUMBER, 1, MOST_POOL_THREADS},
};

/* `number` is the place of how many workers there are. */
static void
parse_pool_model (GantryParser *parser, GantryThingDeclaration *declaration, const GantryToken *number)
{
  if (!gantry_parser_accept_word(parser, "of"))
    return;
  declaration->pool_has_model = true;
  if (gantry_parser_accept_word(parser, "threads"))
    declaration->pool_model = GANTRY_MODEL_THREADS;
  else if (gantry_parser_accept_word(parser, "processes"))
    declaration->pool_model = GANTRY_MODEL_PROCESSES;
  else
    gantry_parser_error(parser, gantry_parser_peek(parser), _("a pool is ‘of threads’ or ‘of processes’"));
  if (declaration->pool_model == GANTRY_MODEL_PROCESSES && declaration->initial > MOST_POOL_PROCESSES)
    gantry_parser_error(parser, number, _("a pool has at most %d processes"), MOST_POOL_PROCESSES);
}

static void
parse_thing (GantryParser *parser, const ThingWord *word)
{
  GantryThingSyntax thing = {.declaration = {.kind = word->kind, .line = gantry_parser_peek(parser)->line}};
  GantryThingDeclaration *declaration = &thing.declaration;
  declaration->name = gantry_parser_name(parser, gantry_thing_phrase(word->kind), &thing.column);
  if (!declaration->name)
    return;
  const GantryToken *bracket = gantry_parser_peek(parser);
  if (word->number == NEEDS_NUMBER && !gantry_parser_at_symbol(parser, "("))
    gantry_parser_error(parser, bracket, _("a %s needs a number, as in %s %s(3)"), word->word, word->word,
                        declaration->name);
  if (word->number != NO_NUMBER && gantry_parser_accept_symbol(parser, "(")) {
    if (parse_integer(parser, word->low, word->high, &declaration->initial))
      gantry_parser_expect_symbol(parser, ")");
    if (word->kind == GANTRY_THING_QUEUE) {
      declaration->capacity = declaration->initial;
      declaration->initial = 0;
    }
  }
  if (word->kind == GANTRY_THING_POOL)
    parse_pool_model(parser, declaration, bracket);
  g_array_append_val(parser->syntax->things, thing);
}

static void
parse_variable (GantryParser *parser, bool shared)
{
  GantryThingSyntax thing = {.declaration = {
                                 .kind = shared ? GANTRY_THING_SHARED_VARIABLE : GANTRY_THING_VARIABLE,
                                 .line = gantry_parser_peek(parser)->line,
                             }};
  thing.declaration.name = gantry_parser_name(parser, _("the variable"), &thing.column);
  if (!thing.declaration.name)
    return;
  if (gantry_parser_accept_symbol(parser, "="))
    parse_integer(parser, INT64_MIN, INT64_MAX, &thing.declaration.initial);
  g_array_append_val(parser->syntax->things, thing);
}

static bool
parse_self_description (GantryParser *parser, const GantryToken *token)
{
  GantryHead *head = &parser->syntax->head;
  int64_t value;
  if (gantry_parser_accept_word(parser, "title")) {
    if (said_once(parser, token, 0))
      replace(&head->title, gantry_parser_string(parser));
  } else if (gantry_parser_accept_word(parser, "about")) {
    parse_about(parser);
  } else if (gantry_parser_accept_word(parser, "topic")) {
    if (said_once(parser, token, 1))
      replace(&head->topic, gantry_parser_string(parser));
  } else if (gantry_parser_accept_word(parser, "on")) {
    if (said_once(parser, token, 2))
      parse_models(parser);
  } else if (gantry_parser_accept_word(parser, "seed")) {
    if (said_once(parser, token, 3) && parse_integer(parser, INT64_MIN, INT64_MAX, &value))
      head->seed = value;
  } else if (gantry_parser_accept_word(parser, "cores")) {
    if (said_once(parser, token, 4) && parse_integer(parser, 1, GANTRY_MOST_CORES, &value))
      head->cores = (int)value;
  } else if (gantry_parser_accept_word(parser, "gil")) {
    if (said_once(parser, token, 5))
      parse_gil(parser);
  } else if (gantry_parser_accept_word(parser, "ends")) {
    if (said_once(parser, token, 6))
      parse_ends(parser);
  } else if (gantry_parser_accept_word(parser, "limit")) {
    if (said_once(parser, token, 7))
      parse_limit(parser);
  } else {
    return false;
  }
  return true;
}

bool
gantry_parse_head_line (GantryParser *parser)
{
  GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_NAME)
    return false;
  if (parse_self_description(parser, token))
    return true;
  if (gantry_parser_accept_word(parser, "shared")) {
    if (gantry_parser_accept_word(parser, "variable"))
      parse_variable(parser, true);
    else
      gantry_parser_error(parser, gantry_parser_peek(parser),
                          _("expected ‘variable’: only variables are said to be shared"));
    return true;
  }
  if (gantry_parser_accept_word(parser, "variable")) {
    parse_variable(parser, false);
    return true;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(thing_words); i++)
    if (gantry_parser_accept_word(parser, thing_words[i].word)) {
      parse_thing(parser, &thing_words[i]);
      return true;
    }
  return false;
}

void
gantry_parser_add_head_words (GPtrArray *words)
{
  static const char *const others[] = {"title", "about", "topic",  "on",       "seed", "cores", "gil",
                                       "ends",  "limit", "shared", "variable", "task", "main"};
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
    g_ptr_array_add(words, (gpointer)others[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(thing_words); i++)
    g_ptr_array_add(words, (gpointer)thing_words[i].word);
}
