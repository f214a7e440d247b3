/* The lines of text around the chart: title, footer, second lines of names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/deadlock.h"
#include "chart/layout-private.h"
#include "chart/words.h"
#include "timeline/columns.h"
#include "timeline/core-gaps.h"
#include "timeline/critical-path.h"
#include "timeline/simulated-model.h"
#include "timeline/units.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MOST_ARROWS 100 /* looked at for the first start */

G_GNUC_PRINTF(2, 3)
static void
add_printf (GString *line, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *part = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  gantry_words_add(line, part);
}

char *
gantry_caption_title (const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  if (*facts->title != '\0')
    return g_strdup(gantry_scenario_text(facts->title));
  return g_strdup(facts->source_name != NULL ? facts->source_name : "");
}

static bool
is_main (const GantryLane *lane)
{
  return strcmp(gantry_lane_get_name(lane), "main") == 0;
}

/* Any thread may be called main; that of a scenario starts the others, and first of all. */
static bool
is_of_scenario (const GantryTimeline *timeline)
{
  bool has_starter = gantry_timeline_get_source_line(timeline, 1) != NULL;
  size_t n_arrows = MIN(gantry_timeline_get_n_arrows(timeline), MOST_ARROWS);
  for (size_t i = 0; i < n_arrows && !has_starter; i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    const GantryLane *from = gantry_timeline_find_lane(timeline, arrow.from_lane);
    has_starter = arrow.kind == GANTRY_ARROW_START && from != NULL && is_main(from);
  }
  return has_starter;
}

/* By kind. In a scenario main starts the others and is none of them; no loop and no server is a task. */
static void
count_tasks (const GantryTimeline *timeline, unsigned counts[GANTRY_N_LANE_KINDS])
{
  bool has_starter = is_of_scenario(timeline);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    counts[gantry_lane_get_kind(lane)] += gantry_lane_is_task(lane) && !(has_starter && is_main(lane));
  }
}

/* What another program did may be of several kinds, and so may a scenario's run: a thread may run a loop. */
static void
add_tasks (GString *line, const GantryTimeline *timeline)
{
  static const struct {
    GantryLaneKind kind;
    const char *model;
  } kinds[] = {
      {GANTRY_LANE_PROCESS, "processes"}, {GANTRY_LANE_THREAD, "threads"}, {GANTRY_LANE_TASK, "async"}};
  unsigned counts[GANTRY_N_LANE_KINDS] = {0};
  count_tasks(timeline, counts);
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *words = gantry_count_words(kinds[i].model, counts[kinds[i].kind]);
    if (counts[kinds[i].kind] > 0)
      gantry_words_add(line, words);
  }
  if (line->len > 0)
    return;
  g_autofree char *none = gantry_count_words(gantry_timeline_get_facts(timeline)->model, 0);
  gantry_words_add(line, none);
}

static void
add_cores_and_time (GString *line, const GantryRunFacts *facts, const GantryRunResult *result)
{
  if (facts->cores > 0)
    add_printf(line, g_dngettext(GETTEXT_PACKAGE, "%d core", "%d cores", (gulong)facts->cores), facts->cores);
  g_autofree char *wall = gantry_format_duration(result->wall_ns);
  gantry_words_add(line, wall);
}

static const char *
simulated_words (const GantryTimeline *timeline)
{
  const char *model = gantry_simulated_model(timeline);
  if (g_strcmp0(model, "processes") == 0)
    return _("simulated as processes");
  return g_strcmp0(model, "async") == 0 ? _("simulated as tasks of one loop") : _("simulated as threads");
}

static char *
subtitle_of (const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  GString *line = g_string_new(NULL);
  add_tasks(line, timeline);
  add_cores_and_time(line, facts, &result);
  if (strcmp(facts->model, "simulated") == 0)
    gantry_words_add(line, simulated_words(timeline));
  if (facts->gil)
    gantry_words_add(line, _("one interpreter lock"));
  gantry_words_add(line, gantry_run_result_words(&result));
  add_printf(
      line,
      g_dngettext(GETTEXT_PACKAGE, "%" PRIu64 " event lost", "%" PRIu64 " events lost", (gulong)result.lost),
      result.lost);
  return g_string_free(line, FALSE);
}

const char *
gantry_caption_subtitle (const GantryLayout *layout, const GantryTimeline *timeline)
{
  const char *subtitle = gantry_chart_cache_get_caption(layout->cache, GANTRY_CAPTION_SUBTITLE);
  if (subtitle != NULL)
    return subtitle;
  return gantry_chart_cache_set_caption(layout->cache, GANTRY_CAPTION_SUBTITLE, subtitle_of(timeline));
}

static void
add_means (GString *line, const GantryTimeline *timeline, int64_t wall)
{
  if (wall <= 0 || !gantry_timeline_tells_on_cpu(timeline))
    return;
  add_printf(line, _("in flight %.1f, on CPU %.1f on average"),
             gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, wall),
             gantry_core_gaps_on_cpu_mean(timeline, 0, wall));
}

static void
add_recording (GString *line, const GantryRunResult *result)
{
  add_printf(line,
             g_dngettext(GETTEXT_PACKAGE, "%" PRIu64 " recorded event, %" PRIu64 " lost",
                         "%" PRIu64 " recorded events, %" PRIu64 " lost", (gulong)result->events),
             result->events, result->lost);
  if (result->record_ns <= 0.0 || result->events == 0)
    return;
  double cost_ns = MIN((double)result->events * result->record_ns, (double)GANTRY_MOST_TIME);
  g_autofree char *cost = gantry_format_duration((int64_t)cost_ns);
  add_printf(line, _("recording took %s in all"), cost);
}

static void
add_deadlock_note (GString *line, const GantryLayout *layout, const GantryTimeline *timeline)
{
  if (gantry_timeline_get_n_deadlock_waits(timeline) == 0)
    return;
  const GArray *arrows = gantry_chart_cache_deadlock(layout->cache, timeline);
  if (arrows->len > GANTRY_MOST_DEADLOCK_ARROWS)
    add_printf(line, _("%d of %u waits of the deadlock are drawn"), GANTRY_MOST_DEADLOCK_ARROWS, arrows->len);
}

char *
gantry_layout_notes (const GantryLayout *layout, const GantryTimeline *timeline)
{
  GString *line = g_string_new(NULL);
  if (layout->view.lanes_glob != NULL)
    add_printf(line, _("lanes ‘%s’: %u of %u"), layout->view.lanes_glob, layout->lanes_shown,
               gantry_timeline_get_n_lanes(timeline));
  if (layout->lanes_hidden > 0)
    add_printf(line, g_dngettext(GETTEXT_PACKAGE, "%u lane hidden", "%u lanes hidden", layout->lanes_hidden),
               layout->lanes_hidden);
  if (layout->lanes_cut > 0)
    add_printf(line, g_dngettext(GETTEXT_PACKAGE, "… %u more lane", "… %u more lanes", layout->lanes_cut),
               layout->lanes_cut);
  if (layout->things_cut > 0)
    add_printf(
        line,
        g_dngettext(GETTEXT_PACKAGE, "… %u more shared thing", "… %u more shared things", layout->things_cut),
        layout->things_cut);
  if (layout->n_arrows > GANTRY_MOST_ARROWS)
    add_printf(line, _("%zu arrows: zoom in or select a lane to see them"), layout->n_arrows);
  add_deadlock_note(line, layout, timeline);
  return g_string_free(line, FALSE);
}

static void
add_critical_path (GString *line, const GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryCriticalPath *path =
      layout->view.show_critical_path ? gantry_timeline_get_critical_path(timeline) : NULL;
  g_autofree char *words = path ? gantry_critical_path_words(path) : NULL;
  gantry_words_add(line, words);
}

static char *
footer_facts (const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  GString *line = g_string_new(NULL);
  gantry_words_add(line, gantry_model_words(facts->model));
  add_cores_and_time(line, facts, &result);
  add_means(line, timeline, result.wall_ns);
  gantry_words_add(line, gantry_on_cpu_from_words(facts->on_cpu_from));
  add_recording(line, &result);
  g_autofree char *deadlock = gantry_deadlock_words(timeline);
  gantry_words_add(line, deadlock != NULL ? deadlock : result.reason);
  return g_string_free(line, FALSE);
}

char *
gantry_caption_footer (const GantryLayout *layout, const GantryTimeline *timeline)
{
  const char *facts = gantry_chart_cache_get_caption(layout->cache, GANTRY_CAPTION_FOOTER);
  if (facts == NULL)
    facts = gantry_chart_cache_set_caption(layout->cache, GANTRY_CAPTION_FOOTER, footer_facts(timeline));
  GString *line = g_string_new(facts);
  add_critical_path(line, layout, timeline);
  g_autofree char *notes = gantry_layout_notes(layout, timeline);
  gantry_words_add(line, notes);
  return g_string_free(line, FALSE);
}

char *
gantry_caption_thing (const GantryTimeline *timeline, const GantryThing *thing)
{
  GantryThingKind kind = gantry_thing_get_kind(thing);
  const char *words = gantry_thing_words(kind);
  /* Several copies have no one value. */
  if (kind == GANTRY_THING_VARIABLE &&
      g_strcmp0(gantry_timeline_get_facts(timeline)->model, "processes") == 0)
    return g_strdup_printf(_("%s, one in each process"), words);
  switch (kind) {
  case GANTRY_THING_LOCK:
  case GANTRY_THING_RLOCK:
  case GANTRY_THING_CONDITION:
    return g_strdup_printf(_("%s, held by"), words);
  case GANTRY_THING_VARIABLE:
  case GANTRY_THING_SHARED_VARIABLE: {
    size_t n_steps = gantry_thing_get_n_steps(thing);
    if (n_steps == 0)
      return g_strdup(words);
    return g_strdup_printf("%s, %" PRId64, words, gantry_thing_get_step(thing, n_steps - 1).value);
  }
  case GANTRY_THING_SEMAPHORE:
    return g_strdup_printf(_("%s, free of %" PRId64), words, gantry_thing_get_capacity(thing));
  case GANTRY_THING_BARRIER:
    return g_strdup_printf(_("%s, waiting of %" PRId64), words, gantry_thing_get_capacity(thing));
  case GANTRY_THING_MANAGER:
    return g_strdup_printf(_("%s, waiting"), words);
  case GANTRY_THING_POOL:
    return g_strdup_printf(_("%s of %" PRId64 ", calls waiting"), words, gantry_thing_get_capacity(thing));
  default:
    if (gantry_thing_get_capacity(thing) > 0)
      return g_strdup_printf("%s, %" PRId64, words, gantry_thing_get_capacity(thing));
    return g_strdup(words);
  }
}

const char *
gantry_caption_on_cpu (const GantryTimeline *timeline)
{
  return gantry_timeline_tells_on_cpu(timeline) ? _("On CPU at once") : _("At work at once");
}

char *
gantry_caption_core (const GantryTimeline *timeline, uint32_t index)
{
  return g_strdup_printf(_("core %u"), gantry_lane_get_id(gantry_timeline_get_core(timeline, index)));
}
