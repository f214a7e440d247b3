/* Statements, each by the word that begins it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/nearest.h"
#include "scenario/parser-private.h"

#include <glib/gi18n-lib.h>

typedef bool (*StatementFunc)(GantryParser *parser, GantryStatement *statement);

static bool
parse_target (GantryParser *parser, GantryStatement *statement, const char *what)
{
  statement->target = gantry_parser_name(parser, what, &statement->target_column);
  return statement->target != NULL;
}

static bool
parse_callee (GantryParser *parser, GantryStatement *statement)
{
  statement->callee = gantry_parser_name(parser, _("a task"), &statement->callee_column);
  if (!statement->callee)
    return false;
  statement->arguments = gantry_parse_arguments(parser);
  return statement->arguments != NULL;
}

/* "as NAME", where it stands. */
static bool
parse_as (GantryParser *parser, GantryStatement *statement)
{
  if (!gantry_parser_accept_word(parser, "as"))
    return true;
  statement->result =
      gantry_parser_name(parser, statement->kind == STATEMENT_START ? _("the task") : _("the result"),
                         &statement->result_column);
  return statement->result != NULL;
}

static bool
parse_value (GantryParser *parser, GantryStatement *statement)
{
  statement->value = gantry_parse_expression(parser);
  return statement->value != NULL;
}

static bool
parse_body (GantryParser *parser, GantryStatement *statement)
{
  statement->body = gantry_parse_block(parser);
  return statement->body != NULL;
}

static bool
parse_time (GantryParser *parser, GantryStatement *statement)
{
  return gantry_parse_amount(parser, UNIT_TIME, &statement->amount);
}

static bool
parse_size (GantryParser *parser, GantryStatement *statement)
{
  return gantry_parse_amount(parser, UNIT_SIZE, &statement->amount);
}

static bool
parse_fetch (GantryParser *parser, GantryStatement *statement)
{
  if (!parse_time(parser, statement))
    return false;
  statement->size = (GantryAmount){1024, 1024};
  return gantry_parser_peek(parser)->kind != TOKEN_NUMBER ||
         gantry_parse_amount(parser, UNIT_SIZE, &statement->size);
}

static bool
parse_nothing (GantryParser *parser, GantryStatement *statement)
{
  return true;
}

static bool
parse_text (GantryParser *parser, GantryStatement *statement)
{
  statement->pieces = gantry_parse_pieces(parser);
  return statement->pieces != NULL;
}

static bool
parse_note (GantryParser *parser, GantryStatement *statement)
{
  return parse_text(parser, statement) && parse_body(parser, statement);
}

static bool
parse_start (GantryParser *parser, GantryStatement *statement)
{
  statement->daemon = gantry_parser_accept_word(parser, "daemon");
  if (!parse_callee(parser, statement))
    return false;
  const GantryToken *token = gantry_parser_peek(parser);
  if (gantry_parser_accept_word(parser, "x")) {
    statement->count_column = token->column;
    if (!parse_value(parser, statement))
      return false;
  } else if (token->kind == TOKEN_NAME && token->text[0] == 'x' && g_ascii_isdigit(token->text[1])) {
    gantry_parser_error(parser, token, _("a count is written with a space, as in ‘x %s’"), token->text + 1);
    return false;
  }
  return parse_as(parser, statement);
}

static bool
parse_join (GantryParser *parser, GantryStatement *statement)
{
  if (gantry_parser_peek(parser)->kind != TOKEN_NAME || gantry_parser_at_word(parser, "as"))
    return parse_as(parser, statement);
  return parse_target(parser, statement, _("a task or of what was started")) && parse_as(parser, statement);
}

static bool
parse_cancel (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("what was started"));
}

static bool
parse_locking (GantryParser *parser, GantryStatement *statement)
{
  statement->mode_said = gantry_parser_at_word(parser, "reading") || gantry_parser_at_word(parser, "writing");
  if (gantry_parser_accept_word(parser, "reading"))
    statement->mode = 1;
  else
    gantry_parser_accept_word(parser, "writing");
  return parse_target(parser, statement, _("a lock"));
}

static bool
parse_release (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a lock"));
}

static bool
parse_with (GantryParser *parser, GantryStatement *statement)
{
  return parse_locking(parser, statement) && parse_body(parser, statement);
}

static bool
parse_event (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("an event"));
}

static bool
parse_wait (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("an event, a condition or a barrier"));
}

static bool
parse_notify (GantryParser *parser, GantryStatement *statement)
{
  if (!parse_target(parser, statement, _("a condition")))
    return false;
  GantryTokenKind next = gantry_parser_peek(parser)->kind;
  if (gantry_parser_accept_word(parser, "all"))
    statement->all = true;
  else if (next != TOKEN_NEWLINE && next != TOKEN_END)
    return parse_value(parser, statement);
  return true;
}

static bool
parse_put (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a queue")) && parse_value(parser, statement);
}

static bool
parse_get (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a queue")) && parse_as(parser, statement);
}

static bool
parse_send (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a pipe")) && parse_value(parser, statement);
}

static bool
parse_receive (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a pipe")) && parse_as(parser, statement);
}

static bool
parse_key (GantryParser *parser, GantryStatement *statement)
{
  if (!parse_target(parser, statement, _("a manager")) || !gantry_parser_expect_symbol(parser, "."))
    return false;
  statement->key = gantry_parser_any_word(parser, _("what the manager keeps"));
  return statement->key != NULL;
}

static bool
parse_store (GantryParser *parser, GantryStatement *statement)
{
  return parse_key(parser, statement) && gantry_parser_expect_symbol(parser, "=") &&
         parse_value(parser, statement);
}

static bool
parse_load (GantryParser *parser, GantryStatement *statement)
{
  return parse_key(parser, statement) && parse_as(parser, statement);
}

static bool
parse_submit (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a pool")) && parse_callee(parser, statement);
}

static bool
parse_offload (GantryParser *parser, GantryStatement *statement)
{
  if (!parse_callee(parser, statement))
    return false;
  if (!gantry_parser_accept_word(parser, "to")) {
    gantry_parser_error(parser, gantry_parser_peek(parser), _("expected ‘to thread’ or ‘to process’"));
    return false;
  }
  if (gantry_parser_accept_word(parser, "thread")) {
    statement->model = GANTRY_MODEL_THREADS;
  } else if (gantry_parser_accept_word(parser, "process")) {
    statement->model = GANTRY_MODEL_PROCESSES;
  } else {
    gantry_parser_error(parser, gantry_parser_peek(parser), _("expected ‘thread’ or ‘process’"));
    return false;
  }
  return parse_as(parser, statement);
}

static bool
parse_run (GantryParser *parser, GantryStatement *statement)
{
  if (!gantry_parser_accept_word(parser, "async")) {
    gantry_parser_error(parser, gantry_parser_peek(parser),
                        _("expected ‘async’: a loop is run by ‘run async:’"));
    return false;
  }
  return parse_body(parser, statement);
}

static bool
parse_assignment (GantryParser *parser, GantryStatement *statement)
{
  return parse_target(parser, statement, _("a variable")) && gantry_parser_expect_symbol(parser, "=") &&
         parse_value(parser, statement);
}

static bool
parse_repeat (GantryParser *parser, GantryStatement *statement)
{
  if (!gantry_parser_accept_word(parser, "forever")) {
    if (!parse_value(parser, statement))
      return false;
  }
  return parse_as(parser, statement) && parse_body(parser, statement);
}

static bool
parse_while (GantryParser *parser, GantryStatement *statement)
{
  return parse_value(parser, statement) && parse_body(parser, statement);
}

/* An `else:` that follows at the same depth. */
static bool
parse_else (GantryParser *parser, GantryStatement *statement)
{
  if (!gantry_parser_accept_word(parser, "else"))
    return true;
  statement->otherwise = gantry_parse_block(parser);
  return statement->otherwise != NULL;
}

static bool
parse_if (GantryParser *parser, GantryStatement *statement)
{
  return parse_while(parser, statement) && parse_else(parser, statement);
}

static bool
parse_within (GantryParser *parser, GantryStatement *statement)
{
  return parse_time(parser, statement) && parse_body(parser, statement) && parse_else(parser, statement);
}

static bool
parse_return (GantryParser *parser, GantryStatement *statement)
{
  GantryTokenKind next = gantry_parser_peek(parser)->kind;
  return next == TOKEN_NEWLINE || next == TOKEN_END || parse_value(parser, statement);
}

static bool
parse_expect (GantryParser *parser, GantryStatement *statement)
{
  if (!parse_value(parser, statement))
    return false;
  if (gantry_parser_peek(parser)->kind != TOKEN_STRING)
    return true;
  statement->text = gantry_parser_string(parser);
  return statement->text != NULL;
}

static const struct {
  const char *word;
  GantryStatementKind kind;
  StatementFunc parse;
} statement_words[] = {
    {"compute", STATEMENT_COMPUTE, parse_time},
    {"sleep", STATEMENT_SLEEP, parse_time},
    {"block", STATEMENT_BLOCK, parse_time},
    {"read", STATEMENT_READ, parse_size},
    {"write", STATEMENT_WRITE, parse_size},
    {"fetch", STATEMENT_FETCH, parse_fetch},
    {"yield", STATEMENT_YIELD, parse_nothing},
    {"print", STATEMENT_PRINT, parse_text},
    {"note", STATEMENT_NOTE, parse_note},
    {"start", STATEMENT_START, parse_start},
    {"join", STATEMENT_JOIN, parse_join},
    {"cancel", STATEMENT_CANCEL, parse_cancel},
    {"acquire", STATEMENT_ACQUIRE, parse_locking},
    {"release", STATEMENT_RELEASE, parse_release},
    {"with", STATEMENT_WITH, parse_with},
    {"wait", STATEMENT_WAIT, parse_wait},
    {"set", STATEMENT_SET, parse_event},
    {"clear", STATEMENT_CLEAR, parse_event},
    {"notify", STATEMENT_NOTIFY, parse_notify},
    {"put", STATEMENT_PUT, parse_put},
    {"get", STATEMENT_GET, parse_get},
    {"send", STATEMENT_SEND, parse_send},
    {"receive", STATEMENT_RECEIVE, parse_receive},
    {"store", STATEMENT_STORE, parse_store},
    {"load", STATEMENT_LOAD, parse_load},
    {"submit", STATEMENT_SUBMIT, parse_submit},
    {"offload", STATEMENT_OFFLOAD, parse_offload},
    {"run", STATEMENT_RUN_ASYNC, parse_run},
    {"atomically", STATEMENT_ATOMICALLY, parse_assignment},
    {"repeat", STATEMENT_REPEAT, parse_repeat},
    {"while", STATEMENT_WHILE, parse_while},
    {"if", STATEMENT_IF, parse_if},
    {"break", STATEMENT_BREAK, parse_nothing},
    {"within", STATEMENT_WITHIN, parse_within},
    {"return", STATEMENT_RETURN, parse_return},
    {"fail", STATEMENT_FAIL, parse_text},
    {"crash", STATEMENT_CRASH, parse_nothing},
    {"expect", STATEMENT_EXPECT, parse_expect},
};

void
gantry_parser_add_statement_words (GPtrArray *words)
{
  for (gsize i = 0; i < G_N_ELEMENTS(statement_words); i++)
    g_ptr_array_add(words, (gpointer)statement_words[i].word);
}

/* A line that begins with no statement's word. */
static void
diagnose_statement (GantryParser *parser)
{
  const GantryToken *token = gantry_parser_peek(parser);
  g_autofree char *found = gantry_parser_describe(token);
  g_autoptr(GPtrArray) statements = g_ptr_array_sized_new(GANTRY_PARSER_WORDS);
  g_autoptr(GPtrArray) head = g_ptr_array_sized_new(GANTRY_PARSER_WORDS);
  gantry_parser_add_statement_words(statements);
  gantry_parser_add_head_words(head);
  const char *nearest = token->kind == TOKEN_NAME ? gantry_nearest_name(token->text, statements) : NULL;
  const GantryToken *next = g_ptr_array_index(parser->tokens, MIN(parser->at + 1, parser->tokens->len - 1));
  if (gantry_parser_at_word(parser, "else"))
    gantry_parser_error(parser, token,
                        _("‘else’ without an ‘if’ or ‘within’ right above it, equally indented"));
  else if (gantry_parser_at_word(parser, "elif"))
    gantry_parser_error(parser, token, _("there is no ‘elif’; put an ‘if’ into the block of ‘else:’"));
  else if (token->kind == TOKEN_NAME && gantry_name_is_among(token->text, head))
    gantry_parser_error(parser, token, _("%s stands at the margin, outside of all blocks"), found);
  else if (nearest)
    gantry_parser_error(parser, token, _("%s begins no statement, did you mean ‘%s’?"), found, nearest);
  else if (token->kind == TOKEN_NAME && next->kind == TOKEN_SYMBOL)
    gantry_parser_error(parser, token, _("%s begins no statement; a value is assigned by ‘%s = VALUE’"),
                        found, token->text);
  else
    gantry_parser_error(parser, token,
                        _("%s begins no statement; write one such as ‘compute 20ms’, or ‘NAME = VALUE’"),
                        found);
}

static bool
parse_by_word (GantryParser *parser, GantryStatement *statement)
{
  const GantryToken *token = gantry_parser_peek(parser);
  for (gsize i = 0; i < G_N_ELEMENTS(statement_words); i++)
    if (gantry_parser_accept_word(parser, statement_words[i].word)) {
      statement->kind = statement_words[i].kind;
      return statement_words[i].parse(parser, statement);
    }
  if (token->kind == TOKEN_NAME) {
    parser->at++;
    bool assigns = gantry_parser_at_symbol(parser, "=");
    parser->at--;
    if (assigns) {
      statement->kind = STATEMENT_ASSIGN;
      return parse_assignment(parser, statement);
    }
  }
  diagnose_statement(parser);
  return false;
}

static void
count_statement (GantryParser *parser, const GantryToken *token)
{
  if (++parser->syntax->n_statements == GANTRY_MOST_STATEMENTS + 1)
    gantry_diagnose(parser->diagnostics, token->line, token->column,
                    _("more than %d statements from here on; split the scenario"), GANTRY_MOST_STATEMENTS);
}

GantryStatement *
gantry_parse_statement (GantryParser *parser)
{
  guint first = parser->at;
  const GantryToken *token = gantry_parser_peek(parser);
  GantryStatement *statement = gantry_parser_own(parser, g_new0(GantryStatement, 1));
  statement->line = token->line;
  statement->column = token->column;
  statement->object = GANTRY_NO_OBJECT;
  statement->given_name = UINT32_MAX;
  statement->result_slot = UINT32_MAX;
  statement->result_object = GANTRY_NO_OBJECT;
  count_statement(parser, token);
  if (parse_by_word(parser, statement) && !statement->body)
    gantry_parser_finish_line(parser);
  if (!parser->failed)
    return statement;
  gantry_parser_recover(parser, first);
  return NULL;
}
