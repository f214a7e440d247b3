/* Where gantry-runner is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* By $GANTRY_RUNNER, else beside this program, installed or in a build tree. Newly allocated; NULL and an
 * error if it is nowhere. */
char *gantry_runner_find (GError **error);
