/* Calls that are refused, and disks that are full: each of these once ended otherwise than in one sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trying.h"

#include <string.h>

#define RUN "run @everything.scenario --quiet --on "

static const FaultsCase threads = {"threads", RUN "threads", NULL, false};
static const FaultsCase processes = {"processes", RUN "processes", NULL, false};
/* Half a second: long enough to be recorded while it goes on. */
#define LONG_RUN "run hello-thread --quiet -o out.gantry"
static const FaultsCase recorded = {"recorded", LONG_RUN, "out.gantry", false};
static const FaultsCase replaced = {"replaced", LONG_RUN, "out.gantry", true};
static const FaultsCase converted = {"converted", "convert @t.json out.pftrace", "out.pftrace", true};
static const FaultsCase drawn = {"drawn", "render @t.gantry -o out.png", "out.png", true};

/* A runner that gives up at once may do so before it is known to have started, or after. */
#define SOON 3

/* Nothing is wrong with how it went, and it exits so and says so. */
static void
check (const FaultsCase *tried, const char *program, const char *rule, int status, const char *said)
{
  g_auto(FaultsVerdict) verdict = {0};
  faults_try(tried, program, rule, &verdict);
  if (verdict.n_refused == 0)
    g_error("%s: %s in %s was not met", tried->name, rule, program);
  bool as_meant = status == SOON ? verdict.status == 1 || verdict.status == 2 : verdict.status == status;
  if (verdict.charges->len > 0 || !as_meant || !strstr(verdict.err, said))
    g_error("%s: %s in %s: status %d\n%s%s", tried->name, rule, program, verdict.status, verdict.charges->str,
            verdict.err);
}

static void
test_descriptors (void)
{
  check(&converted, "gantry-cli", "open:1+:EMFILE", 2, "cannot read");
  check(&threads, "gantry-cli", "dup:1+:EMFILE", 2, "gantry-runner could not be started");
  check(&threads, "gantry-runner", "dup:1+:EMFILE", SOON, "There is no shared memory for the trace");
  check(&threads, "gantry-runner", "eventfd:1+:EMFILE", SOON, "has not enough left for the run");
  check(&processes, "gantry-runner", "pipe:2+:EMFILE", SOON, "has not enough left for the run");
  check(&threads, "gantry-runner", "timerfd_create:1+:EMFILE", SOON, "has not enough left for the run");
  /* In a process that others would wait for. */
  check(&threads, "workers", "signalfd:1+:EMFILE", SOON, "has not enough left for the run");
  check(&threads, "workers", "epoll_create1:1+:EMFILE", SOON, "has not enough left for the run");
}

/* GUnixOutputStream asks for one, and ends the program where there is none. */
static void
test_streams (void)
{
  FaultsVerdict verdict;
  faults_try(&converted, "gantry-cli", "epoll_create1:1+:EMFILE", &verdict);
  g_assert_cmpint(verdict.status, ==, 0);
  g_assert_cmpstr(verdict.charges->str, ==, "");
  faults_verdict_clear(&verdict);
}

static void
test_threads (void)
{
  check(&threads, "gantry-cli", "pthread_create:1+:EAGAIN", 2, "has not enough left for the run");
  check(&threads, "gantry-cli", "pthread_create:2:EAGAIN", 2, "the machine refuses another thread");
  check(&drawn, "gantry-cli", "pthread_create:1+:EAGAIN", 2, "the machine refuses another thread");
}

/* All that a run shares is mapped before its first task: each of them is refused. */
static void
test_memory (void)
{
  g_auto(FaultsVerdict) counted = {0};
  faults_try(&processes, "gantry-runner", "mmap:0:ENOMEM", &counted);
  g_assert_cmpuint(counted.n_met, >, 8);
  for (uint64_t i = 1; i <= counted.n_met; i++) {
    g_auto(FaultsVerdict) verdict = {0};
    g_autofree char *rule = g_strdup_printf("mmap:%u+:ENOMEM", (unsigned)i);
    faults_try(&processes, "gantry-runner", rule, &verdict);
    if (verdict.charges->len > 0)
      g_error("%s: %s%s", rule, verdict.charges->str, verdict.err);
  }
  check(&converted, "gantry-cli", "memory@16384:1+:ENOMEM", 2, "there is not enough memory");
  check(&converted, "gantry-cli", "memory@16384:2:ENOMEM", 2, "there is not enough memory");
}

/* Nobody has asked for the kernel's times, which it seemed to give: the run measures itself. */
static void
test_switches (void)
{
  g_auto(FaultsVerdict) counted = {0};
  faults_try(&threads, "gantry-cli", "perf_event_open:0:EPERM", &counted);
  if (counted.n_met < 2) {
    g_test_skip("the kernel does not tell its context switches here");
    return;
  }
  check(&threads, "gantry-cli", "perf_event_open:2+:EPERM", 0, "");
  check(&threads, "gantry-cli", "perf_event_open:2+:EMFILE", 0, "");
}

/* The same calls again, as often as it takes. */
static void
test_interruptions (void)
{
  check(&threads, "gantry-runner", "read:~40%7:EINTR", 0, "");
  check(&processes, "workers", "read:~40%7:EINTR", 0, "");
  check(&converted, "gantry-cli", "write:1:EINTR", 0, "");
  check(&converted, "gantry-cli", "write:1:short", 0, "");
}

static void
test_full_disk (void)
{
  static const char *const rules[] = {"write:1+:ENOSPC", "write:>0:ENOSPC",  "write:>1000:ENOSPC",
                                      "fsync:1+:ENOSPC", "rename:1+:ENOSPC", "link:1+:ENOSPC"};
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
    check(&converted, "gantry-cli", rules[i], 2, "the disk is full; free some space");
    check(&drawn, "gantry-cli", rules[i], 2, "the disk is full; free some space");
  }
  check(&replaced, "gantry-cli", "write:1+:ENOSPC", 2, "the disk is full");
}

/* What was recorded is kept, and told. */
static void
test_full_while_recording (void)
{
  check(&recorded, "gantry-cli", "fsync:1+:ENOSPC", 2, "; ‘out.gantry’ holds the first ");
  check(&replaced, "gantry-cli", "rename:1+:ENOSPC", 2, "; ‘out.gantry.unfinished’ holds the first ");
  /* What was recorded is of no use, but the whole is there. */
  check(&recorded, "gantry-cli", "write:1:ENOSPC", 0, "");
  check(&replaced, "gantry-cli", "write:1:ENOSPC", 0, "");
  /* What was recorded can be made the whole, where there is no room for another. */
  check(&recorded, "gantry-cli", "rename:1+:ENOSPC", 0, "");
}

/* Of which Pango tells in several lines, for programmers. */
static void
test_fonts (void)
{
  for (unsigned i = 2; i <= 6; i++) {
    g_auto(FaultsVerdict) verdict = {0};
    g_autofree char *rule = g_strdup_printf("open:%u+:EMFILE", i);
    faults_try(&drawn, "gantry-cli", rule, &verdict);
    if (verdict.charges->len > 0)
      g_error("%s: %s%s", rule, verdict.charges->str, verdict.err);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  faults_begin();
  g_test_add_func("/refused/descriptors", test_descriptors);
  g_test_add_func("/refused/streams", test_streams);
  g_test_add_func("/refused/threads", test_threads);
  g_test_add_func("/refused/memory", test_memory);
  g_test_add_func("/refused/switches", test_switches);
  g_test_add_func("/refused/fonts", test_fonts);
  g_test_add_func("/refused/interruptions", test_interruptions);
  g_test_add_func("/refused/full-disk", test_full_disk);
  g_test_add_func("/refused/full-while-recording", test_full_while_recording);
  int status = g_test_run();
  faults_end();
  return status;
}
