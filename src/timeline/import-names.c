/* The texts of an import, once each, with numbers from 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"
#include "timeline/secret-hash.h"

#include <string.h>

#define FIRST_SLOTS 256u

void
gantry_import_names_init (GantryImportNames *names)
{
  names->texts = g_array_new(FALSE, FALSE, sizeof(GantryImportText));
  names->n_slots = FIRST_SLOTS;
  names->slots = g_new0(uint32_t, FIRST_SLOTS);
  names->bytes = g_string_chunk_new(4096);
}

void
gantry_import_names_clear (GantryImportNames *names)
{
  g_clear_pointer(&names->texts, g_array_unref);
  g_clear_pointer(&names->slots, g_free);
  g_clear_pointer(&names->bytes, g_string_chunk_free);
}

static const GantryImportText *
text_at (const GantryImportNames *names, uint32_t number)
{
  return &g_array_index(names->texts, GantryImportText, number - 1);
}

/* The slot that has this text, or the free one where it belongs. */
static uint32_t *
find_slot (const GantryImportNames *names, const char *raw, gsize length, uint32_t hash)
{
  for (uint32_t i = hash;; i++) {
    uint32_t *slot = &names->slots[i & (names->n_slots - 1)];
    if (*slot == 0)
      return slot;
    const GantryImportText *text = text_at(names, *slot);
    if (text->hash == hash && text->raw_length == length && memcmp(text->raw, raw, length) == 0)
      return slot;
  }
}

static void
grow (GantryImportNames *names)
{
  g_free(names->slots);
  names->n_slots *= 2;
  names->slots = g_new0(uint32_t, names->n_slots);
  for (uint32_t number = 1; number <= names->texts->len; number++) {
    uint32_t place = text_at(names, number)->hash & (names->n_slots - 1);
    while (names->slots[place] != 0)
      place = (place + 1) & (names->n_slots - 1);
    names->slots[place] = number;
  }
}

/* Not in the midst of a character. */
static gsize
cut_length (const char *text, gsize length)
{
  if (length <= GANTRY_TEXT_MAX)
    return length;
  length = GANTRY_TEXT_MAX;
  for (int i = 0; i < 3 && ((unsigned char)text[length] & 0xc0) == 0x80; i++)
    length--;
  return length;
}

uint32_t
gantry_import_name (GantryImport *import, const char *text, gsize length)
{
  GantryImportNames *names = &import->names;
  length = cut_length(text, length);
  uint32_t hash = gantry_hash_bytes(text, length);
  uint32_t *slot = find_slot(names, text, length, hash);
  if (*slot != 0)
    return *slot;
  GantryImportText added = {.raw_length = (uint32_t)length, .hash = hash};
  added.raw = added.text = g_string_chunk_insert_len(names->bytes, text, (gssize)length);
  if (!g_utf8_validate_len(text, length, NULL)) {
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    added.text = g_string_chunk_insert(names->bytes, valid);
  }
  g_array_append_val(names->texts, added);
  *slot = names->texts->len;
  if (names->texts->len > names->n_slots / 2)
    grow(names);
  return names->texts->len;
}

const char *
gantry_import_get_text (const GantryImport *import, uint32_t name)
{
  return name > 0 && name <= import->names.texts->len ? text_at(&import->names, name)->text : "";
}

const char **
gantry_import_names_to_strv (const GantryImportNames *names)
{
  const char **texts = g_new0(const char *, names->texts->len + 1);
  for (uint32_t number = 1; number <= names->texts->len; number++)
    texts[number - 1] = text_at(names, number)->text;
  return texts;
}
