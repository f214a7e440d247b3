/* Files that someone else cuts short while they are used: what is missing reads as zeros, is told, and ends
 * nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/mapped-file.h"
#include "format/gantry-write.h"
#include "format/trace-file.h"
#include "timeline/statistics.h"
#include "timeline/timeline-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE 1000000
#define N_INTERVALS 200000

static char *folder;

static char *
write_file (const char *name, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = g_malloc(size + 1);
  char *path = g_build_filename(folder, name, NULL);
  memset(contents, 'x', size);
  g_file_set_contents(path, contents, (gssize)size, &error);
  g_assert_no_error(error);
  return path;
}

static size_t
count_of (GBytes *bytes, char what)
{
  size_t size, count = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  for (size_t i = 0; i < size; i++)
    count += data[i] == what;
  return count;
}

static void
test_cut (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("cut", SIZE), *other_path = write_file("other", SIZE);
  g_autoptr(GBytes) bytes = gantry_mapped_file_new(path, &error);
  g_autoptr(GBytes) other = gantry_mapped_file_new(other_path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(count_of(bytes, 'x'), ==, SIZE);
  g_assert_cmpint(truncate(path, 100), ==, 0);
  g_assert_false(gantry_mapped_file_is_cut(bytes)); /* nobody has looked yet */
  g_assert_cmpuint(count_of(bytes, 0), ==, SIZE - 100);
  g_assert_cmpuint(count_of(bytes, 'x'), ==, 100);
  g_assert_true(gantry_mapped_file_is_cut(bytes));
  g_assert_false(gantry_mapped_file_is_cut(other));
  g_assert_cmpuint(count_of(other, 'x'), ==, SIZE);
  g_assert_cmpint(truncate(other_path, 0), ==, 0);
  g_assert_cmpuint(count_of(other, 0), ==, SIZE);
  g_assert_true(gantry_mapped_file_is_cut(other));
}

/* A place is free again when its file is given back, and is not cut because the last one was. */
static void
test_again_and_again (void)
{
  for (int i = 0; i < 200; i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = write_file("again", 100000);
    g_autoptr(GBytes) bytes = gantry_mapped_file_new(path, &error);
    g_assert_no_error(error);
    g_assert_false(gantry_mapped_file_is_cut(bytes));
    g_assert_cmpint(truncate(path, 5000), ==, 0);
    g_assert_cmpuint(count_of(bytes, 'x'), ==, 5000);
    g_assert_true(gantry_mapped_file_is_cut(bytes));
  }
}

/* More at once than there are places: the rest is read. */
static void
test_very_many (void)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autofree char *path = write_file("many", 100000);
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 100; i++)
    g_ptr_array_add(all, gantry_mapped_file_new(path, &error));
  g_assert_no_error(error);
  g_assert_cmpint(truncate(path, 0), ==, 0);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpuint(g_bytes_get_size(all->pdata[i]), ==, 100000);
  g_assert_cmpuint(count_of(all->pdata[0], 0), ==, 100000);
  g_assert_cmpuint(count_of(all->pdata[99], 'x'), ==, 100000);
}

static void
test_none (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("empty", 0);
  g_autoptr(GBytes) empty = gantry_mapped_file_new(path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(empty), ==, 0);
  g_assert_false(gantry_mapped_file_is_cut(empty));
  g_assert_null(gantry_mapped_file_new("/nowhere/at/all", &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Longer than 32 bits tell: a part of it is not taken for all. */
static void
test_long (void)
{
  const off_t length = ((off_t)1 << 32) + 100;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("long", 0);
  if (truncate(path, length) != 0) {
    g_test_skip("no room for long files here");
    return;
  }
  g_autoptr(GBytes) bytes = gantry_mapped_file_new(path, &error);
  if (sizeof(size_t) < sizeof length) {
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
    g_assert_null(bytes);
  } else {
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(bytes), ==, (guint64)length);
  }
  g_unlink(path);
}

/* A bus error that is not ours still ends the program. */
static void
test_not_ours (void)
{
  if (g_test_subprocess()) {
    g_autofree char *path = write_file("ours", SIZE);
    g_autoptr(GBytes) bytes = gantry_mapped_file_new(path, NULL);
    raise(SIGBUS);
    g_assert_nonnull(bytes);
    raise(SIGBUS);
    exit(0);
  }
  g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_failed();
}

/* A trace's columns lie in the file: whatever is asked of it, it answers, though not the truth any more. */
/* A run of one lane, as a file. */
static char *
save_trace (const char *name)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename(folder, name, NULL);
  GantryRunFacts facts = {.title = "Cut", .model = "threads", .cores = 2};
  GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = N_INTERVALS * INT64_C(1000)};
  g_autoptr(GantryTimeline) made = gantry_timeline_new(&facts);
  GantryLane *lane = gantry_lane_new(1, GANTRY_LANE_THREAD, "t", GANTRY_NO_LANE, false, 0, 1, &made->now);
  gantry_lane_start(lane, 0);
  for (int64_t i = 0; i < N_INTERVALS; i++)
    gantry_lane_set(lane, i * 1000, i % 2 ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING, 1, GANTRY_NO_OBJECT,
                    false);
  gantry_lane_end(lane, N_INTERVALS * INT64_C(1000), GANTRY_OUTCOME_OK, 0, NULL);
  gantry_timeline_add_lane(made, lane);
  gantry_timeline_set_now(made, N_INTERVALS * INT64_C(1000));
  gantry_timeline_finish(made, &result);
  gantry_trace_save(made, path, &error);
  g_assert_no_error(error);
  return path;
}

/* One that is too long to be read at once. */
static void
test_trace (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autofree char *path = save_trace("trace.gantry");
  g_assert_cmpint(truncate(path, GANTRY_TRACE_FILE_MOST_READ + 1), ==, 0);
  g_autoptr(GantryTimeline) opened = gantry_trace_file_read(path, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_false(gantry_trace_file_is_cut(opened));
  g_assert_cmpint(truncate(path, 300000), ==, 0);
  const GantryLane *read = gantry_timeline_get_lane(opened, 0);
  int64_t times[GANTRY_N_STATES] = {0};
  for (int64_t time = 0; time < N_INTERVALS * INT64_C(1000); time += 1777777) {
    size_t index;
    if (gantry_lane_find(read, time, &index))
      g_assert_cmpuint(index, <, N_INTERVALS);
    gantry_lane_add_times(read, time, time + 3333333, times);
  }
  /* Where numbers lie the other way round they were turned, and stand in memory. */
  g_assert_true(gantry_trace_file_is_cut(opened) == (G_BYTE_ORDER == G_LITTLE_ENDIAN));
}

/* Somebody writes over the file of a trace that is shown, or empties it: what is shown stays as it was. */
static void
test_written_over (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autofree char *path = save_trace("over.gantry");
  g_autoptr(GantryTimeline) opened = gantry_trace_file_read(path, NULL, &report, &error);
  g_assert_no_error(error);
  g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &error);
  g_autofree char *ones = g_malloc(g_mapped_file_get_length(file));
  memset(ones, 0xff, g_mapped_file_get_length(file));
  for (int round = 0; round < 2; round++) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC | (round == 1 ? O_TRUNC : 0));
    if (round == 0)
      g_assert_cmpint(write(descriptor, ones, g_mapped_file_get_length(file)), >, N_INTERVALS);
    close(descriptor);
    const GantryLane *lane = gantry_timeline_get_lane(opened, 0);
    for (size_t i = 0; i < N_INTERVALS; i++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, i, &interval);
      g_assert_cmpint(interval.start, ==, (int64_t)i * 1000);
      g_assert_cmpint(interval.state, ==, i % 2 ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING);
    }
    g_assert_false(gantry_trace_file_is_cut(opened));
  }
}

static sigjmp_buf after;
static const char *volatile told;

static void
note_place (int signal, siginfo_t *info, void *context)
{
  told = info->si_addr;
  siglongjmp(after, 1);
}

/* QEMU, where it runs programs of a processor with the other order of bytes, turns the halves of the address
 * around at which there was a bus error: what is missing cannot be found there. */
static bool
bus_errors_tell_their_place (void)
{
  struct sigaction action = {.sa_sigaction = note_place, .sa_flags = SA_SIGINFO}, old;
  g_autofree char *path = write_file("probe", SIZE);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  const volatile char *memory = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, descriptor, 0);
  close(descriptor);
  g_assert_true(memory != MAP_FAILED);
  g_assert_cmpint(truncate(path, 0), ==, 0);
  sigaction(SIGBUS, &action, &old);
  if (sigsetjmp(after, 1) == 0)
    g_assert_cmpint(memory[0], ==, 1); /* never comes to be read */
  sigaction(SIGBUS, &old, NULL);
  bool is_told = told == memory;
  munmap((void *)memory, SIZE);
  return is_told;
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("gantry-mapped-XXXXXX", NULL);
  if (bus_errors_tell_their_place()) {
    g_test_add_func("/mapped-file/cut", test_cut);
    g_test_add_func("/mapped-file/again-and-again", test_again_and_again);
    g_test_add_func("/mapped-file/very-many", test_very_many);
  } else {
    g_test_message("an emulator that tells wrong places of bus errors: files that are cut are not tried");
  }
  g_test_add_func("/mapped-file/none", test_none);
  g_test_add_func("/mapped-file/long", test_long);
  g_test_add_func("/mapped-file/not-ours", test_not_ours);
  g_test_add_func("/mapped-file/trace", test_trace);
  g_test_add_func("/mapped-file/written-over", test_written_over);
  return g_test_run();
}
