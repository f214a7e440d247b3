/* What the parts of the compiler share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/code.h"
#include "scenario/vm.h"

/* A loop that is being compiled, for `break`. */
typedef struct GantryCompilerLoop {
  struct GantryCompilerLoop *outer;
  uint32_t blocks; /* depth of the blocks outside of it */
  GArray *exits;   /* uint32_t: numbers of the jumps that leave it */
} GantryCompilerLoop;

/* The compilation of one task. The depths of stack and blocks are counted along, so that the VM has room for
 * the deepest. */
typedef struct {
  const GantrySyntax *syntax;
  GantryCode *code;
  char *const *lines; /* of the text */
  GantryCompilerLoop *loop;
  uint32_t line;
  uint32_t n_locals, max_locals;
  uint32_t stack, max_stack;
  uint32_t blocks, max_blocks;
  uint32_t atomic; /* thing that an atomic assignment is about, or GANTRY_NO_OBJECT */
} GantryCompiler;

/* Adds an instruction; returns its number. */
uint32_t gantry_emit (GantryCompiler *compiler, GantryOp op, uint32_t a, int64_t value);
/* The same with flags and the kind of request. */
uint32_t gantry_emit_request (GantryCompiler *compiler, GantryOp op, GantryRequestKind request, uint8_t flags,
                              uint32_t a, int64_t value);
/* Number of the next instruction. */
uint32_t gantry_emit_here (const GantryCompiler *compiler);
/* Lets the jump numbered `at` lead to the next instruction. */
void gantry_emit_target (GantryCompiler *compiler, uint32_t at);
/* What the instructions emitted do to the stack. */
void gantry_emit_pushed (GantryCompiler *compiler, uint32_t count);
void gantry_emit_popped (GantryCompiler *compiler, uint32_t count);
/* Number of a text among the code's literals. */
uint32_t gantry_emit_literal (GantryCompiler *compiler, const char *text);
/* OP_LOAD, OP_STORE or an OP_ATOMIC_… of a variable of the head. */
void gantry_emit_variable (GantryCompiler *compiler, GantryOp op, uint32_t object, int64_t value);

/* Leaves one value on the stack. */
void gantry_compile_expression (GantryCompiler *compiler, const GantryExpression *expression);
/* Leaves the text in the VM's text. */
void gantry_compile_pieces (GantryCompiler *compiler, const GArray *pieces);

/* The request with the statement's amount. */
void gantry_compile_amount (GantryCompiler *compiler, const GantryStatement *statement,
                            GantryRequestKind kind);
/* The topmost value goes where the statement's `as` says, or nowhere. */
void gantry_compile_keep (GantryCompiler *compiler, const GantryStatement *statement);
void gantry_compile_acquire (GantryCompiler *compiler, const GantryStatement *statement);
/* A block or control flow; FALSE if the statement is neither. */
bool gantry_compile_control (GantryCompiler *compiler, const GantryStatement *statement);
void gantry_compile_body (GantryCompiler *compiler, const GPtrArray *body);
