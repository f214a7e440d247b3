/* Edit distance (V. Levenshtein, 1966), with the swap of two neighbours as one edit, and letters alike in
 * both cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/nearest.h"

#include "scenario/lexer.h"

#include <string.h>

#define LONGEST 64u

/* A bit for each letter that it has; some share one. */
static uint64_t
letters_of (const char *word)
{
  uint64_t letters = 0;
  for (; *word; word++)
    letters |= UINT64_C(1) << (g_ascii_tolower(*word) & 63);
  return letters;
}

/* How many edits it takes at least: one changes the length by one at most, and rids a word of one letter. */
static guint
least_distance (gsize a_length, uint64_t a_letters, gsize b_length, uint64_t b_letters)
{
  guint longer = (guint)(MAX(a_length, b_length) - MIN(a_length, b_length));
  guint only_a = (guint)__builtin_popcountll(a_letters & ~b_letters);
  guint only_b = (guint)__builtin_popcountll(b_letters & ~a_letters);
  return MAX(longer, MAX(only_a, only_b));
}

/* The number of edits, or any number from `enough` on where it takes that many. */
static guint
distance (const char *a, gsize a_length, const char *b, gsize b_length, guint enough)
{
  guint rows[3][LONGEST + 1], *before = rows[0], *above = rows[1], *row = rows[2];
  if (a_length > LONGEST || b_length > LONGEST)
    return G_MAXUINT;
  for (gsize j = 0; j <= b_length; j++)
    above[j] = (guint)j;
  for (gsize i = 1; i <= a_length; i++) {
    char letter = g_ascii_tolower(a[i - 1]);
    guint least = row[0] = (guint)i;
    for (gsize j = 1; j <= b_length; j++) {
      guint cost = letter == g_ascii_tolower(b[j - 1]) ? 0 : 1;
      row[j] = MIN(MIN(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN(row[j], before[j - 2] + 1);
      least = MIN(least, row[j]);
    }
    if (least >= enough) /* and no row below it has less, for a swap is one edit more than two rows above */
      return least;
    guint *oldest = before;
    before = above;
    above = row;
    row = oldest;
  }
  return above[b_length];
}

const char *
gantry_nearest_name (const char *name, const GPtrArray *names)
{
  /* One edit in three letters. One in one or two would make anything of anything. */
  gsize length = strlen(name);
  guint best = (guint)length / 3 + 1;
  uint64_t letters = letters_of(name);
  const char *nearest = NULL;
  for (guint i = 0; i < names->len; i++) {
    const char *other = g_ptr_array_index(names, i);
    gsize other_length = strlen(other);
    if (least_distance(length, letters, other_length, letters_of(other)) >= best)
      continue;
    guint edits = distance(name, length, other, other_length, best);
    if (edits < best) {
      best = edits;
      nearest = other;
    }
  }
  return nearest;
}

bool
gantry_name_is_among (const char *name, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (gantry_is_same_word(g_ptr_array_index(names, i), name))
      return true;
  return false;
}
