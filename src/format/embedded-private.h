/* The three kinds of pictures that carry a trace, each as bytes in and bytes out. What goes in is compressed
 * by then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/embedded.h"

#define GANTRY_EMBED_FILE_NAME "trace.gantry"

/* The last place of a text among bytes that may hold anything, or NULL. */
const char *gantry_embed_find_last (const char *bytes, gsize length, const char *text);

bool gantry_embed_is_png (const char *start, gsize length);
bool gantry_embed_is_svg (const char *start, gsize length);
bool gantry_embed_is_pdf (const char *start, gsize length);

/* Put `packed` into a picture; NULL where it is not whole. `size`: of the trace before it was packed. */
GByteArray *gantry_embed_png (const char *picture, gsize length, GBytes *packed);
GByteArray *gantry_embed_svg (const char *picture, gsize length, GBytes *packed);
GByteArray *gantry_embed_pdf (const char *picture, gsize length, GBytes *packed, gsize size);

/* The packed trace; NULL with `*damaged` set or not: whether there is one at all. */
GBytes *gantry_extract_png (const char *picture, gsize length, bool *damaged);
GBytes *gantry_extract_svg (const char *picture, gsize length, bool *damaged);
GBytes *gantry_extract_pdf (const char *picture, gsize length, bool *damaged);
