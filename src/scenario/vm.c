/* The VM: runs instructions until one of them is a request.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/vm.h"

#include "scenario/code.h"
#include "scenario/random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_TEXT 1000

typedef enum { BLOCK_WITH, BLOCK_NOTE, BLOCK_WITHIN, BLOCK_ASYNC } BlockKind;

typedef struct {
  uint32_t kind; /* BlockKind */
  uint32_t object;
  uint32_t line;
  uint32_t target; /* within: where `else` begins */
  int64_t deadline;
} Block;

/* One that this task has started. */
typedef struct {
  uint64_t handle;
  uint32_t task;
  uint32_t given_name;
  bool joined;
  bool daemon;
} Child;

/* What happens when the blocks have been left. */
typedef enum { THEN_RUN, THEN_END, THEN_JUMP } Then;

/* What gantry_vm_answer() does with the value. */
typedef enum { ANSWER_DROPPED, ANSWER_PUSHED } Answer;

struct GantryVm {
  const GantryProgram *program;
  const GantryTask *task;
  const GantryInstruction *instructions;
  const GantryVariables *variables;
  char *name;
  int64_t index;
  uint64_t seed;
  uint64_t random;
  uint64_t started; /* how many this task has started: the ordinal of the next */
  uint32_t pc;
  uint32_t sp;
  uint32_t n_blocks;
  uint8_t then;
  bool unwinding;
  bool ended;
  uint32_t unwind_to; /* number of blocks that stay */
  uint32_t jump_to;
  GantryOutcome outcome;
  Answer answer;
  int64_t result;
  int64_t kept; /* an atomic assignment's old value */
  char *reason;
  GString *text;
  GArray *children; /* Child */
  GArray *handles;  /* uint64_t, of the request */
  uint32_t new_task, new_name;
  bool new_daemon;
  GantryRequest request;
  Block *blocks;
  int64_t *stack;
  int64_t locals[];
};

uint64_t
gantry_vm_seed_of (uint64_t seed, uint64_t ordinal)
{
  return gantry_random_mix (seed ^ gantry_random_mix (ordinal + UINT64_C (0x632be59bd9b4e019)));
}

uint64_t
gantry_vm_main_seed (int64_t scenario_seed)
{
  return gantry_random_mix ((uint64_t) scenario_seed + UINT64_C (0x9e3779b97f4a7c15));
}

char *
gantry_vm_instance_name (const char *name, bool numbered, int64_t number)
{
  return numbered ? g_strdup_printf ("%s %" G_GINT64_FORMAT, name, number) : g_strdup (name);
}

GantryVm *
gantry_vm_new (const GantryProgram *program, const GantryVmStart *start, const GantryVariables *variables)
{
  const GantryTask *task = &program->tasks[start->task];
  gsize numbers = task->n_locals + task->max_stack;
  gsize blocks_at = sizeof (GantryVm) + numbers * sizeof (int64_t);
  GantryVm *vm = g_malloc0 (blocks_at + task->max_blocks * sizeof (Block));
  vm->program = program;
  vm->task = task;
  vm->instructions = (const GantryInstruction *) (const void *) task->code->instructions->data;
  vm->variables = variables;
  vm->name = g_strdup (start->name);
  vm->index = start->index;
  vm->seed = start->seed;
  vm->random = start->seed;
  vm->outcome = GANTRY_OUTCOME_OK;
  vm->stack = vm->locals + task->n_locals;
  vm->blocks = (Block *) (void *) ((char *) vm + blocks_at);
  memcpy (vm->locals, start->args, MIN (start->n_args, task->n_params) * sizeof (int64_t));
  return vm;
}

void
gantry_vm_free (GantryVm *vm)
{
  if (!vm)
    return;
  g_free (vm->name);
  g_free (vm->reason);
  if (vm->text)
    g_string_free (vm->text, TRUE);
  if (vm->children)
    g_array_unref (vm->children);
  if (vm->handles)
    g_array_unref (vm->handles);
  g_free (vm);
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

static inline void
push (GantryVm *vm, int64_t value)
{
  vm->stack[vm->sp++] = value;
}

static inline int64_t
pop (GantryVm *vm)
{
  return vm->stack[--vm->sp];
}

static void
unwind (GantryVm *vm, uint32_t to, Then then, uint32_t target)
{
  vm->unwinding = true;
  vm->unwind_to = to;
  vm->then = then;
  vm->jump_to = target;
  vm->sp = 0; /* statements begin and end with an empty stack */
}

static void
end_as (GantryVm *vm, GantryOutcome outcome, int64_t result)
{
  vm->outcome = outcome;
  vm->result = result;
  unwind (vm, 0, THEN_END, 0);
}

static void
fail_at (GantryVm *vm, uint32_t line, const char *reason)
{
  g_free (vm->reason);
  vm->reason = g_strdup_printf (_("%s (line %u)"), reason, line);
  end_as (vm, GANTRY_OUTCOME_FAILED, 0);
}

void
gantry_vm_fail (GantryVm *vm, const char *reason)
{
  if (!vm->ended)
    fail_at (vm, vm->request.line, reason);
}

void
gantry_vm_interrupt (GantryVm *vm, GantryInterrupt interrupt, int64_t now)
{
  if (vm->ended || (vm->unwinding && vm->then == THEN_END))
    return;
  if (interrupt == GANTRY_INTERRUPT_CANCEL) {
    end_as (vm, GANTRY_OUTCOME_CANCELLED, 0);
    return;
  }
  for (uint32_t i = 0; i < vm->n_blocks; i++)
    if (vm->blocks[i].kind == BLOCK_WITHIN && vm->blocks[i].deadline <= now) {
      unwind (vm, i, THEN_JUMP, vm->blocks[i].target);
      return;
    }
}

void
gantry_vm_answer (GantryVm *vm, int64_t value)
{
  if (vm->answer == ANSWER_PUSHED)
    push (vm, value);
  vm->answer = ANSWER_DROPPED;
}

void
gantry_vm_answer_started (GantryVm *vm, uint64_t handle)
{
  if (!vm->children)
    vm->children = g_array_new (FALSE, FALSE, sizeof (Child));
  Child child = {handle, vm->new_task, vm->new_name, false, vm->new_daemon};
  g_array_append_val (vm->children, child);
}

/* The nearest deadline of the blocks around. */
static int64_t
nearest_deadline (const GantryVm *vm)
{
  int64_t nearest = GANTRY_NO_DEADLINE;
  for (uint32_t i = 0; i < vm->n_blocks; i++)
    if (vm->blocks[i].kind == BLOCK_WITHIN)
      nearest = MIN (nearest, vm->blocks[i].deadline);
  return nearest;
}

static GantryRequest *
new_request (GantryVm *vm, GantryRequestKind kind, uint32_t line)
{
  vm->request = (GantryRequest){
      .kind = kind,
      .line = line,
      .object = GANTRY_NO_OBJECT,
      .deadline = nearest_deadline (vm),
  };
  vm->answer = ANSWER_DROPPED;
  return &vm->request;
}

/* Leaves one block. Returns the request that it takes, or NULL. */
static const GantryRequest *
leave_block (GantryVm *vm)
{
  Block *block = &vm->blocks[--vm->n_blocks];
  GantryRequest *request;
  switch (block->kind) {
  case BLOCK_WITH:
    request = new_request (vm, GANTRY_REQUEST_RELEASE, block->line);
    request->object = block->object;
    break;
  case BLOCK_NOTE:
    request = new_request (vm, GANTRY_REQUEST_NOTE_END, block->line);
    break;
  case BLOCK_ASYNC:
    request = new_request (vm, GANTRY_REQUEST_RUN_ASYNC_END, block->line);
    break;
  default:
    return NULL;
  }
  request->unwinding = vm->unwinding;
  return request;
}

static const GantryRequest *
end_request (GantryVm *vm)
{
  uint32_t line = vm->request.line;
  vm->ended = true;
  GantryRequest *request = new_request (vm, GANTRY_REQUEST_END, line);
  request->outcome = vm->outcome;
  request->value = vm->result;
  request->text = vm->reason;
  return request;
}

/* Goes on leaving blocks. NULL: done, run on. */
static const GantryRequest *
step_unwinding (GantryVm *vm)
{
  while (vm->n_blocks > vm->unwind_to) {
    const GantryRequest *request = leave_block (vm);
    if (request)
      return request;
  }
  vm->unwinding = false;
  if (vm->then == THEN_END)
    return end_request (vm);
  vm->pc = vm->jump_to;
  return NULL;
}

static void
enter_block (GantryVm *vm, BlockKind kind, const GantryInstruction *instruction)
{
  vm->blocks[vm->n_blocks++] = (Block){
      .kind = kind,
      .object = instruction->a,
      .line = instruction->line,
      .target = (uint32_t) instruction->value,
      .deadline = kind == BLOCK_WITHIN ? pop (vm) : GANTRY_NO_DEADLINE,
  };
}

static _Atomic int64_t *
cell (const GantryVm *vm, const GantryInstruction *instruction)
{
  bool shared = (instruction->flags & GANTRY_FLAG_SHARED) != 0;
  return (shared ? vm->variables->shared : vm->variables->plain) + instruction->a;
}

static void
stored (const GantryVm *vm, const GantryInstruction *instruction, int64_t value)
{
  if (vm->variables->stored)
    vm->variables->stored (instruction->a, value, instruction->line, vm->variables->user_data);
}

static bool
commit_atomic (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t value = pop (vm);
  /* The step is one only if nobody stored in between. Relaxed, as all accesses to variables: they order nothing. */
  if (!atomic_compare_exchange_strong_explicit (cell (vm, instruction), &vm->kept, value, memory_order_relaxed,
                                                memory_order_relaxed))
    return false;
  stored (vm, instruction, value);
  return true;
}

/* Floor division and its remainder, as Python's // and %. */
static bool
divide (int64_t a, int64_t b, bool remainder, int64_t *result)
{
  if (a == INT64_MIN && b == -1) {
    *result = 0;
    return remainder;
  }
  int64_t quotient = a / b, rest = a % b;
  if (rest != 0 && (rest < 0) != (b < 0)) {
    quotient--;
    rest += b;
  }
  *result = remainder ? rest : quotient;
  return true;
}

/* A binary operation on the two topmost values. FALSE: the task has failed. */
static bool
binary (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t b = pop (vm), a = pop (vm), result = 0;
  bool fits = true;
  switch (instruction->op) {
  case OP_ADD:
    fits = !__builtin_add_overflow (a, b, &result);
    break;
  case OP_SUBTRACT:
    fits = !__builtin_sub_overflow (a, b, &result);
    break;
  case OP_MULTIPLY:
    fits = !__builtin_mul_overflow (a, b, &result);
    break;
  case OP_DIVIDE:
  case OP_REMAINDER:
    if (b == 0) {
      fail_at (vm, instruction->line, _("division by zero"));
      return false;
    }
    fits = divide (a, b, instruction->op == OP_REMAINDER, &result);
    break;
  case OP_RANDOM:
    if (b < a) {
      fail_at (vm, instruction->line, _("random(a, b) needs a ≤ b"));
      return false;
    }
    result = gantry_random_between (&vm->random, a, b);
    break;
  case OP_EQUAL:
    result = a == b;
    break;
  case OP_UNEQUAL:
    result = a != b;
    break;
  case OP_LESS:
    result = a < b;
    break;
  case OP_LESS_EQUAL:
    result = a <= b;
    break;
  case OP_GREATER:
    result = a > b;
    break;
  default:
    result = a >= b;
    break;
  }
  if (!fits) {
    fail_at (vm, instruction->line, _("overflow: the result does not fit into 64 bits"));
    return false;
  }
  push (vm, result);
  return true;
}

static void
append_text (GantryVm *vm, const char *text)
{
  g_string_append (vm->text, text);
  if (vm->text->len <= MOST_TEXT)
    return;
  gsize length = MOST_TEXT;
  while (length > 0 && ((unsigned char) vm->text->str[length] & 0xC0u) == 0x80u)
    length--;
  g_string_truncate (vm->text, length);
}

static void
build_text (GantryVm *vm, const GantryInstruction *instruction)
{
  char number[32];
  switch (instruction->op) {
  case OP_TEXT_BEGIN:
    if (!vm->text)
      vm->text = g_string_new (NULL);
    g_string_truncate (vm->text, 0);
    break;
  case OP_TEXT_LITERAL:
    append_text (vm, g_ptr_array_index (vm->task->code->literals, instruction->value));
    break;
  case OP_TEXT_VALUE:
    g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, pop (vm));
    append_text (vm, number);
    break;
  default:
    append_text (vm, vm->name);
    break;
  }
}

static const GantryRequest *
text_request (GantryVm *vm, GantryRequestKind kind, uint32_t line)
{
  GantryRequest *request = new_request (vm, kind, line);
  request->text = vm->text->str;
  return request;
}

static int64_t
draw (GantryVm *vm, int64_t number)
{
  const GantryAmount *amount = &g_array_index (vm->task->code->amounts, GantryAmount, number);
  return amount->low == amount->high ? amount->low : gantry_random_between (&vm->random, amount->low, amount->high);
}

static const GantryRequest *
amount_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = new_request (vm, instruction->a, instruction->line);
  request->amount = draw (vm, instruction->value);
  if (instruction->flags)
    request->value = draw (vm, instruction->value + 1);
  if (instruction->a == GANTRY_REQUEST_WITHIN)
    vm->answer = ANSWER_PUSHED;
  return request;
}

static const GantryRequest *
thing_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequestKind kind = instruction->flags & ~GANTRY_FLAG_POPS;
  int64_t value = instruction->flags & GANTRY_FLAG_POPS ? pop (vm) : 0;
  GantryRequest *request = new_request (vm, kind, instruction->line);
  request->object = instruction->a;
  request->value = value;
  if (kind == GANTRY_REQUEST_GET || kind == GANTRY_REQUEST_RECEIVE)
    vm->answer = ANSWER_PUSHED;
  return request;
}

static const GantryRequest *
key_request (GantryVm *vm, const GantryInstruction *instruction)
{
  bool stores = instruction->flags == GANTRY_REQUEST_STORE;
  int64_t value = stores ? pop (vm) : 0;
  GantryRequest *request = new_request (vm, instruction->flags, instruction->line);
  request->object = instruction->a;
  request->value = value;
  request->text = g_ptr_array_index (vm->task->code->literals, instruction->value);
  vm->answer = stores ? ANSWER_DROPPED : ANSWER_PUSHED;
  return request;
}

static const GantrySite *
site_of (const GantryVm *vm, const GantryInstruction *instruction)
{
  return &g_array_index (vm->task->code->sites, GantrySite, instruction->value);
}

static const GantryRequest *
call_request (GantryVm *vm, const GantryInstruction *instruction, GantryRequestKind kind)
{
  const GantrySite *site = site_of (vm, instruction);
  int64_t count = site->counted ? pop (vm) : 1;
  vm->sp -= site->n_args;
  if (count < 0 || count > 1000000) {
    fail_at (vm, instruction->line, _("a task can be started 0 to 1,000,000 times at once"));
    return NULL;
  }
  GantryRequest *request = new_request (vm, kind, instruction->line);
  request->task = site->task;
  request->object = site->object;
  request->n_args = site->n_args;
  request->args = vm->stack + vm->sp;
  request->count = (uint32_t) count;
  request->name = site->given_name != UINT32_MAX ? site->name : NULL;
  request->numbered = request->name ? count > 1 : vm->program->tasks[site->task].numbered;
  request->daemon = site->daemon;
  request->value = site->model;
  request->ordinal = vm->started;
  request->seed = vm->seed;
  vm->started += (uint64_t) count;
  vm->new_task = site->task;
  vm->new_name = site->given_name;
  vm->new_daemon = site->daemon;
  if (kind == GANTRY_REQUEST_OFFLOAD)
    vm->answer = ANSWER_PUSHED;
  return request;
}

/* `as NAME`, given again, means the newest: the older ones lose it. */
static void
take_name_away (GantryVm *vm, uint32_t given_name)
{
  for (guint i = 0; vm->children && i < vm->children->len; i++) {
    Child *child = &g_array_index (vm->children, Child, i);
    if (child->given_name == given_name)
      child->given_name = UINT32_MAX;
  }
}

static void
forget_joined (GantryVm *vm)
{
  guint kept = 0;
  for (guint i = 0; i < vm->children->len; i++) {
    const Child *child = &g_array_index (vm->children, Child, i);
    if (!child->joined || child->given_name != UINT32_MAX)
      g_array_index (vm->children, Child, kept++) = *child;
  }
  g_array_set_size (vm->children, kept);
}

static bool
child_is_meant (const Child *child, const GantrySite *site, bool joins)
{
  if (site->all)
    return !child->joined && !child->daemon;
  if (site->given_name != UINT32_MAX)
    return child->given_name == site->given_name && !(joins && child->daemon);
  return child->task == site->task && !child->joined && !(joins && child->daemon);
}

static const GantryRequest *
children_request (GantryVm *vm, const GantryInstruction *instruction, GantryRequestKind kind)
{
  const GantrySite *site = site_of (vm, instruction);
  bool joins = kind == GANTRY_REQUEST_JOIN;
  bool named = false;
  if (!vm->handles)
    vm->handles = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  g_array_set_size (vm->handles, 0);
  for (guint i = 0; vm->children && i < vm->children->len; i++) {
    Child *child = &g_array_index (vm->children, Child, i);
    named = named || child->given_name == site->given_name;
    if (!child_is_meant (child, site, joins))
      continue;
    g_array_append_val (vm->handles, child->handle);
    child->joined = child->joined || joins;
  }
  if (site->given_name != UINT32_MAX && !named) {
    g_autofree char *reason = g_strdup_printf (_("‘%s’ has not been started yet"), site->name);
    fail_at (vm, instruction->line, reason);
    return NULL;
  }
  if (joins && vm->children)
    forget_joined (vm);
  GantryRequest *request = new_request (vm, kind, instruction->line);
  request->handles = (const uint64_t *) (const void *) vm->handles->data;
  request->n_handles = vm->handles->len;
  vm->answer = joins ? ANSWER_PUSHED : ANSWER_DROPPED;
  return request;
}

static const GantryRequest *
expect_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = new_request (vm, GANTRY_REQUEST_EXPECT, instruction->line);
  request->value = pop (vm) != 0;
  request->text = g_ptr_array_index (vm->task->code->literals, instruction->value);
  return request;
}

/* Instructions that ask for something. NULL: the task has failed, or there is nothing to ask for. */
static const GantryRequest *
ask (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request;
  switch (instruction->op) {
  case OP_LENGTH:
    request = new_request (vm, GANTRY_REQUEST_LENGTH, instruction->line);
    request->object = instruction->a;
    vm->answer = ANSWER_PUSHED;
    return request;
  case OP_PRINT:
    return text_request (vm, GANTRY_REQUEST_PRINT, instruction->line);
  case OP_NOTE_BEGIN:
    return text_request (vm, GANTRY_REQUEST_NOTE_BEGIN, instruction->line);
  case OP_FAIL:
    fail_at (vm, instruction->line, vm->text->str);
    return NULL;
  case OP_EXPECT:
    return expect_request (vm, instruction);
  case OP_AMOUNT:
    return amount_request (vm, instruction);
  case OP_SIMPLE:
    return new_request (vm, instruction->a, instruction->line);
  case OP_THING:
    return thing_request (vm, instruction);
  case OP_ACQUIRE:
    request = new_request (vm, GANTRY_REQUEST_ACQUIRE, instruction->line);
    request->object = instruction->a;
    request->mode = instruction->flags & GANTRY_FLAG_READING;
    return request;
  case OP_KEY:
    return key_request (vm, instruction);
  case OP_START:
    if (site_of (vm, instruction)->given_name != UINT32_MAX)
      take_name_away (vm, site_of (vm, instruction)->given_name);
    return call_request (vm, instruction, GANTRY_REQUEST_START);
  case OP_SUBMIT:
    return call_request (vm, instruction, GANTRY_REQUEST_SUBMIT);
  case OP_OFFLOAD:
    return call_request (vm, instruction, GANTRY_REQUEST_OFFLOAD);
  case OP_JOIN:
    return children_request (vm, instruction, GANTRY_REQUEST_JOIN);
  case OP_CANCEL:
    return children_request (vm, instruction, GANTRY_REQUEST_CANCEL);
  default:
    return leave_block (vm); /* OP_LEAVE */
  }
}

static void
repeat (GantryVm *vm, const GantryInstruction *instruction)
{
  if (vm->locals[instruction->a] >= vm->locals[instruction->a + 1])
    vm->pc = (uint32_t) instruction->value;
  else
    vm->locals[instruction->a]++;
}

static void
keep_or_pop (GantryVm *vm, const GantryInstruction *instruction)
{
  bool truth = vm->stack[vm->sp - 1] != 0;
  if (truth == (instruction->op == OP_KEEP_IF_TRUE))
    vm->pc = (uint32_t) instruction->value;
  else
    vm->sp--;
}

static void
negate (GantryVm *vm, const GantryInstruction *instruction)
{
  int64_t value = pop (vm);
  if (value == INT64_MIN)
    fail_at (vm, instruction->line, _("overflow: the result does not fit into 64 bits"));
  else
    push (vm, -value);
}

/* Executes one instruction that asks for nothing. FALSE: it is one that asks. */
static inline bool
execute (GantryVm *vm, const GantryInstruction *instruction)
{
  switch (instruction->op) {
  case OP_PUSH:
    push (vm, instruction->value);
    return true;
  case OP_POP:
    vm->sp--;
    return true;
  case OP_LOCAL:
    push (vm, vm->locals[instruction->a]);
    return true;
  case OP_SET_LOCAL:
    vm->locals[instruction->a] = pop (vm);
    return true;
  case OP_INDEX:
    push (vm, vm->index);
    return true;
  case OP_LOAD:
    push (vm, atomic_load_explicit (cell (vm, instruction), memory_order_relaxed));
    return true;
  case OP_STORE: {
    int64_t value = pop (vm);
    atomic_store_explicit (cell (vm, instruction), value, memory_order_relaxed);
    stored (vm, instruction, value);
    return true;
  }
  case OP_ATOMIC_BEGIN:
    vm->kept = atomic_load_explicit (cell (vm, instruction), memory_order_relaxed);
    return true;
  case OP_ATOMIC_LOAD:
    push (vm, vm->kept);
    return true;
  case OP_ATOMIC_STORE:
    if (!commit_atomic (vm, instruction))
      vm->pc = (uint32_t) instruction->value;
    return true;
  case OP_NEGATE:
    negate (vm, instruction);
    return true;
  case OP_NOT:
    push (vm, pop (vm) == 0);
    return true;
  case OP_JUMP:
    vm->pc = (uint32_t) instruction->value;
    return true;
  case OP_JUMP_IF_FALSE:
    if (pop (vm) == 0)
      vm->pc = (uint32_t) instruction->value;
    return true;
  case OP_KEEP_IF_FALSE:
  case OP_KEEP_IF_TRUE:
    keep_or_pop (vm, instruction);
    return true;
  case OP_REPEAT:
    repeat (vm, instruction);
    return true;
  case OP_TEXT_BEGIN:
  case OP_TEXT_LITERAL:
  case OP_TEXT_VALUE:
  case OP_TEXT_NAME:
    build_text (vm, instruction);
    return true;
  case OP_ENTER_WITH:
    enter_block (vm, BLOCK_WITH, instruction);
    return true;
  case OP_ENTER_NOTE:
    enter_block (vm, BLOCK_NOTE, instruction);
    return true;
  case OP_ENTER_WITHIN:
    enter_block (vm, BLOCK_WITHIN, instruction);
    return true;
  case OP_ENTER_ASYNC:
    enter_block (vm, BLOCK_ASYNC, instruction);
    return true;
  case OP_RETURN:
    end_as (vm, GANTRY_OUTCOME_OK, pop (vm));
    return true;
  default:
    if (instruction->op < OP_RANDOM || instruction->op > OP_GREATER_EQUAL)
      return false;
    (void) binary (vm, instruction);
    return true;
  }
}

const GantryRequest *
gantry_vm_run (GantryVm *vm, uint32_t budget)
{
  if (vm->ended)
    return &vm->request;
  for (uint32_t i = 0; i < budget; i++) {
    if (G_UNLIKELY (vm->unwinding)) {
      const GantryRequest *request = step_unwinding (vm);
      if (request)
        return request;
    }
    const GantryInstruction *instruction = &vm->instructions[vm->pc++];
    if (execute (vm, instruction))
      continue;
    const GantryRequest *request = ask (vm, instruction);
    if (request)
      return request;
  }
  return new_request (vm, GANTRY_REQUEST_CONTINUE, vm->instructions[vm->pc].line);
}
