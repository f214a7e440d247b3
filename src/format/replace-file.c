/* Beside it, synced, renamed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/replace-file.h"

#include "format/file-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_NAMES 100 /* tried, before another's files stand in the way of all */
#define MOST_LINKS 40  /* one behind the other, as in the kernel */

/* A file on its way to a name. */
typedef struct {
  const char *target;
  char *folder;
  char *beside; /* the name that it has before; NULL: none yet */
  int descriptor;
} NewFile;

static bool
fail (GError **error)
{
  gantry_set_file_error(error, errno);
  return false;
}

/* As a new file would have them, or as the old one has. What is no file, as a device, would be gone for all
 * who use it: FALSE. */
static bool
find_permissions (const char *path, mode_t *permissions, GError **error)
{
  struct stat status;
  if (stat(path, &status) != 0) {
    mode_t mask = umask(022); /* there is no way to ask without setting it */
    umask(mask);
    *permissions = 0666 & ~mask;
    return true;
  }
  *permissions = status.st_mode & 0777;
  if (!S_ISREG(status.st_mode))
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                        _("there is something other than a file of that name"));
  return S_ISREG(status.st_mode);
}

static bool
write_and_sync (int descriptor, mode_t mode, GantryWriteFunc write, gpointer user_data, GError **error)
{
  g_autoptr(GOutputStream) plain = gantry_file_stream_new(descriptor);
  g_autoptr(GOutputStream) stream = g_buffered_output_stream_new_sized(plain, 1 << 18);
  if (!write(stream, user_data, error) || !g_output_stream_flush(stream, NULL, error))
    return false;
  return (fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0) || fail(error);
}

/* A link in a folder where anybody may put one leads wherever the one who put it wants a file replaced: of
 * another's there nothing is believed, as the kernel does where it is told to (fs.protected_symlinks). */
static bool
may_follow (const char *link)
{
  struct stat status, around;
  g_autofree char *folder = g_path_get_dirname(link);
  if (lstat(link, &status) != 0 || stat(folder, &around) != 0)
    return false;
  bool is_anybodys = (around.st_mode & S_ISVTX) && (around.st_mode & S_IWOTH);
  errno = EACCES;
  return !is_anybodys || status.st_uid == geteuid() || status.st_uid == around.st_uid;
}

char *
gantry_replace_file_follow (const char *path, GError **error)
{
  g_autofree char *at = g_strdup(path);
  for (int i = 0; i < MOST_LINKS; i++) {
    g_autofree char *link = g_file_read_link(at, NULL);
    if (!link)
      return g_steal_pointer(&at);
    if (!may_follow(at)) {
      fail(error);
      return NULL;
    }
    g_autofree char *folder = g_path_get_dirname(at);
    g_free(at);
    at = g_path_is_absolute(link) ? g_steal_pointer(&link) : g_build_filename(folder, link, NULL);
  }
  errno = ELOOP;
  fail(error);
  return NULL;
}

static char *
make_name (const NewFile *file, const char *ending)
{
  g_autofree char *name = g_path_get_basename(file->target);
  return g_strdup_printf("%s/.%.200s.%s", file->folder, name, ending);
}

static bool
open_with_name (NewFile *file)
{
  file->beside = make_name(file, "XXXXXX");
  file->descriptor = g_mkstemp_full(file->beside, O_WRONLY | O_CLOEXEC, 0600);
  if (file->descriptor < 0)
    g_clear_pointer(&file->beside, g_free);
  return file->descriptor >= 0;
}

/* Without one as long as it grows: whatever ends the program leaves nothing behind. Not every file system can
 * do that, and without /proc there is no way to name it later. */
static bool
open_new (NewFile *file)
{
  if (access("/proc/self/fd", X_OK) == 0)
    file->descriptor = open(file->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  return file->descriptor >= 0 || open_with_name(file);
}

static bool
give_name (NewFile *file)
{
  g_autofree char *unnamed = g_strdup_printf("/proc/self/fd/%d", file->descriptor);
  for (int i = 0; !file->beside && i < MOST_NAMES; i++) {
    g_autofree char *ending = g_strdup_printf("%08x", g_random_int());
    g_autofree char *name = make_name(file, ending);
    if (linkat(AT_FDCWD, unnamed, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
      file->beside = g_steal_pointer(&name);
    else if (errno != EEXIST)
      return false;
  }
  return file->beside != NULL;
}

static void
drop (NewFile *file)
{
  if (file->descriptor >= 0)
    close(file->descriptor);
  if (file->beside)
    unlink(file->beside);
  g_free(file->beside);
  g_free(file->folder);
}

bool
gantry_replace_file (const char *path, GantryWriteFunc write, gpointer user_data, GError **error)
{
  g_autofree char *target = gantry_replace_file_follow(path, error);
  if (!target)
    return false;
  NewFile file = {.target = target, .descriptor = -1};
  file.folder = g_path_get_dirname(file.target);
  mode_t permissions;
  bool is_written = find_permissions(file.target, &permissions, error) && (open_new(&file) || fail(error));
  is_written = is_written && write_and_sync(file.descriptor, permissions, write, user_data, error) &&
               (give_name(&file) || fail(error));
  /* Some file systems tell only now that there was no room. */
  if (is_written && close(g_steal_fd(&file.descriptor)) != 0)
    is_written = fail(error);
  if (is_written && rename(file.beside, file.target) != 0)
    is_written = fail(error);
  if (is_written)
    g_clear_pointer(&file.beside, g_free);
  drop(&file);
  return is_written;
}

static bool
write_contents (GOutputStream *stream, gpointer contents, GError **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data(contents, &length);
  return g_output_stream_write_all(stream, bytes, length, NULL, NULL, error);
}

bool
gantry_replace_file_bytes (const char *path, GBytes *contents, GError **error)
{
  return gantry_replace_file(path, write_contents, contents, error);
}
