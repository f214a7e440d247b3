/* Lanes to draw upon: when a task computes and when it waits, by pointer and by keys.
 *
 * Signals: "drawn" (nothing), "told" (string: what is at the cursor, or was drawn, in words).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/prediction.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_PREDICT_CANVAS (gantry_predict_canvas_get_type())
G_DECLARE_FINAL_TYPE(GantryPredictCanvas, gantry_predict_canvas, GANTRY, PREDICT_CANVAS, GtkWidget)

GtkWidget *gantry_predict_canvas_new (void);
/* What is drawn upon; borrowed, NULL: nothing. */
void gantry_predict_canvas_set_prediction (GantryPredictCanvas *self, GantryPrediction *prediction);
/* What the pointer draws. NOTHING wipes. */
void gantry_predict_canvas_set_state (GantryPredictCanvas *self, GantryPredictedState state);
/* A key: arrows move, C, W and Delete draw a step from the cursor on. TRUE: it was one of these. */
bool gantry_predict_canvas_key (GantryPredictCanvas *self, guint keyval);
