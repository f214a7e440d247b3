/* Managers' servers and their askers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/manager.h"

#include "run/servers.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct {
  GantryTaskSlot *slot;
  const char *key; /* the program's */
  int64_t value;
  uint32_t number;
  uint32_t stores;
  uint64_t ticks;
} Question;

_Static_assert(sizeof(Question) <= 512, "questions of several tasks do not mix: shorter than PIPE_BUF");

typedef struct {
  GantryWorld *world;
  uint32_t object;
} Manager;

static void
answer (GantryWorld *world, const Question *question, GHashTable *values, GantryServer *server)
{
  GantryTaskSlot *slot = question->slot;
  int64_t *value = g_hash_table_lookup(values, question->key);
  if (!value) {
    value = g_new0(int64_t, 1);
    g_hash_table_insert(values, (gpointer)question->key, value);
  }
  if (question->stores)
    *value = question->value;
  slot->answer = *value;
  slot->answer_stamp = (GantryStamp){server->lane, gantry_recorder_stamp(&server->recorder, server->lane)};
  /* Sequentially consistent: the answer is there before it is told. */
  atomic_store(&slot->answered, question->number);
  gantry_shared_condition_notify_all(&slot->mail);
  if (slot->loop >= 0)
    gantry_tasks_tell_loops(world->tasks, UINT64_C(1) << slot->loop);
}

static void
serve (gpointer data)
{
  Manager *manager = data;
  GantryWorld *world = manager->world;
  GantryThing *thing = &world->things[manager->object];
  g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
  GantryServer server;
  Question question;
  if (!gantry_server_begin(&server, world, world->run->program->things[manager->object].name,
                           world->run->program->things[manager->object].line))
    return;
  for (;;) {
    gantry_server_idle(&server);
    ssize_t got = read(thing->manager_fds[0], &question, sizeof question);
    if (got < 0 && errno == EINTR)
      continue;
    if (got != sizeof question)
      return;
    GantryStamp cause = {question.slot->lane, question.ticks};
    gantry_server_busy(&server, &cause);
    answer(world, &question, values, &server);
  }
}

bool
gantry_managers_open (GantryWorld *world, GError **error)
{
  const GantryProgram *program = world->run->program;
  for (uint32_t i = 0; i < program->n_things; i++)
    if (program->things[i].kind == GANTRY_THING_MANAGER &&
        pipe2(world->things[i].manager_fds, O_CLOEXEC) != 0)
      return gantry_run_refused(error);
  return true;
}

bool
gantry_managers_start (GantryWorld *world, bool as_processes, GError **error)
{
  const GantryProgram *program = world->run->program;
  for (uint32_t i = 0; i < program->n_things; i++) {
    if (program->things[i].kind != GANTRY_THING_MANAGER)
      continue;
    Manager *manager = g_new(Manager, 1); /* the server's, for the length of the run */
    *manager = (Manager){world, i};
    char *loss = g_strdup_printf(_("the manager ‘%s’ was killed"), program->things[i].name);
    if (!gantry_server_start(world, serve, manager, as_processes, loss, error))
      return false;
  }
  return true;
}

void
gantry_manager_ask (GantryWorld *world, GantryTaskSlot *slot, const GantryRequest *request, uint64_t ticks)
{
  Question question = {
      .slot = slot,
      .key = request->text,
      .value = request->value,
      .number = ++slot->asked,
      .stores = request->kind == GANTRY_REQUEST_STORE,
      .ticks = ticks,
  };
  while (write(world->things[request->object].manager_fds[1], &question, sizeof question) < 0 &&
         errno == EINTR) {
  }
}

bool
gantry_manager_has_answered (const GantryTaskSlot *slot)
{
  return atomic_load(&slot->answered) == slot->asked;
}
