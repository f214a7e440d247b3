/* Names: what they stand for, and what to say where they stand for nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/checker-private.h"
#include "scenario/nearest.h"

#include <glib/gi18n-lib.h>

/* Unknown names that are compared with all others: a text has room for tens of thousands of both. */
#define MOST_HINTS 100

bool
gantry_checker_gives_hints (const GantryChecker *checker)
{
  return checker->n_unknown < MOST_HINTS;
}

GantryThingSyntax *
gantry_checker_thing (const GantryChecker *checker, uint32_t index)
{
  return &g_array_index(checker->syntax->things, GantryThingSyntax, index);
}

GantryTaskSyntax *
gantry_checker_task (const GantryChecker *checker, uint32_t index)
{
  return g_ptr_array_index(checker->syntax->tasks, index);
}

uint32_t
gantry_checker_lookup (GHashTable *table, const char *name)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(table, name)) - 1;
}

void
gantry_checker_unknown (GantryChecker *checker, uint32_t line, uint32_t column, const char *what,
                        const char *name, const GPtrArray *candidates, const char *remedy)
{
  if (g_hash_table_contains(checker->syntax->doubtful, name))
    return;
  checker->n_unknown++;
  const char *nearest = gantry_nearest_name(name, candidates);
  if (nearest)
    gantry_diagnose(checker->diagnostics, line, column, _("unknown %s ‘%s’, did you mean ‘%s’?"), what, name,
                    nearest);
  else
    gantry_diagnose(checker->diagnostics, line, column, _("unknown %s ‘%s’; %s"), what, name, remedy);
}

GPtrArray *
gantry_checker_task_names (const GantryChecker *checker)
{
  GPtrArray *names = g_ptr_array_new();
  for (guint i = 0; gantry_checker_gives_hints(checker) && i < checker->syntax->tasks->len; i++)
    if (!g_str_equal(gantry_checker_task(checker, i)->name, "main"))
      g_ptr_array_add(names, (gpointer)gantry_checker_task(checker, i)->name);
  return names;
}

GPtrArray *
gantry_checker_thing_names (const GantryChecker *checker, unsigned kinds)
{
  GPtrArray *names = g_ptr_array_new();
  for (guint i = 0; gantry_checker_gives_hints(checker) && i < checker->syntax->things->len; i++)
    if (GANTRY_KIND(gantry_checker_thing(checker, i)->declaration.kind) & kinds)
      g_ptr_array_add(names, (gpointer)gantry_checker_thing(checker, i)->declaration.name);
  return names;
}

static void
check_length (GantryChecker *checker, GantryExpression *expression)
{
  const unsigned kinds = GANTRY_KIND(GANTRY_THING_QUEUE) | GANTRY_KIND(GANTRY_THING_PIPE);
  expression->slot = gantry_checker_lookup(checker->things, expression->name);
  if (expression->slot == UINT32_MAX) {
    g_autoptr(GPtrArray) candidates = gantry_checker_thing_names(checker, kinds);
    gantry_checker_unknown(checker, expression->line, expression->column, _("queue or pipe"),
                           expression->name, candidates, _("declare it outside of all tasks"));
    return;
  }
  GantryThingKind kind = gantry_checker_thing(checker, expression->slot)->declaration.kind;
  if (!(GANTRY_KIND(kind) & kinds))
    gantry_diagnose(checker->diagnostics, expression->line, expression->column,
                    _("‘%s’ is %s; ‘len’ takes a queue or a pipe"), expression->name,
                    gantry_thing_phrase(kind));
}

static const char *
remedy_for_name (const char *name)
{
  if (g_ascii_strcasecmp(name, "true") == 0 || g_ascii_strcasecmp(name, "false") == 0)
    return _("truth is written 1, and falsehood 0");
  return _("assign it first, or declare it as a variable");
}

/* A name that is no local. */
static void
check_variable (GantryChecker *checker, GantryExpression *expression)
{
  expression->slot = gantry_checker_lookup(checker->things, expression->name);
  if (expression->slot == UINT32_MAX) {
    g_autoptr(GPtrArray) candidates = gantry_checker_thing_names(checker, GANTRY_VARIABLE_KINDS);
    for (guint i = 0; gantry_checker_gives_hints(checker) && i < checker->task->locals->len; i++)
      g_ptr_array_add(candidates, g_ptr_array_index(checker->task->locals, i));
    gantry_checker_unknown(checker, expression->line, expression->column, _("name"), expression->name,
                           candidates, remedy_for_name(expression->name));
    return;
  }
  GantryThingKind kind = gantry_checker_thing(checker, expression->slot)->declaration.kind;
  if (!(GANTRY_KIND(kind) & GANTRY_VARIABLE_KINDS))
    gantry_diagnose(checker->diagnostics, expression->line, expression->column,
                    _("‘%s’ is %s and has no value; take a variable, or ‘len’ of a queue or pipe"),
                    expression->name, gantry_thing_phrase(kind));
}

static void
check_name (GantryChecker *checker, GantryExpression *expression)
{
  uint32_t slot = gantry_checker_lookup(checker->locals, expression->name);
  if (slot == UINT32_MAX) {
    check_variable(checker, expression);
    return;
  }
  expression->is_local = true;
  expression->slot = slot;
  if (!g_hash_table_contains(checker->assigned, expression->name) &&
      !g_hash_table_contains(checker->syntax->doubtful, expression->name))
    gantry_diagnose(checker->diagnostics, expression->line, expression->column,
                    _("‘%s’ is read before it has a value; assign it further up"), expression->name);
}

void
gantry_check_expression (GantryChecker *checker, GantryExpression *expression)
{
  /* Along the left side, which is as long as a chain like 1 + 1 + 1… is; deep only to the right. */
  for (; expression; expression = expression->left) {
    if (expression->kind == EXPRESSION_LENGTH)
      check_length(checker, expression);
    else if (expression->kind == EXPRESSION_NAME)
      check_name(checker, expression);
    gantry_check_expression(checker, expression->right);
  }
}

typedef struct {
  GantryStatementKind statement;
  const char *verb;
  const char *what;  /* "unknown queue" */
  const char *takes; /* "takes a queue" */
  unsigned kinds;
} Use;

#define LOCKS                                                                                                \
  (GANTRY_KIND(GANTRY_THING_LOCK) | GANTRY_KIND(GANTRY_THING_RLOCK) | GANTRY_KIND(GANTRY_THING_RWLOCK) |     \
   GANTRY_KIND(GANTRY_THING_SEMAPHORE) | GANTRY_KIND(GANTRY_THING_CONDITION))

static const Use uses[] = {
    {STATEMENT_ACQUIRE, "acquire", N_("lock"), N_("a lock, rlock, rwlock, semaphore or condition"), LOCKS},
    {STATEMENT_RELEASE, "release", N_("lock"), N_("a lock, rlock, rwlock, semaphore or condition"), LOCKS},
    {STATEMENT_WITH, "with", N_("lock"), N_("a lock, rlock, rwlock, semaphore or condition"), LOCKS},
    {STATEMENT_WAIT, "wait", N_("event, condition or barrier"), N_("an event, a condition or a barrier"),
     GANTRY_KIND(GANTRY_THING_EVENT) | GANTRY_KIND(GANTRY_THING_CONDITION) |
         GANTRY_KIND(GANTRY_THING_BARRIER)},
    {STATEMENT_SET, "set", N_("event"), N_("an event"), GANTRY_KIND(GANTRY_THING_EVENT)},
    {STATEMENT_CLEAR, "clear", N_("event"), N_("an event"), GANTRY_KIND(GANTRY_THING_EVENT)},
    {STATEMENT_NOTIFY, "notify", N_("condition"), N_("a condition"), GANTRY_KIND(GANTRY_THING_CONDITION)},
    {STATEMENT_PUT, "put", N_("queue"), N_("a queue"), GANTRY_KIND(GANTRY_THING_QUEUE)},
    {STATEMENT_GET, "get", N_("queue"), N_("a queue"), GANTRY_KIND(GANTRY_THING_QUEUE)},
    {STATEMENT_SEND, "send", N_("pipe"), N_("a pipe"), GANTRY_KIND(GANTRY_THING_PIPE)},
    {STATEMENT_RECEIVE, "receive", N_("pipe"), N_("a pipe"), GANTRY_KIND(GANTRY_THING_PIPE)},
    {STATEMENT_STORE, "store", N_("manager"), N_("a manager"), GANTRY_KIND(GANTRY_THING_MANAGER)},
    {STATEMENT_LOAD, "load", N_("manager"), N_("a manager"), GANTRY_KIND(GANTRY_THING_MANAGER)},
    {STATEMENT_SUBMIT, "submit", N_("pool"), N_("a pool"), GANTRY_KIND(GANTRY_THING_POOL)},
    {STATEMENT_ASSIGN, "=", N_("variable"), N_("a variable"), GANTRY_VARIABLE_KINDS},
    {STATEMENT_ATOMICALLY, "atomically", N_("variable"), N_("a variable declared outside of all tasks"),
     GANTRY_VARIABLE_KINDS},
};

unsigned
gantry_check_kinds_taken (const char *verb)
{
  for (gsize i = 0; i < G_N_ELEMENTS(uses); i++)
    if (g_str_equal(uses[i].verb, verb))
      return uses[i].kinds;
  return 0;
}

static void
check_mode (GantryChecker *checker, const GantryStatement *statement, const char *verb, GantryThingKind kind)
{
  if (statement->kind != STATEMENT_ACQUIRE && statement->kind != STATEMENT_WITH)
    return;
  const char *name = statement->target;
  if (kind == GANTRY_THING_RWLOCK && !statement->mode_said)
    gantry_diagnose(checker->diagnostics, statement->line, statement->target_column,
                    _("‘%s’ is an rwlock; say ‘%s reading %s’ or ‘%s writing %s’"), name, verb, name, verb,
                    name);
  else if (kind != GANTRY_THING_RWLOCK && statement->mode_said)
    gantry_diagnose(checker->diagnostics, statement->line, statement->target_column,
                    _("‘%s’ is %s; only an rwlock tells reading from writing"), name,
                    gantry_thing_phrase(kind));
}

static void
check_target (GantryChecker *checker, GantryStatement *statement, const Use *use)
{
  statement->object = gantry_checker_lookup(checker->things, statement->target);
  if (statement->object != UINT32_MAX) {
    GantryThingKind kind = gantry_checker_thing(checker, statement->object)->declaration.kind;
    if (GANTRY_KIND(kind) & use->kinds)
      check_mode(checker, statement, use->verb, kind);
    else
      gantry_diagnose(checker->diagnostics, statement->line, statement->target_column,
                      _("‘%s’ is %s; ‘%s’ takes %s"), statement->target, gantry_thing_phrase(kind), use->verb,
                      _(use->takes));
  } else if (gantry_checker_lookup(checker->tasks, statement->target) != UINT32_MAX) {
    gantry_diagnose(checker->diagnostics, statement->line, statement->target_column,
                    _("‘%s’ is a task; ‘%s’ takes %s"), statement->target, use->verb, _(use->takes));
  } else if (gantry_checker_lookup(checker->locals, statement->target) != UINT32_MAX) {
    gantry_diagnose(checker->diagnostics, statement->line, statement->target_column,
                    _("‘%s’ is this task’s own number; ‘%s’ takes %s"), statement->target, use->verb,
                    _(use->takes));
  } else {
    g_autoptr(GPtrArray) candidates = gantry_checker_thing_names(checker, use->kinds);
    gantry_checker_unknown(checker, statement->line, statement->target_column, _(use->what),
                           statement->target, candidates, _("declare it outside of all tasks"));
  }
}

void
gantry_check_use (GantryChecker *checker, GantryStatement *statement)
{
  if (statement->kind == STATEMENT_ASSIGN) {
    uint32_t slot = gantry_checker_lookup(checker->locals, statement->target);
    statement->target_is_local = slot != UINT32_MAX;
    statement->object = slot;
    if (statement->target_is_local)
      return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(uses); i++)
    if (uses[i].statement == statement->kind) {
      check_target(checker, statement, &uses[i]);
      return;
    }
}

void
gantry_check_mark (GantryChecker *checker, const char *name)
{
  g_hash_table_add(checker->assigned, (gpointer)name);
}

void
gantry_check_mark_assigned (GantryChecker *checker, const GPtrArray *body)
{
  for (guint i = 0; body && i < body->len; i++) {
    const GantryStatement *statement = g_ptr_array_index(body, i);
    if (statement->kind == STATEMENT_ASSIGN)
      gantry_check_mark(checker, statement->target);
    if (statement->result && statement->kind != STATEMENT_START)
      gantry_check_mark(checker, statement->result);
    gantry_check_mark_assigned(checker, statement->body);
    gantry_check_mark_assigned(checker, statement->otherwise);
  }
}
