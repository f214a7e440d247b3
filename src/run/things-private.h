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
/* Whether the slot waits for an rwlock to write. */
bool gantry_thing_waits_to_write (const GantryWorld *world, const GantryTaskSlot *slot);
/* The thing counts this slot's wait no more. */
void gantry_thing_forget_wait (GantryActor *actor, uint32_t object, GantryTaskSlot *slot);

/* Release and acquire: who sees that a wait is counted sees by which thing, without that one's guard. The
 * fences are the compiler's alone: who is killed has done all that stands before, and nothing that stands
 * behind. */
static inline void
gantry_wait_register (GantryTaskSlot *slot, bool is_counted)
{
  atomic_signal_fence(memory_order_seq_cst);
  atomic_store_explicit(&slot->wait.registered, is_counted, memory_order_release);
  atomic_signal_fence(memory_order_seq_cst);
}

static inline bool
gantry_wait_is_registered (const GantryTaskSlot *slot)
{
  return atomic_load_explicit(&slot->wait.registered, memory_order_acquire);
}

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

/* things-holders.c: who holds a semaphore, or reads. Whoever is killed between any two instructions of these
 * has come or left, or has not. */
void gantry_thing_add_holder (GantryThing *thing, uint32_t lane);
/* FALSE: it is none. */
bool gantry_thing_remove_holder (GantryThing *thing, uint32_t lane);
/* The last that came, if there is one. */
void gantry_thing_remove_any_holder (GantryThing *thing);
/* All that the lane holds, whose task was killed, maybe in the middle of the above. */
void gantry_thing_bury_holder (GantryThing *thing, uint32_t lane);

/* things-flows.c: events, barriers, queues, pipes and pools. */
bool gantry_flow_is_open (const GantryWorld *world, const GantryTaskSlot *slot, GantryRequestKind request,
                          uint32_t object);
GantryTry gantry_flow_try (GantryActor *actor, const GantryRequest *request);
/* Its length is what is really in it: who was killed may have moved one and not counted it. */
void gantry_pipe_recount (GantryThing *pipe);
