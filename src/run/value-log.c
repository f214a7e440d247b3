/* Stores, told in batches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/value-log.h"

#define QUIET_NS 10000

typedef struct {
  uint64_t recorded; /* ticks */
  int64_t value;
  uint32_t stores; /* since then */
} Entry;

struct GantryValueLog {
  uint32_t n_things;
  uint32_t n_waiting; /* entries with stores */
  Entry entries[];
};

GantryValueLog *
gantry_value_log_new (uint32_t n_things)
{
  GantryValueLog *log = g_malloc0(sizeof *log + n_things * sizeof(Entry));
  log->n_things = n_things;
  return log;
}

void
gantry_value_log_free (GantryValueLog *log)
{
  g_free(log);
}

static void
record (GantryValueLog *log, GantryRecorder *recorder, uint32_t lane, uint32_t object, uint64_t ticks)
{
  Entry *entry = &log->entries[object];
  gantry_record_value(recorder, ticks, lane, object, entry->stores, entry->value);
  entry->recorded = ticks;
  entry->stores = 0;
  log->n_waiting--;
}

void
gantry_value_log_store (GantryValueLog *log, GantryRecorder *recorder, uint32_t lane, uint32_t object,
                        int64_t value)
{
  Entry *entry = &log->entries[object];
  uint64_t now = gantry_recorder_now(recorder);
  entry->value = value;
  if (entry->stores++ == 0)
    log->n_waiting++;
  if ((double)(now - entry->recorded) * gantry_clock_tick_ns(recorder->clock) >= QUIET_NS)
    record(log, recorder, lane, object, now);
}

void
gantry_value_log_flush (GantryValueLog *log, GantryRecorder *recorder, uint32_t lane)
{
  for (uint32_t i = 0; log->n_waiting > 0 && i < log->n_things; i++)
    if (log->entries[i].stores > 0)
      record(log, recorder, lane, i, gantry_recorder_now(recorder));
}
