/* What the parts of the scripts' reader share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/script.h"

struct GantryScript {
  GantryRunFacts facts; /* strings owned */
  GPtrArray *source_lines, *line_labels;
  GArray *things; /* ScriptThing */
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
} ScriptThing;

/* A line's words, read from the left. */
typedef struct {
  GantryScript *script;
  char **words;
  guint next;
} ScriptLine;

/* script-words.c: the next word of a line, as what it stands for; the test ends with the line's number where
 * there is none, or another. */

void G_GNUC_NORETURN script_fail (const ScriptLine *line, const char *what);
const char *script_take_word (ScriptLine *line);
/* FALSE: the next one is not that, and is left. */
bool script_take_if (ScriptLine *line, const char *word);
int64_t script_take_number (ScriptLine *line);
int64_t script_take_time (ScriptLine *line); /* ns */
uint32_t script_take_lane (ScriptLine *line);
uint32_t script_take_thing (ScriptLine *line);
/* The number of one of the contract's words. */
int script_find_id (ScriptLine *line, const char *word, const char *(*id_of)(int), int n_ids);

/* script-records.c: what follows a time, ns */

/* Whether the record was accepted. */
bool script_read_record (ScriptLine *line, int64_t time);
void script_read_ring (ScriptLine *line, int64_t time);
/* Context switches that the kernel had no room for. Whether the record was accepted. */
bool script_read_lost_switches (ScriptLine *line, int64_t time);
