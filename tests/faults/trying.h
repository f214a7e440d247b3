/* Runs a program that is refused calls, and judges what came of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* One command and what it may leave. */
typedef struct {
  const char *name;
  const char *arguments; /* of gantry-cli, a space between two; @ stands for the folder of what is read */
  const char *output;    /* the file that it writes, by its name; NULL: none */
  bool replaces;         /* there is one of that name before */
} FaultsCase;

typedef struct {
  uint64_t n_met;
  uint64_t n_refused;
  int status;            /* exit status; -1: it did not exit by itself */
  bool is_little_memory; /* what was refused: allocations of any size */
  bool gave_up;          /* a library ended it for want of a little memory, in its own way */
  char *err;             /* its standard error */
  GString *charges;      /* what it did wrong, a line each; empty: nothing */
} FaultsVerdict;

void faults_verdict_clear (FaultsVerdict *verdict);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FaultsVerdict, faults_verdict_clear)

/* Makes the folder of what is read: traces of each format. GANTRY_CLI, FAULTS_LIBRARY and FAULTS_SCENARIO
 * must be in the environment. */
void faults_begin (void);
/* And removes it. */
void faults_end (void);

/* Runs the case once, refused by `rule` (see refusal.h) where the program is `program`. */
void faults_try (const FaultsCase *tried, const char *program, const char *rule, FaultsVerdict *verdict);
