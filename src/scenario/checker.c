/* What can be known before a run: names, kinds, counts, limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/checker-private.h"

#include <glib/gi18n-lib.h>

static void
add_site (GantryChecker *checker, const GantryStatement *statement)
{
  const GantryExpression *count = statement->kind == STATEMENT_START ? statement->value : NULL;
  GantryStartSite site = {checker->task_index, statement->task, checker->repeats ? 2 : 1};
  if (count && (count->kind != EXPRESSION_INTEGER || count->value > 1))
    site.times = 2;
  else if (count && count->value < 1)
    site.times = 0;
  g_array_append_val(checker->sites, site);
}

static void
check_callee (GantryChecker *checker, GantryStatement *statement)
{
  uint32_t thing = gantry_checker_lookup(checker->things, statement->callee);
  statement->task = gantry_checker_lookup(checker->tasks, statement->callee);
  if (thing != UINT32_MAX) {
    gantry_diagnose(checker->diagnostics, statement->line, statement->callee_column,
                    _("‘%s’ is %s; a task is needed here"), statement->callee,
                    gantry_thing_phrase(gantry_checker_thing(checker, thing)->declaration.kind));
    return;
  }
  if (statement->task == UINT32_MAX) {
    g_autoptr(GPtrArray) names = gantry_checker_task_names(checker);
    gantry_checker_unknown(checker, statement->line, statement->callee_column, _("task"), statement->callee,
                           names, _("add it as ‘task NAME:’"));
    return;
  }
  const GantryTaskSyntax *callee = gantry_checker_task(checker, statement->task);
  if (callee->params->len != statement->arguments->len && !callee->flawed)
    gantry_diagnose(checker->diagnostics, statement->line, statement->callee_column,
                    g_dngettext(GETTEXT_PACKAGE, "‘%s’ takes %u argument, not %u",
                                "‘%s’ takes %u arguments, not %u", callee->params->len),
                    callee->name, callee->params->len, statement->arguments->len);
  add_site(checker, statement);
}

/* The target of a join or cancel: a name given in this task, else a task. */
static void
check_started (GantryChecker *checker, GantryStatement *statement)
{
  statement->given_name = gantry_checker_lookup(checker->given, statement->target);
  statement->task = gantry_checker_lookup(checker->tasks, statement->target);
  if (statement->given_name != UINT32_MAX || statement->task != UINT32_MAX)
    return;
  uint32_t thing = gantry_checker_lookup(checker->things, statement->target);
  if (thing != UINT32_MAX) {
    gantry_diagnose(
        checker->diagnostics, statement->line, statement->target_column,
        statement->kind == STATEMENT_JOIN ? _("‘%s’ is %s; ‘join’ takes what was started, or a pool")
                                          : _("‘%s’ is %s; ‘cancel’ takes what was started"),
        statement->target, gantry_thing_phrase(gantry_checker_thing(checker, thing)->declaration.kind));
    return;
  }
  g_autoptr(GPtrArray) names = gantry_checker_task_names(checker);
  for (guint i = 0; gantry_checker_gives_hints(checker) && i < checker->task->given_names->len; i++)
    g_ptr_array_add(names, g_ptr_array_index(checker->task->given_names, i));
  gantry_checker_unknown(checker, statement->line, statement->target_column, _("task or started name"),
                         statement->target, names, _("name a task, or what this task starts ‘as NAME’"));
}

static void
check_join (GantryChecker *checker, GantryStatement *statement)
{
  if (!statement->target)
    return;
  uint32_t thing = gantry_checker_lookup(checker->things, statement->target);
  bool is_pool =
      thing != UINT32_MAX && gantry_checker_thing(checker, thing)->declaration.kind == GANTRY_THING_POOL;
  if (!is_pool || gantry_checker_lookup(checker->given, statement->target) != UINT32_MAX) {
    check_started(checker, statement);
    return;
  }
  statement->object = thing;
  if (statement->result)
    gantry_diagnose(checker->diagnostics, statement->line, statement->result_column,
                    _("a pool gives no single result; join it without ‘as’"));
}

static void
check_break (GantryChecker *checker, const GantryStatement *statement)
{
  if (checker->loops == 0)
    gantry_diagnose(checker->diagnostics, statement->line, statement->column,
                    _("‘break’ outside a loop; it ends the ‘repeat’ or ‘while’ around it"));
}

/* A loop's body may read what it assigned in an earlier round. */
static void
check_loop (GantryChecker *checker, GantryStatement *statement)
{
  bool around = checker->repeats;
  const GantryExpression *count = statement->kind == STATEMENT_REPEAT ? statement->value : NULL;
  bool once = count && count->kind == EXPRESSION_INTEGER && count->value <= 1;
  if (!once)
    gantry_check_mark_assigned(checker, statement->body);
  if (statement->kind == STATEMENT_WHILE)
    gantry_check_expression(checker, statement->value);
  checker->repeats = around || !once;
  checker->loops++;
  gantry_check_body(checker, statement->body);
  checker->loops--;
  checker->repeats = around;
}

/* What a statement evaluates, in the order in which it does so. */
static void
check_values (GantryChecker *checker, GantryStatement *statement)
{
  for (guint i = 0; statement->arguments && i < statement->arguments->len; i++)
    gantry_check_expression(checker, g_ptr_array_index(statement->arguments, i));
  for (guint i = 0; statement->pieces && i < statement->pieces->len; i++)
    gantry_check_expression(checker, g_array_index(statement->pieces, GantryPiece, i).value);
  if (statement->kind != STATEMENT_WHILE)
    gantry_check_expression(checker, statement->value);
}

static void
check_statement (GantryChecker *checker, GantryStatement *statement)
{
  check_values(checker, statement);
  gantry_check_use(checker, statement);
  if (statement->callee)
    check_callee(checker, statement);
  if (statement->kind == STATEMENT_JOIN)
    check_join(checker, statement);
  if (statement->kind == STATEMENT_CANCEL)
    check_started(checker, statement);
  if (statement->kind == STATEMENT_BREAK)
    check_break(checker, statement);
  if (statement->kind == STATEMENT_ASSIGN)
    gantry_check_mark(checker, statement->target);
  if (statement->result && statement->kind != STATEMENT_START)
    gantry_check_mark(checker, statement->result);
  if (statement->kind == STATEMENT_REPEAT || statement->kind == STATEMENT_WHILE)
    check_loop(checker, statement);
  else if (statement->body)
    gantry_check_body(checker, statement->body);
  if (statement->otherwise)
    gantry_check_body(checker, statement->otherwise);
}

void
gantry_check_body (GantryChecker *checker, const GPtrArray *body)
{
  for (guint i = 0; i < body->len; i++)
    check_statement(checker, g_ptr_array_index(body, i));
}

static void
check_task (GantryChecker *checker, uint32_t index)
{
  checker->task = gantry_checker_task(checker, index);
  checker->task_index = index;
  g_hash_table_remove_all(checker->locals);
  g_hash_table_remove_all(checker->given);
  g_hash_table_remove_all(checker->assigned);
  gantry_check_collect_names(checker, checker->task);
  gantry_check_body(checker, checker->task->body);
}

void
gantry_check (GantrySyntax *syntax, GPtrArray *diagnostics)
{
  g_autoptr(GHashTable) things = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) tasks = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) locals = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) given = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GHashTable) assigned = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GArray) sites = g_array_new(FALSE, FALSE, sizeof(GantryStartSite));
  GantryChecker checker = {
      .syntax = syntax,
      .diagnostics = diagnostics,
      .things = things,
      .tasks = tasks,
      .sites = sites,
      .locals = locals,
      .given = given,
      .assigned = assigned,
  };
  gantry_check_declare_things(&checker);
  gantry_check_declare_tasks(&checker);
  for (guint i = 0; i < syntax->tasks->len; i++)
    check_task(&checker, i);
  gantry_check_count_starts(&checker);
}
