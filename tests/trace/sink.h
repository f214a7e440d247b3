/* The parts of a collector's sink that a test has no interest in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/collector.h"

static inline void
gantry_test_no_switch (uint32_t ring, int64_t time, int cpu, bool out, bool preempted, gpointer data)
{
}

static inline void
gantry_test_no_drained (uint32_t ring, int64_t seen, gpointer data)
{
}

static inline void
gantry_test_no_retired (uint32_t ring, gpointer data)
{
}

static inline void
gantry_test_no_pass (int64_t now, gpointer data)
{
}
