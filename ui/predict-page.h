/* Where a prediction is made, in the chart's place: lanes to draw upon, or finishers to put in order.
 *
 * Signals without arguments: "run" (it is made: now the run), "cancelled".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/prediction.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_PREDICT_PAGE (gantry_predict_page_get_type())
G_DECLARE_FINAL_TYPE(GantryPredictPage, gantry_predict_page, GANTRY, PREDICT_PAGE, GtkBox)

GtkWidget *gantry_predict_page_new (void);
/* What is made here; borrowed. NULL: nothing. */
void gantry_predict_page_set_prediction (GantryPredictPage *self, GantryPrediction *prediction);
/* The keys go to what is drawn upon, or to the finishers. */
void gantry_predict_page_enter (GantryPredictPage *self);
