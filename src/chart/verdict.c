/* The sentence under a comparison: what kind of work it is, where it is done soonest or cheapest, and why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/verdict.h"

#include "chart/words.h"
#include "timeline/add-time.h"
#include "timeline/core-gaps.h"
#include "timeline/name-list.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_RUNS 8
#define NOISE_NS 2000000 /* two runs of the same work differ by as much */

/* What is known of one run. Times are sums over its tasks, ns. */
typedef struct {
  const char *model;
  GantryRunResult result;
  int64_t running, outside, blocked, gil, ready, each_other;
  int64_t loop_ready; /* the loop itself wanted a processor and had none */
  double on_cpu;      /* tasks on a processor at once, on average */
} Figures;

typedef struct {
  Figures good[MOST_RUNS], bad[MOST_RUNS]; /* good: from the soonest done to the last */
  guint n_good, n_bad, n_simulated, n_stopped, n_fast;
} Runs;

static void
add_lane (Figures *figures, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  GantryLaneKind kind = gantry_lane_get_kind(lane);
  gantry_lane_add_times(lane, INT64_MIN / 2, INT64_MAX / 2, sums);
  if (kind == GANTRY_LANE_LOOP)
    gantry_sum_time(&figures->loop_ready, sums[GANTRY_STATE_READY]);
  if (!gantry_lane_is_task(lane))
    return;
  gantry_sum_time(&figures->running, sums[GANTRY_STATE_RUNNING]);
  gantry_sum_time(&figures->ready, sums[GANTRY_STATE_READY]);
  gantry_sum_time(&figures->blocked, sums[GANTRY_STATE_BLOCKED]);
  gantry_sum_time(&figures->gil, sums[GANTRY_STATE_WAIT_GIL]);
  for (int state = GANTRY_STATE_SLEEPING; state <= GANTRY_STATE_IO_NETWORK; state++)
    gantry_sum_time(&figures->outside, sums[state]);
  for (int state = GANTRY_STATE_WAIT_LOCK; state <= GANTRY_STATE_WAIT_PIPE; state++)
    gantry_sum_time(&figures->each_other, sums[state]);
}

static Figures
figures_of (const GantryTimeline *timeline)
{
  Figures figures = {.model = gantry_timeline_get_facts(timeline)->model};
  gantry_timeline_get_result(timeline, &figures.result);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    add_lane(&figures, gantry_timeline_get_lane(timeline, i));
  if (figures.result.wall_ns > 0)
    figures.on_cpu = gantry_core_gaps_on_cpu_mean(timeline, 0, figures.result.wall_ns);
  return figures;
}

static bool
is_about_as_long (const Figures *one, const Figures *fastest)
{
  int64_t slack = MAX(fastest->result.wall_ns / 10, NOISE_NS);
  return one->result.wall_ns <= fastest->result.wall_ns + slack;
}

static void
insert_by_wall (Runs *runs, const Figures *figures)
{
  guint at = runs->n_good++;
  for (; at > 0 && runs->good[at - 1].result.wall_ns > figures->result.wall_ns; at--)
    runs->good[at] = runs->good[at - 1];
  runs->good[at] = *figures;
}

static void
collect (Runs *runs, GantryTimeline *const *timelines, guint n_timelines, GantryRunOutcome meant)
{
  for (guint i = 0; i < MIN(n_timelines, MOST_RUNS); i++) {
    Figures figures = figures_of(timelines[i]);
    if (strcmp(figures.model, "simulated") == 0)
      runs->n_simulated++;
    else if (figures.result.outcome == GANTRY_RUN_STOPPED)
      runs->n_stopped++;
    else if (figures.result.outcome == meant)
      insert_by_wall(runs, &figures);
    else
      runs->bad[runs->n_bad++] = figures;
  }
  while (runs->n_fast < runs->n_good && is_about_as_long(&runs->good[runs->n_fast], &runs->good[0]))
    runs->n_fast++;
}

/* A model's name as it stands within these sentences; in some languages it is declined. */
static const char *
name_of (const Figures *figures)
{
  static const char *const names[] = {
      NC_("model, within a sentence", "threads"),
      NC_("model, within a sentence", "processes"),
      NC_("model, within a sentence", "async"),
      NC_("model, within a sentence", "simulated"),
  };
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(names[i], figures->model) == 0)
      return g_dpgettext2(GETTEXT_PACKAGE, "model, within a sentence", names[i]);
  return figures->model;
}

/* "threads and async". */
static char *
join_models (const Figures *figures, guint count)
{
  GantryNameList models;
  gantry_name_list_init(&models, count);
  for (guint i = 0; i < count; i++)
    gantry_name_list_add(&models, name_of(&figures[i]));
  return gantry_name_list_finish(&models);
}

static const char *
outcome_words (const GantryRunResult *result)
{
  const char *words = gantry_run_result_words(result);
  const char *none = result->outcome == GANTRY_RUN_OK ? _("ended well") : _("not told");
  return *words != '\0' ? words : none;
}

/* "threads: deadlock, async: failed". */
static char *
list_bad (const Runs *runs)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < runs->n_bad; i++)
    g_string_append_printf(text, _("%s%s: %s"), i > 0 ? ", " : "", runs->bad[i].model,
                           outcome_words(&runs->bad[i].result));
  return g_string_free(text, FALSE);
}

/* The kind of work, as the start of a sentence. */
static const char *
kind_of_work (const Figures *figures)
{
  double total = (double)figures->running + (double)figures->outside;
  double computing = total > 0.0 ? (double)figures->running / total : 0.0;
  if (total < NOISE_NS)
    return _("This work is over at once");
  if (computing < 0.25)
    return _("This work mostly waits");
  if (computing > 0.75)
    return _("This work mostly computes");
  return _("This work waits and computes");
}

static int
compare_cpu (const Figures *one, const Figures *other)
{
  int64_t difference = one->result.cpu_ns - other->result.cpu_ns;
  return difference < 0 ? -1 : difference > 0;
}

static int
compare_memory (const Figures *one, const Figures *other)
{
  int64_t difference = one->result.peak_rss_bytes - other->result.peak_rss_bytes;
  return difference < 0 ? -1 : difference > 0;
}

static const Figures *
least (const Figures *figures, guint count, int (*compare)(const Figures *, const Figures *))
{
  const Figures *found = figures;
  for (guint i = 1; i < count; i++)
    if (compare(&figures[i], found) < 0)
      found = &figures[i];
  return found;
}

static const Figures *
most (const Figures *figures, guint count, int (*compare)(const Figures *, const Figures *))
{
  const Figures *found = figures;
  for (guint i = 1; i < count; i++)
    if (compare(&figures[i], found) > 0)
      found = &figures[i];
  return found;
}

/* Where none is faster, what it costs decides: processor time, else memory. */
static char *
say_cheapest (const Figures *figures, guint count)
{
  const Figures *cpu = least(figures, count, compare_cpu), *memory = least(figures, count, compare_memory);
  int64_t saved = most(figures, count, compare_cpu)->result.cpu_ns - cpu->result.cpu_ns;
  double memory_most = (double)most(figures, count, compare_memory)->result.peak_rss_bytes;
  bool cpu_matters = saved > NOISE_NS && saved > cpu->result.cpu_ns / 4;
  bool memory_matters = memory_most > 1.15 * (double)memory->result.peak_rss_bytes;
  if (cpu_matters) {
    g_autofree char *time = gantry_format_duration(cpu->result.cpu_ns);
    return g_strdup_printf(_("it fits %s best, which needs the least CPU time, %s"), name_of(cpu), time);
  }
  if (memory_matters) {
    g_autofree char *size = g_format_size((guint64)memory->result.peak_rss_bytes);
    return g_strdup_printf(_("it fits %s best, which needs the least memory, %s"), name_of(memory), size);
  }
  return g_strdup(_("they cost about the same, too, so any of them fits"));
}

/* "300 ms", or "300 ms to 320 ms". */
static char *
format_walls (const Runs *runs)
{
  g_autofree char *low = gantry_format_duration(runs->good[0].result.wall_ns);
  g_autofree char *high = gantry_format_duration(runs->good[runs->n_good - 1].result.wall_ns);
  return strcmp(low, high) == 0 ? g_steal_pointer(&low) : g_strdup_printf(_("%s to %s"), low, high);
}

static char *
say_equal (const Runs *runs)
{
  g_autofree char *walls = format_walls(runs);
  g_autofree char *models = join_models(runs->good, runs->n_good);
  g_autofree char *cheapest = say_cheapest(runs->good, runs->n_good);
  return g_strdup_printf(_("%s, and takes about as long on %s (%s); %s"), kind_of_work(&runs->good[0]),
                         models, walls, cheapest);
}

/* Why a run took longer than the fastest; NULL where the figures do not tell. */
static const char *
why_slow (const Figures *slow, const Figures *fastest)
{
  int64_t lost = slow->result.wall_ns - fastest->result.wall_ns;
  bool on_loop = strcmp(slow->model, "async") == 0;
  if (slow->gil - fastest->gil > lost / 2)
    return _("tasks wait for the interpreter lock");
  if (on_loop && slow->blocked > lost / 2)
    return _("a call that blocks holds up the whole loop");
  if (slow->loop_ready > lost / 2)
    return _("the loop waits for a processor, which other programs have");
  if (on_loop && slow->running > lost / 2)
    return _("one loop computes for all tasks, one after the other");
  if (strcmp(slow->model, "processes") == 0 && slow->result.cpu_ns - fastest->result.cpu_ns > lost / 2)
    return _("starting processes and passing data between them costs more CPU time");
  if (slow->result.cpu_ns - fastest->result.cpu_ns > lost / 2)
    return _("the same work needs more CPU time");
  if (slow->each_other - fastest->each_other > lost / 2)
    return _("tasks wait longer for each other");
  if (slow->ready - fastest->ready > lost / 2)
    return _("tasks wait longer for a processor");
  return NULL;
}

static void
append_slow (GString *text, const Runs *runs)
{
  for (guint i = runs->n_fast; i < runs->n_good; i++) {
    const Figures *slow = &runs->good[i];
    g_autofree char *wall = gantry_format_duration(slow->result.wall_ns);
    const char *why = why_slow(slow, &runs->good[0]);
    g_string_append_printf(text, _("; on %s it takes %s"), name_of(slow), wall);
    if (why != NULL)
      g_string_append_printf(text, _(", because %s"), why);
  }
}

static char *
say_fastest (const Runs *runs)
{
  const Figures *fastest = &runs->good[0];
  GString *text = g_string_new(NULL);
  g_autofree char *models = join_models(runs->good, runs->n_fast);
  g_autofree char *wall = gantry_format_duration(fastest->result.wall_ns);
  g_string_append_printf(text, _("%s, and fits %s best, done in %s"), kind_of_work(fastest), models, wall);
  if (fastest->on_cpu > 1.3 * runs->good[runs->n_good - 1].on_cpu && fastest->on_cpu > 1.2)
    g_string_append_printf(text, _(" with %.1f tasks on a processor at once on average"), fastest->on_cpu);
  append_slow(text, runs);
  return g_string_free(text, FALSE);
}

static char *
say_only (const Runs *runs)
{
  const Figures *only = &runs->good[0];
  g_autofree char *wall = gantry_format_duration(only->result.wall_ns);
  if (runs->n_bad == 0)
    return g_strdup_printf(runs->n_simulated > 0
                               ? _("%s; but for the simulation it was run on %s alone (%s), so there is "
                                   "nothing to compare it with")
                               : _("%s; it was run on %s alone (%s), so there is nothing to compare it with"),
                           kind_of_work(only), name_of(only), wall);
  return g_strdup_printf(_("This work fits %s alone, where it ends as it is meant to (in %s)"), name_of(only),
                         wall);
}

static char *
say_good (const Runs *runs, GantryRunOutcome meant)
{
  if (meant != GANTRY_RUN_OK) {
    g_autofree char *models = join_models(runs->good, runs->n_good);
    return g_strdup_printf(
        _("On %s this work ends as it is meant to (%s), so how long it takes says nothing"), models,
        gantry_run_outcome_words(meant));
  }
  if (runs->n_good == 1)
    return say_only(runs);
  return runs->n_fast == runs->n_good ? say_equal(runs) : say_fastest(runs);
}

/* Whether it is one scenario, and each run is on another model. */
static bool
compares_models (GantryTimeline *const *timelines, guint n_timelines)
{
  for (guint i = 0; i < n_timelines; i++) {
    const GantryRunFacts *its = gantry_timeline_get_facts(timelines[i]);
    for (guint j = 0; j < i; j++) {
      const GantryRunFacts *others = gantry_timeline_get_facts(timelines[j]);
      if (strcmp(its->model, others->model) == 0 || strcmp(its->title, others->title) != 0)
        return false;
    }
  }
  return true;
}

char *
gantry_verdict_new (GantryTimeline *const *timelines, guint n_timelines, GantryRunOutcome meant)
{
  Runs runs = {0};
  if (!compares_models(timelines, n_timelines))
    return gantry_verdict_of_runs(timelines, n_timelines);
  collect(&runs, timelines, n_timelines, meant);
  g_autofree char *bad = list_bad(&runs);
  if (runs.n_good + runs.n_bad == 0 && runs.n_stopped > 0)
    return g_strdup(_("The run was stopped before it could show which model fits this work."));
  if (runs.n_good + runs.n_bad == 0)
    return g_strdup(runs.n_simulated > 0 ? _("Simulated times are computed, not measured, so they cannot say "
                                             "which model fits this work.")
                                         : _("Nothing was run."));
  if (runs.n_good == 0)
    return g_strdup_printf(_("This work ends on no model as it is meant to (%s)."), bad);
  g_autofree char *good = say_good(&runs, meant);
  if (runs.n_bad == 0)
    return g_strdup_printf(_("%s."), good);
  return g_strdup_printf(_("%s; it ends otherwise than it is meant to on others (%s)."), good, bad);
}
