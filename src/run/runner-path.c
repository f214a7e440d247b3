/* Looking for gantry-runner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/runner-path.h"

#include "run/options.h"

#include <glib/gi18n-lib.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

static const char *const passed_on[] = {"LANG=",   "LANGUAGE=", "LC_",           "TMPDIR=", "G_",
                                        "GANTRY_", "LD_",       "MALLOC_",       "GLIBC_",  "ASAN_",
                                        "LSAN_",   "TSAN_",     "UBSAN_OPTIONS", "PATH="};

GStrv
gantry_runner_environment (void)
{
  g_autoptr(GStrvBuilder) kept = g_strv_builder_new();
  for (char **variable = environ; *variable; variable++)
    for (gsize i = 0; i < G_N_ELEMENTS(passed_on); i++)
      if (g_str_has_prefix(*variable, passed_on[i]))
        g_strv_builder_add(kept, *variable);
  return g_strv_builder_end(kept);
}

/* This program's own file. Where /proc is hidden, the kernel still knows by which name it was started. */
static char *
find_self (void)
{
  char *self = g_file_read_link("/proc/self/exe", NULL);
  const char *called = (const char *)(uintptr_t)getauxval(AT_EXECFN);
  if (!self && called)
    self = realpath(called, NULL);
  return self;
}

char *
gantry_runner_find (GError **error)
{
  static const char *const places[] = {".", "../libexec/gantry", "../run", "../src/run", "../../src/run"};
  const char *named = g_getenv("GANTRY_RUNNER");
  g_autofree char *self = find_self();
  g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
  if (named && g_file_test(named, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup(named);
  for (gsize i = 0; !named && folder && i < G_N_ELEMENTS(places); i++) {
    g_autofree char *path = g_build_filename(folder, places[i], "gantry-runner", NULL);
    if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
      return g_canonicalize_filename(path, NULL);
  }
  g_set_error(
      error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RUNNER,
      _("gantry-runner, which runs scenarios, is not there%s%s; install Gantry whole, or build it again"),
      named ? ": " : "", named ? named : "");
  return NULL;
}
