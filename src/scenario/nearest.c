/* Edit distance (V. Levenshtein, 1966), with the swap of two neighbours as one edit, and letters alike in
 * both cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/nearest.h"

#include <string.h>

#define LONGEST 64u

static guint
distance (const char *a, const char *b)
{
  guint rows[3][LONGEST + 1];
  gsize a_length = strlen(a), b_length = strlen(b);
  if (a_length > LONGEST || b_length > LONGEST)
    return G_MAXUINT;
  for (gsize j = 0; j <= b_length; j++)
    rows[1][j] = (guint)j;
  for (gsize i = 1; i <= a_length; i++) {
    rows[2][0] = (guint)i;
    for (gsize j = 1; j <= b_length; j++) {
      guint cost = g_ascii_tolower(a[i - 1]) == g_ascii_tolower(b[j - 1]) ? 0 : 1;
      rows[2][j] = MIN(MIN(rows[1][j] + 1, rows[2][j - 1] + 1), rows[1][j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[2][j] = MIN(rows[2][j], rows[0][j - 2] + 1);
    }
    memcpy(rows[0], rows[1], sizeof rows[0]);
    memcpy(rows[1], rows[2], sizeof rows[1]);
  }
  return rows[1][b_length];
}

const char *
gantry_nearest_name (const char *name, const GPtrArray *names)
{
  /* One edit in three letters. One in one or two would make anything of anything. */
  gsize length = strlen(name);
  guint best = (guint)length / 3 + 1;
  const char *nearest = NULL;
  for (guint i = 0; i < names->len; i++) {
    gsize other = strlen(g_ptr_array_index(names, i));
    if (MAX(length, other) - MIN(length, other) >= best) /* it takes that many edits at least */
      continue;
    guint edits = distance(name, g_ptr_array_index(names, i));
    if (edits < best) {
      best = edits;
      nearest = g_ptr_array_index(names, i);
    }
  }
  return nearest;
}

bool
gantry_name_is_among (const char *name, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal(g_ptr_array_index(names, i), name))
      return true;
  return false;
}
