/* The syntax tree of a scenario, as the parser leaves it and the checker fills it in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"

#define GANTRY_MOST_STATEMENTS 10000
#define GANTRY_MOST_THINGS 1000
#define GANTRY_MOST_BLOCKS 64
#define GANTRY_MOST_EXPRESSION_LEVELS 64

typedef enum {
  EXPRESSION_INTEGER,
  EXPRESSION_NAME,
  EXPRESSION_INDEX,
  EXPRESSION_LENGTH, /* name */
  EXPRESSION_RANDOM, /* left, right */
  EXPRESSION_NEGATE, /* left */
  EXPRESSION_NOT,    /* left */
  EXPRESSION_AND,
  EXPRESSION_OR,
  EXPRESSION_ADD,
  EXPRESSION_SUBTRACT,
  EXPRESSION_MULTIPLY,
  EXPRESSION_DIVIDE,
  EXPRESSION_REMAINDER,
  EXPRESSION_EQUAL,
  EXPRESSION_UNEQUAL,
  EXPRESSION_LESS,
  EXPRESSION_LESS_EQUAL,
  EXPRESSION_GREATER,
  EXPRESSION_GREATER_EQUAL,
} GantryExpressionKind;

typedef struct GantryExpression {
  GantryExpressionKind kind;
  uint32_t line, column;
  int64_t value;
  char *name;
  struct GantryExpression *left, *right;
  /* from the checker */
  bool is_local;
  uint32_t slot; /* of a local, or the thing's index */
} GantryExpression;

/* A piece of a string: literal text, a value, or the task's name. */
typedef struct {
  char *literal;
  GantryExpression *value; /* NULL with literal NULL: the task's name */
} GantryPiece;

typedef struct {
  int64_t low, high; /* nanoseconds or bytes */
} GantryAmount;

typedef enum {
  STATEMENT_COMPUTE,
  STATEMENT_SLEEP,
  STATEMENT_BLOCK,
  STATEMENT_READ,
  STATEMENT_WRITE,
  STATEMENT_FETCH, /* amount; size */
  STATEMENT_YIELD,
  STATEMENT_PRINT,   /* pieces */
  STATEMENT_NOTE,    /* pieces, body */
  STATEMENT_START,   /* target, arguments, value (count), result (as), daemon */
  STATEMENT_JOIN,    /* target or NULL, result */
  STATEMENT_CANCEL,  /* target */
  STATEMENT_ACQUIRE, /* target, mode */
  STATEMENT_RELEASE,
  STATEMENT_WITH, /* target, mode, body */
  STATEMENT_WAIT,
  STATEMENT_SET,
  STATEMENT_CLEAR,
  STATEMENT_NOTIFY, /* target, value or all */
  STATEMENT_PUT,    /* target, value */
  STATEMENT_GET,    /* target, result */
  STATEMENT_SEND,
  STATEMENT_RECEIVE,
  STATEMENT_STORE,     /* target, key, value */
  STATEMENT_LOAD,      /* target, key, result */
  STATEMENT_SUBMIT,    /* target (pool), callee, arguments */
  STATEMENT_OFFLOAD,   /* callee, arguments, model, result */
  STATEMENT_RUN_ASYNC, /* body */
  STATEMENT_ASSIGN,    /* target, value */
  STATEMENT_ATOMICALLY,
  STATEMENT_REPEAT, /* value or NULL (forever), result, body */
  STATEMENT_WHILE,  /* value, body */
  STATEMENT_IF,     /* value, body, otherwise */
  STATEMENT_BREAK,
  STATEMENT_WITHIN, /* amount, body, otherwise */
  STATEMENT_RETURN, /* value or NULL */
  STATEMENT_FAIL,   /* pieces */
  STATEMENT_CRASH,
  STATEMENT_EXPECT, /* value, text */
} GantryStatementKind;

typedef struct {
  GantryStatementKind kind;
  uint32_t line, column;
  GantryAmount amount, size;
  char *target;
  uint32_t target_column;
  char *callee; /* task of submit and offload */
  uint32_t callee_column;
  char *key;
  char *result;
  uint32_t result_column;
  uint32_t count_column; /* start: where `x` stands, 0 without */
  uint32_t mode;         /* of locks: 0 as they are or writing, 1 reading */
  bool mode_said;
  bool daemon, all;
  GantryModel model;
  GPtrArray *arguments; /* GantryExpression */
  GantryExpression *value;
  GArray *pieces; /* GantryPiece */
  char *text;
  GPtrArray *body, *otherwise; /* GantryStatement */
  /* from the checker */
  uint32_t object;        /* of the thing named by target */
  uint32_t task;          /* of the task named by target or callee */
  uint32_t given_name;    /* start, join, cancel: number of the name given by `as`, or UINT32_MAX */
  uint32_t result_slot;   /* local that takes the result, or UINT32_MAX */
  uint32_t result_object; /* variable of the head that takes it, or GANTRY_NO_OBJECT */
  bool target_is_local;
} GantryStatement;

typedef struct {
  const char *name; /* "" where it is missing */
  uint32_t line, column;
  GPtrArray *params;     /* char */
  GArray *param_columns; /* uint32_t */
  GPtrArray *body;
  bool flawed; /* its first line had an error: the parameters are not known */
  /* from the checker */
  GPtrArray *locals;      /* char; parameters first */
  GPtrArray *given_names; /* char */
  uint64_t started;       /* how often the run starts it, as far as one can see; 2 stands for several */
  uint64_t risen;         /* what of it was not passed on yet to those that it starts */
} GantryTaskSyntax;

typedef struct {
  GantryThingDeclaration declaration;
  uint32_t column;
} GantryThingSyntax;

typedef struct {
  GantryHead head; /* strings owned */
  bool head_said[16];
  GArray *things;   /* GantryThingSyntax; names owned by the tree */
  GPtrArray *tasks; /* GantryTaskSyntax */
  uint32_t n_statements;
  GHashTable *doubtful; /* names in lines that had an error: who knows whether they declare them */
  /* all that was allocated, freed with the tree */
  GPtrArray *owned;
  GPtrArray *arrays;
  GPtrArray *value_arrays;
} GantrySyntax;

/* An empty tree. */
GantrySyntax *gantry_syntax_new (const char *title);
void gantry_syntax_free (GantrySyntax *syntax);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantrySyntax, gantry_syntax_free)

/* "a lock", "an event": for messages. */
const char *gantry_thing_phrase (GantryThingKind kind);

/* Parses tokens; errors are added to `diagnostics`. The tree is whole enough to be checked even where there
 * were errors. */
GantrySyntax *gantry_parse (GPtrArray *tokens, const char *default_title, GPtrArray *diagnostics);

/* Resolves names and checks all that can be known before a run; errors are added to `diagnostics`. */
void gantry_check (GantrySyntax *syntax, GPtrArray *diagnostics);

/* Makes the program of a tree without errors. `text` is the scenario's. Free with gantry_program_free(). */
GantryProgram *gantry_compile (const GantrySyntax *syntax, const char *text);
void gantry_program_free (GantryProgram *program);
