/* Runs written down as text: records by hand, for tests of the timeline and for pictures of fixed runs.
 *
 * A script is lines of words; quotes and # comments as in a shell. First the head, any of:
 *
 *   title "Two cooks"      model threads       seed 7        cores 2       gil
 *   from kernel            (or self, virtual; self where the line is missing)
 *   thing queue orders 3   (kind as in the JSON figures, name, capacity; in the order of their indices)
 *   source 12 "compute 20ms"   label 12 "compute 20ms"   (the text and the label of a line)
 *   cpu-time 400ms   peak-memory 5242880   context-switches 12   record-cost 14ns   (of the result)
 *
 * Then records, each as TIME LANE WHAT. Times are 250ns, 1.5us, 20ms, 2s. A lane is known by its name, "cook
 * 1" in quotes; its id is the order in which names first appear.
 *
 *   0ms  main created thread [by PARENT] [daemon] [line 3]
 *   0ms  main started [cpu 0] [ready TIME] [pid 4711]
 *   1ms  main running [line 5] [cpu 0]          and so each state, as the JSON figures call it:
 *   5ms  main wait-lock [for kitchen] [line 6]  (a thing's name; for wait-join a lane's)
 *   9ms  main woken [by cook] [at 8ms] [cancelled]   (what ended the wait; the next state's line follows)
 *   9ms  main gap 2ms [cpu 1]
 *   9ms  main acquired kitchen [reading] [from cook]     9ms main released kitchen
 *   9ms  main length orders 2 [get]                      9ms main value served 3
 *   9ms  main print "done" [line 7]    9ms main note "lunch" [line 8]    9ms main note-end
 *   9ms  main expect held "all served" [line 9]          (or broken)
 *   9ms  main lost 17 since 8ms
 *   9ms  main ended ok [result 3] [reason "…"]
 *
 * Each may say `ring N`: by which thread it was recorded. Otherwise that is the ring of the lane's `started`,
 * before that the parent's, and at first a lane's ring is its id. Lines about threads and the collector:
 *
 *   9ms  ring 0 out        9ms  ring 0 preempted      10ms ring 0 in cpu 1
 *   9ms  ring 0 seen       9ms  ring 0 retired        10ms pass
 *   9ms  switches lost 17 since 8ms [cpu 1]   (by the kernel)
 *   9ms  end ok ["reason"]                    (the run's, by its own word)
 *   9ms  finish [OUTCOME ["reason"]]          (by the word of the collector's side: overrides the run's)
 *
 * What cannot be read ends the test with the line's number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/builder.h"

typedef struct GantryScript GantryScript;

/* A whole script to a finished timeline, owned by the caller. Without a `finish` line the run is finished at
 * the time of the last line. */
GantryTimeline *gantry_script_play (const char *text);

/* In pieces, to look at a run that goes on. The head stands in the first one. */
GantryScript *gantry_script_new (const char *text);
/* Every record must be accepted. */
void gantry_script_feed (GantryScript *script, const char *text);
/* One line; whether its record was accepted. */
bool gantry_script_offer (GantryScript *script, const char *line);
void gantry_script_free (GantryScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryScript, gantry_script_free)

/* Owned by the script. */
GantryTimeline *gantry_script_get_timeline (GantryScript *script);
GantryBuilder *gantry_script_get_builder (GantryScript *script);

/* By name; ends the test where there is none. Cores are "core 0". */
const GantryLane *gantry_script_find_lane (const GantryTimeline *timeline, const char *name);

/* What is in a timeline, in words, newly allocated; times in milliseconds. */
/* "created 0-1, running 1-10 line 5 cpu 0, wait-lock 10-12.5 line 6 for 0"; an open interval ends in "+". */
char *gantry_script_describe_lane (const GantryTimeline *timeline, const char *name);
/* "running 0-5 a cpu 0, sleeping 5-7": all closed intervals with the labels of their lines, as of runs that
 * others traced. */
char *gantry_script_describe_labels (const GantryTimeline *timeline, const char *name);
/* The lanes: "a, b, c". */
char *gantry_script_describe_names (const GantryTimeline *timeline);
/* The steps of a thing or a counter: "0=1 2.5=0". */
char *gantry_script_describe_thing (const GantryTimeline *timeline, uint32_t index);
/* Things that have values, and how often they were taken up to a moment, in ms: "orders queue of 3, taken 4,
 * contended 1, 2.5 waited, 0 held, 2 till then; …". */
char *gantry_script_describe_uses (const GantryTimeline *timeline, double until);
char *gantry_script_describe_counter (const GantryTimeline *timeline, GantryCounter counter);
/* "start main 0 - cook 1, release cook 8 - main 9". */
char *gantry_script_describe_arrows (const GantryTimeline *timeline);

/* Adds the time in each state between `from` and `to` (ns) to `sums`, one interval after the other. */
void gantry_script_count_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums);
/* An arrow as a foreign file may tell it, of lanes and times (ms) that need not make sense. */
void gantry_script_add_arrow (GantryTimeline *timeline, uint32_t from, uint32_t to, int64_t from_ms,
                              int64_t to_ms);

/* That these are the findings of the script's run: "kind: text [lanes] from-to" of each, in milliseconds. */
void gantry_script_assert_findings (const char *script, const char *expected);

/* That it is just this. */
#define gantry_script_assert_text(text, expected)                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *text_that_is = (text);                                                                  \
    g_assert_cmpstr(text_that_is, ==, expected);                                                             \
  }                                                                                                          \
  G_STMT_END
#define gantry_script_assert_lane(timeline, name, expected)                                                  \
  gantry_script_assert_text(gantry_script_describe_lane(timeline, name), expected)
