/* What requests are called in the language, for messages.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/vm.h"

/* "‘fetch’ is not on this model yet", newly allocated. */
char *gantry_request_not_here (const GantryProgram *program, const GantryRequest *request);
