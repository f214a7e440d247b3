/* From expressions and strings to instructions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/compiler-private.h"

static void
compile_integer (GantryCompiler *compiler, int64_t value)
{
  gantry_emit(compiler, OP_PUSH, 0, value);
  gantry_emit_pushed(compiler, 1);
}

static void
compile_name (GantryCompiler *compiler, const GantryExpression *expression)
{
  if (!expression->is_local && expression->slot != compiler->atomic) {
    gantry_emit_variable(compiler, OP_LOAD, expression->slot, 0);
    return;
  }
  gantry_emit(compiler, expression->is_local ? OP_LOCAL : OP_ATOMIC_LOAD, expression->slot, 0);
  gantry_emit_pushed(compiler, 1);
}

static GantryOp
binary_op (GantryExpressionKind kind)
{
  switch (kind) {
  case EXPRESSION_ADD:
    return OP_ADD;
  case EXPRESSION_SUBTRACT:
    return OP_SUBTRACT;
  case EXPRESSION_MULTIPLY:
    return OP_MULTIPLY;
  case EXPRESSION_DIVIDE:
    return OP_DIVIDE;
  case EXPRESSION_REMAINDER:
    return OP_REMAINDER;
  case EXPRESSION_EQUAL:
    return OP_EQUAL;
  case EXPRESSION_UNEQUAL:
    return OP_UNEQUAL;
  case EXPRESSION_LESS:
    return OP_LESS;
  case EXPRESSION_LESS_EQUAL:
    return OP_LESS_EQUAL;
  case EXPRESSION_GREATER:
    return OP_GREATER;
  case EXPRESSION_GREATER_EQUAL:
    return OP_GREATER_EQUAL;
  default:
    g_assert(kind == EXPRESSION_RANDOM);
    return OP_RANDOM;
  }
}

/* The rest of an operation whose left operand is on the stack. */
static void
compile_right (GantryCompiler *compiler, const GantryExpression *expression)
{
  bool is_and = expression->kind == EXPRESSION_AND;
  if (is_and || expression->kind == EXPRESSION_OR) {
    uint32_t decided = gantry_emit(compiler, is_and ? OP_KEEP_IF_FALSE : OP_KEEP_IF_TRUE, 0, 0);
    gantry_emit_popped(compiler, 1);
    gantry_compile_expression(compiler, expression->right);
    gantry_emit_target(compiler, decided);
    return;
  }
  gantry_compile_expression(compiler, expression->right);
  gantry_emit(compiler, binary_op(expression->kind), 0, 0);
  gantry_emit_popped(compiler, 1);
}

/* Expressions of one operand or none. */
static void
compile_leaf (GantryCompiler *compiler, const GantryExpression *expression)
{
  switch (expression->kind) {
  case EXPRESSION_INTEGER:
    compile_integer(compiler, expression->value);
    break;
  case EXPRESSION_NAME:
    compile_name(compiler, expression);
    break;
  case EXPRESSION_INDEX:
    gantry_emit(compiler, OP_INDEX, 0, 0);
    gantry_emit_pushed(compiler, 1);
    break;
  case EXPRESSION_LENGTH:
    gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_LENGTH, GANTRY_FLAG_ANSWERS, expression->slot,
                        0);
    gantry_emit_pushed(compiler, 1);
    break;
  default:
    gantry_compile_expression(compiler, expression->left);
    gantry_emit(compiler, expression->kind == EXPRESSION_NOT ? OP_NOT : OP_NEGATE, 0, 0);
    break;
  }
}

void
gantry_compile_expression (GantryCompiler *compiler, const GantryExpression *expression)
{
  /* Chains like 1 + 1 + 1… lean to the left, as long as the line is: they are walked, not recursed into. */
  g_autoptr(GPtrArray) chain = g_ptr_array_new();
  for (; expression->right; expression = expression->left)
    g_ptr_array_add(chain, (gpointer)expression);
  compile_leaf(compiler, expression);
  for (guint i = chain->len; i > 0; i--)
    compile_right(compiler, g_ptr_array_index(chain, i - 1));
}

void
gantry_compile_pieces (GantryCompiler *compiler, const GArray *pieces)
{
  compiler->code->has_text = true;
  gantry_emit(compiler, OP_TEXT_BEGIN, 0, 0);
  for (guint i = 0; i < pieces->len; i++) {
    const GantryPiece *piece = &g_array_index(pieces, GantryPiece, i);
    if (piece->literal) {
      gantry_emit(compiler, OP_TEXT_LITERAL, 0, gantry_emit_literal(compiler, piece->literal));
    } else if (piece->value) {
      gantry_compile_expression(compiler, piece->value);
      gantry_emit(compiler, OP_TEXT_VALUE, 0, 0);
      gantry_emit_popped(compiler, 1);
    } else {
      gantry_emit(compiler, OP_TEXT_NAME, 0, 0);
    }
  }
}
