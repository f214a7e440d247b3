/* One track becomes lanes: its own, and one for each depth of slices within slices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/import-private.h"

#include <inttypes.h>

#define MOST_LINE ((UINT32_C(1) << 27) - 1)

typedef struct {
  GantryImportWriter *writer;
  GantryImportTrack *track;
  char *name;
  GPtrArray *deeper; /* GantryLane, from the first depth that is not the track's own lane's */
  unsigned n_own;    /* depths that the track's own lane shows: 1, of a process 0 */
  /* the own lane, as far as it was written */
  guint next_state;
  GantryState state;
  uint32_t object; /* as an interval has it */
  uint32_t line;
  int64_t since;
  uint32_t label;
  int64_t known; /* from here on nobody knows what it did */
} Track;

static uint32_t
line_of (uint32_t name)
{
  return name <= MOST_LINE ? name : 0;
}

/* NULL where there are too many. It has started by the time it is created. */
static GantryLane *
add_lane (GantryImportWriter *writer, const GantryImportTrack *track, const char *name, uint32_t parent,
          int64_t created)
{
  if (writer->n_lanes >= GANTRY_IMPORT_MOST_LANES)
    return NULL;
  created = gantry_import_shown_time(writer, created);
  GantryLane *lane = gantry_lane_new(writer->n_lanes, track->lane_kind, name, parent, false, created, 0,
                                     &writer->timeline->now);
  uint32_t pid = track->process ? gantry_lane_get_pid(track->process) : track->pid;
  if (track->key.kind == GANTRY_TRACK_PROCESS && track->key.number <= UINT32_MAX)
    pid = (uint32_t)track->key.number;
  /* Relaxed: nobody else sees the timeline yet. */
  atomic_store_explicit(&lane->pid, pid, memory_order_relaxed);
  gantry_lane_start(lane, created);
  gantry_lane_set(lane, created, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, false);
  if (!gantry_timeline_add_lane(writer->timeline, lane))
    g_assert_not_reached(); /* there are more places than that */
  writer->n_lanes++;
  return lane;
}

const char *
gantry_import_text (const GantryImportWriter *writer, uint32_t name)
{
  if (gantry_import_has_source(writer->import))
    return gantry_import_get_text(writer->import, name);
  const char *text = gantry_timeline_get_line_label(writer->timeline, name);
  return text ? text : "";
}

/* Processes that share a name are told apart by their numbers, unless a word stood in a number's place. */
char *
gantry_import_name_lane (const GantryImportWriter *writer, const GantryImportTrack *track)
{
  const char *name = gantry_import_text(writer, track->name);
  bool is_named = *name != '\0';
  if (is_named && track->has_namesakes && track->key.number <= UINT32_MAX)
    return g_strdup_printf("%s (pid %" PRIu64 ")", name, track->key.number);
  if (is_named)
    return track->row > 1 ? g_strdup_printf("%s %" PRIu32, name, track->row) : g_strdup(name);
  const char *word = track->key.kind == GANTRY_TRACK_PROCESS  ? "process"
                     : track->key.kind == GANTRY_TRACK_THREAD ? "thread"
                                                              : NULL;
  return word ? g_strdup_printf("%s %" PRId64, word, (int64_t)track->key.number) : g_strdup("track");
}

/* Shows the state and the label, or the line, that hold, from `time` on. */
static void
show (Track *track, int64_t time, bool fresh)
{
  uint32_t line = gantry_import_has_source(track->writer->import) ? track->line : line_of(track->label);
  gantry_lane_set(track->track->lane, gantry_import_shown_time(track->writer, time), track->state, line,
                  track->object, fresh);
}

static void
leave_core (Track *track, int64_t time)
{
  if (track->state == GANTRY_STATE_RUNNING)
    gantry_cores_add(&track->writer->cores, (int)track->object - 1, track->track->lane->id,
                     gantry_import_shown_time(track->writer, track->since),
                     gantry_import_shown_time(track->writer, time));
}

/* What the raw state's object is in the timeline. */
static uint32_t
object_of (const GantryImport *import, const GantryRawState *raw)
{
  if (raw->state == GANTRY_STATE_RUNNING)
    return raw->object;
  return raw->object != GANTRY_NO_TRACK ? gantry_import_get_track(import, raw->object)->object
                                        : GANTRY_NO_OBJECT;
}

static void
enter_state (Track *track, const GantryRawState *raw)
{
  uint32_t object = object_of(track->writer->import, raw);
  /* Each that a run of our own told is an interval. */
  bool fresh = gantry_import_has_source(track->writer->import) && !raw->is_end;
  if (!fresh && track->state == raw->state && track->object == object)
    return;
  leave_core(track, raw->time);
  track->state = raw->state;
  track->object = object;
  track->line = raw->line;
  track->since = raw->time;
  show(track, raw->time, fresh);
}

/* The states that were told, up to `until`. */
static void
write_states (Track *track, int64_t until)
{
  const GantryRawColumn *states = &track->track->states;
  while (track->next_state < gantry_raw_column_count(states)) {
    const GantryRawState *raw = &g_array_index(states->elements, GantryRawState, track->next_state);
    if (raw->time > until)
      return;
    track->next_state++;
    if (raw->time < track->known)
      enter_state(track, raw);
  }
}

/* Without a word about its states it runs while it is in a slice. */
static void
write_outermost (Track *track, int64_t time, bool begins, uint32_t name)
{
  write_states(track, time);
  track->label = begins ? name : 0;
  if (time >= track->known)
    return;
  if (track->next_state == 0) {
    track->state = begins ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING;
    track->object = begins ? 0 : GANTRY_NO_OBJECT;
    track->since = time;
  }
  show(track, time, begins);
}

static GantryLane *
deeper_lane (Track *track, unsigned depth, int64_t start)
{
  if (depth < track->deeper->len)
    return g_ptr_array_index(track->deeper, depth);
  g_autofree char *name = g_strdup_printf("%s · %u", track->name, depth + track->n_own + 1);
  GantryLane *lane = add_lane(track->writer, track->track, name, track->track->lane->id, start);
  if (!lane)
    return NULL;
  /* Whatever runs within a slice, the slice runs. */
  lane->is_uncounted = true;
  g_ptr_array_add(track->deeper, lane);
  return lane;
}

static void
write_slice (unsigned depth, int64_t start, int64_t end, uint32_t name, gpointer user_data)
{
  Track *track = user_data;
  if (depth < track->n_own) {
    write_outermost(track, start, true, name);
    write_outermost(track, end, false, 0);
    return;
  }
  GantryLane *lane = deeper_lane(track, depth - track->n_own, start);
  if (!lane) {
    track->writer->import->counts.left_out++;
    return;
  }
  gantry_lane_set(lane, gantry_import_shown_time(track->writer, start), GANTRY_STATE_RUNNING, line_of(name),
                  0, true);
  gantry_lane_set(lane, gantry_import_shown_time(track->writer, end), GANTRY_STATE_SLEEPING, 0,
                  GANTRY_NO_OBJECT, false);
}

/* What was created has started with the first thing that it does or waits for, not while it waits for its
 * turn. */
static void
set_start (GantryLane *lane)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  int64_t started = GANTRY_NO_TIME;
  for (size_t i = 0; i < n_intervals && started == GANTRY_NO_TIME; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    if (i == 0 && interval.state != GANTRY_STATE_CREATED)
      return;
    if (interval.state != GANTRY_STATE_CREATED && interval.state != GANTRY_STATE_READY)
      started = interval.start;
  }
  if (n_intervals > 0)
    gantry_lane_start(lane, started);
}

/* Where a loss begins with the end of all that is told of a lane's states, and lasts to the lane's own end,
 * the lane neither sleeps from there on nor goes on with what it did. */
static int64_t
known_until (const GantryImportTrack *track)
{
  guint n_states = gantry_raw_column_count(&track->states);
  const GantryRawState *last =
      n_states > 0 ? &g_array_index(track->states.elements, GantryRawState, n_states - 1) : NULL;
  int64_t told = MAX(track->live_to, last && last->is_end ? last->time : track->first);
  bool is_lost = track->is_limited && track->lost_from == told && track->lost_to >= track->last;
  return is_lost && track->lost_from < track->lost_to ? told : INT64_MAX;
}

/* A state holds until another is told or the track is over, which of one with states is the end of the trace
 * if nothing else is said. */
static void
end_lanes (Track *track)
{
  GantryImportTrack *own = track->track;
  if (gantry_raw_column_count(&own->states) > 0 && !own->is_limited)
    own->last = track->writer->import->last;
  write_states(track, INT64_MAX);
  leave_core(track, MIN(own->last, track->known));
  for (guint i = 0; i < track->deeper->len; i++) {
    GantryLane *lane = g_ptr_array_index(track->deeper, i);
    gantry_lane_end(lane, lane->since, GANTRY_OUTCOME_OK, 0, NULL);
  }
  /* That of a process ends when all in it has. */
  if (own->key.kind != GANTRY_TRACK_PROCESS)
    gantry_lane_end(own->lane, gantry_import_shown_time(track->writer, own->last), own->outcome, own->result,
                    own->reason > 0 ? gantry_import_text(track->writer, own->reason) : NULL);
  if (track->known < own->last)
    gantry_lane_limit(own->lane, gantry_import_shown_time(track->writer, track->known));
  if (own->started != GANTRY_NO_TIME)
    gantry_lane_start(own->lane, gantry_import_shown_time(track->writer, own->started));
  else
    set_start(own->lane);
}

void
gantry_import_write_track (GantryImportWriter *writer, GantryTrack number)
{
  GantryImportTrack *own = gantry_import_get_track(writer->import, number);
  bool is_process = own->key.kind == GANTRY_TRACK_PROCESS;
  int64_t first = is_process ? own->family_first : own->first;
  g_autofree char *name = gantry_import_name_lane(writer, own);
  own->lane = add_lane(writer, own, name, own->lane_parent, first);
  if (!own->lane) {
    writer->import->counts.left_out++;
    return;
  }
  own->lane->is_uncounted = own->is_uncounted;
  Track track = {
      .writer = writer,
      .track = own,
      .name = name,
      .deeper = g_ptr_array_new(),
      .n_own = is_process ? 0 : 1,
      .state = GANTRY_STATE_SLEEPING,
      .object = GANTRY_NO_OBJECT,
      .since = first,
      .known = INT64_MAX,
  };
  if (is_process)
    gantry_raw_column_clear(&own->states); /* it has no state of its own */
  gantry_import_sort_states(own);
  track.known = is_process ? INT64_MAX : known_until(own);
  if (track.known <= first)
    own->lane->has_pending = false; /* nothing is known of it but its life */
  gantry_import_nest(writer->import, number, write_slice, &track);
  end_lanes(&track);
  gantry_raw_column_clear(&own->states);
  g_ptr_array_unref(track.deeper);
  if (!own->is_uncounted && own->lane_kind != GANTRY_LANE_LOOP && own->lane_kind != GANTRY_LANE_SERVER)
    g_ptr_array_add(writer->counted, own);
}
