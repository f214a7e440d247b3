/* What the parts of the checker share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/lexer.h"
#include "scenario/syntax.h"

#define GANTRY_KIND(kind) (1u << (kind))
#define GANTRY_VARIABLE_KINDS (GANTRY_KIND(GANTRY_THING_VARIABLE) | GANTRY_KIND(GANTRY_THING_SHARED_VARIABLE))

/* A place where tasks are started. */
typedef struct {
  uint32_t caller, callee;
  uint64_t times; /* 1, or 2 for several */
} GantryStartSite;

typedef struct {
  GantrySyntax *syntax;
  GPtrArray *diagnostics;
  GHashTable *things; /* name → index + 1 */
  GHashTable *tasks;  /* name → index + 1 */
  GArray *sites;      /* GantryStartSite */
  guint n_unknown;    /* names so far that stand for nothing */
  /* of the task that is being checked: */
  GantryTaskSyntax *task;
  uint32_t task_index;
  GHashTable *locals;   /* name → slot + 1 */
  GHashTable *given;    /* name → number + 1 */
  GHashTable *assigned; /* names of locals that have a value by now */
  int loops;            /* around the statement */
  bool repeats;         /* one of them may run its body more than once */
} GantryChecker;

GantryThingSyntax *gantry_checker_thing (const GantryChecker *checker, uint32_t index);
GantryTaskSyntax *gantry_checker_task (const GantryChecker *checker, uint32_t index);
/* Number of a name in one of the tables, UINT32_MAX if it is not there. */
uint32_t gantry_checker_lookup (GHashTable *table, const char *name);

/* "unknown task ‘cok’, did you mean ‘cook’?"; `remedy` is for where nothing is near. */
void gantry_checker_unknown (GantryChecker *checker, uint32_t line, uint32_t column, const char *what,
                             const char *name, const GPtrArray *candidates, const char *remedy);
/* Whether what is near an unknown name is still looked for; where very many are unknown it is not. */
bool gantry_checker_gives_hints (const GantryChecker *checker);
/* Names of the tasks, and of the things of some kinds, for hints: none where none are given; free with
 * g_ptr_array_unref(). */
GPtrArray *gantry_checker_task_names (const GantryChecker *checker);
GPtrArray *gantry_checker_thing_names (const GantryChecker *checker, unsigned kinds);

void gantry_check_declare_things (GantryChecker *checker);
void gantry_check_declare_tasks (GantryChecker *checker);
void gantry_check_expression (GantryChecker *checker, GantryExpression *expression);
/* The statement's target must be a thing of the kind that the statement takes. */
void gantry_check_use (GantryChecker *checker, GantryStatement *statement);
/* Kinds of things that a statement takes, by the word that begins it; 0: none. */
unsigned gantry_check_kinds_taken (const char *verb);
/* Finds the task's locals and the names that it gives, before it is checked. */
void gantry_check_collect_names (GantryChecker *checker, GantryTaskSyntax *task);
/* Marks what the statements assign as having a value. */
void gantry_check_mark_assigned (GantryChecker *checker, const GPtrArray *body);
void gantry_check_mark (GantryChecker *checker, const char *name);

void gantry_check_body (GantryChecker *checker, const GPtrArray *body);
/* How often the run starts each task, as far as one can see: 2 stands for several. */
void gantry_check_count_starts (GantryChecker *checker);
