/* From raw slices to nested ones: halves are put together, then slices into slices.
 *
 * Both halves are matched by a stack in the order of time, before slices that came whole are looked at: the
 * writer of the halves knew nothing of those.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

/* Most writers round to microseconds, so that of two slices that follow each other the second may seem to
 * begin within the first. By more than this it does. */
#define ROUNDING_NS 1000
/* So many open slices are looked at for the one that an end names. */
#define MOST_ASTRAY 64u

static GantryRawSlice *
slice_at (const GantryImportTrack *track, guint index)
{
  return &g_array_index(track->slices.elements, GantryRawSlice, index);
}

/* How many of the open slices that end ends, those within it counted. One without a name goes with any. Most
 * ends are of the slice begun last; no further is looked than some mistake of a program's reaches. */
static guint
count_ended (const GantryImportTrack *track, const GArray *open, uint32_t name)
{
  for (guint i = 0; i < MIN(open->len, MOST_ASTRAY); i++) {
    uint32_t begun = slice_at(track, g_array_index(open, guint, open->len - 1 - i))->name;
    if (name == 0 || begun == 0 || begun == name)
      return i + 1;
  }
  return 0;
}

/* What was begun at the moment of the end is not within what ends, but follows it. */
static void
end_open (GantryImport *import, GantryImportTrack *track, GArray *open, const GantryRawSlice *end)
{
  guint count = count_ended(track, open, end->name), ended = open->len - count, n_kept = ended;
  if (count == 0) {
    import->counts.unmatched++;
    return;
  }
  for (guint i = ended; i < open->len; i++) {
    guint place = g_array_index(open, guint, i);
    GantryRawSlice *begin = slice_at(track, place);
    if (i > ended && begin->time == end->time) {
      g_array_index(open, guint, n_kept++) = place;
      continue;
    }
    begin->length = gantry_raw_length_new(track, end->time - begin->time);
    import->counts.cut += i > ended;
  }
  g_array_set_size(open, n_kept);
}

void
gantry_import_match_halves (GantryImport *import, GantryImportTrack *track)
{
  if (!track->has_halves)
    return;
  track->has_halves = false;
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
  guint n_kept = 0;
  gantry_raw_column_sort(&track->slices);
  for (guint i = 0; i < track->slices.elements->len; i++) {
    GantryRawSlice slice = *slice_at(track, i);
    if (slice.length == GANTRY_RAW_END) {
      end_open(import, track, open, &slice);
    } else {
      if (slice.length == GANTRY_RAW_BEGIN)
        g_array_append_val(open, n_kept);
      *slice_at(track, n_kept++) = slice;
    }
  }
  g_array_set_size(track->slices.elements, n_kept);
  for (guint i = 0; i < open->len; i++) {
    GantryRawSlice *begin = slice_at(track, g_array_index(open, guint, i));
    begin->length = gantry_raw_length_new(track, import->last - begin->time);
    track->last = import->last;
    import->counts.unfinished++;
  }
}

/* What begins first comes first, of several the longest, of equal ones that which came first. */
static int
compare_slices (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GantryRawSlice *left = a, *right = b;
  const GantryImportTrack *track = user_data;
  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;
  int64_t longer = gantry_raw_slice_length(track, left), shorter = gantry_raw_slice_length(track, right);
  return (longer < shorter) - (longer > shorter);
}

static bool
is_sorted (GantryImportTrack *track)
{
  for (guint i = 1; i < track->slices.elements->len; i++)
    if (compare_slices(slice_at(track, i - 1), slice_at(track, i), track) > 0)
      return false;
  return true;
}

static void
sort_slices (GantryImportTrack *track)
{
  if (!is_sorted(track))
    g_array_sort_with_data(track->slices.elements, compare_slices, track);
}

/* When the first slice begins at that time or later; that time itself where none does. */
static int64_t
find_next (const GantryImportTrack *track, int64_t time)
{
  guint low = 0, high = track->slices.elements->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (slice_at(track, middle)->time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low < track->slices.elements->len ? slice_at(track, low)->time : time;
}

void
gantry_import_bind_flows (GantryImport *import)
{
  g_autoptr(GHashTable) prepared = g_hash_table_new(NULL, NULL); /* tracks that are in order */
  for (guint i = 0; i < import->flows->len; i++) {
    GantryRawFlow *flow = &g_array_index(import->flows, GantryRawFlow, i);
    GantryImportTrack *track = gantry_import_get_track(import, flow->track);
    if (flow->phase != GANTRY_FLOW_NEXT)
      continue;
    flow->phase = GANTRY_FLOW_BRANCH;
    if (gantry_raw_column_count(&track->slices) == 0)
      continue;
    if (g_hash_table_add(prepared, track)) {
      gantry_import_match_halves(import, track);
      sort_slices(track);
    }
    flow->end = find_next(track, flow->time);
  }
}

/* Finds the place of a slice among the open ones (`ends`), cuts it to it and returns its depth. */
static unsigned
enter (GantryImport *import, GArray *ends, int64_t *start, int64_t *end)
{
  while (ends->len > 0) {
    int64_t around = g_array_index(ends, int64_t, ends->len - 1);
    bool follows = around <= *start;
    bool seems_within = *end > around && around - *start <= ROUNDING_NS;
    if (!follows && !seems_within) {
      import->counts.cut += *end > around;
      *end = MIN(*end, around);
      break;
    }
    *start = MAX(*start, around);
    g_array_set_size(ends, ends->len - 1);
  }
  g_array_append_val(ends, *end);
  return ends->len - 1;
}

static void
add_mark (GantryImport *import, GantryTrack track, const GantryRawSlice *slice)
{
  GantryRawMark mark = {slice->time, track, slice->name, 0};
  g_array_append_val(import->marks, mark);
}

void
gantry_import_nest (GantryImport *import, GantryTrack number, GantryNestFunc func, gpointer user_data)
{
  GantryImportTrack *track = gantry_import_get_track(import, number);
  g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int64_t));
  if (gantry_raw_column_count(&track->slices) == 0)
    return;
  gantry_import_match_halves(import, track);
  sort_slices(track);
  for (guint i = 0; i < track->slices.elements->len; i++) {
    const GantryRawSlice *slice = slice_at(track, i);
    int64_t start = slice->time, end = slice->time + gantry_raw_slice_length(track, slice);
    if (start == end) {
      add_mark(import, number, slice);
      continue;
    }
    unsigned depth = enter(import, ends, &start, &end);
    if (depth < GANTRY_IMPORT_MOST_DEPTH)
      func(depth, start, end, slice->name, user_data);
    else
      import->counts.left_out++;
  }
  gantry_raw_column_clear(&track->slices);
  g_clear_pointer(&track->long_lengths, g_array_unref);
}
