/* What a run asks of the machine, told before it begins: the rest is taken from its runner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"

typedef enum {
  GANTRY_NEEDS_PROCESSES = 1 << 0, /* besides the first */
  GANTRY_NEEDS_FETCHES = 1 << 1,   /* the loopback server, and connections to it */
  GANTRY_NEEDS_FILES = 1 << 2,     /* temporary files without names */
} GantryNeeds;

/* Of this program, run on this model. */
GantryNeeds gantry_needs_of (const GantryProgram *program, GantryModel model);
/* Whether some statement of the program asks for this. */
bool gantry_program_uses_request (const GantryProgram *program, int request);
/* Whether some statement or pool asks for processes, where tasks are none. */
bool gantry_program_uses_processes (const GantryProgram *program);
