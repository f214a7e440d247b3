/* Findings about variables: updates that were lost, and copies that nobody else sees.
 *
 * What a statement does to a variable is read from the scenario's text, and only where all that is ever done
 * to it is to add one and the same number; whatever else is done, nothing is claimed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include <glib/gi18n-lib.h>

/* What the text says of a variable. */
typedef struct {
  int64_t initial;
  int64_t step;        /* that each assignment adds; 0: there was none yet */
  uint32_t first_line; /* of the blocks that assign it, from 1 */
  uint32_t last_line;
  bool in_main; /* main assigns it */
  bool in_task; /* a task does */
  bool counts;  /* nothing but adding is done to it */
} Counter;

/* The first group of a pattern in which %s is a name (twice at most); NULL where the line does not match. */
static char *
match (const char *line, const char *pattern, const char *name)
{
  g_autofree char *quoted = g_regex_escape_string(name, -1);
  g_auto(GStrv) parts = g_strsplit(pattern, "%s", -1);
  g_autofree char *whole = g_strjoinv(quoted, parts);
  g_autoptr(GRegex) regex = g_regex_new(whole, 0, 0, NULL);
  g_autoptr(GMatchInfo) info = NULL;
  if (!regex || !g_regex_match(regex, line, 0, &info))
    return NULL;
  return g_match_info_fetch(info, 1);
}

static bool
matches (const char *line, const char *pattern, const char *name)
{
  g_autofree char *group = match(line, pattern, name);
  return group != NULL;
}

/* Whether a name never stands for anything but what was read from the variable. */
static bool
is_what_was_read (const char *const *lines, const char *name, const char *variable)
{
  bool is_read = false;
  g_autofree char *reads = g_strdup_printf("^(\\s*%%s\\s*=\\s*%s\\s*(#.*)?)$", variable);
  if (g_str_equal(name, variable))
    return true;
  for (; *lines; lines++) {
    if (matches(*lines, reads, name))
      is_read = true;
    else if (matches(*lines, "(^\\s*%s\\s*=[^=])", name) ||
             matches(*lines, "(\\b(as|for|each|variable)\\s+%s\\b)", name))
      return false;
  }
  return is_read;
}

/* "counter = seen + 1": what is added, 0 for anything else. */
static int64_t
added_by (const char *const *lines, const char *line, const char *variable)
{
  g_autofree char *what = match(line, "^\\s*%s\\s*=\\s*([A-Za-z_]\\w*)\\s*\\+\\s*\\d+\\s*(#.*)?$", variable);
  g_autofree char *number =
      match(line, "^\\s*%s\\s*=\\s*[A-Za-z_]\\w*\\s*\\+\\s*(\\d+)\\s*(#.*)?$", variable);
  int64_t step;
  if (!what || !g_ascii_string_to_signed(number, 10, 1, INT32_MAX, &step, NULL))
    return 0;
  return is_what_was_read(lines, what, variable) ? step : 0;
}

/* The initial value of a declaration, if this line is it. */
static void
read_declaration (Counter *counter, const char *line, const char *variable)
{
  g_autofree char *initial =
      match(line, "^\\s*(?:shared\\s+)?variable\\s+%s\\s*=\\s*(-?\\d+)\\s*(#.*)?$", variable);
  if (initial)
    counter->counts = g_ascii_string_to_signed(initial, 10, INT32_MIN, INT32_MAX, &counter->initial, NULL);
}

static Counter
read_counter (const GantryRunFacts *facts, const char *variable)
{
  Counter counter = {0};
  uint32_t block = 0;
  bool in_main = false;
  for (uint32_t i = 0; facts->source_lines && facts->source_lines[i]; i++) {
    const char *line = facts->source_lines[i];
    if (g_ascii_isalpha(*line)) {
      block = i + 1;
      in_main = g_str_has_prefix(line, "main");
    }
    read_declaration(&counter, line, variable);
    if (!matches(line, "(^\\s+%s\\s*=[^=])", variable))
      continue;
    int64_t step = added_by(facts->source_lines, line, variable);
    counter.counts = counter.counts && step > 0 && (counter.step == 0 || counter.step == step);
    counter.step = step;
    counter.in_main = counter.in_main || in_main;
    counter.in_task = counter.in_task || !in_main;
    counter.first_line = counter.first_line > 0 ? counter.first_line : block;
    counter.last_line = i + 1;
  }
  return counter;
}

/* Those that were ever in the blocks that assign it. A lane's first intervals tell which block it runs. */
static void
add_writers (GantrySearch *search, const Counter *counter, GantryFinding *finding)
{
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    size_t n_looked_at = MIN(gantry_lane_get_n_intervals(lane), 16);
    bool is_writer = false;
    for (size_t k = 0; k < n_looked_at && !is_writer; k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      is_writer = interval.state != GANTRY_STATE_CREATED && interval.state != GANTRY_STATE_READY &&
                  interval.line >= counter->first_line && interval.line <= counter->last_line;
    }
    if (is_writer && gantry_search_is_task(lane))
      gantry_finding_add_lane(finding, lane);
  }
}

/* The largest value, and where it went back: there an update was lost for all to see. Else all its steps. */
static int64_t
find_largest (const GantryThing *thing, int64_t *from, int64_t *to)
{
  size_t n_steps = gantry_thing_get_n_steps(thing);
  const GantryStep *before = gantry_thing_get_step(thing, 0);
  int64_t largest = before->value;
  bool went_back = false;
  *from = before->time;
  *to = gantry_thing_get_step(thing, n_steps - 1)->time;
  for (size_t i = 1; i < n_steps; i++) {
    const GantryStep *step = gantry_thing_get_step(thing, i);
    if (step->value < before->value && !went_back) {
      went_back = true;
      *from = before->time;
      *to = step->time;
    }
    largest = MAX(largest, step->value);
    before = step;
  }
  return largest;
}

/* Every store adds a number to what was read, and yet the variable never came to the sum of them. Which store
 * was the last one two clocks may disagree on, so the largest value is what counts. */
static void
look_for_loss (GantrySearch *search, const GantryThing *thing, uint64_t n_stores)
{
  int64_t from, to;
  if (gantry_thing_get_n_steps(thing) == 0 || n_stores < 2 || n_stores > INT32_MAX)
    return;
  Counter counter = read_counter(search->facts, gantry_thing_get_name(thing));
  if (!counter.counts || counter.step == 0)
    return;
  int64_t largest = find_largest(thing, &from, &to);
  int64_t n_lost = (int64_t)n_stores - (largest - counter.initial) / counter.step;
  if (n_lost <= 0)
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_LOST_UPDATE, from, MAX(to, from + 1));
  add_writers(search, &counter, finding);
  finding->text =
      g_strdup_printf(_("%d of %d updates of “%s” were lost: tasks read it, and by the time they wrote back "
                        "what they had read "
                        "plus %d, others had written, too."),
                      (int)n_lost, (int)n_stores, gantry_thing_get_name(thing), (int)counter.step);
}

void
gantry_find_lost_updates (GantrySearch *search)
{
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    GantryThingKind kind = gantry_thing_get_kind(thing);
    /* Of a plain variable every process has its own. */
    bool is_one = kind == GANTRY_THING_SHARED_VARIABLE ||
                  (kind == GANTRY_THING_VARIABLE && !gantry_search_is_on(search, "processes"));
    if (is_one)
      look_for_loss(search, thing, search->statistics->things[i].acquired);
  }
}

/* A plain variable that tasks change as processes: main, which does not, sees nothing of it. */
void
gantry_find_own_copies (GantrySearch *search)
{
  if (!gantry_search_is_on(search, "processes"))
    return;
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    if (gantry_thing_get_kind(thing) != GANTRY_THING_VARIABLE || search->statistics->things[i].acquired == 0)
      continue;
    Counter counter = read_counter(search->facts, gantry_thing_get_name(thing));
    if (!counter.in_task || counter.in_main || gantry_thing_get_n_steps(thing) == 0)
      continue;
    GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_OWN_COPIES,
                                               gantry_thing_get_step(thing, 0)->time, search->wall);
    add_writers(search, &counter, finding);
    finding->text =
        g_strdup_printf(_("“%s” is no shared variable: each process changed a copy of its own, which "
                          "no other process sees."),
                        gantry_thing_get_name(thing));
  }
}
