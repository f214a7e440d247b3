/* What somebody expects of a run before seeing it: when each task computes and waits, and who finishes in
 * which order; and how a run differs from that, in words.
 *
 * To predict first, and to see only then, is what makes learners notice where their picture of a program is
 * wrong (R. White and R. Gunstone, Probing Understanding, 1992, chapter 3: predict, observe, explain).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* More lanes than that nobody draws. */
#define GANTRY_MOST_PREDICTED_LANES 16

typedef enum {
  GANTRY_PREDICTED_NOTHING,
  GANTRY_PREDICTED_RUNNING,
  GANTRY_PREDICTED_WAITING
} GantryPredictedState;

typedef struct {
  int64_t from, to; /* ns since the run's start */
  GantryPredictedState state;
} GantryPredictedStretch;

typedef struct GantryPrediction GantryPrediction;

/* Nothing predicted yet, of the tasks (no loops, servers, or more than the most) that `timeline` has; its
 * time axis is somewhat longer than that run, and says little about how long it was. From one thread. */
GantryPrediction *gantry_prediction_new (const GantryTimeline *timeline);
void gantry_prediction_free (GantryPrediction *prediction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryPrediction, gantry_prediction_free)

uint32_t gantry_prediction_get_n_lanes (const GantryPrediction *prediction);
/* Names may recur: then the first of a name is the first that was created. */
const char *gantry_prediction_get_name (const GantryPrediction *prediction, uint32_t lane);
/* The lane of the run that it stands for, NULL where the run has none. */
const GantryLane *gantry_prediction_find_lane (const GantryPrediction *prediction, uint32_t lane,
                                               const GantryTimeline *timeline);
/* The lane that stands for one of a run, UINT32_MAX: none. */
uint32_t gantry_prediction_find (const GantryPrediction *prediction, const GantryTimeline *timeline,
                                 const GantryLane *lane);
/* ns */
int64_t gantry_prediction_get_length (const GantryPrediction *prediction);
void gantry_prediction_set_length (GantryPrediction *prediction, int64_t length);

/* What was drawn there before is replaced. NOTHING wipes. */
void gantry_prediction_draw (GantryPrediction *prediction, uint32_t lane, int64_t from, int64_t to,
                             GantryPredictedState state);
/* Sorted, without overlap, none empty, NOTHING left out. */
guint gantry_prediction_get_n_stretches (const GantryPrediction *prediction, uint32_t lane);
const GantryPredictedStretch *gantry_prediction_get_stretch (const GantryPrediction *prediction,
                                                             uint32_t lane, guint index);
bool gantry_prediction_is_drawn (const GantryPrediction *prediction);
void gantry_prediction_clear (GantryPrediction *prediction);

/* The finishers, from the first; as created until somebody moves one. */
uint32_t gantry_prediction_get_finisher (const GantryPrediction *prediction, uint32_t place);
/* Puts the one at a place to another place; from then on the order is predicted. */
void gantry_prediction_move_finisher (GantryPrediction *prediction, uint32_t place, uint32_t to);
/* "As it stands" is a prediction, too. */
void gantry_prediction_set_ordered (GantryPrediction *prediction, bool ordered);
bool gantry_prediction_is_ordered (const GantryPrediction *prediction);

/* How a finished run differs: element char*, translated sentences, what matters most first; at least one.
 * Free with g_ptr_array_unref(). */
GPtrArray *gantry_prediction_compare (const GantryPrediction *prediction, const GantryTimeline *timeline);
