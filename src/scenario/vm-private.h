/* What the parts of the VM share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/code.h"
#include "scenario/vm-children.h"
#include "scenario/vm.h"

typedef enum {
  GANTRY_BLOCK_WITH,
  GANTRY_BLOCK_NOTE,
  GANTRY_BLOCK_WITHIN,
  GANTRY_BLOCK_ASYNC,
} GantryBlockKind;

/* A block that the task is in and that has to be left in order. */
typedef struct {
  GantryBlockKind kind;
  uint32_t object; /* with */
  uint32_t line;
  uint32_t target;  /* within: where `else` begins */
  int64_t deadline; /* within */
} GantryBlock;

struct GantryVm {
  const GantryProgram *program;
  const GantryTask *task;
  const GantryInstruction *instructions;
  const GantryVariables *variables;
  GantryBlock *blocks;
  int64_t *stack;
  const char *name;
  GantryChildren *children; /* NULL before the first start */
  GString *text;            /* what is being put together for print, note and fail; NULL before the first */
  char *reason;
  int64_t index;
  uint64_t seed;
  uint64_t random;
  uint64_t n_started;   /* the ordinal of the next one */
  int64_t kept;         /* atomic assignment: the variable's value at its beginning */
  uint64_t kept_random; /* and the state of the draws */
  int64_t result;       /* of the task */
  uint32_t pc;          /* of the next instruction */
  uint32_t sp;
  uint32_t n_blocks;
  uint32_t unwind_to; /* unwinding: number of blocks that stay, */
  uint32_t jump_to;   /* and where to go on then, if the task does not end */
  GantryOutcome outcome;
  bool unwinding;
  bool ending; /* unwinding to the task's end */
  bool ended;
  bool text_is_full; /* what is added to it is dropped */
  bool answers;      /* the last request's answer is pushed */
  GantryRequest request;
  int64_t locals[]; /* followed by the stack, the blocks, and the name */
};

static inline void
gantry_vm_push (GantryVm *vm, int64_t value)
{
  vm->stack[vm->sp++] = value;
}

static inline int64_t
gantry_vm_pop (GantryVm *vm)
{
  return vm->stack[--vm->sp];
}

/* Line of the instruction that is being executed. */
uint32_t gantry_vm_line_here (const GantryVm *vm);

/* An empty request with the nearest deadline. */
GantryRequest *gantry_vm_new_request (GantryVm *vm, GantryRequestKind kind, uint32_t line);
/* Serves an instruction from OP_FIRST_REQUEST on. NULL: there is nothing to ask for, or the task has failed.
 */
const GantryRequest *gantry_vm_ask (GantryVm *vm, const GantryInstruction *instruction);

/* The task ends as failed, for a reason in the line. */
void gantry_vm_fail_at (GantryVm *vm, uint32_t line, const char *reason);
/* The task ends by way of leaving its blocks. */
void gantry_vm_end_as (GantryVm *vm, GantryOutcome outcome, int64_t result);

void gantry_vm_enter (GantryVm *vm, GantryBlockKind kind, const GantryInstruction *instruction);
/* Leaves the innermost block. Returns the request that it takes, or NULL. */
const GantryRequest *gantry_vm_leave (GantryVm *vm);
/* Goes on leaving blocks. Returns the request that it takes, or NULL: done, run on. */
const GantryRequest *gantry_vm_unwind (GantryVm *vm);
int64_t gantry_vm_nearest_deadline (const GantryVm *vm);
