/* Whom the processors ran, as states of the threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

static void
change (const GantryImport *import, GantryTrack track, int64_t time, GantryState state, int cpu)
{
  if (track != GANTRY_NO_TRACK)
    gantry_import_track_add_state(gantry_import_get_track(import, track), time, state, cpu);
}

/* The one that leaves is taken at its word first, then the one that comes, so that both hold for a thread
 * that stays. Where switches were lost, the one that was thought to run has left unseen: what it did then is
 * not known, but it had the processor no longer than until now. */
static void
apply_processor (const GantryImport *import, GantryRawColumn *column, int cpu)
{
  GantryTrack running = GANTRY_NO_TRACK;
  gantry_raw_column_sort(column);
  for (guint i = 0; i < column->elements->len; i++) {
    const GantryRawSwitch *raw = &g_array_index(column->elements, GantryRawSwitch, i);
    if (running != raw->from)
      change(import, running, raw->time, GANTRY_STATE_READY, GANTRY_NO_CPU);
    change(import, raw->from, raw->time, raw->from_state, GANTRY_NO_CPU);
    change(import, raw->to, raw->time, GANTRY_STATE_RUNNING, cpu);
    running = raw->to;
  }
}

void
gantry_import_apply_switches (GantryImport *import)
{
  for (guint cpu = 0; cpu < import->switches->len; cpu++) {
    GantryRawColumn *column = g_ptr_array_index(import->switches, cpu);
    if (!column)
      continue;
    apply_processor(import, column, (int)cpu);
    gantry_raw_column_clear(column);
  }
}
