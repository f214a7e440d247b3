/* What all tasks of a run share, whoever carries them: slots, things, variables. Made before the first fork;
 * the pointers are the same in each process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/gil.h"
#include "run/tasks.h"
#include "run/things.h"
#include "scenario/vm.h"

typedef struct GantryWorld GantryWorld;
struct GantryWorld {
  GantryRun *run;
  GantryTasks *tasks;
  GantryThing *things;        /* by the program's indices */
  _Atomic int64_t *shared;    /* variables */
  _Atomic int64_t *plain;     /* of this process */
  GantryGil *gil;             /* of this process; NULL: none */
  GantryCarrier carrier;      /* of a task that a thread or process starts */
  int fork_requests;          /* pipe to the one that forks; -1: nobody does */
  _Atomic uint32_t n_threads; /* futex: of this process, besides its first */
  gpointer host_data;         /* the simulator */
};

/* `carrier`: of what threads and processes start, and of pools' workers where nothing else is said. FALSE
 * where the machine refuses it: then the run cannot be started. */
bool gantry_world_init (GantryWorld *world, GantryRun *run, GantryCarrier carrier, GError **error);
/* Frees all that it is made of. Only where nobody can be using it any more: there are no other threads or
 * processes of the run. */
void gantry_world_clear (GantryWorld *world);
/* Gives the slot to a thread or process, as its carrier says. FALSE and a reason: the machine refused. Any
 * thread that carries a task. */
bool gantry_world_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason);
