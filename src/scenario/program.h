/* A scenario as it is run: what the head says, the shared things, and a small program for each task.
 *
 * Made by the compiler (scenario.h), read by the VM and the drivers, never changed after. Everything in here
 * belongs to the program and lives as long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/event.h"

#include <glib.h>

typedef enum {
  GANTRY_MODEL_THREADS,
  GANTRY_MODEL_PROCESSES,
  GANTRY_MODEL_ASYNC,
  GANTRY_MODEL_SIMULATED,
  GANTRY_N_MODELS
} GantryModel;

/* "threads", "processes", "async", "simulated"; for files and scripts. */
const char *gantry_model_id (GantryModel model);
bool gantry_model_parse (const char *word, GantryModel *model);

#define GANTRY_DEFAULT_LIMIT_NS (60 * INT64_C(1000000000))
#define GANTRY_DEFAULT_SWITCH_INTERVAL_NS INT64_C(5000000)
#define GANTRY_MOST_CORES 1024 /* of a simulated machine, and more than a real one has */

/* The head of a scenario. */
typedef struct {
  char *title;       /* never NULL: the file's name without ending where there is none */
  char *about;       /* paragraphs, separated by an empty line; "" if none */
  char *topic;       /* "" if none */
  unsigned models;   /* bit set of GantryModel; simulated is always in it */
  GantryModel model; /* the first one named; threads where none is */
  int64_t seed;
  int cores; /* 0: all that the machine has */
  bool gil;
  int64_t gil_interval_ns;
  GantryRunOutcome ends;
  int64_t limit_ns;
} GantryHead;

typedef struct {
  GantryThingKind kind;
  const char *name;
  int64_t initial;     /* variables: first value; semaphores: count; barriers: parties; pools: workers */
  int64_t capacity;    /* queues: 0 unbounded */
  bool pool_has_model; /* `of threads` / `of processes` was said */
  GantryModel pool_model;
  uint32_t line;
} GantryThingDeclaration;

typedef struct GantryCode GantryCode; /* the VM's own */

typedef struct {
  const char *name;
  uint32_t line;
  uint32_t n_params;
  const char *const *params;
  uint32_t n_locals; /* parameters first, then named and hidden ones */
  uint32_t max_stack;
  uint32_t max_blocks; /* deepest nesting of with, within, note and run async */
  bool numbered;       /* the run starts several: instances are called "cook 1", "cook 2" */
  const GantryCode *code;
} GantryTask;

/* Whether a statement of the task asks for this. The number is a GantryRequestKind (vm.h). */
bool gantry_task_uses_request (const GantryTask *task, int request);
/* Whether it offloads calls to processes. */
bool gantry_task_uses_processes (const GantryTask *task);

/* Tasks are numbered as they stand in the text. */
typedef struct {
  GantryHead head;
  uint32_t n_tasks;
  GantryTask *tasks;
  uint32_t main_task;
  uint32_t n_things;
  GantryThingDeclaration *things; /* their index is the `object` of requests and events */
  uint32_t n_lines;
  char **lines;       /* the text, NULL-terminated */
  char **line_labels; /* what the statement on the line does, in few words, "" where there is none;
                         NULL-terminated */
} GantryProgram;
