/* What a run is made of before its first task.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/world.h"

#include "run/needs.h"
#include "run/processes.h"
#include "run/threads.h"

bool
gantry_world_init (GantryWorld *world, GantryRun *run, GantryCarrier carrier, GError **error)
{
  const GantryProgram *program = run->program;
  gsize bytes = sizeof(int64_t) * (program->n_things + 1);
  *world = (GantryWorld){
      .run = run,
      .things = gantry_things_new(program, error),
      .plain = g_malloc0(bytes),
      .carrier = carrier,
      .fork_requests = -1,
  };
  if (!world->things)
    return false;
  world->shared = gantry_shared_new(bytes);
  if (!world->shared)
    return gantry_run_refused(error);
  bool with_loops = run->options->model == GANTRY_MODEL_ASYNC ||
                    gantry_program_uses_request(program, GANTRY_REQUEST_RUN_ASYNC_BEGIN);
  world->tasks = gantry_tasks_new(program, with_loops, error);
  if (!world->tasks)
    return false;
  for (uint32_t i = 0; i < program->n_things; i++) {
    atomic_init(&world->shared[i], program->things[i].initial);
    atomic_init(&world->plain[i], program->things[i].initial);
  }
  return true;
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
