/* Looking through a program for what it asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/needs.h"

#include "scenario/vm.h"

bool
gantry_program_uses_request (const GantryProgram *program, int request)
{
  for (uint32_t i = 0; i < program->n_tasks; i++)
    if (gantry_task_uses_request(&program->tasks[i], request))
      return true;
  return false;
}

bool
gantry_program_uses_processes (const GantryProgram *program)
{
  for (uint32_t i = 0; i < program->n_things; i++)
    if (program->things[i].kind == GANTRY_THING_POOL && program->things[i].pool_has_model &&
        program->things[i].pool_model == GANTRY_MODEL_PROCESSES)
      return true;
  for (uint32_t i = 0; i < program->n_tasks; i++)
    if (gantry_task_uses_processes(&program->tasks[i]))
      return true;
  return false;
}

GantryNeeds
gantry_needs_of (const GantryProgram *program, GantryModel model)
{
  GantryNeeds needs = 0;
  if (model == GANTRY_MODEL_SIMULATED)
    return needs;
  if (gantry_program_uses_request(program, GANTRY_REQUEST_FETCH))
    needs |= GANTRY_NEEDS_FETCHES | GANTRY_NEEDS_PROCESSES; /* the server is one */
  if (gantry_program_uses_request(program, GANTRY_REQUEST_READ) ||
      gantry_program_uses_request(program, GANTRY_REQUEST_WRITE))
    needs |= GANTRY_NEEDS_FILES;
  if (model == GANTRY_MODEL_PROCESSES || gantry_program_uses_processes(program))
    needs |= GANTRY_NEEDS_PROCESSES;
  return needs;
}
