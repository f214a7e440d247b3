/* JSON, looked at in place: values are found, not built.
 *
 * A scan goes over bytes that are in memory; where they end too early it can be done again with more of them.
 * It is lenient: commas may be missing, doubled or left over, and what is nested is only skipped, so that it
 * takes no memory however deep it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
  GANTRY_JSON_NONE,
  GANTRY_JSON_TEXT,    /* without its quotes */
  GANTRY_JSON_ESCAPED, /* text that has backslashes in it */
  GANTRY_JSON_WORD,    /* a number, true, false, null, NaN … */
  GANTRY_JSON_OBJECT,  /* with its brackets, and so is */
  GANTRY_JSON_ARRAY,
} GantryJsonKind;

typedef struct {
  const char *at;
  gsize length;
  GantryJsonKind kind;
} GantryJsonValue;

typedef struct {
  const char *at;
  const char *end;
} GantryJsonScan;

typedef enum {
  GANTRY_JSON_FOUND,
  GANTRY_JSON_CLOSED, /* the bracket that ends the object */
  GANTRY_JSON_MORE,   /* the bytes end too early */
  GANTRY_JSON_BAD,    /* no JSON; the scan stands where it goes wrong */
} GantryJsonResult;

/* White space and commas. FALSE: nothing is left. */
bool gantry_json_scan_space (GantryJsonScan *scan);
GantryJsonResult gantry_json_scan_value (GantryJsonScan *scan, GantryJsonValue *value);
/* The next member of an object, behind its opening bracket or the member before. */
GantryJsonResult gantry_json_scan_member (GantryJsonScan *scan, GantryJsonValue *key, GantryJsonValue *value);
/* A scan of the members of a value that is an object; of none if it is something else. */
GantryJsonScan gantry_json_scan_of (const GantryJsonValue *value);

bool gantry_json_is (const GantryJsonValue *value, const char *text);
bool gantry_json_has_text (const GantryJsonValue *value);
/* The text with its escapes resolved, "" where it is none; half surrogates become U+FFFD. It stays where it
 * was or is put into `scratch`. */
const char *gantry_json_get_text (const GantryJsonValue *value, GString *scratch, gsize *length);
/* A decimal number, or one in quotes, times ten to the power of `scale`, exactly: rounded where it has more
 * decimals, the nearest there is where it is too large. FALSE if it is no number. */
bool gantry_json_get_scaled (const GantryJsonValue *value, int scale, int64_t *number);
/* The same of one that has neither decimals nor a power. */
bool gantry_json_get_whole (const GantryJsonValue *value, int64_t *number);
bool gantry_json_get_double (const GantryJsonValue *value, double *number);
