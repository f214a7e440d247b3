/* Context switches that the kernel lost: who had the processor then is not known, and which lanes that is
 * about follows from what they did.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder-private.h"

void
gantry_builder_lose_switches (GantryBuilder *builder, const GantryRecord *record)
{
  GantryLostSwitches lost = {(int64_t)record->second, record->time, (int)record->detail - 1};
  builder->lost += record->first;
  g_array_append_val(builder->lost_switches, lost);
}

/* Who waited by his own word all the time, or had another processor, went and came nowhere. */
static bool
concerns (const GantryLostSwitches *lost, const GantryLane *lane, int64_t from, int64_t to)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  GantryInterval interval;
  size_t index;
  if (from >= to || lane->kind == GANTRY_LANE_TASK || lane->kind == GANTRY_LANE_CORE ||
      !gantry_lane_find(lane, from, &index))
    return false;
  gantry_lane_get_interval(lane, index, &interval);
  if (interval.end >= to && interval.state == GANTRY_STATE_RUNNING)
    return lost->cpu == GANTRY_NO_CPU || interval.object == 0 || interval.object == (uint32_t)lost->cpu + 1;
  gantry_lane_add_times(lane, from, to, sums);
  return sums[GANTRY_STATE_RUNNING] > 0 || sums[GANTRY_STATE_READY] > 0;
}

static void
tell (GantryBuilder *builder, const GantryLostSwitches *lost)
{
  gantry_cores_lose(&builder->cores, lost->cpu, lost->from, lost->to);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(builder->timeline); i++) {
    uint32_t id = gantry_lane_get_id(gantry_timeline_get_lane(builder->timeline, i));
    GantryLane *lane = gantry_timeline_get_own_lane(builder->timeline, id);
    int64_t from = MAX(lost->from, gantry_lane_get_created(lane));
    int64_t to = MIN(lost->to, gantry_lane_get_known_until(lane));
    if (concerns(lost, lane, from, to))
      gantry_lane_add_loss(lane, from, to, 0);
  }
}

void
gantry_builder_tell_lost_switches (GantryBuilder *builder, int64_t until)
{
  guint i = 0;
  while (i < builder->lost_switches->len) {
    const GantryLostSwitches lost = g_array_index(builder->lost_switches, GantryLostSwitches, i);
    if (lost.to > until) {
      i++;
      continue;
    }
    g_array_remove_index(builder->lost_switches, i);
    tell(builder, &lost);
  }
}
