/* Simulated managers: each answers one question after the other, whoever has gone by then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

#include "run/needs.h"

#include <glib/gi18n-lib.h>

#define MANAGER_NS 10000

static void
record_idle (GantrySimulator *simulator, const GantrySimulatedServer *server)
{
  gantry_record_state_on(simulator->base.recorder, (uint64_t)simulator->now, server->lane,
                         GANTRY_STATE_SLEEPING, GANTRY_NO_CPU, 0, GANTRY_NO_OBJECT, 0);
}

/* It rests, unless it was asked again meanwhile. */
static void
has_answered (GantrySimulator *simulator, gpointer owner)
{
  GantrySimulatedServer *server = owner;
  if (server->works_until > simulator->now) {
    gantry_simulator_add_event(simulator, &server->answered, server->works_until);
    return;
  }
  server->is_at_work = false;
  record_idle(simulator, server);
}

void
gantry_simulator_open_servers (GantrySimulator *simulator)
{
  GantryWorld *world = simulator->base.world;
  const GantryProgram *program = world->run->program;
  simulator->servers = g_new0(GantrySimulatedServer, program->n_things + 1);
  simulator->managed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (uint32_t i = 0; i <= program->n_things; i++) {
    bool is_manager = i < program->n_things && program->things[i].kind == GANTRY_THING_MANAGER;
    if (!is_manager && (i < program->n_things || !gantry_program_uses_request(program, GANTRY_REQUEST_FETCH)))
      continue;
    GantrySimulatedServer *server = &simulator->servers[i];
    server->answered.happen = has_answered;
    server->lane = gantry_segment_new_lane(world->run->segment);
    gantry_record_lane_created(simulator->base.recorder, 0, server->lane, GANTRY_LANE_SERVER, GANTRY_NO_LANE,
                               0, is_manager ? program->things[i].line : 0,
                               is_manager ? program->things[i].name : _("server"));
    record_idle(simulator, server);
  }
}

void
gantry_simulator_close_servers (GantrySimulator *simulator)
{
  g_hash_table_unref(simulator->managed);
  g_free(simulator->servers);
}

static int64_t
managed_value (GantrySimulator *simulator, const GantryRequest *request)
{
  g_autofree char *key = g_strdup_printf("%u.%s", request->object, request->text);
  int64_t *value = g_hash_table_lookup(simulator->managed, key);
  if (!value) {
    value = g_new0(int64_t, 1);
    g_hash_table_insert(simulator->managed, g_steal_pointer(&key), value);
  }
  if (request->kind == GANTRY_REQUEST_STORE)
    *value = request->value;
  return *value;
}

/* The question waits for those before it, of which the first may be half answered. */
static int64_t
answer_at (GantrySimulator *simulator, GantrySimulatedServer *server, uint32_t asker)
{
  if (!server->is_at_work) {
    server->is_at_work = true;
    server->works_until = gantry_moment_after(simulator->now, MANAGER_NS);
    gantry_simulator_add_event(simulator, &server->answered, server->works_until);
    gantry_record_woken_on(simulator->base.recorder, (uint64_t)simulator->now, server->lane, asker,
                           (uint64_t)simulator->now, false, GANTRY_STATE_RUNNING, GANTRY_NO_CPU, 0);
  } else {
    server->works_until = gantry_moment_after(server->works_until, MANAGER_NS);
  }
  return server->works_until;
}

void
gantry_simulator_ask_manager (GantrySimulator *simulator, GantryCooperativeTask *task,
                              const GantryRequest *request)
{
  uint32_t object = request->object;
  gantry_cooperative_park(&simulator->base, task, request, GANTRY_STATE_WAIT_MANAGER, object, NULL);
  task->slot->wait.result = managed_value(simulator, request);
  task->asks = true;
  int64_t answer = answer_at(simulator, &simulator->servers[object], task->slot->lane);
  gantry_timer_heap_add(&simulator->base.timers, &task->timer, MIN(answer, request->deadline));
}
