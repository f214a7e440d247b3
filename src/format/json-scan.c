/* Finding values in JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-scan.h"

#include <string.h>

#define MOST_DIGITS 19 /* that are exact in 64 bits, whatever they are */
#define MOST_POWER 400

enum {
  IS_SPACE = 1,     /* commas as well */
  IS_DELIMITER = 2, /* what ends a word */
  IS_BRACKET = 4,
};

static const uint8_t classes[256] = {
    [' '] = IS_SPACE | IS_DELIMITER,
    ['\t'] = IS_SPACE | IS_DELIMITER,
    ['\n'] = IS_SPACE | IS_DELIMITER,
    ['\r'] = IS_SPACE | IS_DELIMITER,
    [','] = IS_SPACE | IS_DELIMITER,
    [':'] = IS_DELIMITER,
    ['"'] = IS_DELIMITER,
    ['{'] = IS_DELIMITER | IS_BRACKET,
    ['}'] = IS_DELIMITER | IS_BRACKET,
    ['['] = IS_DELIMITER | IS_BRACKET,
    [']'] = IS_DELIMITER | IS_BRACKET,
};

static inline bool
is_class (char c, unsigned class)
{
  return (classes[(uint8_t)c] & class) != 0;
}

bool
gantry_json_scan_space (GantryJsonScan *scan)
{
  while (scan->at < scan->end && is_class(*scan->at, IS_SPACE))
    scan->at++;
  return scan->at < scan->end;
}

/* Eight bytes at once: bits in those that are the one that `copies` is made of; the lowest is right, others
 * above it may not be. */
static inline uint64_t
find_byte (uint64_t word, uint64_t copies)
{
  uint64_t zero = word ^ copies;
  return (zero - UINT64_C(0x0101010101010101)) & ~zero & UINT64_C(0x8080808080808080);
}

/* The next quote or backslash, or `end`. */
static inline const char *
find_quote_or_slash (const char *at, const char *end)
{
  while (end - at >= 8) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word = GUINT64_FROM_LE(word);
    uint64_t found =
        find_byte(word, UINT64_C(0x2222222222222222)) | find_byte(word, UINT64_C(0x5c5c5c5c5c5c5c5c));
    if (found != 0)
      return at + __builtin_ctzll(found) / 8;
    at += 8;
  }
  while (at < end && *at != '"' && *at != '\\')
    at++;
  return at;
}

/* From behind the opening quote to the closing one; NULL if there is none. */
static const char *
find_quote (const char *at, const char *end, bool *has_escapes)
{
  for (;;) {
    at = find_quote_or_slash(at, end);
    if (at >= end)
      return NULL;
    if (*at == '"')
      return at;
    *has_escapes = true;
    if (end - at < 2)
      return NULL;
    at += 2;
  }
}

static GantryJsonResult
scan_text (GantryJsonScan *scan, GantryJsonValue *value)
{
  bool has_escapes = false;
  const char *quote = find_quote(scan->at + 1, scan->end, &has_escapes);
  if (!quote)
    return GANTRY_JSON_MORE;
  value->kind = has_escapes ? GANTRY_JSON_ESCAPED : GANTRY_JSON_TEXT;
  value->at = scan->at + 1;
  value->length = (gsize)(quote - value->at);
  scan->at = quote + 1;
  return GANTRY_JSON_FOUND;
}

static GantryJsonResult
scan_nested (GantryJsonScan *scan, GantryJsonValue *value)
{
  const char *at = scan->at;
  gsize depth = 0;
  bool has_escapes;
  while (at < scan->end) {
    switch (*at++) {
    case '{':
    case '[':
      depth++;
      break;
    case '}':
    case ']':
      if (--depth > 0)
        break;
      value->kind = *scan->at == '{' ? GANTRY_JSON_OBJECT : GANTRY_JSON_ARRAY;
      value->at = scan->at;
      value->length = (gsize)(at - scan->at);
      scan->at = at;
      return GANTRY_JSON_FOUND;
    case '"':
      at = find_quote(at, scan->end, &has_escapes);
      if (!at)
        return GANTRY_JSON_MORE;
      at++;
      break;
    default:
      break;
    }
  }
  return GANTRY_JSON_MORE;
}

static GantryJsonResult
scan_word (GantryJsonScan *scan, GantryJsonValue *value)
{
  const char *at = scan->at;
  while (at < scan->end && !is_class(*at, IS_DELIMITER))
    at++;
  if (at >= scan->end)
    return GANTRY_JSON_MORE;
  if (at == scan->at)
    return GANTRY_JSON_BAD;
  *value = (GantryJsonValue){scan->at, (gsize)(at - scan->at), GANTRY_JSON_WORD};
  scan->at = at;
  return GANTRY_JSON_FOUND;
}

GantryJsonResult
gantry_json_scan_value (GantryJsonScan *scan, GantryJsonValue *value)
{
  if (!gantry_json_scan_space(scan))
    return GANTRY_JSON_MORE;
  switch (*scan->at) {
  case '"':
    return scan_text(scan, value);
  case '{':
  case '[':
    return scan_nested(scan, value);
  default:
    return scan_word(scan, value);
  }
}

GantryJsonResult
gantry_json_scan_member (GantryJsonScan *scan, GantryJsonValue *key, GantryJsonValue *value)
{
  if (!gantry_json_scan_space(scan))
    return GANTRY_JSON_MORE;
  if (*scan->at == '}') {
    scan->at++;
    return GANTRY_JSON_CLOSED;
  }
  if (*scan->at != '"')
    return GANTRY_JSON_BAD;
  GantryJsonResult result = scan_text(scan, key);
  if (result != GANTRY_JSON_FOUND)
    return result;
  if (!gantry_json_scan_space(scan))
    return GANTRY_JSON_MORE;
  if (*scan->at != ':')
    return GANTRY_JSON_BAD;
  scan->at++;
  return gantry_json_scan_value(scan, value);
}

GantryJsonScan
gantry_json_scan_of (const GantryJsonValue *value)
{
  bool is_object = value->kind == GANTRY_JSON_OBJECT;
  if (!is_object)
    return (GantryJsonScan){0}; /* of nothing: there may be no bytes to point to */
  return (GantryJsonScan){value->at + 1, value->at + value->length};
}

bool
gantry_json_is (const GantryJsonValue *value, const char *text)
{
  gsize length = strlen(text);
  return value->length == length && memcmp(value->at, text, length) == 0;
}

bool
gantry_json_has_text (const GantryJsonValue *value)
{
  return value->kind == GANTRY_JSON_TEXT || value->kind == GANTRY_JSON_ESCAPED;
}

/* The number in four hexadecimal digits, or -1. */
static int
read_unit (const char *at, const char *end)
{
  int unit = 0;
  if (end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value(at[i]);
    if (digit < 0)
      return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* From behind "\u"; returns where it goes on. */
static const char *
add_character (GString *text, const char *at, const char *end)
{
  int unit = read_unit(at, end);
  if (unit < 0)
    return at;
  at += 4;
  gunichar character = (gunichar)unit;
  if (unit >= 0xd800 && unit < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
    int low = read_unit(at + 2, end);
    if (low >= 0xdc00 && low < 0xe000) {
      character = 0x10000 + ((gunichar)(unit - 0xd800) << 10 | (gunichar)(low - 0xdc00));
      at += 6;
    }
  }
  g_string_append_unichar(text, character >= 0xd800 && character < 0xe000 ? 0xfffd : character);
  return at;
}

static char
escaped (char c)
{
  switch (c) {
  case 'n':
    return '\n';
  case 't':
    return '\t';
  case 'r':
    return '\r';
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  default:
    return c;
  }
}

const char *
gantry_json_get_text (const GantryJsonValue *value, GString *scratch, gsize *length)
{
  *length = gantry_json_has_text(value) ? value->length : 0;
  if (*length == 0)
    return "";
  if (value->kind == GANTRY_JSON_TEXT)
    return value->at;
  const char *at = value->at, *end = at + value->length;
  g_string_truncate(scratch, 0);
  while (at < end) {
    const char *slash = memchr(at, '\\', (gsize)(end - at));
    g_string_append_len(scratch, at, (slash ? slash : end) - at);
    if (!slash || end - slash < 2)
      break;
    at = slash + 2;
    if (slash[1] == 'u')
      at = add_character(scratch, at, end);
    else
      g_string_append_c(scratch, escaped(slash[1]));
  }
  *length = scratch->len;
  return scratch->str;
}

/* Digits without their point, times ten to a power. */
typedef struct {
  uint64_t digits;
  int n_digits; /* of them, without zeros in front */
  int power;
  int first_left_out; /* the digit behind them, -1: there is none */
} Decimal;

static inline bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* Those that are too many only move the point. */
static const char *
read_more_digits (const char *at, const char *end, bool are_decimals, Decimal *decimal)
{
  if (at < end && is_digit(*at) && decimal->first_left_out < 0)
    decimal->first_left_out = *at - '0';
  for (; at < end && is_digit(*at); at++)
    decimal->power += !are_decimals && decimal->power < MOST_POWER;
  return at;
}

static const char *
read_digits (const char *at, const char *end, bool are_decimals, Decimal *decimal)
{
  const char *first = at;
  while (at < end && *at == '0' && decimal->digits == 0)
    at++;
  for (; at < end && is_digit(*at) && decimal->n_digits < MOST_DIGITS; at++, decimal->n_digits++)
    decimal->digits = decimal->digits * 10 + (uint64_t)(*at - '0');
  if (are_decimals)
    decimal->power -= (int)MIN(at - first, MOST_POWER);
  return read_more_digits(at, end, are_decimals, decimal);
}

static int
read_power (const char *at, const char *end)
{
  int power = 0;
  bool is_negative = at < end && *at == '-';
  for (at += at < end && (*at == '-' || *at == '+'); at < end && g_ascii_isdigit(*at); at++)
    power = MIN(power * 10 + (*at - '0'), MOST_POWER);
  return is_negative ? -power : power;
}

/* The nearest up to `most`. */
static uint64_t
shifted (const Decimal *decimal, int power, uint64_t most)
{
  uint64_t number = decimal->digits;
  for (; power > 0 && number > 0; power--)
    if (number > most / 10)
      return most;
    else
      number *= 10;
  int last = decimal->first_left_out;
  for (; power < 0 && number > 0; power++) {
    last = (int)(number % 10);
    number /= 10;
  }
  /* What is cut off after it makes it no smaller: its first digit rounds. */
  number += power == 0 && last >= 5;
  return MIN(number, most);
}

bool
gantry_json_get_scaled (const GantryJsonValue *value, int scale, int64_t *number)
{
  if (value->kind != GANTRY_JSON_WORD && value->kind != GANTRY_JSON_TEXT)
    return false;
  const char *at = value->at, *end = at + value->length;
  Decimal decimal = {.first_left_out = -1};
  bool is_negative = at < end && *at == '-';
  const char *first = at += is_negative;
  at = read_digits(at, end, false, &decimal);
  bool has_digits = at > first;
  if (at < end && *at == '.') {
    const char *decimals = at + 1;
    at = read_digits(decimals, end, true, &decimal);
    has_digits = has_digits || at > decimals;
  }
  if (!has_digits)
    return false;
  int power = decimal.power + scale;
  if (at < end && (*at == 'e' || *at == 'E'))
    power += read_power(at + 1, end);
  else if (at < end)
    return false;
  uint64_t size = shifted(&decimal, power, (uint64_t)INT64_MAX + is_negative);
  *number = (int64_t)(is_negative ? -size : size);
  return true;
}

bool
gantry_json_get_whole (const GantryJsonValue *value, int64_t *number)
{
  for (gsize i = 0; i < value->length; i++)
    if (!is_digit(value->at[i]) && (i > 0 || value->at[i] != '-'))
      return false;
  return gantry_json_get_scaled(value, 0, number);
}

bool
gantry_json_get_double (const GantryJsonValue *value, double *number)
{
  char text[64], *rest;
  if (value->kind != GANTRY_JSON_WORD && value->kind != GANTRY_JSON_TEXT)
    return false;
  if (value->length == 0 || value->length >= sizeof text)
    return false;
  memcpy(text, value->at, value->length);
  text[value->length] = '\0';
  *number = g_ascii_strtod(text, &rest);
  return rest > text && *rest == '\0';
}
