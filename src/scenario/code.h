/* The VM's instructions: a stack machine whose every instruction is sixteen bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/syntax.h"

typedef enum {
  OP_PUSH,          /* value */
  OP_POP,
  OP_LOCAL,         /* a: slot */
  OP_SET_LOCAL,     /* a */
  OP_INDEX,
  OP_LOAD,          /* a: thing; flag: shared */
  OP_STORE,         /* a; flag: shared */
  OP_ATOMIC_BEGIN,  /* a; flag: shared. Keeps the variable's value */
  OP_ATOMIC_LOAD,   /* the value kept */
  OP_ATOMIC_STORE,  /* a; flag: shared; value: where to begin again if another task came between */
  OP_LENGTH,        /* a: thing. Request */
  OP_RANDOM,
  OP_NEGATE,
  OP_NOT,
  OP_ADD,
  OP_SUBTRACT,
  OP_MULTIPLY,
  OP_DIVIDE,
  OP_REMAINDER,
  OP_EQUAL,
  OP_UNEQUAL,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_GREATER,
  OP_GREATER_EQUAL,
  OP_JUMP,          /* value: target */
  OP_JUMP_IF_FALSE, /* pops */
  OP_KEEP_IF_FALSE, /* jumps and keeps if false, else pops: `and` */
  OP_KEEP_IF_TRUE,  /* `or` */
  OP_REPEAT,        /* a: slot of the counter, the limit lies behind it; value: exit */
  OP_TEXT_BEGIN,
  OP_TEXT_LITERAL,  /* value: number of the literal */
  OP_TEXT_VALUE,    /* pops */
  OP_TEXT_NAME,
  OP_PRINT,
  OP_FAIL,
  OP_NOTE_BEGIN,
  OP_EXPECT,        /* pops the condition; value: number of the literal */
  OP_AMOUNT,        /* a: request kind; value: number of the amounts; flag: two of them (fetch). Request */
  OP_SIMPLE,        /* a: request kind (yield, crash). Request */
  OP_THING,         /* a: thing; flags: request kind. Request that may take a value: see flags in vm.c */
  OP_ACQUIRE,       /* a: thing; flag: reading */
  OP_ENTER_WITH,    /* a: thing */
  OP_ENTER_NOTE,
  OP_ENTER_WITHIN,  /* pops the deadline; value: where `else` begins */
  OP_ENTER_ASYNC,
  OP_LEAVE,         /* the innermost block */
  OP_KEY,           /* a: thing; flags: STORE or LOAD; value: number of the literal */
  OP_START,         /* value: number of the site */
  OP_JOIN,          /* value: number of the site. Pushes the result */
  OP_CANCEL,
  OP_SUBMIT,
  OP_OFFLOAD,
  OP_RETURN,        /* pops */
  GANTRY_N_OPS
} GantryOp;

#define GANTRY_FLAG_SHARED 1
#define GANTRY_FLAG_READING 1
#define GANTRY_FLAG_POPS 128 /* OP_THING: takes a value; with the request kind in the lower bits */

typedef struct {
  uint8_t op;
  uint8_t flags;
  uint16_t a;
  uint32_t line;
  int64_t value;
} GantryInstruction;

/* A start, join, cancel, submit or offload. */
typedef struct {
  uint32_t task;
  uint32_t n_args;
  uint32_t object;     /* pool */
  uint32_t given_name; /* UINT32_MAX: none */
  const char *name;    /* the given name's text */
  bool all;            /* join: of everything */
  bool daemon;
  bool counted;        /* start: `x N` was said */
  GantryModel model;
} GantrySite;

struct GantryCode {
  GArray *instructions; /* GantryInstruction */
  GArray *amounts;      /* GantryAmount */
  GArray *sites;        /* GantrySite */
  GPtrArray *literals;  /* char */
};
