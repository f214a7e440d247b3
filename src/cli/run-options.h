/* The options that say how a scenario is run: of `run`, and of whatever else runs one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/arguments.h"
#include "run/options.h"

typedef enum {
  GANTRY_STATS_NONE,
  GANTRY_STATS_TABLE,
  GANTRY_STATS_JSON,
} GantryStatsForm;

/* What was asked for on the command line; the scenario decides the rest. */
typedef struct {
  bool has_model;
  GantryModel model;       /* the last one named */
  unsigned models;         /* bit set of all that were named */
  int64_t cores;           /* 0: not given */
  int gil;                 /* -1: not given, 0 without, 1 with */
  int64_t gil_interval_ns; /* 0: not given */
  bool has_seed;
  int64_t seed;
  int64_t limit_ns; /* 0: not given */
  GantryOnCpuFrom on_cpu_from;
  GantryStatsForm stats;
  bool quiet;
} GantryRunWishes;

#define GANTRY_RUN_WISHES_INIT                                                                               \
  {                                                                                                          \
    .gil = -1, .on_cpu_from = GANTRY_ON_CPU_FROM_AUTO                                                        \
  }

/* For a GantryOptionGroup whose target is a GantryRunWishes. */
extern const GantryOption gantry_run_options[];

/* The scenario's own options, changed as was asked for. */
void gantry_run_wishes_apply (const GantryRunWishes *wishes, const GantryScenario *scenario,
                              GantryRunOptions *options);
