/* The VM: runs instructions until one of them is a request.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/vm.h"

#include "scenario/arithmetic.h"
#include "scenario/random.h"
#include "scenario/vm-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MOST_TEXT 1000 /* bytes of a print, note or fail, and of a name, which is told in these */
#define LETTER 4       /* bytes at most */

uint64_t
gantry_vm_seed_of (uint64_t seed, uint64_t ordinal)
{
  return gantry_random_mix(seed ^ gantry_random_mix(ordinal + UINT64_C(0x632be59bd9b4e019)));
}

uint64_t
gantry_vm_main_seed (int64_t scenario_seed)
{
  return gantry_random_mix((uint64_t)scenario_seed + UINT64_C(0x9e3779b97f4a7c15));
}

char *
gantry_vm_instance_name (const char *name, bool numbered, int64_t number)
{
  return numbered ? g_strdup_printf("%s %" PRId64, name, number) : g_strdup(name);
}

/* A VM is one piece of memory: there may be a million of them. */
typedef struct {
  gsize blocks_at;
  gsize name_at;
} Layout;

static Layout
layout_of (const GantryTask *task)
{
  gsize blocks_at = sizeof(GantryVm) + (task->n_locals + task->max_stack) * sizeof(int64_t);
  return (Layout){blocks_at, blocks_at + task->max_blocks * sizeof(GantryBlock)};
}

gsize
gantry_vm_bytes (const GantryTask *task)
{
  return layout_of(task).name_at + (task->code->has_text ? MOST_TEXT + sizeof(GString) : 0);
}

gsize
gantry_vm_name_bytes (const char *name)
{
  return MIN(strlen(name), MOST_TEXT) + 1;
}

GantryVm *
gantry_vm_new (const GantryProgram *program, const GantryVmStart *start, const GantryVariables *variables)
{
  const GantryTask *task = &program->tasks[start->task];
  Layout layout = layout_of(task);
  gsize name_size = gantry_vm_name_bytes(start->name);
  GantryVm *vm = g_malloc0(layout.name_at + name_size);
  vm->program = program;
  vm->task = task;
  vm->instructions = (const GantryInstruction *)(const void *)task->code->instructions->data;
  vm->variables = variables;
  vm->stack = vm->locals + task->n_locals;
  vm->blocks = (GantryBlock *)(void *)((char *)vm + layout.blocks_at);
  vm->name = memcpy((char *)vm + layout.name_at, start->name, name_size - 1);
  vm->index = start->index;
  vm->seed = start->seed;
  vm->random = start->seed;
  vm->outcome = GANTRY_OUTCOME_OK;
  vm->request.line = task->line;
  if (start->n_args > 0)
    memcpy(vm->locals, start->args, MIN(start->n_args, task->n_params) * sizeof(int64_t));
  return vm;
}

void
gantry_vm_free (GantryVm *vm)
{
  if (!vm)
    return;
  gantry_children_free(vm->children);
  if (vm->text)
    g_string_free(vm->text, TRUE);
  g_free(vm->reason);
  g_free(vm);
}

void
gantry_vm_set_variables (GantryVm *vm, const GantryVariables *variables)
{
  vm->variables = variables;
}

uint32_t
gantry_vm_get_line (const GantryVm *vm)
{
  return vm->request.line;
}

uint32_t
gantry_vm_line_here (const GantryVm *vm)
{
  return g_array_index(vm->task->code->lines, uint32_t, vm->pc - 1);
}

static uint32_t
next_line (const GantryVm *vm)
{
  return g_array_index(vm->task->code->lines, uint32_t, vm->pc);
}

/* All accesses to variables are relaxed: they order nothing, as a plain global in a program without locks
 * orders nothing, and they are atomic only so that a race is a wrong number and not undefined behaviour. */
static inline _Atomic int64_t *
cell (const GantryVm *vm, const GantryInstruction *instruction)
{
  bool shared = (instruction->flags & GANTRY_FLAG_SHARED) != 0;
  return (shared ? vm->variables->shared : vm->variables->plain) + instruction->a;
}

static inline void
tell_stored (const GantryVm *vm, const GantryInstruction *instruction, int64_t value)
{
  if (vm->variables->stored)
    vm->variables->stored(instruction->a, value, gantry_vm_line_here(vm), vm->variables->user_data);
}

static inline void
store (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t value = gantry_vm_pop(vm);
  /* Relaxed, as all accesses to variables: that they promise no more is what scenarios are to show; who wants
   * an order takes a lock, which brings it. */
  atomic_store_explicit(cell(vm, instruction), value, memory_order_relaxed);
  tell_stored(vm, instruction, value);
}

static void
begin_atomic (GantryVm *vm, const GantryInstruction *instruction)
{
  vm->kept = atomic_load_explicit(cell(vm, instruction), memory_order_relaxed);
  vm->kept_random = vm->random;
}

/* The new value is stored only if nobody has changed the variable since begin_atomic(). If somebody has, the
 * expression is worked out again, from the same draws. */
static void
commit_atomic (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t value = gantry_vm_pop(vm);
  if (atomic_compare_exchange_strong_explicit(cell(vm, instruction), &vm->kept, value, memory_order_relaxed,
                                              memory_order_relaxed)) {
    tell_stored(vm, instruction, value);
    return;
  }
  vm->random = vm->kept_random;
  vm->pc = (uint32_t)instruction->value;
}

static void
fail_here (GantryVm *vm, const char *reason)
{
  gantry_vm_fail_at(vm, gantry_vm_line_here(vm), reason);
}

static void
fail_arithmetic (GantryVm *vm, GantryArithmeticResult result)
{
  fail_here(vm, result == GANTRY_ARITHMETIC_OVERFLOW ? _("overflow: the result does not fit into 64 bits")
                                                     : _("division by zero"));
}

static inline void
calculate (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t result = 0, right = gantry_vm_pop(vm), left = gantry_vm_pop(vm);
  GantryArithmeticResult outcome = gantry_arithmetic(instruction->op, left, right, &result);
  if (G_UNLIKELY(outcome != GANTRY_ARITHMETIC_OK))
    fail_arithmetic(vm, outcome);
  else
    gantry_vm_push(vm, result);
}

static void
negate (GantryVm *vm)
{
  int64_t result;
  if (__builtin_sub_overflow((int64_t)0, gantry_vm_pop(vm), &result))
    fail_arithmetic(vm, GANTRY_ARITHMETIC_OVERFLOW);
  else
    gantry_vm_push(vm, result);
}

static void
draw_random (GantryVm *vm)
{
  int64_t high = gantry_vm_pop(vm), low = gantry_vm_pop(vm);
  if (low > high)
    fail_here(vm, _("random(a, b) needs an a that is not above b"));
  else
    gantry_vm_push(vm, gantry_random_between(&vm->random, low, high));
}

static void
append_text (GantryVm *vm, const char *text)
{
  if (vm->text_is_full)
    return;
  /* Not all of a long one: its room would stay. */
  g_string_append_len(vm->text, text, (gssize)strnlen(text, MOST_TEXT + LETTER - vm->text->len));
  if (vm->text->len <= MOST_TEXT)
    return;
  gsize length = MOST_TEXT;
  while (((unsigned char)vm->text->str[length] & 0xC0u) == 0x80u) /* in the middle of a character */
    length--;
  g_string_truncate(vm->text, length);
  vm->text_is_full = true;
}

static void
build_text (GantryVm *vm, const GantryInstruction *instruction)
{
  char number[32];
  switch (instruction->op) {
  case OP_TEXT_BEGIN:
    if (!vm->text)
      vm->text = g_string_new(NULL);
    g_string_truncate(vm->text, 0);
    vm->text_is_full = false;
    break;
  case OP_TEXT_LITERAL:
    append_text(vm, g_ptr_array_index(vm->task->code->literals, instruction->value));
    break;
  case OP_TEXT_VALUE:
    g_snprintf(number, sizeof number, "%" PRId64, gantry_vm_pop(vm));
    append_text(vm, number);
    break;
  default:
    append_text(vm, vm->name);
    break;
  }
}

static inline void
jump (GantryVm *vm, const GantryInstruction *instruction)
{
  vm->pc = (uint32_t)instruction->value;
}

/* `and` and `or` give the operand that decides, as in Python. */
static inline void
keep_or_drop (GantryVm *vm, const GantryInstruction *instruction)
{
  bool truth = vm->stack[vm->sp - 1] != 0;
  if (truth == (instruction->op == OP_KEEP_IF_TRUE))
    jump(vm, instruction);
  else
    vm->sp--;
}

static inline void
repeat (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t *counter = &vm->locals[instruction->a];
  if (counter[0] >= counter[1])
    jump(vm, instruction);
  else
    counter[0]++;
}

/* An instruction that asks for nothing. */
static inline void
execute (GantryVm *vm, const GantryInstruction *instruction)
{
  switch ((GantryOp)instruction->op) {
  case OP_PUSH:
    gantry_vm_push(vm, instruction->value);
    break;
  case OP_POP:
    vm->sp--;
    break;
  case OP_LOCAL:
    gantry_vm_push(vm, vm->locals[instruction->a]);
    break;
  case OP_SET_LOCAL:
    vm->locals[instruction->a] = gantry_vm_pop(vm);
    break;
  case OP_INDEX:
    gantry_vm_push(vm, vm->index);
    break;
  case OP_LOAD:
    gantry_vm_push(vm, atomic_load_explicit(cell(vm, instruction), memory_order_relaxed));
    break;
  case OP_STORE:
    store(vm, instruction);
    break;
  case OP_ATOMIC_BEGIN:
    begin_atomic(vm, instruction);
    break;
  case OP_ATOMIC_LOAD:
    gantry_vm_push(vm, vm->kept);
    break;
  case OP_ATOMIC_STORE:
    commit_atomic(vm, instruction);
    break;
  case OP_NEGATE:
    negate(vm);
    break;
  case OP_NOT:
    gantry_vm_push(vm, gantry_vm_pop(vm) == 0);
    break;
  case OP_RANDOM:
    draw_random(vm);
    break;
  case OP_JUMP:
    jump(vm, instruction);
    break;
  case OP_JUMP_IF_FALSE:
    if (gantry_vm_pop(vm) == 0)
      jump(vm, instruction);
    break;
  case OP_KEEP_IF_FALSE:
  case OP_KEEP_IF_TRUE:
    keep_or_drop(vm, instruction);
    break;
  case OP_REPEAT:
    repeat(vm, instruction);
    break;
  case OP_TEXT_BEGIN:
  case OP_TEXT_LITERAL:
  case OP_TEXT_VALUE:
  case OP_TEXT_NAME:
    build_text(vm, instruction);
    break;
  case OP_ENTER_WITH:
    gantry_vm_enter(vm, GANTRY_BLOCK_WITH, instruction);
    break;
  case OP_ENTER_WITHIN:
    gantry_vm_enter(vm, GANTRY_BLOCK_WITHIN, instruction);
    break;
  case OP_ENTER_ASYNC:
    gantry_vm_enter(vm, GANTRY_BLOCK_ASYNC, instruction);
    break;
  case OP_RETURN:
    vm->request.line = gantry_vm_line_here(vm);
    gantry_vm_end_as(vm, GANTRY_OUTCOME_OK, gantry_vm_pop(vm));
    break;
  case OP_FAIL:
    fail_here(vm, vm->text->str);
    break;
  default:
    calculate(vm, instruction);
    break;
  }
}

const GantryRequest *
gantry_vm_run (GantryVm *vm, uint32_t budget)
{
  if (vm->ended)
    return &vm->request;
  const GantryRequest *request = NULL;
  for (uint32_t i = 0; i < budget && !request; i++) {
    if (G_UNLIKELY(vm->unwinding)) {
      request = gantry_vm_unwind(vm);
      continue;
    }
    const GantryInstruction *instruction = &vm->instructions[vm->pc++];
    if (instruction->op < OP_FIRST_REQUEST)
      execute(vm, instruction);
    else
      request = gantry_vm_ask(vm, instruction);
  }
  if (request)
    return request;
  uint32_t line = vm->unwinding ? vm->request.line : next_line(vm);
  return gantry_vm_new_request(vm, GANTRY_REQUEST_CONTINUE, line);
}
