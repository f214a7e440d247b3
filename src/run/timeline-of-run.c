/* The timeline of a run, before its first event.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/timeline-of-run.h"

#include "run/processors.h"

/* Of more than that, rows of which most are empty would push the tasks out of sight. */
#define MOST_CORES_SHOWN_IDLE 8

/* Nothing is in queues, nobody waits, and no event is set. */
static int64_t
first_value (const GantryThingDeclaration *thing)
{
  bool has_value = thing->kind == GANTRY_THING_VARIABLE || thing->kind == GANTRY_THING_SHARED_VARIABLE ||
                   thing->kind == GANTRY_THING_SEMAPHORE;
  return has_value ? thing->initial : 0;
}

GantryTimeline *
gantry_timeline_of_run (const GantryScenario *scenario, const GantryRunOptions *options)
{
  const GantryProgram *program = gantry_scenario_get_program(scenario);
  GantryRunFacts facts = {
      .title = program->head.title,
      .model = gantry_model_id(options->model),
      .seed = options->seed,
      .cores = options->cores,
      .gil = options->gil,
      .on_cpu_from = options->on_cpu_from,
      .source_name = gantry_scenario_get_name(scenario),
      .source_lines = (const char *const *)program->lines,
      .line_labels = (const char *const *)program->line_labels,
  };
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  for (uint32_t i = 0; i < program->n_things; i++) {
    const GantryThingDeclaration *thing = &program->things[i];
    gantry_timeline_add_thing(timeline, thing->kind, thing->name,
                              thing->kind == GANTRY_THING_QUEUE ? thing->capacity : thing->initial);
    gantry_timeline_begin_thing(timeline, i, first_value(thing));
  }
  return timeline;
}

void
gantry_expect_cores_of_run (GantryBuilder *builder, const GantryRunOptions *options)
{
  cpu_set_t chosen;
  if (options->cores > MOST_CORES_SHOWN_IDLE)
    return;
  if (options->model == GANTRY_MODEL_SIMULATED) {
    for (int core = 0; core < options->cores; core++)
      gantry_builder_expect_core(builder, core);
  } else if (gantry_processors_first(options->cores, &chosen)) {
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
      if (CPU_ISSET(cpu, &chosen))
        gantry_builder_expect_core(builder, cpu);
  }
}
