/* Tokens of the scenario language, with indentation told as INDENT and DEDENT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"

typedef enum {
  TOKEN_END,
  TOKEN_NEWLINE,
  TOKEN_INDENT,
  TOKEN_DEDENT,
  TOKEN_NAME,
  TOKEN_NUMBER,
  TOKEN_STRING,
  TOKEN_SYMBOL, /* one of ( ) , : = . .. + - * / % < > <= >= == != */
} GantryTokenKind;

typedef enum {
  UNIT_NONE,
  UNIT_TIME, /* scale in nanoseconds */
  UNIT_SIZE, /* scale in bytes */
} GantryUnit;

typedef struct {
  GantryTokenKind kind;
  uint32_t line, column;
  char *text; /* as it stands, in the token's memory; of strings: what is between the quotes, escapes kept */
  uint64_t whole;         /* of numbers: the part before the point, at most 2^63 */
  int64_t fraction;       /* the digits behind it, */
  int64_t fraction_scale; /* and ten to the power of how many they are (1: there was no point) */
  GantryUnit unit;
  int64_t scale;
  bool flawed; /* its line has an error already: what the parser makes of it is only noise */
} GantryToken;

/* What stands between the braces of a string, as tokens of the line that it stands in, `column` being the
 * first one. */
GPtrArray *gantry_lex_inside (const char *text, uint32_t line, uint32_t column, GPtrArray *diagnostics);
/* Tokens of `text` (valid UTF-8, without NUL), ended by END. Errors are added to `diagnostics`. Free with
 * g_ptr_array_unref(). */
GPtrArray *gantry_lex (const char *text, GPtrArray *diagnostics);

/* Errors: element GantryDiagnostic*, free with g_ptr_array_unref(). */
GPtrArray *gantry_diagnostics_new (void);
/* Adds an error at a place. */
void gantry_diagnose (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
void gantry_diagnose_valist (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format,
                             va_list arguments) G_GNUC_PRINTF(4, 0);

/* Sorts errors by their place. */
void gantry_diagnostics_sort (GPtrArray *diagnostics);

/* Whether two words are the same: one byte tells nearly always. */
static inline bool
gantry_is_same_word (const char *word, const char *other)
{
  return word[0] == other[0] && g_str_equal(word, other);
}

/* Whether the word is a keyword and may name nothing. */
bool gantry_is_keyword (const char *word);
