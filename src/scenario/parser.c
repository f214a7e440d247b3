/* The frame of a scenario: head, tasks, blocks; and the parser's own means.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/parser-private.h"

#include <glib/gi18n-lib.h>

GantryToken *
gantry_parser_peek (GantryParser *parser)
{
  return g_ptr_array_index (parser->tokens, MIN (parser->at, parser->tokens->len - 1));
}

bool
gantry_parser_at_symbol (GantryParser *parser, const char *symbol)
{
  const GantryToken *token = gantry_parser_peek (parser);
  return token->kind == TOKEN_SYMBOL && g_str_equal (token->text, symbol);
}

bool
gantry_parser_at_word (GantryParser *parser, const char *word)
{
  const GantryToken *token = gantry_parser_peek (parser);
  return token->kind == TOKEN_NAME && g_str_equal (token->text, word);
}

bool
gantry_parser_accept_symbol (GantryParser *parser, const char *symbol)
{
  bool found = gantry_parser_at_symbol (parser, symbol);
  parser->at += found;
  return found;
}

bool
gantry_parser_accept_word (GantryParser *parser, const char *word)
{
  bool found = gantry_parser_at_word (parser, word);
  parser->at += found;
  return found;
}

void
gantry_parser_error (GantryParser *parser, const GantryToken *token, const char *format, ...)
{
  if (parser->failed)
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  parser->failed = true;
  gantry_diagnose (parser->diagnostics, token->line, token->column, "%s", message);
}

char *
gantry_parser_describe (const GantryToken *token)
{
  switch (token->kind) {
  case TOKEN_NEWLINE:
  case TOKEN_END:
  case TOKEN_DEDENT:
    return g_strdup (_("the end of the line"));
  case TOKEN_INDENT:
    return g_strdup (_("a deeper indentation"));
  case TOKEN_STRING:
    return g_strdup (_("a text"));
  case TOKEN_NUMBER:
    return g_strdup (_("a number"));
  default:
    return g_strdup_printf (_("‘%s’"), token->text);
  }
}

bool
gantry_parser_expect_symbol (GantryParser *parser, const char *symbol)
{
  if (gantry_parser_accept_symbol (parser, symbol))
    return true;
  g_autofree char *found = gantry_parser_describe (gantry_parser_peek (parser));
  gantry_parser_error (parser, gantry_parser_peek (parser), _("expected ‘%s’, found %s"), symbol, found);
  return false;
}

gpointer
gantry_parser_own (GantryParser *parser, gpointer memory)
{
  g_ptr_array_add (parser->syntax->owned, memory);
  return memory;
}

GPtrArray *
gantry_parser_array (GantryParser *parser)
{
  GPtrArray *array = g_ptr_array_new ();
  g_ptr_array_add (parser->syntax->arrays, array);
  return array;
}

char *
gantry_parser_name (GantryParser *parser, const char *what, uint32_t *column)
{
  GantryToken *token = gantry_parser_peek (parser);
  if (token->kind != TOKEN_NAME) {
    g_autofree char *found = gantry_parser_describe (token);
    gantry_parser_error (parser, token, _("expected the name of %s, found %s"), what, found);
    return NULL;
  }
  if (gantry_is_keyword (token->text)) {
    gantry_parser_error (parser, token, _("‘%s’ is a word of the language; choose another name for %s"), token->text, what);
    return NULL;
  }
  parser->at++;
  if (column)
    *column = token->column;
  return gantry_parser_own (parser, g_strdup (token->text));
}

char *
gantry_parser_string (GantryParser *parser)
{
  GantryToken *token = gantry_parser_peek (parser);
  if (token->kind != TOKEN_STRING) {
    g_autofree char *found = gantry_parser_describe (token);
    gantry_parser_error (parser, token, _("expected a text in double quotes, found %s"), found);
    return NULL;
  }
  parser->at++;
  GString *text = g_string_new (NULL);
  for (const char *at = token->text; *at; at++) {
    if (*at == '\\' && at[1]) {
      at++;
      g_string_append_c (text, *at == 'n' ? '\n' : *at);
    } else {
      g_string_append_c (text, *at);
    }
  }
  return gantry_parser_own (parser, g_string_free (text, FALSE));
}

static void
skip_line (GantryParser *parser)
{
  GantryToken *token;
  while ((token = gantry_parser_peek (parser))->kind != TOKEN_NEWLINE && token->kind != TOKEN_END)
    parser->at++;
}

/* The end of a line that is no block's head. */
static void
finish_line (GantryParser *parser)
{
  GantryToken *token = gantry_parser_peek (parser);
  if (token->kind != TOKEN_NEWLINE && token->kind != TOKEN_END && token->kind != TOKEN_DEDENT) {
    g_autofree char *found = gantry_parser_describe (token);
    gantry_parser_error (parser, token, _("expected the end of the line, found %s"), found);
  }
  skip_line (parser);
  if (gantry_parser_peek (parser)->kind == TOKEN_NEWLINE)
    parser->at++;
}

/* A block that belongs to nothing: its errors are told, the rest is dropped. */
static void
parse_stray_block (GantryParser *parser, bool told)
{
  GantryToken *token = gantry_parser_peek (parser);
  if (token->kind != TOKEN_INDENT)
    return;
  if (!told)
    gantry_diagnose (parser->diagnostics, token->line, token->column,
                     _("this line is indented but no ‘:’ opens a block above it"));
  parser->at++;
  while (gantry_parser_peek (parser)->kind != TOKEN_DEDENT && gantry_parser_peek (parser)->kind != TOKEN_END) {
    parser->failed = false;
    gantry_parse_statement (parser);
  }
  if (gantry_parser_peek (parser)->kind == TOKEN_DEDENT)
    parser->at++;
  parser->failed = true;
}

GPtrArray *
gantry_parse_block (GantryParser *parser)
{
  GPtrArray *body = gantry_parser_array (parser);
  if (!gantry_parser_at_symbol (parser, ":")) {
    g_autofree char *found = gantry_parser_describe (gantry_parser_peek (parser));
    gantry_parser_error (parser, gantry_parser_peek (parser), _("expected ‘:’ and an indented block, found %s"), found);
    return NULL;
  }
  GantryToken *colon = gantry_parser_peek (parser);
  parser->at++;
  finish_line (parser);
  if (gantry_parser_peek (parser)->kind != TOKEN_INDENT) {
    gantry_parser_error (parser, colon, _("the block is empty; indent at least one line below"));
    return NULL;
  }
  bool failed = parser->failed;
  parser->at++;
  while (gantry_parser_peek (parser)->kind != TOKEN_DEDENT && gantry_parser_peek (parser)->kind != TOKEN_END) {
    parser->failed = false;
    GantryStatement *statement = gantry_parse_statement (parser);
    if (statement)
      g_ptr_array_add (body, statement);
  }
  if (gantry_parser_peek (parser)->kind == TOKEN_DEDENT)
    parser->at++;
  parser->failed = failed;
  return body;
}

static void
parse_params (GantryParser *parser, GantryTaskSyntax *task)
{
  if (!gantry_parser_accept_symbol (parser, "(") || gantry_parser_accept_symbol (parser, ")"))
    return;
  do {
    uint32_t column = 0;
    char *name = gantry_parser_name (parser, _("a parameter"), &column);
    if (!name)
      return;
    g_ptr_array_add (task->params, name);
    g_array_append_val (task->param_columns, column);
  } while (gantry_parser_accept_symbol (parser, ","));
  gantry_parser_expect_symbol (parser, ")");
}

static void
parse_task (GantryParser *parser, bool is_main)
{
  GantryToken *token = gantry_parser_peek (parser);
  GantryTaskSyntax *task = gantry_parser_own (parser, g_new0 (GantryTaskSyntax, 1));
  task->line = token->line;
  task->column = token->column;
  task->params = gantry_parser_array (parser);
  task->locals = gantry_parser_array (parser);
  task->given_names = gantry_parser_array (parser);
  task->param_columns = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_ptr_array_add (parser->syntax->value_arrays, task->param_columns);
  parser->at++;
  if (is_main) {
    task->name = gantry_parser_own (parser, g_strdup ("main"));
  } else {
    task->name = gantry_parser_name (parser, _("the task"), &task->column);
    if (task->name)
      parse_params (parser, task);
  }
  GPtrArray *body = parser->failed ? NULL : gantry_parse_block (parser);
  task->body = body ? body : gantry_parser_array (parser);
  if (!task->name)
    task->name = gantry_parser_own (parser, g_strdup (""));
  g_ptr_array_add (parser->syntax->tasks, task);
  if (!body) {
    finish_line (parser);
    parse_stray_block (parser, true);
  }
}

static void
parse_top_line (GantryParser *parser)
{
  GantryToken *token = gantry_parser_peek (parser);
  parser->failed = false;
  if (token->kind == TOKEN_INDENT) {
    parse_stray_block (parser, false);
    return;
  }
  if (token->kind == TOKEN_DEDENT || token->kind == TOKEN_NEWLINE) {
    parser->at++;
    return;
  }
  if (gantry_parser_at_word (parser, "task") || gantry_parser_at_word (parser, "main")) {
    parse_task (parser, gantry_parser_at_word (parser, "main"));
    return;
  }
  if (!gantry_parse_head_line (parser) && !parser->failed) {
    g_autofree char *found = gantry_parser_describe (token);
    gantry_parser_error (parser, token,
                         _("%s begins no line here; outside a block stand the head, shared things, ‘task NAME:’ and ‘main:’"), found);
  }
  bool failed = parser->failed;
  finish_line (parser);
  parse_stray_block (parser, failed);
}

GantrySyntax *
gantry_parse (GPtrArray *tokens, const char *default_title, GPtrArray *diagnostics)
{
  GantrySyntax *syntax = g_new0 (GantrySyntax, 1);
  syntax->owned = g_ptr_array_new_with_free_func (g_free);
  syntax->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  syntax->value_arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  syntax->things = g_array_new (FALSE, TRUE, sizeof (GantryThingSyntax));
  syntax->tasks = g_ptr_array_new ();
  syntax->head = (GantryHead){
      .title = g_strdup (default_title),
      .about = g_strdup (""),
      .topic = g_strdup (""),
      .seed = 1,
      .gil_interval_ns = GANTRY_DEFAULT_SWITCH_INTERVAL_NS,
      .ends = GANTRY_RUN_OK,
      .limit_ns = GANTRY_DEFAULT_LIMIT_NS,
  };
  GantryParser parser = {.tokens = tokens, .syntax = syntax, .diagnostics = diagnostics};
  while (gantry_parser_peek (&parser)->kind != TOKEN_END)
    parse_top_line (&parser);
  return syntax;
}

void
gantry_syntax_free (GantrySyntax *syntax)
{
  if (!syntax)
    return;
  g_ptr_array_unref (syntax->tasks);
  g_ptr_array_unref (syntax->arrays);
  g_ptr_array_unref (syntax->value_arrays);
  g_ptr_array_unref (syntax->owned);
  g_array_unref (syntax->things);
  g_free (syntax->head.title);
  g_free (syntax->head.about);
  g_free (syntax->head.topic);
  g_free (syntax);
}
