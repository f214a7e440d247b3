/* The app, whose deeds are told beforehand: what a person would click and type, one after the other, so that
 * campaigns can strike at a known one.
 *
 *   window-driver [FILE…] [-- DEED…]
 *
 * Deeds are those of window-deeds.h. Each is said on standard output when it begins and when it is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "window-deeds.h"

#include <string.h>

static char **deeds;

/* Within the app's own loop. */
static gboolean
go_on (gpointer data)
{
  if (!deeds_wait_until_ready()) {
    deeds_say("hangs at its start");
    return G_SOURCE_REMOVE;
  }
  deeds_say("ready");
  for (char **deed = deeds; *deed && deeds_window(); deed++) {
    deeds_say("begins %s", *deed);
    deeds_say("%s %s", deeds_do(*deed) ? "done" : "failed", *deed);
    deeds_turn(1);
  }
  deeds_say("over");
  return G_SOURCE_REMOVE;
}

int
main (int argc, char *argv[])
{
  static char *none[] = {NULL};
  int n_files = 1;
  while (n_files < argc && strcmp(argv[n_files], "--") != 0)
    n_files++;
  deeds = n_files < argc ? argv + n_files + 1 : none;
  argv[n_files] = NULL;
  g_idle_add_full(G_PRIORITY_LOW + 10, go_on, NULL, NULL);
  return deeds_run_app(n_files, argv);
}
