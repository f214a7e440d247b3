/* The order of lanes: processes, their threads, what hangs on those.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

void
gantry_import_gather_families (const GantryImport *import)
{
  for (guint i = 0; i < import->tracks->len; i++) {
    GantryImportTrack *track = g_ptr_array_index(import->tracks, i);
    track->family_first = track->first;
    track->family_last = track->last;
  }
  /* Parents have smaller numbers than their children. */
  for (guint i = import->tracks->len; i > 0; i--) {
    const GantryImportTrack *track = g_ptr_array_index(import->tracks, i - 1);
    if (track->parent == GANTRY_NO_TRACK || track->key.kind == GANTRY_TRACK_COUNTER)
      continue;
    GantryImportTrack *parent = gantry_import_get_track(import, track->parent);
    parent->family_first = MIN(parent->family_first, track->family_first);
    parent->family_last = MAX(parent->family_last, track->family_last);
  }
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

/* Rows of one kind stand together, where the first of them would. */
static int
compare_leads (GantryImport *import, GantryTrack left, GantryTrack right)
{
  int64_t left_first = gantry_import_get_track(import, left)->family_first;
  int64_t right_first = gantry_import_get_track(import, right)->family_first;
  int order = COMPARE(left_first, right_first);
  return order == 0 ? COMPARE(left, right) : order;
}

static int
compare_tracks (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GantryTrack left_number = *(const GantryTrack *)a, right_number = *(const GantryTrack *)b;
  const GantryImportTrack *left = gantry_import_get_track(user_data, left_number);
  const GantryImportTrack *right = gantry_import_get_track(user_data, right_number);
  int order = COMPARE(left->parent, right->parent);
  if (order == 0)
    order = COMPARE(left->key.kind, right->key.kind);
  if (order == 0)
    order = COMPARE(left->order, right->order);
  if (order == 0)
    order = compare_leads(user_data, left->lead, right->lead);
  if (order == 0)
    order = COMPARE(left->row, right->row);
  return order == 0 ? COMPARE(left_number, right_number) : order;
}

/* Appends the children of a track, or those of none, so that the first is taken from the end first. */
static void
push_children (const GantryTrack *sorted, const guint *children, guint family, GArray *waiting)
{
  for (guint i = children[family + 1]; i > children[family]; i--)
    g_array_append_val(waiting, sorted[i - 1]);
}

static int
compare_orders (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GantryTrack left = *(const GantryTrack *)a, right = *(const GantryTrack *)b;
  int64_t left_order = gantry_import_get_track(user_data, left)->order;
  int64_t right_order = gantry_import_get_track(user_data, right)->order;
  int order = COMPARE(left_order, right_order);
  return order == 0 ? COMPARE(left, right) : order;
}

/* As a run of our own had them, whatever is whose child. FALSE: a parent would come after its child. */
static bool
keep_order (GantryImport *import, GantryTrack *tracks)
{
  guint n_tracks = import->tracks->len;
  g_autofree guint *places = g_new(guint, n_tracks + 1);
  for (guint i = 0; i < n_tracks; i++)
    tracks[i] = i;
  g_qsort_with_data(tracks, (gint)n_tracks, sizeof *tracks, compare_orders, import);
  for (guint i = 0; i < n_tracks; i++)
    places[tracks[i]] = i;
  for (guint i = 0; i < n_tracks; i++) {
    GantryTrack parent = gantry_import_get_track(import, i)->parent;
    if (parent != GANTRY_NO_TRACK && places[parent] > places[i])
      return false;
  }
  return true;
}

GantryTrack *
gantry_import_order (GantryImport *import)
{
  guint n_tracks = import->tracks->len, n_ordered = 0;
  g_autofree GantryTrack *sorted = g_new(GantryTrack, n_tracks + 1);
  /* Where the children of each track begin among those sorted; last those of none, whose parent is the
   * largest number. */
  g_autofree guint *children = g_new0(guint, n_tracks + 2);
  g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(GantryTrack));
  GantryTrack *ordered = g_new(GantryTrack, n_tracks + 1);
  gantry_import_gather_families(import);
  if (gantry_import_has_source(import) && keep_order(import, ordered))
    return ordered;
  for (guint i = 0; i < n_tracks; i++) {
    const GantryImportTrack *track = g_ptr_array_index(import->tracks, i);
    sorted[i] = i;
    children[MIN(track->parent, n_tracks) + 1]++;
  }
  for (guint i = 0; i <= n_tracks; i++)
    children[i + 1] += children[i];
  g_qsort_with_data(sorted, (gint)n_tracks, sizeof *sorted, compare_tracks, import);
  push_children(sorted, children, n_tracks, waiting);
  while (waiting->len > 0) {
    GantryTrack track = g_array_index(waiting, GantryTrack, waiting->len - 1);
    g_array_set_size(waiting, waiting->len - 1);
    ordered[n_ordered++] = track;
    push_children(sorted, children, track, waiting);
  }
  return ordered;
}
