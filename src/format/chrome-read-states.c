/* The states that threads are said to be in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"

/* What the kernel's word or letter stands for. Where it only tells that a thread waits, not for what, it is
 * asleep; it is blocked where nothing but the end of a call can wake it. */
static const struct {
  const char *word;
  GantryState state;
} words[] = {
    {"Running", GANTRY_STATE_RUNNING},
    {"Runnable", GANTRY_STATE_READY},
    {"Runnable (Preempted)", GANTRY_STATE_READY},
    {"R", GANTRY_STATE_READY},
    {"R+", GANTRY_STATE_READY},
    {"Sleeping", GANTRY_STATE_SLEEPING},
    {"S", GANTRY_STATE_SLEEPING},
    {"Created", GANTRY_STATE_CREATED},
    {"Uninterruptible Sleep", GANTRY_STATE_BLOCKED},
    {"D", GANTRY_STATE_BLOCKED},
};

static bool
find_state (const GantryJsonValue *name, GantryState *state)
{
  for (int i = 0; i < GANTRY_N_STATES; i++)
    if (gantry_json_is(name, gantry_state_id((GantryState)i))) {
      *state = (GantryState)i;
      return true;
    }
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (gantry_json_is(name, words[i].word)) {
      *state = words[i].state;
      return true;
    }
  return false;
}

/* Any other word (stopped, a zombie, idle) says that it does not run. */
bool
gantry_chrome_take_state (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryState state = GANTRY_STATE_SLEEPING;
  GantryJsonValue cpu = gantry_chrome_member(&event->args, "cpu");
  GantryJsonValue waits = gantry_chrome_member(&event->args, "io_wait");
  int64_t number = GANTRY_NO_CPU, duration;
  if (!gantry_json_has_text(&event->name))
    return false;
  find_state(&event->name, &state);
  if (state == GANTRY_STATE_BLOCKED && gantry_chrome_is_true(&waits))
    state = GANTRY_STATE_IO_FILE;
  gantry_json_get_scaled(&cpu, 0, &number);
  int known = number >= 0 && number < GANTRY_MAX_CPUS ? (int)number : GANTRY_NO_CPU;
  GantryTrack track = gantry_chrome_thread(chrome, event);
  if (gantry_chrome_time(&event->duration, &duration))
    gantry_import_state_for(chrome->import, track, time, duration, state, known);
  else
    gantry_import_state(chrome->import, track, time, state, known);
  return true;
}
