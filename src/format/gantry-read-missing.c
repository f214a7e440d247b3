/* What a file that was cut off or damaged lost of its lanes: found, marked and told.
 *
 * A lane's intervals follow each other without a gap, so that nothing behind one that is missing can be used.
 * Nor can a part of a chunk that is cut off: its hashes would stand at its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-reader.h"

#include "timeline/columns.h"

#include <glib/gi18n-lib.h>

/* What comes behind the last step. */
static bool
ends_file (const GantryChunk *chunk)
{
  return chunk->type == GANTRY_CHUNK_STRINGS || chunk->type == GANTRY_CHUNK_BOOKMARKS ||
         chunk->type == GANTRY_CHUNK_RESULT;
}

void
gantry_reader_drop_half_step (GantryTraceReader *reader)
{
  guint n_whole = gantry_reader_count_chunks(reader);
  while (n_whole > 0 && gantry_reader_chunk(reader, n_whole - 1)->type != GANTRY_CHUNK_PROGRESS)
    n_whole--;
  if (reader->chunks.is_whole || n_whole == 0)
    return;
  for (guint i = gantry_reader_count_chunks(reader); i > n_whole; i--)
    if (!ends_file(gantry_reader_chunk(reader, i - 1)))
      g_array_remove_index(reader->chunks.chunks, i - 1);
}

void
gantry_reader_miss (GantryTraceReader *reader, GantryLane *lane, uint64_t count)
{
  if (!reader->missing)
    reader->missing = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  uint64_t *missing = g_hash_table_lookup(reader->missing, lane);
  if (!missing) {
    missing = g_new0(uint64_t, 1);
    g_hash_table_insert(reader->missing, lane, missing);
  }
  *missing += MIN(count, INT64_MAX - *missing);
  gantry_reader_leave_out(reader);
}

bool
gantry_reader_misses (const GantryTraceReader *reader, const GantryLane *lane)
{
  return reader->missing && g_hash_table_contains(reader->missing, lane);
}

uint64_t
gantry_reader_mark_missing (const GantryTraceReader *reader, int64_t end)
{
  GHashTableIter each;
  gpointer lane, value;
  uint64_t sum = 0;
  if (!reader->missing)
    return 0;
  g_hash_table_iter_init(&each, reader->missing);
  while (g_hash_table_iter_next(&each, &lane, &value)) {
    uint64_t count = *(const uint64_t *)value;
    int64_t from = gantry_lane_get_known_until(lane), ended = gantry_lane_get_ended(lane);
    int64_t to = MAX(from, ended != GANTRY_NO_TIME ? ended : end);
    gantry_lane_restore_loss(lane, &(GantryLoss){from, to, count});
    sum += MIN(count, INT64_MAX - sum);
  }
  return sum;
}

/* Any file has a table of the things that its facts name. */
static bool
has_things (const GantryTraceReader *reader)
{
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++)
    if (gantry_reader_chunk(reader, i)->type == GANTRY_CHUNK_THINGS)
      return true;
  return gantry_timeline_get_n_things(reader->timeline) == 0;
}

char *
gantry_reader_tell_missing (const GantryTraceReader *reader, const char *sentence)
{
  guint n_lanes = reader->missing ? g_hash_table_size(reader->missing) : 0;
  if (gantry_timeline_get_n_lanes(reader->timeline) == 0)
    return g_strdup_printf(_("%s; what it says of its lanes is missing"), sentence);
  if (n_lanes > 0)
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%s; intervals of %u lane are missing, so that figures are too small",
                    "%s; intervals of %u lanes are missing, so that figures are too small", n_lanes),
        sentence, n_lanes);
  if (!has_things(reader))
    return g_strdup_printf(_("%s; what was done with shared things is missing"), sentence);
  return g_strdup(sentence);
}
