/* One secret for all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/secret-hash.h"

#include <string.h>

static uint64_t
secret_of_process (void)
{
  static gsize once;
  static uint64_t secret;
  if (g_once_init_enter(&once)) {
    secret = (uint64_t)g_random_int() << 32 | g_random_int();
    g_once_init_leave(&once, 1);
  }
  return secret;
}

static uint64_t
mix (uint64_t hash, uint64_t number)
{
  hash = (hash ^ number) * UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 32;
}

uint32_t
gantry_hash_bytes (const char *bytes, gsize length)
{
  uint64_t hash = secret_of_process() ^ length;
  for (; length > 0; bytes += 8) {
    uint64_t word = 0;
    memcpy(&word, bytes, MIN(length, 8));
    hash = mix(hash, word);
    length -= MIN(length, 8);
  }
  return (uint32_t)hash;
}

uint32_t
gantry_hash_numbers (uint64_t first, uint64_t second, uint64_t third)
{
  return (uint32_t)mix(mix(mix(secret_of_process(), first), second), third);
}

guint
gantry_hash_text (gconstpointer text)
{
  return gantry_hash_bytes(text, strlen(text));
}

guint
gantry_hash_int64 (gconstpointer number)
{
  return gantry_hash_numbers((uint64_t) * (const int64_t *)number, 0, 0);
}

guint
gantry_hash_number (gconstpointer number)
{
  return gantry_hash_numbers(GPOINTER_TO_SIZE(number), 0, 0);
}
