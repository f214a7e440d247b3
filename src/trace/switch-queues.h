/* The kernel's context switches, sorted out by thread until its ring asks for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/kernel.h"

typedef struct GantrySwitchQueues GantrySwitchQueues;

GantrySwitchQueues *gantry_switch_queues_new (void);
void gantry_switch_queues_free (GantrySwitchQueues *queues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantrySwitchQueues, gantry_switch_queues_free)

void gantry_switch_queues_push (GantrySwitchQueues *queues, const GantrySwitch *record);
/* The oldest of a thread if it is not later than `monotonic_ns`; it is taken off. */
bool gantry_switch_queues_pop (GantrySwitchQueues *queues, uint32_t tid, uint64_t monotonic_ns,
                               GantrySwitch *record);
/* Forgets a thread: the number may come again for another one. */
void gantry_switch_queues_forget (GantrySwitchQueues *queues, uint32_t tid);
/* Forgets what is older than `monotonic_ns` and was never asked for. */
void gantry_switch_queues_expire (GantrySwitchQueues *queues, uint64_t monotonic_ns);
