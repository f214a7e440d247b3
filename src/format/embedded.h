/* A trace inside a picture of it: the picture from a slide opens again as a live chart.
 *
 * The trace is compressed (zlib), and lies in a PNG as the private chunk "gaNt", in an SVG as base64 in a
 * <metadata> element, in a PDF as an attached file. Programs that know nothing of it show the picture as
 * ever; many that change and save it keep it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

/* A larger trace, bytes, is neither put into a picture nor taken out of one. */
#define GANTRY_EMBED_MOST ((gsize)64 << 20)
/* Pictures of more intervals carry no trace. */
#define GANTRY_EMBED_MOST_INTERVALS 100000

/* Whether bytes begin as a PNG, an SVG or a PDF does. */
bool gantry_embed_is_picture (const void *start, gsize length);

/* The picture with the trace inside, whatever bytes it is made of. PDFs must have a cross-reference table, as
 * ours have. Fails with GANTRY_READING_ERROR where the picture is none, or the trace too large. Any thread.
 */
GBytes *gantry_embed (GBytes *picture, GBytes *trace, GError **error);
/* The trace that a picture carries. Takes any bytes, with memory of at most GANTRY_EMBED_MOST and a few times
 * the picture's. Fails with GANTRY_READING_ERROR: _FORMAT where there is none in it, _CONTENT where it is
 * damaged. Any thread. */
GBytes *gantry_extract (GBytes *picture, GError **error);

/* The picture, with the timeline's trace inside where it is finished and has at most
 * GANTRY_EMBED_MOST_INTERVALS; else as it is. Any thread. */
GBytes *gantry_embed_timeline (GBytes *picture, GantryTimeline *timeline, GError **error);
