/* Files that someone else writes over or cuts short while they are used stay as they were; what is lost all
 * the same reads as zeros, is told, and ends nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/mapped-file.h"
#include "lost-page.h"

#include "format/gantry-write.h"
#include "format/trace-file.h"
#include "timeline/statistics.h"
#include "timeline/timeline-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

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

static GBytes *
bytes_of (const char *path)
{
  g_autoptr(GError) error = NULL;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  GBytes *bytes = gantry_mapped_file_new(descriptor, 0, NULL, &error);
  g_assert_no_error(error);
  close(descriptor);
  return bytes;
}

/* What someone else does: each waits until the copy was made. */
static void
write_over (const char *path, char what, size_t size)
{
  g_autofree char *contents = g_malloc(size);
  memset(contents, what, size);
  int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint(write(descriptor, contents, size), ==, (gssize)size);
  close(descriptor);
}

static void
test_changed (void)
{
  g_autofree char *path = write_file("cut", SIZE), *other_path = write_file("other", SIZE);
  g_autoptr(GBytes) bytes = bytes_of(path), other = bytes_of(other_path);
  write_over(path, 'y', SIZE / 2);
  g_assert_cmpint(truncate(other_path, 100), ==, 0);
  g_assert_cmpuint(count_of(bytes, 'x'), ==, SIZE);
  g_assert_cmpuint(count_of(other, 'x'), ==, SIZE);
  g_assert_false(gantry_mapped_file_is_cut(bytes));
  g_assert_false(gantry_mapped_file_is_cut(other));
  g_autoptr(GBytes) again = bytes_of(path), short_one = bytes_of(other_path);
  g_assert_cmpuint(count_of(again, 'y'), ==, SIZE / 2);
  g_assert_cmpuint(g_bytes_get_size(short_one), ==, 100);
}

/* Who has it open for writing already need not wait. */
static void
test_being_written (void)
{
  g_autofree char *path = write_file("written", SIZE);
  int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  g_autoptr(GBytes) bytes = bytes_of(path);
  g_assert_cmpint(write(descriptor, "yyyy", 4), ==, 4);
  g_assert_cmpint(ftruncate(descriptor, 100), ==, 0);
  close(descriptor);
  g_assert_cmpuint(count_of(bytes, 'x'), ==, SIZE);
}

/* No room for the copy: whoever waits goes on, what is lost reads as zeros, and is told. */
static void
test_no_room (void)
{
  g_autofree char *path = write_file("large", SIZE);
  g_autoptr(GBytes) bytes = bytes_of(path);
  g_autofree char *text = NULL;
  struct rlimit before, limit;
  g_assert_true(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
  getrlimit(RLIMIT_AS, &before);
  limit = before;
  limit.rlim_cur = (g_ascii_strtoull(text, NULL, 10) + 10) * (rlim_t)sysconf(_SC_PAGESIZE);
  g_assert_cmpint(setrlimit(RLIMIT_AS, &limit), ==, 0);
  int code = truncate(path, 0);
  setrlimit(RLIMIT_AS, &before);
  g_assert_cmpint(code, ==, 0);
  g_assert_true(gantry_mapped_file_is_cut(bytes));
  g_assert_cmpuint(count_of(bytes, 0), ==, SIZE);
}

/* A page that cannot be read: from there to the end there are zeros, and the other file stays as it is. */
static void
test_disk_fault (void)
{
  g_autofree char *path = write_file("fault", SIZE), *other_path = write_file("sound", SIZE);
  g_autoptr(GBytes) bytes = bytes_of(path), other = bytes_of(other_path);
  g_assert_false(gantry_mapped_file_is_cut(bytes));
  size_t sound = 2 * (size_t)sysconf(_SC_PAGESIZE);
  lose_page((const char *)g_bytes_get_data(bytes, NULL) + sound + 100);
  g_assert_cmpuint(count_of(bytes, 'x'), ==, sound);
  g_assert_cmpuint(count_of(bytes, 0), ==, SIZE - sound);
  g_assert_true(gantry_mapped_file_is_cut(bytes));
  g_assert_false(gantry_mapped_file_is_cut(other));
  g_assert_cmpuint(count_of(other, 'x'), ==, SIZE);
}

/* A place is free again when its file is given back, and has lost nothing because the last one had. */
static void
test_again_and_again (void)
{
  for (int i = 0; i < 200; i++) {
    g_autofree char *path = write_file("again", 100000);
    g_autoptr(GBytes) bytes = bytes_of(path);
    g_assert_false(gantry_mapped_file_is_cut(bytes));
    if (i % 2)
      g_assert_cmpint(truncate(path, 5000), ==, 0);
    else
      lose_page(g_bytes_get_data(bytes, NULL));
    g_assert_cmpuint(count_of(bytes, 'x'), ==, i % 2 ? 100000 : 0);
    g_assert_true(gantry_mapped_file_is_cut(bytes) == (i % 2 == 0));
  }
}

/* More at once than there are places: the rest is read. */
static void
test_very_many (void)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autofree char *path = write_file("many", 100000);
  for (int i = 0; i < 100; i++)
    g_ptr_array_add(all, bytes_of(path));
  write_over(path, 'y', 50000);
  g_assert_cmpint(truncate(path, 0), ==, 0);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpuint(count_of(all->pdata[i], 'x'), ==, 100000);
}

static void
test_none (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("empty", 0);
  g_autoptr(GBytes) empty = bytes_of(path);
  g_assert_cmpuint(g_bytes_get_size(empty), ==, 0);
  g_assert_false(gantry_mapped_file_is_cut(empty));
  g_assert_null(gantry_mapped_file_new(-1, 0, NULL, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_BADF);
}

/* Of which there is more than room, where it cannot be used where it lies. */
static void
test_too_large (void)
{
  const GantryReading reading = {.most_memory = SIZE - 1};
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("too-large", SIZE);
  int writer = open(path, O_WRONLY | O_CLOEXEC), descriptor = open(path, O_RDONLY | O_CLOEXEC);
  g_assert_null(gantry_mapped_file_new(descriptor, 0, &reading, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOMEM);
  close(descriptor);
  close(writer);
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
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  g_autoptr(GBytes) bytes = gantry_mapped_file_new(descriptor, 0, NULL, &error);
  close(descriptor);
  if (sizeof(size_t) < sizeof length)
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  else if (bytes)
    g_assert_cmpuint(g_bytes_get_size(bytes), ==, (guint64)length);
  else /* where there are no leases it would have to be read */
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOMEM);
  g_unlink(path);
}

/* A bus error that is not ours still ends the program. */
static void
test_not_ours (void)
{
  if (g_test_subprocess()) {
    g_autofree char *path = write_file("ours", SIZE);
    g_autoptr(GBytes) bytes = bytes_of(path);
    raise(SIGBUS);
    g_assert_nonnull(bytes);
    raise(SIGBUS);
    exit(0);
  }
  g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_failed();
}

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

static GantryTimeline *
open_trace (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  GantryTimeline *timeline = gantry_trace_file_read(path, NULL, &report, &error);
  g_assert_no_error(error);
  return timeline;
}

/* A trace's columns lie in the file: whatever is asked of it, it answers, though not the truth any more. */
static void
test_trace_with_a_fault (void)
{
  g_autofree char *path = save_trace("trace.gantry");
  g_assert_cmpint(truncate(path, GANTRY_TRACE_FILE_MOST_READ + 1), ==, 0);
  g_autoptr(GantryTimeline) opened = open_trace(path);
  g_assert_false(gantry_trace_file_is_cut(opened));
  GPtrArray *kept = gantry_timeline_get_kept_bytes(opened);
  for (guint i = 0; i < kept->len; i++)
    if (g_bytes_get_size(kept->pdata[i]) > GANTRY_TRACE_FILE_MOST_READ)
      lose_page((const char *)g_bytes_get_data(kept->pdata[i], NULL) + 300000);
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

static void
check_trace (const GantryTimeline *timeline)
{
  const GantryLane *lane = gantry_timeline_get_lane(timeline, 0);
  for (size_t i = 0; i < N_INTERVALS; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    g_assert_cmpint(interval.start, ==, (int64_t)i * 1000);
    g_assert_cmpint(interval.state, ==, i % 2 ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING);
  }
  g_assert_false(gantry_trace_file_is_cut(timeline));
}

/* Somebody writes over the file of a trace that is shown, or empties it: what is shown stays as it was,
 * whether it was read at once or is too long for that, and whether he had it open before or not. */
static void
test_written_over (void)
{
  for (int is_long = 0; is_long < 2; is_long++)
    for (int is_open = 0; is_open < 2; is_open++) {
      g_autofree char *path = save_trace("over.gantry");
      if (is_long)
        g_assert_cmpint(truncate(path, GANTRY_TRACE_FILE_MOST_READ + 1), ==, 0);
      int writer = is_open ? open(path, O_WRONLY | O_CLOEXEC) : -1;
      g_autoptr(GantryTimeline) opened = open_trace(path);
      write_over(path, (char)0xff, N_INTERVALS * 20);
      check_trace(opened);
      g_assert_cmpint(truncate(path, 0), ==, 0);
      check_trace(opened);
      if (writer >= 0)
        close(writer);
    }
}

/* Through a pipe comes what cannot be looked at twice, and may come slowly. */
static void
test_pipe (void)
{
  g_autofree char *path = save_trace("piped.gantry"), *pipe = g_build_filename(folder, "pipe", NULL);
  g_autofree char *command = g_strdup_printf("sh -c 'cat \"%s\" >\"%s\"'", path, pipe);
  g_autoptr(GError) error = NULL;
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  g_spawn_command_line_async(command, &error);
  g_assert_no_error(error);
  g_autoptr(GantryTimeline) opened = open_trace(pipe);
  check_trace(opened);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("gantry-mapped-XXXXXX", NULL);
  g_test_add_func("/mapped-file/changed", test_changed);
  g_test_add_func("/mapped-file/being-written", test_being_written);
  g_test_add_func("/mapped-file/no-room", test_no_room);
  g_test_add_func("/mapped-file/disk-fault", test_disk_fault);
  g_test_add_func("/mapped-file/again-and-again", test_again_and_again);
  g_test_add_func("/mapped-file/very-many", test_very_many);
  g_test_add_func("/mapped-file/none", test_none);
  g_test_add_func("/mapped-file/too-large", test_too_large);
  g_test_add_func("/mapped-file/long", test_long);
  g_test_add_func("/mapped-file/not-ours", test_not_ours);
  g_test_add_func("/mapped-file/trace-with-a-fault", test_trace_with_a_fault);
  g_test_add_func("/mapped-file/written-over", test_written_over);
  g_test_add_func("/mapped-file/pipe", test_pipe);
  return g_test_run();
}
