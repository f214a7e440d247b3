/* Sums of losses, by lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/loss-tally.h"

void
gantry_loss_tally_init (GantryLossTally *tally)
{
  *tally = (GantryLossTally){.told = g_array_new(FALSE, TRUE, sizeof(uint64_t))};
}

void
gantry_loss_tally_clear (GantryLossTally *tally)
{
  g_array_unref(tally->told);
}

bool
gantry_loss_tally_takes (const GantryLossTally *tally, uint64_t count)
{
  return count <= GANTRY_TRACE_MOST_LOST && tally->in_all <= GANTRY_TRACE_MOST_LOST_IN_ALL / 2;
}

void
gantry_loss_tally_add (GantryLossTally *tally, uint32_t lane, uint64_t count)
{
  if (lane >= tally->told->len)
    g_array_set_size(tally->told, lane + 1);
  g_array_index(tally->told, uint64_t, lane) += count;
  tally->in_all += count;
}

uint64_t
gantry_loss_tally_untold (const GantryLossTally *tally, const GantrySegment *segment, uint32_t lane,
                          uint64_t *since)
{
  const GantryLaneLoss *loss = gantry_segment_get_loss(segment, lane);
  /* Acquire: pairs with the count's release; since when was written before. */
  uint64_t total = atomic_load_explicit(&loss->total, memory_order_acquire);
  uint64_t told = lane < tally->told->len ? g_array_index(tally->told, uint64_t, lane) : 0;
  *since = atomic_load_explicit(&loss->since, memory_order_relaxed);
  return total > told && total <= GANTRY_TRACE_MOST_LOST ? total - told : 0;
}

uint32_t
gantry_loss_tally_n_lanes (const GantrySegment *segment)
{
  return MIN(gantry_segment_get_n_lanes(segment), GANTRY_MOST_LANES);
}

uint64_t
gantry_loss_tally_sum (const GantryLossTally *tally, const GantrySegment *segment)
{
  uint64_t since, sum = tally->in_all + gantry_loss_tally_untold(tally, segment, GANTRY_NO_LANE, &since);
  for (uint32_t lane = 0, n_lanes = gantry_loss_tally_n_lanes(segment); lane < n_lanes; lane++)
    sum += gantry_loss_tally_untold(tally, segment, lane, &since);
  return MIN(sum, GANTRY_TRACE_MOST_LOST_IN_ALL);
}
