/* Requests and slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/requests.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

bool
gantry_request_is_waiting_point (const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_SLEEP:
  case GANTRY_REQUEST_FETCH:
  case GANTRY_REQUEST_YIELD:
  case GANTRY_REQUEST_JOIN:
  case GANTRY_REQUEST_ACQUIRE:
  case GANTRY_REQUEST_WAIT:
  case GANTRY_REQUEST_PUT:
  case GANTRY_REQUEST_GET:
  case GANTRY_REQUEST_SEND:
  case GANTRY_REQUEST_RECEIVE:
  case GANTRY_REQUEST_STORE:
  case GANTRY_REQUEST_LOAD:
  case GANTRY_REQUEST_JOIN_POOL:
  case GANTRY_REQUEST_OFFLOAD:
    return !request->unwinding;
  default:
    return false;
  }
}

GantrySlotStart
gantry_offload_start (const GantryWorld *world, const GantryRequest *request)
{
  GantryCarrier carrier =
      request->value == GANTRY_MODEL_PROCESSES ? GANTRY_CARRIER_PROCESS : GANTRY_CARRIER_THREAD;
  int64_t index = atomic_fetch_add(&world->tasks->indices[request->task], 1) + 1;
  return (GantrySlotStart){
      .task = request->task,
      .args = request->args,
      .n_args = request->n_args,
      .carrier = world->run->options->model == GANTRY_MODEL_SIMULATED ? GANTRY_CARRIER_LOOP : carrier,
      .pool = GANTRY_NO_OBJECT,
      .numbered = world->run->program->tasks[request->task].numbered || index > 1,
      .index = index,
      .seed = gantry_vm_seed_of(request->seed, request->ordinal),
  };
}

GantrySlotStart
gantry_main_start (const GantryWorld *world, GantryCarrier carrier)
{
  return (GantrySlotStart){
      .task = world->run->program->main_task,
      .carrier = carrier,
      .pool = GANTRY_NO_OBJECT,
      .seed = gantry_vm_main_seed(world->run->options->seed),
  };
}

GantrySlotStart
gantry_start_start (const GantryWorld *world, const GantryRequest *request, uint32_t n)
{
  return (GantrySlotStart){
      .task = request->task,
      .args = request->args,
      .n_args = request->n_args,
      .carrier = world->carrier,
      .pool = GANTRY_NO_OBJECT,
      .daemon = request->daemon,
      .name = request->name,
      .numbered = request->numbered,
      .number = (int64_t)n + 1,
      .seed = gantry_vm_seed_of(request->seed, request->ordinal + n),
  };
}

GantryVmStart
gantry_slot_vm_start (const GantryTaskSlot *slot, const char *name)
{
  return (GantryVmStart){
      .task = slot->task,
      .n_args = slot->n_args,
      .args = slot->args,
      .name = name,
      .index = slot->index,
      .seed = slot->seed,
  };
}

static GantryLaneKind
lane_kind_of (const GantryTaskSlot *slot)
{
  if (slot->carrier == GANTRY_CARRIER_PROCESS || slot->is_process)
    return GANTRY_LANE_PROCESS;
  return slot->carrier == GANTRY_CARRIER_THREAD || slot->is_thread ? GANTRY_LANE_THREAD : GANTRY_LANE_TASK;
}

void
gantry_record_slot_created (GantryRecorder *recorder, uint64_t ticks, const GantryWorld *world,
                            const GantryTaskSlot *slot, uint32_t parent, uint32_t line)
{
  g_autofree char *name = gantry_task_slot_name(world->run->program, slot);
  gantry_record_lane_created(recorder, ticks, slot->lane, lane_kind_of(slot), parent,
                             slot->daemon ? GANTRY_LANE_FLAG_DAEMON : 0, line, name);
}

char *
gantry_reason_not_held (const GantryWorld *world, const GantryRequest *request)
{
  return g_strdup_printf(_("‘%s’ is used by a task that does not hold it"),
                         world->run->program->things[request->object].name);
}

char *
gantry_reason_no_file (int code)
{
  if (code == EFBIG)
    return g_strdup_printf(
        _("the temporary file would be longer than a run may have one: %d GiB for a task, %d "
          "GiB for all together"),
        (int)(GANTRY_MOST_FILE_BYTES >> 30), (int)(GANTRY_MOST_FILES_BYTES >> 30));
  return g_strdup_printf(_("the temporary file could not be used (%s)"), g_strerror(code));
}

char *
gantry_reason_no_fetch (int code)
{
  return g_strdup_printf(_("the machine refused a connection to the run's own server (%s)"),
                         g_strerror(code));
}

char *
gantry_reason_crash (const GantryRequest *request)
{
  return g_strdup_printf(_("it crashed in line %u"), request->line);
}

void
gantry_record_crash (GantryRecorder *recorder, uint64_t ticks, const GantryTaskSlot *slot,
                     const GantryRequest *request)
{
  g_autofree char *reason = gantry_reason_crash(request);
  gantry_record_lane_ended(recorder, ticks, slot->lane, GANTRY_OUTCOME_KILLED, 0, reason);
}

void
gantry_record_request_text (GantryRecorder *recorder, uint64_t ticks, const GantryWorld *world,
                            const GantryTaskSlot *slot, const GantryRequest *request)
{
  GantryEventKind kind = request->kind == GANTRY_REQUEST_PRINT    ? GANTRY_EVENT_PRINT
                         : request->kind == GANTRY_REQUEST_EXPECT ? GANTRY_EVENT_EXPECT
                                                                  : GANTRY_EVENT_NOTE_BEGIN;
  gantry_record_text(recorder, ticks, slot->lane, kind, (uint16_t)request->value, request->line,
                     request->text);
  if (request->kind == GANTRY_REQUEST_EXPECT && !request->value)
    gantry_ending_broken_expect(world->tasks->ending, request->line, request->text);
}
