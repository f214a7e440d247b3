/* The kernel's own record of context switches: PERF_RECORD_SWITCH of a process and all that it starts, one
 * perf event for each processor (software dummy, context_switch, inherit, CLOCK_MONOTONIC).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct GantryKernelSwitches GantryKernelSwitches;

typedef struct {
  uint64_t monotonic_ns;
  uint32_t pid;
  uint32_t tid;
  int32_t cpu;
  bool out;
  bool preempted; /* of an `out`: it still wanted to run */
} GantrySwitch;

/* Records for which a processor's buffer had no room: of whichever threads went or came there meanwhile. */
typedef struct {
  uint64_t from_ns; /* of the last one that was kept before them; 0: there was none */
  uint64_t to_ns;   /* when there was room again */
  uint64_t count;
  int32_t cpu;
} GantrySwitchLoss;

typedef void (*GantrySwitchFunc)(const GantrySwitch *record, gpointer user_data);

/* Watches `pid`, which has started no thread yet. GANTRY_TRACE_ERROR_KERNEL where perf_event_open is refused.
 */
GantryKernelSwitches *gantry_kernel_switches_new (pid_t pid, GError **error);
void gantry_kernel_switches_free (GantryKernelSwitches *switches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryKernelSwitches, gantry_kernel_switches_free)

/* Reads all that is there, in the order of time over all processors. `last`: those who were watched are gone,
 * and no record will tell any more what was lost at the end; it is among the losses then, as far as the
 * kernel counts it (since Linux 6.0). */
void gantry_kernel_switches_drain (GantryKernelSwitches *switches, bool last, GantrySwitchFunc func,
                                   gpointer user_data);
/* GantrySwitchLoss: what was lost, as the last drain found it, in the order of time on each processor; the
 * array is owned by `switches`. */
const GArray *gantry_kernel_switches_get_losses (const GantryKernelSwitches *switches);

/* Whether perf_event_open works here for one's own processes. */
bool gantry_kernel_switches_available (void);
