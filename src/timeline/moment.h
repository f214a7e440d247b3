/* A moment as a person types it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define GANTRY_MOMENT_ERROR (gantry_moment_error_quark())
GQuark gantry_moment_error_quark (void);

typedef enum {
  GANTRY_MOMENT_ERROR_EMPTY,
  GANTRY_MOMENT_ERROR_FORM,    /* neither a time nor a name */
  GANTRY_MOMENT_ERROR_OUTSIDE, /* before the run or after it */
} GantryMomentError;

/* What the words are understood from. */
typedef struct {
  int64_t unit;               /* ns that a number without a unit counts: the ruler's */
  int64_t length;             /* of the run, ns: what 100 % is, and the latest moment */
  int64_t here;               /* what "+5 ms" and "-5 ms" are counted from */
  const GPtrArray *bookmarks; /* const GantryBookmark*, nullable: their names are moments, too */
} GantryMomentFrame;

/* "84", "84 ms", "84.2ms", "84,2 ms", "1 min 30 s", "50%", "+5 ms", a bookmark's name or the beginning of
 * one. FALSE, with a translated sentence that says what is wrong, as a whole and with its full stop. Any
 * thread. */
bool gantry_moment_parse (const char *text, const GantryMomentFrame *frame, int64_t *moment, GError **error);
/* ns of the unit in which moments `resolution` ns apart are written near `time`: ns, µs, ms or s. */
int64_t gantry_moment_unit (int64_t time, int64_t resolution);
