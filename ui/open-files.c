/* Descriptors that are left are counted by taking them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/open-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* The connection to the display, fonts, icons and waking a thread take as many, and a run takes six. */
#define FEWEST 16

bool
gantry_may_open_files (void)
{
  int descriptors[FEWEST], count = 0;
  while (count < FEWEST && (descriptors[count] = open("/", O_PATH | O_CLOEXEC)) >= 0)
    count++;
  bool may = count == FEWEST || (errno != EMFILE && errno != ENFILE);
  while (count > 0)
    close(descriptors[--count]);
  return may;
}

void
gantry_tell_open_files (void)
{
  g_printerr(
      "%s\n",
      _("Too many files are open: close something, or let programs open more (ulimit -n), and start again."));
}
