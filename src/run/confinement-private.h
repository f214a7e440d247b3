/* The walls, one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/confinement.h"

#include <netinet/in.h>

/* What stays open. */
typedef struct {
  int proc;                          /* folder whose files may be read; -1: none */
  int temporary;                     /* folder for files without names; -1: none */
  const char *dot;                   /* the path of these in it, on a sealed page; NULL: none */
  const struct sockaddr_in *address; /* of the run's server, on a page that cannot be written, and below all
                                        that can; NULL: none */
} GantryDoors;

#define GANTRY_NO_DOORS                                                                                      \
  {                                                                                                          \
    -1, -1, NULL, NULL                                                                                       \
  }

/* Sanitizers and valgrind open files and map code at any time, so that Landlock and seccomp are out of place
 * with them. */
bool gantry_confinement_is_watched (void);

/* Landlock. Returns which walls stand now. */
GantryWalls gantry_confine_files (const GantryDoors *doors);
/* seccomp, for the runner and its tasks; and for the steward, who reads /proc and sends signals. FALSE: the
 * kernel has none. */
bool gantry_confine_calls (const GantryDoors *doors);
bool gantry_confine_steward (void);
