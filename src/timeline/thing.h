/* The writer's side of a shared thing: who holds it, and its figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/holders.h"
#include "timeline/series.h"

struct GantryThing {
  char *name;
  GantryThingKind kind;
  int64_t capacity;
  GantrySeries series;
  GantryPackedSteps uses; /* GantryThingUse, each as one number */
  /* figures, stored by the writer alone, read by anyone */
  _Atomic uint64_t acquired;
  _Atomic uint64_t contended;
  _Atomic int64_t wait_ns;
  _Atomic int64_t held_ns;
  /* the writer's */
  GantryHolders holders;
  int64_t n_free;    /* of a semaphore */
  int64_t n_waiting; /* for a barrier or a manager */
};

/* Something that happened to a thing; applied in the order of time over all threads. */
typedef struct {
  int64_t time;
  int64_t value;
  uint32_t thing;
  uint32_t lane;
  uint32_t stores;      /* that a VALUE stands for */
  GantryEventKind kind; /* ACQUIRED, RELEASED, LENGTH, VALUE; WOKEN: a wait was granted; STATE: one more
                           waits, or where the value is -1 one less */
  bool reading;         /* of an ACQUIRED rwlock */
  bool contended;       /* after a wait for it */
} GantryThingEvent;

GantryThing *gantry_thing_new (GantryThingKind kind, const char *name, int64_t capacity);
void gantry_thing_free (GantryThing *thing);
/* Before the first event: what it counts at time 0; nobody holds it. */
void gantry_thing_begin (GantryThing *thing, int64_t value);
void gantry_thing_apply (GantryThing *thing, const GantryThingEvent *event);
/* What is told to have happened before the last use happened with it. */
void gantry_thing_append_use (GantryThing *thing, const GantryThingUse *use);
/* A wait for it is over, after `ns`. */
void gantry_thing_add_wait (GantryThing *thing, int64_t ns);
/* Whoever still holds it does so until `time`, the run's end. */
void gantry_thing_close (GantryThing *thing, int64_t time);
/* Whether waiting is all there is to it, so that a wait that was granted counts as an acquisition. */
bool gantry_thing_counts_waits (const GantryThing *thing);
/* Whether its steps are how many wait for it. */
bool gantry_thing_shows_waiting (const GantryThing *thing);
