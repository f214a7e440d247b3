/* Files are replaced as a whole, keep who may read them, and only files are replaced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/replace-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static bool
replace (const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  return gantry_replace_file_bytes(path, bytes, error);
}

static mode_t
mode_of (const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  GStatBuf status;
  g_assert_cmpint(g_lstat(path, &status), ==, 0);
  return status.st_mode;
}

static void
assert_text (const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, expected);
}

static void
test_permissions (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder, "secret", NULL);
  g_assert_true(replace("secret", "one", &error));
  g_assert_cmpint(g_chmod(path, 04600), ==, 0);
  g_assert_true(replace("secret", "two", &error));
  g_assert_no_error(error);
  assert_text("secret", "two");
  g_assert_cmpint(mode_of("secret") & 07777, ==, 0600); /* and never another's rights */
  g_unlink(path);
}

/* The file that a link leads to is replaced; the link stays. */
static void
test_link (void)
{
  g_autofree char *path = g_build_filename(folder, "file", NULL),
                  *link = g_build_filename(folder, "link", NULL);
  g_assert_true(replace("file", "one", NULL));
  g_assert_cmpint(symlink("file", link), ==, 0);
  g_assert_true(replace("link", "two", NULL));
  g_assert_true(S_ISLNK(mode_of("link")));
  assert_text("file", "two");
  g_unlink(link);
  g_unlink(path);
}

/* Also one that is not there yet, by as many links as there are. */
static void
test_dangling_link (void)
{
  g_autofree char *inner = g_build_filename(folder, "inner", NULL),
                  *path = g_build_filename(folder, "inner", "file", NULL),
                  *link = g_build_filename(folder, "link", NULL),
                  *second = g_build_filename(folder, "second", NULL);
  g_assert_cmpint(g_mkdir(inner, 0700) + symlink("inner/file", link) + symlink(link, second), ==, 0);
  g_assert_true(replace("second", "one", NULL));
  g_assert_true(S_ISLNK(mode_of("second")) && S_ISLNK(mode_of("link")));
  assert_text("inner/file", "one");
  g_assert_cmpint(g_unlink(path) + g_rmdir(inner), ==, 0);
  g_autoptr(GError) error = NULL;
  g_assert_false(replace("link", "two", &error)); /* there is no such folder */
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true(S_ISLNK(mode_of("link")));
  g_assert_cmpint(g_unlink(link) + g_unlink(second), ==, 0);
}

static void
test_circle (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *link = g_build_filename(folder, "link", NULL);
  g_assert_cmpint(symlink("link", link), ==, 0);
  g_assert_false(replace("link", "text", &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_assert_cmpint(g_unlink(link), ==, 0);
}

/* In a folder like /tmp another's link is not followed, wherever it leads; one's own is. */
static void
test_strangers_link (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *shared = g_build_filename(folder, "shared", NULL),
                  *link = g_build_filename(folder, "shared", "link", NULL),
                  *mine = g_build_filename(folder, "mine", NULL);
  g_assert_cmpint(g_mkdir(shared, 0700) + symlink("../mine", link), ==, 0);
  g_assert_cmpint(g_chmod(shared, 01777), ==, 0);
  g_assert_true(replace("shared/link", "one", &error));
  g_assert_no_error(error);
  if (geteuid() == 0) { /* who else could make one that is another's? */
    g_assert_cmpint(lchown(link, 65534, 65534), ==, 0);
    g_assert_false(replace("shared/link", "two", &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
    assert_text("mine", "one");
  }
  g_assert_cmpint(g_unlink(mine) + g_unlink(link) + g_rmdir(shared), ==, 0);
}

/* A pipe, a folder, or a device that a link leads to stays what it is. */
static void
test_no_file (void)
{
  static const char *const names[] = {"pipe", "folder", "device"};
  g_autofree char *pipe = g_build_filename(folder, "pipe", NULL),
                  *inner = g_build_filename(folder, "folder", NULL);
  g_autofree char *device = g_build_filename(folder, "device", NULL);
  g_autofree char *terminal = g_build_filename(folder, "terminal", NULL);
  g_assert_cmpint(mkfifo(pipe, 0600) + g_mkdir(inner, 0700) + mkfifo(terminal, 0600), ==, 0);
  g_assert_cmpint(symlink("terminal", device), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GError) error = NULL;
    mode_t before = mode_of(names[i]);
    g_assert_false(replace(names[i], "text", &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
    g_assert_cmpint(mode_of(names[i]), ==, before);
  }
  g_assert_true(S_ISFIFO(mode_of("terminal")));
  g_assert_cmpint(g_unlink(pipe) + g_rmdir(inner) + g_unlink(device) + g_unlink(terminal), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("gantry-replace-XXXXXX", NULL);
  g_test_add_func("/replace-file/permissions", test_permissions);
  g_test_add_func("/replace-file/link", test_link);
  g_test_add_func("/replace-file/dangling-link", test_dangling_link);
  g_test_add_func("/replace-file/circle", test_circle);
  g_test_add_func("/replace-file/strangers-link", test_strangers_link);
  g_test_add_func("/replace-file/no-file", test_no_file);
  int status = g_test_run();
  g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing was left beside them */
  g_free(folder);
  return status;
}
