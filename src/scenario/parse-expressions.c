/* Expressions, amounts and strings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/parser-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static GantryExpression *parse_or (GantryParser *parser, int level);

static GantryExpression *
new_expression (GantryParser *parser, GantryExpressionKind kind, const GantryToken *token)
{
  GantryExpression *expression = gantry_parser_own(parser, g_new0(GantryExpression, 1));
  expression->kind = kind;
  expression->line = token->line;
  expression->column = token->column;
  return expression;
}

static bool
too_deep (GantryParser *parser, int level)
{
  if (level <= GANTRY_MOST_EXPRESSION_LEVELS)
    return false;
  gantry_parser_error(parser, gantry_parser_peek(parser),
                      _("an expression of more than %d levels; work out a part of it in a line of its own"),
                      GANTRY_MOST_EXPRESSION_LEVELS);
  return true;
}

/* A whole number, with the minus sign before it, if there is one: -9223372036854775808 has no positive half.
 */
static GantryExpression *
parse_number (GantryParser *parser, bool negative)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (token->unit != UNIT_NONE || token->fraction_scale != 1) {
    gantry_parser_error(
        parser, token,
        _("a number without unit and point is needed; times and sizes cannot be reckoned with"));
    return NULL;
  }
  if (!negative && token->whole > INT64_MAX) {
    gantry_parser_error(parser, token, _("this number is too large; integers go to 9223372036854775807"));
    return NULL;
  }
  parser->at++;
  GantryExpression *expression = new_expression(parser, EXPRESSION_INTEGER, token);
  expression->value = (int64_t)(negative ? -token->whole : token->whole);
  return expression;
}

static GantryExpression *
parse_call (GantryParser *parser, int level)
{
  GantryToken *token = gantry_parser_peek(parser);
  bool is_length = g_str_equal(token->text, "len");
  parser->at++;
  GantryExpression *expression =
      new_expression(parser, is_length ? EXPRESSION_LENGTH : EXPRESSION_RANDOM, token);
  if (!gantry_parser_expect_symbol(parser, "("))
    return NULL;
  if (is_length) {
    expression->name = gantry_parser_name(parser, _("a queue or pipe"), NULL);
    if (!expression->name)
      return NULL;
  } else {
    expression->left = parse_or(parser, level + 1);
    if (!expression->left || !gantry_parser_expect_symbol(parser, ","))
      return NULL;
    expression->right = parse_or(parser, level + 1);
    if (!expression->right)
      return NULL;
  }
  return gantry_parser_expect_symbol(parser, ")") ? expression : NULL;
}

static GantryExpression *
parse_name (GantryParser *parser, const GantryToken *token)
{
  GantryExpression *expression = new_expression(parser, EXPRESSION_NAME, token);
  expression->name = gantry_parser_own(parser, g_strdup(token->text));
  parser->at++;
  return expression;
}

static GantryExpression *
parse_primary (GantryParser *parser, int level)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (token->kind == TOKEN_NUMBER)
    return parse_number(parser, false);
  if (gantry_parser_accept_symbol(parser, "(")) {
    GantryExpression *inside = parse_or(parser, level + 1);
    return inside && gantry_parser_expect_symbol(parser, ")") ? inside : NULL;
  }
  if (gantry_parser_at_word(parser, "len") || gantry_parser_at_word(parser, "random"))
    return parse_call(parser, level);
  if (gantry_parser_accept_word(parser, "index"))
    return new_expression(parser, EXPRESSION_INDEX, token);
  if (token->kind == TOKEN_NAME && !gantry_is_keyword(token->text))
    return parse_name(parser, token);
  g_autofree char *found = gantry_parser_describe(token);
  if (gantry_parser_at_word(parser, "name"))
    gantry_parser_error(parser, token,
                        _("‘name’ stands alone in the braces of a text, as in \"{name} is done\""));
  else
    gantry_parser_error(parser, token, _("expected a value (a number, a name or an expression), found %s"),
                        found);
  return NULL;
}

static GantryExpression *
parse_unary (GantryParser *parser, int level)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (too_deep(parser, level))
    return NULL;
  if (!gantry_parser_accept_symbol(parser, "-"))
    return parse_primary(parser, level);
  if (gantry_parser_peek(parser)->kind == TOKEN_NUMBER)
    return parse_number(parser, true);
  GantryExpression *inside = parse_unary(parser, level + 1);
  if (!inside)
    return NULL;
  GantryExpression *expression = new_expression(parser, EXPRESSION_NEGATE, token);
  expression->left = inside;
  return expression;
}

typedef struct {
  const char *symbol;
  GantryExpressionKind kind;
} Operator;

typedef GantryExpression *(*OperandFunc)(GantryParser *, int);

/* Operators of one precedence, which associate to the left. A chain of them is no deeper than its parts. */
static GantryExpression *
parse_chain (GantryParser *parser, int level, const Operator *operators, gsize n_operators,
             OperandFunc operand)
{
  GantryExpression *left = operand(parser, level);
  while (left) {
    const GantryToken *token = gantry_parser_peek(parser);
    gsize i = 0;
    while (i < n_operators && !gantry_parser_accept_symbol(parser, operators[i].symbol))
      i++;
    if (i == n_operators)
      return left;
    GantryExpression *right = operand(parser, level);
    if (!right)
      return NULL;
    GantryExpression *both = new_expression(parser, operators[i].kind, token);
    both->left = left;
    both->right = right;
    left = both;
  }
  return NULL;
}

static GantryExpression *
parse_product (GantryParser *parser, int level)
{
  static const Operator operators[] = {
      {"*", EXPRESSION_MULTIPLY}, {"/", EXPRESSION_DIVIDE}, {"%", EXPRESSION_REMAINDER}};
  return parse_chain(parser, level, operators, G_N_ELEMENTS(operators), parse_unary);
}

static GantryExpression *
parse_sum (GantryParser *parser, int level)
{
  static const Operator operators[] = {{"+", EXPRESSION_ADD}, {"-", EXPRESSION_SUBTRACT}};
  return parse_chain(parser, level, operators, G_N_ELEMENTS(operators), parse_product);
}

/* Precedence is Python's: or, and, not, comparisons, sums, products, minus. Only that a < b < c, which means
 * a < b and b < c there, is refused here. */
static GantryExpression *
parse_comparison (GantryParser *parser, int level)
{
  static const Operator operators[] = {{"==", EXPRESSION_EQUAL},      {"!=", EXPRESSION_UNEQUAL},
                                       {"<=", EXPRESSION_LESS_EQUAL}, {">=", EXPRESSION_GREATER_EQUAL},
                                       {"<", EXPRESSION_LESS},        {">", EXPRESSION_GREATER}};
  GantryExpression *left = parse_sum(parser, level);
  for (gsize i = 0; left && i < G_N_ELEMENTS(operators); i++) {
    GantryToken *token = gantry_parser_peek(parser);
    if (!gantry_parser_accept_symbol(parser, operators[i].symbol))
      continue;
    GantryExpression *both = new_expression(parser, operators[i].kind, token);
    both->left = left;
    both->right = parse_sum(parser, level);
    if (!both->right)
      return NULL;
    for (gsize j = 0; j < G_N_ELEMENTS(operators); j++)
      if (gantry_parser_at_symbol(parser, operators[j].symbol)) {
        gantry_parser_error(parser, gantry_parser_peek(parser),
                            _("comparisons cannot be chained; join them by ‘and’"));
        return NULL;
      }
    return both;
  }
  return left;
}

static GantryExpression *
parse_not (GantryParser *parser, int level)
{
  GantryToken *token = gantry_parser_peek(parser);
  if (!gantry_parser_accept_word(parser, "not"))
    return parse_comparison(parser, level);
  if (too_deep(parser, level))
    return NULL;
  GantryExpression *expression = new_expression(parser, EXPRESSION_NOT, token);
  expression->left = parse_not(parser, level + 1);
  return expression->left ? expression : NULL;
}

static GantryExpression *
parse_logic (GantryParser *parser, int level, const char *word, GantryExpressionKind kind,
             OperandFunc operand)
{
  GantryExpression *left = operand(parser, level);
  const GantryToken *token = gantry_parser_peek(parser);
  while (left && gantry_parser_accept_word(parser, word)) {
    GantryExpression *both = new_expression(parser, kind, token);
    both->left = left;
    both->right = operand(parser, level);
    left = both->right ? both : NULL;
    token = gantry_parser_peek(parser);
  }
  return left;
}

static GantryExpression *
parse_and (GantryParser *parser, int level)
{
  return parse_logic(parser, level, "and", EXPRESSION_AND, parse_not);
}

static GantryExpression *
parse_or (GantryParser *parser, int level)
{
  return parse_logic(parser, level, "or", EXPRESSION_OR, parse_and);
}

GantryExpression *
gantry_parse_expression (GantryParser *parser)
{
  return parse_or(parser, 0);
}

GPtrArray *
gantry_parse_arguments (GantryParser *parser)
{
  GPtrArray *arguments = gantry_parser_array(parser);
  if (!gantry_parser_accept_symbol(parser, "(") || gantry_parser_accept_symbol(parser, ")"))
    return arguments;
  do {
    GantryExpression *argument = gantry_parse_expression(parser);
    if (!argument)
      return NULL;
    g_ptr_array_add(arguments, argument);
  } while (gantry_parser_accept_symbol(parser, ","));
  return gantry_parser_expect_symbol(parser, ")") ? arguments : NULL;
}

static bool
scale_number (const GantryToken *token, int64_t scale, int64_t *result)
{
  /* Both below 10^9, so the product fits. */
  int64_t part = (token->fraction * scale + token->fraction_scale / 2) / token->fraction_scale;
  return !__builtin_mul_overflow(token->whole, scale, result) &&
         !__builtin_add_overflow(*result, part, result);
}

bool
gantry_parse_amount (GantryParser *parser, GantryUnit unit, GantryAmount *amount)
{
  const GantryToken *low = gantry_parser_peek(parser), *high = low;
  const char *example =
      unit == UNIT_TIME ? _("a time such as 20ms or 5..20ms") : _("a size such as 64KB or 1..64KB");
  if (low->kind != TOKEN_NUMBER) {
    g_autofree char *found = gantry_parser_describe(low);
    gantry_parser_error(parser, low, _("expected %s, written out, found %s"), example, found);
    return false;
  }
  parser->at++;
  if (gantry_parser_accept_symbol(parser, "..")) {
    high = gantry_parser_peek(parser);
    if (high->kind != TOKEN_NUMBER || low->unit != UNIT_NONE) {
      gantry_parser_error(parser, low,
                          _("a range has two numbers and one unit, behind the second, as in 5..20ms"));
      return false;
    }
    parser->at++;
  }
  if (high->unit != unit) {
    g_autofree char *found = gantry_parser_describe(high);
    gantry_parser_error(parser, high, _("expected %s, with its unit, found %s"), example, found);
    return false;
  }
  if (!scale_number(low, high->scale, &amount->low) || !scale_number(high, high->scale, &amount->high)) {
    gantry_parser_error(parser, low, _("this amount is too large to be counted"));
    return false;
  }
  if (amount->low > amount->high) {
    gantry_parser_error(parser, low, _("the range goes down; put the smaller number first"));
    return false;
  }
  return true;
}

/* How far the columns of a string are counted: once through all of it, however many braces it has. */
typedef struct {
  const GantryToken *string;
  const char *at;
  uint32_t column;
} Place;

/* Between the quotes every character stands for itself, escapes included. */
static uint32_t
column_of (Place *place, const char *at)
{
  place->column += (uint32_t)g_utf8_strlen(place->at, at - place->at);
  place->at = at;
  return place->column;
}

/* The expression between the braces, `length` bytes from `text`, in the line of the string. */
static GantryExpression *
parse_inside (GantryParser *parser, Place *at, const char *text, gsize length)
{
  const GantryToken *string = at->string;
  g_autofree char *copy = g_strndup(text, length);
  uint32_t column = column_of(at, text);
  guint errors = parser->diagnostics->len;
  g_autoptr(GPtrArray) tokens = gantry_lex_inside(copy, string->line, column, parser->diagnostics);
  GantryParser inner = {.tokens = tokens, .syntax = parser->syntax, .diagnostics = parser->diagnostics};
  parser->failed = parser->failed || parser->diagnostics->len > errors;
  if (parser->failed)
    return NULL;
  GantryExpression *expression =
      gantry_parser_peek(&inner)->kind == TOKEN_NEWLINE ? NULL : gantry_parse_expression(&inner);
  parser->failed = inner.failed;
  if (expression && gantry_parser_peek(&inner)->kind == TOKEN_NEWLINE)
    return expression;
  const GantryToken place = {.line = string->line, .column = column, .flawed = string->flawed};
  gantry_parser_error(parser, &place,
                      _("‘{%s}’ in this text is no expression; a brace itself is written {{ or }}"),
                      g_strstrip(copy));
  return NULL;
}

static void
flush_literal (GArray *pieces, GantryParser *parser, GString *literal)
{
  if (literal->len == 0)
    return;
  GantryPiece piece = {.literal = gantry_parser_own(parser, g_strdup(literal->str))};
  g_array_append_val(pieces, piece);
  g_string_truncate(literal, 0);
}

/* "{…}": `at` is the opening brace. Returns the closing one, or NULL after an error. */
static const char *
parse_value (GantryParser *parser, Place *place, const char *at, GArray *pieces)
{
  const char *end = strchr(at, '}');
  if (!end) {
    gantry_parser_error(parser, place->string,
                        _("a ‘{’ in this text is not closed; a brace itself is written {{"));
    return NULL;
  }
  g_autofree char *inside = g_strndup(at + 1, (gsize)(end - at - 1));
  GantryPiece piece = {0};
  if (!g_str_equal(g_strstrip(inside), "name")) {
    piece.value = parse_inside(parser, place, at + 1, (gsize)(end - at - 1));
    if (!piece.value)
      return NULL;
  }
  g_array_append_val(pieces, piece);
  return end;
}

static bool
split_pieces (GantryParser *parser, const GantryToken *token, GArray *pieces)
{
  g_autoptr(GString) literal = g_string_new(NULL);
  Place place = {token, token->text, token->column + 1};
  for (const char *at = token->text; *at; at++) {
    if (*at == '\\' && at[1]) {
      g_string_append_c(literal, *++at == 'n' ? '\n' : *at);
    } else if ((*at == '{' || *at == '}') && at[1] == *at) {
      g_string_append_c(literal, *at++);
    } else if (*at == '{') {
      flush_literal(pieces, parser, literal);
      at = parse_value(parser, &place, at, pieces);
      if (!at)
        return false;
    } else if (*at == '}') {
      gantry_parser_error(parser, token,
                          _("a ‘}’ in this text without its ‘{’; a brace itself is written }}"));
      return false;
    } else {
      g_string_append_c(literal, *at);
    }
  }
  flush_literal(pieces, parser, literal);
  return true;
}

GArray *
gantry_parse_pieces (GantryParser *parser)
{
  const GantryToken *token = gantry_parser_peek(parser);
  if (token->kind != TOKEN_STRING) {
    g_autofree char *found = gantry_parser_describe(token);
    gantry_parser_error(parser, token, _("expected a text in double quotes, found %s"), found);
    return NULL;
  }
  parser->at++;
  GArray *pieces = g_array_new(FALSE, FALSE, sizeof(GantryPiece));
  g_ptr_array_add(parser->syntax->value_arrays, pieces);
  return split_pieces(parser, token, pieces) ? pieces : NULL;
}
