/* One call after the other is refused, the first, the second, the third … time that it is made.
 *
 * usage: faults-campaign SEED COUNT [PART-OF-A-CASE’S-NAME [CALL]]
 * Where a call is made more than COUNT times, COUNT of them are drawn by the seed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trying.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name; /* as the rule has it */
  const char *how;
} Call;

static const Call calls[] = {
    {"memory", "ENOMEM"},
    {"memory@16384", "ENOMEM"},
    {"open", "EMFILE"},
    {"open", "EACCES"},
    {"read", "EIO"},
    {"read", "EINTR"},
    {"read", "short"},
    {"write", "ENOSPC"},
    {"write", "EIO"},
    {"write", "EINTR"},
    {"write", "short"},
    {"fsync", "EIO"},
    {"fsync", "ENOSPC"},
    {"fchmod", "EPERM"},
    {"ftruncate", "ENOSPC"},
    {"rename", "ENOSPC"},
    {"link", "EPERM"},
    {"mkdir", "EROFS"},
    {"mmap", "ENOMEM"},
    {"memfd_create", "EMFILE"},
    {"fork", "EAGAIN"},
    {"posix_spawn", "EAGAIN"},
    {"pthread_create", "EAGAIN"},
    {"socket", "EMFILE"},
    {"socketpair", "EMFILE"},
    {"pipe", "EMFILE"},
    {"eventfd", "EMFILE"},
    {"timerfd_create", "EMFILE"},
    {"epoll_create1", "EMFILE"},
    {"signalfd", "EMFILE"},
    {"pidfd_open", "EMFILE"},
    {"accept", "EMFILE"},
    {"dup", "EMFILE"},
    {"bind", "EPERM"},
    {"listen", "EPERM"},
    {"connect", "EPERM"},
    {"send", "EPIPE"},
    {"send", "short"},
    {"recv", "EIO"},
    {"recv", "short"},
    {"poll", "EINTR"},
    {"ppoll", "EINTR"},
    {"epoll_wait", "EINTR"},
    {"perf_event_open", "EPERM"},
};

#define RUN "run @everything.scenario --quiet --on "

static const FaultsCase cases[] = {
    {"run threads", RUN "threads -o out.gantry", "out.gantry", false},
    {"run processes", RUN "processes -o out.gantry", "out.gantry", true},
    {"run async", RUN "async -o out.svg", "out.svg", true},
    {"run simulated", RUN "simulated --stats=json", NULL, false},
    {"run with GIL", RUN "threads --gil", NULL, false},
    {"compare", "compare @everything.scenario --quiet -o out.png", "out.png", true},
    {"render PNG", "render @t.gantry -o out.png", "out.png", true},
    {"render SVG", "render @t.json -o out.svg", "out.svg", false},
    {"render PDF", "render @t.pftrace -o out.pdf", "out.pdf", true},
    {"convert to Chrome", "convert @t.gantry out.json", "out.json", true},
    {"convert to Perfetto", "convert @t.gantry out.pftrace", "out.pftrace", false},
    {"convert to CSV", "convert @t.gantry out.csv", "out.csv", true},
    {"convert from Chrome", "convert @t.json out.gantry", "out.gantry", true},
    {"convert from Perfetto", "convert @t.pftrace out.gantry", "out.gantry", false},
    {"convert from PNG", "convert @t.png out.gantry", "out.gantry", true},
    {"convert from SVG", "convert @t.svg out.json", "out.json", true},
    {"convert from PDF", "convert @t.pdf out.pftrace", "out.pftrace", true},
    {"stats", "stats @t.gantry", NULL, false},
    {"info", "info @t.json", NULL, false},
    {"check", "check @everything.scenario", NULL, false},
    {"show", "show hello-thread", NULL, false},
    {"list", "list --json", NULL, false},
};

static const char *const programs[] = {"gantry-cli", "gantry-runner", "workers"};

static uint64_t n_attempts, n_violations, n_gave_up;

static bool
try_once (const FaultsCase *tried, const char *program, const Call *call, const char *which,
          GHashTable *sentences, uint64_t *n_met)
{
  g_auto(FaultsVerdict) verdict = {0};
  g_autofree char *rule = g_strdup_printf("%s:%s:%s", call->name, which, call->how);
  faults_try(tried, program, rule, &verdict);
  *n_met = verdict.n_met;
  n_attempts++;
  n_gave_up += verdict.gave_up;
  g_autofree char *sentence = g_strdup_printf("%d %s", verdict.status, g_strstrip(verdict.err));
  g_hash_table_add(sentences, g_steal_pointer(&sentence));
  if (verdict.charges->len == 0)
    return true;
  n_violations++;
  printf("WRONG: %s; GANTRY_FAULTS=%s GANTRY_FAULTS_IN=%s; status %d\n%s    said: %s\n", tried->name, rule,
         program, verdict.status, verdict.charges->str, verdict.err);
  fflush(stdout);
  return false;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
print_sentences (GHashTable *sentences)
{
  g_autofree const char **keys = (const char **)g_hash_table_get_keys_as_array(sentences, NULL);
  guint count = g_hash_table_size(sentences);
  qsort(keys, count, sizeof *keys, compare_texts);
  for (guint i = 0; i < count; i++)
    printf("    %s\n", keys[i]);
}

/* Each of the calls that it makes, or as many as `most`; and each with all that follow. */
static void
try_call (const FaultsCase *tried, const char *program, const Call *call, GRand *random, uint64_t most)
{
  g_autoptr(GHashTable) sentences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  uint64_t n_met = 0, ignored = 0, n_wrong = 0, n_tried = 0;
  try_once(tried, program, call, "0", sentences, &n_met);
  g_hash_table_remove_all(sentences);
  for (uint64_t i = 1; i <= MIN(n_met, most); i++) {
    uint64_t number = n_met <= most ? i : 1 + (uint64_t)(g_rand_double(random) * (double)n_met);
    for (int onwards = 0; onwards < 2; onwards++, n_tried++) {
      g_autofree char *which = g_strdup_printf("%" PRIu64 "%s", number, onwards ? "+" : "");
      /* A program that is interrupted for ever may wait for ever. */
      if (onwards && (g_str_equal(call->how, "EINTR")))
        continue;
      n_wrong += !try_once(tried, program, call, which, sentences, &ignored);
    }
  }
  if (n_met == 0)
    return;
  printf("%-22s %-14s %-16s %-7s met %" PRIu64 ", tried %" PRIu64 ", wrong %" PRIu64 "\n", tried->name,
         program, call->name, call->how, n_met, n_tried, n_wrong);
  print_sentences(sentences);
  fflush(stdout);
}

static bool
starts_a_run (const FaultsCase *tried)
{
  return g_str_has_prefix(tried->arguments, "run") || g_str_has_prefix(tried->arguments, "compare");
}

int
main (int argc, char **argv)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(argc > 1 ? (guint32)atoi(argv[1]) : 1);
  uint64_t most = argc > 2 ? strtoull(argv[2], NULL, 10) : 20;
  const char *wanted = argc > 3 ? argv[3] : "", *call = argc > 4 ? argv[4] : "";
  faults_begin();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    for (gsize j = 0; j < (starts_a_run(&cases[i]) ? G_N_ELEMENTS(programs) : 1); j++)
      for (gsize k = 0; k < G_N_ELEMENTS(calls); k++)
        if (strstr(cases[i].name, wanted) && strstr(calls[k].name, call))
          try_call(&cases[i], programs[j], &calls[k], random, most);
  faults_end();
  printf("%" PRIu64 " runs, %" PRIu64 " ended by a library for want of a little memory, %" PRIu64 " wrong\n",
         n_attempts, n_gave_up, n_violations);
  return n_violations == 0 ? 0 : 1;
}
