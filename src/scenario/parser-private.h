/* What the parts of the parser share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/lexer.h"
#include "scenario/syntax.h"

typedef struct {
  GPtrArray *tokens;
  guint at;
  GantrySyntax *syntax;
  GPtrArray *diagnostics;
  bool failed; /* this line has had its error */
} GantryParser;

GantryToken *gantry_parser_peek (GantryParser *parser);
bool gantry_parser_at_symbol (GantryParser *parser, const char *symbol);
bool gantry_parser_at_word (GantryParser *parser, const char *word);
bool gantry_parser_accept_symbol (GantryParser *parser, const char *symbol);
bool gantry_parser_accept_word (GantryParser *parser, const char *word);
/* One error a line: what follows it would only be noise. */
void gantry_parser_error (GantryParser *parser, const GantryToken *token, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
bool gantry_parser_expect_symbol (GantryParser *parser, const char *symbol);
/* A name that is no keyword, owned by the tree; NULL after an error. `column` may be NULL. */
char *gantry_parser_name (GantryParser *parser, const char *what, uint32_t *column);
/* The same, but keywords will do. */
char *gantry_parser_any_word (GantryParser *parser, const char *what);
char *gantry_parser_string (GantryParser *parser);
/* How messages call a token: “‘word’”, “the end of the line”. Newly allocated. */
char *gantry_parser_describe (const GantryToken *token);
/* Over the end of the line, which must be here. */
void gantry_parser_finish_line (GantryParser *parser);
/* To the next line, over the block that the line may have opened; the errors in there are told. Names that
 * stand in the line may be declared by it, so what is unknown about them is no error of its own. `first` is
 * the number of the line's first token. */
void gantry_parser_recover (GantryParser *parser, guint first);
gpointer gantry_parser_own (GantryParser *parser, gpointer memory);
GPtrArray *gantry_parser_array (GantryParser *parser);

GantryExpression *gantry_parse_expression (GantryParser *parser);
/* "(a, b)" or nothing. */
GPtrArray *gantry_parse_arguments (GantryParser *parser);
bool gantry_parse_amount (GantryParser *parser, GantryUnit unit, GantryAmount *amount);
/* A string with {EXPR} in it. */
GArray *gantry_parse_pieces (GantryParser *parser);
/* One statement with its blocks; NULL after an error. */
GantryStatement *gantry_parse_statement (GantryParser *parser);
/* ":" NEWLINE INDENT statements DEDENT. */
GPtrArray *gantry_parse_block (GantryParser *parser);
bool gantry_parse_head_line (GantryParser *parser);

/* Room for one of the two lists below. */
#define GANTRY_PARSER_WORDS 48
/* Words that begin a line of the head or a shared thing, and those that begin a statement. */
void gantry_parser_add_head_words (GPtrArray *words);
void gantry_parser_add_statement_words (GPtrArray *words);
