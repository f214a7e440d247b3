/* The clocks of a Perfetto trace: each with moments at which another one was read too, so that all times can
 * be told on the trace's own clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/perfetto.pb-c.h"

#include <glib.h>
#include <stdbool.h>

typedef struct {
  GArray *clocks;    /* by number */
  GHashTable *found; /* sequence and id of a clock to its number + 1 */
  guint32 primary;   /* id of the trace's own clock */
  bool has_primary;  /* a snapshot has named it */
} GantryPerfettoClocks;

void gantry_perfetto_clocks_init (GantryPerfettoClocks *clocks);
void gantry_perfetto_clocks_clear (GantryPerfettoClocks *clocks);

void gantry_perfetto_clocks_take (GantryPerfettoClocks *clocks, guint32 sequence,
                                  const Perfetto__ClockSnapshot *snapshot);
/* The number of the clock with that id in that sequence, and the timestamp in its nanoseconds; an incremental
 * one goes on by it. FALSE: nothing is known of a clock that is the sequence's own. */
bool gantry_perfetto_clocks_read (GantryPerfettoClocks *clocks, guint32 sequence, guint32 id,
                                  guint64 timestamp, guint16 *number, gint64 *time);
/* That time on the trace's own clock, when all snapshots are known. A clock that was never read beside
 * another one is taken for the trace's own. */
gint64 gantry_perfetto_clocks_convert (GantryPerfettoClocks *clocks, guint16 number, gint64 time);
