/* Traces in pictures: packing, and which kind of picture it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/embedded.h"

#include "format/embedded-private.h"
#include "format/gantry-write.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STEP 65536 /* bytes that are unpacked at a time */
/* Of zlib's levels: higher ones take many times as long, and no less room. */
#define COMPRESSION 6

bool
gantry_embed_is_picture (const void *start, gsize length)
{
  return gantry_embed_is_png(start, length) || gantry_embed_is_svg(start, length) ||
         gantry_embed_is_pdf(start, length);
}

const char *
gantry_embed_find_last (const char *bytes, gsize length, const char *text)
{
  gsize size = strlen(text);
  for (gsize i = length; i >= size; i--)
    if (memcmp(bytes + i - size, text, size) == 0)
      return bytes + i - size;
  return NULL;
}

static void
set_error (GError **error, GantryReadingError code, const char *message)
{
  g_set_error_literal(error, GANTRY_READING_ERROR, (int)code, message);
}

/* Runs all of `input` through; NULL where that fails, the output exceeds `most`, or the input ends early. */
static GBytes *
convert (GConverter *converter, GBytes *input, gsize most)
{
  g_autoptr(GByteArray) output = g_byte_array_new();
  gsize length, used = 0;
  const char *data = g_bytes_get_data(input, &length);
  for (;;) {
    gsize n_read = 0, n_written = 0;
    guint end = output->len;
    if (end > most)
      return NULL;
    g_byte_array_set_size(output, end + STEP);
    GConverterResult result =
        g_converter_convert(converter, data != NULL ? data + used : "", length - used, output->data + end,
                            STEP, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
    if (result == G_CONVERTER_ERROR)
      return NULL;
    used += n_read;
    g_byte_array_set_size(output, end + (guint)n_written);
    if (result == G_CONVERTER_FINISHED)
      break;
    if (n_read == 0 && n_written == 0)
      return NULL;
  }
  return output->len <= most ? g_byte_array_free_to_bytes(g_steal_pointer(&output)) : NULL;
}

static GByteArray *
put (GBytes *picture, GBytes *packed, gsize size)
{
  gsize length;
  const char *data = g_bytes_get_data(picture, &length);
  if (gantry_embed_is_png(data, length))
    return gantry_embed_png(data, length, packed);
  if (gantry_embed_is_svg(data, length))
    return gantry_embed_svg(data, length, packed);
  if (gantry_embed_is_pdf(data, length))
    return gantry_embed_pdf(data, length, packed, size);
  return NULL;
}

GBytes *
gantry_embed (GBytes *picture, GBytes *trace, GError **error)
{
  if (g_bytes_get_size(trace) > GANTRY_EMBED_MOST) {
    set_error(error, GANTRY_READING_ERROR_CONTENT, _("the trace is too large to be put into a picture"));
    return NULL;
  }
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, COMPRESSION);
  g_autoptr(GBytes) packed = convert(G_CONVERTER(compressor), trace, GANTRY_EMBED_MOST * 2);
  GByteArray *carrier = packed != NULL ? put(picture, packed, g_bytes_get_size(trace)) : NULL;
  if (carrier != NULL)
    return g_byte_array_free_to_bytes(carrier);
  set_error(error, GANTRY_READING_ERROR_FORMAT, _("this is no PNG, SVG or PDF that a trace can be put into"));
  return NULL;
}

/* NULL with `*damaged`, or where there is none. */
static GBytes *
take (GBytes *picture, bool *damaged)
{
  gsize length;
  const char *data = g_bytes_get_data(picture, &length);
  if (gantry_embed_is_png(data, length))
    return gantry_extract_png(data, length, damaged);
  if (gantry_embed_is_svg(data, length))
    return gantry_extract_svg(data, length, damaged);
  if (gantry_embed_is_pdf(data, length))
    return gantry_extract_pdf(data, length, damaged);
  return NULL;
}

GBytes *
gantry_extract (GBytes *picture, GError **error)
{
  bool damaged = false;
  g_autoptr(GBytes) packed = take(picture, &damaged);
  if (packed == NULL && !damaged) {
    set_error(error, GANTRY_READING_ERROR_FORMAT,
              _("this picture carries no trace; export it again, with the trace inside"));
    return NULL;
  }
  g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  GBytes *trace = packed != NULL ? convert(G_CONVERTER(decompressor), packed, GANTRY_EMBED_MOST) : NULL;
  if (trace == NULL)
    set_error(error, GANTRY_READING_ERROR_CONTENT,
              _("the trace inside this picture is damaged, or larger than 64 MB"));
  return trace;
}

static bool
is_small (const GantryTimeline *timeline)
{
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && count <= GANTRY_EMBED_MOST_INTERVALS; i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  return count <= GANTRY_EMBED_MOST_INTERVALS;
}

GBytes *
gantry_embed_timeline (GBytes *picture, GantryTimeline *timeline, GError **error)
{
  if (!gantry_timeline_is_finished(timeline) || !is_small(timeline) ||
      !gantry_trace_can_be_written(timeline, NULL))
    return g_bytes_ref(picture);
  g_autoptr(GBytes) trace = gantry_trace_to_bytes(timeline);
  if (g_bytes_get_size(trace) > GANTRY_EMBED_MOST)
    return g_bytes_ref(picture);
  return gantry_embed(picture, trace, error);
}
