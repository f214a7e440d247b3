/* The domains of errors. GLib's own macro keeps the number in a variable that two threads may write at once,
 * which C calls a race; here GLib is asked each time, under its lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* Defines the function FUNCTION_quark(), whose quark has that name. Any thread may call it. */
#define GANTRY_DEFINE_QUARK(name, function)                                                                  \
  GQuark function##_quark(void)                                                                              \
  {                                                                                                          \
    return g_quark_from_static_string(name);                                                                 \
  }
