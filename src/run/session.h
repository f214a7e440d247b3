/* A run as the window or the command line has it: the runner's process, the collector's thread, and the
 * timeline that grows.
 *
 * The session's own thread starts the runner (so that the runner dies with it), drains the trace every few
 * milliseconds, and finishes the timeline when the runner is gone, however it went.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"
#include "timeline/timeline.h"

typedef struct GantrySession GantrySession;

/* Called on the session's thread, once, when the timeline is finished and no process of the run is left. */
typedef void (*GantrySessionDone)(GantrySession *session, gpointer user_data);

/* Starts at once and returns; fails where the runner cannot be started or where KERNEL is asked for and
 * refused. Any thread. */
GantrySession *gantry_session_start (GantryScenario *scenario, const GantryRunOptions *options,
                                     GantrySessionDone done, gpointer user_data, GError **error);
/* Kills the run at once (within 100 ms), and returns without waiting. Its trace so far is kept. Any thread.
 */
void gantry_session_stop (GantrySession *session);
/* Waits until it is done. */
void gantry_session_wait (GantrySession *session);
/* Stops it if it runs, waits for its end, and frees it. */
void gantry_session_free (GantrySession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantrySession, gantry_session_free)

/* Owned by the session; take a reference to keep it. */
GantryTimeline *gantry_session_get_timeline (GantrySession *session);
GantryScenario *gantry_session_get_scenario (GantrySession *session);
const GantryRunOptions *gantry_session_get_options (GantrySession *session);
/* Process id of the runner, for tests; 0 when it is gone. */
GPid gantry_session_get_pid (GantrySession *session);
