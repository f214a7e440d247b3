/* Cairo's path data, letter by letter, into shorter ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/svg-paths.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define MOST_NUMBERS 6 /* of a command: a curve's */

typedef struct {
  GByteArray *out;
  double x, y; /* where the pen is */
} Pen;

static void
put (Pen *pen, const char *bytes, gsize length)
{
  g_byte_array_append(pen->out, (const guint8 *)bytes, (guint)length);
}

/* A number behind a letter or another number: "12.5", "0.25", "-3". */
static void
put_number (Pen *pen, double number, bool behind_number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(text, sizeof text, "%.2f", number);
  gsize length = strlen(text);
  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  if (length == 2 && memcmp(text, "-0", 2) == 0)
    put(pen, behind_number ? " 0" : "0", behind_number ? 2 : 1);
  else {
    if (behind_number && text[0] != '-')
      put(pen, " ", 1);
    put(pen, text, length);
  }
}

static double
rounded (double number)
{
  return round(number * 100.0) / 100.0;
}

static void
put_command (Pen *pen, char letter, const double *numbers, int count)
{
  double x = count > 0 ? rounded(numbers[count - 2]) : pen->x;
  double y = count > 0 ? rounded(numbers[count - 1]) : pen->y;
  bool is_level = letter == 'L' && y == pen->y, is_upright = letter == 'L' && x == pen->x;
  char short_letter = letter;
  if (is_level)
    short_letter = 'H';
  else if (is_upright)
    short_letter = 'V';
  put(pen, &short_letter, 1);
  if (is_level)
    put_number(pen, x, false);
  else if (is_upright)
    put_number(pen, y, false);
  else
    for (int i = 0; i < count; i++)
      put_number(pen, numbers[i], i > 0);
  pen->x = x;
  pen->y = y;
}

/* How many numbers a letter takes; -1: it is none of those that cairo writes. */
static int
count_numbers (char letter)
{
  switch (letter) {
  case 'M':
  case 'L':
    return 2;
  case 'C':
    return 6;
  case 'Z':
    return 0;
  default:
    return -1;
  }
}

/* The path data from `text` to `end`; FALSE, with nothing put, where it is not as expected. */
static bool
put_path (Pen *pen, const char *text, const char *end)
{
  guint begun = pen->out->len;
  pen->x = pen->y = NAN;
  while (text < end) {
    double numbers[MOST_NUMBERS];
    char letter = *text++;
    if (letter == ' ')
      continue;
    int count = count_numbers(letter);
    for (int i = 0; i < count; i++) {
      char *after;
      numbers[i] = g_ascii_strtod(text, &after);
      if (after == text || after > end)
        count = -1;
      text = after;
    }
    if (count < 0) {
      g_byte_array_set_size(pen->out, begun);
      return false;
    }
    put_command(pen, letter, numbers, count);
    if (letter == 'Z')
      pen->x = pen->y = NAN;
  }
  return true;
}

GByteArray *
gantry_svg_shorten_paths (const GByteArray *svg)
{
  static const char start[] = " d=\"";
  Pen pen = {.out = g_byte_array_sized_new(svg->len)};
  /* Ends in a NUL, so that searches and numbers end. */
  g_autofree char *text = g_strndup(svg->len > 0 ? (const char *)svg->data : "", svg->len);
  const char *place = text, *found;
  while ((found = strstr(place, start)) != NULL) {
    const char *path = found + strlen(start), *end = strchr(path, '"');
    if (end == NULL)
      break;
    put(&pen, place, (gsize)(path - place));
    if (!put_path(&pen, path, end))
      put(&pen, path, (gsize)(end - path));
    place = end;
  }
  put(&pen, place, strlen(place));
  return pen.out;
}
