/* From text to tokens.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_NESTING 64

typedef struct {
  const char *at;
  uint32_t line, column;
  GPtrArray *tokens;
  GPtrArray *diagnostics;
  GArray *indents; /* int */
} Lexer;

static const char *const keywords[] = {
    "title",  "about",     "topic",      "on",       "seed",    "cores",   "gil",     "ends",    "limit",   "variable",
    "shared", "lock",      "rlock",      "rwlock",   "semaphore", "condition", "event", "barrier", "queue", "pipe",
    "manager", "pool",     "task",       "main",     "compute", "sleep",   "block",   "read",    "write",   "fetch",
    "yield",  "print",     "note",       "start",    "daemon",  "as",      "join",    "cancel",  "acquire", "release",
    "with",   "reading",   "writing",    "wait",     "set",     "clear",   "notify",  "put",     "get",     "send",
    "receive", "store",    "load",       "submit",   "offload", "to",      "run",     "atomically", "repeat", "forever",
    "while",  "if",        "else",       "break",    "within",  "return",  "fail",    "crash",   "expect",  "index",
    "len",    "random",    "and",        "or",       "not",     "of",
};

bool
gantry_is_keyword (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i], word))
      return true;
  return false;
}

static void
diagnostic_free (gpointer data)
{
  GantryDiagnostic *diagnostic = data;
  g_free (diagnostic->message);
  g_free (diagnostic);
}

void
gantry_diagnose (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format, ...)
{
  g_ptr_array_set_free_func (diagnostics, diagnostic_free);
  GantryDiagnostic *diagnostic = g_new0 (GantryDiagnostic, 1);
  va_list arguments;
  va_start (arguments, format);
  diagnostic->line = line;
  diagnostic->column = column;
  diagnostic->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (diagnostics, diagnostic);
}

static void
token_free (gpointer data)
{
  GantryToken *token = data;
  g_free (token->text);
  g_free (token);
}

static GantryToken *
add_token (Lexer *lexer, GantryTokenKind kind, uint32_t column, const char *text, gsize length)
{
  GantryToken *token = g_new0 (GantryToken, 1);
  token->kind = kind;
  token->line = lexer->line;
  token->column = column;
  token->text = text ? g_strndup (text, length) : NULL;
  g_ptr_array_add (lexer->tokens, token);
  return token;
}

static void
skip (Lexer *lexer, gsize bytes)
{
  lexer->at += bytes;
  lexer->column += (uint32_t) bytes;
}

static bool
is_name_start (char c)
{
  return g_ascii_isalpha (c) || c == '_';
}

static bool
is_name_part (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static bool
read_digits (Lexer *lexer, int64_t *value)
{
  bool fits = true;
  *value = 0;
  while (g_ascii_isdigit (*lexer->at)) {
    if (__builtin_mul_overflow (*value, 10, value) || __builtin_add_overflow (*value, *lexer->at - '0', value))
      fits = false;
    skip (lexer, 1);
  }
  return fits;
}

static void
read_unit (Lexer *lexer, GantryToken *token)
{
  static const struct {
    const char *word;
    GantryUnit unit;
    int64_t scale;
  } units[] = {
      {"ns", UNIT_TIME, 1},      {"us", UNIT_TIME, 1000},  {"ms", UNIT_TIME, 1000000},   {"s", UNIT_TIME, 1000000000},
      {"B", UNIT_SIZE, 1},       {"KB", UNIT_SIZE, 1024},  {"MB", UNIT_SIZE, 1024 * 1024},
  };
  gsize length = 0;
  while (is_name_part (lexer->at[length]))
    length++;
  if (length == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].word) == length && strncmp (units[i].word, lexer->at, length) == 0) {
      token->unit = units[i].unit;
      token->scale = units[i].scale;
      skip (lexer, length);
      return;
    }
  gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column,
                   _("unknown unit ‘%.*s’; times have ns, us, ms or s, sizes B, KB or MB"), (int) MIN (length, 40), lexer->at);
  skip (lexer, length);
}

static void
read_number (Lexer *lexer)
{
  GantryToken *token = add_token (lexer, TOKEN_NUMBER, lexer->column, NULL, 0);
  bool fits = read_digits (lexer, &token->whole);
  token->fraction_scale = 1;
  if (lexer->at[0] == '.' && g_ascii_isdigit (lexer->at[1])) {
    skip (lexer, 1);
    while (g_ascii_isdigit (*lexer->at)) {
      if (token->fraction_scale < 1000000000) {
        token->fraction = token->fraction * 10 + (*lexer->at - '0');
        token->fraction_scale *= 10;
      }
      skip (lexer, 1);
    }
  }
  if (!fits)
    gantry_diagnose (lexer->diagnostics, token->line, token->column,
                     _("this number is too large; integers go to 9223372036854775807"));
  read_unit (lexer, token);
}

static void
read_string (Lexer *lexer)
{
  uint32_t column = lexer->column;
  skip (lexer, 1);
  const char *start = lexer->at;
  while (*lexer->at && *lexer->at != '"' && *lexer->at != '\n') {
    if (lexer->at[0] == '\\' && lexer->at[1] && lexer->at[1] != '\n') {
      if (!strchr ("\"\\n", lexer->at[1]))
        gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column,
                         _("unknown escape in a string; there are \\\" and \\\\ and \\n"));
      skip (lexer, 1);
    }
    const char *next = g_utf8_next_char (lexer->at);
    lexer->at = next;
    lexer->column++;
  }
  add_token (lexer, TOKEN_STRING, column, start, (gsize) (lexer->at - start));
  if (*lexer->at == '"')
    skip (lexer, 1);
  else
    gantry_diagnose (lexer->diagnostics, lexer->line, column, _("this string has no end; close it with \""));
}

static void
read_symbol (Lexer *lexer)
{
  static const char *const symbols[] = {"..", "<=", ">=", "==", "!=", "(", ")", ",", ":", "=",
                                        ".",  "+",  "-",  "*",  "/",  "%", "<", ">"};
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++) {
    gsize length = strlen (symbols[i]);
    if (strncmp (lexer->at, symbols[i], length) == 0) {
      add_token (lexer, TOKEN_SYMBOL, lexer->column, lexer->at, length);
      skip (lexer, length);
      return;
    }
  }
  const char *next = g_utf8_next_char (lexer->at);
  gunichar c = g_utf8_get_char (lexer->at);
  if (g_unichar_isprint (c))
    gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column, _("‘%.*s’ has no meaning here; take it out"),
                     (int) (next - lexer->at), lexer->at);
  else
    gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column,
                     _("the character U+%04X has no meaning here; take it out"), c);
  lexer->at = next;
  lexer->column++;
}

/* The indentation of a line that says something. */
static void
read_indentation (Lexer *lexer, int indent)
{
  int current = g_array_index (lexer->indents, int, lexer->indents->len - 1);
  if (indent > current) {
    if (lexer->indents->len == MOST_NESTING + 2)
      gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column, _("blocks are nested deeper than %d; move the inner ones into a task"),
                       MOST_NESTING);
    g_array_append_val (lexer->indents, indent);
    add_token (lexer, TOKEN_INDENT, lexer->column, NULL, 0);
    return;
  }
  while (indent < g_array_index (lexer->indents, int, lexer->indents->len - 1)) {
    g_array_set_size (lexer->indents, lexer->indents->len - 1);
    add_token (lexer, TOKEN_DEDENT, lexer->column, NULL, 0);
  }
  if (indent != g_array_index (lexer->indents, int, lexer->indents->len - 1))
    gantry_diagnose (lexer->diagnostics, lexer->line, lexer->column,
                     _("this line is indented like no block around it; align it with one of them"));
}

static void
read_line (Lexer *lexer)
{
  bool tab = false;
  uint32_t tab_column = 0;
  while (*lexer->at == ' ' || *lexer->at == '\t') {
    if (*lexer->at == '\t' && !tab) {
      tab = true;
      tab_column = lexer->column;
    }
    skip (lexer, 1);
  }
  if (*lexer->at == '#' || *lexer->at == '\n' || *lexer->at == '\r' || *lexer->at == '\0')
    return;
  if (tab)
    gantry_diagnose (lexer->diagnostics, lexer->line, tab_column, _("a tab in the indentation; indent by spaces"));
  read_indentation (lexer, (int) lexer->column - 1);
  while (*lexer->at && *lexer->at != '\n' && *lexer->at != '#') {
    if (*lexer->at == ' ' || *lexer->at == '\t' || *lexer->at == '\r')
      skip (lexer, 1);
    else if (is_name_start (*lexer->at)) {
      gsize length = 1;
      while (is_name_part (lexer->at[length]))
        length++;
      add_token (lexer, TOKEN_NAME, lexer->column, lexer->at, length);
      skip (lexer, length);
    } else if (g_ascii_isdigit (*lexer->at))
      read_number (lexer);
    else if (*lexer->at == '"')
      read_string (lexer);
    else
      read_symbol (lexer);
  }
  add_token (lexer, TOKEN_NEWLINE, lexer->column, NULL, 0);
}

GPtrArray *
gantry_lex (const char *text, GPtrArray *diagnostics)
{
  g_autoptr (GArray) indents = g_array_new (FALSE, FALSE, sizeof (int));
  Lexer lexer = {
      .at = text,
      .line = 1,
      .column = 1,
      .tokens = g_ptr_array_new_with_free_func (token_free),
      .diagnostics = diagnostics,
      .indents = indents,
  };
  int none = 0;
  g_array_append_val (indents, none);
  if (g_str_has_prefix (text, "\xEF\xBB\xBF"))
    lexer.at += 3; /* a byte order mark */
  while (*lexer.at) {
    read_line (&lexer);
    while (*lexer.at && *lexer.at != '\n')
      lexer.at++;
    if (*lexer.at == '\n') {
      lexer.at++;
      lexer.line++;
      lexer.column = 1;
    }
  }
  for (guint i = 1; i < indents->len; i++)
    add_token (&lexer, TOKEN_DEDENT, 1, NULL, 0);
  add_token (&lexer, TOKEN_END, 1, NULL, 0);
  return lexer.tokens;
}
