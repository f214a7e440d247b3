/* From blocks and control flow to instructions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/compiler-private.h"

static void
enter_block (GantryCompiler *compiler)
{
  compiler->blocks++;
  compiler->max_blocks = MAX(compiler->max_blocks, compiler->blocks);
}

/* The body of a block that was entered, and its end, which stands in the line that opened it. */
static void
compile_block (GantryCompiler *compiler, const GantryStatement *statement)
{
  enter_block(compiler);
  gantry_compile_body(compiler, statement->body);
  compiler->line = statement->line;
  gantry_emit(compiler, OP_LEAVE, 0, 0);
  compiler->blocks--;
}

static void
compile_within (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_amount(compiler, statement, GANTRY_REQUEST_WITHIN);
  uint32_t entry = gantry_emit(compiler, OP_ENTER_WITHIN, 0, 0);
  gantry_emit_popped(compiler, 1);
  compile_block(compiler, statement);
  uint32_t over = gantry_emit(compiler, OP_JUMP, 0, 0);
  gantry_emit_target(compiler, entry);
  if (statement->otherwise)
    gantry_compile_body(compiler, statement->otherwise);
  gantry_emit_target(compiler, over);
}

static void
compile_with (GantryCompiler *compiler, const GantryStatement *statement)
{
  /* Entered only when it has been acquired: a wait that is given up releases nothing. */
  gantry_compile_acquire(compiler, statement);
  gantry_emit(compiler, OP_ENTER_WITH, statement->object, 0);
  compile_block(compiler, statement);
}

static void
compile_note (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_pieces(compiler, statement->pieces);
  gantry_emit(compiler, OP_NOTE_BEGIN, 0, 0);
  compile_block(compiler, statement);
}

static void
compile_run_async (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_RUN_ASYNC_BEGIN, 0, GANTRY_NO_OBJECT, 0);
  gantry_emit(compiler, OP_ENTER_ASYNC, 0, 0);
  compile_block(compiler, statement);
}

/* What stands before the loop: the counter and its limit in two locals of their own. */
static uint32_t
compile_counter (GantryCompiler *compiler, const GantryStatement *statement)
{
  uint32_t counter = compiler->n_locals;
  if (statement->value) {
    gantry_compile_expression(compiler, statement->value);
  } else {
    gantry_emit(compiler, OP_PUSH, 0, INT64_MAX);
    gantry_emit_pushed(compiler, 1);
  }
  gantry_emit(compiler, OP_SET_LOCAL, counter + 1, 0);
  gantry_emit(compiler, OP_PUSH, 0, 0);
  gantry_emit(compiler, OP_SET_LOCAL, counter, 0);
  gantry_emit_popped(compiler, 1);
  compiler->n_locals += 2;
  compiler->max_locals = MAX(compiler->max_locals, compiler->n_locals);
  return counter;
}

/* The body, and back to `top`; `exit` is the jump that leaves the loop. */
static void
compile_loop_body (GantryCompiler *compiler, const GantryStatement *statement, uint32_t top, uint32_t exit)
{
  g_autoptr(GArray) exits = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  GantryCompilerLoop loop = {compiler->loop, compiler->blocks, exits};
  compiler->loop = &loop;
  gantry_compile_body(compiler, statement->body);
  compiler->line = statement->line;
  gantry_emit(compiler, OP_JUMP, 0, top);
  gantry_emit_target(compiler, exit);
  for (guint i = 0; i < exits->len; i++)
    gantry_emit_target(compiler, g_array_index(exits, uint32_t, i));
  compiler->loop = loop.outer;
}

static void
compile_repeat (GantryCompiler *compiler, const GantryStatement *statement)
{
  uint32_t counter = compile_counter(compiler, statement);
  uint32_t top = gantry_emit_here(compiler);
  uint32_t exit = gantry_emit(compiler, OP_REPEAT, counter, 0);
  if (statement->result) {
    gantry_emit(compiler, OP_LOCAL, counter, 0);
    gantry_emit_pushed(compiler, 1);
    gantry_compile_keep(compiler, statement);
  }
  compile_loop_body(compiler, statement, top, exit);
  compiler->n_locals -= 2;
}

static void
compile_while (GantryCompiler *compiler, const GantryStatement *statement)
{
  uint32_t top = gantry_emit_here(compiler);
  gantry_compile_expression(compiler, statement->value);
  uint32_t exit = gantry_emit(compiler, OP_JUMP_IF_FALSE, 0, 0);
  gantry_emit_popped(compiler, 1);
  compile_loop_body(compiler, statement, top, exit);
}

static void
compile_break (GantryCompiler *compiler)
{
  for (uint32_t i = compiler->loop->blocks; i < compiler->blocks; i++)
    gantry_emit(compiler, OP_LEAVE, 0, 0);
  uint32_t jump = gantry_emit(compiler, OP_JUMP, 0, 0);
  g_array_append_val(compiler->loop->exits, jump);
}

static void
compile_if (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_expression(compiler, statement->value);
  uint32_t otherwise = gantry_emit(compiler, OP_JUMP_IF_FALSE, 0, 0);
  gantry_emit_popped(compiler, 1);
  gantry_compile_body(compiler, statement->body);
  if (!statement->otherwise) {
    gantry_emit_target(compiler, otherwise);
    return;
  }
  uint32_t over = gantry_emit(compiler, OP_JUMP, 0, 0);
  gantry_emit_target(compiler, otherwise);
  gantry_compile_body(compiler, statement->otherwise);
  gantry_emit_target(compiler, over);
}

bool
gantry_compile_control (GantryCompiler *compiler, const GantryStatement *statement)
{
  switch (statement->kind) {
  case STATEMENT_WITH:
    compile_with(compiler, statement);
    return true;
  case STATEMENT_NOTE:
    compile_note(compiler, statement);
    return true;
  case STATEMENT_RUN_ASYNC:
    compile_run_async(compiler, statement);
    return true;
  case STATEMENT_WITHIN:
    compile_within(compiler, statement);
    return true;
  case STATEMENT_REPEAT:
    compile_repeat(compiler, statement);
    return true;
  case STATEMENT_WHILE:
    compile_while(compiler, statement);
    return true;
  case STATEMENT_IF:
    compile_if(compiler, statement);
    return true;
  case STATEMENT_BREAK:
    compile_break(compiler);
    return true;
  default:
    return false;
  }
}
