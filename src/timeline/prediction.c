/* What is predicted, as it is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/prediction.h"

#include <string.h>

typedef struct {
  char *name;
  guint nth;         /* of that name, from 0 */
  GArray *stretches; /* GantryPredictedStretch */
} PredictedLane;

struct GantryPrediction {
  GPtrArray *lanes;  /* PredictedLane */
  GArray *finishers; /* uint32_t */
  bool ordered;
  int64_t length;
};

static void
lane_free (gpointer data)
{
  PredictedLane *lane = data;
  g_free(lane->name);
  g_array_unref(lane->stretches);
  g_free(lane);
}

static PredictedLane *
lane_of (const GantryPrediction *prediction, uint32_t lane)
{
  return g_ptr_array_index(prediction->lanes, lane);
}

/* The next of 1, 2, 5 times a power of ten. */
static int64_t
round_up (int64_t ns)
{
  for (int64_t power = 1000;; power *= 10)
    for (int i = 0; i < 3; i++) {
      static const int64_t steps[] = {1, 2, 5};
      if (power * steps[i] >= ns || power > INT64_MAX / 100)
        return power * steps[i];
    }
}

static void
add_lane (GantryPrediction *prediction, const char *name)
{
  PredictedLane *lane = g_new0(PredictedLane, 1);
  uint32_t number = prediction->lanes->len;
  lane->name = g_strdup(name);
  lane->stretches = g_array_new(FALSE, FALSE, sizeof(GantryPredictedStretch));
  for (guint i = 0; i < number; i++)
    lane->nth += g_str_equal(lane_of(prediction, i)->name, name);
  g_ptr_array_add(prediction->lanes, lane);
  g_array_append_val(prediction->finishers, number);
}

GantryPrediction *
gantry_prediction_new (const GantryTimeline *timeline)
{
  GantryPrediction *prediction = g_new0(GantryPrediction, 1);
  int64_t now = gantry_timeline_get_now(timeline);
  prediction->lanes = g_ptr_array_new_with_free_func(lane_free);
  prediction->finishers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  prediction->length = round_up(now + now / 8);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_is_task(lane) && prediction->lanes->len < GANTRY_MOST_PREDICTED_LANES)
      add_lane(prediction, gantry_lane_get_name(lane));
  }
  return prediction;
}

void
gantry_prediction_free (GantryPrediction *prediction)
{
  g_ptr_array_unref(prediction->lanes);
  g_array_unref(prediction->finishers);
  g_free(prediction);
}

uint32_t
gantry_prediction_get_n_lanes (const GantryPrediction *prediction)
{
  return prediction->lanes->len;
}

const char *
gantry_prediction_get_name (const GantryPrediction *prediction, uint32_t lane)
{
  return lane_of(prediction, lane)->name;
}

const GantryLane *
gantry_prediction_find_lane (const GantryPrediction *prediction, uint32_t lane,
                             const GantryTimeline *timeline)
{
  const PredictedLane *predicted = lane_of(prediction, lane);
  guint nth = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *each = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_is_task(each) && g_str_equal(gantry_lane_get_name(each), predicted->name) &&
        nth++ == predicted->nth)
      return each;
  }
  return NULL;
}

uint32_t
gantry_prediction_find (const GantryPrediction *prediction, const GantryTimeline *timeline,
                        const GantryLane *lane)
{
  for (uint32_t i = 0; i < prediction->lanes->len; i++)
    if (g_str_equal(lane_of(prediction, i)->name, gantry_lane_get_name(lane)) &&
        gantry_prediction_find_lane(prediction, i, timeline) == lane)
      return i;
  return UINT32_MAX;
}

int64_t
gantry_prediction_get_length (const GantryPrediction *prediction)
{
  return prediction->length;
}

void
gantry_prediction_set_length (GantryPrediction *prediction, int64_t length)
{
  prediction->length = length;
  for (uint32_t i = 0; i < prediction->lanes->len; i++)
    gantry_prediction_draw(prediction, i, length, INT64_MAX, GANTRY_PREDICTED_NOTHING);
}

/* Appended; one with what stands right before it and is alike. */
static void
append (GArray *stretches, int64_t from, int64_t to, GantryPredictedState state)
{
  GantryPredictedStretch stretch = {from, to, state};
  if (from >= to || state == GANTRY_PREDICTED_NOTHING)
    return;
  if (stretches->len > 0) {
    GantryPredictedStretch *last = &g_array_index(stretches, GantryPredictedStretch, stretches->len - 1);
    if (last->to == from && last->state == state) {
      last->to = to;
      return;
    }
  }
  g_array_append_val(stretches, stretch);
}

void
gantry_prediction_draw (GantryPrediction *prediction, uint32_t lane, int64_t from, int64_t to,
                        GantryPredictedState state)
{
  PredictedLane *predicted = lane_of(prediction, lane);
  GArray *stretches = g_array_new(FALSE, FALSE, sizeof(GantryPredictedStretch));
  bool is_in = false;
  for (guint i = 0; i < predicted->stretches->len; i++) {
    const GantryPredictedStretch *old = &g_array_index(predicted->stretches, GantryPredictedStretch, i);
    append(stretches, old->from, MIN(old->to, from), old->state);
    if (!is_in && old->to > from) {
      append(stretches, from, to, state);
      is_in = true;
    }
    append(stretches, MAX(old->from, to), old->to, old->state);
  }
  if (!is_in)
    append(stretches, from, to, state);
  g_array_unref(predicted->stretches);
  predicted->stretches = stretches;
}

guint
gantry_prediction_get_n_stretches (const GantryPrediction *prediction, uint32_t lane)
{
  return lane_of(prediction, lane)->stretches->len;
}

const GantryPredictedStretch *
gantry_prediction_get_stretch (const GantryPrediction *prediction, uint32_t lane, guint index)
{
  return &g_array_index(lane_of(prediction, lane)->stretches, GantryPredictedStretch, index);
}

bool
gantry_prediction_is_drawn (const GantryPrediction *prediction)
{
  for (uint32_t i = 0; i < prediction->lanes->len; i++)
    if (lane_of(prediction, i)->stretches->len > 0)
      return true;
  return false;
}

void
gantry_prediction_clear (GantryPrediction *prediction)
{
  for (uint32_t i = 0; i < prediction->lanes->len; i++)
    g_array_set_size(lane_of(prediction, i)->stretches, 0);
}

uint32_t
gantry_prediction_get_finisher (const GantryPrediction *prediction, uint32_t place)
{
  return g_array_index(prediction->finishers, uint32_t, place);
}

void
gantry_prediction_move_finisher (GantryPrediction *prediction, uint32_t place, uint32_t to)
{
  uint32_t lane = gantry_prediction_get_finisher(prediction, place);
  g_array_remove_index(prediction->finishers, place);
  g_array_insert_val(prediction->finishers, to, lane);
  prediction->ordered = true;
}

void
gantry_prediction_set_ordered (GantryPrediction *prediction, bool ordered)
{
  prediction->ordered = ordered;
}

bool
gantry_prediction_is_ordered (const GantryPrediction *prediction)
{
  return prediction->ordered;
}
