/* Tracks that share rows: many short ones of one kind become a few lanes.
 *
 * Where a program makes a track for each request or frame, a lane for each would make a chart that nobody can
 * read. Those of one group whose events do not overlap in time become one track here, the one with the
 * smallest number, before there are any lanes. A track goes to the first row that is free by then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"
#include "timeline/secret-hash.h"

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

typedef struct Row Row;
struct Row {
  guint number;
  const Row *lead;
  GantryTrack track; /* that becomes the row's */
  int64_t end;
};

typedef struct {
  uint64_t key; /* of the row or track above, and the group */
  guint n_rows;
  const Row *lead; /* the first row */
  GSequence *free; /* Row, the smallest number first */
  GSequence *busy; /* Row, the earliest end first */
} Group;

/* A track that may share a row. */
typedef struct {
  GantryTrack track;
  guint depth; /* of those above it */
  int64_t first;
} Sharer;

typedef struct {
  GantryImport *import;
  GArray *sharers;     /* Sharer */
  GHashTable *groups;  /* key to Group */
  GPtrArray *rows;     /* Row, all that there are */
  Row **row_of;        /* by track, or NULL */
  GantryTrack *stands; /* by track: the one that stands for it afterwards */
} Rows;

static void
group_free (gpointer data)
{
  Group *group = data;
  g_sequence_free(group->free);
  g_sequence_free(group->busy);
  g_free(group);
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer unused)
{
  (void)unused;
  const Row *left = a, *right = b;
  return COMPARE(left->number, right->number);
}

static int
compare_ends (gconstpointer a, gconstpointer b, gpointer unused)
{
  (void)unused;
  const Row *left = a, *right = b;
  return COMPARE(left->end, right->end);
}

/* Those above come first, so that their rows are known by then. */
static int
compare_sharers (gconstpointer a, gconstpointer b)
{
  const Sharer *left = a, *right = b;
  int order = COMPARE(left->depth, right->depth);
  if (order == 0)
    order = COMPARE(left->first, right->first);
  return order == 0 ? COMPARE(left->track, right->track) : order;
}

static void
gather_sharers (const Rows *rows)
{
  guint n_tracks = rows->import->tracks->len;
  g_autofree guint *depths = g_new0(guint, n_tracks + 1);
  for (guint i = 0; i < n_tracks; i++) {
    const GantryImportTrack *track = gantry_import_get_track(rows->import, i);
    depths[i] = track->parent != GANTRY_NO_TRACK ? depths[track->parent] + 1 : 0;
    const Sharer sharer = {i, depths[i], track->first};
    if (track->group != 0 && track->first <= track->last)
      g_array_append_val(rows->sharers, sharer);
  }
  g_array_sort(rows->sharers, compare_sharers);
}

static Group *
group_of (const Rows *rows, const GantryImportTrack *track)
{
  const Row *above = track->parent != GANTRY_NO_TRACK ? rows->row_of[track->parent] : NULL;
  uint64_t parent = above != NULL ? above->track : track->parent;
  uint64_t key = parent << 32 | track->group;
  Group *group = g_hash_table_lookup(rows->groups, &key);
  if (group != NULL)
    return group;
  group = g_new(Group, 1);
  *group = (Group){key, 0, NULL, g_sequence_new(NULL), g_sequence_new(NULL)};
  g_hash_table_insert(rows->groups, &group->key, group);
  return group;
}

/* The first that is free from `time` on. */
static Row *
take_row (const Rows *rows, Group *group, int64_t time)
{
  GSequenceIter *first = g_sequence_get_begin_iter(group->busy);
  while (!g_sequence_iter_is_end(first) && ((const Row *)g_sequence_get(first))->end <= time) {
    g_sequence_insert_sorted(group->free, g_sequence_get(first), compare_numbers, NULL);
    g_sequence_remove(first);
    first = g_sequence_get_begin_iter(group->busy);
  }
  first = g_sequence_get_begin_iter(group->free);
  if (!g_sequence_iter_is_end(first)) {
    Row *row = g_sequence_get(first);
    g_sequence_remove(first);
    return row;
  }
  Row *row = g_new0(Row, 1);
  row->number = ++group->n_rows;
  if (row->number == 1)
    group->lead = row;
  row->lead = group->lead;
  row->track = GANTRY_NO_TRACK;
  g_ptr_array_add(rows->rows, row);
  return row;
}

static void
place (const Rows *rows, GantryTrack number)
{
  const GantryImportTrack *track = gantry_import_get_track(rows->import, number);
  Group *group = group_of(rows, track);
  Row *row = take_row(rows, group, track->first);
  row->track = MIN(row->track, number);
  row->end = track->last;
  rows->row_of[number] = row;
  g_sequence_insert_sorted(group->busy, row, compare_ends, NULL);
}

static void
move_track (const Rows *rows, GantryTrack number)
{
  const Row *row = rows->row_of[number];
  GantryImportTrack *from = gantry_import_get_track(rows->import, number);
  GantryImportTrack *to = gantry_import_get_track(rows->import, row->track);
  gantry_import_set_row(rows->import, row->track, row->lead->track, row->number);
  if (from == to)
    return;
  rows->stands[number] = row->track;
  gantry_import_move_slices(from, to);
  to->first = MIN(to->first, from->first);
  to->last = MAX(to->last, from->last);
  from->first = INT64_MAX;
  from->last = INT64_MIN;
}

/* Whatever names a track by its number. */
static void
redirect (const Rows *rows)
{
  const GantryImport *import = rows->import;
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = gantry_import_get_track(import, i);
    if (track->parent != GANTRY_NO_TRACK)
      track->parent = rows->stands[track->parent];
  }
  for (guint i = 0; i < import->flows->len; i++) {
    GantryRawFlow *flow = &g_array_index(import->flows, GantryRawFlow, i);
    flow->track = rows->stands[flow->track];
  }
  for (guint i = 0; i < import->marks->len; i++) {
    GantryRawMark *mark = &g_array_index(import->marks, GantryRawMark, i);
    mark->track = rows->stands[mark->track];
  }
  for (guint i = 0; i < import->spans->len; i++) {
    GantryRawSpan *span = &g_array_index(import->spans, GantryRawSpan, i);
    span->track = rows->stands[span->track];
  }
  for (guint i = 0; i < import->losses->len; i++) {
    GantryRawLoss *loss = &g_array_index(import->losses, GantryRawLoss, i);
    loss->track = rows->stands[loss->track];
  }
}

static void
share (const Rows *rows)
{
  for (guint i = 0; i < rows->import->tracks->len; i++)
    rows->stands[i] = i;
  for (guint i = 0; i < rows->sharers->len; i++)
    place(rows, g_array_index(rows->sharers, Sharer, i).track);
  for (guint i = 0; i < rows->sharers->len; i++)
    move_track(rows, g_array_index(rows->sharers, Sharer, i).track);
  redirect(rows);
}

void
gantry_import_share_rows (GantryImport *import)
{
  Rows rows = {.import = import, .sharers = g_array_new(FALSE, FALSE, sizeof(Sharer))};
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = gantry_import_get_track(import, i);
    if (track->group != 0)
      gantry_import_match_halves(import, track);
  }
  gather_sharers(&rows);
  if (rows.sharers->len > 0) {
    g_autofree Row **row_of = g_new0(Row *, import->tracks->len);
    g_autofree GantryTrack *stands = g_new(GantryTrack, import->tracks->len);
    rows.groups = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, group_free);
    rows.rows = g_ptr_array_new_with_free_func(g_free);
    rows.row_of = row_of;
    rows.stands = stands;
    share(&rows);
    g_hash_table_unref(rows.groups);
    g_ptr_array_unref(rows.rows);
  }
  g_array_unref(rows.sharers);
}
