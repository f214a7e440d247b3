/* Replay of a run that is over: a playhead that goes through it, slower than it was, or from one event to the
 * next.
 *
 * It moves the chart's playhead, and takes the view along. Signal: "changed", whenever it begins or ceases to
 * play, gets another speed or another run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

#define GANTRY_TYPE_REPLAY (gantry_replay_get_type())
G_DECLARE_FINAL_TYPE(GantryReplay, gantry_replay, GANTRY, REPLAY, GObject)

/* `chart` is borrowed, and must outlive it or be told of by gantry_replay_detach(). */
GantryReplay *gantry_replay_new (GantryChartView *chart);
/* The chart is about to go. */
void gantry_replay_detach (GantryReplay *self);
/* The window's actions "replay" (play or pause), "next-event", "previous-event", "leave-replay" and
 * "replay-speed" (a string: by how much slower than real, "20"). */
void gantry_replay_add_actions (GantryReplay *self, GActionMap *map);
/* To be called when the chart may show another run, its run may be over, or something else may stand in its
 * place. A new run gets a speed at which it takes about ten seconds. */
void gantry_replay_update (GantryReplay *self, bool is_shown);
/* There is a run, and it is over. */
bool gantry_replay_is_possible (GantryReplay *self);
bool gantry_replay_is_playing (GantryReplay *self);
/* Plays on from the playhead, from the beginning where there is none or it is at the end. */
void gantry_replay_play (GantryReplay *self, bool play);
/* To the next (+1) or previous (-1) event; it pauses. FALSE: there is none. */
bool gantry_replay_step (GantryReplay *self, int direction);
/* Pauses, and sets the playhead. */
void gantry_replay_seek (GantryReplay *self, int64_t moment);
/* No playhead any more. FALSE: there was none. */
bool gantry_replay_leave (GantryReplay *self);
/* By how much slower than real. */
int gantry_replay_get_slowness (GantryReplay *self);
void gantry_replay_set_slowness (GantryReplay *self, int slowness);
/* The slownesses that are offered, from the slowest; `count` of them. */
const int *gantry_replay_slownesses (gsize *count);
/* ns; 0 without a run. */
int64_t gantry_replay_get_length (GantryReplay *self);
/* "1/20 of real speed", "real speed". Newly allocated. */
char *gantry_replay_speed_words (GantryReplay *self);
