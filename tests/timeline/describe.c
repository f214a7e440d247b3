/* What is in a timeline, in words that a test can compare.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

#include "timeline/findings.h"

#include <inttypes.h>
#include <string.h>

const GantryLane *
gantry_script_find_lane (const GantryTimeline *timeline, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    if (g_str_equal(gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)), name))
      return gantry_timeline_get_lane(timeline, i);
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    if (g_str_equal(gantry_lane_get_name(gantry_timeline_get_core(timeline, i)), name))
      return gantry_timeline_get_core(timeline, i);
  g_error("there is no lane of the name %s", name);
}

/* Milliseconds, exactly, without needless zeros. */
static void
append_time (GString *text, int64_t time)
{
  g_string_append_printf(text, "%s%" G_GINT64_FORMAT, time < 0 ? "-" : "", ABS(time) / 1000000);
  if (time % 1000000 == 0)
    return;
  g_string_append_printf(text, ".%06" G_GINT64_FORMAT, ABS(time) % 1000000);
  while (text->str[text->len - 1] == '0')
    g_string_truncate(text, text->len - 1);
}

static void
append_interval (GString *text, const GantryInterval *interval, bool of_core)
{
  g_string_append_printf(text, "%s%s ", text->len > 0 ? ", " : "", gantry_state_id(interval->state));
  append_time(text, interval->start);
  g_string_append_c(text, '-');
  append_time(text, interval->end);
  g_string_append(text, interval->open ? "+" : "");
  if (interval->line > 0)
    g_string_append_printf(text, " line %u", interval->line);
  if (interval->state == GANTRY_STATE_RUNNING && !of_core && interval->object > 0)
    g_string_append_printf(text, " cpu %u", interval->object - 1);
  else if (interval->object != GANTRY_NO_OBJECT && (of_core || interval->state != GANTRY_STATE_RUNNING))
    g_string_append_printf(text, " for %u", interval->object);
}

char *
gantry_script_describe_lane (const GantryTimeline *timeline, const char *name)
{
  const GantryLane *lane = gantry_script_find_lane(timeline, name);
  GString *text = g_string_new(NULL);
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  for (size_t i = 0; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    append_interval(text, &interval, gantry_lane_get_kind(lane) == GANTRY_LANE_CORE);
  }
  return g_string_free(text, FALSE);
}

static void
append_step (GString *text, GantryStep step)
{
  g_string_append(text, text->len > 0 ? " " : "");
  append_time(text, step.time);
  g_string_append_printf(text, "=%" G_GINT64_FORMAT, step.value);
}

static uint64_t
count_uses (const GantryThing *thing, int64_t until)
{
  uint64_t count = 0;
  for (size_t i = 0; i < gantry_thing_get_n_uses(thing); i++) {
    GantryThingUse use = gantry_thing_get_use(thing, i);
    count += use.time <= until ? use.acquired : 0;
  }
  return count;
}

char *
gantry_script_describe_uses (const GantryTimeline *timeline, double until)
{
  GString *text = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    GantryThingFigures figures;
    if (!gantry_thing_is_counted(thing))
      continue;
    gantry_thing_get_figures(thing, &figures);
    g_string_append_printf(text,
                           "%s%s %s of %" PRId64 ", taken %" PRIu64 ", contended %" PRIu64
                           ", %g waited, %g held, %" PRIu64 " till then",
                           text->len > 0 ? "; " : "", gantry_thing_get_name(thing),
                           gantry_thing_kind_id(gantry_thing_get_kind(thing)),
                           gantry_thing_get_capacity(thing), figures.acquired, figures.contended,
                           (double)figures.wait_ns / 1e6, (double)figures.held_ns / 1e6,
                           count_uses(thing, (int64_t)(until * 1e6)));
  }
  return g_string_free(text, FALSE);
}

char *
gantry_script_describe_thing (const GantryTimeline *timeline, uint32_t index)
{
  const GantryThing *thing = gantry_timeline_get_thing(timeline, index);
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_thing_get_n_steps(thing); i++)
    append_step(text, gantry_thing_get_step(thing, i));
  return g_string_free(text, FALSE);
}

char *
gantry_script_describe_counter (const GantryTimeline *timeline, GantryCounter counter)
{
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_steps(timeline, counter); i++)
    append_step(text, gantry_timeline_get_step(timeline, counter, i));
  return g_string_free(text, FALSE);
}

static void
append_end (GString *text, const GantryTimeline *timeline, uint32_t lane, int64_t time)
{
  g_string_append_printf(text, "%s ", gantry_lane_get_name(gantry_timeline_find_lane(timeline, lane)));
  append_time(text, time);
}

char *
gantry_script_describe_arrows (const GantryTimeline *timeline)
{
  static const char *const kinds[] = {
      [GANTRY_ARROW_START] = "start", [GANTRY_ARROW_JOIN] = "join", [GANTRY_ARROW_RELEASE] = "release",
      [GANTRY_ARROW_PUT] = "put",     [GANTRY_ARROW_SET] = "set",
  };
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_arrows(timeline); i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    g_string_append_printf(text, "%s%s ", i > 0 ? ", " : "", kinds[arrow.kind]);
    append_end(text, timeline, arrow.from_lane, arrow.from_time);
    g_string_append(text, " - ");
    append_end(text, timeline, arrow.to_lane, arrow.to_time);
  }
  return g_string_free(text, FALSE);
}

char *
gantry_script_describe_labels (const GantryTimeline *timeline, const char *name)
{
  const GantryLane *lane = gantry_script_find_lane(timeline, name);
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    const char *label = gantry_timeline_get_line_label(timeline, interval.line);
    g_assert_false(interval.open);
    g_string_append_printf(text, "%s%s %g-%g", i > 0 ? ", " : "", gantry_state_id(interval.state),
                           (double)interval.start / 1e6, (double)interval.end / 1e6);
    if (label)
      g_string_append_printf(text, " %s", label);
    if (gantry_lane_get_kind(lane) != GANTRY_LANE_CORE && interval.state == GANTRY_STATE_RUNNING &&
        interval.object > 0)
      g_string_append_printf(text, " cpu %u", interval.object - 1);
  }
  return g_string_free(text, FALSE);
}

char *
gantry_script_describe_names (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                           gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)));
  return g_string_free(text, FALSE);
}

void
gantry_script_count_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  for (size_t i = 0; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    sums[interval.state] += MAX(MIN(interval.end, to) - MAX(interval.start, from), 0);
  }
}

static char *
describe_findings (const GantryTimeline *timeline)
{
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < findings->len; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    g_string_append_printf(text, "%s%s: %s [", i > 0 ? "\n" : "", gantry_finding_id(finding->kind),
                           finding->text);
    for (guint k = 0; k < finding->lanes->len; k++)
      g_string_append_printf(text, "%s%s", k > 0 ? ", " : "",
                             gantry_lane_get_name(gantry_timeline_find_lane(
                                 timeline, g_array_index(finding->lanes, uint32_t, k))));
    g_string_append_printf(text, "] %g-%g", (double)finding->from / 1e6, (double)finding->to / 1e6);
  }
  return g_string_free(text, FALSE);
}

void
gantry_script_assert_findings (const char *script, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  gantry_script_assert_text(describe_findings(timeline), expected);
}
