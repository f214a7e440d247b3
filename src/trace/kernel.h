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

typedef void (*GantrySwitchFunc)(const GantrySwitch *record, gpointer user_data);

/* Watches `pid`, which has started no thread yet. GANTRY_TRACE_ERROR_KERNEL where perf_event_open is refused.
 */
GantryKernelSwitches *gantry_kernel_switches_new (pid_t pid, GError **error);
void gantry_kernel_switches_free (GantryKernelSwitches *switches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryKernelSwitches, gantry_kernel_switches_free)

/* Reads all that is there, in the order of time over all processors. Returns how many were lost since the
 * last call. */
uint64_t gantry_kernel_switches_drain (GantryKernelSwitches *switches, GantrySwitchFunc func,
                                       gpointer user_data);

/* Whether perf_event_open works here for one's own processes. */
bool gantry_kernel_switches_available (void);
