/* From text to tokens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lexer.h"

#include "scenario/syntax.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *at;
  uint32_t line, column;
  GPtrArray *tokens;
  GPtrArray *diagnostics;
  GArray *indents;  /* uint32_t: of the blocks around, the margin first */
  guint line_start; /* number of the line's first token */
  bool flawed;      /* an error inside the line */
} Lexer;

static const char *const keywords[] = {
    "title",    "about",  "topic",   "on",         "seed",   "cores",     "gil",       "ends",   "limit",
    "variable", "shared", "lock",    "rlock",      "rwlock", "semaphore", "condition", "event",  "barrier",
    "queue",    "pipe",   "manager", "pool",       "task",   "main",      "compute",   "sleep",  "block",
    "read",     "write",  "fetch",   "yield",      "print",  "note",      "start",     "daemon", "as",
    "join",     "cancel", "acquire", "release",    "with",   "reading",   "writing",   "wait",   "set",
    "clear",    "notify", "put",     "get",        "send",   "receive",   "store",     "load",   "submit",
    "offload",  "to",     "run",     "atomically", "repeat", "forever",   "while",     "if",     "else",
    "break",    "within", "return",  "fail",       "crash",  "expect",    "index",     "len",    "random",
    "name",     "and",    "or",      "not",        "of",
};

bool
gantry_is_keyword (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++)
    if (gantry_is_same_word(keywords[i], word))
      return true;
  return false;
}

/* An error inside a line. */
static void G_GNUC_PRINTF(3, 4) diagnose(Lexer *lexer, uint32_t column, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  gantry_diagnose_valist(lexer->diagnostics, lexer->line, column, format, arguments);
  va_end(arguments);
  lexer->flawed = true;
}

/* Adds a copy, with its text right behind it. */
static void
add_copy (Lexer *lexer, const GantryToken *token, const char *text, gsize length)
{
  GantryToken *copy = g_malloc(sizeof *copy + length + 1);
  *copy = *token;
  if (text) {
    copy->text = (char *)(copy + 1);
    memcpy(copy->text, text, length);
    copy->text[length] = '\0';
  }
  g_ptr_array_add(lexer->tokens, copy);
}

static void
add_token (Lexer *lexer, GantryTokenKind kind, uint32_t column, const char *text, gsize length)
{
  const GantryToken token = {.kind = kind, .line = lexer->line, .column = column};
  add_copy(lexer, &token, text, length);
}

static void
skip (Lexer *lexer, gsize bytes)
{
  lexer->at += bytes;
  lexer->column += (uint32_t)bytes;
}

static bool
is_name_start (char c)
{
  return g_ascii_isalpha(c) || c == '_';
}

static bool
is_name_part (char c)
{
  return g_ascii_isalnum(c) || c == '_';
}

/* At most 2^63, which is an integer only behind a minus sign. */
static bool
read_digits (Lexer *lexer, uint64_t *value)
{
  bool fits = true;
  *value = 0;
  while (g_ascii_isdigit(*lexer->at)) {
    if (__builtin_mul_overflow(*value, 10u, value) ||
        __builtin_add_overflow(*value, (uint64_t)(*lexer->at - '0'), value))
      fits = false;
    skip(lexer, 1);
  }
  return fits && *value <= (uint64_t)INT64_MAX + 1;
}

static void
read_unit (Lexer *lexer, GantryToken *token)
{
  static const struct {
    const char *word;
    GantryUnit unit;
    int64_t scale;
  } units[] = {
      {"ns", UNIT_TIME, 1},           {"us", UNIT_TIME, 1000}, {"ms", UNIT_TIME, 1000000},
      {"s", UNIT_TIME, 1000000000},   {"B", UNIT_SIZE, 1},     {"KB", UNIT_SIZE, 1024},
      {"MB", UNIT_SIZE, 1024 * 1024},
  };
  gsize length = 0;
  while (is_name_part(lexer->at[length]))
    length++;
  if (length == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (strlen(units[i].word) == length && strncmp(units[i].word, lexer->at, length) == 0) {
      token->unit = units[i].unit;
      token->scale = units[i].scale;
      skip(lexer, length);
      return;
    }
  diagnose(lexer, lexer->column, _("unknown unit ‘%.*s’; times have ns, us, ms or s, sizes B, KB or MB"),
           (int)MIN(length, 40), lexer->at);
  skip(lexer, length);
}

static void
read_number (Lexer *lexer)
{
  const char *start = lexer->at;
  GantryToken token = {
      .kind = TOKEN_NUMBER, .line = lexer->line, .column = lexer->column, .fraction_scale = 1};
  bool fits = read_digits(lexer, &token.whole);
  if (lexer->at[0] == '.' && g_ascii_isdigit(lexer->at[1])) {
    skip(lexer, 1);
    while (g_ascii_isdigit(*lexer->at)) {
      if (token.fraction_scale < 1000000000) {
        token.fraction = token.fraction * 10 + (*lexer->at - '0');
        token.fraction_scale *= 10;
      }
      skip(lexer, 1);
    }
  }
  if (!fits)
    diagnose(lexer, token.column, _("this number is too large; integers go to 9223372036854775807"));
  read_unit(lexer, &token);
  add_copy(lexer, &token, start, (gsize)(lexer->at - start));
}

static void
read_string (Lexer *lexer)
{
  uint32_t column = lexer->column;
  skip(lexer, 1);
  const char *start = lexer->at;
  while (*lexer->at && *lexer->at != '"' && *lexer->at != '\n') {
    if (lexer->at[0] == '\\' && lexer->at[1] && lexer->at[1] != '\n') {
      if (!strchr("\"\\n", lexer->at[1]))
        diagnose(lexer, lexer->column, _("unknown escape in a string; there are \\\" and \\\\ and \\n"));
      skip(lexer, 1);
    }
    const char *next = g_utf8_next_char(lexer->at);
    lexer->at = next;
    lexer->column++;
  }
  add_token(lexer, TOKEN_STRING, column, start, (gsize)(lexer->at - start));
  if (*lexer->at == '"')
    skip(lexer, 1);
  else
    diagnose(lexer, column, _("this string has no end; close it with ‘\"’"));
}

/* What word processors and web pages make of " and of '. */
static bool
is_typographic_quote (gunichar c)
{
  return (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == '\'';
}

static void
diagnose_character (Lexer *lexer)
{
  gunichar c = g_utf8_get_char(lexer->at);
  int length = (int)(g_utf8_next_char(lexer->at) - lexer->at);
  if (is_typographic_quote(c))
    diagnose(lexer, lexer->column, _("texts stand between straight double quotes; write ‘\"’ here"));
  else if (g_unichar_isalpha(c))
    diagnose(lexer, lexer->column,
             _("‘%.*s’ cannot stand here; names have letters from A to Z, digits and ‘_’"), length,
             lexer->at);
  else if (g_unichar_isgraph(c))
    diagnose(lexer, lexer->column, _("‘%.*s’ has no meaning here; take it out"), length, lexer->at);
  else
    diagnose(lexer, lexer->column, _("the character U+%04X has no meaning here; take it out"), c);
}

/* Bytes of the symbol that stands there; 0: none does. */
static gsize
symbol_length (const char *at)
{
  if (at[0] == '.' && at[1] == '.')
    return 2;
  if (strchr("<>=!", at[0]) && at[1] == '=')
    return 2;
  return strchr("(),:=.+-*/%<>", at[0]) ? 1 : 0;
}

static void
read_symbol (Lexer *lexer)
{
  gsize length = symbol_length(lexer->at);
  if (length > 0) {
    add_token(lexer, TOKEN_SYMBOL, lexer->column, lexer->at, length);
    skip(lexer, length);
    return;
  }
  diagnose_character(lexer);
  lexer->at = g_utf8_next_char(lexer->at);
  lexer->column++;
}

static uint32_t
indent_at (const Lexer *lexer, guint from_top)
{
  return g_array_index(lexer->indents, uint32_t, lexer->indents->len - 1 - from_top);
}

/* The indentation of a line that says something. */
static void
read_indentation (Lexer *lexer, uint32_t indent)
{
  if (indent > indent_at(lexer, 0)) {
    /* A task's own block is none of those nested in it. */
    if (lexer->indents->len == GANTRY_MOST_BLOCKS + 2)
      diagnose(lexer, lexer->column,
               _("blocks are nested deeper than %d here; move the inner ones into a task of their own"),
               GANTRY_MOST_BLOCKS);
    g_array_append_val(lexer->indents, indent);
    add_token(lexer, TOKEN_INDENT, lexer->column, NULL, 0);
    return;
  }
  /* A line between two depths counts as one of the deeper block: the lines after it are then still
   * understood. */
  while (lexer->indents->len > 1 && indent <= indent_at(lexer, 1)) {
    g_array_set_size(lexer->indents, lexer->indents->len - 1);
    add_token(lexer, TOKEN_DEDENT, lexer->column, NULL, 0);
  }
  if (indent != indent_at(lexer, 0))
    gantry_diagnose(lexer->diagnostics, lexer->line, lexer->column,
                    _("this line is indented like no block around it; align it with one of them"));
}

static void
read_tokens (Lexer *lexer)
{
  while (*lexer->at && *lexer->at != '\n' && *lexer->at != '#') {
    if (*lexer->at == ' ' || *lexer->at == '\t' || *lexer->at == '\r') {
      skip(lexer, 1);
    } else if (is_name_start(*lexer->at)) {
      gsize length = 1;
      while (is_name_part(lexer->at[length]))
        length++;
      add_token(lexer, TOKEN_NAME, lexer->column, lexer->at, length);
      skip(lexer, length);
    } else if (g_ascii_isdigit(*lexer->at)) {
      read_number(lexer);
    } else if (*lexer->at == '"') {
      read_string(lexer);
    } else {
      read_symbol(lexer);
    }
  }
  add_token(lexer, TOKEN_NEWLINE, lexer->column, NULL, 0);
}

static void
read_line (Lexer *lexer)
{
  uint32_t tab_column = 0;
  while (*lexer->at == ' ' || *lexer->at == '\t') {
    if (*lexer->at == '\t' && tab_column == 0)
      tab_column = lexer->column;
    skip(lexer, 1);
  }
  if (*lexer->at == '#' || *lexer->at == '\n' || *lexer->at == '\r' || *lexer->at == '\0')
    return;
  if (tab_column != 0)
    gantry_diagnose(lexer->diagnostics, lexer->line, tab_column,
                    _("a tab in the indentation; indent by spaces"));
  lexer->flawed = false;
  lexer->line_start = lexer->tokens->len;
  read_indentation(lexer, lexer->column - 1);
  read_tokens(lexer);
  for (guint i = lexer->line_start; lexer->flawed && i < lexer->tokens->len; i++)
    ((GantryToken *)g_ptr_array_index(lexer->tokens, i))->flawed = true;
}

GPtrArray *
gantry_lex_inside (const char *text, uint32_t line, uint32_t column, GPtrArray *diagnostics)
{
  Lexer lexer = {
      .at = text,
      .line = line,
      .column = column,
      .tokens = g_ptr_array_new_with_free_func(g_free),
      .diagnostics = diagnostics,
  };
  read_tokens(&lexer);
  add_token(&lexer, TOKEN_END, lexer.column, NULL, 0);
  return lexer.tokens;
}

GPtrArray *
gantry_lex (const char *text, GPtrArray *diagnostics)
{
  g_autoptr(GArray) indents = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  Lexer lexer = {
      .at = text,
      .line = 1,
      .column = 1,
      .tokens = g_ptr_array_new_with_free_func(g_free),
      .diagnostics = diagnostics,
      .indents = indents,
  };
  uint32_t margin = 0;
  g_array_append_val(indents, margin);
  if (g_str_has_prefix(text, "\xEF\xBB\xBF"))
    lexer.at += 3; /* a byte order mark */
  while (*lexer.at) {
    read_line(&lexer);
    while (*lexer.at && *lexer.at != '\n')
      lexer.at++;
    if (*lexer.at == '\n') {
      lexer.at++;
      lexer.line++;
      lexer.column = 1;
    }
  }
  for (guint i = 1; i < indents->len; i++)
    add_token(&lexer, TOKEN_DEDENT, 1, NULL, 0);
  add_token(&lexer, TOKEN_END, 1, NULL, 0);
  return lexer.tokens;
}
