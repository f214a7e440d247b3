/* Any bytes as a `.gantry` file: a timeline or an error, and whatever the timeline holds, it can be counted,
 * drawn, and written again.
 *
 * Hashes that are wrong would end most tries at once; so those of the chunks are put right first, and left
 * wrong in files whose first byte says so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "chart/picture.h"
#include "format/csv.h"
#include "format/gantry-layout.h"
#include "format/gantry-read.h"
#include "format/gantry-write.h"
#include "format/stats.h"

#include <string.h>
#include <xxhash.h>

#define MOST_DRAWN 20 /* lanes: a picture of more takes its time */
#define SAMPLED 6     /* one in so many is counted, drawn and written again */

static uint64_t
align (uint64_t offset)
{
  return (offset + GANTRY_FILE_ALIGNMENT - 1) / GANTRY_FILE_ALIGNMENT * GANTRY_FILE_ALIGNMENT;
}

static void
put_hash (uint8_t *place, const uint8_t *data, uint64_t length)
{
  uint64_t hash = XXH3_64bits(data, length);
  memcpy(place, &hash, sizeof hash);
}

/* Returns where the chunk ends, or 0. */
static uint64_t
mend_chunk (uint8_t *bytes, uint64_t size, uint64_t offset)
{
  GantryChunkHeader header;
  if (size - offset < sizeof header)
    return 0;
  memcpy(&header, bytes + offset, sizeof header);
  if (header.magic != GANTRY_CHUNK_MAGIC || header.length > size)
    return 0;
  uint64_t records = offset + sizeof header, hashes = align(records + header.length);
  uint64_t n_blocks = (header.length + GANTRY_HASHED_BLOCK - 1) / GANTRY_HASHED_BLOCK;
  uint64_t end = align(hashes + (n_blocks + 1) * sizeof(uint64_t));
  if (end > size)
    return 0;
  put_hash(bytes + offset + offsetof(GantryChunkHeader, header_hash), bytes + offset,
           offsetof(GantryChunkHeader, header_hash));
  for (uint64_t i = 0; i < n_blocks; i++)
    put_hash(bytes + hashes + i * sizeof(uint64_t), bytes + records + i * GANTRY_HASHED_BLOCK,
             MIN(GANTRY_HASHED_BLOCK, header.length - i * GANTRY_HASHED_BLOCK));
  put_hash(bytes + hashes + n_blocks * sizeof(uint64_t), bytes + hashes, n_blocks * sizeof(uint64_t));
  return end;
}

static void
mend (uint8_t *bytes, uint64_t size)
{
  uint64_t offset = sizeof(GantryFileHeader);
  while (offset > 0 && offset < size)
    offset = mend_chunk(bytes, size, offset);
}

static void
count (GantryTimeline *timeline)
{
  g_autofree char *stats = gantry_stats_to_json(timeline);
  g_assert_true(g_utf8_validate(stats, -1, NULL));
  g_autofree char *table = gantry_stats_to_table(timeline);
  g_assert_true(g_utf8_validate(table, -1, NULL));
  g_autofree char *csv = gantry_timeline_to_csv(timeline);
  g_assert_true(g_utf8_validate(csv, -1, NULL));
}

static void
draw (GantryTimeline *timeline)
{
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  view.width = 120;
  view.height = 80;
  view.without_text = true;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) picture = gantry_picture_render(timeline, &view, 1.0, GANTRY_PICTURE_PNG, &error);
  g_assert_no_error(error);
  g_assert_nonnull(picture);
}

static void
check (GantryTimeline *timeline)
{
  g_autoptr(GBytes) again = gantry_trace_to_bytes(timeline);
  g_assert_cmpuint(g_bytes_get_size(again), >, 0);
  count(timeline);
  if (gantry_timeline_get_n_lanes(timeline) <= MOST_DRAWN)
    draw(timeline);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autofree uint8_t *copy = g_memdup2(data, size);
  if (size > 0 && copy[0] == (uint8_t)GANTRY_FILE_MAGIC[0])
    mend(copy, size);
  g_autoptr(GBytes) bytes = g_bytes_new_take(g_steal_pointer(&copy), size);
  g_autoptr(GantryTimeline) timeline = gantry_trace_read(bytes, NULL, &report, &error);
  g_assert(timeline || error);
  if (!timeline)
    return 0;
  if (fuzz_samples(SAMPLED, data, size))
    check(timeline);
  return 0;
}
