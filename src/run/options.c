/* What a scenario asks for when nobody asks for anything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/options.h"

#include "run/run-limits.h"
#include "trace/machine-memory.h"
#include "trace/quark.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* Many times what a machine takes that has a hundred other things to do. */
#define LONGEST_START_NS (60 * INT64_C(1000000000))

GANTRY_DEFINE_QUARK("gantry-run-error", gantry_run_error)

bool
gantry_run_refused (GError **error)
{
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
              _("The machine has not enough left for the run (%s); close something and try again"),
              g_strerror(errno));
  return false;
}

uint64_t
gantry_half_of_memory (void)
{
  return gantry_machine_memory() / 2;
}

void
gantry_run_options_init (GantryRunOptions *options, const GantryScenario *scenario)
{
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  *options = (GantryRunOptions){
      .model = head->model,
      .cores = head->cores,
      .gil = head->gil,
      .gil_interval_ns = head->gil_interval_ns,
      .seed = head->seed,
      .begins_within_ns = LONGEST_START_NS,
      .limit_ns = head->limit_ns,
      .on_cpu_from = GANTRY_ON_CPU_FROM_AUTO,
      .most_events = gantry_half_of_memory() / GANTRY_BYTES_OF_EVENT,
  };
}
