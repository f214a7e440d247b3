/* The runs that the help page shows, made up from tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import.h"
#include "ui/help-picture.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MS INT64_C(1000000)
/* Samples are seen up to this; those without an end last longer. */
#define SEEN (100 * MS)
#define LENGTH (120 * MS)

typedef struct {
  unsigned task;
  int from, to; /* ms */
  GantryState state;
  int cpu;
} Piece;

typedef struct {
  unsigned from_task;
  int from; /* ms */
  unsigned to_task;
  int to;
  GantryArrowKind kind;
} Arrow;

static GantryTrack
add_task (GantryImport *import, unsigned number, const char *name)
{
  GantryTrack track = gantry_import_track(import, number, GANTRY_NO_TRACK);
  gantry_import_set_name(import, track, gantry_import_name(import, name, strlen(name)));
  gantry_import_set_order(import, track, number);
  gantry_import_set_kind(import, track, GANTRY_LANE_THREAD);
  return track;
}

static GantryTimeline *
finish (GantryImport *import, int cores)
{
  const GantryRunFacts facts = {.cores = cores};
  const GantryRunResult result = {.outcome = GANTRY_RUN_OK};
  gantry_import_tell(import, &facts, &result);
  return gantry_import_finish(import, NULL);
}

static GantryTimeline *
make_run (const Piece *pieces, gsize n_pieces, const Arrow *arrows, gsize n_arrows)
{
  g_autoptr(GantryImport) import = gantry_import_new("");
  for (gsize i = 0; i < n_pieces; i++) {
    const Piece *piece = &pieces[i];
    /* Translators: a name for a task in a picture: task 1, task 2 */
    g_autofree char *name = g_strdup_printf(_("task %u"), piece->task);
    GantryTrack track = add_task(import, piece->task, name);
    gantry_import_state_for(import, track, piece->from * MS, (piece->to - piece->from) * MS, piece->state,
                            piece->cpu);
  }
  for (gsize i = 0; i < n_arrows; i++) {
    const Arrow *arrow = &arrows[i];
    gantry_import_flow(import, i, GANTRY_FLOW_BEGIN, arrow->kind,
                       gantry_import_track(import, arrow->from_task, GANTRY_NO_TRACK), arrow->from * MS);
    gantry_import_flow(import, i, GANTRY_FLOW_END, arrow->kind,
                       gantry_import_track(import, arrow->to_task, GANTRY_NO_TRACK), arrow->to * MS);
  }
  return finish(import, 2);
}

GantryTimeline *
gantry_help_state_run (GantryState state)
{
  const Piece piece = {1, 0, 120, state, GANTRY_NO_CPU};
  return make_run(&piece, 1, NULL, 0);
}

GantryTimeline *
gantry_help_end_run (GantryOutcome outcome)
{
  g_autoptr(GantryImport) import = gantry_import_new("");
  GantryTrack track = add_task(import, 1, "");
  gantry_import_state_for(import, track, 0, SEEN / 2, GANTRY_STATE_RUNNING, GANTRY_NO_CPU);
  gantry_import_set_outcome(import, track, outcome);
  return finish(import, 1);
}

GantryTimeline *
gantry_help_lost_run (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("");
  GantryTrack track = add_task(import, 1, "");
  gantry_import_state_for(import, track, 0, LENGTH, GANTRY_STATE_RUNNING, GANTRY_NO_CPU);
  gantry_import_lost(import, track, SEEN * 2 / 5, SEEN * 3 / 5, 7);
  return finish(import, 1);
}

GantryTimeline *
gantry_help_dense_run (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("");
  GantryTrack track = add_task(import, 1, "");
  for (int i = 0; i < 1000; i++) {
    gantry_import_state_for(import, track, i * LENGTH / 1000, LENGTH / 1400, GANTRY_STATE_RUNNING,
                            GANTRY_NO_CPU);
    gantry_import_state_for(import, track, i * LENGTH / 1000 + LENGTH / 1400, LENGTH / 1000 - LENGTH / 1400,
                            GANTRY_STATE_WAIT_LOCK, GANTRY_NO_CPU);
  }
  return finish(import, 1);
}

GantryTimeline *
gantry_help_areas_run (void)
{
  static const Piece pieces[] = {
      {1, 0, 45, GANTRY_STATE_RUNNING, 0},
      {1, 45, 80, GANTRY_STATE_SLEEPING, GANTRY_NO_CPU},
      {2, 10, 60, GANTRY_STATE_RUNNING, 1},
      {2, 60, 90, GANTRY_STATE_SLEEPING, GANTRY_NO_CPU},
      {3, 20, 45, GANTRY_STATE_READY, GANTRY_NO_CPU},
      {3, 45, 100, GANTRY_STATE_RUNNING, 0},
      {4, 30, 60, GANTRY_STATE_READY, GANTRY_NO_CPU},
      {4, 60, 85, GANTRY_STATE_RUNNING, 1},
  };
  return make_run(pieces, G_N_ELEMENTS(pieces), NULL, 0);
}

GantryTimeline *
gantry_help_arrows_run (void)
{
  static const Piece pieces[] = {
      {1, 0, 8, GANTRY_STATE_RUNNING, 0},
      {1, 8, 100, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_CPU},
      {2, 8, 50, GANTRY_STATE_RUNNING, 0},
      {3, 8, 20, GANTRY_STATE_RUNNING, 1},
      {3, 20, 50, GANTRY_STATE_WAIT_LOCK, GANTRY_NO_CPU},
      {3, 50, 88, GANTRY_STATE_RUNNING, 1},
  };
  static const Arrow arrows[] = {
      {1, 6, 2, 8, GANTRY_ARROW_START},
      {1, 7, 3, 8, GANTRY_ARROW_START},
      {2, 50, 3, 50, GANTRY_ARROW_RELEASE},
      {3, 88, 1, 88, GANTRY_ARROW_JOIN},
  };
  return make_run(pieces, G_N_ELEMENTS(pieces), arrows, G_N_ELEMENTS(arrows));
}
