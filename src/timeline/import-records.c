/* What does not belong to one lane alone: arrows, marks, spans and losses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static const GantryLane *
lane_of (const GantryImportWriter *writer, GantryTrack track)
{
  return gantry_import_get_track(writer->import, track)->lane;
}

static int
compare_flows (gconstpointer a, gconstpointer b)
{
  const GantryRawFlow *left = a, *right = b;
  int order = COMPARE(left->id, right->id);
  return order == 0 ? COMPARE(left->time, right->time) : order;
}

static int
compare_arrows (gconstpointer a, gconstpointer b)
{
  const GantryArrow *left = a, *right = b;
  return COMPARE(left->to_time, right->to_time);
}

/* The flow that is followed at present. */
typedef struct {
  const GantryRawFlow *at; /* where the next arrow comes from, or NULL */
  bool has_arrow;
} Flow;

static void
leave_flow (GantryImport *import, Flow *flow)
{
  import->counts.unmatched += flow->at && !flow->has_arrow;
  *flow = (Flow){0};
}

static void
add_arrow (const GantryImportWriter *writer, Flow *flow, const GantryRawFlow *to, GArray *arrows)
{
  const GantryLane *from_lane = lane_of(writer, flow->at->track), *to_lane = lane_of(writer, to->track);
  flow->has_arrow = true;
  if (!from_lane || !to_lane)
    return;
  GantryArrow arrow = {to->kind, gantry_lane_get_id(from_lane), gantry_lane_get_id(to_lane),
                       gantry_import_shown_time(writer, flow->at->time),
                       gantry_import_shown_time(writer, to->end)};
  g_array_append_val(arrows, arrow);
  writer->import->counts.flows++;
}

static void
write_arrows (const GantryImportWriter *writer)
{
  GantryImport *import = writer->import;
  g_autoptr(GArray) arrows = g_array_new(FALSE, FALSE, sizeof(GantryArrow));
  Flow flow = {0};
  g_array_sort(import->flows, compare_flows);
  for (guint i = 0; i < import->flows->len; i++) {
    const GantryRawFlow *raw = &g_array_index(import->flows, GantryRawFlow, i);
    if (flow.at && (flow.at->id != raw->id || raw->phase == GANTRY_FLOW_BEGIN))
      leave_flow(import, &flow);
    if (flow.at)
      add_arrow(writer, &flow, raw, arrows);
    else
      import->counts.unmatched += raw->phase == GANTRY_FLOW_END || raw->phase == GANTRY_FLOW_BRANCH;
    if (raw->phase == GANTRY_FLOW_END)
      flow = (Flow){0};
    else if (raw->phase != GANTRY_FLOW_BRANCH)
      flow.at = raw;
  }
  leave_flow(import, &flow);
  g_array_set_size(import->flows, 0);
  g_array_sort(arrows, compare_arrows);
  for (guint i = 0; i < arrows->len; i++)
    gantry_packed_arrows_append(&writer->timeline->arrows, &g_array_index(arrows, GantryArrow, i));
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const GantryRawMark *left = a, *right = b;
  return COMPARE(left->time, right->time);
}

/* Owned by the timeline. */
static const char *
text_of (const GantryImportWriter *writer, uint32_t name)
{
  const char *text = gantry_import_text(writer, name);
  return gantry_import_has_source(writer->import) ? gantry_timeline_keep_text(writer->timeline, text) : text;
}

static void
write_marks (const GantryImportWriter *writer)
{
  GArray *marks = writer->import->marks;
  g_array_sort(marks, compare_marks);
  for (guint i = 0; i < marks->len; i++) {
    const GantryRawMark *raw = &g_array_index(marks, GantryRawMark, i);
    const GantryLane *lane = lane_of(writer, raw->track);
    if (!lane)
      continue;
    const GantryMark mark = {
        .kind = gantry_raw_mark_kind(raw),
        .lane = gantry_lane_get_id(lane),
        .line = raw->line,
        .time = gantry_import_shown_time(writer, raw->time),
        .text = text_of(writer, gantry_raw_mark_name(raw)),
    };
    gantry_append_store_append(&writer->timeline->marks, &mark);
  }
  g_array_set_size(marks, 0);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const GantryRawSpan *left = a, *right = b;
  return COMPARE(left->to, right->to);
}

static void
write_spans (const GantryImportWriter *writer)
{
  GArray *spans = writer->import->spans;
  g_array_sort(spans, compare_spans);
  for (guint i = 0; i < spans->len; i++) {
    const GantryRawSpan *raw = &g_array_index(spans, GantryRawSpan, i);
    const GantryLane *lane = lane_of(writer, raw->track);
    if (!lane)
      continue;
    const GantrySpan span = {
        .lane = gantry_lane_get_id(lane),
        .line = raw->line,
        .from = gantry_import_shown_time(writer, raw->from),
        .to = gantry_import_shown_time(writer, raw->to),
        .text = text_of(writer, raw->name),
    };
    gantry_append_store_append(&writer->timeline->spans, &span);
  }
}

static void
write_losses (const GantryImportWriter *writer)
{
  const GArray *losses = writer->import->losses;
  for (guint i = 0; i < losses->len; i++) {
    const GantryRawLoss *raw = &g_array_index(losses, GantryRawLoss, i);
    GantryLane *lane = gantry_import_get_track(writer->import, raw->track)->lane;
    if (lane)
      gantry_lane_add_loss(lane, gantry_import_shown_time(writer, raw->from),
                           gantry_import_shown_time(writer, raw->to), raw->count);
  }
}

/* The lane of a track that was told, or none. */
static uint32_t
lane_id_of (const GantryImportWriter *writer, GantryTrack track)
{
  const GantryLane *lane = track != GANTRY_NO_TRACK ? lane_of(writer, track) : NULL;
  return lane ? gantry_lane_get_id(lane) : GANTRY_NO_LANE;
}

static void
write_deadlock (const GantryImportWriter *writer)
{
  const GArray *waits = writer->import->deadlock;
  for (guint i = 0; i < waits->len; i++) {
    GantryDeadlockWait wait = g_array_index(waits, GantryDeadlockWait, i);
    wait.lane = lane_id_of(writer, wait.lane);
    wait.joins = lane_id_of(writer, wait.joins);
    if (wait.object != GANTRY_NO_TRACK)
      wait.object = gantry_import_get_track(writer->import, wait.object)->object;
    for (uint32_t k = 0; k < wait.n_holders; k++)
      wait.holders[k] = lane_id_of(writer, wait.holders[k]);
    gantry_timeline_restore_deadlock_wait(writer->timeline, &wait);
  }
}

void
gantry_import_write_records (GantryImportWriter *writer)
{
  write_arrows(writer);
  write_marks(writer);
  write_spans(writer);
  write_losses(writer);
  write_deadlock(writer);
}
