/* Names that several of a kind get: "adder 1", "adder 2".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <string.h>

/* Whether `name` is what those are called by, of which `length` bytes count, with a number behind it. Any
 * thread. */
static inline bool
gantry_is_numbered_name (const char *name, const char *kind, size_t length)
{
  if (strncmp(name, kind, length) != 0 || name[length] != ' ' || name[length + 1] == '\0')
    return false;
  return strspn(name + length + 1, "0123456789") == strlen(name + length + 1);
}
