/* Paths of an SVG in few letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* The same picture, its paths written shorter: level and upright lines by one number, numbers with two
 * decimals. `svg` as cairo writes it; newly allocated. Any thread. */
GByteArray *gantry_svg_shorten_paths (const GByteArray *svg);
