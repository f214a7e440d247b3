/* Who holds a semaphore, or reads under an rwlock.
 *
 * A place in the list is taken and left by one store each. One that was left in the middle is taken by the
 * next that comes, and those at the end are cut off: so the list is empty when nobody is in it, whoever was
 * killed in the middle of this, once the next has been here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/things-private.h"

/* All loads and stores of these are of one thread at a time, under the guard, but in the order in which they
 * stand here, for the next that has the guard may be another's heir: so they stay sequentially consistent. */

static void
cut_off (GantryThing *thing)
{
  while (thing->n_holders > 0 && thing->holders[thing->n_holders - 1] == GANTRY_NO_LANE)
    thing->n_holders--;
}

static void
leave (GantryThing *thing, uint32_t place)
{
  thing->vacant_from = MIN(thing->vacant_from, place);
  thing->holders[place] = GANTRY_NO_LANE;
}

void
gantry_thing_add_holder (GantryThing *thing, uint32_t lane)
{
  uint32_t place = thing->vacant_from;
  while (place < thing->n_holders && thing->holders[place] != GANTRY_NO_LANE)
    place++;
  thing->vacant_from = place;
  if (place >= GANTRY_MOST_STARTS)
    return;
  thing->holders[place] = lane;
  if (place >= thing->n_holders)
    thing->n_holders = place + 1;
}

bool
gantry_thing_remove_holder (GantryThing *thing, uint32_t lane)
{
  for (uint32_t i = thing->n_holders; i-- > 0;) {
    if (thing->holders[i] != lane)
      continue;
    leave(thing, i);
    cut_off(thing);
    return true;
  }
  return false;
}

void
gantry_thing_remove_any_holder (GantryThing *thing)
{
  cut_off(thing);
  if (thing->n_holders > 0)
    leave(thing, thing->n_holders - 1);
  cut_off(thing);
}

void
gantry_thing_bury_holder (GantryThing *thing, uint32_t lane)
{
  for (uint32_t i = 0; i < thing->n_holders; i++)
    if (thing->holders[i] == lane)
      leave(thing, i);
  cut_off(thing);
}
