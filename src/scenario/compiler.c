/* From checked statements to instructions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/compiler-private.h"
#include "scenario/labels.h"

#include <string.h>

void
gantry_compile_amount (GantryCompiler *compiler, const GantryStatement *statement, GantryRequestKind kind)
{
  uint8_t flags = kind == GANTRY_REQUEST_WITHIN ? GANTRY_FLAG_ANSWERS : 0;
  int64_t number = compiler->code->amounts->len;
  g_array_append_val(compiler->code->amounts, statement->amount);
  if (kind == GANTRY_REQUEST_FETCH)
    g_array_append_val(compiler->code->amounts, statement->size);
  gantry_emit_request(compiler, OP_AMOUNT, kind, flags, 0, number);
  if (flags & GANTRY_FLAG_ANSWERS)
    gantry_emit_pushed(compiler, 1);
}

/* The topmost value goes where `as` says, or nowhere. */
void
gantry_compile_keep (GantryCompiler *compiler, const GantryStatement *statement)
{
  if (statement->result_object != GANTRY_NO_OBJECT) {
    gantry_emit_variable(compiler, OP_STORE, statement->result_object, 0);
    return;
  }
  if (statement->result_slot != UINT32_MAX)
    gantry_emit(compiler, OP_SET_LOCAL, statement->result_slot, 0);
  else
    gantry_emit(compiler, OP_POP, 0, 0);
  gantry_emit_popped(compiler, 1);
}

void
gantry_compile_acquire (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_ACQUIRE, statement->mode ? GANTRY_FLAG_READING : 0,
                      statement->object, 0);
}

static void
compile_assignment (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_expression(compiler, statement->value);
  if (statement->target_is_local) {
    gantry_emit(compiler, OP_SET_LOCAL, statement->object, 0);
    gantry_emit_popped(compiler, 1);
  } else {
    gantry_emit_variable(compiler, OP_STORE, statement->object, 0);
  }
}

static void
compile_atomically (GantryCompiler *compiler, const GantryStatement *statement)
{
  uint32_t begin = gantry_emit_here(compiler);
  gantry_emit_variable(compiler, OP_ATOMIC_BEGIN, statement->object, 0);
  compiler->atomic = statement->object;
  gantry_compile_expression(compiler, statement->value);
  compiler->atomic = GANTRY_NO_OBJECT;
  /* Back to behind the beginning: the failed exchange has brought the new value along. */
  gantry_emit_variable(compiler, OP_ATOMIC_STORE, statement->object, begin + 1);
}

static void
compile_site (GantryCompiler *compiler, const GantryStatement *statement, GantryOp op)
{
  GantrySite site = {
      .task = statement->task,
      .n_args = statement->arguments ? statement->arguments->len : 0,
      .object = statement->object,
      .given_name = statement->given_name,
      .all = statement->kind == STATEMENT_JOIN && !statement->target,
      .daemon = statement->daemon,
      .counted = statement->kind == STATEMENT_START && statement->value,
      .model = statement->model,
  };
  if (site.given_name != UINT32_MAX) {
    bool starts = statement->kind == STATEMENT_START;
    uint32_t literal = gantry_emit_literal(compiler, starts ? statement->result : statement->target);
    site.name = g_ptr_array_index(compiler->code->literals, literal);
  }
  for (uint32_t i = 0; i < site.n_args; i++)
    gantry_compile_expression(compiler, g_ptr_array_index(statement->arguments, i));
  if (site.counted)
    gantry_compile_expression(compiler, statement->value);
  gantry_emit(compiler, op, 0, compiler->code->sites->len);
  gantry_emit_popped(compiler, site.n_args + site.counted);
  g_array_append_val(compiler->code->sites, site);
}

static void
compile_result_site (GantryCompiler *compiler, const GantryStatement *statement, GantryOp op)
{
  compile_site(compiler, statement, op);
  gantry_emit_pushed(compiler, 1);
  gantry_compile_keep(compiler, statement);
}

static void
compile_join (GantryCompiler *compiler, const GantryStatement *statement)
{
  if (statement->object != GANTRY_NO_OBJECT)
    gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_JOIN_POOL, 0, statement->object, 0);
  else
    compile_result_site(compiler, statement, OP_JOIN);
}

/* A request about a thing, with the value that the statement has, and the result that it gives. */
static void
compile_request (GantryCompiler *compiler, const GantryStatement *statement, GantryRequestKind kind,
                 bool answers)
{
  uint8_t flags = answers ? GANTRY_FLAG_ANSWERS : 0;
  uint32_t literal = statement->key ? gantry_emit_literal(compiler, statement->key) : 0;
  if (statement->value) {
    gantry_compile_expression(compiler, statement->value);
    flags |= GANTRY_FLAG_POPS;
  }
  gantry_emit_request(compiler, statement->key ? OP_KEY : OP_REQUEST, kind, flags, statement->object,
                      literal);
  if (statement->value)
    gantry_emit_popped(compiler, 1);
  if (!answers)
    return;
  gantry_emit_pushed(compiler, 1);
  gantry_compile_keep(compiler, statement);
}

static void
compile_notify (GantryCompiler *compiler, const GantryStatement *statement)
{
  if (statement->value) {
    compile_request(compiler, statement, GANTRY_REQUEST_NOTIFY, false);
    return;
  }
  gantry_emit(compiler, OP_PUSH, 0, statement->all ? INT64_MAX : 1);
  gantry_emit_pushed(compiler, 1);
  gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_NOTIFY, GANTRY_FLAG_POPS, statement->object, 0);
  gantry_emit_popped(compiler, 1);
}

static void
compile_print (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_pieces(compiler, statement->pieces);
  gantry_emit_request(compiler, OP_REQUEST, GANTRY_REQUEST_PRINT, GANTRY_FLAG_TEXT, GANTRY_NO_OBJECT, 0);
}

static void
compile_fail (GantryCompiler *compiler, const GantryStatement *statement)
{
  gantry_compile_pieces(compiler, statement->pieces);
  gantry_emit(compiler, OP_FAIL, 0, 0);
}

/* Without a text of its own, an `expect` is called by what it says. */
static char *
text_of_expect (const GantryCompiler *compiler, const GantryStatement *statement)
{
  if (statement->text)
    return g_strdup(statement->text);
  g_autofree char *line = gantry_line_statement(compiler->lines[statement->line - 1]);
  return g_strchug(g_strdup(line + strlen("expect")));
}

static void
compile_expect (GantryCompiler *compiler, const GantryStatement *statement)
{
  g_autofree char *text = text_of_expect(compiler, statement);
  gantry_compile_expression(compiler, statement->value);
  gantry_emit(compiler, OP_EXPECT, 0, gantry_emit_literal(compiler, text));
  gantry_emit_popped(compiler, 1);
}

static void
compile_return (GantryCompiler *compiler, const GantryExpression *value)
{
  if (value) {
    gantry_compile_expression(compiler, value);
  } else {
    gantry_emit(compiler, OP_PUSH, 0, 0);
    gantry_emit_pushed(compiler, 1);
  }
  gantry_emit(compiler, OP_RETURN, 0, 0);
  gantry_emit_popped(compiler, 1);
}

typedef enum { PLAIN, ANSWERING, AMOUNT } RequestForm;

/* Statements that are one request and nothing else. */
static bool
compile_simple (GantryCompiler *compiler, const GantryStatement *statement)
{
  static const struct {
    GantryStatementKind statement;
    GantryRequestKind request;
    RequestForm form;
  } simple[] = {
      {STATEMENT_COMPUTE, GANTRY_REQUEST_COMPUTE, AMOUNT},
      {STATEMENT_SLEEP, GANTRY_REQUEST_SLEEP, AMOUNT},
      {STATEMENT_BLOCK, GANTRY_REQUEST_BLOCK, AMOUNT},
      {STATEMENT_READ, GANTRY_REQUEST_READ, AMOUNT},
      {STATEMENT_WRITE, GANTRY_REQUEST_WRITE, AMOUNT},
      {STATEMENT_FETCH, GANTRY_REQUEST_FETCH, AMOUNT},
      {STATEMENT_YIELD, GANTRY_REQUEST_YIELD, PLAIN},
      {STATEMENT_CRASH, GANTRY_REQUEST_CRASH, PLAIN},
      {STATEMENT_RELEASE, GANTRY_REQUEST_RELEASE, PLAIN},
      {STATEMENT_WAIT, GANTRY_REQUEST_WAIT, PLAIN},
      {STATEMENT_SET, GANTRY_REQUEST_SET, PLAIN},
      {STATEMENT_CLEAR, GANTRY_REQUEST_CLEAR, PLAIN},
      {STATEMENT_PUT, GANTRY_REQUEST_PUT, PLAIN},
      {STATEMENT_GET, GANTRY_REQUEST_GET, ANSWERING},
      {STATEMENT_SEND, GANTRY_REQUEST_SEND, PLAIN},
      {STATEMENT_RECEIVE, GANTRY_REQUEST_RECEIVE, ANSWERING},
      {STATEMENT_STORE, GANTRY_REQUEST_STORE, PLAIN},
      {STATEMENT_LOAD, GANTRY_REQUEST_LOAD, ANSWERING},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(simple); i++) {
    if (simple[i].statement != statement->kind)
      continue;
    if (simple[i].form == AMOUNT)
      gantry_compile_amount(compiler, statement, simple[i].request);
    else
      compile_request(compiler, statement, simple[i].request, simple[i].form == ANSWERING);
    return true;
  }
  return false;
}

static void
compile_statement (GantryCompiler *compiler, const GantryStatement *statement)
{
  compiler->line = statement->line;
  if (compile_simple(compiler, statement) || gantry_compile_control(compiler, statement))
    return;
  switch (statement->kind) {
  case STATEMENT_PRINT:
    compile_print(compiler, statement);
    break;
  case STATEMENT_FAIL:
    compile_fail(compiler, statement);
    break;
  case STATEMENT_START:
    compile_site(compiler, statement, OP_START);
    break;
  case STATEMENT_JOIN:
    compile_join(compiler, statement);
    break;
  case STATEMENT_CANCEL:
    compile_site(compiler, statement, OP_CANCEL);
    break;
  case STATEMENT_SUBMIT:
    compile_site(compiler, statement, OP_SUBMIT);
    break;
  case STATEMENT_OFFLOAD:
    compile_result_site(compiler, statement, OP_OFFLOAD);
    break;
  case STATEMENT_ACQUIRE:
    gantry_compile_acquire(compiler, statement);
    break;
  case STATEMENT_NOTIFY:
    compile_notify(compiler, statement);
    break;
  case STATEMENT_ASSIGN:
    compile_assignment(compiler, statement);
    break;
  case STATEMENT_ATOMICALLY:
    compile_atomically(compiler, statement);
    break;
  case STATEMENT_RETURN:
    compile_return(compiler, statement->value);
    break;
  case STATEMENT_EXPECT:
    compile_expect(compiler, statement);
    break;
  default:
    g_assert_not_reached();
  }
}

void
gantry_compile_body (GantryCompiler *compiler, const GPtrArray *body)
{
  for (guint i = 0; i < body->len; i++)
    compile_statement(compiler, g_ptr_array_index(body, i));
  g_assert(compiler->stack == 0);
}

static GantryCode *
code_new (uint32_t n_given_names)
{
  GantryCode *code = g_new0(GantryCode, 1);
  code->instructions = g_array_new(FALSE, FALSE, sizeof(GantryInstruction));
  code->lines = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  code->amounts = g_array_new(FALSE, FALSE, sizeof(GantryAmount));
  code->sites = g_array_new(FALSE, FALSE, sizeof(GantrySite));
  code->literals = g_ptr_array_new_with_free_func(g_free);
  code->n_given_names = n_given_names;
  return code;
}

void
gantry_compile_task (const GantrySyntax *syntax, const GantryTaskSyntax *from, char *const *lines,
                     GantryTask *to)
{
  GantryCompiler compiler = {
      .syntax = syntax,
      .code = code_new(from->given_names->len),
      .lines = lines,
      .line = from->line,
      .n_locals = from->locals->len,
      .max_locals = from->locals->len,
      .atomic = GANTRY_NO_OBJECT,
  };
  gantry_compile_body(&compiler, from->body);
  compile_return(&compiler, NULL);
  char **params = g_new0(char *, from->params->len + 1);
  for (guint i = 0; i < from->params->len; i++)
    params[i] = g_strdup(g_ptr_array_index(from->params, i));
  *to = (GantryTask){
      .name = g_strdup(from->name),
      .line = from->line,
      .n_params = from->params->len,
      .params = (const char *const *)params,
      .n_locals = compiler.max_locals,
      .max_stack = compiler.max_stack,
      .max_blocks = compiler.max_blocks,
      .numbered = from->started > 1,
      .code = compiler.code,
  };
}
