/* What this program has written itself: the states of its lanes are the categories of their intervals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-read-private.h"
#include "format/interval.h"
#include "timeline/secret-hash.h"

typedef const char *(*NameOf)(unsigned value);

static const char *
name_of_outcome (unsigned value)
{
  return gantry_run_outcome_id((GantryRunOutcome)value);
}

static const char *
name_of_end (unsigned value)
{
  return gantry_outcome_id((GantryOutcome)value);
}

static const char *
name_of_source (unsigned value)
{
  return gantry_on_cpu_from_id((GantryOnCpuFrom)value);
}

static const char *
name_of_kind (unsigned value)
{
  return gantry_lane_kind_id((GantryLaneKind)value);
}

static const char *
name_of_state (unsigned value)
{
  return gantry_state_id((GantryState)value);
}

static const char *
name_of_thing (unsigned value)
{
  return gantry_thing_kind_id((GantryThingKind)value);
}

static const char *
name_of_arrow (unsigned value)
{
  return gantry_arrow_kind_id((GantryArrowKind)value);
}

/* Which of the first `count` values is called that, as far as they have names; `otherwise` if none is. */
static unsigned
value_of (const GantryJsonValue *text, NameOf name_of, unsigned count, unsigned otherwise)
{
  for (unsigned i = 0; i < count; i++) {
    const char *name = name_of(i);
    if (name && gantry_json_is(text, name))
      return i;
  }
  return otherwise;
}

static int64_t
number_in (const GantryJsonValue *object, const char *key, int64_t otherwise)
{
  GantryJsonValue value = gantry_chrome_member(object, key);
  int64_t number = otherwise;
  gantry_json_get_scaled(&value, 0, &number);
  return number;
}

static char *
text_in (const GantryChrome *chrome, const GantryJsonValue *object, const char *key)
{
  gsize length;
  GantryJsonValue value = gantry_chrome_member(object, key);
  const char *text = gantry_json_get_text(&value, chrome->scratch, &length);
  return g_utf8_make_valid(text, (gssize)MIN(length, GANTRY_TEXT_MAX));
}

/* Of any length, in its lines; NULL: there is none. */
static char **
lines_in (const GantryChrome *chrome, const GantryJsonValue *object, const char *key)
{
  gsize length;
  GantryJsonValue value = gantry_chrome_member(object, key);
  if (!gantry_json_has_text(&value))
    return NULL;
  const char *text = gantry_json_get_text(&value, chrome->scratch, &length);
  g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
  return g_strsplit(valid, "\n", -1);
}

static GantryTrack
thing_of (GantryChrome *chrome, const GantryJsonValue *name)
{
  return gantry_import_counter(chrome->import, GANTRY_NO_TRACK, gantry_chrome_name(chrome, name));
}

/* Their values come later. */
static void
take_things (GantryChrome *chrome, const GantryJsonValue *things)
{
  GantryJsonScan scan = gantry_json_scan_of(things);
  GantryJsonValue name, thing;
  for (int64_t place = 0; gantry_json_scan_member(&scan, &name, &thing) == GANTRY_JSON_FOUND; place++) {
    GantryJsonValue kind = gantry_chrome_member(&thing, "kind");
    const GantryThingFigures figures = {
        .acquired = (uint64_t)MAX(number_in(&thing, "acquired", 0), 0),
        .contended = (uint64_t)MAX(number_in(&thing, "contended", 0), 0),
        .wait_ns = number_in(&thing, "wait_ns", 0),
        .held_ns = number_in(&thing, "held_ns", 0),
    };
    GantryTrack counter = thing_of(chrome, &name);
    gantry_import_set_order(chrome->import, counter, place);
    gantry_import_set_thing(chrome->import, counter,
                            value_of(&kind, name_of_thing, GANTRY_N_THING_KINDS, GANTRY_THING_VARIABLE),
                            MAX(number_in(&thing, "capacity", 0), 0), &figures);
  }
}

void
gantry_chrome_take_other_data (GantryChrome *chrome, const GantryJsonValue *data)
{
  GantryJsonValue recorder = gantry_chrome_member(data, "recorder");
  GantryJsonValue from = gantry_chrome_member(data, "on_cpu_from");
  GantryJsonValue outcome = gantry_chrome_member(data, "outcome");
  GantryJsonValue gil = gantry_chrome_member(data, "gil");
  if (!gantry_json_is(&recorder, GANTRY_CHROME_RECORDER))
    return;
  g_autofree char *title = text_in(chrome, data, "title"), *model = text_in(chrome, data, "model");
  GantryRunFacts facts = {
      .title = title,
      .model = model,
      .seed = number_in(data, "seed", 0),
      .cores = (int)CLAMP(number_in(data, "cores", 0), 0, GANTRY_MAX_CPUS),
      .gil = gantry_chrome_is_true(&gil),
      .on_cpu_from = value_of(&from, name_of_source, GANTRY_ON_CPU_FROM_VIRTUAL + 1, GANTRY_ON_CPU_FROM_AUTO),
  };
  GantryJsonValue reason = gantry_chrome_member(data, "reason"),
                  things = gantry_chrome_member(data, "things");
  g_autofree char *why = gantry_json_has_text(&reason) ? text_in(chrome, data, "reason") : NULL;
  const GantryRunResult result = {
      .outcome = value_of(&outcome, name_of_outcome, GANTRY_N_RUN_OUTCOMES, GANTRY_RUN_UNFINISHED),
      .reason = why,
      .peak_rss_bytes = MAX(number_in(data, "peak_rss_bytes", 0), 0),
      .context_switches = MAX(number_in(data, "context_switches", 0), 0),
      .wall_ns = MAX(number_in(data, "wall_ns", 0), 0),
      .cpu_ns = MAX(number_in(data, "cpu_ns", 0), 0),
      .events = (uint64_t)MAX(number_in(data, "events", 0), 0),
      .lost = (uint64_t)MAX(number_in(data, "lost", 0), 0),
  };
  g_auto(GStrv) lines = lines_in(chrome, data, "source"), labels = lines_in(chrome, data, "labels");
  g_autofree char *source_name = lines ? text_in(chrome, data, "source_name") : NULL;
  facts.source_lines = (const char *const *)lines;
  facts.line_labels = (const char *const *)labels;
  facts.source_name = source_name;
  GantryJsonValue deadlock = gantry_chrome_member(data, "deadlock");
  gantry_import_tell(chrome->import, &facts, &result);
  take_things(chrome, &things);
  chrome->has_source = lines != NULL;
  g_free(chrome->deadlock); /* a strange file may tell it all twice */
  chrome->deadlock = deadlock.kind == GANTRY_JSON_OBJECT ? g_strndup(deadlock.at, deadlock.length) : NULL;
  chrome->is_own = true;
}

/* An event's lane, GANTRY_NO_TRACK for a processor. */
static GantryTrack
lane_of (GantryChrome *chrome, const GantryChromeEvent *event)
{
  int64_t tid = 0;
  gantry_json_get_scaled(&event->tid, 0, &tid);
  GantryTrack track = gantry_import_track(chrome->import, (uint64_t)tid, GANTRY_NO_TRACK);
  bool is_core = chrome->cores && g_hash_table_contains(chrome->cores, GUINT_TO_POINTER(track));
  return is_core ? GANTRY_NO_TRACK : track;
}

/* A parent is told before its children. */
static void
take_parent (GantryChrome *chrome, const GantryChromeEvent *event)
{
  int64_t tid = 0, parent = number_in(&event->args, "parent", -1);
  gantry_json_get_scaled(&event->tid, 0, &tid);
  if (parent >= 0 && parent != tid)
    gantry_import_track(chrome->import, (uint64_t)tid,
                        gantry_import_track(chrome->import, (uint64_t)parent, GANTRY_NO_TRACK));
}

/* What a lane's intervals do not tell. */
static void
take_life (GantryChrome *chrome, const GantryJsonValue *args, GantryTrack track)
{
  int64_t started;
  GantryJsonValue outcome = gantry_chrome_member(args, "outcome");
  GantryJsonValue reason = gantry_chrome_member(args, "reason");
  GantryJsonValue start = gantry_chrome_member(args, "started");
  gantry_import_set_outcome(chrome->import, track,
                            value_of(&outcome, name_of_end, GANTRY_N_OUTCOMES, GANTRY_OUTCOME_NONE));
  gantry_import_set_result(chrome->import, track, number_in(args, "result", 0),
                           gantry_json_has_text(&reason) ? gantry_chrome_name(chrome, &reason) : 0);
  gantry_import_set_pid(chrome->import, track, (uint32_t)CLAMP(number_in(args, "process", 0), 0, UINT32_MAX));
  if (gantry_chrome_time(&start, &started))
    gantry_import_set_started(chrome->import, track, started);
}

static void
take_name (GantryChrome *chrome, const GantryChromeEvent *event)
{
  take_parent(chrome, event);
  GantryTrack track = lane_of(chrome, event);
  GantryJsonValue name = gantry_chrome_member(&event->args, "name");
  GantryJsonValue kind = gantry_chrome_member(&event->args, "kind");
  GantryLaneKind lane_kind = value_of(&kind, name_of_kind, GANTRY_N_LANE_KINDS, GANTRY_LANE_TASK);
  if (track == GANTRY_NO_TRACK)
    return;
  if (lane_kind == GANTRY_LANE_CORE) {
    if (!chrome->cores)
      chrome->cores = g_hash_table_new(NULL, NULL);
    g_hash_table_add(chrome->cores, GUINT_TO_POINTER(track));
    gantry_import_expect_core(chrome->import, number_in(&event->args, "core", -1));
    return;
  }
  take_life(chrome, &event->args, track);
  GantryJsonValue uncounted = gantry_chrome_member(&event->args, "uncounted");
  if (gantry_chrome_is_true(&uncounted))
    gantry_import_set_uncounted(chrome->import, track);
  gantry_import_set_kind(chrome->import, track, lane_kind);
  gantry_import_set_name(chrome->import, track, gantry_chrome_name(chrome, &name));
}

static bool
take_names (GantryChrome *chrome, const GantryChromeEvent *event)
{
  if (gantry_json_is(&event->name, "thread_name"))
    take_name(chrome, event);
  GantryTrack track =
      gantry_json_is(&event->name, "thread_sort_index") ? lane_of(chrome, event) : GANTRY_NO_TRACK;
  if (track != GANTRY_NO_TRACK)
    gantry_import_set_order(chrome->import, track, number_in(&event->args, "sort_index", 0));
  return true;
}

static uint32_t
line_in (const GantryJsonValue *args)
{
  return (uint32_t)CLAMP(number_in(args, "line", 0), 0, UINT32_MAX);
}

/* What the thing, or the lane whose end is waited for, is in the import. */
static GantryTrack
object_in (GantryChrome *chrome, const GantryJsonValue *args)
{
  GantryJsonValue waits_for = gantry_chrome_member(args, "waits_for");
  int64_t joins = number_in(args, "joins", -1);
  if (joins >= 0)
    return gantry_import_track(chrome->import, (uint64_t)joins, GANTRY_NO_TRACK);
  return gantry_json_has_text(&waits_for) ? thing_of(chrome, &waits_for) : GANTRY_NO_TRACK;
}

static void
take_why (GantryChrome *chrome, const GantryChromeEvent *event, GantryTrack track)
{
  gantry_import_why(chrome->import, track, line_in(&event->args), object_in(chrome, &event->args));
}

/* What a processor ran is known from the lanes that ran on it. */
static bool
take_interval (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  int64_t duration;
  GantryTrack track = lane_of(chrome, event);
  unsigned state = value_of(&event->category, name_of_state, GANTRY_N_STATES, GANTRY_N_STATES);
  if (track == GANTRY_NO_TRACK)
    return true;
  if (state == GANTRY_N_STATES || !gantry_chrome_time(&event->duration, &duration))
    return false;
  int64_t core = number_in(&event->args, "core", GANTRY_NO_CPU);
  int known = core >= 0 && core < GANTRY_MAX_CPUS ? (int)core : GANTRY_NO_CPU;
  gantry_import_state_for(chrome->import, track, time, duration, (GantryState)state, known);
  if (chrome->has_source)
    take_why(chrome, event, track);
  else if (state == GANTRY_STATE_RUNNING &&
           !gantry_json_is(&event->name, gantry_state_id(GANTRY_STATE_RUNNING)))
    gantry_import_slice(chrome->import, track, time, duration, gantry_chrome_name(chrome, &event->name));
  return true;
}

/* The notes of a lane that have one name and are open: the one that begins last ends first. */
typedef struct {
  int64_t time;
  uint32_t line;
} Begin;

typedef struct {
  uint64_t key;
  GArray *begins; /* Begin */
} Notes;

static void
notes_free (gpointer data)
{
  Notes *notes = data;
  g_array_unref(notes->begins);
  g_free(notes);
}

static Notes *
notes_of (GantryChrome *chrome, GantryTrack track, uint32_t name)
{
  uint64_t key = (uint64_t)track << 32 | name;
  if (!chrome->notes)
    chrome->notes = g_hash_table_new_full(gantry_hash_int64, g_int64_equal, NULL, notes_free);
  Notes *notes = g_hash_table_lookup(chrome->notes, &key);
  if (!notes) {
    notes = g_new(Notes, 1);
    *notes = (Notes){key, g_array_new(FALSE, FALSE, sizeof(Begin))};
    g_hash_table_insert(chrome->notes, &notes->key, notes);
  }
  return notes;
}

static bool
take_note (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryTrack track = lane_of(chrome, event);
  if (track == GANTRY_NO_TRACK)
    return false;
  uint32_t name = gantry_chrome_name(chrome, &event->name);
  GArray *begins = notes_of(chrome, track, name)->begins;
  if (event->phase == 'b') {
    const Begin begin = {time, chrome->has_source ? line_in(&event->args) : 0};
    g_array_append_val(begins, begin);
    return true;
  }
  if (begins->len == 0)
    return false;
  const Begin *begin = &g_array_index(begins, Begin, begins->len - 1);
  gantry_import_span(chrome->import, track, begin->time, time, name);
  gantry_import_span_line(chrome->import, begin->line);
  g_array_set_size(begins, begins->len - 1);
  return true;
}

static bool
take_instant (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryTrack track = lane_of(chrome, event);
  GantryMarkKind kind = GANTRY_MARK_PRINT;
  if (track == GANTRY_NO_TRACK || event->tid.kind == GANTRY_JSON_NONE)
    return false;
  if (gantry_json_is(&event->category, "lost")) {
    GantryJsonValue until = gantry_chrome_member(&event->args, "until");
    int64_t to = time;
    gantry_chrome_time(&until, &to);
    gantry_import_lost(chrome->import, track, time, to,
                       (uint64_t)MAX(number_in(&event->args, "count", 0), 0));
    gantry_import_live(chrome->import, track, time, time); /* all that is left of some lanes */
    return true;
  }
  if (gantry_json_is(&event->category, "expect")) {
    GantryJsonValue held = gantry_chrome_member(&event->args, "held");
    kind = gantry_chrome_is_true(&held) ? GANTRY_MARK_EXPECT_HELD : GANTRY_MARK_EXPECT_BROKEN;
  }
  gantry_import_mark(chrome->import, track, time, kind, gantry_chrome_name(chrome, &event->name));
  if (chrome->has_source)
    gantry_import_mark_line(chrome->import, line_in(&event->args));
  return true;
}

static bool
take_arrow (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryTrack track = lane_of(chrome, event);
  GantryFlowPhase phase = event->phase == 's' ? GANTRY_FLOW_BEGIN : GANTRY_FLOW_END;
  GantryArrowKind kind = value_of(&event->name, name_of_arrow, GANTRY_ARROW_SET + 1, GANTRY_ARROW_PUT);
  if (track == GANTRY_NO_TRACK)
    return false;
  gantry_import_flow(chrome->import, gantry_chrome_flow_id(event, &event->id), phase, kind, track, time);
  return true;
}

/* The value of a shared thing; the two counters, which have no kind, are counted anew. */
static bool
take_value (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryJsonValue value = gantry_chrome_member(&event->args, "value");
  GantryChromeNumber number;
  if (event->category.kind == GANTRY_JSON_NONE)
    return true;
  if (!gantry_chrome_number(&value, &number))
    return false;
  GantryTrack counter = thing_of(chrome, &event->name);
  gantry_chrome_add_number(chrome, counter, time, &number);
  int64_t uses;
  if (gantry_json_get_whole(&event->uses, &uses) && uses > 0)
    gantry_import_use(chrome->import, counter, time, (uint32_t)MIN(uses, UINT32_MAX));
  return true;
}

bool
gantry_chrome_take_own (GantryChrome *chrome, const GantryChromeEvent *event)
{
  int64_t time;
  if (event->phase == 'M')
    return take_names(chrome, event);
  if (!gantry_chrome_time(&event->time, &time))
    return false;
  switch (event->phase) {
  case 'X':
    return take_interval(chrome, event, time);
  case 'b':
  case 'e':
    return take_note(chrome, event, time);
  case 'i':
    return take_instant(chrome, event, time);
  case 's':
  case 'f':
    return take_arrow(chrome, event, time);
  case 'C':
    return take_value(chrome, event, time);
  default:
    return false;
  }
}

static void
take_wait (GantryChrome *chrome, const GantryJsonValue *tid, const GantryJsonValue *told)
{
  int64_t number = -1;
  GantryDeadlockWait wait = {.joins = GANTRY_NO_TRACK, .object = GANTRY_NO_TRACK};
  GantryJsonValue holders = gantry_chrome_member(told, "held_by"), key, holder;
  GantryJsonScan scan = gantry_json_scan_of(&holders);
  if (!gantry_json_get_scaled(tid, 0, &number))
    return;
  bool joins = number_in(told, "joins", -1) >= 0;
  *(joins ? &wait.joins : &wait.object) = object_in(chrome, told);
  wait.lane = gantry_import_track(chrome->import, (uint64_t)number, GANTRY_NO_TRACK);
  wait.line = line_in(told);
  while (wait.n_holders < GANTRY_MOST_DEADLOCK_HOLDERS &&
         gantry_json_scan_member(&scan, &key, &holder) == GANTRY_JSON_FOUND)
    if (gantry_json_get_scaled(&holder, 0, &number))
      wait.holders[wait.n_holders++] = gantry_import_track(chrome->import, (uint64_t)number, GANTRY_NO_TRACK);
  gantry_import_deadlock_wait(chrome->import, &wait);
}

void
gantry_chrome_finish_own (GantryChrome *chrome)
{
  if (!chrome->deadlock || !chrome->has_source)
    return;
  const GantryJsonValue waits = {
      .at = chrome->deadlock, .length = strlen(chrome->deadlock), .kind = GANTRY_JSON_OBJECT};
  GantryJsonScan scan = gantry_json_scan_of(&waits);
  GantryJsonValue tid, wait;
  while (gantry_json_scan_member(&scan, &tid, &wait) == GANTRY_JSON_FOUND)
    take_wait(chrome, &tid, &wait);
}

void
gantry_chrome_own_clear (GantryChrome *chrome)
{
  g_clear_pointer(&chrome->deadlock, g_free);
  g_clear_pointer(&chrome->notes, g_hash_table_unref);
  g_clear_pointer(&chrome->cores, g_hash_table_unref);
}
