/* Records as lines of a script tell them, with the words behind them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script-private.h"

#include <string.h>

static const char *
state_id (int state)
{
  return gantry_state_id((GantryState)state);
}

static const char *
lane_kind_id (int kind)
{
  return gantry_lane_kind_id((GantryLaneKind)kind);
}

static const char *
outcome_id (int outcome)
{
  return gantry_outcome_id((GantryOutcome)outcome);
}

/* The words that may stand behind a record. */
typedef struct {
  int64_t ring, line, cpu, pid, result;
  int64_t by, from, object;
  int64_t ready, at, since;
  int64_t daemon, reading, get, cancelled;
  const char *reason;
} Options;

typedef enum { NUMBER, LANE, OBJECT, TIME, FLAG } OptionKind;

static const struct {
  const char *word;
  OptionKind kind;
  gsize offset;
} option_words[] = {
    {"ring", NUMBER, offsetof(Options, ring)},         {"line", NUMBER, offsetof(Options, line)},
    {"cpu", NUMBER, offsetof(Options, cpu)},           {"pid", NUMBER, offsetof(Options, pid)},
    {"result", NUMBER, offsetof(Options, result)},     {"by", LANE, offsetof(Options, by)},
    {"from", LANE, offsetof(Options, from)},           {"for", OBJECT, offsetof(Options, object)},
    {"ready", TIME, offsetof(Options, ready)},         {"at", TIME, offsetof(Options, at)},
    {"since", TIME, offsetof(Options, since)},         {"daemon", FLAG, offsetof(Options, daemon)},
    {"reading", FLAG, offsetof(Options, reading)},     {"get", FLAG, offsetof(Options, get)},
    {"cancelled", FLAG, offsetof(Options, cancelled)},
};

static int64_t
take_value (ScriptLine *line, OptionKind kind, bool for_lane)
{
  switch (kind) {
  case NUMBER:
    return script_take_number(line);
  case LANE:
    return script_take_lane(line);
  case OBJECT:
    return for_lane ? script_take_lane(line) : script_take_thing(line);
  case TIME:
    return script_take_time(line);
  default:
    return 1;
  }
}

static bool
take_option (ScriptLine *line, Options *options, bool for_lane)
{
  for (gsize i = 0; i < G_N_ELEMENTS(option_words); i++)
    if (script_take_if(line, option_words[i].word)) {
      int64_t value = take_value(line, option_words[i].kind, for_lane);
      memcpy((char *)options + option_words[i].offset, &value, sizeof value);
      return true;
    }
  return false;
}

/* `for_lane`: what is waited for is a lane. */
static Options
take_options (ScriptLine *line, bool for_lane)
{
  Options options = {
      .ring = -1,
      .cpu = GANTRY_NO_CPU,
      .by = GANTRY_NO_LANE,
      .from = GANTRY_NO_LANE,
      .object = GANTRY_NO_OBJECT,
      .ready = -1,
      .at = -1,
  };
  while (line->words[line->next]) {
    if (script_take_if(line, "reason"))
      options.reason = script_take_word(line);
    else if (!take_option(line, &options, for_lane))
      script_fail(line, "this word was not expected");
  }
  return options;
}

static bool
hand_on (GantryScript *script, GantryRecord *record, const Options *options)
{
  uint32_t *ring = &g_array_index(script->rings, uint32_t, record->lane);
  if (record->kind == GANTRY_EVENT_LANE_CREATED && options->by != GANTRY_NO_LANE)
    *ring = g_array_index(script->rings, uint32_t, options->by);
  if (record->kind == GANTRY_EVENT_LANE_STARTED)
    *ring = options->ring >= 0 ? (uint32_t)options->ring : record->lane;
  record->ring = options->ring >= 0 ? (uint32_t)options->ring : *ring;
  return gantry_builder_get_sink()->event(record, script->builder);
}

static bool
read_life (ScriptLine *line, GantryRecord *record, const char *what)
{
  if (g_str_equal(what, "created")) {
    int kind = script_find_id(line, script_take_word(line), lane_kind_id, GANTRY_N_LANE_KINDS);
    Options options = take_options(line, false);
    record->kind = GANTRY_EVENT_LANE_CREATED;
    record->detail = (uint16_t)kind;
    record->first = gantry_pack32((uint32_t)options.by, options.daemon ? GANTRY_LANE_FLAG_DAEMON : 0);
    record->second = gantry_pack32(0, (uint32_t)options.line);
    record->text = g_ptr_array_index(line->script->names, record->lane);
    return hand_on(line->script, record, &options);
  }
  if (g_str_equal(what, "started")) {
    Options options = take_options(line, false);
    record->kind = GANTRY_EVENT_LANE_STARTED;
    record->detail = gantry_detail_pack(GANTRY_STATE_RUNNING, (int)options.cpu);
    record->first = gantry_pack32((uint32_t)options.pid, (uint32_t)options.pid);
    record->second = (uint64_t)options.ready;
    return hand_on(line->script, record, &options);
  }
  int outcome = script_find_id(line, script_take_word(line), outcome_id, GANTRY_N_OUTCOMES);
  Options options = take_options(line, false);
  record->kind = GANTRY_EVENT_LANE_ENDED;
  record->detail = (uint16_t)outcome;
  record->first = (uint64_t)options.result;
  record->text = options.reason ? options.reason : "";
  return hand_on(line->script, record, &options);
}

static bool
read_thing_record (ScriptLine *line, GantryRecord *record, const char *what)
{
  uint32_t thing = script_take_thing(line);
  bool counts = g_str_equal(what, "length") || g_str_equal(what, "value");
  int64_t value = counts ? script_take_number(line) : 0;
  Options options = take_options(line, false);
  record->first = gantry_pack32(thing, options.reading ? 1 : 0);
  record->second = counts ? (uint64_t)value : (uint64_t)options.from;
  if (g_str_equal(what, "acquired"))
    record->kind = GANTRY_EVENT_ACQUIRED;
  else if (g_str_equal(what, "released"))
    record->kind = GANTRY_EVENT_RELEASED;
  else
    record->kind = g_str_equal(what, "length") ? GANTRY_EVENT_LENGTH : GANTRY_EVENT_VALUE;
  record->detail = options.get ? 1 : 0;
  return hand_on(line->script, record, &options);
}

static bool
read_text_record (ScriptLine *line, GantryRecord *record, const char *what)
{
  record->kind = GANTRY_EVENT_PRINT;
  if (g_str_equal(what, "note"))
    record->kind = GANTRY_EVENT_NOTE_BEGIN;
  if (g_str_equal(what, "expect")) {
    record->kind = GANTRY_EVENT_EXPECT;
    record->detail = script_take_if(line, "held") ? 1 : 0;
    if (record->detail == 0 && !script_take_if(line, "broken"))
      script_fail(line, "held or broken");
  }
  record->text = script_take_word(line);
  Options options = take_options(line, false);
  record->first = (uint64_t)options.line;
  return hand_on(line->script, record, &options);
}

static bool
read_state (ScriptLine *line, GantryRecord *record, const char *what)
{
  int state = script_find_id(line, what, state_id, GANTRY_N_STATES);
  Options options = take_options(line, state == GANTRY_STATE_WAIT_JOIN);
  record->kind = GANTRY_EVENT_STATE;
  record->detail = gantry_detail_pack((GantryState)state, (int)options.cpu);
  record->first = gantry_pack32((uint32_t)options.line, (uint32_t)options.object);
  return hand_on(line->script, record, &options);
}

/* Whether `word` is one of those that follow, the last one NULL. */
static bool
is_one_of (const char *word, const char *first, ...)
{
  va_list others;
  bool is_it = false;
  va_start(others, first);
  for (const char *other = first; other && !is_it; other = va_arg(others, const char *))
    is_it = g_str_equal(word, other);
  va_end(others);
  return is_it;
}

static bool
read_plain_record (ScriptLine *line, GantryRecord *record, const char *what)
{
  int64_t amount = 0;
  if (g_str_equal(what, "gap"))
    amount = script_take_time(line);
  else if (g_str_equal(what, "lost"))
    amount = script_take_number(line);
  Options options = take_options(line, false);
  record->first = (uint64_t)amount;
  record->kind = GANTRY_EVENT_NOTE_END;
  if (g_str_equal(what, "woken")) {
    record->kind = GANTRY_EVENT_WOKEN;
    record->detail = options.cancelled != 0;
    record->first = (uint64_t)options.by;
    record->second = (uint64_t)options.at;
  } else if (g_str_equal(what, "gap")) {
    record->kind = GANTRY_EVENT_GAP;
    record->detail = gantry_detail_pack(GANTRY_STATE_READY, (int)options.cpu);
  } else if (g_str_equal(what, "lost")) {
    record->kind = GANTRY_EVENT_LOST;
    record->second = (uint64_t)options.since;
  }
  return hand_on(line->script, record, &options);
}

bool
script_read_record (ScriptLine *line, int64_t time)
{
  GantryRecord record = {.time = time, .lane = script_take_lane(line)};
  const char *what = script_take_word(line);
  if (is_one_of(what, "created", "started", "ended", NULL))
    return read_life(line, &record, what);
  if (is_one_of(what, "acquired", "released", "length", "value", NULL))
    return read_thing_record(line, &record, what);
  if (is_one_of(what, "print", "note", "expect", NULL))
    return read_text_record(line, &record, what);
  if (is_one_of(what, "woken", "gap", "note-end", "lost", NULL))
    return read_plain_record(line, &record, what);
  return read_state(line, &record, what);
}

void
script_read_ring (ScriptLine *line, int64_t time)
{
  const GantrySink *sink = gantry_builder_get_sink();
  GantryBuilder *builder = line->script->builder;
  uint32_t ring = (uint32_t)script_take_number(line);
  if (script_take_if(line, "seen")) {
    sink->drained(ring, time, builder);
  } else if (script_take_if(line, "retired")) {
    sink->retired(ring, builder);
  } else {
    bool preempted = script_take_if(line, "preempted");
    bool out = preempted || script_take_if(line, "out");
    if (!out && !script_take_if(line, "in"))
      script_fail(line, "seen, retired, out, preempted or in");
    Options options = take_options(line, false);
    sink->context_switch(ring, time, (int)options.cpu, out, preempted, builder);
  }
}

bool
script_read_lost_switches (ScriptLine *line, int64_t time)
{
  if (!script_take_if(line, "lost"))
    script_fail(line, "lost");
  GantryRecord record = {.time = time, .ring = UINT32_MAX, .lane = GANTRY_NO_LANE, .kind = GANTRY_EVENT_LOST};
  record.first = (uint64_t)script_take_number(line);
  Options options = take_options(line, false);
  record.second = (uint64_t)options.since;
  record.detail = (uint16_t)(options.cpu + 1);
  return gantry_builder_get_sink()->event(&record, line->script->builder);
}
