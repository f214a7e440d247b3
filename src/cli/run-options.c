/* The options that say how a scenario is run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/run-options.h"

#include "cli/values.h"

#include <glib/gi18n-lib.h>

static bool
take_model (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  wishes->has_model = gantry_model_parse(value, &wishes->model);
  if (wishes->has_model)
    wishes->models |= 1u << wishes->model;
  else
    gantry_value_set_choice_error(error, value, "threads, processes, async, simulated");
  return wishes->has_model;
}

static bool
take_cores (const char *value, gpointer target, GError **error)
{
  return gantry_value_integer(value, 1, GANTRY_MOST_CORES, &((GantryRunWishes *)target)->cores, error);
}

static bool
check_positive (const char *value, int64_t ns, GError **error)
{
  if (ns <= 0)
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, _("‘%s’ must be longer than nothing"),
                value);
  return ns > 0;
}

static bool
take_gil (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  wishes->gil = 1;
  wishes->gil_interval_ns = 0;
  return value == NULL || (gantry_value_duration(value, &wishes->gil_interval_ns, error) &&
                           check_positive(value, wishes->gil_interval_ns, error));
}

static bool
take_no_gil (const char *value, gpointer target, GError **error)
{
  ((GantryRunWishes *)target)->gil = 0;
  return true;
}

static bool
take_seed (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  wishes->has_seed = gantry_value_integer(value, INT64_MIN, INT64_MAX, &wishes->seed, error);
  return wishes->has_seed;
}

static bool
take_limit (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  return gantry_value_duration(value, &wishes->limit_ns, error) &&
         check_positive(value, wishes->limit_ns, error);
}

static bool
take_on_cpu_from (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  static const GantryOnCpuFrom sources[] = {GANTRY_ON_CPU_FROM_KERNEL, GANTRY_ON_CPU_FROM_SELF};
  for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
    if (g_str_equal(value, gantry_on_cpu_from_id(sources[i]))) {
      wishes->on_cpu_from = sources[i];
      return true;
    }
  }
  gantry_value_set_choice_error(error, value, "kernel, self");
  return false;
}

static bool
take_stats (const char *value, gpointer target, GError **error)
{
  GantryRunWishes *wishes = target;
  wishes->stats = value != NULL && g_str_equal(value, "json") ? GANTRY_STATS_JSON : GANTRY_STATS_TABLE;
  if (value == NULL || wishes->stats == GANTRY_STATS_JSON)
    return true;
  gantry_value_set_choice_error(error, value, "json");
  return false;
}

static bool
take_quiet (const char *value, gpointer target, GError **error)
{
  ((GantryRunWishes *)target)->quiet = true;
  return true;
}

const GantryOption gantry_run_options[] = {
    {"on", 0, false, "MODEL", N_("threads, processes, async or simulated"), take_model},
    {"cores", 0, false, "N", N_("Hold the run to N processors"), take_cores},
    {"gil", 0, true, "5ms", N_("With an interpreter lock, and its switch interval"), take_gil},
    {"no-gil", 0, false, NULL, N_("Without an interpreter lock"), take_no_gil},
    {"seed", 0, false, "N", N_("Seed of every random draw"), take_seed},
    {"limit", 0, false, "30s", N_("Stop the run after this long"), take_limit},
    {"on-cpu-from", 0, false, "kernel|self", N_("Who measures the times on a processor"), take_on_cpu_from},
    {"stats", 0, true, "json", N_("Print the figures of the run: a table, or JSON"), take_stats},
    {"quiet", 0, false, NULL, N_("Leave out the lines that tasks print"), take_quiet},
    {0},
};

void
gantry_run_wishes_apply (const GantryRunWishes *wishes, const GantryScenario *scenario,
                         GantryRunOptions *options)
{
  gantry_run_options_init(options, scenario);
  if (wishes->has_model)
    options->model = wishes->model;
  if (wishes->cores > 0)
    options->cores = (int)wishes->cores;
  if (wishes->gil >= 0)
    options->gil = wishes->gil;
  if (wishes->gil_interval_ns > 0)
    options->gil_interval_ns = wishes->gil_interval_ns;
  if (wishes->has_seed)
    options->seed = wishes->seed;
  if (wishes->limit_ns > 0)
    options->limit_ns = wishes->limit_ns;
  options->on_cpu_from = wishes->on_cpu_from;
}
