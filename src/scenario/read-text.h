/* Reading a text file whole, but never more than is allowed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* At most `most` + 1 bytes of a file, so that a huge or endless one is seen to be too long and not read
 * whole. Error: of GIO. Any thread. */
GBytes *gantry_read_text (const char *path, gsize most, GError **error);

/* FALSE, with an error of GIO: what the path names is there but has no end of its own, as a device or a pipe,
 * on which a reader may wait for ever. Any thread. */
gboolean gantry_can_end (const char *path, GError **error);
