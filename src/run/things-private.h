/* What the parts of the things share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/things.h"
#include "run/world.h"

/* All with the thing's guard held. */

/* Whether the request could be done at once, by this slot in the state that its wait is in. */
bool gantry_thing_is_open (const GantryWorld *world, const GantryTaskSlot *slot, GantryRequestKind request,
                           uint32_t object, uint32_t mode);
/* Up to `most` of the channel's waiters shall look again. */
void gantry_thing_changed (GantryActor *actor, uint32_t object, int channel, int most);
/* The thing counts this slot's wait no more. */
void gantry_thing_forget_wait (GantryActor *actor, uint32_t object, GantryTaskSlot *slot);

/* How many a queue, pipe or pool holds. */
static inline int64_t
gantry_thing_length (const GantryThing *thing)
{
  return thing->put - thing->taken;
}

/* things-locks.c: locks, rlocks, rwlocks, semaphores and conditions; once open, or not waiting. */
bool gantry_lock_is_open (const GantryWorld *world, const GantryTaskSlot *slot, uint32_t object,
                          uint32_t mode);
void gantry_lock_take (GantryActor *actor, const GantryRequest *request);
GantryTry gantry_lock_release (GantryActor *actor, const GantryRequest *request);
GantryTry gantry_condition_try (GantryActor *actor, const GantryRequest *request);
GantryTry gantry_condition_give_up (GantryActor *actor, const GantryRequest *request);
GantryTry gantry_condition_notify (GantryActor *actor, const GantryRequest *request);
bool gantry_condition_is_open (const GantryWorld *world, const GantryTaskSlot *slot, uint32_t object);

/* things-flows.c: events, barriers, queues, pipes and pools. */
bool gantry_flow_is_open (const GantryWorld *world, const GantryTaskSlot *slot, GantryRequestKind request,
                          uint32_t object);
GantryTry gantry_flow_try (GantryActor *actor, const GantryRequest *request);
/* Its length is what is really in it: who was killed may have moved one and not counted it. */
void gantry_pipe_recount (GantryThing *pipe);
