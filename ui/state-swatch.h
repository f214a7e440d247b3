/* A state in its shape and colour, as small as a letter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/event.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_STATE_SWATCH (gantry_state_swatch_get_type())
G_DECLARE_FINAL_TYPE(GantryStateSwatch, gantry_state_swatch, GANTRY, STATE_SWATCH, GtkWidget)

GtkWidget *gantry_state_swatch_new (void);
/* GANTRY_N_STATES: nothing, but the room is kept. */
void gantry_state_swatch_set_state (GantryStateSwatch *self, GantryState state);
