/* What the tests of the language share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

GantryScenario *
scenario_of (const char *text)
{
  g_autoptr(GError) error = NULL;
  GantryScenario *scenario = gantry_scenario_new("test.scenario", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  g_assert_nonnull(scenario);
  return scenario;
}

char *
errors_of (const char *text, gsize length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autoptr(GantryScenario) scenario =
      gantry_scenario_new("test.scenario", text, length, &diagnostics, &error);
  GString *lines = g_string_new(NULL);
  g_assert_nonnull(diagnostics);
  for (guint i = 0; i < diagnostics->len; i++) {
    const GantryDiagnostic *diagnostic = g_ptr_array_index(diagnostics, i);
    g_string_append_printf(lines, "%s%u:%u: %s", i > 0 ? "\n" : "", diagnostic->line, diagnostic->column,
                           diagnostic->message);
  }
  /* Either a scenario or errors, and the first of them is the error's message. */
  g_assert_true((scenario != NULL) == (diagnostics->len == 0));
  g_assert_true((error != NULL) == (diagnostics->len > 0));
  if (error) {
    g_autofree char *first = gantry_diagnostic_format(g_ptr_array_index(diagnostics, 0), "test.scenario");
    g_assert_error(error, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, first);
  }
  return g_string_free(lines, FALSE);
}

void
assert_errors (const char *text, const char *expected)
{
  g_autofree char *found = errors_of(text, strlen(text));
  if (!g_str_equal(found, expected))
    g_test_message("in the text:\n%s", text);
  g_assert_cmpstr(found, ==, expected);
}

static uint32_t
task_number (const GantryProgram *program, const char *name)
{
  for (uint32_t i = 0; i < program->n_tasks; i++)
    if (g_str_equal(program->tasks[i].name, name))
      return i;
  g_assert_not_reached();
}

Player *
player_new (const char *text, const char *task, const int64_t *answers, guint n_answers)
{
  Player *player = g_new0(Player, 1);
  player->scenario = scenario_of(text);
  player->program = gantry_scenario_get_program(player->scenario);
  player->answers = answers;
  player->n_answers = n_answers;
  player->budget = 1000000;
  player->log = g_string_new(NULL);
  gsize size = (player->program->n_things + 1) * sizeof(int64_t);
  player->variables.plain = g_malloc0(size);
  player->variables.shared = g_malloc0(size);
  for (uint32_t i = 0; i < player->program->n_things; i++) {
    const GantryThingDeclaration *thing = &player->program->things[i];
    if (thing->kind == GANTRY_THING_VARIABLE)
      player->variables.plain[i] = thing->initial;
    if (thing->kind == GANTRY_THING_SHARED_VARIABLE)
      player->variables.shared[i] = thing->initial;
  }
  GantryVmStart start = {
      .task = task_number(player->program, task),
      .name = task,
      .index = 1,
      .seed = gantry_vm_main_seed(player->program->head.seed),
  };
  player->vm = gantry_vm_new(player->program, &start, &player->variables);
  return player;
}

void
player_free (Player *player)
{
  gantry_vm_free(player->vm);
  gantry_scenario_unref(player->scenario);
  g_free((gpointer)player->variables.plain);
  g_free((gpointer)player->variables.shared);
  g_string_free(player->log, TRUE);
  g_free(player);
}

static const char *
thing_name (const Player *player)
{
  g_assert_cmpuint(player->request->object, <, player->program->n_things);
  return player->program->things[player->request->object].name;
}

static void
tell_arguments (const GantryRequest *request, GString *log)
{
  for (uint32_t i = 0; i < request->n_args; i++)
    g_string_append_printf(log, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", request->args[i]);
}

static void
tell_call (const Player *player, const char *verb, GString *log)
{
  const GantryRequest *request = player->request;
  g_string_append_printf(log, "%s%s %s(", verb, request->daemon ? " daemon" : "",
                         player->program->tasks[request->task].name);
  tell_arguments(request, log);
  g_string_append(log, ")");
  if (request->kind != GANTRY_REQUEST_START)
    return;
  g_string_append_printf(log, " x %u", request->count);
  if (request->name)
    g_string_append_printf(log, " as %s", request->name);
  if (request->numbered)
    g_string_append(log, " numbered");
}

static void
tell_handles (const GantryRequest *request, const char *verb, GString *log)
{
  g_string_append(log, verb);
  for (uint32_t i = 0; i < request->n_handles; i++)
    g_string_append_printf(log, " %" G_GUINT64_FORMAT, request->handles[i]);
}

static void
tell_end (const GantryRequest *request, GString *log)
{
  g_string_append_printf(log, "end %s", gantry_outcome_id(request->outcome));
  if (request->outcome == GANTRY_OUTCOME_OK)
    g_string_append_printf(log, " %" G_GINT64_FORMAT, request->value);
  if (request->text)
    g_string_append_printf(log, " (%s)", request->text);
}

typedef enum { TELL_WORD, TELL_AMOUNT, TELL_TEXT, TELL_THING, TELL_THING_AND_VALUE, TELL_OTHERWISE } Telling;

static const struct {
  const char *word;
  Telling telling;
} tellings[GANTRY_N_REQUESTS] = {
    [GANTRY_REQUEST_CONTINUE] = {"continue", TELL_WORD},
    [GANTRY_REQUEST_END] = {"end", TELL_OTHERWISE},
    [GANTRY_REQUEST_COMPUTE] = {"compute", TELL_AMOUNT},
    [GANTRY_REQUEST_SLEEP] = {"sleep", TELL_AMOUNT},
    [GANTRY_REQUEST_BLOCK] = {"block", TELL_AMOUNT},
    [GANTRY_REQUEST_READ] = {"read", TELL_AMOUNT},
    [GANTRY_REQUEST_WRITE] = {"write", TELL_AMOUNT},
    [GANTRY_REQUEST_FETCH] = {"fetch", TELL_OTHERWISE},
    [GANTRY_REQUEST_YIELD] = {"yield", TELL_WORD},
    [GANTRY_REQUEST_PRINT] = {"print", TELL_TEXT},
    [GANTRY_REQUEST_NOTE_BEGIN] = {"note", TELL_TEXT},
    [GANTRY_REQUEST_NOTE_END] = {"note ends", TELL_WORD},
    [GANTRY_REQUEST_EXPECT] = {"expect", TELL_OTHERWISE},
    [GANTRY_REQUEST_START] = {"start", TELL_OTHERWISE},
    [GANTRY_REQUEST_JOIN] = {"join", TELL_OTHERWISE},
    [GANTRY_REQUEST_CANCEL] = {"cancel", TELL_OTHERWISE},
    [GANTRY_REQUEST_ACQUIRE] = {"acquire", TELL_OTHERWISE},
    [GANTRY_REQUEST_RELEASE] = {"release", TELL_THING},
    [GANTRY_REQUEST_WAIT] = {"wait", TELL_THING},
    [GANTRY_REQUEST_SET] = {"set", TELL_THING},
    [GANTRY_REQUEST_CLEAR] = {"clear", TELL_THING},
    [GANTRY_REQUEST_NOTIFY] = {"notify", TELL_THING_AND_VALUE},
    [GANTRY_REQUEST_PUT] = {"put", TELL_THING_AND_VALUE},
    [GANTRY_REQUEST_GET] = {"get", TELL_THING},
    [GANTRY_REQUEST_SEND] = {"send", TELL_THING_AND_VALUE},
    [GANTRY_REQUEST_RECEIVE] = {"receive", TELL_THING},
    [GANTRY_REQUEST_STORE] = {"store", TELL_OTHERWISE},
    [GANTRY_REQUEST_LOAD] = {"load", TELL_OTHERWISE},
    [GANTRY_REQUEST_SUBMIT] = {"submit", TELL_OTHERWISE},
    [GANTRY_REQUEST_JOIN_POOL] = {"join pool", TELL_THING},
    [GANTRY_REQUEST_OFFLOAD] = {"offload", TELL_OTHERWISE},
    [GANTRY_REQUEST_RUN_ASYNC_BEGIN] = {"run async", TELL_WORD},
    [GANTRY_REQUEST_RUN_ASYNC_END] = {"run async ends", TELL_WORD},
    [GANTRY_REQUEST_LENGTH] = {"length", TELL_THING},
    [GANTRY_REQUEST_WITHIN] = {"within", TELL_AMOUNT},
    [GANTRY_REQUEST_CRASH] = {"crash", TELL_WORD},
};

static void
tell_otherwise (const Player *player, GString *log)
{
  const GantryRequest *request = player->request;
  switch (request->kind) {
  case GANTRY_REQUEST_END:
    tell_end(request, log);
    break;
  case GANTRY_REQUEST_FETCH:
    g_string_append_printf(log, "fetch %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, request->amount,
                           request->value);
    break;
  case GANTRY_REQUEST_EXPECT:
    g_string_append_printf(log, "expect %" G_GINT64_FORMAT " %s", request->value, request->text);
    break;
  case GANTRY_REQUEST_START:
    tell_call(player, "start", log);
    break;
  case GANTRY_REQUEST_JOIN:
    tell_handles(request, "join", log);
    break;
  case GANTRY_REQUEST_CANCEL:
    tell_handles(request, "cancel", log);
    break;
  case GANTRY_REQUEST_ACQUIRE:
    g_string_append_printf(log, "acquire%s %s", request->mode == 1 ? " reading" : "", thing_name(player));
    break;
  case GANTRY_REQUEST_STORE:
    g_string_append_printf(log, "store %s.%s %" G_GINT64_FORMAT, thing_name(player), request->text,
                           request->value);
    break;
  case GANTRY_REQUEST_LOAD:
    g_string_append_printf(log, "load %s.%s", thing_name(player), request->text);
    break;
  case GANTRY_REQUEST_SUBMIT:
    g_string_append_printf(log, "submit %s: ", thing_name(player));
    tell_call(player, "call", log);
    break;
  default:
    g_assert_cmpint(request->kind, ==, GANTRY_REQUEST_OFFLOAD);
    g_string_append_printf(log, "to %s: ", gantry_model_id((GantryModel)request->value));
    tell_call(player, "call", log);
    break;
  }
}

static void
tell (const Player *player, GString *log)
{
  const GantryRequest *request = player->request;
  const char *word = tellings[request->kind].word;
  switch (tellings[request->kind].telling) {
  case TELL_WORD:
    g_string_append(log, word);
    break;
  case TELL_AMOUNT:
    g_string_append_printf(log, "%s %" G_GINT64_FORMAT, word, request->amount);
    break;
  case TELL_TEXT:
    g_string_append_printf(log, "%s %s", word, request->text);
    break;
  case TELL_THING:
    g_string_append_printf(log, "%s %s", word, thing_name(player));
    break;
  case TELL_THING_AND_VALUE:
    g_string_append_printf(log, "%s %s %" G_GINT64_FORMAT, word, thing_name(player), request->value);
    break;
  default:
    tell_otherwise(player, log);
    break;
  }
  if (request->unwinding)
    g_string_append(log, " (unwinding)");
}

static int64_t
next_answer (Player *player)
{
  if (player->n_answers == 0)
    return 0;
  player->n_answers--;
  return *player->answers++;
}

static void
answer (Player *player)
{
  switch (player->request->kind) {
  case GANTRY_REQUEST_START:
    for (uint32_t i = 0; i < player->request->count; i++)
      gantry_vm_answer_started(player->vm, ++player->handle);
    break;
  case GANTRY_REQUEST_WITHIN:
    gantry_vm_answer(player->vm, player->now + player->request->amount);
    break;
  case GANTRY_REQUEST_GET:
  case GANTRY_REQUEST_RECEIVE:
  case GANTRY_REQUEST_LOAD:
  case GANTRY_REQUEST_JOIN:
  case GANTRY_REQUEST_OFFLOAD:
  case GANTRY_REQUEST_LENGTH:
    gantry_vm_answer(player->vm, next_answer(player));
    break;
  default:
    break;
  }
}

static void
run_and_tell (Player *player, GString *one)
{
  player->request = gantry_vm_run(player->vm, player->budget);
  tell(player, one);
  if (player->request->kind == GANTRY_REQUEST_CONTINUE)
    return;
  g_string_append_printf(player->log, "%s%s", player->log->len > 0 ? "\n" : "", one->str);
}

void
player_step (Player *player)
{
  g_autoptr(GString) one = g_string_new(NULL);
  run_and_tell(player, one);
  answer(player);
}

void
player_until (Player *player, const char *request)
{
  for (;;) {
    g_autoptr(GString) one = g_string_new(NULL);
    run_and_tell(player, one);
    if (g_str_equal(one->str, request))
      return;
    g_assert_cmpint(player->request->kind, !=, GANTRY_REQUEST_END);
    answer(player);
  }
}

void
player_finish (Player *player)
{
  do
    player_step(player);
  while (player->request->kind != GANTRY_REQUEST_END);
}

void
assert_played (Player *player, const char *expected)
{
  g_assert_cmpstr(player->log->str, ==, expected);
  g_string_truncate(player->log, 0);
}

void
assert_plays (const char *text, const char *expected)
{
  g_autoptr(Player) player = player_new(text, "main", NULL, 0);
  player_finish(player);
  assert_played(player, expected);
}

void
assert_main_plays (const char *head, const char *statements, const char *expected)
{
  g_autoptr(GString) text = g_string_new(head);
  g_auto(GStrv) lines = g_strsplit(statements, "\n", -1);
  g_string_append(text, "main:\n");
  for (char **line = lines; *line; line++)
    g_string_append_printf(text, "    %s\n", *line);
  assert_plays(text->str, expected);
}
