/* Files of a program that was started without the usual ones, or with a limit on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/standard-files.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

void
gantry_standard_files_init (void)
{
  /* The lowest number that is free is given out first. The wrong way round: writing to what can only be read
   * fails as it does where nothing is open. */
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
    if (fcntl(file, F_GETFD) < 0 && open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
      break;
  signal(SIGXFSZ, SIG_IGN);
}
