/* What every fuzz target is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Takes any bytes; aborts if something is wrong with what becomes of them. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
