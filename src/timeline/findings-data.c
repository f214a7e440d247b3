/* Findings about variables: updates that were lost, and copies that nobody else sees.
 *
 * What a statement does to a variable is read from the scenario's text, and only where all that is ever done
 * to it is to add one and the same number, or to take it off; whatever else is done, nothing is claimed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"
#include "timeline/findings-text.h"
#include "timeline/numbered-name.h"
#include "timeline/variable-locks.h"

#include <glib/gi18n-lib.h>

/* A lane's first intervals tell which block it runs: one that computes with variables alone has told no line.
 */
static bool
tells_line (const GantryLane *lane, uint32_t first_line, uint32_t last_line)
{
  size_t n_looked_at = MIN(gantry_lane_get_n_intervals(lane), 16);
  for (size_t k = 0; k < n_looked_at; k++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, k, &interval);
    if (interval.state != GANTRY_STATE_CREATED && interval.state != GANTRY_STATE_READY &&
        interval.line >= first_line && interval.line <= last_line)
      return true;
  }
  return false;
}

/* By its name, that of the task: "adder", or "adder 2". */
static bool
is_named_for (const GantrySearch *search, const GantryLane *lane, const GantryTextCounter *counter)
{
  const char *name = gantry_lane_get_name(lane);
  for (uint32_t i = counter->first_line; i <= counter->last_line; i++) {
    const char *line = gantry_timeline_get_source_line(search->timeline, i);
    if (!line || !g_str_has_prefix(line, "task "))
      continue;
    const char *task = line + strlen("task ");
    size_t length = strcspn(task, " (:");
    if ((strncmp(name, task, length) == 0 && name[length] == '\0') ||
        gantry_is_numbered_name(name, task, length))
      return true;
  }
  return false;
}

/* Those that were ever in the blocks that assign it. */
static void
add_writers (GantrySearch *search, const GantryTextCounter *counter, GantryFinding *finding)
{
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    bool is_writer = tells_line(lane, counter->first_line, counter->last_line) ||
                     (!tells_line(lane, 1, UINT32_MAX) && is_named_for(search, lane, counter));
    if (is_writer && gantry_lane_is_task(lane))
      gantry_finding_add_lane(finding, lane);
  }
}

/* What it was at time 0 is no change. */
static int64_t
first_change (const GantryThing *thing)
{
  GantryStep first = gantry_thing_get_step(thing, 0);
  return first.time == 0 && gantry_thing_get_n_steps(thing) > 1 ? gantry_thing_get_step(thing, 1).time
                                                                : first.time;
}

/* The value that is furthest in the direction of the steps, and where it went back: there an update was lost
 * for all to see. Else all its steps. */
static int64_t
find_furthest (const GantryThing *thing, bool goes_down, int64_t *from, int64_t *to)
{
  size_t n_steps = gantry_thing_get_n_steps(thing);
  GantryStep before = gantry_thing_get_step(thing, 0);
  int64_t furthest = before.value;
  bool went_back = false;
  *from = first_change(thing);
  *to = gantry_thing_get_step(thing, n_steps - 1).time;
  for (size_t i = 1; i < n_steps; i++) {
    GantryStep step = gantry_thing_get_step(thing, i);
    if ((goes_down ? step.value > before.value : step.value < before.value) && !went_back) {
      went_back = true;
      *from = before.time;
      *to = step.time;
    }
    furthest = goes_down ? MIN(furthest, step.value) : MAX(furthest, step.value);
    before = step;
  }
  return furthest;
}

/* Returns text to free: what would have to be otherwise in the scenario's text; NULL: it does not tell. */
static char *
how_lost (const GantryLockGap *gap)
{
  int line = (int)gap->line, other = (int)gap->other_line;
  switch (gap->kind) {
  case GANTRY_GAP_NO_LOCK:
    return line == other ? g_strdup_printf(
                               _("No lock keeps others out while line %d reads it and writes it back."), line)
                         : g_strdup_printf(_("No lock keeps others out between line %d, which reads it, and "
                                             "line %d, which writes it."),
                                           line, other);
  case GANTRY_GAP_ONE_LINE:
    if (gap->reads && gap->writes)
      return g_strdup_printf(_("Line %d changes it without “%s”, which line %d holds."), line, gap->lock,
                             other);
    return gap->writes ? g_strdup_printf(_("Line %d writes it without “%s”, which line %d holds."), line,
                                         gap->lock, other)
                       : g_strdup_printf(_("Line %d reads it without “%s”, which line %d holds."), line,
                                         gap->lock, other);
  case GANTRY_GAP_GIVEN_BACK:
    return g_strdup_printf(
        _("“%s” is given back between line %d, which reads it, and line %d, which writes it."), gap->lock,
        line, other);
  case GANTRY_GAP_UNKNOWN:
    break;
  }
  return NULL;
}

/* What happened, and as far as the text tells it, what let it happen. */
static void
tell_loss (GantrySearch *search, const GantryTextCounter *counter, const char *variable, int n_lost,
           int n_stores, GantryFinding *finding)
{
  g_auto(GantryLockGap) gap = gantry_lock_gap_find(search->facts->source_lines, variable);
  g_autofree char *how = how_lost(&gap);
  const char *format =
      counter->step > 0
          ? _("%d of %d updates of “%s” were lost: tasks read it, and by the time they wrote back what they "
              "had read plus %d, others had written, too.")
          : _("%d of %d updates of “%s” were lost: tasks read it, and by the time they wrote back what they "
              "had read minus %d, others had written, too.");
  g_autofree char *what = g_strdup_printf(format, n_lost, n_stores, variable, ABS((int)counter->step));
  finding->text = g_strjoin(how ? " " : "", what, how, NULL);
}

/* Every store adds a number to what was read, and yet the variable never came to the sum of them. Which store
 * was the last one two clocks may disagree on, so the furthest value is what counts. */
static void
look_for_loss (GantrySearch *search, const GantryFindingsText *text, const GantryThing *thing,
               uint64_t n_stores)
{
  int64_t from, to;
  if (gantry_thing_get_n_steps(thing) == 0 || n_stores < 2 || n_stores > INT32_MAX)
    return;
  const GantryTextCounter *counter = gantry_findings_text_find(text, gantry_thing_get_name(thing));
  if (!counter->counts || counter->step == 0)
    return;
  int64_t furthest = find_furthest(thing, counter->step < 0, &from, &to);
  int64_t rise, n_lost;
  /* A file may hold any number. */
  if (__builtin_sub_overflow(furthest, counter->initial, &rise) ||
      (counter->step == -1 && rise == INT64_MIN) ||
      __builtin_sub_overflow((int64_t)n_stores, rise / counter->step, &n_lost))
    return;
  if (n_lost <= 0 || !gantry_search_has_room(search, GANTRY_FINDING_LOST_UPDATE))
    return;
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_LOST_UPDATE, from, MAX(to, from + 1));
  add_writers(search, counter, finding);
  tell_loss(search, counter, gantry_thing_get_name(thing), (int)n_lost, (int)n_stores, finding);
}

void
gantry_find_lost_updates (GantrySearch *search)
{
  g_autoptr(GantryFindingsText) text = gantry_findings_text_new(search->facts->source_lines);
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    GantryThingKind kind = gantry_thing_get_kind(thing);
    /* Of a plain variable every process has its own. */
    bool is_one = kind == GANTRY_THING_SHARED_VARIABLE ||
                  (kind == GANTRY_THING_VARIABLE && !gantry_search_has_processes(search));
    if (is_one)
      look_for_loss(search, text, thing, search->statistics->things[i].acquired);
  }
}

/* A plain variable that tasks change as processes: main, which does not, sees nothing of it. */
void
gantry_find_own_copies (GantrySearch *search)
{
  if (!gantry_search_has_processes(search))
    return;
  g_autoptr(GantryFindingsText) text = gantry_findings_text_new(search->facts->source_lines);
  for (uint32_t i = 0; i < search->statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(search->timeline, i);
    if (gantry_thing_get_kind(thing) != GANTRY_THING_VARIABLE || search->statistics->things[i].acquired == 0)
      continue;
    const GantryTextCounter *counter = gantry_findings_text_find(text, gantry_thing_get_name(thing));
    if (!counter->in_task || counter->in_main || gantry_thing_get_n_steps(thing) == 0 ||
        !gantry_search_has_room(search, GANTRY_FINDING_OWN_COPIES))
      continue;
    GantryFinding *finding =
        gantry_search_add(search, GANTRY_FINDING_OWN_COPIES, first_change(thing), search->wall);
    add_writers(search, counter, finding);
    finding->text =
        g_strdup_printf(_("“%s” is no shared variable: each process changed a copy of its own, which "
                          "no other process sees."),
                        gantry_thing_get_name(thing));
  }
}
