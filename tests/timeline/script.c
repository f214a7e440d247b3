/* Reads scripts of records and plays them to a builder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

#include "timeline/timeline-private.h"

#include <math.h>
#include <string.h>

struct GantryScript {
  GantryRunFacts facts; /* strings owned */
  GPtrArray *source_lines, *line_labels;
  GArray *things; /* Thing */
  GPtrArray *names;
  GArray *rings; /* uint32_t, by lane */
  GantryRunResult result;
  GantryTimeline *timeline; /* made with the first line that is no head */
  GantryBuilder *builder;
  int64_t last_time;
  bool finished;
  int n_lines;
};

typedef struct {
  GantryThingKind kind;
  char *name;
  int64_t capacity;
} Thing;

/* A line's words, read from the left. */
typedef struct {
  GantryScript *script;
  char **words;
  guint next;
} Line;

static void G_GNUC_NORETURN
fail (const Line *line, const char *what)
{
  g_error("script, line %d: %s: %s", line->script->n_lines, g_strjoinv(" ", line->words), what);
}

static const char *
take_word (Line *line)
{
  if (!line->words[line->next])
    fail(line, "a word is missing");
  return line->words[line->next++];
}

static bool
take_if (Line *line, const char *word)
{
  if (g_strcmp0(line->words[line->next], word) != 0)
    return false;
  line->next++;
  return true;
}

static int64_t
take_number (Line *line)
{
  int64_t number;
  if (!g_ascii_string_to_signed(take_word(line), 10, INT64_MIN, INT64_MAX, &number, NULL))
    fail(line, "this is no number");
  return number;
}

static bool
parse_time (const char *word, int64_t *time)
{
  static const struct {
    const char *unit;
    double ns;
  } units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  char *end;
  double number = g_ascii_strtod(word, &end);
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (end != word && g_str_equal(end, units[i].unit)) {
      *time = (int64_t)llround(number * units[i].ns);
      return true;
    }
  return false;
}

static int64_t
take_time (Line *line)
{
  int64_t time;
  if (!parse_time(take_word(line), &time))
    fail(line, "this is no time");
  return time;
}

static uint32_t
take_lane (Line *line)
{
  const char *name = take_word(line);
  GantryScript *script = line->script;
  for (guint i = 0; i < script->names->len; i++)
    if (g_str_equal(g_ptr_array_index(script->names, i), name))
      return i;
  uint32_t id = script->names->len;
  g_ptr_array_add(script->names, g_strdup(name));
  g_array_append_val(script->rings, id);
  return id;
}

static uint32_t
take_thing (Line *line)
{
  const char *name = take_word(line);
  for (guint i = 0; i < line->script->things->len; i++)
    if (g_str_equal(g_array_index(line->script->things, Thing, i).name, name))
      return i;
  fail(line, "there is no such thing");
}

/* The number of one of the contract's words. */
static int
find_id (Line *line, const char *word, const char *(*id_of)(int), int n_ids)
{
  for (int i = 0; i < n_ids; i++)
    if (g_strcmp0(id_of(i), word) == 0)
      return i;
  fail(line, "this word is not known");
}

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

/* The contract has no word of its own for a run that was stopped, and none for an end that nobody knows. */
static const char *
run_outcome_id (int outcome)
{
  if (outcome == GANTRY_RUN_STOPPED)
    return "stopped";
  if (outcome == GANTRY_RUN_UNFINISHED)
    return "unknown";
  return gantry_run_outcome_id((GantryRunOutcome)outcome);
}

static const char *
thing_kind_id (int kind)
{
  return gantry_thing_kind_id((GantryThingKind)kind);
}

static void
set_line_text (GPtrArray *lines, Line *line)
{
  gsize number = (gsize)take_number(line);
  while (lines->len < number)
    g_ptr_array_add(lines, g_strdup(""));
  g_free(g_ptr_array_index(lines, number - 1));
  g_ptr_array_index(lines, number - 1) = g_strdup(take_word(line));
}

static void
take_from (Line *line)
{
  const char *word = take_word(line);
  GantryRunFacts *facts = &line->script->facts;
  for (int i = GANTRY_ON_CPU_FROM_AUTO; i <= GANTRY_ON_CPU_FROM_VIRTUAL; i++)
    if (g_str_equal(gantry_on_cpu_from_id((GantryOnCpuFrom)i), word)) {
      facts->on_cpu_from = (GantryOnCpuFrom)i;
      return;
    }
  fail(line, "auto, kernel, self or virtual");
}

static void
replace (const char **text, const char *with)
{
  g_free((char *)*text);
  *text = g_strdup(with);
}

/* FALSE: the line is not of the head. */
static bool
read_head (Line *line)
{
  GantryScript *script = line->script;
  if (take_if(line, "title")) {
    replace(&script->facts.title, take_word(line));
  } else if (take_if(line, "model")) {
    replace(&script->facts.model, take_word(line));
  } else if (take_if(line, "seed")) {
    script->facts.seed = take_number(line);
  } else if (take_if(line, "cores")) {
    script->facts.cores = (int)take_number(line);
  } else if (take_if(line, "gil")) {
    script->facts.gil = true;
  } else if (take_if(line, "from")) {
    take_from(line);
  } else if (take_if(line, "thing")) {
    Thing thing = {.kind =
                       (GantryThingKind)find_id(line, take_word(line), thing_kind_id, GANTRY_N_THING_KINDS)};
    thing.name = g_strdup(take_word(line));
    thing.capacity = line->words[line->next] ? take_number(line) : 0;
    g_array_append_val(script->things, thing);
  } else if (take_if(line, "source")) {
    set_line_text(script->source_lines, line);
  } else if (take_if(line, "label")) {
    set_line_text(script->line_labels, line);
  } else if (take_if(line, "cpu-time")) {
    script->result.cpu_ns = take_time(line);
  } else if (take_if(line, "peak-memory")) {
    script->result.peak_rss_bytes = take_number(line);
  } else if (take_if(line, "context-switches")) {
    script->result.context_switches = take_number(line);
  } else if (take_if(line, "record-cost")) {
    script->result.record_ns = (double)take_time(line);
  } else {
    return false;
  }
  return true;
}

static void
begin (GantryScript *script)
{
  if (script->timeline)
    return;
  g_ptr_array_add(script->source_lines, NULL);
  g_ptr_array_add(script->line_labels, NULL);
  script->facts.source_lines = (const char *const *)script->source_lines->pdata;
  script->facts.line_labels = (const char *const *)script->line_labels->pdata;
  script->timeline = gantry_timeline_new(&script->facts);
  for (guint i = 0; i < script->things->len; i++) {
    const Thing *thing = &g_array_index(script->things, Thing, i);
    gantry_timeline_add_thing(script->timeline, thing->kind, thing->name, thing->capacity);
    if (thing->kind == GANTRY_THING_SEMAPHORE)
      gantry_timeline_begin_thing(script->timeline, i, thing->capacity);
  }
  script->builder = gantry_builder_new(script->timeline);
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
take_value (Line *line, OptionKind kind, bool for_lane)
{
  switch (kind) {
  case NUMBER:
    return take_number(line);
  case LANE:
    return take_lane(line);
  case OBJECT:
    return for_lane ? take_lane(line) : take_thing(line);
  case TIME:
    return take_time(line);
  default:
    return 1;
  }
}

static bool
take_option (Line *line, Options *options, bool for_lane)
{
  for (gsize i = 0; i < G_N_ELEMENTS(option_words); i++)
    if (take_if(line, option_words[i].word)) {
      int64_t value = take_value(line, option_words[i].kind, for_lane);
      memcpy((char *)options + option_words[i].offset, &value, sizeof value);
      return true;
    }
  return false;
}

/* `for_lane`: what is waited for is a lane. */
static Options
take_options (Line *line, bool for_lane)
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
    if (take_if(line, "reason"))
      options.reason = take_word(line);
    else if (!take_option(line, &options, for_lane))
      fail(line, "this word was not expected");
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
read_life (Line *line, GantryRecord *record, const char *what)
{
  if (g_str_equal(what, "created")) {
    int kind = find_id(line, take_word(line), lane_kind_id, GANTRY_N_LANE_KINDS);
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
  int outcome = find_id(line, take_word(line), outcome_id, GANTRY_N_OUTCOMES);
  Options options = take_options(line, false);
  record->kind = GANTRY_EVENT_LANE_ENDED;
  record->detail = (uint16_t)outcome;
  record->first = (uint64_t)options.result;
  record->text = options.reason ? options.reason : "";
  return hand_on(line->script, record, &options);
}

static bool
read_thing_record (Line *line, GantryRecord *record, const char *what)
{
  uint32_t thing = take_thing(line);
  bool counts = g_str_equal(what, "length") || g_str_equal(what, "value");
  int64_t value = counts ? take_number(line) : 0;
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
read_text_record (Line *line, GantryRecord *record, const char *what)
{
  record->kind = GANTRY_EVENT_PRINT;
  if (g_str_equal(what, "note"))
    record->kind = GANTRY_EVENT_NOTE_BEGIN;
  if (g_str_equal(what, "expect")) {
    record->kind = GANTRY_EVENT_EXPECT;
    record->detail = take_if(line, "held") ? 1 : 0;
    if (record->detail == 0 && !take_if(line, "broken"))
      fail(line, "held or broken");
  }
  record->text = take_word(line);
  Options options = take_options(line, false);
  record->first = (uint64_t)options.line;
  return hand_on(line->script, record, &options);
}

static bool
read_state (Line *line, GantryRecord *record, const char *what)
{
  int state = find_id(line, what, state_id, GANTRY_N_STATES);
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
read_plain_record (Line *line, GantryRecord *record, const char *what)
{
  int64_t amount = 0;
  if (g_str_equal(what, "gap"))
    amount = take_time(line);
  else if (g_str_equal(what, "lost"))
    amount = take_number(line);
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

static bool
read_record (Line *line, int64_t time)
{
  GantryRecord record = {.time = time, .lane = take_lane(line)};
  const char *what = take_word(line);
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

static void
read_ring (Line *line, int64_t time)
{
  const GantrySink *sink = gantry_builder_get_sink();
  GantryBuilder *builder = line->script->builder;
  uint32_t ring = (uint32_t)take_number(line);
  if (take_if(line, "seen")) {
    sink->drained(ring, time, builder);
  } else if (take_if(line, "retired")) {
    sink->retired(ring, builder);
  } else {
    bool preempted = take_if(line, "preempted");
    bool out = preempted || take_if(line, "out");
    if (!out && !take_if(line, "in"))
      fail(line, "seen, retired, out, preempted or in");
    Options options = take_options(line, false);
    sink->context_switch(ring, time, (int)options.cpu, out, preempted, builder);
  }
}

static bool
read_run_end (Line *line, int64_t time)
{
  GantryRecord record = {.time = time, .lane = GANTRY_NO_LANE, .kind = GANTRY_EVENT_RUN_ENDED};
  record.detail = (uint16_t)find_id(line, take_word(line), run_outcome_id, GANTRY_N_RUN_OUTCOMES);
  record.text = line->words[line->next] ? take_word(line) : "";
  return gantry_builder_get_sink()->event(&record, line->script->builder);
}

static void
finish (GantryScript *script, int64_t time, bool override)
{
  gantry_builder_finish(script->builder, time, &script->result, override);
  script->finished = true;
}

static void
read_finish (Line *line, int64_t time)
{
  GantryScript *script = line->script;
  bool override = line->words[line->next] != NULL;
  if (override)
    script->result.outcome =
        (GantryRunOutcome)find_id(line, take_word(line), run_outcome_id, GANTRY_N_RUN_OUTCOMES);
  char *reason = line->words[line->next] ? g_strdup(take_word(line)) : NULL;
  script->result.reason = reason;
  finish(script, time, override);
  script->result.reason = NULL;
  g_free(reason);
}

static bool
read_line (Line *line)
{
  GantryScript *script = line->script;
  bool accepted = true;
  if (read_head(line))
    return true;
  begin(script);
  int64_t time = take_time(line);
  script->last_time = MAX(script->last_time, time);
  if (take_if(line, "ring"))
    read_ring(line, time);
  else if (take_if(line, "pass"))
    gantry_builder_get_sink()->pass(time, script->builder);
  else if (take_if(line, "end"))
    accepted = read_run_end(line, time);
  else if (take_if(line, "finish"))
    read_finish(line, time);
  else
    accepted = read_record(line, time);
  if (line->words[line->next])
    fail(line, "too many words");
  return accepted;
}

GantryScript *
gantry_script_new (const char *text)
{
  GantryScript *script = g_new0(GantryScript, 1);
  script->facts.title = g_strdup("script");
  script->facts.model = g_strdup("threads");
  script->facts.cores = 2;
  script->facts.on_cpu_from = GANTRY_ON_CPU_FROM_SELF;
  script->result.outcome = GANTRY_RUN_CRASHED;
  script->source_lines = g_ptr_array_new_with_free_func(g_free);
  script->line_labels = g_ptr_array_new_with_free_func(g_free);
  script->names = g_ptr_array_new_with_free_func(g_free);
  script->things = g_array_new(FALSE, FALSE, sizeof(Thing));
  script->rings = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  gantry_script_feed(script, text);
  return script;
}

bool
gantry_script_offer (GantryScript *script, const char *text)
{
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;
  script->n_lines++;
  if (!g_shell_parse_argv(text, NULL, &words, &error)) {
    if (!g_error_matches(error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
      g_error("script, line %d: %s", script->n_lines, error->message);
    return true;
  }
  Line line = {script, words, 0};
  return read_line(&line);
}

void
gantry_script_feed (GantryScript *script, const char *text)
{
  for (const char *end; text; text = end ? end + 1 : NULL) {
    end = strchr(text, '\n');
    g_autofree char *line = end ? g_strndup(text, (gsize)(end - text)) : g_strdup(text);
    if (!gantry_script_offer(script, line))
      g_error("script, line %d: the record was refused: %s", script->n_lines, line);
  }
}

void
gantry_script_free (GantryScript *script)
{
  for (guint i = 0; i < script->things->len; i++)
    g_free(g_array_index(script->things, Thing, i).name);
  gantry_builder_free(script->builder);
  g_clear_pointer(&script->timeline, gantry_timeline_unref);
  g_free((char *)script->facts.title);
  g_free((char *)script->facts.model);
  g_ptr_array_unref(script->source_lines);
  g_ptr_array_unref(script->line_labels);
  g_ptr_array_unref(script->names);
  g_array_unref(script->things);
  g_array_unref(script->rings);
  g_free(script);
}

GantryTimeline *
gantry_script_play (const char *text)
{
  g_autoptr(GantryScript) script = gantry_script_new(text);
  begin(script);
  if (!script->finished)
    finish(script, script->last_time, false);
  return gantry_timeline_ref(script->timeline);
}

GantryTimeline *
gantry_script_get_timeline (GantryScript *script)
{
  begin(script);
  return script->timeline;
}

GantryBuilder *
gantry_script_get_builder (GantryScript *script)
{
  begin(script);
  return script->builder;
}

void
gantry_script_add_arrow (GantryTimeline *timeline, uint32_t from, uint32_t to, int64_t from_ms, int64_t to_ms)
{
  GantryArrow arrow = {GANTRY_ARROW_SET, from, to, from_ms * 1000000, to_ms * 1000000};
  gantry_packed_arrows_append(&timeline->arrows, &arrow);
}
