/* What every fuzz target is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes any bytes; aborts if something is wrong with what becomes of them. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Whether a check is due that takes longer than all the rest: of one input in `n`, chosen by its bytes alone,
 * so that what was found is found again. */
bool fuzz_samples (unsigned n, const uint8_t *data, size_t size);
/* Every check is due of every input. */
extern bool fuzz_samples_all;
