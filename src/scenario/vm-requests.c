/* The VM's requests: what an instruction asks of the world.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/random.h"
#include "scenario/vm-private.h"

#include <glib/gi18n-lib.h>

#define MOST_AT_ONCE 1000000

GantryRequest *
gantry_vm_new_request (GantryVm *vm, GantryRequestKind kind, uint32_t line)
{
  vm->request = (GantryRequest){
      .kind = kind,
      .line = line,
      .object = GANTRY_NO_OBJECT,
      .deadline = gantry_vm_nearest_deadline(vm),
  };
  vm->answers = false;
  return &vm->request;
}

static GantryRequest *
request_here (GantryVm *vm, GantryRequestKind kind)
{
  return gantry_vm_new_request(vm, kind, gantry_vm_line_here(vm));
}

static const char *
literal (const GantryVm *vm, const GantryInstruction *instruction)
{
  return g_ptr_array_index(vm->task->code->literals, instruction->value);
}

static const GantrySite *
site_of (const GantryVm *vm, const GantryInstruction *instruction)
{
  return &g_array_index(vm->task->code->sites, GantrySite, instruction->value);
}

static GantryRequest *
thing_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = request_here(vm, instruction->request);
  request->object = instruction->a;
  request->value = instruction->flags & GANTRY_FLAG_POPS ? gantry_vm_pop(vm) : 0;
  request->mode = instruction->flags & GANTRY_FLAG_READING ? 1 : 0;
  request->text = instruction->flags & GANTRY_FLAG_TEXT ? vm->text->str : NULL;
  vm->answers = (instruction->flags & GANTRY_FLAG_ANSWERS) != 0;
  return request;
}

static const GantryRequest *
key_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = thing_request(vm, instruction);
  request->text = literal(vm, instruction);
  return request;
}

static int64_t
draw (GantryVm *vm, int64_t number)
{
  const GantryAmount *amount = &g_array_index(vm->task->code->amounts, GantryAmount, number);
  return amount->low == amount->high ? amount->low
                                     : gantry_random_between(&vm->random, amount->low, amount->high);
}

static const GantryRequest *
amount_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = request_here(vm, instruction->request);
  request->amount = draw(vm, instruction->value);
  if (instruction->request == GANTRY_REQUEST_FETCH)
    request->value = draw(vm, instruction->value + 1);
  vm->answers = (instruction->flags & GANTRY_FLAG_ANSWERS) != 0;
  return request;
}

static const GantryRequest *
note_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = request_here(vm, GANTRY_REQUEST_NOTE_BEGIN);
  request->text = vm->text->str;
  gantry_vm_enter(vm, GANTRY_BLOCK_NOTE, instruction); /* cannot be refused, so it is entered at once */
  return request;
}

static const GantryRequest *
expect_request (GantryVm *vm, const GantryInstruction *instruction)
{
  GantryRequest *request = request_here(vm, GANTRY_REQUEST_EXPECT);
  request->value = gantry_vm_pop(vm) != 0;
  request->text = literal(vm, instruction);
  return request;
}

/* A start, submit or offload. */
static GantryRequest *
call_request (GantryVm *vm, const GantryInstruction *instruction, GantryRequestKind kind)
{
  const GantrySite *site = site_of(vm, instruction);
  int64_t count = site->counted ? gantry_vm_pop(vm) : 1;
  vm->sp -= site->n_args;
  if (count < 0 || count > MOST_AT_ONCE) {
    gantry_vm_fail_at(vm, gantry_vm_line_here(vm),
                      _("a start makes 0 to 1,000,000 tasks, no fewer and no more"));
    return NULL;
  }
  GantryRequest *request = request_here(vm, kind);
  request->task = site->task;
  request->object = site->object;
  request->n_args = site->n_args;
  request->args = vm->stack + vm->sp;
  request->count = (uint32_t)count;
  request->name = site->name;
  request->numbered = site->name ? count > 1 : vm->program->tasks[site->task].numbered;
  request->daemon = site->daemon;
  request->value = site->model;
  request->seed = vm->seed;
  request->ordinal = vm->n_started;
  vm->n_started += (uint64_t)count;
  return request;
}

static GantryChildren *
children_of (GantryVm *vm)
{
  if (!vm->children)
    vm->children = gantry_children_new(vm->task->code->n_given_names);
  return vm->children;
}

static const GantryRequest *
start_request (GantryVm *vm, const GantryInstruction *instruction)
{
  const GantryRequest *request = call_request(vm, instruction, GANTRY_REQUEST_START);
  if (request)
    gantry_children_begin(children_of(vm), site_of(vm, instruction));
  return request;
}

static const GantryRequest *
offload_request (GantryVm *vm, const GantryInstruction *instruction)
{
  const GantryRequest *request = call_request(vm, instruction, GANTRY_REQUEST_OFFLOAD);
  vm->answers = true;
  return request;
}

/* A join or cancel. */
static const GantryRequest *
children_request (GantryVm *vm, const GantryInstruction *instruction, GantryRequestKind kind)
{
  const GantrySite *site = site_of(vm, instruction);
  GantryChildren *children = children_of(vm);
  if (site->given_name != UINT32_MAX && !gantry_children_knows_name(children, site->given_name)) {
    g_autofree char *reason = g_strdup_printf(_("‘%s’ has not been started yet"), site->name);
    gantry_vm_fail_at(vm, gantry_vm_line_here(vm), reason);
    return NULL;
  }
  GantryRequest *request = request_here(vm, kind);
  request->handles = gantry_children_find(children, site, kind == GANTRY_REQUEST_JOIN, &request->n_handles);
  vm->answers = kind == GANTRY_REQUEST_JOIN;
  return request;
}

const GantryRequest *
gantry_vm_ask (GantryVm *vm, const GantryInstruction *instruction)
{
  switch (instruction->op) {
  case OP_REQUEST:
    return thing_request(vm, instruction);
  case OP_AMOUNT:
    return amount_request(vm, instruction);
  case OP_NOTE_BEGIN:
    return note_request(vm, instruction);
  case OP_EXPECT:
    return expect_request(vm, instruction);
  case OP_KEY:
    return key_request(vm, instruction);
  case OP_START:
    return start_request(vm, instruction);
  case OP_JOIN:
    return children_request(vm, instruction, GANTRY_REQUEST_JOIN);
  case OP_CANCEL:
    return children_request(vm, instruction, GANTRY_REQUEST_CANCEL);
  case OP_SUBMIT:
    return call_request(vm, instruction, GANTRY_REQUEST_SUBMIT);
  case OP_OFFLOAD:
    return offload_request(vm, instruction);
  default:
    g_assert(instruction->op == OP_LEAVE);
    return gantry_vm_leave(vm);
  }
}

void
gantry_vm_answer (GantryVm *vm, int64_t value)
{
  if (vm->answers && vm->request.kind == GANTRY_REQUEST_JOIN)
    gantry_children_joined(vm->children); /* only now: a join that is given up has joined nobody */
  if (vm->answers)
    gantry_vm_push(vm, value);
  vm->answers = false;
}

void
gantry_vm_answer_started (GantryVm *vm, uint64_t handle)
{
  gantry_children_add(vm->children, handle);
}

static GantryRequestKind
request_of (const GantryInstruction *instruction)
{
  return instruction->op == OP_OFFLOAD ? GANTRY_REQUEST_OFFLOAD : (GantryRequestKind)instruction->request;
}

bool
gantry_task_uses_request (const GantryTask *task, int request)
{
  const GArray *instructions = task->code->instructions;
  for (guint i = 0; i < instructions->len; i++) {
    const GantryInstruction *instruction = &g_array_index(instructions, GantryInstruction, i);
    if (instruction->op >= OP_FIRST_REQUEST && (int)request_of(instruction) == request)
      return true;
  }
  return false;
}

bool
gantry_task_uses_processes (const GantryTask *task)
{
  const GArray *instructions = task->code->instructions;
  for (guint i = 0; i < instructions->len; i++) {
    const GantryInstruction *instruction = &g_array_index(instructions, GantryInstruction, i);
    if (instruction->op == OP_OFFLOAD &&
        g_array_index(task->code->sites, GantrySite, instruction->value).model == GANTRY_MODEL_PROCESSES)
      return true;
  }
  return false;
}
