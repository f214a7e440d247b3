/* Findings about waits that are none: a task asks again and again what a variable is that others change.
 *
 * Which loops do so is read from the scenario's text: the condition names a variable, the block does nothing
 * but pass a short time, and another block changes the variable. Who does anything else between two questions
 * may have work to do, and nothing is claimed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"
#include "timeline/findings-text.h"
#include "timeline/text-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who asks for less does no harm. */
#define ASKED_NS (20 * GANTRY_MS)
#define MOST_LOOPS 100
/* No scenario has more lines, nor longer ones that matter here. */
#define MOST_LINES 20000
#define MOST_OF_LINE 1000
/* Nor are there more of them in one. */
#define MOST_THINGS 1000

/* A loop whose lines are those from `first` to `last`. */
typedef struct {
  uint32_t first, last;
  const GantryThing *asked; /* for what it is */
} Loop;

/* What only passes a millisecond at most, or a turn. */
static GRegex *
passing_time_new (void)
{
  return g_regex_new("^ *+(?:yield|sleep 0[mun]?s|(?:compute|sleep) (?:1ms|\\d{1,3}us|\\d{1,6}ns))"
                     "\\s*+(?:#.*)?$",
                     G_REGEX_OPTIMIZE, 0, NULL);
}

/* The last line of the block that begins behind `first`, both from 0, if all of it passes time; else 0. */
static uint32_t
end_of_polling (const char *const *lines, uint32_t n_lines, uint32_t first, const GRegex *passing_time)
{
  uint32_t last = 0;
  for (uint32_t i = first + 1; i < n_lines; i++) {
    if (gantry_line_is_empty(lines[i]))
      continue;
    if (gantry_line_indentation(lines[i]) <= gantry_line_indentation(lines[first]))
      break;
    if (!g_regex_match(passing_time, lines[i], 0, NULL))
      return 0;
    last = i;
  }
  return last;
}

/* A variable of the condition that another block changes than that around the loop. */
static const GantryThing *
asked_by (const GantrySearch *search, const GantryFindingsText *text, const char *const *lines,
          uint32_t first)
{
  uint32_t begin = first, end = first;
  while (begin > 0 && !g_ascii_isalpha(*lines[begin]))
    begin--;
  while (lines[end] && (end == first || !g_ascii_isalpha(*lines[end])))
    end++;
  for (uint32_t i = 0; i < MIN(search->statistics->n_things, MOST_THINGS); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    if (!gantry_thing_is_variable(thing) || !gantry_text_names(lines[first], gantry_thing_get_name(thing)))
      continue;
    const GantryTextCounter *counter = gantry_findings_text_find(text, gantry_thing_get_name(thing));
    if (counter->first_line > 0 && (counter->first_line < begin + 1 || counter->last_line > end))
      return thing;
  }
  return NULL;
}

static GArray *
find_loops (const GantrySearch *search)
{
  const char *const *lines = search->facts->source_lines;
  GArray *loops = g_array_new(FALSE, FALSE, sizeof(Loop));
  uint32_t n_lines = lines ? g_strv_length((char **)lines) : 0;
  if (n_lines == 0 || n_lines > MOST_LINES)
    return loops;
  g_autoptr(GantryFindingsText) text = gantry_findings_text_new(lines);
  g_autoptr(GRegex) passing_time = passing_time_new();
  for (uint32_t i = 0; i + 1 < n_lines && loops->len < MOST_LOOPS; i++) {
    const char *statement = lines[i] + gantry_line_indentation(lines[i]);
    if (statement == lines[i] || !g_str_has_prefix(statement, "while ") ||
        strnlen(statement, MOST_OF_LINE) == MOST_OF_LINE)
      continue;
    uint32_t last = end_of_polling(lines, n_lines, i, passing_time);
    const GantryThing *asked = last > 0 ? asked_by(search, text, lines, i) : NULL;
    Loop loop = {i + 1, last + 1, asked};
    if (asked)
      g_array_append_val(loops, loop);
  }
  return loops;
}

/* Where it was in a loop first and last, and how long in all: it may have done other things in between. */
typedef struct {
  int64_t from, to, asked, ran;
} Asking;

/* What a lane did in each loop, in one walk over its intervals, which may be many. */
static void
gather_asking (const GantryLane *lane, const GArray *loops, const uint8_t *loop_of_line, uint32_t n_lines,
               Asking *asking)
{
  for (guint i = 0; i < loops->len; i++)
    asking[i] = (Asking){.from = GANTRY_NO_TIME};
  for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, k, &interval);
    if (interval.line > n_lines || loop_of_line[interval.line] == 0)
      continue;
    Asking *there = &asking[loop_of_line[interval.line] - 1];
    there->from = there->from == GANTRY_NO_TIME ? interval.start : there->from;
    there->to = interval.end;
    there->asked += interval.end - interval.start;
    there->ran += interval.state == GANTRY_STATE_RUNNING ? interval.end - interval.start : 0;
  }
}

static void
tell_asking (GantrySearch *search, const GantryLane *lane, const Loop *loop, const Asking *asking)
{
  if (asking->ran < ASKED_NS || asking->ran < search->wall / 10 ||
      !gantry_search_has_room(search, GANTRY_FINDING_BUSY_WAITING))
    return;
  g_autofree char *asked = gantry_finding_length(asking->asked), *ran = gantry_finding_length(asking->ran);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_BUSY_WAITING, asking->from, asking->to);
  gantry_finding_add_lane(finding, lane);
  finding->text = g_strdup_printf(
      _("%s asked again and again for %s whether “%s” has changed (line %u), and had a "
        "processor for %s of it: who waits for an event needs none."),
      gantry_lane_get_name(lane), asked, gantry_thing_get_name(loop->asked), loop->first, ran);
}

void
gantry_find_busy_waiting (GantrySearch *search)
{
  g_autoptr(GArray) loops = find_loops(search);
  if (loops->len == 0)
    return;
  uint32_t n_lines = g_array_index(loops, Loop, loops->len - 1).last;
  g_autofree uint8_t *loop_of_line = g_new0(uint8_t, n_lines + 1);
  g_autofree Asking *asking = g_new(Asking, loops->len);
  for (guint i = 0; i < loops->len; i++)
    for (uint32_t k = g_array_index(loops, Loop, i).first; k <= g_array_index(loops, Loop, i).last; k++)
      loop_of_line[k] = (uint8_t)(i + 1);
  for (uint32_t k = 0; k < gantry_search_n_lanes(search); k++) {
    const GantryLane *lane = gantry_search_lane(search, k);
    if (!gantry_lane_is_task(lane))
      continue;
    gather_asking(lane, loops, loop_of_line, n_lines, asking);
    for (guint i = 0; i < loops->len; i++)
      tell_asking(search, lane, &g_array_index(loops, Loop, i), &asking[i]);
  }
}
