/* The VM's instructions: a stack machine whose every instruction is sixteen bytes.
 *
 * Well formed by construction: the compiler counts the stack and the blocks, and every jump lands on an
 * instruction, so the VM checks none of it again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/syntax.h"

typedef enum {
  OP_PUSH, /* value */
  OP_POP,
  OP_LOCAL,     /* a: slot */
  OP_SET_LOCAL, /* a: slot */
  OP_INDEX,
  OP_LOAD,         /* a: thing; SHARED */
  OP_STORE,        /* a: thing; SHARED */
  OP_ATOMIC_BEGIN, /* a: thing; SHARED. Keeps the variable's value */
  OP_ATOMIC_LOAD,  /* the value kept */
  OP_ATOMIC_STORE, /* a: thing; SHARED; value: where to begin again if another task came between */
  OP_NEGATE,
  OP_NOT,
  OP_RANDOM,
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
  OP_JUMP_IF_FALSE, /* pops; value: target */
  OP_KEEP_IF_FALSE, /* `and`: jumps and keeps the value if it is false, else drops it */
  OP_KEEP_IF_TRUE,  /* `or` */
  OP_REPEAT,        /* a: slot of the counter, the limit lies behind it; value: exit */
  OP_TEXT_BEGIN,
  OP_TEXT_LITERAL, /* value: number of the literal */
  OP_TEXT_VALUE,   /* pops */
  OP_TEXT_NAME,
  OP_ENTER_WITH,   /* a: thing */
  OP_ENTER_WITHIN, /* pops the deadline; value: where `else` begins */
  OP_ENTER_ASYNC,
  OP_RETURN, /* pops the result */
  OP_FAIL,   /* for the reason in the text */
  /* From here on: instructions that ask the world for something. */
  OP_FIRST_REQUEST,
  OP_REQUEST = OP_FIRST_REQUEST, /* request; a: thing; POPS, ANSWERS, READING, TEXT */
  OP_AMOUNT,                     /* request; value: number of the amount, and for fetch of the next */
  OP_NOTE_BEGIN,                 /* enters the block as well */
  OP_EXPECT,                     /* pops; value: number of the literal */
  OP_KEY,                        /* request; a: thing; value: number of the literal; POPS, ANSWERS */
  OP_START,                      /* value: number of the site */
  OP_JOIN,                       /* value: number of the site. Answer: the result */
  OP_CANCEL,                     /* value: number of the site */
  OP_SUBMIT,                     /* value: number of the site */
  OP_OFFLOAD,                    /* value: number of the site. Answer: the result */
  OP_LEAVE,                      /* the innermost block */
} GantryOp;

enum {
  GANTRY_FLAG_SHARED = 1 << 0,  /* the variable is a shared one */
  GANTRY_FLAG_POPS = 1 << 1,    /* the request takes a value */
  GANTRY_FLAG_ANSWERS = 1 << 2, /* the request's answer is pushed */
  GANTRY_FLAG_READING = 1 << 3, /* mode of an rwlock */
  GANTRY_FLAG_TEXT = 1 << 4,    /* the request takes the text */
};

typedef struct {
  uint8_t op;
  uint8_t flags;
  uint16_t request; /* GantryRequestKind */
  uint32_t a;
  int64_t value;
} GantryInstruction;

_Static_assert(sizeof(GantryInstruction) == 16, "four instructions a cache line");

/* A start, join, cancel, submit or offload. */
typedef struct {
  uint32_t task;
  uint32_t n_args;
  uint32_t object;     /* pool */
  uint32_t given_name; /* UINT32_MAX: none */
  const char *name;    /* the given name's text; the code's */
  bool all;            /* join: of everything */
  bool daemon;
  bool counted; /* start: `x N` was said */
  GantryModel model;
} GantrySite;

struct GantryCode {
  GArray *instructions; /* GantryInstruction */
  GArray *lines;        /* uint32_t: the line of each instruction */
  GArray *amounts;      /* GantryAmount */
  GArray *sites;        /* GantrySite */
  GPtrArray *literals;  /* char */
  uint32_t n_given_names;
  bool has_text; /* it builds texts */
};

/* Compiles one task of a checked tree into `to`; `lines` are those of the text. */
void gantry_compile_task (const GantrySyntax *syntax, const GantryTaskSyntax *from, char *const *lines,
                          GantryTask *to);
