/* What a process has in use, sampled again and again, and whether it grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  SOAK_RESIDENT, /* KB, without pages that are shared with others and unchanged files */
  SOAK_HEAP,     /* KB that the program has allocated */
  SOAK_MAPPINGS, /* areas of memory */
  SOAK_SHARED,   /* of them, of rings in shared memory */
  SOAK_FDS,      /* descriptors, those of shared memory among them */
  SOAK_MEMFDS,   /* of them, of shared memory */
  SOAK_THREADS,
  SOAK_CHILDREN, /* processes, dead ones too */
  SOAK_FILES,    /* in the folders for temporary files, the session, state and cache */
  SOAK_WIDGETS,
  SOAK_WINDOWS,
  SOAK_N_FIGURES
} SoakFigure;

typedef struct {
  int64_t values[SOAK_N_FIGURES];
} SoakSample;

/* All but widgets and windows, which the caller counts. */
void soak_sample_take (SoakSample *sample);
void soak_print_head (void);
void soak_print_sample (unsigned run, const SoakSample *sample);
/* Prints by how much each figure grew over the samples by its line of least squares, and what it may. FALSE:
 * one grew more. `runs`: those between the first sample and the last. */
bool soak_judge (const SoakSample *samples, unsigned n_samples, unsigned runs);
