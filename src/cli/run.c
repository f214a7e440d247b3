/* gantry-cli run: runs one scenario, draws it, counts it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/outcome.h"
#include "cli/trace.h"
#include "cli/wishes.h"
#include "format/recording.h"

#include <glib/gi18n-lib.h>

/* The first trace file that is asked for grows while the run goes on, so that it is there whatever happens.
 */
typedef struct {
  const char *path; /* NULL: none */
  GantryRecording *recording;
} Follow;

static void
follow (GantryTimeline *timeline, gpointer user_data)
{
  Follow *follow = user_data;
  if (follow->recording == NULL)
    follow->recording = gantry_recording_start(timeline, follow->path, NULL);
  if (follow->recording != NULL)
    gantry_recording_step(follow->recording);
}

static int
run (const GantryWishes *wishes, GantryScenario *scenario)
{
  g_autoptr(GError) error = NULL;
  Follow following = {.path = gantry_outputs_find_trace(&wishes->outputs)};
  GantryRunOptions options;
  gantry_run_wishes_apply(&wishes->run, scenario, &options);
  gantry_warn_of_model(scenario, options.model);

  g_autoptr(GantrySession) session =
      gantry_watch_run(scenario, &options, gantry_wishes_print_place(wishes), NULL,
                       following.path != NULL ? follow : NULL, &following, &error);
  if (session == NULL) {
    gantry_complain("%s", error->message);
    return GANTRY_EXIT_WRONG;
  }
  GantryTimeline *timeline = gantry_session_get_timeline(session);
  bool as_meant = gantry_tell_outcome(session);
  GantryOutputs outputs = wishes->outputs;
  outputs.recording = following.recording;
  bool written = gantry_outputs_write(&outputs, timeline, &wishes->picture);
  gantry_recording_free(following.recording);
  gantry_print_stats(timeline, wishes->run.stats);
  return !written ? GANTRY_EXIT_WRONG : as_meant ? GANTRY_EXIT_DONE : GANTRY_EXIT_OTHERWISE;
}

int
gantry_command_run (int argc, char **argv)
{
  return gantry_wishes_command(
      "gantry-cli run SCENARIO [OPTION…] [-o FILE]…",
      N_("Runs a scenario: a built-in’s id or a file. Status 1: it ended otherwise than it is meant to."),
      NULL, argc, argv, run);
}
