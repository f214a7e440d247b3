/* Whether the program may open files at all: without, all that it looks for seems to be missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>

/* Whether as many descriptors are left as a window needs that also runs something. Any thread. */
bool gantry_may_open_files (void);

/* Says on standard error that they are not, and what to do. Main thread. */
void gantry_tell_open_files (void);
