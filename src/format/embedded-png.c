/* A PNG's private chunk. W3C, "Portable Network Graphics (PNG) Specification (Second Edition)", 2003: the
 * letters' cases say that it is ancillary (g), private (a) and safe to copy (t).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/embedded-private.h"

#include <string.h>

static const char signature[8] = "\x89PNG\r\n\x1a\n";
static const char chunk_name[4] = {'g', 'a', 'N', 't'};

/* Length, name and checksum that a chunk has besides its data. */
#define AROUND 12

bool
gantry_embed_is_png (const char *start, gsize length)
{
  return length >= sizeof signature && memcmp(start, signature, sizeof signature) == 0;
}

static uint32_t
get_number (const char *bytes)
{
  const guint8 *data = (const guint8 *)bytes;
  return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

static void
add_number (GByteArray *array, uint32_t number)
{
  guint8 bytes[4] = {(guint8)(number >> 24), (guint8)(number >> 16), (guint8)(number >> 8), (guint8)number};
  g_byte_array_append(array, bytes, sizeof bytes);
}

/* The checksum of chunks (the specification's annex D), by halves of bytes. */
static uint32_t
checksum (const char *data, gsize length)
{
  static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                     0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                     0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
  uint32_t sum = UINT32_MAX;
  for (gsize i = 0; i < length; i++) {
    sum ^= (guint8)data[i];
    sum = sum >> 4 ^ table[sum & 15];
    sum = sum >> 4 ^ table[sum & 15];
  }
  return ~sum;
}

/* The offset of the first chunk of a name, or `length`. */
static gsize
find_chunk (const char *picture, gsize length, const char *name)
{
  gsize offset = sizeof signature;
  while (length - offset >= AROUND) {
    if (memcmp(picture + offset + 4, name, 4) == 0)
      return offset;
    gsize data = get_number(picture + offset);
    if (data > length - offset - AROUND)
      break;
    offset += data + AROUND;
  }
  return length;
}

GByteArray *
gantry_embed_png (const char *picture, gsize length, GBytes *packed)
{
  gsize end = find_chunk(picture, length, "IEND"), size = g_bytes_get_size(packed);
  if (end == length || size > INT32_MAX)
    return NULL;
  GByteArray *carrier = g_byte_array_sized_new((guint)(length + size + AROUND));
  g_byte_array_append(carrier, (const guint8 *)picture, (guint)end);
  add_number(carrier, (uint32_t)size);
  guint start = carrier->len;
  g_byte_array_append(carrier, (const guint8 *)chunk_name, sizeof chunk_name);
  g_byte_array_append(carrier, g_bytes_get_data(packed, NULL), (guint)size);
  add_number(carrier, checksum((const char *)carrier->data + start, carrier->len - start));
  g_byte_array_append(carrier, (const guint8 *)picture + end, (guint)(length - end));
  return carrier;
}

GBytes *
gantry_extract_png (const char *picture, gsize length, bool *damaged)
{
  gsize offset = find_chunk(picture, length, chunk_name);
  if (offset == length)
    return NULL;
  gsize size = get_number(picture + offset);
  const char *data = picture + offset + 8;
  *damaged = size > length - offset - AROUND || checksum(data - 4, size + 4) != get_number(data + size);
  return *damaged ? NULL : g_bytes_new(data, size);
}
