/* The words for states, in three vocabularies.
 *
 * The textbook's are those of A. Silberschatz, P. B. Galvin and G. Gagne, "Operating System Concepts",
 * chapter on processes (new, ready, running, waiting, terminated), with waiting told apart as "blocked" and
 * "timed waiting" as for Java's threads. Linux's are the letters of proc(5) and ps(1) with what the kernel
 * has the thread wait on: a lock, semaphore, condition or barrier is a futex, of which it knows no more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const ids[GANTRY_N_VOCABULARIES] = {
    [GANTRY_VOCABULARY_PLAIN] = "plain",
    [GANTRY_VOCABULARY_TEXTBOOK] = "textbook",
    [GANTRY_VOCABULARY_LINUX] = "linux",
};

const char *
gantry_vocabulary_id (GantryVocabulary vocabulary)
{
  return (unsigned)vocabulary < GANTRY_N_VOCABULARIES ? ids[vocabulary] : NULL;
}

bool
gantry_vocabulary_parse (const char *word, GantryVocabulary *vocabulary)
{
  for (int i = 0; i < GANTRY_N_VOCABULARIES; i++)
    if (strcmp(word, ids[i]) == 0) {
      *vocabulary = (GantryVocabulary)i;
      return true;
    }
  return false;
}

const char *
gantry_legend_label (GantryLegend legend, GantryVocabulary vocabulary)
{
  static const char *const labels[GANTRY_N_LEGEND][GANTRY_N_VOCABULARIES] = {
      [GANTRY_LEGEND_RUNNING] = {N_("Running"), N_("Running"), N_("R: on a core")},
      [GANTRY_LEGEND_READY] = {N_("Ready, no core free"), N_("Ready (runnable)"),
                               N_("R: runnable, has no core")},
      [GANTRY_LEGEND_LOCK] = {N_("Waits for a lock"), N_("Blocked: lock"), N_("S: futex of a lock")},
      [GANTRY_LEGEND_MESSAGE] = {N_("Waits for a message"), N_("Blocked: message"), N_("S: for a message")},
      [GANTRY_LEGEND_GIL] = {N_("Waits for the interpreter lock"), N_("Blocked: interpreter lock"),
                             N_("S: futex of the interpreter lock")},
      [GANTRY_LEGEND_IO] = {N_("File or network"), N_("Blocked: input or output"), N_("D: file, S: network")},
      [GANTRY_LEGEND_SLEEP] = {N_("Sleeps"), N_("Timed waiting"), N_("S: timer")},
      [GANTRY_LEGEND_BLOCKED] = {N_("Blocked, holds its thread"), N_("Blocked: holds its thread"),
                                 N_("S: in a call")},
      [GANTRY_LEGEND_JOIN] = {N_("Joins"), N_("Blocked: join"), N_("S: for an end")},
      [GANTRY_LEGEND_CREATED] = {N_("Created, not started"), N_("New"), N_("Not in the kernel yet")},
  };
  g_assert((unsigned)legend < GANTRY_N_LEGEND && (unsigned)vocabulary < GANTRY_N_VOCABULARIES);
  return _(labels[legend][vocabulary]);
}

const char *
gantry_state_words (GantryState state, GantryVocabulary vocabulary)
{
  static const char *const words[GANTRY_N_STATES][GANTRY_N_VOCABULARIES] = {
      [GANTRY_STATE_CREATED] = {N_("created, not started"), N_("new"), N_("not in the kernel yet")},
      [GANTRY_STATE_RUNNING] = {N_("running"), N_("running"), N_("R, on a core")},
      [GANTRY_STATE_READY] = {N_("ready, no core free"), N_("ready (runnable)"),
                              N_("R, runnable, has no core")},
      [GANTRY_STATE_SLEEPING] = {N_("sleeps"), N_("timed waiting"), N_("S, sleeps on a timer")},
      [GANTRY_STATE_BLOCKED] = {N_("blocked, holds its thread"), N_("blocked, holds its thread"),
                                N_("S, sleeps in a call")},
      [GANTRY_STATE_IO_FILE] = {N_("reads or writes a file"), N_("blocked on a file"), N_("D, disk sleep")},
      [GANTRY_STATE_IO_NETWORK] = {N_("waits for the network"), N_("blocked on the network"),
                                   N_("S, sleeps on a socket")},
      [GANTRY_STATE_WAIT_LOCK] = {N_("waits for the lock"), N_("blocked on the lock"),
                                  N_("S, sleeps on the futex of the lock")},
      [GANTRY_STATE_WAIT_SEMAPHORE] = {N_("waits for the semaphore"), N_("blocked on the semaphore"),
                                       N_("S, sleeps on the futex of the semaphore")},
      [GANTRY_STATE_WAIT_CONDITION] = {N_("waits for the condition"), N_("blocked on the condition"),
                                       N_("S, sleeps on the futex of the condition")},
      [GANTRY_STATE_WAIT_EVENT] = {N_("waits for the event"), N_("blocked on the event"),
                                   N_("S, sleeps on the futex of the event")},
      [GANTRY_STATE_WAIT_BARRIER] = {N_("waits at the barrier"), N_("blocked at the barrier"),
                                     N_("S, sleeps on the futex of the barrier")},
      [GANTRY_STATE_WAIT_QUEUE] = {N_("waits for the queue"), N_("blocked on the queue"),
                                   N_("S, sleeps for the queue")},
      [GANTRY_STATE_WAIT_PIPE] = {N_("waits for the pipe"), N_("blocked on the pipe"),
                                  N_("S, sleeps on the pipe")},
      [GANTRY_STATE_WAIT_JOIN] = {N_("waits for the end of"), N_("blocked until the end of"),
                                  N_("S, sleeps until the end of")},
      [GANTRY_STATE_WAIT_POOL] = {N_("waits for the pool"), N_("blocked on the pool"),
                                  N_("S, sleeps for the pool")},
      [GANTRY_STATE_WAIT_MANAGER] = {N_("waits for the manager"), N_("blocked on the manager"),
                                     N_("S, sleeps on a socket of the manager")},
      [GANTRY_STATE_WAIT_RESULT] = {N_("waits for a result"), N_("blocked on a result"),
                                    N_("S, sleeps for a result")},
      [GANTRY_STATE_WAIT_GIL] = {N_("waits for the interpreter lock"), N_("blocked on the interpreter lock"),
                                 N_("S, sleeps on the futex of the interpreter lock")},
  };
  g_assert((unsigned)state < GANTRY_N_STATES && (unsigned)vocabulary < GANTRY_N_VOCABULARIES);
  return _(words[state][vocabulary]);
}

/* What is waited for in the colour of locks. */
static unsigned
words_of_things (const GantryTimeline *timeline)
{
  static const unsigned words[GANTRY_N_THING_KINDS] = {
      [GANTRY_THING_LOCK] = GANTRY_WORDS_OF_LOCKS,
      [GANTRY_THING_RLOCK] = GANTRY_WORDS_OF_LOCKS,
      [GANTRY_THING_RWLOCK] = GANTRY_WORDS_OF_LOCKS,
      [GANTRY_THING_SEMAPHORE] = GANTRY_WORDS_OF_SEMAPHORES,
      [GANTRY_THING_CONDITION] = GANTRY_WORDS_OF_CONDITIONS,
      [GANTRY_THING_EVENT] = GANTRY_WORDS_OF_EVENTS,
      [GANTRY_THING_BARRIER] = GANTRY_WORDS_OF_BARRIERS,
  };
  unsigned all = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++)
    all |= words[gantry_thing_get_kind(gantry_timeline_get_thing(timeline, i))];
  return all;
}

unsigned
gantry_words_of (const GantryTimeline *timeline)
{
  return (gantry_timeline_has_loop(timeline) ? GANTRY_WORDS_OF_TURNS : 0u) |
         (gantry_timeline_tells_on_cpu(timeline) ? 0u : GANTRY_WORDS_OF_SLICES) | words_of_things(timeline);
}

/* "Waits for a lock" is not true where there is none. */
static const char *
lock_label (unsigned run, GantryVocabulary vocabulary)
{
  static const struct {
    unsigned things;
    const char *labels[GANTRY_N_VOCABULARIES];
  } alone[] = {
      {GANTRY_WORDS_OF_SEMAPHORES,
       {N_("Waits for a semaphore"), N_("Blocked: semaphore"), N_("S: futex of a semaphore")}},
      {GANTRY_WORDS_OF_CONDITIONS,
       {N_("Waits for a condition"), N_("Blocked: condition"), N_("S: futex of a condition")}},
      {GANTRY_WORDS_OF_EVENTS, {N_("Waits for an event"), N_("Blocked: event"), N_("S: futex of an event")}},
      {GANTRY_WORDS_OF_BARRIERS,
       {N_("Waits at a barrier"), N_("Blocked: barrier"), N_("S: futex of a barrier")}},
  };
  static const char *const mixed[GANTRY_N_VOCABULARIES] = {N_("Waits for a lock or the like"),
                                                           N_("Blocked: lock or the like"),
                                                           N_("S: futex of a lock or the like")};
  unsigned things = run & GANTRY_WORDS_OF_ALL & ~(unsigned)(GANTRY_WORDS_OF_TURNS | GANTRY_WORDS_OF_SLICES);
  if (things == 0 || things == GANTRY_WORDS_OF_LOCKS)
    return gantry_legend_label(GANTRY_LEGEND_LOCK, vocabulary);
  for (unsigned i = 0; i < G_N_ELEMENTS(alone); i++)
    if (things == alone[i].things)
      return _(alone[i].labels[vocabulary]);
  return _(mixed[vocabulary]);
}

const char *
gantry_legend_label_in (unsigned run, GantryLegend legend, GantryVocabulary vocabulary)
{
  if ((run & GANTRY_WORDS_OF_SLICES) != 0 && legend == GANTRY_LEGEND_RUNNING)
    return _("At work");
  if ((run & GANTRY_WORDS_OF_SLICES) != 0 && legend == GANTRY_LEGEND_SLEEP)
    return _("Not at work");
  if ((run & GANTRY_WORDS_OF_TURNS) != 0 && legend == GANTRY_LEGEND_READY &&
      vocabulary == GANTRY_VOCABULARY_PLAIN)
    return _("Ready, waits for its turn");
  if (legend == GANTRY_LEGEND_LOCK)
    return lock_label(run, vocabulary);
  return gantry_legend_label(legend, vocabulary);
}

const char *
gantry_state_words_in (unsigned run, GantryState state, GantryVocabulary vocabulary)
{
  if ((run & GANTRY_WORDS_OF_SLICES) != 0 && state == GANTRY_STATE_RUNNING)
    return _("at work");
  if ((run & GANTRY_WORDS_OF_SLICES) != 0 && state == GANTRY_STATE_SLEEPING)
    return _("not at work");
  if ((run & GANTRY_WORDS_OF_TURNS) != 0 && state == GANTRY_STATE_READY &&
      vocabulary == GANTRY_VOCABULARY_PLAIN)
    return _("ready, waits for its turn");
  return gantry_state_words(state, vocabulary);
}

const char *
gantry_join_words (GantryVocabulary vocabulary)
{
  static const char *const words[GANTRY_N_VOCABULARIES] = {
      N_("waits for tasks to end"),
      N_("blocked until tasks end"),
      N_("S, sleeps until tasks end"),
  };
  g_assert((unsigned)vocabulary < GANTRY_N_VOCABULARIES);
  return _(words[vocabulary]);
}

/* The letter that /proc/PID/stat shows. */
static const char *
linux_letter (GantryState state)
{
  switch (state) {
  case GANTRY_STATE_CREATED:
    return "–";
  case GANTRY_STATE_RUNNING:
  case GANTRY_STATE_READY:
    return "R";
  case GANTRY_STATE_IO_FILE:
    return "D";
  default:
    return "S";
  }
}

const char *
gantry_state_term (GantryState state, GantryVocabulary vocabulary)
{
  g_assert((unsigned)state < GANTRY_N_STATES && (unsigned)vocabulary < GANTRY_N_VOCABULARIES);
  if (vocabulary == GANTRY_VOCABULARY_PLAIN)
    return NULL;
  if (vocabulary == GANTRY_VOCABULARY_LINUX)
    return linux_letter(state);
  switch (state) {
  case GANTRY_STATE_CREATED:
    return _("new");
  case GANTRY_STATE_RUNNING:
    return _("running");
  case GANTRY_STATE_READY:
    return _("ready");
  case GANTRY_STATE_SLEEPING:
    return _("timed waiting");
  default:
    return _("blocked");
  }
}
