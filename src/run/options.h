/* How a scenario is to be run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/scenario.h"
#include "trace/segment.h"

typedef struct {
  GantryModel model;
  int cores; /* 0: as the scenario says, else all */
  int gil; /* 1 with, 0 without an interpreter lock; decided by gantry_run_options_init() from the scenario */
  int64_t gil_interval_ns;
  int64_t seed;
  int64_t limit_ns;            /* of the run, from the first that is recorded of it, */
  int64_t begins_within_ns;    /* for which there is so much time */
  GantryOnCpuFrom on_cpu_from; /* AUTO, KERNEL or SELF */
  uint64_t most_events;        /* that are kept; with one more the run is ended */
} GantryRunOptions;

/* As the scenario itself says. */
void gantry_run_options_init (GantryRunOptions *options, const GantryScenario *scenario);

/* The error, by errno, of a run for which the machine has not enough. Returns FALSE. */
bool gantry_run_refused (GError **error);

#define GANTRY_RUN_ERROR (gantry_run_error_quark())
GQuark gantry_run_error_quark (void);

typedef enum {
  GANTRY_RUN_ERROR_RUNNER,   /* gantry-runner cannot be found or started */
  GANTRY_RUN_ERROR_RESOURCE, /* the machine refuses memory, threads or processes */
  GANTRY_RUN_ERROR_CONTROL,  /* a message that makes no sense */
} GantryRunError;
