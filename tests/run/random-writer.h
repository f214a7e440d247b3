/* What the parts of the generator of random programs share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "random-program.h"

/* Who starts plots and joins them: main, or a task that main starts. */
typedef struct {
  GString *starts; /* statements */
  GString *ends;   /* statements that wait for what was started, and say what must hold then */
  bool is_loop;    /* it does so on a loop of its own */
} Host;

typedef struct {
  GRand *random;
  GString *things;
  GString *tasks;
  Host *host;     /* of the plot that is being written */
  int plot;       /* its number */
  int n_locals;   /* names of locals are never used twice */
  bool anonymous; /* the task being written may not tell its name */
  bool ends_badly;
  bool no_loop; /* some task runs a loop of its own, which no loop may */
} Writer;

/* From low to high, both included. */
int roll (Writer *writer, int low, int high);
/* True once in so many times. */
bool once_in (Writer *writer, int times);
/* "\n"-ended lines of a task's block: indents by `depth` times four spaces. */
void say (GString *into, int depth, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Some statements that wait for nobody: computing, sleeping, drawing, counting, locks in their order. */
void write_filler (Writer *writer, GString *into, int depth);

/* Writes one plot: things, tasks, and what its host does. */
void write_plot (Writer *writer);
/* The same, of those in which a deadline or a cancel races against what is waited for. */
void write_race (Writer *writer);
/* Of those about tasks themselves. */
void write_task_plot (Writer *writer);
/* One that ends badly, or might, for the end of main: `head` gets its `ends` line. */
void write_bad_end (Writer *writer, GString *head);
