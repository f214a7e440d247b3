/* Columns from frame to frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/kept-columns.h"

#include <string.h>

/* The columns of a frame. */
typedef struct {
  int64_t number; /* of column 0 */
  double ns_per_column;
  int n_columns, height;
  GantryColor inks[GANTRY_MOST_INKS];
  cairo_surface_t *image;  /* NULL: no column is a mixed one */
  uint8_t *is_mixed;       /* by column: it is one of these */
  GantryLanePlace *places; /* at the end of those */
} Frame;

struct GantryKeptColumns {
  GantryStrip *strip;
  bool holds; /* what is left of the frame before */
  Frame before, now;
};

GantryKeptColumns *
gantry_kept_columns_new (void)
{
  return g_new0(GantryKeptColumns, 1);
}

static void
clear_frame (Frame *frame)
{
  g_clear_pointer(&frame->image, cairo_surface_destroy);
  g_clear_pointer(&frame->is_mixed, g_free);
  g_clear_pointer(&frame->places, g_free);
  frame->n_columns = 0;
}

/* No column is a mixed one yet. What a frame has room for serves the next but one. */
static void
begin_frame (Frame *frame, int n_columns)
{
  if (frame->n_columns != n_columns)
    clear_frame(frame);
  frame->n_columns = n_columns;
  if (frame->is_mixed)
    memset(frame->is_mixed, 0, (size_t)n_columns);
}

/* Most rows have no mixed column. */
static void
make_room (Frame *frame)
{
  if (frame->is_mixed)
    return;
  frame->is_mixed = g_new0(uint8_t, frame->n_columns);
  frame->places = g_new(GantryLanePlace, frame->n_columns);
}

void
gantry_kept_columns_free (GantryKeptColumns *kept)
{
  clear_frame(&kept->before);
  clear_frame(&kept->now);
  g_free(kept);
}

void
gantry_kept_columns_begin (GantryKeptColumns *kept, const GantryPainter *painter, GantryStrip *strip,
                           const GantryColor *inks)
{
  Frame *now = &kept->now, *before = &kept->before;
  begin_frame(now, painter->n_columns);
  kept->strip = strip;
  now->number = painter->number_of_first;
  now->ns_per_column = painter->ns_per_column;
  now->height = gantry_strip_height(strip);
  memcpy(now->inks, inks, sizeof now->inks);
  kept->holds = before->image != NULL && before->ns_per_column == now->ns_per_column &&
                before->height == now->height && memcmp(before->inks, now->inks, sizeof now->inks) == 0;
}

/* Where a column was in the frame before; FALSE where it was no mixed one, or out of sight. */
static bool
find_before (const GantryKeptColumns *kept, int column, int *place)
{
  int64_t at = kept->now.number + column - kept->before.number;
  if (!kept->holds || at < 0 || at >= kept->before.n_columns)
    return false;
  *place = (int)at;
  return kept->before.is_mixed[at] != 0;
}

bool
gantry_kept_columns_run (const GantryKeptColumns *kept, int column, int *n, const GantryLanePlace **places)
{
  int first, next, count = 1;
  if (!find_before(kept, column, &first))
    return false;
  while (count < *n && find_before(kept, column + count, &next))
    count++;
  *places = &kept->before.places[first];
  *n = count;
  return true;
}

int
gantry_kept_columns_gap (const GantryKeptColumns *kept, int column, int n)
{
  int count = 1, next;
  if (!kept->holds)
    return n;
  while (count < n && !find_before(kept, column + count, &next))
    count++;
  return count;
}

void
gantry_kept_columns_add (GantryKeptColumns *kept, int column, const GantryLanePlace *place)
{
  make_room(&kept->now);
  kept->now.is_mixed[column] = 1;
  kept->now.places[column] = *place;
}

void
gantry_kept_columns_end (GantryKeptColumns *kept)
{
  Frame *now = &kept->now;
  int n = now->n_columns;
  for (int column = 0, end, first, next; column < n && now->is_mixed; column = end) {
    end = column + 1;
    if (!now->is_mixed[column] || !find_before(kept, column, &first))
      continue;
    while (end < n && now->is_mixed[end] && find_before(kept, end, &next))
      end++;
    gantry_strip_copy(kept->strip, column, kept->before.image, first, end - column);
  }
  now->image = now->is_mixed ? gantry_strip_get_image(kept->strip) : NULL;
  Frame before = kept->before;
  kept->before = *now;
  *now = before;
  g_clear_pointer(&now->image, cairo_surface_destroy);
}
