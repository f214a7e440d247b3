/* Replay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/replay.h"

#include "chart/moment-words.h"
#include "timeline/changes.h"
#include "timeline/units.h"
#include "ui/chart-walk.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define PLEASANT_NS 1e10 /* of real time for a whole run */
#define EDGE 0.05        /* of the sight: where the playhead has left it */
#define ENTRY 0.1        /* and where it comes in again */
#define STEP_PIXELS 2    /* events that stand closer are one step */
/* Without animations the playhead moves on so often. */
#define STILL_US 500000

struct _GantryReplay {
  GObject parent_instance;
  GantryChartView *chart;   /* NULL once it is gone */
  GantryTimeline *timeline; /* nullable */
  bool possible, playing;
  guint tick;
  int slowness;
  gint64 last_frame; /* us, of the frame clock; 0: none yet */
  double moment;     /* ns: where it is, more exactly than the playhead */
  bool spoke;        /* of a step; the words are of that moment alone */
  GSimpleAction *speed;
  GSimpleAction *others[4];
};

G_DEFINE_FINAL_TYPE(GantryReplay, gantry_replay, G_TYPE_OBJECT)

static guint changed;

static const int slownesses[] = {1000, 500, 200, 100, 50, 20, 10, 5, 2, 1};

const int *
gantry_replay_slownesses (gsize *count)
{
  *count = G_N_ELEMENTS(slownesses);
  return slownesses;
}

int64_t
gantry_replay_get_length (GantryReplay *self)
{
  return self->timeline ? gantry_timeline_get_now(self->timeline) : 0;
}

static int
pleasant_slowness (int64_t length)
{
  double wanted = PLEASANT_NS / (double)MAX(length, 1);
  int best = slownesses[0];
  for (gsize i = 1; i < G_N_ELEMENTS(slownesses); i++)
    if (fabs(log(slownesses[i] / wanted)) < fabs(log(best / wanted)))
      best = slownesses[i];
  return best;
}

/* The view goes along when the playhead leaves it: page by page, as one reads. */
static void
keep_in_sight (GantryReplay *self, int64_t moment)
{
  GantryChartView *chart = self->chart;
  int64_t span = chart->view.to - chart->view.from;
  int64_t edge = (int64_t)((double)span * EDGE);
  if (moment >= chart->view.from && moment <= chart->view.to - edge)
    return;
  if (chart->view.from <= 0 && moment <= chart->view.to && chart->view.to >= gantry_replay_get_length(self))
    return;
  int64_t from = moment - (int64_t)((double)span * ENTRY);
  gantry_chart_view_set_range(chart, from, from + span);
}

static void
go_to (GantryReplay *self, double moment)
{
  self->moment = CLAMP(moment, 0, (double)gantry_replay_get_length(self));
  gantry_chart_view_set_playhead(self->chart, (int64_t)self->moment);
  keep_in_sight(self, (int64_t)self->moment);
}

/* What happened there, for eye and ear. */
static void
speak_of (GantryReplay *self, int64_t moment, int64_t grain)
{
  uint32_t lane = gantry_changes_lane(self->timeline, moment, grain, self->chart->view.selected_lane);
  g_autofree char *when = gantry_format_moment(moment, MAX(grain, 1));
  g_autofree char *sentence =
      gantry_moment_sentence(self->timeline, lane, moment, self->chart->view.vocabulary);
  g_autofree char *words = *sentence ? g_strdup_printf(_("At %s: %s"), when, sentence) : g_strdup(when);
  gantry_chart_view_speak(self->chart, words);
  self->spoke = true;
}

static void
fall_silent (GantryReplay *self)
{
  if (self->spoke)
    gantry_chart_view_speak(self->chart, "");
  self->spoke = false;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GantryReplay *self = data;
  gint64 now = gdk_frame_clock_get_frame_time(clock);
  gboolean animated = TRUE;
  g_object_get(gtk_widget_get_settings(widget), "gtk-enable-animations", &animated, NULL);
  gint64 passed = self->last_frame > 0 ? now - self->last_frame : 0;
  if (self->last_frame > 0 && !animated && passed < STILL_US)
    return G_SOURCE_CONTINUE;
  self->last_frame = now;
  /* Somebody may have moved it meanwhile. */
  if (gantry_chart_view_get_playhead(self->chart) != (int64_t)self->moment)
    self->moment = (double)MAX(gantry_chart_view_get_playhead(self->chart), 0);
  go_to(self, self->moment + (double)passed * 1000.0 / self->slowness);
  if (self->moment >= (double)gantry_replay_get_length(self))
    gantry_replay_play(self, false);
  /* When it plays no more it has been removed already. */
  return G_SOURCE_CONTINUE;
}

static void
tell (GantryReplay *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS(self->others); i++)
    if (self->others[i])
      g_simple_action_set_enabled(self->others[i], self->possible);
  if (self->speed) {
    g_autofree char *state = g_strdup_printf("%d", self->slowness);
    g_simple_action_set_enabled(self->speed, self->possible);
    g_simple_action_set_state(self->speed, g_variant_new_string(state));
  }
  g_signal_emit(self, changed, 0);
}

void
gantry_replay_play (GantryReplay *self, bool play)
{
  play = play && self->possible && self->chart;
  if (play == self->playing)
    return;
  self->playing = play;
  if (play) {
    int64_t playhead = gantry_chart_view_get_playhead(self->chart);
    self->last_frame = 0;
    fall_silent(self);
    bool anew = playhead == GANTRY_NO_TIME || playhead >= gantry_replay_get_length(self);
    go_to(self, anew ? 0 : (double)playhead);
    self->tick =
        gtk_widget_add_tick_callback(GTK_WIDGET(self->chart), on_tick, g_object_ref(self), g_object_unref);
  } else if (self->chart) {
    gtk_widget_remove_tick_callback(GTK_WIDGET(self->chart), self->tick);
  }
  tell(self);
}

bool
gantry_replay_step (GantryReplay *self, int direction)
{
  if (!self->possible || !self->chart)
    return false;
  gantry_replay_play(self, false);
  int64_t playhead = gantry_chart_view_get_playhead(self->chart), length = gantry_replay_get_length(self);
  double width = self->chart->layout ? self->chart->layout->plot_right - self->chart->layout->plot_left : 0;
  int64_t span = self->chart->view.to - self->chart->view.from;
  int64_t grain = (int64_t)((double)span * STEP_PIXELS / MAX(width, 100.0));
  if (playhead == GANTRY_NO_TIME)
    playhead = direction > 0 ? -1 : length + grain;
  int64_t moment = direction > 0 ? gantry_changes_next(self->timeline, playhead, grain)
                                 : gantry_changes_previous(self->timeline, playhead, grain);
  if (moment == GANTRY_NO_TIME)
    return false;
  go_to(self, (double)moment);
  speak_of(self, moment, grain);
  return true;
}

void
gantry_replay_seek (GantryReplay *self, int64_t moment)
{
  if (!self->possible || !self->chart)
    return;
  gantry_replay_play(self, false);
  fall_silent(self);
  go_to(self, (double)moment);
}

bool
gantry_replay_leave (GantryReplay *self)
{
  if (!self->chart || gantry_chart_view_get_playhead(self->chart) == GANTRY_NO_TIME)
    return false;
  gantry_replay_play(self, false);
  fall_silent(self);
  gantry_chart_view_set_playhead(self->chart, GANTRY_NO_TIME);
  return true;
}

void
gantry_replay_update (GantryReplay *self, bool is_shown)
{
  GantryTimeline *timeline = self->chart ? gantry_chart_view_get_timeline(self->chart) : NULL;
  bool possible = timeline && gantry_timeline_is_finished(timeline) && !self->chart->live &&
                  gantry_timeline_get_now(timeline) > 0 && is_shown;
  if (timeline == self->timeline && possible == self->possible)
    return;
  gantry_replay_play(self, false);
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  self->timeline = timeline ? gantry_timeline_ref(timeline) : NULL;
  self->possible = possible;
  if (possible)
    self->slowness = pleasant_slowness(gantry_replay_get_length(self));
  tell(self);
}

bool
gantry_replay_is_possible (GantryReplay *self)
{
  return self->possible;
}

bool
gantry_replay_is_playing (GantryReplay *self)
{
  return self->playing;
}

int
gantry_replay_get_slowness (GantryReplay *self)
{
  return self->slowness;
}

void
gantry_replay_set_slowness (GantryReplay *self, int slowness)
{
  if (slowness < 1 || slowness == self->slowness)
    return;
  self->slowness = slowness;
  tell(self);
}

char *
gantry_replay_speed_words (GantryReplay *self)
{
  bool simulated =
      self->timeline && g_str_equal(gantry_timeline_get_facts(self->timeline)->model, "simulated");
  if (self->slowness == 1)
    return g_strdup(simulated ? _("simulated time as if it were real") : _("real speed"));
  return g_strdup_printf(simulated ? _("1/%d of simulated speed") : _("1/%d of real speed"), self->slowness);
}

static void
on_replay (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gantry_replay_play(data, !gantry_replay_is_playing(data));
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gantry_replay_step(data, 1);
}

static void
on_previous (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gantry_replay_step(data, -1);
}

static void
on_leave (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gantry_replay_leave(data);
}

static void
on_speed (GSimpleAction *action, GVariant *state, gpointer data)
{
  gantry_replay_set_slowness(data, atoi(g_variant_get_string(state, NULL)));
}

void
gantry_replay_add_actions (GantryReplay *self, GActionMap *map)
{
  static const struct {
    const char *name;
    GCallback activate;
  } actions[] = {{"replay", G_CALLBACK(on_replay)},
                 {"next-event", G_CALLBACK(on_next)},
                 {"previous-event", G_CALLBACK(on_previous)},
                 {"leave-replay", G_CALLBACK(on_leave)}};
  for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
    self->others[i] = g_simple_action_new(actions[i].name, NULL);
    g_signal_connect_object(self->others[i], "activate", actions[i].activate, self, 0);
    g_action_map_add_action(map, G_ACTION(self->others[i]));
  }
  self->speed =
      g_simple_action_new_stateful("replay-speed", G_VARIANT_TYPE_STRING, g_variant_new_string("1"));
  g_signal_connect_object(self->speed, "change-state", G_CALLBACK(on_speed), self, 0);
  g_action_map_add_action(map, G_ACTION(self->speed));
  tell(self);
}

void
gantry_replay_detach (GantryReplay *self)
{
  gantry_replay_play(self, false);
  self->chart = NULL;
  g_clear_pointer(&self->timeline, gantry_timeline_unref);
  self->possible = false;
}

static void
dispose (GObject *object)
{
  GantryReplay *self = GANTRY_REPLAY(object);
  gantry_replay_detach(self);
  for (gsize i = 0; i < G_N_ELEMENTS(self->others); i++)
    g_clear_object(&self->others[i]);
  g_clear_object(&self->speed);
  G_OBJECT_CLASS(gantry_replay_parent_class)->dispose(object);
}

static void
gantry_replay_class_init (GantryReplayClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  changed = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 0);
}

static void
gantry_replay_init (GantryReplay *self)
{
  self->slowness = 1;
}

GantryReplay *
gantry_replay_new (GantryChartView *chart)
{
  GantryReplay *self = g_object_new(GANTRY_TYPE_REPLAY, NULL);
  self->chart = chart;
  return self;
}
