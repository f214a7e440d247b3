/* The rule for refused calls, read from the environment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "refusal.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_RULES 8
#define LONGEST_NAME 32
#define DEEPEST_TRACE 40

typedef enum { EXACTLY, FROM, OFTEN, FULL } Which;

typedef struct {
  char call[LONGEST_NAME];
  size_t least; /* bytes: smaller calls are not meant */
  Which which;
  uint64_t number;
  uint64_t seed;
  int code; /* errno; 0: a short transfer */
} Rule;

static Rule rules[MOST_RULES];
static atomic_int n_rules;
static bool wants_workers, wants_trace, wants_own, is_chosen;
static pid_t first_pid;
static FaultsTally own, *tally = &own;

static const struct {
  const char *name;
  int code;
} codes[] = {
    {"short", 0},       {"ENOSPC", ENOSPC}, {"EIO", EIO},     {"EMFILE", EMFILE}, {"ENOMEM", ENOMEM},
    {"EAGAIN", EAGAIN}, {"EPERM", EPERM},   {"EINTR", EINTR}, {"EDQUOT", EDQUOT}, {"EACCES", EACCES},
    {"EROFS", EROFS},   {"ENOSYS", ENOSYS}, {"EPIPE", EPIPE}, {"EFBIG", EFBIG},   {"ENFILE", ENFILE},
};

static void
complain (const char *text)
{
  (void)!write(STDERR_FILENO, text, strlen(text));
}

static int
find_code (const char *name)
{
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (strcmp(codes[i].name, name) == 0)
      return codes[i].code;
  complain("GANTRY_FAULTS: no such errno is known\n");
  _exit(99);
}

/* "3", "3+", "~5%7", ">65536" */
static void
read_which (Rule *rule, const char *text)
{
  char *end = NULL;
  rule->which = *text == '~' ? OFTEN : *text == '>' ? FULL : EXACTLY;
  rule->number = strtoull(text + (rule->which != EXACTLY), &end, 10);
  if (rule->which == EXACTLY && *end == '+')
    rule->which = FROM;
  if (rule->which == OFTEN && *end == '%')
    rule->seed = strtoull(end + 1, NULL, 10);
}

static void
read_rule (char *text)
{
  char *place = NULL;
  const char *call = strtok_r(text, ":", &place);
  const char *which = strtok_r(NULL, ":", &place);
  const char *how = strtok_r(NULL, ":", &place);
  if (n_rules == MOST_RULES || !call || !which || !how || strlen(call) >= LONGEST_NAME) {
    complain("GANTRY_FAULTS: CALL:WHICH:HOW is wanted\n");
    _exit(99);
  }
  Rule *rule = &rules[n_rules];
  *rule = (Rule){0};
  size_t length = strcspn(call, "@");
  memcpy(rule->call, call, length);
  rule->least = call[length] == '@' ? strtoul(call + length + 1, NULL, 10) : 0;
  read_which(rule, which);
  rule->code = find_code(how);
  n_rules++;
}

static void
open_tally (const char *path)
{
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0 || syscall(SYS_ftruncate, descriptor, sizeof *tally) != 0)
    return;
  void *memory = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory != MAP_FAILED)
    tally = memory;
  syscall(SYS_close, descriptor);
}

static void
read_rules (const char *said)
{
  static char text[1024];
  char *place = NULL;
  if (strlen(said) >= sizeof text) {
    complain("GANTRY_FAULTS: too long\n");
    _exit(99);
  }
  memcpy(text, said, strlen(said) + 1);
  for (char *rule = strtok_r(text, ",", &place); rule; rule = strtok_r(NULL, ",", &place))
    read_rule(rule);
}

FAULTS_EXPORT void
faults_arm (const char *said, FaultsTally *copy)
{
  n_rules = 0;
  if (copy)
    *copy = *tally;
  *tally = (FaultsTally){0};
  is_chosen = true;
  if (said)
    read_rules(said);
}

__attribute__((constructor)) static void
begin (void)
{
  void *frame;
  backtrace(&frame, 1); /* the first one loads what it needs */
  wants_own = getenv("GANTRY_FAULTS_OWN") != NULL;
  wants_trace = getenv("GANTRY_FAULTS_TRACE") != NULL;
  first_pid = getpid();
  const char *said = getenv("GANTRY_FAULTS"), *program = getenv("GANTRY_FAULTS_IN"),
             *path = getenv("GANTRY_FAULTS_TALLY");
  if (!said)
    return;
  wants_workers = program && strcmp(program, "workers") == 0;
  const char *wanted = wants_workers ? "gantry-runner" : program;
  if (wanted && strcmp(wanted, program_invocation_short_name) != 0)
    return;
  if (path)
    open_tally(path);
  read_rules(said);
  is_chosen = true;
}

/* In between 0 and 99, the same for the same call of the same seed. */
static unsigned
draw (uint64_t seed, uint64_t number)
{
  uint64_t bits = (seed * 0x9E3779B97F4A7C15u) ^ (number + 0x632BE59BD9B4E019u);
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return (unsigned)((bits ^ (bits >> 31)) % 100);
}

static bool
is_met (const Rule *rule, uint64_t number, size_t amount)
{
  switch (rule->which) {
  case EXACTLY:
    return number == rule->number;
  case FROM:
    return number >= rule->number;
  case OFTEN:
    return draw(rule->seed, number) < rule->number;
  default:
    return atomic_load(&tally->n_bytes) + amount > rule->number;
  }
}

/* Once for each process: an aid for whoever mends what comes of it. */
static void
show_trace (const char *name)
{
  static atomic_bool is_shown;
  void *frames[DEEPEST_TRACE];
  if (!wants_trace || atomic_exchange(&is_shown, true))
    return;
  complain("refused: ");
  complain(name);
  complain("\n");
  backtrace_symbols_fd(frames, backtrace(frames, DEEPEST_TRACE), STDERR_FILENO);
}

/* Whose calls are ours where we made them: they do for us what we ask. */
static bool
is_go_between (const char *path)
{
  static const char *const names[] = {"librefuse", "libc.",      "libglib-2", "libgobject-2",
                                      "libgio-2",  "libgthread", "libcairo.", "libpixman-1"};
  const char *name = strrchr(path, '/');
  name = name ? name + 1 : path;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strncmp(name, names[i], strlen(names[i])) == 0)
      return true;
  return false;
}

/* Made by the program itself, not by a library for purposes of its own. */
static bool
is_own (void)
{
  void *frames[DEEPEST_TRACE];
  Dl_info program, place;
  int n_frames = backtrace(frames, DEEPEST_TRACE);
  if (dladdr((void *)getauxval(AT_PHDR), &program) == 0)
    return true;
  for (int i = 0; i < n_frames; i++)
    if (dladdr(frames[i], &place) != 0 && !is_go_between(place.dli_fname))
      return place.dli_fbase == program.dli_fbase;
  return false;
}

/* The rule by which this call is refused, or NULL. */
static const Rule *
judge (const char *name, const char *family, size_t amount)
{
  static _Thread_local bool is_within; /* backtrace() allocates */
  if (!is_chosen || is_within || (first_pid != getpid()) != wants_workers)
    return NULL;
  for (int i = 0; i < n_rules; i++) {
    const Rule *rule = &rules[i];
    if ((strcmp(rule->call, name) != 0 && strcmp(rule->call, family) != 0) || amount < rule->least)
      continue;
    is_within = true;
    bool is_meant = !wants_own || is_own();
    is_within = false;
    if (!is_meant)
      continue;
    uint64_t number = atomic_fetch_add(&tally->n_met, 1) + 1;
    if (!is_met(rule, number, amount))
      continue;
    atomic_fetch_add(&tally->n_refused, 1);
    is_within = true;
    show_trace(name);
    is_within = false;
    return rule;
  }
  return NULL;
}

bool
faults_refuse (const char *name, const char *family, size_t amount)
{
  const Rule *rule = judge(name, family, amount);
  if (!rule || rule->code == 0)
    return false;
  errno = rule->code;
  return true;
}

static bool
can_fail (int file)
{
  struct stat status;
  /* Whoever does not wait is not interrupted. */
  if (n_rules > 0 && rules[0].code == EINTR)
    return !(fcntl(file, F_GETFL) & O_NONBLOCK);
  return fstat(file, &status) == 0 && (S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode));
}

bool
faults_refuse_transfer (const char *name, const char *family, int file, size_t *amount)
{
  if (!can_fail(file))
    return false;
  const Rule *rule = judge(name, family, *amount);
  uint64_t done = atomic_load(&tally->n_bytes);
  if (rule && rule->which == FULL && rule->number > done)
    *amount = (size_t)(rule->number - done);
  else if (rule && rule->code == 0)
    *amount = *amount > 1 ? *amount / 2 : *amount;
  else if (rule) {
    errno = rule->code;
    return true;
  }
  if (is_chosen)
    atomic_fetch_add(&tally->n_bytes, *amount);
  return false;
}

void *
faults_find_real (const char *name, void **found)
{
  /* Whoever comes first finds the same as whoever comes second. */
  if (!__atomic_load_n(found, __ATOMIC_RELAXED))
    __atomic_store_n(found, dlsym(RTLD_NEXT, name), __ATOMIC_RELAXED);
  return __atomic_load_n(found, __ATOMIC_RELAXED);
}
