/* What a scenario declares: things, tasks, and the names that a task makes for itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/checker-private.h"

#include <glib/gi18n-lib.h>

static void
diagnose_twice (GantryChecker *checker, uint32_t line, uint32_t column, const char *name, uint32_t other_line)
{
  gantry_diagnose(checker->diagnostics, line, column, _("‘%s’ is declared twice; line %u has it already"),
                  name, other_line);
}

void
gantry_check_declare_things (GantryChecker *checker)
{
  for (guint i = 0; i < checker->syntax->things->len; i++) {
    const GantryThingSyntax *thing = gantry_checker_thing(checker, i);
    const char *name = thing->declaration.name;
    uint32_t other = gantry_checker_lookup(checker->things, name);
    if (other != UINT32_MAX)
      diagnose_twice(checker, thing->declaration.line, thing->column, name,
                     gantry_checker_thing(checker, other)->declaration.line);
    else
      g_hash_table_insert(checker->things, (gpointer)name, GUINT_TO_POINTER(i + 1));
  }
  if (checker->syntax->things->len > GANTRY_MOST_THINGS) {
    const GantryThingSyntax *thing = gantry_checker_thing(checker, GANTRY_MOST_THINGS);
    gantry_diagnose(checker->diagnostics, thing->declaration.line, thing->column,
                    _("more than %d shared things from here on; do with fewer"), GANTRY_MOST_THINGS);
  }
}

static void
declare_task (GantryChecker *checker, const GantryTaskSyntax *task, uint32_t index)
{
  uint32_t thing = gantry_checker_lookup(checker->things, task->name);
  uint32_t other = gantry_checker_lookup(checker->tasks, task->name);
  if (thing != UINT32_MAX)
    diagnose_twice(checker, task->line, task->column, task->name,
                   gantry_checker_thing(checker, thing)->declaration.line);
  else if (other != UINT32_MAX)
    diagnose_twice(checker, task->line, task->column, task->name, gantry_checker_task(checker, other)->line);
  else
    g_hash_table_insert(checker->tasks, (gpointer)task->name, GUINT_TO_POINTER(index + 1));
}

void
gantry_check_declare_tasks (GantryChecker *checker)
{
  for (guint i = 0; i < checker->syntax->tasks->len; i++) {
    const GantryTaskSyntax *task = gantry_checker_task(checker, i);
    if (*task->name)
      declare_task(checker, task, i);
  }
  if (gantry_checker_lookup(checker->tasks, "main") == UINT32_MAX &&
      !g_hash_table_contains(checker->syntax->doubtful, "main"))
    gantry_diagnose(checker->diagnostics, 1, 1, _("there is no ‘main:’, where the run begins; add one"));
}

/* A local hides nothing, so it may not be called like a thing. Tasks are never meant where a number can
 * stand. */
static bool
name_is_taken (GantryChecker *checker, const char *name, uint32_t line, uint32_t column)
{
  uint32_t thing = gantry_checker_lookup(checker->things, name);
  if (thing == UINT32_MAX)
    return false;
  const GantryThingDeclaration *declaration = &gantry_checker_thing(checker, thing)->declaration;
  gantry_diagnose(checker->diagnostics, line, column,
                  _("‘%s’ is %s already, declared in line %u; choose another name"), name,
                  gantry_thing_phrase(declaration->kind), declaration->line);
  return true;
}

static void
add_local (GantryChecker *checker, char *name)
{
  if (gantry_checker_lookup(checker->locals, name) != UINT32_MAX)
    return;
  g_ptr_array_add(checker->task->locals, name);
  g_hash_table_insert(checker->locals, name, GUINT_TO_POINTER(checker->task->locals->len));
}

static bool
is_variable (const GantryChecker *checker, const char *name)
{
  uint32_t thing = gantry_checker_lookup(checker->things, name);
  return thing != UINT32_MAX &&
         (GANTRY_KIND(gantry_checker_thing(checker, thing)->declaration.kind) & GANTRY_VARIABLE_KINDS);
}

/* `as NAME` assigns as `NAME = …` would: a variable declared in the head, else a local. */
static void
collect_result (GantryChecker *checker, GantryStatement *statement)
{
  if (is_variable(checker, statement->result)) {
    statement->result_object = gantry_checker_lookup(checker->things, statement->result);
    return;
  }
  if (name_is_taken(checker, statement->result, statement->line, statement->result_column))
    return;
  add_local(checker, statement->result);
  statement->result_slot = gantry_checker_lookup(checker->locals, statement->result);
}

static void
collect_given_name (GantryChecker *checker, GantryStatement *statement)
{
  GPtrArray *given_names = checker->task->given_names;
  statement->given_name = gantry_checker_lookup(checker->given, statement->result);
  if (statement->given_name != UINT32_MAX)
    return;
  statement->given_name = given_names->len;
  g_ptr_array_add(given_names, statement->result);
  g_hash_table_insert(checker->given, statement->result, GUINT_TO_POINTER(given_names->len));
}

static void
collect_body (GantryChecker *checker, const GPtrArray *body)
{
  for (guint i = 0; body && i < body->len; i++) {
    GantryStatement *statement = g_ptr_array_index(body, i);
    if (statement->kind == STATEMENT_START && statement->result)
      collect_given_name(checker, statement);
    else if (statement->result)
      collect_result(checker, statement);
    else if (statement->kind == STATEMENT_ASSIGN &&
             gantry_checker_lookup(checker->things, statement->target) == UINT32_MAX &&
             !name_is_taken(checker, statement->target, statement->line, statement->target_column))
      add_local(checker, statement->target);
    collect_body(checker, statement->body);
    collect_body(checker, statement->otherwise);
  }
}

static void
collect_params (GantryChecker *checker, const GantryTaskSyntax *task)
{
  for (guint i = 0; i < task->params->len; i++) {
    char *name = g_ptr_array_index(task->params, i);
    uint32_t column = g_array_index(task->param_columns, uint32_t, i);
    if (gantry_checker_lookup(checker->locals, name) != UINT32_MAX)
      gantry_diagnose(checker->diagnostics, task->line, column,
                      _("two parameters are called ‘%s’; rename one"), name);
    else
      name_is_taken(checker, name, task->line, column);
    add_local(checker, name);
    gantry_check_mark(checker, name);
  }
}

void
gantry_check_collect_names (GantryChecker *checker, GantryTaskSyntax *task)
{
  collect_params(checker, task);
  collect_body(checker, task->body);
}
