/* From a checked syntax tree to the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/code.h"
#include "scenario/labels.h"
#include "scenario/vm.h"

#include <string.h>

/* A loop that is being compiled, for `break`. */
typedef struct Loop {
  struct Loop *outer;
  uint32_t blocks;   /* depth of blocks outside of it */
  GArray *exits;     /* numbers of the jumps that leave it */
} Loop;

typedef struct {
  GantrySyntax *syntax;
  const GantryTaskSyntax *task;
  GantryCode *code;
  Loop *loop;
  uint32_t n_locals;
  uint32_t stack, max_stack;
  uint32_t blocks, max_blocks;
  uint32_t atomic; /* thing that an atomic assignment is about, or UINT32_MAX */
  uint32_t line;
} Compiler;

static void compile_body (Compiler *compiler, GPtrArray *body);

static uint32_t
emit (Compiler *compiler, GantryOp op, uint8_t flags, uint32_t a, int64_t value)
{
  GantryInstruction instruction = {
      .op = (uint8_t) op, .flags = flags, .a = (uint16_t) a, .line = compiler->line, .value = value};
  g_array_append_val (compiler->code->instructions, instruction);
  return compiler->code->instructions->len - 1;
}

static uint32_t
here (const Compiler *compiler)
{
  return compiler->code->instructions->len;
}

static void
patch (Compiler *compiler, uint32_t at)
{
  g_array_index (compiler->code->instructions, GantryInstruction, at).value = here (compiler);
}

static void
push (Compiler *compiler, uint32_t count)
{
  compiler->stack += count;
  compiler->max_stack = MAX (compiler->max_stack, compiler->stack);
}

static void
pop (Compiler *compiler, uint32_t count)
{
  compiler->stack -= count;
}

static int64_t
add_literal (Compiler *compiler, const char *text)
{
  g_ptr_array_add (compiler->code->literals, g_strdup (text));
  return compiler->code->literals->len - 1;
}

static GantryThingKind
thing_kind (const Compiler *compiler, uint32_t index)
{
  return g_array_index (compiler->syntax->things, GantryThingSyntax, index).declaration.kind;
}

static uint8_t
shared_flag (const Compiler *compiler, uint32_t index)
{
  return thing_kind (compiler, index) == GANTRY_THING_SHARED_VARIABLE ? GANTRY_FLAG_SHARED : 0;
}

static void compile_expression (Compiler *compiler, const GantryExpression *expression);

static void
compile_name (Compiler *compiler, const GantryExpression *expression)
{
  push (compiler, 1);
  if (expression->is_local)
    emit (compiler, OP_LOCAL, 0, expression->slot, 0);
  else if (expression->slot == compiler->atomic)
    emit (compiler, OP_ATOMIC_LOAD, 0, expression->slot, 0);
  else
    emit (compiler, OP_LOAD, shared_flag (compiler, expression->slot), expression->slot, 0);
}

static void
compile_logic (Compiler *compiler, const GantryExpression *expression)
{
  compile_expression (compiler, expression->left);
  uint32_t jump = emit (compiler, expression->kind == EXPRESSION_AND ? OP_KEEP_IF_FALSE : OP_KEEP_IF_TRUE, 0, 0, 0);
  pop (compiler, 1);
  compile_expression (compiler, expression->right);
  patch (compiler, jump);
}

static GantryOp
binary_op (GantryExpressionKind kind)
{
  switch (kind) {
  case EXPRESSION_ADD:
    return OP_ADD;
  case EXPRESSION_SUBTRACT:
    return OP_SUBTRACT;
  case EXPRESSION_MULTIPLY:
    return OP_MULTIPLY;
  case EXPRESSION_DIVIDE:
    return OP_DIVIDE;
  case EXPRESSION_REMAINDER:
    return OP_REMAINDER;
  case EXPRESSION_EQUAL:
    return OP_EQUAL;
  case EXPRESSION_UNEQUAL:
    return OP_UNEQUAL;
  case EXPRESSION_LESS:
    return OP_LESS;
  case EXPRESSION_LESS_EQUAL:
    return OP_LESS_EQUAL;
  case EXPRESSION_GREATER:
    return OP_GREATER;
  case EXPRESSION_GREATER_EQUAL:
    return OP_GREATER_EQUAL;
  default:
    return OP_RANDOM;
  }
}

static void
compile_expression (Compiler *compiler, const GantryExpression *expression)
{
  switch (expression->kind) {
  case EXPRESSION_INTEGER:
    push (compiler, 1);
    emit (compiler, OP_PUSH, 0, 0, expression->value);
    break;
  case EXPRESSION_NAME:
    compile_name (compiler, expression);
    break;
  case EXPRESSION_INDEX:
    push (compiler, 1);
    emit (compiler, OP_INDEX, 0, 0, 0);
    break;
  case EXPRESSION_LENGTH:
    push (compiler, 1);
    emit (compiler, OP_LENGTH, 0, expression->slot, 0);
    break;
  case EXPRESSION_NEGATE:
  case EXPRESSION_NOT:
    compile_expression (compiler, expression->left);
    emit (compiler, expression->kind == EXPRESSION_NOT ? OP_NOT : OP_NEGATE, 0, 0, 0);
    break;
  case EXPRESSION_AND:
  case EXPRESSION_OR:
    compile_logic (compiler, expression);
    break;
  default:
    compile_expression (compiler, expression->left);
    compile_expression (compiler, expression->right);
    emit (compiler, binary_op (expression->kind), 0, 0, 0);
    pop (compiler, 1);
    break;
  }
}

static void
compile_pieces (Compiler *compiler, const GArray *pieces)
{
  emit (compiler, OP_TEXT_BEGIN, 0, 0, 0);
  for (guint i = 0; i < pieces->len; i++) {
    const GantryPiece *piece = &g_array_index (pieces, GantryPiece, i);
    if (piece->literal) {
      emit (compiler, OP_TEXT_LITERAL, 0, 0, add_literal (compiler, piece->literal));
    } else if (piece->value) {
      compile_expression (compiler, piece->value);
      emit (compiler, OP_TEXT_VALUE, 0, 0, 0);
      pop (compiler, 1);
    } else {
      emit (compiler, OP_TEXT_NAME, 0, 0, 0);
    }
  }
}

static void
compile_amount (Compiler *compiler, const GantryStatement *statement, GantryRequestKind kind)
{
  g_array_append_val (compiler->code->amounts, statement->amount);
  int64_t number = compiler->code->amounts->len - 1;
  if (kind == GANTRY_REQUEST_FETCH)
    g_array_append_val (compiler->code->amounts, statement->size);
  emit (compiler, OP_AMOUNT, kind == GANTRY_REQUEST_FETCH, kind, number);
}

static void
enter (Compiler *compiler, GantryOp op, uint32_t a, int64_t value)
{
  emit (compiler, op, 0, a, value);
  compiler->blocks++;
  compiler->max_blocks = MAX (compiler->max_blocks, compiler->blocks);
}

static void
leave (Compiler *compiler)
{
  emit (compiler, OP_LEAVE, 0, 0, 0);
  compiler->blocks--;
}

static void
compile_within (Compiler *compiler, const GantryStatement *statement)
{
  compile_amount (compiler, statement, GANTRY_REQUEST_WITHIN);
  push (compiler, 1);
  pop (compiler, 1);
  uint32_t entry = here (compiler);
  enter (compiler, OP_ENTER_WITHIN, 0, 0);
  compile_body (compiler, statement->body);
  compiler->line = statement->line;
  leave (compiler);
  uint32_t over = emit (compiler, OP_JUMP, 0, 0, 0);
  patch (compiler, entry);
  if (statement->otherwise)
    compile_body (compiler, statement->otherwise);
  patch (compiler, over);
}

static void
compile_with (Compiler *compiler, const GantryStatement *statement)
{
  emit (compiler, OP_ACQUIRE, statement->mode ? GANTRY_FLAG_READING : 0, statement->object, 0);
  enter (compiler, OP_ENTER_WITH, statement->object, 0);
  compile_body (compiler, statement->body);
  compiler->line = statement->line;
  leave (compiler);
}

static void
close_loop (Compiler *compiler, Loop *loop)
{
  for (guint i = 0; i < loop->exits->len; i++)
    patch (compiler, g_array_index (loop->exits, uint32_t, i));
  g_array_unref (loop->exits);
  compiler->loop = loop->outer;
}

static void
compile_loop (Compiler *compiler, const GantryStatement *statement)
{
  Loop loop = {compiler->loop, compiler->blocks, g_array_new (FALSE, FALSE, sizeof (uint32_t))};
  uint32_t counter = compiler->n_locals;
  bool counts = statement->kind == STATEMENT_REPEAT;
  if (counts) {
    compiler->n_locals += 2;
    if (statement->value) {
      compile_expression (compiler, statement->value);
    } else {
      push (compiler, 1);
      emit (compiler, OP_PUSH, 0, 0, INT64_MAX);
    }
    emit (compiler, OP_SET_LOCAL, 0, counter + 1, 0);
    emit (compiler, OP_PUSH, 0, 0, 0);
    emit (compiler, OP_SET_LOCAL, 0, counter, 0);
    pop (compiler, 1);
  }
  compiler->loop = &loop;
  uint32_t top = here (compiler);
  uint32_t exit;
  if (counts) {
    exit = emit (compiler, OP_REPEAT, 0, counter, 0);
    if (statement->result_slot != UINT32_MAX) {
      push (compiler, 1);
      emit (compiler, OP_LOCAL, 0, counter, 0);
      emit (compiler, OP_SET_LOCAL, 0, statement->result_slot, 0);
      pop (compiler, 1);
    }
  } else {
    compile_expression (compiler, statement->value);
    exit = emit (compiler, OP_JUMP_IF_FALSE, 0, 0, 0);
    pop (compiler, 1);
  }
  compile_body (compiler, statement->body);
  compiler->line = statement->line;
  emit (compiler, OP_JUMP, 0, 0, top);
  patch (compiler, exit);
  close_loop (compiler, &loop);
}

static void
compile_break (Compiler *compiler)
{
  for (uint32_t i = compiler->loop->blocks; i < compiler->blocks; i++)
    emit (compiler, OP_LEAVE, 0, 0, 0);
  uint32_t jump = emit (compiler, OP_JUMP, 0, 0, 0);
  g_array_append_val (compiler->loop->exits, jump);
}

static void
compile_if (Compiler *compiler, const GantryStatement *statement)
{
  compile_expression (compiler, statement->value);
  uint32_t otherwise = emit (compiler, OP_JUMP_IF_FALSE, 0, 0, 0);
  pop (compiler, 1);
  compile_body (compiler, statement->body);
  uint32_t over = statement->otherwise ? emit (compiler, OP_JUMP, 0, 0, 0) : 0;
  patch (compiler, otherwise);
  if (!statement->otherwise)
    return;
  compile_body (compiler, statement->otherwise);
  patch (compiler, over);
}

static void
compile_assignment (Compiler *compiler, const GantryStatement *statement)
{
  bool atomic = statement->kind == STATEMENT_ATOMICALLY;
  uint8_t flags = statement->target_is_local ? 0 : shared_flag (compiler, statement->object);
  uint32_t begin = here (compiler);
  if (atomic) {
    emit (compiler, OP_ATOMIC_BEGIN, flags, statement->object, 0);
    compiler->atomic = statement->object;
  }
  compile_expression (compiler, statement->value);
  compiler->atomic = UINT32_MAX;
  GantryOp op = atomic ? OP_ATOMIC_STORE : statement->target_is_local ? OP_SET_LOCAL : OP_STORE;
  emit (compiler, op, flags, statement->object, begin);
  pop (compiler, 1);
}

/* A request whose answer is kept or dropped. */
static void
keep_answer (Compiler *compiler, const GantryStatement *statement)
{
  push (compiler, 1);
  if (statement->result_slot != UINT32_MAX)
    emit (compiler, OP_SET_LOCAL, 0, statement->result_slot, 0);
  else
    emit (compiler, OP_POP, 0, 0, 0);
  pop (compiler, 1);
}

static void
compile_site (Compiler *compiler, const GantryStatement *statement, GantryOp op)
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
    int64_t literal = add_literal (compiler, statement->kind == STATEMENT_START ? statement->result : statement->target);
    site.name = g_ptr_array_index (compiler->code->literals, literal);
  }
  for (uint32_t i = 0; i < site.n_args; i++)
    compile_expression (compiler, g_ptr_array_index (statement->arguments, i));
  if (site.counted)
    compile_expression (compiler, statement->value);
  g_array_append_val (compiler->code->sites, site);
  emit (compiler, op, 0, 0, compiler->code->sites->len - 1);
  pop (compiler, site.n_args + site.counted);
}

static void
compile_thing (Compiler *compiler, const GantryStatement *statement, GantryRequestKind kind)
{
  uint8_t flags = (uint8_t) kind;
  if (kind == GANTRY_REQUEST_NOTIFY && !statement->value) {
    push (compiler, 1);
    emit (compiler, OP_PUSH, 0, 0, statement->all ? INT64_MAX : 1);
    flags |= GANTRY_FLAG_POPS;
  } else if (statement->value) {
    compile_expression (compiler, statement->value);
    flags |= GANTRY_FLAG_POPS;
  }
  emit (compiler, OP_THING, flags, statement->object, 0);
  if (flags & GANTRY_FLAG_POPS)
    pop (compiler, 1);
}

static void
compile_key (Compiler *compiler, const GantryStatement *statement)
{
  bool stores = statement->kind == STATEMENT_STORE;
  if (stores)
    compile_expression (compiler, statement->value);
  emit (compiler, OP_KEY, stores ? GANTRY_REQUEST_STORE : GANTRY_REQUEST_LOAD, statement->object,
        add_literal (compiler, statement->key));
  if (stores)
    pop (compiler, 1);
  else
    keep_answer (compiler, statement);
}

static void
compile_note (Compiler *compiler, const GantryStatement *statement)
{
  compile_pieces (compiler, statement->pieces);
  emit (compiler, OP_NOTE_BEGIN, 0, 0, 0);
  enter (compiler, OP_ENTER_NOTE, 0, 0);
  compile_body (compiler, statement->body);
  compiler->line = statement->line;
  leave (compiler);
}

static void
compile_run_async (Compiler *compiler, const GantryStatement *statement)
{
  emit (compiler, OP_SIMPLE, 0, GANTRY_REQUEST_RUN_ASYNC_BEGIN, 0);
  enter (compiler, OP_ENTER_ASYNC, 0, 0);
  compile_body (compiler, statement->body);
  compiler->line = statement->line;
  leave (compiler);
}

static void
compile_expect (Compiler *compiler, const GantryStatement *statement)
{
  g_autofree char *said = NULL;
  const char *text = statement->text;
  if (!text)
    text = said = g_strdup ("");
  compile_expression (compiler, statement->value);
  emit (compiler, OP_EXPECT, 0, 0, add_literal (compiler, text));
  pop (compiler, 1);
}

static void
compile_return (Compiler *compiler, const GantryStatement *statement)
{
  if (statement->value) {
    compile_expression (compiler, statement->value);
  } else {
    push (compiler, 1);
    emit (compiler, OP_PUSH, 0, 0, 0);
  }
  emit (compiler, OP_RETURN, 0, 0, 0);
  pop (compiler, 1);
}

/* Statements that are one request about a thing. */
static bool
compile_simple_thing (Compiler *compiler, const GantryStatement *statement)
{
  static const struct {
    GantryStatementKind statement;
    GantryRequestKind request;
    bool answers;
  } kinds[] = {
      {STATEMENT_RELEASE, GANTRY_REQUEST_RELEASE, false}, {STATEMENT_WAIT, GANTRY_REQUEST_WAIT, false},
      {STATEMENT_SET, GANTRY_REQUEST_SET, false},         {STATEMENT_CLEAR, GANTRY_REQUEST_CLEAR, false},
      {STATEMENT_NOTIFY, GANTRY_REQUEST_NOTIFY, false},   {STATEMENT_PUT, GANTRY_REQUEST_PUT, false},
      {STATEMENT_GET, GANTRY_REQUEST_GET, true},          {STATEMENT_SEND, GANTRY_REQUEST_SEND, false},
      {STATEMENT_RECEIVE, GANTRY_REQUEST_RECEIVE, true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].statement == statement->kind) {
      compile_thing (compiler, statement, kinds[i].request);
      if (kinds[i].answers)
        keep_answer (compiler, statement);
      return true;
    }
  return false;
}

static bool
compile_work (Compiler *compiler, const GantryStatement *statement)
{
  static const struct {
    GantryStatementKind statement;
    GantryRequestKind request;
  } kinds[] = {
      {STATEMENT_COMPUTE, GANTRY_REQUEST_COMPUTE}, {STATEMENT_SLEEP, GANTRY_REQUEST_SLEEP},
      {STATEMENT_BLOCK, GANTRY_REQUEST_BLOCK},     {STATEMENT_READ, GANTRY_REQUEST_READ},
      {STATEMENT_WRITE, GANTRY_REQUEST_WRITE},     {STATEMENT_FETCH, GANTRY_REQUEST_FETCH},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].statement == statement->kind) {
      compile_amount (compiler, statement, kinds[i].request);
      return true;
    }
  return false;
}

static void
compile_statement (Compiler *compiler, const GantryStatement *statement)
{
  compiler->line = statement->line;
  if (compile_work (compiler, statement) || compile_simple_thing (compiler, statement))
    return;
  switch (statement->kind) {
  case STATEMENT_YIELD:
    emit (compiler, OP_SIMPLE, 0, GANTRY_REQUEST_YIELD, 0);
    break;
  case STATEMENT_CRASH:
    emit (compiler, OP_SIMPLE, 0, GANTRY_REQUEST_CRASH, 0);
    break;
  case STATEMENT_PRINT:
  case STATEMENT_FAIL:
    compile_pieces (compiler, statement->pieces);
    emit (compiler, statement->kind == STATEMENT_PRINT ? OP_PRINT : OP_FAIL, 0, 0, 0);
    break;
  case STATEMENT_NOTE:
    compile_note (compiler, statement);
    break;
  case STATEMENT_START:
    compile_site (compiler, statement, OP_START);
    break;
  case STATEMENT_JOIN:
    if (statement->object != GANTRY_NO_OBJECT) {
      emit (compiler, OP_THING, GANTRY_REQUEST_JOIN_POOL, statement->object, 0);
      break;
    }
    compile_site (compiler, statement, OP_JOIN);
    keep_answer (compiler, statement);
    break;
  case STATEMENT_CANCEL:
    compile_site (compiler, statement, OP_CANCEL);
    break;
  case STATEMENT_ACQUIRE:
    emit (compiler, OP_ACQUIRE, statement->mode ? GANTRY_FLAG_READING : 0, statement->object, 0);
    break;
  case STATEMENT_WITH:
    compile_with (compiler, statement);
    break;
  case STATEMENT_STORE:
  case STATEMENT_LOAD:
    compile_key (compiler, statement);
    break;
  case STATEMENT_SUBMIT:
    compile_site (compiler, statement, OP_SUBMIT);
    break;
  case STATEMENT_OFFLOAD:
    compile_site (compiler, statement, OP_OFFLOAD);
    keep_answer (compiler, statement);
    break;
  case STATEMENT_RUN_ASYNC:
    compile_run_async (compiler, statement);
    break;
  case STATEMENT_ASSIGN:
  case STATEMENT_ATOMICALLY:
    compile_assignment (compiler, statement);
    break;
  case STATEMENT_REPEAT:
  case STATEMENT_WHILE:
    compile_loop (compiler, statement);
    break;
  case STATEMENT_IF:
    compile_if (compiler, statement);
    break;
  case STATEMENT_BREAK:
    compile_break (compiler);
    break;
  case STATEMENT_WITHIN:
    compile_within (compiler, statement);
    break;
  case STATEMENT_RETURN:
    compile_return (compiler, statement);
    break;
  case STATEMENT_EXPECT:
    compile_expect (compiler, statement);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
compile_body (Compiler *compiler, GPtrArray *body)
{
  for (guint i = 0; i < body->len; i++)
    compile_statement (compiler, g_ptr_array_index (body, i));
}

static GantryCode *
code_new (void)
{
  GantryCode *code = g_new0 (GantryCode, 1);
  code->instructions = g_array_new (FALSE, FALSE, sizeof (GantryInstruction));
  code->amounts = g_array_new (FALSE, FALSE, sizeof (GantryAmount));
  code->sites = g_array_new (FALSE, FALSE, sizeof (GantrySite));
  code->literals = g_ptr_array_new_with_free_func (g_free);
  return code;
}

static void
compile_task (GantrySyntax *syntax, const GantryTaskSyntax *from, GantryTask *to)
{
  Compiler compiler = {
      .syntax = syntax, .task = from, .code = code_new (), .n_locals = from->locals->len, .atomic = UINT32_MAX};
  compile_body (&compiler, from->body);
  emit (&compiler, OP_PUSH, 0, 0, 0);
  emit (&compiler, OP_RETURN, 0, 0, 0);
  push (&compiler, 1);
  const char **params = g_new0 (const char *, from->params->len + 1);
  for (guint i = 0; i < from->params->len; i++)
    params[i] = g_strdup (g_ptr_array_index (from->params, i));
  *to = (GantryTask){
      .name = g_strdup (from->name),
      .line = from->line,
      .n_params = from->params->len,
      .params = params,
      .n_locals = compiler.n_locals,
      .max_stack = compiler.max_stack + 1,
      .max_blocks = compiler.max_blocks,
      .numbered = from->started > 1,
      .code = compiler.code,
  };
}

static void
make_labels (GantryProgram *program, const char *text)
{
  program->lines = g_strsplit (text, "\n", -1);
  program->n_lines = g_strv_length (program->lines);
  program->line_labels = g_new0 (char *, program->n_lines + 1);
  for (uint32_t i = 0; i < program->n_lines; i++)
    program->line_labels[i] = gantry_line_label (program->lines[i]);
}

static void
copy_head (GantryProgram *program, const GantryHead *from)
{
  program->head = *from;
  program->head.title = g_strdup (from->title);
  program->head.about = g_strdup (from->about);
  program->head.topic = g_strdup (from->topic);
  if (program->head.models == 0)
    program->head.models = (1u << GANTRY_N_MODELS) - 1;
  program->head.models |= 1u << GANTRY_MODEL_SIMULATED;
}

GantryProgram *
gantry_compile (GantrySyntax *syntax, const char *text)
{
  GantryProgram *program = g_new0 (GantryProgram, 1);
  copy_head (program, &syntax->head);
  program->n_things = syntax->things->len;
  program->things = g_new0 (GantryThingDeclaration, program->n_things + 1);
  for (uint32_t i = 0; i < program->n_things; i++) {
    program->things[i] = g_array_index (syntax->things, GantryThingSyntax, i).declaration;
    program->things[i].name = g_strdup (program->things[i].name);
  }
  program->n_tasks = syntax->tasks->len;
  program->tasks = g_new0 (GantryTask, program->n_tasks);
  for (uint32_t i = 0; i < program->n_tasks; i++) {
    const GantryTaskSyntax *task = g_ptr_array_index (syntax->tasks, i);
    compile_task (syntax, task, &program->tasks[i]);
    if (g_str_equal (task->name, "main"))
      program->main_task = i;
  }
  make_labels (program, text);
  return program;
}

static void
task_clear (GantryTask *task)
{
  GantryCode *code = (GantryCode *) task->code;
  g_array_unref (code->instructions);
  g_array_unref (code->amounts);
  g_array_unref (code->sites);
  g_ptr_array_unref (code->literals);
  g_free (code);
  g_free ((char *) task->name);
  for (uint32_t i = 0; i < task->n_params; i++)
    g_free ((char *) task->params[i]);
  g_free ((gpointer) task->params);
}

void
gantry_program_free (GantryProgram *program)
{
  if (!program)
    return;
  for (uint32_t i = 0; i < program->n_tasks; i++)
    task_clear (&program->tasks[i]);
  for (uint32_t i = 0; i < program->n_things; i++)
    g_free ((char *) program->things[i].name);
  g_free (program->tasks);
  g_free (program->things);
  g_free (program->head.title);
  g_free (program->head.about);
  g_free (program->head.topic);
  g_strfreev (program->lines);
  g_strfreev (program->line_labels);
  g_free (program);
}
