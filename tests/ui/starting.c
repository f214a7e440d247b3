/* The program where it cannot start: it says why, in one sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>

/* Started with so many descriptors: what it said. It ended by itself, badly. */
static char *
complaint_with (const char *descriptors)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) program =
      g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, "/bin/sh", "-c",
                       "ulimit -n \"$1\" && exec \"$GANTRY_PROGRAM\"", "sh", descriptors, NULL);
  char *said = NULL;
  g_assert_no_error(error);
  g_assert_true(g_subprocess_communicate_utf8(program, NULL, NULL, NULL, &said, &error));
  g_assert_no_error(error);
  g_assert_true(g_subprocess_get_if_exited(program));
  g_assert_cmpint(g_subprocess_get_exit_status(program), ==, EXIT_FAILURE);
  return said;
}

/* Without descriptors there seems to be no display, no font, no folder; and to wake a thread GLib needs one.
 */
static void
test_few_descriptors (void)
{
  static const char *const few[] = {"5", "7", "8", "12"};
  for (gsize i = 0; i < G_N_ELEMENTS(few); i++) {
    g_autofree char *said = complaint_with(few[i]);
    g_assert_cmpstr(
        said, ==,
        "Too many files are open: close something, or let programs open more (ulimit -n), and start "
        "again.\n");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/starting/few-descriptors", test_few_descriptors);
  return g_test_run();
}
