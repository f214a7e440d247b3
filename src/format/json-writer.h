/* Writes JSON straight into a text, so that a run of a million lanes needs no tree of them.
 *
 * Members of the outermost object, and elements of the arrays among them, stand on lines of their own. The
 * caller closes what it opens; names are plain words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define GANTRY_JSON_DEPTH 8

typedef struct {
  GString *text;
  int depth;
  char brackets[GANTRY_JSON_DEPTH]; /* of what is open, from 1 */
  bool is_first;                    /* of its object or array */
} GantryJsonWriter;

/* `bracket` is { or [. `name` is NULL in an array, and for the outermost object. */
void gantry_json_open (GantryJsonWriter *json, const char *name, char bracket);
void gantry_json_close (GantryJsonWriter *json);
void gantry_json_add_int (GantryJsonWriter *json, const char *name, int64_t value);
/* With six decimals at most. */
void gantry_json_add_number (GantryJsonWriter *json, const char *name, double value);
/* Exactly, with three decimals: nanoseconds as microseconds. */
void gantry_json_add_thousandths (GantryJsonWriter *json, const char *name, int64_t thousandths);
/* With as many digits as tell it from all others; finite. */
void gantry_json_add_double (GantryJsonWriter *json, const char *name, double value);
void gantry_json_add_bool (GantryJsonWriter *json, const char *name, bool value);
/* Valid UTF-8, or NULL for null. */
void gantry_json_add_string (GantryJsonWriter *json, const char *name, const char *value);
