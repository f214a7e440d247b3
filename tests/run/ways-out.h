/* What a runner that has been led astray could try, and what must come of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/confinement.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/mman.h>

#define ALL_NEEDS (GANTRY_NEEDS_FETCHES | GANTRY_NEEDS_PROCESSES | GANTRY_NEEDS_FILES)

/* Set by the tests: the server of the confined process, and one that listens on the loopback address outside.
 */
extern const struct sockaddr_in *server;
extern struct sockaddr_in stranger;

typedef struct {
  const char *name;
  int (*is_tried)(void); /* 0: it worked; else errno */
  unsigned behind;       /* the walls of such GantryNeeds; or, of Landlock's, this one */
  int code;              /* that is due */
} Attempt;

/* Each table is ended by one without a name. */
extern const Attempt attempts_on_files[];
extern const Attempt attempts_on_hosts[];
extern const Attempt landlock_attempts_on_files[];
extern const Attempt landlock_attempts_on_hosts[];

static inline int
code_of (long result)
{
  return result < 0 ? errno : 0;
}

static inline int
code_of_place (const void *place)
{
  return place == MAP_FAILED ? errno : 0;
}
