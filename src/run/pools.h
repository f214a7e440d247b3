/* Pools: calls that are submitted, and workers that take them.
 *
 * Workers are started when there is a call and no idle worker, up to the pool's number, as Python's executors
 * do it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/world.h"

/* Submits the call of a SUBMIT request. Starts a worker where one is needed by `spawn`, which records the new
 * lane as well. FALSE and a reason (owned by the caller) if the machine refuses. */
typedef bool (*GantrySpawnWorker)(GantryActor *actor, GantryTaskSlot *worker, uint32_t line, char **reason);
/* `retry`: tasks of the actor's own loop may go on. */
bool gantry_pool_submit (GantryActor *actor, const GantryRequest *request, GantrySpawnWorker spawn,
                         bool *retry, char **reason);
/* Records how many calls wait. With the pool's guard held. */
void gantry_pool_tell_calls (GantryActor *actor, uint32_t object);
/* A copy of the call number `call`, which a worker has just taken. */
GantryCall gantry_pool_get_call (const GantryWorld *world, uint32_t object, int64_t call);
/* The actor has finished one. TRUE: tasks of the actor's own loop may go on. */
bool gantry_pool_finish (GantryActor *actor, uint32_t object);
/* Somebody was killed, maybe while it submitted, took or finished a call: they are counted anew, without that
 * of `dead`. With the pool's guard held. */
void gantry_pool_recount (GantryActor *actor, uint32_t object, GantryTaskSlot *dead);
/* A worker was killed: others are not left without one; where none can be had in its place, the run ends. */
void gantry_pool_bury (GantryActor *actor, GantryTaskSlot *dead, GantrySpawnWorker spawn);
/* What a worker waits by. */
GantryRequest gantry_pool_take_request (uint32_t object, uint32_t line);
/* "square 3": what a call is told as. Newly allocated. */
char *gantry_pool_call_name (const GantryProgram *program, const GantryCall *call);
