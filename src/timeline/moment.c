/* Names first, then numbers with units, one behind the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/moment.h"

#include "timeline/bookmarks.h"
#include "timeline/units.h"
#include "trace/quark.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SECOND INT64_C(1000000000)

GANTRY_DEFINE_QUARK("gantry-moment-error", gantry_moment_error)

static const struct {
  const char *name;
  int64_t ns;
} units[] = {
    {"ns", 1},     {"us", 1000},    {"µs", 1000},         {"μs", 1000},         {"ms", 1000000},
    {"s", SECOND}, {"sec", SECOND}, {"min", 60 * SECOND}, {"h", 3600 * SECOND},
};

static const char *
skip_space (const char *at)
{
  while (g_unichar_isspace(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  return at;
}

/* Digits, with a point or a comma among them. NULL: there is no number at this place. */
static const char *
read_number (const char *at, long double *number)
{
  long double worth = 1.0L;
  bool has_digits = false, has_point = false;
  *number = 0.0L;
  for (;; at++) {
    if (g_ascii_isdigit(*at)) {
      *number = *number * 10.0L + (long double)g_ascii_digit_value(*at);
      worth *= has_point ? 10.0L : 1.0L;
      has_digits = true;
    } else if ((*at == '.' || *at == ',') && !has_point) {
      has_point = true;
    } else {
      break;
    }
  }
  *number /= worth;
  return has_digits ? at : NULL;
}

/* The letters at this place as a unit; none: `plain`. NULL: they are no unit. */
static const char *
read_unit (const char *at, int64_t plain, int64_t *ns)
{
  const char *end = at;
  while (g_unichar_isalpha(g_utf8_get_char(end)))
    end = g_utf8_next_char(end);
  *ns = plain;
  if (end == at)
    return at;
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
    if (strlen(units[i].name) == (size_t)(end - at) &&
        g_ascii_strncasecmp(units[i].name, at, (gsize)(end - at)) == 0) {
      *ns = units[i].ns;
      return end;
    }
  }
  return NULL;
}

/* FALSE: these are no times. A number without a unit stands alone. */
static bool
read_times (const char *text, const GantryMomentFrame *frame, long double *sum)
{
  *sum = 0.0L;
  for (const char *at = text; *at; at = skip_space(at)) {
    long double number;
    int64_t ns;
    if (!(at = read_number(at, &number)))
      return false;
    at = skip_space(at);
    if (*at == '%') {
      *sum += number / 100.0L * (long double)frame->length;
      at++;
    } else {
      const char *unit = at;
      if (!(at = read_unit(unit, frame->unit, &ns)) || (at == unit && (*at || *sum > 0.0L)))
        return false;
      *sum += number * (long double)ns;
    }
  }
  return true;
}

static bool
sign_at (const char **at, int *sign)
{
  const char *minus = "−";
  if (**at != '+' && **at != '-' && !g_str_has_prefix(*at, minus))
    return false;
  *sign = **at == '+' ? 1 : -1;
  *at = skip_space(*at + (g_str_has_prefix(*at, minus) ? strlen(minus) : 1));
  return true;
}

/* The one of that name, else the only one whose name begins so. */
static const GantryBookmark *
find_name (const GPtrArray *bookmarks, const char *text)
{
  g_autofree char *sought = g_utf8_casefold(text, -1);
  const GantryBookmark *found = NULL;
  guint n_found = 0;
  for (guint i = 0; bookmarks && i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmarks->pdata[i];
    g_autofree char *name = g_utf8_casefold(bookmark->name, -1);
    if (g_str_equal(name, sought))
      return bookmark;
    if (g_str_has_prefix(name, sought)) {
      found = bookmark;
      n_found++;
    }
  }
  return n_found == 1 ? found : NULL;
}

static bool
take (long double time, const GantryMomentFrame *frame, int64_t *moment, GError **error)
{
  g_autofree char *end = gantry_format_moment(frame->length, MAX(frame->length / 1000, 1));
  if (time >= 0.0L && roundl(time) <= (long double)frame->length) {
    *moment = (int64_t)roundl(time);
    return true;
  }
  g_set_error(error, GANTRY_MOMENT_ERROR, GANTRY_MOMENT_ERROR_OUTSIDE, _("The run lasts from 0 to %s."), end);
  return false;
}

bool
gantry_moment_parse (const char *text, const GantryMomentFrame *frame, int64_t *moment, GError **error)
{
  g_autofree char *words = g_strstrip(g_utf8_make_valid(text, -1));
  const char *at = words;
  long double time;
  int sign = 0;
  if (*words == '\0') {
    g_set_error_literal(error, GANTRY_MOMENT_ERROR, GANTRY_MOMENT_ERROR_EMPTY,
                        _("Type a moment such as 84 ms, 1.5 s or 50%, or the name of a mark."));
    return false;
  }
  bool is_relative = sign_at(&at, &sign);
  bool is_time = *at && read_times(at, frame, &time);
  const GantryBookmark *bookmark = is_time ? NULL : find_name(frame->bookmarks, words);
  if (bookmark) {
    *moment = bookmark->time;
    return true;
  }
  if (is_time)
    return take(is_relative ? (long double)frame->here + sign * time : time, frame, moment, error);
  g_set_error(error, GANTRY_MOMENT_ERROR, GANTRY_MOMENT_ERROR_FORM,
              _("“%s” is neither a moment such as 84 ms, 1.5 s or 50%% nor the name of a mark."), words);
  return false;
}

int64_t
gantry_moment_unit (int64_t time, int64_t resolution)
{
  int64_t size = MAX(MAX(ABS(time), resolution), 1);
  return size >= SECOND ? SECOND : size >= 1000000 ? 1000000 : size >= 1000 ? 1000 : 1;
}
