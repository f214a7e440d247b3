/* The replay's buttons, its speed, and a line to drag along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/replay.h"

#define GANTRY_TYPE_REPLAY_BAR (gantry_replay_bar_get_type())
G_DECLARE_FINAL_TYPE(GantryReplayBar, gantry_replay_bar, GANTRY, REPLAY_BAR, GtkBox)

/* It hides itself while there is nothing to replay. Its buttons are the window's actions. Keeps a reference
 * to both. */
GtkWidget *gantry_replay_bar_new (GantryReplay *replay, GantryChartView *chart);
