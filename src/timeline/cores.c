/* Stretches on each core, sorted, then published.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/cores.h"

#include "timeline/time-queue.h"

typedef struct {
  int64_t from;
  int64_t to;
  uint32_t lane;
} Stretch;

typedef struct {
  GantryLane *lane;
  GantryTimeQueue stretches; /* not published yet, by their beginning */
  int64_t limit;
} Core;

static void
core_free (gpointer data)
{
  Core *core = data;
  if (core)
    gantry_time_queue_clear(&core->stretches);
  g_free(core);
}

void
gantry_cores_init (GantryCores *cores, GantryTimeline *timeline)
{
  cores->timeline = timeline;
  cores->by_cpu = g_ptr_array_new_with_free_func(core_free);
}

void
gantry_cores_clear (GantryCores *cores)
{
  g_ptr_array_unref(cores->by_cpu);
}

static Core *
core_new (GantryCores *cores, uint32_t cpu)
{
  Core *core = g_new0(Core, 1);
  g_autofree char *name = g_strdup_printf("core %u", cpu);
  gantry_time_queue_init(&core->stretches, sizeof(Stretch), offsetof(Stretch, from));
  core->limit = INT64_MAX;
  core->lane =
      gantry_lane_new(cpu, GANTRY_LANE_CORE, name, GANTRY_NO_LANE, false, 0, 0, &cores->timeline->now);
  gantry_lane_start(core->lane, 0);
  gantry_lane_set(core->lane, 0, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, false);
  gantry_timeline_add_core(cores->timeline, core->lane);
  return core;
}

static bool
is_processor (int cpu)
{
  return cpu >= 0 && cpu < GANTRY_MAX_CPUS;
}

/* Its lane is made at the first call for it. */
static Core *
core_of (GantryCores *cores, int cpu)
{
  if (cores->by_cpu->len <= (guint)cpu)
    g_ptr_array_set_size(cores->by_cpu, cpu + 1);
  if (!g_ptr_array_index(cores->by_cpu, cpu))
    g_ptr_array_index(cores->by_cpu, cpu) = core_new(cores, (uint32_t)cpu);
  return g_ptr_array_index(cores->by_cpu, cpu);
}

void
gantry_cores_expect (GantryCores *cores, int cpu)
{
  if (is_processor(cpu))
    core_of(cores, cpu);
}

void
gantry_cores_add (GantryCores *cores, int cpu, uint32_t lane, int64_t from, int64_t to)
{
  if (!is_processor(cpu) || from >= to)
    return;
  Core *core = core_of(cores, cpu);
  *(Stretch *)gantry_time_queue_add(&core->stretches, from) = (Stretch){from, to, lane};
}

void
gantry_cores_limit (GantryCores *cores, int cpu, int64_t time)
{
  Core *core =
      is_processor(cpu) && (guint)cpu < cores->by_cpu->len ? g_ptr_array_index(cores->by_cpu, cpu) : NULL;
  if (core)
    core->limit = MIN(core->limit, time);
}

static void
publish (Core *core, int64_t until)
{
  size_t n_due = gantry_time_queue_sort(&core->stretches, until);
  for (size_t i = 0; i < n_due; i++) {
    const Stretch *stretch = gantry_time_queue_at(&core->stretches, i);
    /* Where two measurements overlap by an instant, the earlier one keeps it. */
    int64_t from = gantry_lane_clamp(core->lane, stretch->from);
    if (stretch->to <= from)
      continue;
    gantry_lane_set(core->lane, from, GANTRY_STATE_RUNNING, 0, stretch->lane, false);
    gantry_lane_set(core->lane, stretch->to, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, false);
  }
  gantry_time_queue_drop(&core->stretches, n_due);
}

void
gantry_cores_release (GantryCores *cores, int64_t until)
{
  for (guint cpu = 0; cpu < cores->by_cpu->len; cpu++) {
    Core *core = g_ptr_array_index(cores->by_cpu, cpu);
    if (!core)
      continue;
    int64_t limit = MIN(until, core->limit);
    publish(core, limit);
    gantry_lane_show(core->lane, limit);
    core->limit = INT64_MAX;
  }
}

void
gantry_cores_lose (GantryCores *cores, int cpu, int64_t from, int64_t to)
{
  gantry_cores_expect(cores, cpu);
  for (guint i = 0; i < cores->by_cpu->len; i++) {
    const Core *core = g_ptr_array_index(cores->by_cpu, i);
    if (!core || (cpu != GANTRY_NO_CPU && cpu != (int)i))
      continue;
    int64_t ended = gantry_lane_get_ended(core->lane);
    int64_t end = ended == GANTRY_NO_TIME ? to : MIN(to, ended);
    if (from < end)
      gantry_lane_add_loss(core->lane, from, end, 0);
  }
}

int64_t
gantry_cores_finish (GantryCores *cores, int64_t time)
{
  for (guint cpu = 0; cpu < cores->by_cpu->len; cpu++) {
    Core *core = g_ptr_array_index(cores->by_cpu, cpu);
    if (!core)
      continue;
    publish(core, INT64_MAX);
    time = MAX(time, core->lane->since);
  }
  for (guint cpu = 0; cpu < cores->by_cpu->len; cpu++) {
    Core *core = g_ptr_array_index(cores->by_cpu, cpu);
    if (core)
      gantry_lane_end(core->lane, time, GANTRY_OUTCOME_OK, 0, NULL);
  }
  return time;
}
