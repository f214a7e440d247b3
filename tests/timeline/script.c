/* Reads scripts of records and plays them to a builder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script-private.h"

#include "timeline/timeline-private.h"

#include <string.h>

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
set_line_text (GPtrArray *lines, ScriptLine *line)
{
  gsize number = (gsize)script_take_number(line);
  while (lines->len < number)
    g_ptr_array_add(lines, g_strdup(""));
  g_free(g_ptr_array_index(lines, number - 1));
  g_ptr_array_index(lines, number - 1) = g_strdup(script_take_word(line));
}

static void
take_from (ScriptLine *line)
{
  const char *word = script_take_word(line);
  GantryRunFacts *facts = &line->script->facts;
  for (int i = GANTRY_ON_CPU_FROM_AUTO; i <= GANTRY_ON_CPU_FROM_VIRTUAL; i++)
    if (g_str_equal(gantry_on_cpu_from_id((GantryOnCpuFrom)i), word)) {
      facts->on_cpu_from = (GantryOnCpuFrom)i;
      return;
    }
  script_fail(line, "auto, kernel, self or virtual");
}

static void
replace (const char **text, const char *with)
{
  g_free((char *)*text);
  *text = g_strdup(with);
}

/* FALSE: the line is not of the head. */
static bool
read_head (ScriptLine *line)
{
  GantryScript *script = line->script;
  if (script_take_if(line, "title")) {
    replace(&script->facts.title, script_take_word(line));
  } else if (script_take_if(line, "model")) {
    replace(&script->facts.model, script_take_word(line));
  } else if (script_take_if(line, "seed")) {
    script->facts.seed = script_take_number(line);
  } else if (script_take_if(line, "cores")) {
    script->facts.cores = (int)script_take_number(line);
  } else if (script_take_if(line, "gil")) {
    script->facts.gil = true;
  } else if (script_take_if(line, "from")) {
    take_from(line);
  } else if (script_take_if(line, "thing")) {
    ScriptThing thing = {.kind = (GantryThingKind)script_find_id(line, script_take_word(line), thing_kind_id,
                                                                 GANTRY_N_THING_KINDS)};
    thing.name = g_strdup(script_take_word(line));
    thing.capacity = line->words[line->next] ? script_take_number(line) : 0;
    g_array_append_val(script->things, thing);
  } else if (script_take_if(line, "source")) {
    set_line_text(script->source_lines, line);
  } else if (script_take_if(line, "label")) {
    set_line_text(script->line_labels, line);
  } else if (script_take_if(line, "cpu-time")) {
    script->result.cpu_ns = script_take_time(line);
  } else if (script_take_if(line, "peak-memory")) {
    script->result.peak_rss_bytes = script_take_number(line);
  } else if (script_take_if(line, "context-switches")) {
    script->result.context_switches = script_take_number(line);
  } else if (script_take_if(line, "record-cost")) {
    script->result.record_ns = (double)script_take_time(line);
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
    const ScriptThing *thing = &g_array_index(script->things, ScriptThing, i);
    gantry_timeline_add_thing(script->timeline, thing->kind, thing->name, thing->capacity);
    if (thing->kind == GANTRY_THING_SEMAPHORE)
      gantry_timeline_begin_thing(script->timeline, i, thing->capacity);
  }
  script->builder = gantry_builder_new(script->timeline);
}

static bool
read_run_end (ScriptLine *line, int64_t time)
{
  GantryRecord record = {.time = time, .lane = GANTRY_NO_LANE, .kind = GANTRY_EVENT_RUN_ENDED};
  record.detail =
      (uint16_t)script_find_id(line, script_take_word(line), run_outcome_id, GANTRY_N_RUN_OUTCOMES);
  record.text = line->words[line->next] ? script_take_word(line) : "";
  return gantry_builder_get_sink()->event(&record, line->script->builder);
}

static void
finish (GantryScript *script, int64_t time, bool override)
{
  gantry_builder_finish(script->builder, time, &script->result, override);
  script->finished = true;
}

static void
read_finish (ScriptLine *line, int64_t time)
{
  GantryScript *script = line->script;
  bool override = line->words[line->next] != NULL;
  if (override)
    script->result.outcome =
        (GantryRunOutcome)script_find_id(line, script_take_word(line), run_outcome_id, GANTRY_N_RUN_OUTCOMES);
  char *reason = line->words[line->next] ? g_strdup(script_take_word(line)) : NULL;
  script->result.reason = reason;
  finish(script, time, override);
  script->result.reason = NULL;
  g_free(reason);
}

static bool
read_line (ScriptLine *line)
{
  GantryScript *script = line->script;
  bool accepted = true;
  if (read_head(line))
    return true;
  begin(script);
  int64_t time = script_take_time(line);
  script->last_time = MAX(script->last_time, time);
  if (script_take_if(line, "ring"))
    script_read_ring(line, time);
  else if (script_take_if(line, "pass"))
    gantry_builder_get_sink()->pass(time, script->builder);
  else if (script_take_if(line, "switches"))
    accepted = script_read_lost_switches(line, time);
  else if (script_take_if(line, "end"))
    accepted = read_run_end(line, time);
  else if (script_take_if(line, "finish"))
    read_finish(line, time);
  else
    accepted = script_read_record(line, time);
  if (line->words[line->next])
    script_fail(line, "too many words");
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
  script->things = g_array_new(FALSE, FALSE, sizeof(ScriptThing));
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
  ScriptLine line = {script, words, 0};
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
    g_free(g_array_index(script->things, ScriptThing, i).name);
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
