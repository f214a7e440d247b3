/* What can be known before a run: names, kinds, counts, limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lexer.h"
#include "scenario/nearest.h"
#include "scenario/syntax.h"

#include <glib/gi18n-lib.h>

#define MOST_STATEMENTS 10000
#define MOST_THINGS 1000
#define KIND(kind) (1u << (kind))

typedef struct {
  GantrySyntax *syntax;
  GPtrArray *diagnostics;
  GHashTable *things; /* name → index + 1 */
  GHashTable *tasks;  /* name → index + 1 */
  GantryTaskSyntax *task;
  uint32_t task_index;
  int loops;      /* loops around the statement, in this task */
  bool in_repeat; /* one of them may run its body more than once */
  GArray *sites;  /* Site */
} Checker;

/* A place where tasks are started. */
typedef struct {
  uint32_t caller, callee;
  uint64_t times; /* 1, or 2 for several */
} Site;

static void check_body (Checker *checker, GPtrArray *body);

static GantryThingSyntax *
thing_at (const Checker *checker, uint32_t index)
{
  return &g_array_index (checker->syntax->things, GantryThingSyntax, index);
}

static GantryTaskSyntax *
task_at (const Checker *checker, uint32_t index)
{
  return g_ptr_array_index (checker->syntax->tasks, index);
}

static uint32_t
lookup (GHashTable *table, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, name)) - 1; /* UINT32_MAX: none */
}

static uint32_t
find_string (const GPtrArray *strings, const char *text)
{
  for (guint i = 0; i < strings->len; i++)
    if (g_str_equal (g_ptr_array_index (strings, i), text))
      return i;
  return UINT32_MAX;
}

/* "unknown task ‘cok’, did you mean ‘cook’?" */
static void
diagnose_unknown (Checker *checker, uint32_t line, uint32_t column, const char *what, const char *name,
                  const GPtrArray *candidates)
{
  const char *nearest = gantry_nearest_name (name, candidates);
  if (nearest)
    gantry_diagnose (checker->diagnostics, line, column, _("unknown %s ‘%s’, did you mean ‘%s’?"), what, name, nearest);
  else
    gantry_diagnose (checker->diagnostics, line, column, _("unknown %s ‘%s’; declare it, or use a name that is"), what, name);
}

static GPtrArray *
task_names (const Checker *checker)
{
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; i < checker->syntax->tasks->len; i++)
    g_ptr_array_add (names, task_at (checker, i)->name);
  return names;
}

static GPtrArray *
thing_names (const Checker *checker, unsigned kinds)
{
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; i < checker->syntax->things->len; i++)
    if (KIND (thing_at (checker, i)->declaration.kind) & kinds)
      g_ptr_array_add (names, (gpointer) thing_at (checker, i)->declaration.name);
  return names;
}

static void
check_expression (Checker *checker, GantryExpression *expression)
{
  if (!expression)
    return;
  check_expression (checker, expression->left);
  check_expression (checker, expression->right);
  if (expression->kind != EXPRESSION_NAME && expression->kind != EXPRESSION_LENGTH)
    return;
  const unsigned variables = KIND (GANTRY_THING_VARIABLE) | KIND (GANTRY_THING_SHARED_VARIABLE);
  const unsigned lengths = KIND (GANTRY_THING_QUEUE) | KIND (GANTRY_THING_PIPE);
  bool is_length = expression->kind == EXPRESSION_LENGTH;
  uint32_t local = is_length ? UINT32_MAX : find_string (checker->task->locals, expression->name);
  expression->is_local = local != UINT32_MAX;
  expression->slot = expression->is_local ? local : lookup (checker->things, expression->name);
  if (expression->is_local)
    return;
  g_autoptr (GPtrArray) candidates = thing_names (checker, is_length ? lengths : variables);
  if (expression->slot == UINT32_MAX) {
    for (guint i = 0; !is_length && i < checker->task->locals->len; i++)
      g_ptr_array_add (candidates, g_ptr_array_index (checker->task->locals, i));
    diagnose_unknown (checker, expression->line, expression->column, is_length ? _("queue or pipe") : _("name"),
                      expression->name, candidates);
    return;
  }
  GantryThingKind kind = thing_at (checker, expression->slot)->declaration.kind;
  if (!(KIND (kind) & (is_length ? lengths : variables)))
    gantry_diagnose (checker->diagnostics, expression->line, expression->column,
                     is_length ? _("‘%s’ is a %s; len() takes a queue or a pipe")
                               : _("‘%s’ is a %s and has no value to reckon with"),
                     expression->name, gantry_thing_kind_id (kind));
}

static void
check_pieces (Checker *checker, GArray *pieces)
{
  for (guint i = 0; pieces && i < pieces->len; i++)
    check_expression (checker, g_array_index (pieces, GantryPiece, i).value);
}

/* The thing named by the statement must be of one of `kinds`. */
static void
check_thing (Checker *checker, GantryStatement *statement, const char *verb, const char *what, unsigned kinds)
{
  statement->object = lookup (checker->things, statement->target);
  if (statement->object == UINT32_MAX) {
    g_autoptr (GPtrArray) candidates = thing_names (checker, kinds);
    diagnose_unknown (checker, statement->line, statement->target_column, what, statement->target, candidates);
    return;
  }
  GantryThingKind kind = thing_at (checker, statement->object)->declaration.kind;
  if (!(KIND (kind) & kinds))
    gantry_diagnose (checker->diagnostics, statement->line, statement->target_column, _("‘%s’ is a %s; ‘%s’ takes %s"),
                     statement->target, gantry_thing_kind_id (kind), verb, what);
}

static void
check_locking (Checker *checker, GantryStatement *statement, const char *verb)
{
  const unsigned locks = KIND (GANTRY_THING_LOCK) | KIND (GANTRY_THING_RLOCK) | KIND (GANTRY_THING_SEMAPHORE) |
                         KIND (GANTRY_THING_CONDITION) | KIND (GANTRY_THING_RWLOCK);
  check_thing (checker, statement, verb, _("lock"), locks);
  if (statement->object == UINT32_MAX || statement->kind == STATEMENT_RELEASE)
    return;
  GantryThingKind kind = thing_at (checker, statement->object)->declaration.kind;
  if (kind == GANTRY_THING_RWLOCK && !statement->mode_said)
    gantry_diagnose (checker->diagnostics, statement->line, statement->target_column,
                     _("‘%s’ is a rwlock; say ‘%s reading %s’ or ‘%s writing %s’"), statement->target, verb,
                     statement->target, verb, statement->target);
  if (kind != GANTRY_THING_RWLOCK && statement->mode_said && KIND (kind) & locks)
    gantry_diagnose (checker->diagnostics, statement->line, statement->target_column,
                     _("‘%s’ is a %s; only a rwlock tells reading from writing"), statement->target,
                     gantry_thing_kind_id (kind));
}

static void
add_site (Checker *checker, const GantryStatement *statement)
{
  uint64_t times = checker->in_repeat ? 2 : 1;
  const GantryExpression *count = statement->kind == STATEMENT_START ? statement->value : NULL;
  if (count)
    times = count->kind == EXPRESSION_INTEGER && count->value <= 1 ? times * (uint64_t) MAX (count->value, 0) : 2;
  Site site = {checker->task_index, statement->task, times};
  g_array_append_val (checker->sites, site);
}

static void
check_callee (Checker *checker, GantryStatement *statement)
{
  for (guint i = 0; i < statement->arguments->len; i++)
    check_expression (checker, g_ptr_array_index (statement->arguments, i));
  statement->task = lookup (checker->tasks, statement->callee);
  if (statement->task == UINT32_MAX) {
    g_autoptr (GPtrArray) names = task_names (checker);
    diagnose_unknown (checker, statement->line, statement->callee_column, _("task"), statement->callee, names);
    return;
  }
  const GantryTaskSyntax *callee = task_at (checker, statement->task);
  if (callee->params->len != statement->arguments->len)
    gantry_diagnose (checker->diagnostics, statement->line, statement->callee_column,
                     g_dngettext (GETTEXT_PACKAGE, "‘%s’ takes %u argument, not %u", "‘%s’ takes %u arguments, not %u",
                                  callee->params->len),
                     callee->name, callee->params->len, statement->arguments->len);
  add_site (checker, statement);
}

static void
check_started (Checker *checker, GantryStatement *statement)
{
  if (!statement->target)
    return;
  statement->given_name = find_string (checker->task->given_names, statement->target);
  if (statement->given_name != UINT32_MAX)
    return;
  statement->task = lookup (checker->tasks, statement->target);
  if (statement->task != UINT32_MAX)
    return;
  g_autoptr (GPtrArray) names = task_names (checker);
  for (guint i = 0; i < checker->task->given_names->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (checker->task->given_names, i));
  diagnose_unknown (checker, statement->line, statement->target_column, _("task or started name"), statement->target, names);
}

static void
check_join (Checker *checker, GantryStatement *statement)
{
  uint32_t pool = statement->target ? lookup (checker->things, statement->target) : UINT32_MAX;
  bool names_pool = pool != UINT32_MAX && thing_at (checker, pool)->declaration.kind == GANTRY_THING_POOL &&
                    find_string (checker->task->given_names, statement->target) == UINT32_MAX;
  if (!names_pool) {
    check_started (checker, statement);
    return;
  }
  statement->object = pool;
  if (statement->result)
    gantry_diagnose (checker->diagnostics, statement->line, statement->result_column,
                     _("a pool has no one result; join it without ‘as’"));
}

static void
check_assignment (Checker *checker, GantryStatement *statement)
{
  uint32_t local = find_string (checker->task->locals, statement->target);
  statement->target_is_local = local != UINT32_MAX;
  if (statement->target_is_local) {
    statement->object = local;
    return;
  }
  check_thing (checker, statement, "=", _("variable"), KIND (GANTRY_THING_VARIABLE) | KIND (GANTRY_THING_SHARED_VARIABLE));
}

static void
check_loop (Checker *checker, GantryStatement *statement)
{
  bool outer = checker->in_repeat;
  bool once = statement->kind == STATEMENT_REPEAT && statement->value &&
              statement->value->kind == EXPRESSION_INTEGER && statement->value->value <= 1;
  checker->in_repeat = outer || !once;
  checker->loops++;
  check_body (checker, statement->body);
  checker->loops--;
  checker->in_repeat = outer;
}

static void
check_synchronisation (Checker *checker, GantryStatement *statement)
{
  switch (statement->kind) {
  case STATEMENT_ACQUIRE:
    check_locking (checker, statement, "acquire");
    break;
  case STATEMENT_RELEASE:
    check_locking (checker, statement, "release");
    break;
  case STATEMENT_WITH:
    check_locking (checker, statement, "with");
    break;
  case STATEMENT_WAIT:
    check_thing (checker, statement, "wait", _("event, condition or barrier"),
                 KIND (GANTRY_THING_EVENT) | KIND (GANTRY_THING_CONDITION) | KIND (GANTRY_THING_BARRIER));
    break;
  case STATEMENT_SET:
    check_thing (checker, statement, "set", _("event"), KIND (GANTRY_THING_EVENT));
    break;
  case STATEMENT_CLEAR:
    check_thing (checker, statement, "clear", _("event"), KIND (GANTRY_THING_EVENT));
    break;
  case STATEMENT_NOTIFY:
    check_thing (checker, statement, "notify", _("condition"), KIND (GANTRY_THING_CONDITION));
    break;
  case STATEMENT_PUT:
    check_thing (checker, statement, "put", _("queue"), KIND (GANTRY_THING_QUEUE));
    break;
  case STATEMENT_GET:
    check_thing (checker, statement, "get", _("queue"), KIND (GANTRY_THING_QUEUE));
    break;
  case STATEMENT_SEND:
    check_thing (checker, statement, "send", _("pipe"), KIND (GANTRY_THING_PIPE));
    break;
  case STATEMENT_RECEIVE:
    check_thing (checker, statement, "receive", _("pipe"), KIND (GANTRY_THING_PIPE));
    break;
  case STATEMENT_STORE:
    check_thing (checker, statement, "store", _("manager"), KIND (GANTRY_THING_MANAGER));
    break;
  case STATEMENT_LOAD:
    check_thing (checker, statement, "load", _("manager"), KIND (GANTRY_THING_MANAGER));
    break;
  case STATEMENT_SUBMIT:
    check_thing (checker, statement, "submit", _("pool"), KIND (GANTRY_THING_POOL));
    break;
  default:
    break;
  }
}

static void
check_statement (Checker *checker, GantryStatement *statement)
{
  check_expression (checker, statement->value);
  check_pieces (checker, statement->pieces);
  check_synchronisation (checker, statement);
  if (statement->callee)
    check_callee (checker, statement);
  if (statement->kind == STATEMENT_JOIN)
    check_join (checker, statement);
  if (statement->kind == STATEMENT_CANCEL)
    check_started (checker, statement);
  if (statement->kind == STATEMENT_ASSIGN || statement->kind == STATEMENT_ATOMICALLY)
    check_assignment (checker, statement);
  if (statement->kind == STATEMENT_ATOMICALLY && statement->target_is_local)
    gantry_diagnose (checker->diagnostics, statement->line, statement->target_column,
                     _("‘%s’ is this task's own; ‘atomically’ is for a variable declared in the head"), statement->target);
  if (statement->kind == STATEMENT_BREAK && checker->loops == 0)
    gantry_diagnose (checker->diagnostics, statement->line, statement->column,
                     _("‘break’ outside a loop; it ends a ‘repeat’ or ‘while’ around it"));
  if (statement->result && statement->kind != STATEMENT_START)
    statement->result_slot = find_string (checker->task->locals, statement->result);
  if (statement->kind == STATEMENT_REPEAT || statement->kind == STATEMENT_WHILE)
    check_loop (checker, statement);
  else if (statement->body)
    check_body (checker, statement->body);
  if (statement->otherwise)
    check_body (checker, statement->otherwise);
}

static void
check_body (Checker *checker, GPtrArray *body)
{
  for (guint i = 0; i < body->len; i++)
    check_statement (checker, g_ptr_array_index (body, i));
}

/* A local comes into being where it is first assigned; it hides nothing, so it may not be called like a thing. */
static void
add_local (Checker *checker, char *name, uint32_t line, uint32_t column)
{
  uint32_t thing = lookup (checker->things, name);
  if (thing != UINT32_MAX) {
    gantry_diagnose (checker->diagnostics, line, column, _("‘%s’ is the %s of line %u already; choose another name"), name,
                     gantry_thing_kind_id (thing_at (checker, thing)->declaration.kind),
                     thing_at (checker, thing)->declaration.line);
    return;
  }
  if (find_string (checker->task->locals, name) == UINT32_MAX)
    g_ptr_array_add (checker->task->locals, name);
}

static void
collect_names (Checker *checker, GPtrArray *body)
{
  for (guint i = 0; body && i < body->len; i++) {
    GantryStatement *statement = g_ptr_array_index (body, i);
    if (statement->kind == STATEMENT_START && statement->result) {
      if (find_string (checker->task->given_names, statement->result) == UINT32_MAX)
        g_ptr_array_add (checker->task->given_names, statement->result);
    } else if (statement->result) {
      add_local (checker, statement->result, statement->line, statement->result_column);
    }
    if (statement->kind == STATEMENT_ASSIGN && lookup (checker->things, statement->target) == UINT32_MAX)
      add_local (checker, statement->target, statement->line, statement->target_column);
    collect_names (checker, statement->body);
    collect_names (checker, statement->otherwise);
  }
}

static void
number_given_names (Checker *checker, GPtrArray *body)
{
  for (guint i = 0; body && i < body->len; i++) {
    GantryStatement *statement = g_ptr_array_index (body, i);
    if (statement->kind == STATEMENT_START && statement->result)
      statement->given_name = find_string (checker->task->given_names, statement->result);
    number_given_names (checker, statement->body);
    number_given_names (checker, statement->otherwise);
  }
}

static void
check_task (Checker *checker, uint32_t index)
{
  GantryTaskSyntax *task = task_at (checker, index);
  checker->task = task;
  checker->task_index = index;
  for (guint i = 0; i < task->params->len; i++) {
    char *name = g_ptr_array_index (task->params, i);
    uint32_t column = g_array_index (task->param_columns, uint32_t, i);
    if (find_string (task->locals, name) != UINT32_MAX)
      gantry_diagnose (checker->diagnostics, task->line, column, _("two parameters are called ‘%s’; rename one"), name);
    guint before = task->locals->len;
    add_local (checker, name, task->line, column);
    if (task->locals->len == before)
      g_ptr_array_add (task->locals, name); /* keeps the numbers of the others right */
  }
  collect_names (checker, task->body);
  number_given_names (checker, task->body);
  check_body (checker, task->body);
}

static void
declare_things (Checker *checker)
{
  for (guint i = 0; i < checker->syntax->things->len; i++) {
    GantryThingSyntax *thing = thing_at (checker, i);
    uint32_t other = lookup (checker->things, thing->declaration.name);
    if (other != UINT32_MAX)
      gantry_diagnose (checker->diagnostics, thing->declaration.line, thing->column,
                       _("‘%s’ is declared twice; line %u has it already"), thing->declaration.name,
                       thing_at (checker, other)->declaration.line);
    else
      g_hash_table_insert (checker->things, (gpointer) thing->declaration.name, GUINT_TO_POINTER (i + 1));
  }
  if (checker->syntax->things->len > MOST_THINGS)
    gantry_diagnose (checker->diagnostics, thing_at (checker, MOST_THINGS)->declaration.line, 1,
                     _("more than %d shared things; do with fewer"), MOST_THINGS);
}

static void
declare_tasks (Checker *checker)
{
  bool has_main = false;
  for (guint i = 0; i < checker->syntax->tasks->len; i++) {
    const GantryTaskSyntax *task = task_at (checker, i);
    uint32_t other = lookup (checker->tasks, task->name);
    uint32_t thing = lookup (checker->things, task->name);
    has_main = has_main || g_str_equal (task->name, "main");
    if (*task->name == '\0')
      continue;
    if (other != UINT32_MAX)
      gantry_diagnose (checker->diagnostics, task->line, task->column, _("‘%s’ is declared twice; line %u has it already"),
                       task->name, task_at (checker, other)->line);
    else if (thing != UINT32_MAX)
      gantry_diagnose (checker->diagnostics, task->line, task->column, _("‘%s’ is declared twice; line %u has it already"),
                       task->name, thing_at (checker, thing)->declaration.line);
    else
      g_hash_table_insert (checker->tasks, task->name, GUINT_TO_POINTER (i + 1));
  }
  if (!has_main)
    gantry_diagnose (checker->diagnostics, 1, 1, _("there is no ‘main:’; add one, it is where the run begins"));
}

/* How often each task is started, as far as one can see: 2 stands for several. */
static void
count_starts (Checker *checker)
{
  uint32_t main_task = lookup (checker->tasks, "main");
  bool changed = main_task != UINT32_MAX;
  if (changed)
    task_at (checker, main_task)->started = 1;
  while (changed) {
    changed = false;
    for (guint callee = 0; callee < checker->syntax->tasks->len; callee++) {
      uint64_t sum = callee == main_task ? 1 : 0;
      for (guint i = 0; i < checker->sites->len; i++) {
        const Site *site = &g_array_index (checker->sites, Site, i);
        if (site->callee == callee)
          sum += site->times * task_at (checker, site->caller)->started;
      }
      sum = MIN (sum, 2);
      if (sum != task_at (checker, callee)->started) {
        task_at (checker, callee)->started = sum;
        changed = true;
      }
    }
  }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const GantryDiagnostic *left = *(GantryDiagnostic *const *) a, *right = *(GantryDiagnostic *const *) b;
  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  return (left->column > right->column) - (left->column < right->column);
}

void
gantry_check (GantrySyntax *syntax, GPtrArray *diagnostics)
{
  g_autoptr (GHashTable) things = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) tasks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) sites = g_array_new (FALSE, FALSE, sizeof (Site));
  Checker checker = {.syntax = syntax, .diagnostics = diagnostics, .things = things, .tasks = tasks, .sites = sites};
  declare_things (&checker);
  declare_tasks (&checker);
  if (syntax->n_statements > MOST_STATEMENTS)
    gantry_diagnose (diagnostics, 1, 1, _("more than %d statements; split the scenario"), MOST_STATEMENTS);
  for (guint i = 0; i < syntax->tasks->len; i++)
    check_task (&checker, i);
  count_starts (&checker);
  g_ptr_array_sort (diagnostics, compare_places);
}
