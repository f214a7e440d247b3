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
  char *text;         /* of names and symbols; of strings: what stands between the quotes, escapes kept */
  int64_t whole;      /* of numbers: the part before the point */
  int64_t fraction;   /* the digits behind it, */
  int64_t fraction_scale; /* and ten to the power of how many they are (1: there was no point) */
  GantryUnit unit;
  int64_t scale;
} GantryToken;

/* Tokens of `text` (valid UTF-8, without NUL), ended by END. Errors are added to `diagnostics`. Free with g_ptr_array_unref(). */
GPtrArray *gantry_lex (const char *text, GPtrArray *diagnostics);

/* Adds an error at a place. */
void gantry_diagnose (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Whether the word is a keyword and may name nothing. */
bool gantry_is_keyword (const char *word);
