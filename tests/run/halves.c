/* Whoever uses a thing may be killed between any two of its instructions: once it is buried, the others find
 * the thing as if it had come, or had not.
 *
 * A process uses it, one machine instruction after the other. At each that changes what is shared, the dead
 * are buried here as if it had been killed there, the others are let try, and all is put back as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/pools.h"
#include "run/things-private.h"

#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static const char text[] = "rwlock book\nsemaphore seats(2)\nbarrier gate(2)\ncondition bell\npool hands(2)\n"
                           "task t:\n    sleep 1ms\nmain:\n    start t x 4\n    join\n";
enum { BOOK, SEATS, GATE, BELL, HANDS, N_THINGS };
enum { VICTIM, FIRST, LAST, N_TASKS };

#define MOST_HOLDERS 8
#define MOST_SLOTS 8 /* with the workers of the pool */
#define SLOTS (world.tasks->slots)

static GantryWorld world;
static GantryRecorder recorder, own_recorder;
static GantryRun run = {.recorder = &recorder};
static GantryRunOptions options;

static GantryTry
try (int task, GantryRequestKind kind, uint32_t object, uint32_t mode)
{
  const GantryRequest request = {
      .kind = kind, .object = object, .mode = mode, .line = 1, .value = 1, .deadline = GANTRY_NO_DEADLINE};
  GantryActor actor = {.world = &world, .slot = &SLOTS[task], .recorder = &recorder, .loop = -1};
  if (task == VICTIM)
    actor.recorder = &own_recorder;
  gantry_thing_lock(&world, object);
  GantryTry result = gantry_thing_try(&actor, &request);
  gantry_thing_unlock(&actor, object);
  return result;
}

static void
give_up (int task, GantryRequestKind kind, uint32_t object)
{
  const GantryRequest request = {.kind = kind, .object = object, .line = 1, .deadline = GANTRY_NO_DEADLINE};
  GantryActor actor = {.world = &world, .slot = &SLOTS[task], .recorder = &own_recorder, .loop = -1};
  gantry_thing_lock(&world, object);
  gantry_thing_give_up(&actor, &request);
  gantry_thing_unlock(&actor, object);
}

/* Comes between two readers, and leaves. */
static void
read_book (void)
{
  try(FIRST, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
  try(VICTIM, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
  try(LAST, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
  try(VICTIM, GANTRY_REQUEST_RELEASE, BOOK, 0);
}

static void
check_readers (void)
{
  for (int task = FIRST; task <= LAST; task++)
    if (try(task, GANTRY_REQUEST_RELEASE, BOOK, 0) == GANTRY_TRY_DONE)
      g_assert_cmpint(try(task, GANTRY_REQUEST_RELEASE, BOOK, 0), ==, GANTRY_TRY_NOT_HELD);
  g_assert_cmpint(try(LAST, GANTRY_REQUEST_ACQUIRE, BOOK, 0), ==, GANTRY_TRY_DONE);
}

/* Those that were before its last step, and have not left. */
static void
check_last_reader (void)
{
  g_assert_cmpint(try(FIRST, GANTRY_REQUEST_RELEASE, BOOK, 0), ==, GANTRY_TRY_DONE);
  g_assert_cmpint(try(LAST, GANTRY_REQUEST_RELEASE, BOOK, 0), ==, GANTRY_TRY_DONE);
  check_readers();
}

static void
begin_reading (void)
{
  try(FIRST, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
  try(VICTIM, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
  try(LAST, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
}

static void
stop_reading (void)
{
  try(VICTIM, GANTRY_REQUEST_RELEASE, BOOK, 0);
}

/* Waits to write, and gives up: readers stand back for it no more. */
static void
wait_to_write (void)
{
  g_assert_cmpint(try(VICTIM, GANTRY_REQUEST_ACQUIRE, BOOK, 0), ==, GANTRY_TRY_WAIT);
  give_up(VICTIM, GANTRY_REQUEST_ACQUIRE, BOOK);
}

static void
begin_with_reader (void)
{
  try(FIRST, GANTRY_REQUEST_ACQUIRE, BOOK, 1);
}

static void
check_no_writer (void)
{
  g_assert_cmpint(try(LAST, GANTRY_REQUEST_ACQUIRE, BOOK, 1), ==, GANTRY_TRY_DONE);
}

static void
come_to_gate (void)
{
  try(VICTIM, GANTRY_REQUEST_WAIT, GATE, 0);
  give_up(VICTIM, GANTRY_REQUEST_WAIT, GATE);
}

static void
check_gate (void)
{
  g_assert_cmpint(try(FIRST, GANTRY_REQUEST_WAIT, GATE, 0), ==, GANTRY_TRY_WAIT);
  g_assert_cmpint(try(LAST, GANTRY_REQUEST_WAIT, GATE, 0), ==, GANTRY_TRY_DONE);
}

static void
wait_for_bell (void)
{
  try(VICTIM, GANTRY_REQUEST_ACQUIRE, BELL, 0);
  try(VICTIM, GANTRY_REQUEST_WAIT, BELL, 0);
  give_up(VICTIM, GANTRY_REQUEST_WAIT, BELL);
  try(VICTIM, GANTRY_REQUEST_RELEASE, BELL, 0);
}

/* A notify that nobody waits for is nobody's later. */
static void
check_bell (void)
{
  g_assert_cmpint(try(FIRST, GANTRY_REQUEST_ACQUIRE, BELL, 0), ==, GANTRY_TRY_DONE);
  g_assert_cmpint(try(FIRST, GANTRY_REQUEST_NOTIFY, BELL, 0), ==, GANTRY_TRY_DONE);
  g_assert_cmpint(world.things[BELL].waiting, ==, 0);
  g_assert_cmpint(world.things[BELL].permits, ==, 0);
}

static bool
take_worker (GantryActor *actor, GantryTaskSlot *worker, uint32_t line, char **reason)
{
  return true;
}

static void
submit (int task)
{
  bool retry;
  g_autofree char *reason = NULL;
  const GantryRequest request = {.kind = GANTRY_REQUEST_SUBMIT, .object = HANDS, .line = 1};
  GantryActor actor = {.world = &world, .slot = &SLOTS[task], .recorder = &own_recorder, .loop = -1};
  g_assert_true(gantry_pool_submit(&actor, &request, take_worker, &retry, &reason));
}

static void
submit_call (void)
{
  submit(VICTIM);
}

/* Both of those that the pool may have are there in the end, and no third; of one that was counted and is not
 * there nothing is left. */
static void
check_hands (void)
{
  uint32_t n_made = 0;
  for (int i = 0; i < 3; i++)
    submit(FIRST);
  for (uint32_t i = 0; i < world.tasks->n_slots; i++)
    n_made += SLOTS[i].starter_pid != 0 && SLOTS[i].pool == HANDS;
  g_assert_cmpuint(n_made, ==, 2);
  g_assert_cmpuint(world.things[HANDS].n_workers, ==, 2);
}

/* All that is shared and changes. */
typedef struct {
  GantryThing things[N_THINGS];
  uint32_t holders[N_THINGS][MOST_HOLDERS];
  GantryTaskSlot slots[MOST_SLOTS];
  GantryTasks tasks;
} Shared;

static void
save (Shared *shared)
{
  memcpy(shared->things, world.things, sizeof shared->things);
  memcpy(shared->slots, SLOTS, sizeof shared->slots);
  memcpy(&shared->tasks, world.tasks, sizeof shared->tasks);
  for (int i = BOOK; i <= SEATS; i++)
    memcpy(shared->holders[i], (const void *)world.things[i].holders, sizeof shared->holders[i]);
}

static void
put_back (const Shared *shared)
{
  memcpy(world.things, shared->things, sizeof shared->things);
  memcpy(SLOTS, shared->slots, sizeof shared->slots);
  memcpy(world.tasks, &shared->tasks, sizeof shared->tasks);
  for (int i = BOOK; i <= SEATS; i++)
    memcpy((void *)world.things[i].holders, shared->holders[i], sizeof shared->holders[i]);
}

typedef struct {
  const char *name;
  void (*begin)(void);
  void (*deed)(void);
  void (*check)(void);
} Case;

/* As if the process were no more: its locks are free. */
static void
judge (const Case *deed)
{
  GantryActor actor = {.world = &world, .slot = &SLOTS[VICTIM], .recorder = &recorder, .loop = -1};
  for (int i = 0; i < N_THINGS; i++)
    gantry_shared_mutex_init(&world.things[i].guard);
  gantry_things_bury(&actor, &SLOTS[VICTIM]);
  deed->check();
}

/* Returns after how many instructions something had changed. */
static int
follow (pid_t pid, const Case *deed)
{
  static Shared before, now;
  int status = 0, n_changes = 0;
  g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  while (WIFSTOPPED(status)) {
    save(&now);
    if (memcmp(&now, &before, sizeof now) != 0) {
      n_changes++;
      judge(deed);
      put_back(&now);
      before = now;
    }
    g_assert_cmpint(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL), ==, 0);
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  }
  g_assert_cmpint(status, ==, 0);
  return n_changes;
}

static void
test_deed (gconstpointer data)
{
  const Case *deed = data;
  static Shared fresh;
  save(&fresh);
  if (deed->begin)
    deed->begin();
  pid_t pid = fork();
  if (pid == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
      _exit(77);
    raise(SIGSTOP);
    deed->deed();
    _exit(0);
  }
  int n_changes = follow(pid, deed);
  g_test_message("%s: killed at %d places", deed->name, n_changes);
  g_assert_cmpint(n_changes, >, 5);
  put_back(&fresh);
}

static bool
may_trace (void)
{
  int status = 0;
  pid_t pid = fork();
  if (pid == 0)
    _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0);
  return waitpid(pid, &status, 0) == pid && status == 0;
}

static void
make_world (void)
{
  GError *error = NULL;
  run.scenario = gantry_scenario_new("test", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  run.program = gantry_scenario_get_program(run.scenario);
  gantry_run_options_init(&options, run.scenario);
  run.options = &options;
  run.segment = gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, 2, 65536, &error);
  g_assert_no_error(error);
  g_assert_true(gantry_recorder_init(&recorder, run.segment, GANTRY_NO_LANE, &error));
  g_assert_true(gantry_recorder_init(&own_recorder, run.segment, GANTRY_NO_LANE, &error));
  g_assert_true(gantry_world_init(&world, &run, GANTRY_CARRIER_PROCESS, &error));
  for (int i = 0; i < N_TASKS; i++) {
    g_autofree char *reason = NULL;
    const GantrySlotStart start = {.pool = GANTRY_NO_OBJECT, .carrier = GANTRY_CARRIER_PROCESS};
    g_assert_nonnull(gantry_tasks_add(world.tasks, &run, &start, &reason));
  }
}

static const Case cases[] = {
    {"read", NULL, read_book, check_readers},
    {"stop-reading", begin_reading, stop_reading, check_last_reader},
    {"wait-to-write", begin_with_reader, wait_to_write, check_no_writer},
    {"come-to-gate", NULL, come_to_gate, check_gate},
    {"wait-for-bell", NULL, wait_for_bell, check_bell},
    {"submit-call", NULL, submit_call, check_hands},
};

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  if (!may_trace()) {
    g_print("1..0 # SKIP no process may be traced here\n");
    return 77;
  }
  make_world();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strconcat("/halves/", cases[i].name, NULL);
    g_test_add_data_func(path, &cases[i], test_deed);
  }
  return g_test_run();
}
