/* Arithmetic on 64-bit integers that tells what C leaves undefined.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/code.h"

typedef enum {
  GANTRY_ARITHMETIC_OK,
  GANTRY_ARITHMETIC_OVERFLOW,
  GANTRY_ARITHMETIC_DIVISION_BY_ZERO,
} GantryArithmeticResult;

/* Floor division and its remainder, as Python's // and %: the remainder has the divisor's sign. */
static inline GantryArithmeticResult
gantry_divide (int64_t a, int64_t b, int64_t *quotient, int64_t *remainder)
{
  if (b == 0)
    return GANTRY_ARITHMETIC_DIVISION_BY_ZERO;
  if (b == -1) { /* apart, because INT64_MIN / -1 traps */
    *remainder = 0;
    return __builtin_sub_overflow((int64_t)0, a, quotient) ? GANTRY_ARITHMETIC_OVERFLOW
                                                           : GANTRY_ARITHMETIC_OK;
  }
  *quotient = a / b;
  *remainder = a % b;
  if (*remainder != 0 && (*remainder < 0) != (b < 0)) {
    (*quotient)--;
    *remainder += b;
  }
  return GANTRY_ARITHMETIC_OK;
}

/* OP_ADD to OP_GREATER_EQUAL. */
static inline GantryArithmeticResult
gantry_arithmetic (GantryOp op, int64_t a, int64_t b, int64_t *result)
{
  int64_t unused;
  bool overflow = false;
  switch (op) {
  case OP_ADD:
    overflow = __builtin_add_overflow(a, b, result);
    break;
  case OP_SUBTRACT:
    overflow = __builtin_sub_overflow(a, b, result);
    break;
  case OP_MULTIPLY:
    overflow = __builtin_mul_overflow(a, b, result);
    break;
  case OP_DIVIDE:
    return gantry_divide(a, b, result, &unused);
  case OP_REMAINDER:
    /* A remainder always fits, also where the quotient does not. */
    return gantry_divide(a, b, &unused, result) == GANTRY_ARITHMETIC_DIVISION_BY_ZERO
               ? GANTRY_ARITHMETIC_DIVISION_BY_ZERO
               : GANTRY_ARITHMETIC_OK;
  case OP_EQUAL:
    *result = a == b;
    break;
  case OP_UNEQUAL:
    *result = a != b;
    break;
  case OP_LESS:
    *result = a < b;
    break;
  case OP_LESS_EQUAL:
    *result = a <= b;
    break;
  case OP_GREATER:
    *result = a > b;
    break;
  default:
    *result = a >= b;
    break;
  }
  return overflow ? GANTRY_ARITHMETIC_OVERFLOW : GANTRY_ARITHMETIC_OK;
}
