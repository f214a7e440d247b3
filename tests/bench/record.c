/* Cost of recording one event, beside a bare time-stamp read with a 32-byte store, in the same run; and of
 * two threads at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/recorder.h"

#include <stdlib.h>

#define CAPACITY 16384u
#define BATCH 8192
#define ROUNDS 400

typedef struct {
  GantrySegment *segment;
  double ns; /* median of an event */
  int rounds;
} Job;

static int
compare (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static double
median (double *figures, size_t count)
{
  qsort(figures, count, sizeof *figures, compare);
  return figures[count / 2];
}

static double
floor_ns (void)
{
  GantryEvent *slots = g_aligned_alloc0(CAPACITY, sizeof *slots, GANTRY_CACHE_LINE);
  double figures[ROUNDS];
  uint64_t at = 0;
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t begin = gantry_monotonic_ns();
    for (int i = 0; i < BATCH; i++) {
      volatile GantryEvent *slot = &slots[at++ & (CAPACITY - 1)];
      slot->time = gantry_counter_read();
      slot->lane = 1;
      slot->kind = GANTRY_EVENT_STATE;
      slot->detail = 2;
      slot->first = 3;
      slot->second = 4;
    }
    figures[round] = (double)(gantry_monotonic_ns() - begin) / BATCH;
  }
  g_aligned_free(slots);
  return median(figures, ROUNDS);
}

static gpointer
store (gpointer data)
{
  *(double *)data = floor_ns();
  return NULL;
}

/* Two such loops at once: more than one alone takes where the machine's two processors are halves of one. */
static double
floor_of_two_ns (void)
{
  double ns[2];
  GThread *threads[2] = {g_thread_new("first", store, &ns[0]), g_thread_new("second", store, &ns[1])};
  for (int i = 0; i < 2; i++)
    g_thread_join(threads[i]);
  return (ns[0] + ns[1]) / 2;
}

static gpointer
record (gpointer data)
{
  Job *job = data;
  GantryRecorder recorder;
  double figures[ROUNDS];
  gantry_recorder_init(&recorder, job->segment, 0, NULL);
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t begin = gantry_monotonic_ns();
    for (int i = 0; i < BATCH; i++)
      gantry_record_state(&recorder, gantry_recorder_now(&recorder), 1, GANTRY_STATE_RUNNING, 3,
                          GANTRY_NO_OBJECT, 4);
    figures[round] = (double)(gantry_monotonic_ns() - begin) / BATCH;
    gantry_ring_consume(&recorder.view, BATCH); /* as a collector would, between the rounds */
  }
  gantry_recorder_retire(&recorder);
  job->ns = median(figures, ROUNDS);
  return NULL;
}

int
main (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, 4, CAPACITY, NULL);
  Job alone = {.segment = segment}, pair[2] = {{.segment = segment}, {.segment = segment}};
  double bare = floor_ns(), bare_of_two = floor_of_two_ns();
  record(&alone);
  GThread *threads[2] = {g_thread_new("first", record, &pair[0]), g_thread_new("second", record, &pair[1])};
  for (int i = 0; i < 2; i++)
    g_thread_join(threads[i]);
  double both = (pair[0].ns + pair[1].ns) / 2;
  g_print("bare read and 32-byte store      %6.2f ns\n", bare);
  g_print("recording a state                %6.2f ns   %.2f times the bare one (goal: at most 1.3)\n",
          alone.ns, alone.ns / bare);
  g_print("two threads at once, each        %6.2f ns   %.2f times one alone (goal: below 1.1)\n", both,
          both / alone.ns);
  g_print(
      "bare ones, two threads at once   %6.2f ns   %.2f times one alone: the machine's own part of that\n",
      bare_of_two, bare_of_two / bare);
  return 0;
}
