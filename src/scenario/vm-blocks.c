/* The VM's blocks: entering, leaving and unwinding them, in order, whatever ends them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/vm-private.h"

#include <glib/gi18n-lib.h>

void
gantry_vm_enter (GantryVm *vm, GantryBlockKind kind, const GantryInstruction *instruction)
{
  vm->blocks[vm->n_blocks++] = (GantryBlock){
      .kind = kind,
      .object = instruction->a,
      .line = gantry_vm_line_here(vm),
      .target = (uint32_t)instruction->value,
      .deadline = kind == GANTRY_BLOCK_WITHIN ? gantry_vm_pop(vm) : GANTRY_NO_DEADLINE,
  };
}

const GantryRequest *
gantry_vm_leave (GantryVm *vm)
{
  const GantryBlock *block = &vm->blocks[--vm->n_blocks];
  GantryRequest *request;
  switch (block->kind) {
  case GANTRY_BLOCK_WITH:
    request = gantry_vm_new_request(vm, GANTRY_REQUEST_RELEASE, block->line);
    request->object = block->object;
    break;
  case GANTRY_BLOCK_NOTE:
    request = gantry_vm_new_request(vm, GANTRY_REQUEST_NOTE_END, block->line);
    break;
  case GANTRY_BLOCK_ASYNC:
    request = gantry_vm_new_request(vm, GANTRY_REQUEST_RUN_ASYNC_END, block->line);
    break;
  default:
    return NULL;
  }
  request->unwinding = vm->unwinding;
  return request;
}

int64_t
gantry_vm_nearest_deadline (const GantryVm *vm)
{
  int64_t nearest = GANTRY_NO_DEADLINE;
  for (uint32_t i = 0; i < vm->n_blocks; i++)
    if (vm->blocks[i].kind == GANTRY_BLOCK_WITHIN)
      nearest = MIN(nearest, vm->blocks[i].deadline);
  return nearest;
}

static void
begin_unwinding (GantryVm *vm, uint32_t to)
{
  vm->unwinding = true;
  vm->unwind_to = to;
  vm->answers = false;
  vm->sp = 0; /* statements begin with an empty stack */
}

void
gantry_vm_end_as (GantryVm *vm, GantryOutcome outcome, int64_t result)
{
  vm->outcome = outcome;
  vm->result = result;
  vm->ending = true;
  begin_unwinding(vm, 0);
}

void
gantry_vm_fail_at (GantryVm *vm, uint32_t line, const char *reason)
{
  g_free(vm->reason);
  vm->reason = g_strdup_printf(_("line %u: %s"), line, reason);
  vm->request.line = line;
  gantry_vm_end_as(vm, GANTRY_OUTCOME_FAILED, 0);
}

void
gantry_vm_fail (GantryVm *vm, const char *reason)
{
  if (!vm->ended)
    gantry_vm_fail_at(vm, vm->request.line, reason);
}

void
gantry_vm_interrupt (GantryVm *vm, GantryInterrupt interrupt, int64_t now)
{
  if (vm->ended || vm->ending)
    return;
  if (interrupt == GANTRY_INTERRUPT_CANCEL) {
    gantry_vm_end_as(vm, GANTRY_OUTCOME_CANCELLED, 0);
    return;
  }
  /* The wait has been given up, so a `within` must be over, even if a clock read `now` a little too early. */
  int64_t latest = MAX(now, gantry_vm_nearest_deadline(vm));
  for (uint32_t i = 0; i < vm->n_blocks; i++)
    if (vm->blocks[i].kind == GANTRY_BLOCK_WITHIN && vm->blocks[i].deadline <= latest) {
      begin_unwinding(vm, i);
      vm->jump_to = vm->blocks[i].target;
      return;
    }
}

static const GantryRequest *
end_request (GantryVm *vm)
{
  uint32_t line = vm->request.line;
  vm->ended = true;
  GantryRequest *request = gantry_vm_new_request(vm, GANTRY_REQUEST_END, line);
  request->outcome = vm->outcome;
  request->value = vm->result;
  request->text = vm->reason;
  return request;
}

const GantryRequest *
gantry_vm_unwind (GantryVm *vm)
{
  while (vm->n_blocks > vm->unwind_to) {
    const GantryRequest *request = gantry_vm_leave(vm);
    if (request)
      return request;
  }
  vm->unwinding = false;
  if (vm->ending)
    return end_request(vm);
  vm->pc = vm->jump_to;
  return NULL;
}
