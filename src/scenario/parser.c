/* The frame of a scenario: head, tasks, blocks; and the parser's own means.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/nearest.h"
#include "scenario/parser-private.h"

#include <glib/gi18n-lib.h>

GantryToken *
gantry_parser_peek (GantryParser *parser)
{
  return g_ptr_array_index(parser->tokens, MIN(parser->at, parser->tokens->len - 1));
}

bool
gantry_parser_at_symbol (GantryParser *parser, const char *symbol)
{
  const GantryToken *token = gantry_parser_peek(parser);
  return token->kind == TOKEN_SYMBOL && gantry_is_same_word(token->text, symbol);
}

bool
gantry_parser_at_word (GantryParser *parser, const char *word)
{
  const GantryToken *token = gantry_parser_peek(parser);
  return token->kind == TOKEN_NAME && gantry_is_same_word(token->text, word);
}

bool
gantry_parser_accept_symbol (GantryParser *parser, const char *symbol)
{
  bool found = gantry_parser_at_symbol(parser, symbol);
  parser->at += found;
  return found;
}

bool
gantry_parser_accept_word (GantryParser *parser, const char *word)
{
  bool found = gantry_parser_at_word(parser, word);
  parser->at += found;
  return found;
}

void
gantry_parser_error (GantryParser *parser, const GantryToken *token, const char *format, ...)
{
  bool noise = parser->failed || token->flawed;
  parser->failed = true;
  if (noise)
    return;
  va_list arguments;
  va_start(arguments, format);
  gantry_diagnose_valist(parser->diagnostics, token->line, token->column, format, arguments);
  va_end(arguments);
}

char *
gantry_parser_describe (const GantryToken *token)
{
  switch (token->kind) {
  case TOKEN_NEWLINE:
  case TOKEN_END:
  case TOKEN_DEDENT:
    return g_strdup(_("the end of the line"));
  case TOKEN_INDENT:
    return g_strdup(_("a deeper indentation"));
  case TOKEN_STRING:
    return g_strdup(_("a text"));
  default:
    return g_strdup_printf(_("‘%s’"), token->text);
  }
}

bool
gantry_parser_expect_symbol (GantryParser *parser, const char *symbol)
{
  if (gantry_parser_accept_symbol(parser, symbol))
    return true;
  g_autofree char *found = gantry_parser_describe(gantry_parser_peek(parser));
  gantry_parser_error(parser, gantry_parser_peek(parser), _("expected ‘%s’, found %s"), symbol, found);
  return false;
}

gpointer
gantry_parser_own (GantryParser *parser, gpointer memory)
{
  g_ptr_array_add(parser->syntax->owned, memory);
  return memory;
}

GPtrArray *
gantry_parser_array (GantryParser *parser)
{
  GPtrArray *array = g_ptr_array_new();
  g_ptr_array_add(parser->syntax->arrays, array);
  return array;
}

char *
gantry_parser_name (GantryParser *parser, const char *what, uint32_t *column)
{
  GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_NAME) {
    g_autofree char *found = gantry_parser_describe(token);
    gantry_parser_error(parser, token, _("expected the name of %s, found %s"), what, found);
    return NULL;
  }
  if (gantry_is_keyword(token->text)) {
    gantry_parser_error(parser, token, _("‘%s’ is a word of the language; choose another name for %s"),
                        token->text, what);
    return NULL;
  }
  parser->at++;
  if (column)
    *column = token->column;
  return gantry_parser_own(parser, g_strdup(token->text));
}

char *
gantry_parser_any_word (GantryParser *parser, const char *what)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_NAME)
    return gantry_parser_name(parser, what, NULL); /* tells the error */
  parser->at++;
  return gantry_parser_own(parser, g_strdup(token->text));
}

char *
gantry_parser_string (GantryParser *parser)
{
  GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_STRING) {
    g_autofree char *found = gantry_parser_describe(token);
    gantry_parser_error(parser, token, _("expected a text in double quotes, found %s"), found);
    return NULL;
  }
  parser->at++;
  GString *text = g_string_new(NULL);
  for (const char *at = token->text; *at; at++) {
    if (*at == '\\' && at[1]) {
      at++;
      g_string_append_c(text, *at == 'n' ? '\n' : *at);
    } else {
      g_string_append_c(text, *at);
    }
  }
  return gantry_parser_own(parser, g_string_free(text, FALSE));
}

static bool
at_line_end (GantryParser *parser)
{
  GantryTokenKind kind = gantry_parser_peek(parser)->kind;
  return kind == TOKEN_NEWLINE || kind == TOKEN_END;
}

void
gantry_parser_finish_line (GantryParser *parser)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (at_line_end(parser)) {
    parser->at += token->kind == TOKEN_NEWLINE;
    return;
  }
  g_autofree char *found = gantry_parser_describe(token);
  if (gantry_parser_at_symbol(parser, "="))
    gantry_parser_error(parser, token, _("‘=’ assigns; two values are compared by ‘==’"));
  else
    gantry_parser_error(parser, token, _("expected the end of the line, found %s"), found);
}

/* The statements of a block, up to its end. */
static void
parse_statements (GantryParser *parser, GPtrArray *body)
{
  const GantryToken *token;
  while ((token = gantry_parser_peek(parser))->kind != TOKEN_DEDENT && token->kind != TOKEN_END) {
    parser->failed = false;
    if (token->kind == TOKEN_INDENT) { /* told, and then read as if it were not there */
      gantry_parser_error(parser, token, _("this line is indented but no ‘:’ opens a block above it"));
      parser->at++;
      parse_statements(parser, body);
      continue;
    }
    GantryStatement *statement = gantry_parse_statement(parser);
    if (statement)
      g_ptr_array_add(body, statement);
  }
  if (token->kind == TOKEN_DEDENT)
    parser->at++;
}

static void
note_doubtful_names (GantryParser *parser, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    const GantryToken *token = g_ptr_array_index(parser->tokens, i);
    if (token->kind == TOKEN_NAME)
      g_hash_table_add(parser->syntax->doubtful, token->text);
  }
}

void
gantry_parser_recover (GantryParser *parser, guint first)
{
  uint32_t line = ((GantryToken *)g_ptr_array_index(parser->tokens, first))->line;
  if (gantry_parser_peek(parser)->line == line)
    while (!at_line_end(parser))
      parser->at++;
  if (gantry_parser_peek(parser)->line == line && gantry_parser_peek(parser)->kind == TOKEN_NEWLINE)
    parser->at++;
  if (gantry_parser_peek(parser)->kind == TOKEN_INDENT) {
    parser->at++;
    parse_statements(parser, gantry_parser_array(parser));
  }
  note_doubtful_names(parser, first, parser->at);
  parser->failed = true;
}

GPtrArray *
gantry_parse_block (GantryParser *parser)
{
  GPtrArray *body = gantry_parser_array(parser);
  const GantryToken *colon = gantry_parser_peek(parser);
  if (!gantry_parser_accept_symbol(parser, ":")) {
    g_autofree char *found = gantry_parser_describe(colon);
    if (gantry_parser_at_symbol(parser, "="))
      gantry_parser_error(parser, colon, _("‘=’ assigns; two values are compared by ‘==’"));
    else
      gantry_parser_error(parser, colon, _("expected ‘:’ and an indented block, found %s"), found);
    return NULL;
  }
  gantry_parser_finish_line(parser);
  if (parser->failed)
    return NULL;
  if (gantry_parser_peek(parser)->kind != TOKEN_INDENT) {
    gantry_parser_error(parser, colon, _("the block is empty; indent at least one line below"));
    return NULL;
  }
  parser->at++;
  parse_statements(parser, body);
  parser->failed = false;
  return body;
}

static void
parse_params (GantryParser *parser, GantryTaskSyntax *task)
{
  if (!gantry_parser_accept_symbol(parser, "(") || gantry_parser_accept_symbol(parser, ")"))
    return;
  do {
    uint32_t column = 0;
    char *name = gantry_parser_name(parser, _("a parameter"), &column);
    if (!name)
      return;
    g_ptr_array_add(task->params, name);
    g_array_append_val(task->param_columns, column);
  } while (gantry_parser_accept_symbol(parser, ","));
  gantry_parser_expect_symbol(parser, ")");
}

static GantryTaskSyntax *
new_task (GantryParser *parser)
{
  const GantryToken *token = gantry_parser_peek(parser);
  GantryTaskSyntax *task = gantry_parser_own(parser, g_new0(GantryTaskSyntax, 1));
  task->line = token->line;
  task->column = token->column;
  task->name = "";
  task->params = gantry_parser_array(parser);
  task->body = gantry_parser_array(parser);
  task->locals = gantry_parser_array(parser);
  task->given_names = gantry_parser_array(parser);
  task->param_columns = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  g_ptr_array_add(parser->syntax->value_arrays, task->param_columns);
  g_ptr_array_add(parser->syntax->tasks, task);
  return task;
}

static void
parse_task (GantryParser *parser)
{
  guint first = parser->at;
  GantryTaskSyntax *task = new_task(parser);
  if (gantry_parser_accept_word(parser, "main")) {
    task->name = "main";
  } else {
    parser->at++;
    char *name = gantry_parser_name(parser, _("the task"), &task->column);
    if (name) {
      task->name = name;
      parse_params(parser, task);
    }
  }
  GPtrArray *body = parser->failed ? NULL : gantry_parse_block(parser);
  if (body) {
    task->body = body;
    return;
  }
  task->flawed = true;
  gantry_parser_recover(parser, first);
}

/* A line at the margin that begins with none of the words that may. */
static void
diagnose_top_line (GantryParser *parser, const GantryToken *token)
{
  g_autoptr(GPtrArray) words = g_ptr_array_sized_new(GANTRY_PARSER_WORDS);
  g_autofree char *found = gantry_parser_describe(token);
  gantry_parser_add_statement_words(words);
  if (token->kind == TOKEN_NAME && gantry_name_is_among(token->text, words)) {
    gantry_parser_error(parser, token, _("%s stands inside a task; indent it below ‘main:’ or a ‘task’"),
                        found);
    return;
  }
  g_ptr_array_set_size(words, 0);
  gantry_parser_add_head_words(words);
  const char *nearest = token->kind == TOKEN_NAME ? gantry_nearest_name(token->text, words) : NULL;
  if (nearest)
    gantry_parser_error(parser, token, _("%s begins no line here, did you mean ‘%s’?"), found, nearest);
  else
    gantry_parser_error(parser, token,
                        _("%s begins no line here; outside of blocks stand the head, the shared things, "
                          "‘task NAME:’ and ‘main:’"),
                        found);
}

static void
parse_top_line (GantryParser *parser)
{
  guint first = parser->at;
  const GantryToken *token = gantry_parser_peek(parser);
  parser->failed = false;
  if (token->kind == TOKEN_DEDENT || token->kind == TOKEN_NEWLINE) {
    parser->at++;
    return;
  }
  if (token->kind == TOKEN_INDENT) {
    gantry_parser_error(parser, token, _("this line is indented but no ‘:’ opens a block above it"));
    parser->at++;
    parse_statements(parser, gantry_parser_array(parser));
    note_doubtful_names(parser, first, parser->at);
    return;
  }
  if (gantry_parser_at_word(parser, "task") || gantry_parser_at_word(parser, "main")) {
    parse_task(parser);
    return;
  }
  if (!gantry_parse_head_line(parser))
    diagnose_top_line(parser, token);
  else if (!parser->failed)
    gantry_parser_finish_line(parser);
  if (parser->failed)
    gantry_parser_recover(parser, first);
}

GantrySyntax *
gantry_parse (GPtrArray *tokens, const char *default_title, GPtrArray *diagnostics)
{
  GantrySyntax *syntax = gantry_syntax_new(default_title);
  GantryParser parser = {.tokens = tokens, .syntax = syntax, .diagnostics = diagnostics};
  while (gantry_parser_peek(&parser)->kind != TOKEN_END)
    parse_top_line(&parser);
  return syntax;
}
