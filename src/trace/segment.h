/* The shared memory of a run: a memfd with a header and many rings. It outlives every worker that writes to
 * it, and is gone when the last process that holds it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/clock.h"
#include "trace/ring.h"

#include <glib.h>

#define GANTRY_TRACE_ERROR (gantry_trace_error_quark())
GQuark gantry_trace_error_quark (void);

typedef enum {
  GANTRY_TRACE_ERROR_MEMORY, /* no memfd or no mapping */
  GANTRY_TRACE_ERROR_FORMAT, /* the descriptor is no segment of this version */
  GANTRY_TRACE_ERROR_FULL,   /* no ring is free */
  GANTRY_TRACE_ERROR_GONE,   /* the process is dying or dead */
  GANTRY_TRACE_ERROR_KERNEL, /* perf_event_open is refused here */
} GantryTraceError;

/* Who measures the on-processor times of a run. */
typedef enum {
  GANTRY_ON_CPU_FROM_AUTO, /* the kernel where it allows, else self: only as a wish */
  GANTRY_ON_CPU_FROM_KERNEL,
  GANTRY_ON_CPU_FROM_SELF,
  GANTRY_ON_CPU_FROM_VIRTUAL,
} GantryOnCpuFrom;

const char *gantry_on_cpu_from_id (GantryOnCpuFrom from);

/* Lane numbers are below this: a million tasks, their loops and servers. */
#define GANTRY_MOST_LANES (1u << 20)

/* What full rings lost of a lane. It does not lie in a ring, for a ring has many lanes, a lane may be
 * recorded by several threads, and whoever is killed before it could tell its losses has counted them all the
 * same. */
typedef struct {
  _Atomic uint64_t total; /* events */
  _Atomic uint64_t told;  /* of them, by LOST events in the rings */
  _Atomic uint64_t since; /* ticks of the first that is not told */
} GantryLaneLoss;

typedef struct GantrySegment GantrySegment;

/* A new segment of `n_rings` rings of `capacity` events (a power of two, at least 16). Memory is only used as
 * it is written. Free with gantry_segment_free(); other processes get it by its descriptor. */
GantrySegment *gantry_segment_new (GantryClockKind clock, GantryOnCpuFrom on_cpu_from, uint32_t n_rings,
                                   uint32_t capacity, GError **error);

/* Maps a segment received as a descriptor, which stays the caller's. Every number in it is checked. */
GantrySegment *gantry_segment_open (int fd, GError **error);

void gantry_segment_free (GantrySegment *segment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantrySegment, gantry_segment_free)

/* The descriptor, owned by the segment. */
int gantry_segment_get_fd (const GantrySegment *segment);
GantryClockKind gantry_segment_get_clock (const GantrySegment *segment);
GantryOnCpuFrom gantry_segment_get_on_cpu_from (const GantrySegment *segment);

/* All rings ever claimed are below this number. Consumer's side. */
uint32_t gantry_segment_get_n_used (const GantrySegment *segment);
GantryRingView gantry_segment_get_ring (const GantrySegment *segment, uint32_t index);

/* Takes a free ring for the calling thread. Lock-free; any thread of any process that holds the segment.
 * FALSE: all rings are taken. */
bool gantry_segment_claim_ring (GantrySegment *segment, uint32_t host_lane, uint32_t *index);
void gantry_segment_retire_ring (GantrySegment *segment, uint32_t index);
/* Collector only: a retired ring that is drained may be claimed again. */
void gantry_segment_recycle_ring (GantrySegment *segment, uint32_t index);

/* A lane number that no one else has, from 0 upwards. Any thread of any process. */
uint32_t gantry_segment_new_lane (GantrySegment *segment);
/* How many lane numbers were given out. */
uint32_t gantry_segment_get_n_lanes (const GantrySegment *segment);
/* Any thread of any process. All that is of no lane is counted together. */
GantryLaneLoss *gantry_segment_get_loss (const GantrySegment *segment, uint32_t lane);
