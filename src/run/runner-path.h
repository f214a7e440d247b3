/* Where gantry-runner is, and with what it begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* By $GANTRY_RUNNER, else beside this program, installed or in a build tree. Newly allocated; NULL and an
 * error if it is nowhere. */
char *gantry_runner_find (GError **error);
/* What of the caller's environment a runner is given: language, folder for temporary files, libraries and
 * their settings; not the names of sockets, keys and the like. Newly allocated. */
GStrv gantry_runner_environment (void);
