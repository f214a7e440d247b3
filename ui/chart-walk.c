/* Through the chart by keyboard: interval after interval, lane after lane, along the causes, in words for
 * those who hear it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-walk.h"

#include "chart/lane-moves.h"
#include "chart/part-words.h"
#include "chart/snap.h"
#include "timeline/bookmarks.h"
#include "timeline/units.h"
#include "trace/background.h"

#include <glib/gi18n-lib.h>

/* A list of the causes of more arrows takes too long to be made between two frames. */
#define MOST_ARROWS 100000

static void
find_causes (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer(task, gantry_causes_new(data), (GDestroyNotify)gantry_causes_free);
}

static void
on_causes (GObject *source, GAsyncResult *result, gpointer data)
{
  GantryChartView *self = GANTRY_CHART_VIEW(source);
  GantryCauses *causes = g_task_propagate_pointer(G_TASK(result), NULL);
  bool is_shown = self->timeline == g_task_get_task_data(G_TASK(result));
  self->finds_causes = false;
  if (is_shown && !self->causes)
    self->causes = causes;
  else
    gantry_causes_free(causes);
}

/* Beside the window. */
static void
find_causes_later (GantryChartView *self)
{
  if (self->finds_causes)
    return;
  g_autoptr(GTask) task = g_task_new(self, NULL, on_causes, NULL);
  self->finds_causes = true;
  g_task_set_task_data(task, gantry_timeline_ref(self->timeline), (GDestroyNotify)gantry_timeline_unref);
  gantry_run_in_background(task, find_causes);
}

/* NULL: there are none yet. */
static const GantryCauses *
get_causes (GantryChartView *self)
{
  if (self->causes || !gantry_timeline_is_finished(self->timeline))
    return self->causes;
  if (gantry_timeline_get_n_arrows(self->timeline) <= MOST_ARROWS)
    self->causes = gantry_causes_new(self->timeline);
  else
    find_causes_later(self);
  return self->causes;
}

void
gantry_chart_view_speak (GantryChartView *self, const char *text)
{
  /* A dot between parts is for the eye; a comma is a pause. */
  g_autoptr(GString) spoken = g_string_new(text);
  g_string_replace(spoken, " · ", ", ", 0);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 *text ? spoken->str : _("Timeline of the run"), -1);
#if GTK_CHECK_VERSION(4, 14, 0)
  if (*text)
    gtk_accessible_announce(GTK_ACCESSIBLE(self), spoken->str, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#endif
  self->by_keys = true;
  self->tells_interval = false;
  g_free(self->told);
  self->told = g_strdup(text);
  gantry_chart_view_tell(self, text);
}

void
gantry_chart_view_speak_range (GantryChartView *self, int64_t from, int64_t to)
{
  g_autofree char *words = gantry_range_words(from, to);
  g_autofree char *spoken = g_strdup_printf(_("Selected: %s"), words);
  gantry_chart_view_speak(self, spoken);
}

static void
speak_interval (GantryChartView *self)
{
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  if (!gantry_chart_view_get_interval(self, &lane, &index, &interval))
    return;
  g_autofree char *words =
      gantry_interval_words(self->timeline, get_causes(self), lane, &interval, self->view.vocabulary);
  gantry_chart_view_speak(self, words);
  self->tells_interval = true;
}

void
gantry_chart_view_speak_again (GantryChartView *self)
{
  if (self->by_keys && self->tells_interval)
    speak_interval(self);
}

static void
speak_lane (GantryChartView *self)
{
  const GantryLane *lane = gantry_timeline_find_lane(self->timeline, self->view.selected_lane);
  gantry_chart_view_speak(self, lane ? gantry_lane_get_name(lane) : "");
}

/* Where a walk along a lane begins, if none of its intervals is chosen. */
static int64_t
here (GantryChartView *self)
{
  if (self->view.cursor != GANTRY_NO_TIME)
    return self->view.cursor;
  return self->view.from + (self->view.to - self->view.from) / 2;
}

static void
go_to (GantryChartView *self, const GantryStop *stop)
{
  GantryInterval interval;
  gantry_lane_get_interval(gantry_timeline_find_lane(self->timeline, stop->lane), stop->index, &interval);
  gantry_chart_view_select_interval(self, stop->lane, stop->index);
  if (self->view.cursor != GANTRY_NO_TIME) /* what stands beside the chart is of one moment */
    gantry_chart_view_set_playhead(self, interval.start);
  gantry_chart_view_reveal(self, stop->lane, interval.start, interval.end);
  speak_interval(self);
}

void
gantry_chart_view_select_step (GantryChartView *self, int step)
{
  GantryInterval interval;
  GantryStop stop;
  uint32_t old;
  if (!self->timeline || !self->layout)
    return;
  uint32_t lane = gantry_layout_next_lane(self->layout, self->timeline, self->view.selected_lane, step);
  if (lane == GANTRY_NO_LANE || lane == self->view.selected_lane)
    return;
  /* Whoever looks at an interval looks at what another lane did then. */
  if (gantry_chart_view_get_interval(self, &old, &stop.index, &interval) &&
      gantry_walk_begin(self->timeline, lane, interval.start, &stop)) {
    go_to(self, &stop);
    return;
  }
  gantry_chart_view_select(self, lane);
  gantry_chart_view_reveal(self, lane, GANTRY_NO_TIME, GANTRY_NO_TIME);
  speak_lane(self);
}

/* The interval that is chosen, or else that the walk begins with. */
static bool
get_stop (GantryChartView *self, GantryStop *stop, bool *is_chosen)
{
  *is_chosen = gantry_chart_view_get_interval(self, &stop->lane, &stop->index, NULL);
  if (*is_chosen)
    return true;
  if (self->view.selected_lane == GANTRY_NO_LANE)
    gantry_chart_view_select_step(self, 1);
  return gantry_walk_begin(self->timeline, self->view.selected_lane, here(self), stop);
}

static bool
walk (GantryChartView *self, GantryWalk how, GantryStop *stop)
{
  const GantryCauses *causes = how >= GANTRY_WALK_CAUSE ? get_causes(self) : NULL;
  switch (how) {
  case GANTRY_WALK_PREVIOUS:
  case GANTRY_WALK_NEXT:
    return gantry_walk_step(self->timeline, stop, how == GANTRY_WALK_NEXT ? 1 : -1);
  case GANTRY_WALK_PREVIOUS_SAME:
  case GANTRY_WALK_NEXT_SAME:
    return gantry_walk_same_state(self->timeline, stop, how == GANTRY_WALK_NEXT_SAME ? 1 : -1);
  case GANTRY_WALK_CAUSE:
    return causes && gantry_walk_to_cause(self->timeline, causes, stop);
  case GANTRY_WALK_EFFECT:
    return causes && gantry_walk_to_effect(self->timeline, causes, stop);
  }
  return false;
}

/* Why nothing moves. */
static const char *
no_way (GantryChartView *self, GantryWalk how)
{
  if (how >= GANTRY_WALK_CAUSE && !gantry_timeline_is_finished(self->timeline))
    return _("Causes can be followed when the run is over.");
  if (how >= GANTRY_WALK_CAUSE && !self->causes)
    return _("The causes of so long a run are still being found. Press the key again in a moment.");
  switch (how) {
  case GANTRY_WALK_PREVIOUS:
    return _("This is the lane’s first interval.");
  case GANTRY_WALK_NEXT:
    return _("This is the lane’s last interval.");
  case GANTRY_WALK_PREVIOUS_SAME:
    return _("The lane was never in this state before.");
  case GANTRY_WALK_NEXT_SAME:
    return _("The lane is never in this state again.");
  case GANTRY_WALK_CAUSE:
    return _("No other lane brought this about.");
  case GANTRY_WALK_EFFECT:
    return _("No other lane waited for this.");
  }
  return "";
}

void
gantry_chart_view_walk (GantryChartView *self, GantryWalk how)
{
  GantryStop stop;
  bool is_chosen;
  if (!self->timeline || !self->layout || !get_stop(self, &stop, &is_chosen))
    return;
  if (is_chosen && !walk(self, how, &stop)) {
    gantry_chart_view_speak(self, no_way(self, how));
    return;
  }
  go_to(self, &stop);
}

/* The end of the range that is moved, and the one that stays. */
static void
get_ends (GantryChartView *self, int64_t *anchor, int64_t *end)
{
  int64_t from, to;
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  if (gantry_chart_view_get_selection(self, &from, &to)) {
    *anchor = self->range_anchor == to ? to : from;
    *end = *anchor == to ? from : to;
  } else if (self->view.cursor == GANTRY_NO_TIME &&
             gantry_chart_view_get_interval(self, &lane, &index, &interval)) {
    *anchor = interval.start;
    *end = interval.start;
  } else {
    *anchor = *end = here(self);
  }
}

void
gantry_chart_view_extend_range (GantryChartView *self, int step)
{
  int64_t anchor, end, from, to;
  if (!self->timeline)
    return;
  const GantryLane *lane = gantry_timeline_find_lane(self->timeline, self->view.selected_lane);
  get_ends(self, &anchor, &end);
  if (!lane || !gantry_lane_next_edge(lane, end, step, &end))
    end += step * (self->view.to - self->view.from) / 40;
  end = CLAMP(end, 0, gantry_timeline_get_now(self->timeline));
  gantry_chart_view_set_selection(self, anchor, end);
  self->range_anchor = anchor;
  gantry_chart_view_reveal(self, self->view.selected_lane, end, end);
  gantry_chart_view_get_selection(self, &from, &to);
  gantry_chart_view_speak_range(self, from, to);
}

void
gantry_chart_view_range_of_interval (GantryChartView *self)
{
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  if (!gantry_chart_view_get_interval(self, &lane, &index, &interval))
    return;
  gantry_chart_view_set_selection(self, interval.start, interval.end);
  self->range_anchor = interval.start;
  gantry_chart_view_speak_range(self, interval.start, interval.end);
}

/* What F shows: the range that is chosen, or the interval. */
static bool
get_chosen (GantryChartView *self, int64_t *from, int64_t *to)
{
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  if (gantry_chart_view_get_selection(self, from, to) && *from < *to)
    return true;
  if (!gantry_chart_view_get_interval(self, &lane, &index, &interval))
    return false;
  *from = interval.start;
  *to = interval.end;
  return true;
}

void
gantry_chart_view_fit_choice (GantryChartView *self)
{
  int64_t from, to;
  GantryView before = self->view;
  bool has_choice = get_chosen(self, &from, &to);
  if (has_choice)
    gantry_chart_view_show_range(self, from, to);
  /* It is shown already: on to the whole run. */
  if (!has_choice || (before.from == self->view.from && before.to == self->view.to))
    gantry_chart_view_fit(self);
}

bool
gantry_chart_view_clear_choice (GantryChartView *self)
{
  if (self->view.selection_from != GANTRY_NO_TIME)
    gantry_chart_view_set_selection(self, GANTRY_NO_TIME, GANTRY_NO_TIME);
  else if (self->view.selected_lane != GANTRY_NO_LANE)
    gantry_chart_view_select(self, GANTRY_NO_LANE);
  else
    return false;
  self->range_anchor = GANTRY_NO_TIME;
  gantry_chart_view_speak(self, "");
  return true;
}

int64_t
gantry_chart_view_get_point (GantryChartView *self)
{
  int64_t moment = gantry_chart_view_get_moment(self);
  if (self->view.cursor != GANTRY_NO_TIME || self->by_keys || !self->layout || !self->timeline ||
      self->pointer_x < self->layout->plot_left || self->pointer_x > self->layout->plot_right)
    return moment;
  int64_t edge = gantry_layout_snap(self->layout, self->timeline, self->pointer_x, self->pointer_y, 4.0);
  return CLAMP(edge, 0, gantry_timeline_get_now(self->timeline));
}

void
gantry_chart_view_go_to_time (GantryChartView *self, int64_t moment)
{
  gantry_chart_view_reveal(self, GANTRY_NO_LANE, moment, moment);
  gantry_chart_view_set_playhead(self, moment);
  g_autofree char *words = gantry_format_moment(moment, MAX((self->view.to - self->view.from) / 1000, 1));
  gantry_chart_view_speak(self, words);
}

void
gantry_chart_view_go_to_bookmark (GantryChartView *self, int step)
{
  if (!self->timeline)
    return;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(self->timeline);
  int64_t from = gantry_chart_view_get_playhead(self);
  if (from == GANTRY_NO_TIME)
    from = step > 0 ? self->view.from - 1 : self->view.to + 1;
  const GantryBookmark *bookmark = gantry_bookmarks_step(bookmarks, from, step);
  if (!bookmark && bookmarks->len > 0) /* round */
    bookmark = bookmarks->pdata[step > 0 ? 0 : bookmarks->len - 1];
  if (!bookmark) {
    gantry_chart_view_speak(self, _("There is no mark yet: M sets one."));
    return;
  }
  gantry_chart_view_go_to_time(self, bookmark->time);
  g_autofree char *words = gantry_bookmark_words(bookmarks, bookmark);
  gantry_chart_view_speak(self, words);
}
