/* The compiler's output: instructions, and the count of what they do to the stack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/compiler-private.h"

uint32_t
gantry_emit_request (GantryCompiler *compiler, GantryOp op, GantryRequestKind request, uint8_t flags,
                     uint32_t a, int64_t value)
{
  GantryInstruction instruction = {
      .op = (uint8_t)op,
      .flags = flags,
      .request = (uint16_t)request,
      .a = a,
      .value = value,
  };
  g_array_append_val(compiler->code->instructions, instruction);
  g_array_append_val(compiler->code->lines, compiler->line);
  return compiler->code->instructions->len - 1;
}

uint32_t
gantry_emit (GantryCompiler *compiler, GantryOp op, uint32_t a, int64_t value)
{
  return gantry_emit_request(compiler, op, GANTRY_REQUEST_CONTINUE, 0, a, value);
}

uint32_t
gantry_emit_here (const GantryCompiler *compiler)
{
  return compiler->code->instructions->len;
}

void
gantry_emit_target (GantryCompiler *compiler, uint32_t at)
{
  g_array_index(compiler->code->instructions, GantryInstruction, at).value = gantry_emit_here(compiler);
}

void
gantry_emit_pushed (GantryCompiler *compiler, uint32_t count)
{
  compiler->stack += count;
  compiler->max_stack = MAX(compiler->max_stack, compiler->stack);
}

void
gantry_emit_popped (GantryCompiler *compiler, uint32_t count)
{
  g_assert(count <= compiler->stack);
  compiler->stack -= count;
}

uint32_t
gantry_emit_literal (GantryCompiler *compiler, const char *text)
{
  g_ptr_array_add(compiler->code->literals, g_strdup(text));
  return compiler->code->literals->len - 1;
}

static uint8_t
shared_flag (const GantryCompiler *compiler, uint32_t object)
{
  const GantryThingSyntax *thing = &g_array_index(compiler->syntax->things, GantryThingSyntax, object);
  return thing->declaration.kind == GANTRY_THING_SHARED_VARIABLE ? GANTRY_FLAG_SHARED : 0;
}

void
gantry_emit_variable (GantryCompiler *compiler, GantryOp op, uint32_t object, int64_t value)
{
  gantry_emit_request(compiler, op, GANTRY_REQUEST_CONTINUE, shared_flag(compiler, object), object, value);
  if (op == OP_LOAD)
    gantry_emit_pushed(compiler, 1);
  else if (op != OP_ATOMIC_BEGIN)
    gantry_emit_popped(compiler, 1);
}
