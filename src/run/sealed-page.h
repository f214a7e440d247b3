/* What system calls of a confined process may point to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

/* Copies so many bytes, at most a page, to a page of their own that cannot be written any more, and that lies
 * lower than any that can: seccomp, which sees where an argument lies but not what stands there, knows so
 * what it is (confinement-calls.c). It is there for good. NULL: errno says why. Any thread, but before the
 * walls stand. */
const void *gantry_sealed_page_new (const void *bytes, size_t length);
