/* Disks that are full: by a limit on the size of files, which refuses writes as they do, cut short in the
 * middle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/formats.h"
#include "format/recording.h"
#include "format/replace-file.h"
#include "format/trace-file.h"
#include "timeline/script.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static const char begun[] = "title \"Room\"\nmodel threads\nseed 1\ncores 1\nfrom kernel\n"
                            "0ms main created thread line 1\n0ms main started cpu 0\n";
static const char more[] = "5ms main print \"one\"\n6ms main sleeping\n7ms main running line 2 cpu 0\n"
                           "9ms main ended ok\n10ms finish\n";

typedef struct {
  char *folder;
  char *path; /* of a file in it */
} Place;

static void
place_init (Place *place)
{
  g_autoptr(GError) error = NULL;
  place->folder = g_dir_make_tmp("gantry-full-XXXXXX", &error);
  g_assert_no_error(error);
  place->path = g_build_filename(place->folder, "a.gantry", NULL);
}

static void
place_clear (Place *place)
{
  g_unlink(place->path);
  g_assert_cmpint(g_rmdir(place->folder), ==, 0); /* there was nothing else in it */
  g_free(place->path);
  g_free(place->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static void
let_files_have (rlim_t bytes)
{
  struct rlimit limit;
  g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN(bytes, limit.rlim_max);
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
}

static goffset
size_of (const char *path)
{
  GStatBuf status;
  return g_stat(path, &status) == 0 ? status.st_size : -1;
}

static void
test_while_recording (void)
{
  g_auto(Place) place;
  place_init(&place);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScript) script = gantry_script_new(begun);
  g_autoptr(GantryRecording) recording =
      gantry_recording_start(gantry_script_get_timeline(script), place.path, &error);
  g_assert_no_error(error);
  gantry_script_feed(script, "4ms pass\n");
  gantry_recording_step(recording);
  let_files_have((rlim_t)size_of(place.path) + 100);
  gantry_script_feed(script, more);
  gantry_recording_step(recording);
  g_assert_false(gantry_recording_finish(recording));
  let_files_have(RLIM_INFINITY);

  int64_t until = 0;
  g_assert_cmpstr(gantry_recording_find_rest(recording, &until), ==, place.path);
  g_assert_cmpint(until, ==, 4000000);
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) rest = gantry_trace_file_read(place.path, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_nonnull(report.fault); /* it says that it ends early */
  g_assert_cmpuint(gantry_timeline_get_n_lanes(rest), ==, 1);
}

static void
test_from_the_beginning (void)
{
  g_auto(Place) place;
  place_init(&place);
  g_autoptr(GantryScript) script = gantry_script_new(begun);
  gantry_script_feed(script, more);
  GantryRecording *recording = gantry_recording_start(gantry_script_get_timeline(script), place.path, NULL);
  int64_t until;
  let_files_have(10);
  gantry_recording_step(recording);
  let_files_have(RLIM_INFINITY);
  g_assert_null(gantry_recording_find_rest(recording, &until));
  gantry_recording_free(recording);
  g_assert_false(g_file_test(place.path, G_FILE_TEST_EXISTS));
}

/* In place, and over the file that stands there. */
static void
test_recorded_becomes_whole (void)
{
  for (int round = 0; round < 2; round++) {
    g_auto(Place) place;
    place_init(&place);
    g_autoptr(GError) error = NULL;
    if (round == 1)
      g_assert_true(g_file_set_contents(place.path, "old", -1, NULL));
    g_autoptr(GantryScript) script = gantry_script_new(begun);
    g_autoptr(GantryRecording) recording =
        gantry_recording_start(gantry_script_get_timeline(script), place.path, &error);
    g_assert_no_error(error);
    gantry_recording_step(recording);
    gantry_script_feed(script, more);
    g_assert_true(gantry_recording_finish(recording));
    g_auto(GantryReport) report = {0};
    g_autoptr(GantryTimeline) whole = gantry_trace_file_read(place.path, NULL, &report, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(report.fault, ==, NULL);
    g_assert_cmpuint(gantry_timeline_get_n_lanes(whole), ==,
                     gantry_timeline_get_n_lanes(gantry_script_get_timeline(script)));
  }
}

typedef struct {
  const GantryFormat *format;
  GantryTimeline *timeline;
} Writing;

static bool
write_format (GOutputStream *stream, gpointer data, GError **error)
{
  const Writing *writing = data;
  return writing->format->write(writing->timeline, stream, error);
}

/* At whatever byte it is full: the old file stays, and nothing beside it. */
static void
test_old_file_stays (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(begun);
  gantry_script_feed(script, more);
  for (const GantryFormat *format = gantry_formats; format->ending; format++) {
    g_auto(Place) place;
    place_init(&place);
    Writing writing = {format, gantry_script_get_timeline(script)};
    g_assert_true(gantry_replace_file(place.path, write_format, &writing, NULL));
    goffset size = size_of(place.path);
    g_assert_true(g_file_set_contents(place.path, "old", -1, NULL));
    for (goffset room = 0; room < size; room += 1 + size / 20) {
      g_autoptr(GError) error = NULL;
      g_autofree char *contents = NULL;
      let_files_have((rlim_t)room);
      g_assert_false(gantry_replace_file(place.path, write_format, &writing, &error));
      let_files_have(RLIM_INFINITY);
      g_assert_nonnull(error);
      g_assert_true(g_file_get_contents(place.path, &contents, NULL, NULL));
      g_assert_cmpstr(contents, ==, "old");
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  signal(SIGXFSZ, SIG_IGN);
  g_test_add_func("/full-disk/while-recording", test_while_recording);
  g_test_add_func("/full-disk/from-the-beginning", test_from_the_beginning);
  g_test_add_func("/full-disk/recorded-becomes-whole", test_recorded_becomes_whole);
  g_test_add_func("/full-disk/old-file-stays", test_old_file_stays);
  return g_test_run();
}
