/* What a run is made of before its first task.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/world.h"

#include "run/needs.h"
#include "run/processes.h"
#include "run/threads.h"

void
gantry_world_init (GantryWorld *world, GantryRun *run, GantryCarrier carrier)
{
  const GantryProgram *program = run->program;
  gsize bytes = sizeof(int64_t) * (program->n_things + 1);
  *world = (GantryWorld){
      .run = run,
      .things = gantry_things_new(program),
      .shared = gantry_shared_new(bytes),
      .plain = g_malloc0(bytes),
      .carrier = carrier,
      .fork_requests = -1,
  };
  g_assert(world->shared);
  bool with_loops = run->options->model == GANTRY_MODEL_ASYNC ||
                    gantry_program_uses_request(program, GANTRY_REQUEST_RUN_ASYNC_BEGIN);
  world->tasks = gantry_tasks_new(program, with_loops);
  for (uint32_t i = 0; i < program->n_things; i++) {
    atomic_init(&world->shared[i], program->things[i].initial);
    atomic_init(&world->plain[i], program->things[i].initial);
  }
}

void
gantry_world_clear (GantryWorld *world)
{
  const GantryProgram *program = world->run->program;
  gantry_things_free(world->things, program);
  gantry_tasks_free(world->tasks, program);
  gantry_shared_free((gpointer)world->shared, sizeof(int64_t) * (program->n_things + 1));
  g_free((gpointer)world->plain);
}

bool
gantry_world_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason)
{
  return slot->carrier == GANTRY_CARRIER_PROCESS ? gantry_process_spawn(world, slot, reason)
                                                 : gantry_thread_spawn(world, slot, reason);
}
