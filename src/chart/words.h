/* The chart's words: translated, for the middle of a sentence or a caption.
 *
 * All strings are static. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/theme.h"
#include "timeline/timeline.h"
#include "trace/segment.h"

/* How states are named, everywhere alike: legend, tooltip, tables, pictures. */
typedef enum {
  GANTRY_VOCABULARY_PLAIN,    /* "waits for the lock" */
  GANTRY_VOCABULARY_TEXTBOOK, /* new, ready, running, blocked, timed waiting, terminated */
  GANTRY_VOCABULARY_LINUX,    /* R, S, D as ps(1) shows a thread in that state; tasks of a loop and simulated
                                 ones have no letter of their own in the kernel, and get a thread's */
  GANTRY_N_VOCABULARIES
} GantryVocabulary;

/* "plain", "textbook", "linux": for settings and the command line, never translated. NULL out of range. */
const char *gantry_vocabulary_id (GantryVocabulary vocabulary);
/* FALSE for an unknown word. */
bool gantry_vocabulary_parse (const char *word, GantryVocabulary *vocabulary);

/* The legend's entry, also for a table's heading: "Waits for a lock", "Blocked: lock", "S: futex of a lock".
 */
const char *gantry_legend_label (GantryLegend legend, GantryVocabulary vocabulary);
/* For the middle of a sentence; the name of what is waited for is to follow, if there is one: "running",
 * "waits for the lock", "blocked on the lock". */
const char *gantry_state_words (GantryState state, GantryVocabulary vocabulary);
/* What is known of a run, for words that are true of it: bits, which of several runs are those of each. */
typedef enum {
  GANTRY_WORDS_OF_TURNS = 1 << 0,  /* on its event loops it is no core that all wait for who are ready */
  GANTRY_WORDS_OF_SLICES = 1 << 1, /* nobody told who was on a core, only what was begun and ended */
  /* what there is to wait for that has the colour of locks */
  GANTRY_WORDS_OF_LOCKS = 1 << 2,
  GANTRY_WORDS_OF_SEMAPHORES = 1 << 3,
  GANTRY_WORDS_OF_CONDITIONS = 1 << 4,
  GANTRY_WORDS_OF_EVENTS = 1 << 5,
  GANTRY_WORDS_OF_BARRIERS = 1 << 6,
  GANTRY_WORDS_OF_ALL = (1 << 7) - 1,
} GantryWordsOf;
unsigned gantry_words_of (const GantryTimeline *timeline);
/* Both for such a run. */
const char *gantry_legend_label_in (unsigned run, GantryLegend legend, GantryVocabulary vocabulary);
const char *gantry_state_words_in (unsigned run, GantryState state, GantryVocabulary vocabulary);
/* For a join of all that were started: "waits for tasks to end". */
const char *gantry_join_words (GantryVocabulary vocabulary);
/* The bare term: "blocked", "S"; NULL in plain words, which have none. */
const char *gantry_state_term (GantryState state, GantryVocabulary vocabulary);
/* The legend's entry for a deadlock's arrows. */
const char *gantry_deadlock_legend_label (void);
/* And for the critical path. */
const char *gantry_path_legend_label (void);
/* "queue", "reader–writer lock", "shared variable". */
const char *gantry_thing_words (GantryThingKind kind);
/* "ended" ("terminated" in the textbook's words), "failed", "killed"; "" while it lives. */
const char *gantry_outcome_words (GantryOutcome outcome, GantryVocabulary vocabulary);
/* Appends a part of a line to those before it, with a dot between; nothing where it is NULL or "". */
void gantry_words_add (GString *line, const char *part);
/* "ended in a deadlock", "stopped"; "" for a run that ended well or has not ended. */
const char *gantry_run_outcome_words (GantryRunOutcome outcome);
/* The same of a run whose end may be missing in its file: that is told, too. */
const char *gantry_run_result_words (const GantryRunResult *result);
/* "Threads", "Tasks on an event loop" for a model's id; the id itself if it is unknown. */
const char *gantry_model_words (const char *model);
/* Who measured: "processor times from the kernel". */
const char *gantry_on_cpu_from_words (GantryOnCpuFrom from);
/* "%u threads", "%u processes" or "%u tasks" as the model ("threads", …) has them. Newly allocated. */
char *gantry_count_words (const char *model, unsigned count);
