/* Which calls a program is refused: said by the environment, asked at each call.
 *
 *   GANTRY_FAULTS=CALL:WHICH:HOW[,…]
 *
 * CALL is a call's name ("fsync"), or its family's ("name": rename, link, …), and with "@65536" behind it
 * those alone that are about so many bytes or more. WHICH is "3" (the third), "3+" (that and all after it),
 * "~5%7" (five of a hundred, seeded by 7), or ">65536" (all from where so many bytes were written, that one
 * cut short); "0" refuses nothing and counts. HOW is an errno's name, or "short" for a transfer of half of
 * what was asked.
 *
 *   GANTRY_FAULTS_IN=PROGRAM    the program by its short name; "workers": what gantry-runner has forked
 *   GANTRY_FAULTS_TALLY=FILE    how many calls were met and refused, see FaultsTally
 *   GANTRY_FAULTS_OWN=1         only calls that the program itself makes, through GLib, GIO or cairo, too:
 * not what GTK and its like do for purposes of their own GANTRY_FAULTS_TRACE=1       where the first refused
 * call came from, on standard error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands in the file of GANTRY_FAULTS_TALLY: shared by all processes that are chosen, and still there
 * when they have been killed. */
typedef struct {
  _Atomic uint64_t n_met;
  _Atomic uint64_t n_refused;
  _Atomic uint64_t n_bytes; /* written so far */
} FaultsTally;

/* TRUE: this call fails with the errno that is set. `amount`: bytes that it is about, or 0. Any thread; makes
 * no call that could be refused itself. */
bool faults_refuse (const char *name, const char *family, size_t amount);
/* For a transfer of `*amount` bytes: the same, or makes it shorter. What only disks and connections do (all
 * but EINTR) happens to files and sockets alone: a pipe's few bytes go all at once. */
bool faults_refuse_transfer (const char *name, const char *family, int file, size_t *amount);

/* The call that the program would have made. */
void *faults_find_real (const char *name, void **found);

/* For the program itself, by dlsym(): these rules from now on (NULL: none), in place of those before, whose
 * tally is copied to `copy` (nullable) and begins anew. */
void faults_arm (const char *said, FaultsTally *copy);

#define FAULTS_EXPORT __attribute__((visibility("default")))
#define FAULTS_REAL(name)                                                                                    \
  ({                                                                                                         \
    static void *found_;                                                                                     \
    (__typeof__(&(name)))faults_find_real(#name, &found_);                                                   \
  })
