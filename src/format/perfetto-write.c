/* What happened, one packet after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-write.h"

#include "format/chronicle.h"
#include "format/interval.h"
#include "format/perfetto-tracks.h"
#include "format/takings.h"

typedef struct {
  const GantryTimeline *timeline;
  GantryPackets packets;
  GantryTakings takings;
} Writer;

static void
open_event (Writer *writer, const GantryHappening *happening, Perfetto__TrackEventType type, uint64_t track)
{
  gantry_packets_open_event(&writer->packets, happening->time, type, track);
}

static void
add_line (Writer *writer, uint32_t line)
{
  if (line > 0)
    gantry_packets_add_number(&writer->packets, "line", line);
}

static void
write_interval_end (Writer *writer, const GantryHappening *happening)
{
  open_event(writer, happening, PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_END,
             gantry_perfetto_track_of(happening->lane));
  gantry_packets_put_event(&writer->packets);
}

static void
write_interval (Writer *writer, const GantryHappening *happening)
{
  const GantryLane *lane = happening->lane;
  GantryInterval interval;
  gantry_lane_get_interval(lane, happening->index, &interval);
  const char *name = gantry_interval_get_name(writer->timeline, lane, &interval);
  const char *object = gantry_interval_get_object_name(writer->timeline, lane, &interval);
  int64_t core = gantry_interval_get_core(lane, &interval);
  if (happening->index > 0)
    write_interval_end(writer, happening);
  open_event(writer, happening, PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_BEGIN,
             gantry_perfetto_track_of(lane));
  gantry_packets_set_name(&writer->packets, name, gantry_state_id(interval.state));
  add_line(writer, interval.line);
  if (gantry_lane_get_kind(lane) == GANTRY_LANE_CORE) {
    if (interval.state == GANTRY_STATE_RUNNING)
      gantry_packets_add_number(&writer->packets, "lane", interval.object);
  } else {
    if (object != NULL) {
      gantry_packets_add_text(&writer->packets, "waits_for", object);
      /* others may be called like it */
      gantry_packets_add_number(&writer->packets, interval.state == GANTRY_STATE_WAIT_JOIN ? "lane" : "thing",
                                interval.object);
    }
    if (core != GANTRY_NO_CPU)
      gantry_packets_add_number(&writer->packets, "core", core);
  }
  gantry_packets_put_event(&writer->packets);
}

static void
write_note (Writer *writer, const GantryHappening *happening)
{
  const GantrySpan *note = gantry_timeline_get_span(writer->timeline, happening->index);
  bool begins = happening->kind == GANTRY_HAPPENING_NOTE_BEGIN;
  open_event(writer, happening,
             begins ? PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_BEGIN
                    : PERFETTO__TRACK_EVENT_TYPE__EVENT_SLICE_END,
             gantry_perfetto_track(GANTRY_PERFETTO_NOTES, note->lane));
  if (begins) {
    gantry_packets_set_name(&writer->packets, note->text, "note");
    add_line(writer, note->line);
  }
  gantry_packets_put_event(&writer->packets);
}

/* In its lane's track; where that is not known in the run's own. */
static void
open_instant (Writer *writer, const GantryHappening *happening)
{
  open_event(writer, happening, PERFETTO__TRACK_EVENT_TYPE__EVENT_INSTANT,
             happening->lane != NULL ? gantry_perfetto_track_of(happening->lane)
                                     : gantry_perfetto_track(GANTRY_PERFETTO_PROCESS, 1));
}

static void
write_mark (Writer *writer, const GantryHappening *happening)
{
  const GantryMark *mark = gantry_timeline_get_mark(writer->timeline, happening->index);
  bool is_print = mark->kind == GANTRY_MARK_PRINT;
  open_instant(writer, happening);
  gantry_packets_set_text(&writer->packets, mark->text, is_print ? "print" : "expect");
  if (!is_print)
    gantry_packets_add_truth(&writer->packets, "held", mark->kind == GANTRY_MARK_EXPECT_HELD);
  add_line(writer, mark->line);
  gantry_packets_put_event(&writer->packets);
}

static void
write_loss (Writer *writer, const GantryHappening *happening)
{
  const GantryLoss *loss = gantry_lane_get_loss(happening->lane, happening->index);
  open_instant(writer, happening);
  gantry_packets_set_name(&writer->packets, "events lost", "lost");
  gantry_packets_add_number(&writer->packets, "count", (int64_t)loss->count);
  gantry_packets_add_number(&writer->packets, "until_ns", loss->to);
  gantry_packets_put_event(&writer->packets);
}

/* `taken`: so often since the value before. */
static void
write_value (Writer *writer, const GantryHappening *happening, GantryPerfettoRole role, int64_t value,
             uint64_t taken)
{
  open_event(writer, happening, PERFETTO__TRACK_EVENT_TYPE__EVENT_COUNTER,
             gantry_perfetto_track(role, happening->place));
  gantry_packets_set_value(&writer->packets, value);
  if (taken > 0)
    gantry_packets_add_number(&writer->packets, "count", (int64_t)taken);
  gantry_packets_put_event(&writer->packets);
}

static void
write_counter (Writer *writer, const GantryHappening *happening)
{
  GantryStep step =
      gantry_timeline_get_step(writer->timeline, (GantryCounter)happening->place, happening->index);
  write_value(writer, happening, GANTRY_PERFETTO_COUNTER, step.value, 0);
}

static void
write_step (Writer *writer, const GantryHappening *happening)
{
  const GantryThing *thing = gantry_timeline_get_thing(writer->timeline, happening->place);
  if (gantry_thing_is_counted(thing))
    write_value(writer, happening, GANTRY_PERFETTO_THING,
                gantry_thing_get_step(thing, happening->index).value,
                gantry_takings_count(&writer->takings, happening->place, happening->time));
}

static void
write_arrow (Writer *writer, const GantryHappening *happening)
{
  GantryArrow arrow = gantry_timeline_get_arrow(writer->timeline, happening->index);
  open_instant(writer, happening);
  gantry_packets_set_name(&writer->packets, gantry_arrow_kind_id(arrow.kind), "arrow");
  gantry_packets_set_flow(&writer->packets, happening->index + 1,
                          happening->kind == GANTRY_HAPPENING_ARROW_END);
  gantry_packets_put_event(&writer->packets);
}

static void
write_happening (Writer *writer, const GantryHappening *happening)
{
  static void (*const writers[])(Writer *, const GantryHappening *) = {
      [GANTRY_HAPPENING_NOTE_END] = write_note,       [GANTRY_HAPPENING_COUNTER] = write_counter,
      [GANTRY_HAPPENING_STEP] = write_step,           [GANTRY_HAPPENING_LANE_END] = write_interval_end,
      [GANTRY_HAPPENING_INTERVAL] = write_interval,   [GANTRY_HAPPENING_NOTE_BEGIN] = write_note,
      [GANTRY_HAPPENING_EMPTY_NOTE_END] = write_note, [GANTRY_HAPPENING_LOSS] = write_loss,
      [GANTRY_HAPPENING_MARK] = write_mark,           [GANTRY_HAPPENING_ARROW_START] = write_arrow,
      [GANTRY_HAPPENING_ARROW_END] = write_arrow,
  };
  writers[happening->kind](writer, happening);
}

bool
gantry_timeline_write_perfetto (const GantryTimeline *timeline, GOutputStream *stream,
                                GCancellable *cancellable, GError **error)
{
  g_autoptr(GantryChronicle) chronicle = gantry_chronicle_new(timeline);
  Writer writer = {.timeline = timeline};
  GantryHappening happening;
  gantry_packets_init(&writer.packets, stream, cancellable);
  gantry_takings_init(&writer.takings, timeline);
  gantry_perfetto_put_tracks(&writer.packets, timeline);
  while (writer.packets.error == NULL && gantry_chronicle_next(chronicle, &happening))
    write_happening(&writer, &happening);
  bool done = gantry_packets_finish(&writer.packets, error);
  gantry_packets_clear(&writer.packets);
  gantry_takings_clear(&writer.takings);
  return done;
}

GBytes *
gantry_timeline_to_perfetto (const GantryTimeline *timeline)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  bool done = gantry_timeline_write_perfetto(timeline, stream, NULL, NULL) &&
              g_output_stream_close(stream, NULL, NULL);
  g_assert(done); /* memory takes it all */
  return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
}
