/* Two lists through one array: by age over all lanes, and by age of each lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/holders.h"

#define NOWHERE UINT32_MAX

typedef struct {
  GantryHolder holder;
  uint32_t older, newer;             /* NOWHERE: none; of a free place `older` is the next free one */
  uint32_t older_of_it, newer_of_it; /* the same lane's */
} Place;

static Place *
place_at (const GantryHolders *holders, uint32_t index)
{
  return &g_array_index(holders->places, Place, index);
}

void
gantry_holders_init (GantryHolders *holders)
{
  *holders = (GantryHolders){
      .places = g_array_new(FALSE, FALSE, sizeof(Place)),
      .by_lane = g_hash_table_new(NULL, NULL),
      .oldest = NOWHERE,
      .newest = NOWHERE,
      .free = NOWHERE,
  };
}

void
gantry_holders_clear (GantryHolders *holders)
{
  g_array_unref(holders->places);
  g_hash_table_unref(holders->by_lane);
}

static uint32_t
newest_of (const GantryHolders *holders, uint32_t lane)
{
  guint number = GPOINTER_TO_UINT(g_hash_table_lookup(holders->by_lane, GUINT_TO_POINTER(lane)));
  return number > 0 ? number - 1 : NOWHERE;
}

static void
set_newest_of (const GantryHolders *holders, uint32_t lane, uint32_t index)
{
  if (index == NOWHERE)
    g_hash_table_remove(holders->by_lane, GUINT_TO_POINTER(lane));
  else
    g_hash_table_insert(holders->by_lane, GUINT_TO_POINTER(lane), GUINT_TO_POINTER(index + 1));
}

static uint32_t
get_place (GantryHolders *holders)
{
  uint32_t index = holders->free;
  if (index == NOWHERE) {
    g_array_set_size(holders->places, holders->places->len + 1);
    return holders->places->len - 1;
  }
  holders->free = place_at(holders, index)->older;
  return index;
}

void
gantry_holders_add (GantryHolders *holders, const GantryHolder *holder)
{
  uint32_t index = get_place(holders), before = newest_of(holders, holder->lane);
  *place_at(holders, index) = (Place){*holder, holders->newest, NOWHERE, before, NOWHERE};
  if (holders->newest != NOWHERE)
    place_at(holders, holders->newest)->newer = index;
  else
    holders->oldest = index;
  if (before != NOWHERE)
    place_at(holders, before)->newer_of_it = index;
  holders->newest = index;
  holders->n++;
  set_newest_of(holders, holder->lane, index);
}

const GantryHolder *
gantry_holders_newest (const GantryHolders *holders)
{
  return holders->newest == NOWHERE ? NULL : &place_at(holders, holders->newest)->holder;
}

bool
gantry_holders_has (const GantryHolders *holders, uint32_t lane)
{
  return newest_of(holders, lane) != NOWHERE;
}

static bool
take_out (GantryHolders *holders, uint32_t index, GantryHolder *holder)
{
  if (index == NOWHERE)
    return false;
  Place *place = place_at(holders, index);
  *holder = place->holder;
  if (place->older != NOWHERE)
    place_at(holders, place->older)->newer = place->newer;
  else
    holders->oldest = place->newer;
  if (place->newer != NOWHERE)
    place_at(holders, place->newer)->older = place->older;
  else
    holders->newest = place->older;
  if (place->older_of_it != NOWHERE)
    place_at(holders, place->older_of_it)->newer_of_it = place->newer_of_it;
  if (place->newer_of_it != NOWHERE)
    place_at(holders, place->newer_of_it)->older_of_it = place->older_of_it;
  else
    set_newest_of(holders, holder->lane, place->older_of_it);
  place->older = holders->free;
  holders->free = index;
  holders->n--;
  return true;
}

bool
gantry_holders_take_newest (GantryHolders *holders, GantryHolder *holder)
{
  return take_out(holders, holders->newest, holder);
}

bool
gantry_holders_take_oldest (GantryHolders *holders, GantryHolder *holder)
{
  return take_out(holders, holders->oldest, holder);
}

bool
gantry_holders_take_newest_of (GantryHolders *holders, uint32_t lane, GantryHolder *holder)
{
  return take_out(holders, newest_of(holders, lane), holder);
}
