/* Rows made ahead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-ahead.h"

#include "chart/cache.h"
#include "timeline/parallel.h"

/* Intervals and steps in the rows that can be seen: for fewer a second thread is not worth waking. */
#define MANY_PIECES 50000

typedef struct {
  const GantryRowMaker *maker;
  gpointer made;
} Item;

struct GantryAhead {
  const GantryPainter *painter;
  GArray *items; /* Item */
  guint *places; /* by row: that of its item + 1 */
  guint arrows;  /* theirs + 1; 0: they are not made */
  GantryParallel *parallel;
};

static const GantryRowMaker *
maker_of (const GantryRow *row)
{
  switch (row->kind) {
  case GANTRY_ROW_LANE:
    return &gantry_lane_maker;
  case GANTRY_ROW_CORE:
    return &gantry_core_maker;
  case GANTRY_ROW_THING:
    return &gantry_thing_maker;
  case GANTRY_ROW_COUNTERS:
    return &gantry_counters_maker;
  default:
    return NULL;
  }
}

static void
add_row (GantryAhead *ahead, guint index, size_t *n_pieces)
{
  const GantryRow *row = gantry_painter_row(ahead->painter, index);
  Item item = {.maker = maker_of(row)};
  if (item.maker)
    item.made = item.maker->begin(ahead->painter, row, n_pieces);
  if (!item.made)
    return;
  g_array_append_val(ahead->items, item);
  ahead->places[index] = ahead->items->len;
}

GantryKeptColumns *
gantry_painter_kept_columns (const GantryPainter *painter, gconstpointer shown)
{
  /* What goes on may yet change: the end of a wait may turn out to have been earlier. */
  if (painter->vector || !painter->has_numbers || !gantry_timeline_is_finished(painter->timeline))
    return NULL;
  return gantry_chart_cache_kept_columns(painter->layout->cache, shown, painter->n_columns);
}

/* First of all: they take longest. */
static void
add_arrows (GantryAhead *ahead, size_t *n_pieces)
{
  Item item = {&gantry_arrows_maker, gantry_painter_begin_arrows(ahead->painter)};
  if (!item.made)
    return;
  g_array_append_val(ahead->items, item);
  ahead->arrows = ahead->items->len;
  *n_pieces += MANY_PIECES;
}

static void
work (guint index, gpointer data)
{
  const GantryAhead *ahead = data;
  const Item *item = &g_array_index(ahead->items, Item, index);
  item->maker->work(ahead->painter, item->made);
}

void
gantry_painter_begin_rows (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  GantryAhead *ahead = g_new0(GantryAhead, 1);
  guint first = layout->first_content, end = first + layout->n_content;
  size_t n_pieces = 0;
  ahead->painter = painter;
  ahead->items = g_array_new(FALSE, FALSE, sizeof(Item));
  ahead->places = g_new0(guint, layout->rows->len);
  add_arrows(ahead, &n_pieces);
  /* In the order in which they are drawn. */
  for (guint i = 0; i < layout->rows->len; i++)
    if (i < first || i >= end)
      add_row(ahead, i, &n_pieces);
  for (int band = 0; band < gantry_painter_n_bands(painter); band++) {
    guint last;
    gantry_painter_enter_band(painter, band);
    gantry_painter_visible_rows(painter, &first, &last);
    for (guint i = first; i < last; i++)
      add_row(ahead, i, &n_pieces);
  }
  painter->ahead = ahead;
  ahead->parallel = gantry_parallel_begin(ahead->items->len, n_pieces >= MANY_PIECES, work, ahead);
}

static gpointer
wait_for (const GantryAhead *ahead, guint place)
{
  if (place == 0)
    return NULL;
  gantry_parallel_wait(ahead->parallel, place - 1);
  return g_array_index(ahead->items, Item, place - 1).made;
}

gpointer
gantry_painter_made (const GantryPainter *painter, const GantryRow *row)
{
  return wait_for(painter->ahead, painter->ahead->places[row - gantry_painter_row(painter, 0)]);
}

gpointer
gantry_painter_made_arrows (const GantryPainter *painter)
{
  return wait_for(painter->ahead, painter->ahead->arrows);
}

void
gantry_painter_end_rows (GantryPainter *painter)
{
  GantryAhead *ahead = g_steal_pointer(&painter->ahead);
  gantry_parallel_end(ahead->parallel);
  for (guint i = 0; i < ahead->items->len; i++) {
    const Item *item = &g_array_index(ahead->items, Item, i);
    item->maker->free(item->made);
  }
  gantry_chart_cache_end_rows(ahead->painter->layout->cache);
  g_array_unref(ahead->items);
  g_free(ahead->places);
  g_free(ahead);
}
