/* Burning CPU time, and noticing when the processor was taken away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/workload.h"

#include <glib.h>
#include <time.h>

/* Steps between two looks at the clock: about a microsecond on today's machines. */
#define SPIN 300
#define CHECK_EVERY_NS 50000.0

static int64_t
cpu_time_ns (void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline void
spin (void)
{
  for (int i = 0; i < SPIN; i++)
    __asm__ volatile("" ::: "memory");
}

/* Spins until about `ns` have been spent on the processor by the counter. FALSE: the check ended it. */
static bool
spin_for (GantryRecorder *recorder, uint32_t lane, int64_t ns, GantryWorkloadCheck check, gpointer user_data)
{
  double ns_per_tick = gantry_clock_tick_ns(recorder->clock);
  uint64_t burned = 0, checked = 0;
  uint64_t goal = (uint64_t)((double)ns / ns_per_tick);
  uint64_t check_every = (uint64_t)(CHECK_EVERY_NS / ns_per_tick);
  uint64_t last = gantry_recorder_stamp(recorder, lane);
  while (burned < goal) {
    spin();
    uint64_t now = gantry_recorder_now(recorder);
    uint64_t away = gantry_recorder_seen(recorder, lane, now);
    burned += now - last - away;
    last = now;
    if (check && burned - checked >= check_every) {
      checked = burned;
      if (!check(user_data))
        return false;
    }
  }
  return true;
}

bool
gantry_workload_compute (GantryRecorder *recorder, uint32_t lane, int64_t ns, GantryWorkloadCheck check,
                         gpointer user_data)
{
  int64_t end = cpu_time_ns() + ns;
  /* What interrupts and the host took is no gap of ours, and a gap's edges burn a little: the kernel's figure
   * decides. */
  for (int64_t left = ns; left > 0; left = end - cpu_time_ns())
    if (!spin_for(recorder, lane, left, check, user_data))
      return false;
  return true;
}
